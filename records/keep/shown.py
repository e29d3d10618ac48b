"""A list as it stands on the screen, as a file: its columns and their texts, nothing else.

Such a file is for looking at and does not come back by an import; `records.keep.export` writes those that do.
"""

from __future__ import annotations

import asyncio
import csv
from collections.abc import AsyncIterable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from records.errors import UsageFault
from records.keep.cells import guarded
from records.keep.export import tell_journal
from records.language import translator
from records.lists.sheet import SHEET_ROWS, write_sheet
from records.search.query import Query
from records.store import journal
from records.whole_file import new_file

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: Makes the bytes of a paper from all rows.
Paper = Callable[[Sequence[Sequence[str]]], bytes]


async def export_shown(
    archive: Archive,
    query: Query,
    path: Path,
    columns: Sequence[tuple[str, int]],
    rows: AsyncIterable[Sequence[str]],
    *,
    paper: Paper,
    most_printed: int,
) -> int:
    """Write ``rows``, the records of ``query`` as texts, to a file that is not there yet; tell the journal.

    ``columns`` are headings with widths in characters. The ending decides: .xlsx, .csv, or .docx as ``paper``
    makes it of at most ``most_printed`` rows. Answers how many rows. Raises UsageFault for another ending or
    too many rows, Refused when the file is there already or can't be written.
    """
    ending = path.suffix.lower()
    if ending not in (".xlsx", ".csv", ".docx"):
        raise UsageFault(
            tr("{path} is none of .xlsx, .csv and .docx.", path=path),
            hint=tr("Let the name end in one of them."),
        )
    with new_file(path) as part:
        if ending == ".docx":
            printed = await _few(rows, most_printed)
            part.write_bytes(paper(printed))
            count = len(printed)
        elif ending == ".csv":
            count = await _csv(part, columns, rows)
        else:
            count = await _xlsx(part, columns, rows)
        await tell_journal(archive, query, path, count)
    return count


async def write_table(
    archive: Archive,
    path: Path,
    name: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    what: str,
) -> int:
    """Write a table of anything but a list, as `write_sheet` does, and tell the journal ``what`` it was.

    Raises what that raises, and Refused to an account that can't add to the journal; then no file is left.
    """
    count = await asyncio.to_thread(write_sheet, path, name, headings, rows)
    note = f"{what} → {path.name}"
    entry = journal.entry("export", archive.operator, journal.now(), note=note, exported=count)
    try:
        await journal.note(archive.store, entry)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return count


async def _few(rows: AsyncIterable[Sequence[str]], most: int) -> list[Sequence[str]]:
    found: list[Sequence[str]] = []
    async for row in rows:
        if len(found) == most:
            raise UsageFault(
                tr("More than {most} rows are too many to print.", most=f"{most:,}"),
                hint=tr("Narrow the list, or choose .xlsx."),
            )
        found.append(row)
    return found


async def _csv(path: Path, columns: Sequence[tuple[str, int]], rows: AsyncIterable[Sequence[str]]) -> int:
    count = 0
    # Spreadsheets take a .csv for the encoding of the country unless a byte order mark says otherwise.
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([heading for heading, _ in columns])
        async for row in rows:
            writer.writerow([guarded(text) for text in row])
            count += 1
    return count


async def _xlsx(path: Path, columns: Sequence[tuple[str, int]], rows: AsyncIterable[Sequence[str]]) -> int:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    book: Any = xlsxwriter.Workbook(str(path), plain)
    text_format, strong = book.add_format({"num_format": "@"}), book.add_format({"bold": True})

    def opened() -> Any:
        sheet = book.add_worksheet()
        for index, (heading, width) in enumerate(columns):
            sheet.set_column(index, index, max(8, min(width, 60)), text_format)
            sheet.write_string(0, index, heading, strong)
        sheet.freeze_panes(1, 0)
        return sheet

    count, line, sheet = 0, 0, opened()
    async for row in rows:
        line += 1
        if line == SHEET_ROWS:
            line, sheet = 1, opened()
        for index, text in enumerate(row):
            sheet.write_string(line, index, text, text_format)
        count += 1
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error
    return count
