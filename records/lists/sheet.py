"""A table that was shown, as a file for a spreadsheet: .xlsx, or .csv that opens with the right signs."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from records.errors import UsageFault, refuse_taken, unwritable
from records.language import translator

tr = translator("records")

#: So many rows a sheet has.
SHEET_ROWS = 1_048_576
#: What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_sheet(path: Path, name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a table under its headings and return how many rows it has; ``name`` is that of the sheet.

    What is text stays text: no cell is ever a formula. Raises UsageFault for another ending than .xlsx and
    .csv, Refused when the file is there already or can't be written.
    """
    ending = path.suffix.lower()
    if ending not in (".xlsx", ".csv"):
        raise UsageFault(
            tr("{path} is neither an .xlsx nor a .csv file.", path=path),
            hint=tr("Let the name end in .xlsx or .csv."),
        )
    refuse_taken(path)
    try:
        return _xlsx(path, name, headings, rows) if ending == ".xlsx" else _csv(path, headings, rows)
    except OSError as error:
        raise unwritable(path, error) from error


def harmless(text: str) -> str:
    """The text of a cell of a .csv, an apostrophe before what a spreadsheet would reckon with."""
    if text[:1] in _FORMULA and not text.lstrip("+-").replace(",", "").replace(".", "").isdigit():
        return "'" + text
    return text


def _csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    count = 0
    # Spreadsheets take a .csv for the encoding of the country unless a byte order mark says otherwise.
    with path.open("x", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow([harmless(each) for each in headings])
        for row in rows:
            writer.writerow([harmless(each) for each in row])
            count += 1
    return count


def _xlsx(path: Path, name: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    count = 0
    try:
        with xlsxwriter.Workbook(str(path), plain) as book:
            sheet = book.add_worksheet("".join(c for c in name if c not in "[]:*?/\\'")[:31] or None)
            strong = book.add_format({"bold": True})
            for column, text in enumerate(headings):
                sheet.write_string(0, column, text, strong)
            sheet.freeze_panes(1, 1)
            for row in rows:
                count += 1
                for column, text in enumerate(row):
                    sheet.write_string(count, column, text)
    except FileCreateError as error:
        raise OSError(str(error)) from error
    return count
