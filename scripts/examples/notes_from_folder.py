"""Bring in a folder of articles, a text file each, named by author, date, title: 李秀兰_2011.5.3_学与用.txt

.venv/bin/python -m scripts.examples.notes_from_folder 心得体会            tells what would happen
.venv/bin/python -m scripts.examples.notes_from_folder 心得体会 --apply    does it
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from records import open_archive
from records.archive import Archive
from records.intake.own import OwnImport
from records.intake.report import ImportReport
from records.values import count_words
from scripts.output import say


async def bring_in(archive: Archive, folder: Path, *, apply: bool) -> ImportReport:
    own = await OwnImport.begin(archive, folder)
    # Sorted, so that a second run goes through them in the same order.
    for path in sorted(folder.rglob("*.txt")):
        item = own.row("experience_article", file=path.name)
        parts = path.stem.split("_", 2)
        if len(parts) != 3:
            # Said in the report, and nothing is guessed. The words are yours.
            item.reject("file name is not AUTHOR_DATE_TITLE")
            continue
        author, day, title = parts
        text = path.read_text(encoding="utf-8")
        own.put(item, "title", title)
        own.put(item, "written_on", day)
        own.put(item, "text", text)
        own.put(item, "words", count_words(text))
        own.person(item, "authors", author)
        # The file itself is kept with the record.
        own.attach(item, path)
    return await own.finish(apply=apply)


async def main(folder: Path, *, apply: bool) -> int:
    async with open_archive() as archive:
        report = await bring_in(archive, folder, apply=apply)
    say(report.to_text())
    return report.exit_code


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    raise SystemExit(asyncio.run(main(Path(sys.argv[1]), apply="--apply" in sys.argv)))
