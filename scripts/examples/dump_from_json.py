"""Bring in what another system has put out as JSON: its staff, and what they read.

    .venv/bin/python -m scripts.examples.dump_from_json dump.json            tells what would happen
    .venv/bin/python -m scripts.examples.dump_from_json dump.json --apply    does it

    {"staff": [{"id": 7, "name": "李秀兰", "born": "1970-05", "branch": "柳树湾村党支部"}],
     "books": [{"reader": 7, "title": "农村政策读本", "finished": "2011-03-28"}]}

Its records refer to each other by numbers of their own: what comes of each is remembered until the end.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from bson.objectid import ObjectId

from records import open_archive
from records.archive import Archive
from records.intake.own import OwnImport
from records.intake.report import ImportReport
from scripts.output import say


async def bring_in(archive: Archive, path: Path, *, apply: bool) -> ImportReport:
    dump: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    # Branches that the archive does not know yet may be made.
    own = await OwnImport.begin(archive, path, create=["units"])

    # What others refer to comes first: the people, by the other system's number.
    people: dict[int, ObjectId] = {}
    for each in dump["staff"]:
        item = own.row("person", cells=each)
        own.put(item, "name", each["name"])
        own.put(item, "birth", each.get("born"))
        branch = own.new_unit(item, each["branch"]) if each.get("branch") else None
        if branch is not None:
            item.fields["memberships"] = [{"org": branch}]
        # A field that no kind names is kept as it is, shown, searched and exported.
        item.fields["原系统编号"] = each["id"]
        people[each["id"]] = own.new_person(item)

    for each in dump["books"]:
        item = own.row("book_reading", cells=each)
        if each["reader"] not in people:
            item.reject("its reader is not in the dump")
            continue
        item.fields["person"] = people[each["reader"]]
        own.put(item, "title", each["title"])
        own.put(item, "finished", each.get("finished"))
    return await own.finish(apply=apply)


async def main(path: Path, *, apply: bool) -> int:
    async with open_archive() as archive:
        report = await bring_in(archive, path, apply=apply)
    say(report.to_text())
    return report.exit_code


if __name__ == "__main__":
    if len(sys.argv) < 2:
        raise SystemExit(__doc__)
    raise SystemExit(asyncio.run(main(Path(sys.argv[1]), apply="--apply" in sys.argv)))
