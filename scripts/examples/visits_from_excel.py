"""Bring in a register of household visits from an Excel file.

    .venv/bin/python -m scripts.examples.visits_from_excel 走访台账.xlsx            tells what would happen
    .venv/bin/python -m scripts.examples.visits_from_excel 走访台账.xlsx --apply    does it

The first row of the sheet holds headings: 走访时间, 干部, 所在支部, 户主, 村, 困难问题, 解决措施, 是否解决.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from openpyxl import load_workbook

from records import open_archive
from records.archive import Archive
from records.intake.own import OwnImport
from records.intake.report import ImportReport
from scripts.output import say

# Which column goes into which field. `scripts/run kinds household_visit` lists the fields.
COLUMNS = {
    "走访时间": "visited_on",
    "户主": "household",
    "村": "village",
    "困难问题": "difficulty",
    "解决措施": "help",
    "是否解决": "solved",
}


async def bring_in(archive: Archive, path: Path, *, apply: bool) -> ImportReport:
    sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
    rows = sheet.iter_rows(values_only=True)
    headings = [str(cell or "").strip() for cell in next(rows)]

    own = await OwnImport.begin(archive, path)
    for line, values in enumerate(rows, start=2):
        cells = dict(zip(headings, values, strict=False))
        if not any(cells.values()):
            continue  # a blank row
        # One record comes of this row. Its line and cells are kept with it, so that anybody can look it up.
        item = own.row("household_visit", line=line, cells=cells)
        for heading, field in COLUMNS.items():
            own.put(item, field, cells.get(heading))
        # The visitor is a person whom the archive knows; the branch tells two of one name apart.
        # If nobody fits, or several do, the report asks, and this row waits: never guess who is meant.
        branch = own.known_unit(str(cells.get("所在支部") or ""))
        own.person(item, "visitor", str(cells.get("干部") or ""), unit=branch)
        if "household" not in item.fields:
            item.reject("missing_household")
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
