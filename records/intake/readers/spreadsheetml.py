"""SpreadsheetML 2003: the XML that Excel and many programs of offices write under the name .xls or .xml."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from lxml import etree

from records.intake.files.reading import CellValue
from records.intake.readers.made import MAX_BLANK_ROWS, Covered, Made, MadeSheet, RawRow
from records.intake.readers.package import parsed

SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_EXCEL = "{urn:schemas-microsoft-com:office:excel}"
_WIDEST = 16_384
_EXACT = 10**15


def read_spreadsheetml(data: bytes) -> Made:
    """Read a SpreadsheetML workbook. Raises Unreadable."""
    root = parsed(data, "XML")
    made = Made("xml", root.getroottree().docinfo.encoding, sheets=[])
    in_1904 = root.find(f"{_EXCEL}ExcelWorkbook/{_EXCEL}Date1904") is not None
    for sheet in root.iter(f"{SS}Worksheet"):
        name = sheet.get(f"{SS}Name", "")
        visible = sheet.findtext(f"{_EXCEL}WorksheetOptions/{_EXCEL}Visible") or ""
        hidden = visible.startswith(("SheetHidden", "SheetVeryHidden"))
        if hidden:
            made.warnings.append(f"hidden_sheet:{name}")
        table = sheet.find(f"{SS}Table")
        rows = _rows(table, name, made.warnings) if table is not None else iter(())
        made.sheets = [*(made.sheets or []), MadeSheet(name, rows, hidden, in_1904)]
    return made


def _rows(table: etree._Element, name: str, warnings: list[str]) -> Iterator[RawRow]:
    number, last = 0, 0
    below: dict[int, tuple[int, CellValue]] = {}
    for row in table.iterchildren(f"{SS}Row"):
        before, number = number, _number(row, "Index", number + 1)
        if number <= before:
            number = before + 1
        below = {
            column: (left - (number - before - 1), value)
            for column, (left, value) in below.items()
            if left > number - before - 1
        }
        cells, below = _row(row, below)
        if any(cell not in (None, "") for cell in cells):
            if row.get(f"{SS}Hidden") == "1":
                warnings.append(f"hidden_rows:{name}")
            last = number
            yield number, cells
        elif number - last > MAX_BLANK_ROWS:
            warnings.append("blank_rows")
            return


def _row(
    row: etree._Element, above: dict[int, tuple[int, CellValue]]
) -> tuple[list[CellValue | Covered], dict[int, tuple[int, CellValue]]]:
    """The cells of a row, and by column what merged ranges carry into the rows below, for how many."""
    cells: dict[int, CellValue | Covered] = {
        column: Covered(value) for column, (_, value) in above.items() if value not in (None, "")
    }
    below = {column: (left - 1, value) for column, (left, value) in above.items() if left > 1}
    column = 0
    for cell in row.iterchildren(f"{SS}Cell"):
        column = _number(cell, "Index", column + 1)
        if column > _WIDEST:
            break
        value = _value(cell)
        across, down = _number(cell, "MergeAcross", 0), _number(cell, "MergeDown", 0)
        for offset in range(min(across, _WIDEST - column) + 1):
            place = column + offset - 1
            cells[place] = value if not offset else None if value in (None, "") else Covered(value)
            if down:
                below[place] = (down, value)
        column += across
    return [cells.get(place) for place in range(max(cells, default=-1) + 1)], below


def _number(element: etree._Element, name: str, otherwise: int) -> int:
    text = element.get(f"{SS}{name}", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else otherwise


def _value(cell: etree._Element) -> CellValue:
    data = cell.find(f"{SS}Data")
    if data is None:
        return None
    text = "".join(str(part) for part in data.itertext())
    kind = data.get(f"{SS}Type", "String")
    if kind == "Number":
        return _figure(text)
    if kind == "DateTime":
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return text
        # A time of day stands on the day before the calendar begins.
        if moment.date() <= date(1899, 12, 31):
            return moment.time().isoformat("minutes")
        return moment.date() if moment.time() == time(0) else moment
    if kind == "Boolean":
        return text.strip() == "1"
    return text


def _figure(text: str) -> CellValue:
    try:
        value = float(text)
    except ValueError:
        return text
    if value != value or value in (float("inf"), float("-inf")):
        return text
    value = float(f"{value:.15g}")  # as Excel shows it
    return int(value) if value.is_integer() and abs(value) < _EXACT else value
