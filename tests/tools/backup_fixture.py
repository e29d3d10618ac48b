"""Makes the small backup that stands for a release: later ones put it back (tests/keep/test_old_backups.py).

At each release: ``python -m tests.tools.backup_fixture tests/data/backups/VERSION.xdb``. It is not made again
later: only what a release itself wrote shows that a later one still reads it. Of a state that had no backups,
``--fill FOLDER`` in a worktree of its commit makes the data folder, ``--of FOLDER FILE`` here the backup.
"""

from __future__ import annotations

import argparse
import asyncio
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from records.archive import Archive
from records.opening import open_archive
from records.record import Record
from records.settings import Settings
from records.store.connection import open_store
from records.values import PartialDate


async def _fill(archive: Archive, scan: Path) -> None:
    """Some of everything that is stored in a way of its own."""
    committee = await archive.save(Record.new("unit", {"name": "青杨河乡党委", "category": "党委"}))
    fields = {"name": "柳树湾村党支部", "category": "党支部", "parent": committee.id}
    branch = await archive.save(Record.new("unit", fields))
    members = [{"org": branch.id, "from": date(2010, 7, 3)}]
    people = [
        Record.new("person", {"name": name, "memberships": members, "爱好": "书法"})
        for name in ("张伟民", "李秀兰", "赵永刚", "王德明")
    ]
    assert (await archive.save_many(people)).rejected == []
    await archive.add_field("person", "driving_licence", {"type": "text", "label": ["驾照", "Licence"]})
    author = people[1]
    written: dict[str, Any] = {
        "title": "上营村饮水调研",
        "authors": [author.id],
        "unit": branch.id,
        "written_on": PartialDate.month(2011, 5),
    }
    report = await archive.save(Record.new("research_report", written))
    report = await archive.attach(report.id, scan)
    await archive.save(replace(report, fields=report.fields | {"title": "上营村饮水再调研"}), note="改题目")
    entries = [
        Record.new(
            "study_entry",
            {
                "person": author.id,
                "subtype": "自学",
                "started": PartialDate.day(date(2011, month, 12)),
                "minutes": 90,
                "content": "学习",
            },
        )
        for month in range(1, 8)
    ]
    assert (await archive.save_many(entries)).rejected == []
    gone = await archive.save(Record.new("unit", {"name": "误录支部", "category": "党支部"}))
    await archive.void(gone.id, "误录")


async def fill(home: Path) -> None:
    """A new archive in a data folder."""
    async with open_archive(Settings(home=home, operator="刘芳")) as archive:
        with TemporaryDirectory() as folder:
            scan = Path(folder) / "扫描件.png"
            scan.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
            await _fill(archive, scan)


async def back_up(home: Path, path: Path) -> None:
    """The archive of a data folder, as whoever made it left it."""
    from records.keep.backup.make import write

    async with open_store(Settings(home=home), prepared=False) as store:
        await write(store, "刘芳", path)


async def make(path: Path) -> None:
    """Raises UsageFault when the file is there already."""
    with TemporaryDirectory(prefix="xuedang-fixture-") as folder:
        await fill(Path(folder) / "home")
        await back_up(Path(folder) / "home", path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fill", type=Path, metavar="FOLDER")
    parser.add_argument("--of", type=Path, metavar="FOLDER")
    parser.add_argument("file", type=Path, nargs="?")
    chosen = parser.parse_args()
    if chosen.fill:
        asyncio.run(fill(chosen.fill.absolute()))
    elif chosen.of:
        asyncio.run(back_up(chosen.of.absolute(), chosen.file.absolute()))
    else:
        asyncio.run(make(chosen.file.absolute()))


if __name__ == "__main__":
    main()
