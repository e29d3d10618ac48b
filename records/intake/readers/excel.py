"""Workbooks: calamine, because it is ten times as fast as the others; xlrd and openpyxl where it fails."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from records.intake.files.reading import CellValue
from records.intake.readers.biff_marks import before_97
from records.intake.readers.made import MAX_BLANK_ROWS, Covered, Made, MadeSheet, RawRow
from records.intake.readers.ods_marks import Range
from records.intake.readers.sheet_marks import Mark, SheetMarks, marks_of
from records.intake.readers.sniff import OLE_MAGIC, Unreadable

# Excel keeps 15 digits of a number: beyond that an integer is no longer what was typed.
_EXACT = 10**15
#: So many rows with something struck through are told of a sheet; beyond that it is how the sheet looks.
_STRUCK_TOLD = 200
_DATE_1904 = re.compile(rb"<(?:\w+:)?workbookPr[^>]*\bdate1904=\"(?:1|true)\"")


def read_workbook(data: bytes) -> Made:
    """Read .xls, .xlsx, .xlsb or .ods. Raises Unreadable."""
    import python_calamine as calamine

    if before_97(data):
        # calamine takes each byte of a text in an Eastern code page for a character.
        return _by_xlrd(data, "Excel 5/95")
    try:
        # Not from_path: it believes the name's ending.
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError as error:
        raise Unreadable("encrypted") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        return _second_choice(data, str(error))
    except BaseException as error:  # noqa: BLE001  a panic is none of Exception's
        return _second_choice(data, _panic(error))
    made = Made("calamine", sheets=[])
    if _has_macros(data):
        made.warnings.append("macros")
    in_1904 = _is_1904(data)
    marks = marks_of(data)
    if marks.get("", SheetMarks()).hidden_rows:
        made.warnings.append("hidden_rows")
    for meta in book.sheets_metadata:
        if meta.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        hidden = meta.visible != calamine.SheetVisibleEnum.Visible
        if hidden:
            made.warnings.append(f"hidden_sheet:{meta.name}")
        marked = marks.get(meta.name, SheetMarks())
        if marked.hidden_rows:
            made.warnings.append(f"hidden_rows:{meta.name}")
        made.warnings += _told_struck(meta.name, marked)
        rows = _calamine_rows(book, meta.name, marked, made.warnings)
        made.sheets = [*(made.sheets or []), MadeSheet(meta.name, rows, hidden, in_1904)]
    return made


def _told_struck(sheet: str, marks: SheetMarks) -> list[str]:
    """The warning that rows have something struck through: their numbers, and the sheet."""
    numbers = ",".join(map(str, marks.struck[:_STRUCK_TOLD]))
    return [f"struck_rows:{numbers}:{sheet}"] if numbers else []


def _panic(error: BaseException) -> str:
    """What a panic of calamine says; anything else is raised again. It derives from BaseException itself."""
    if type(error).__name__ != "PanicException":
        raise error
    return f"panic: {error}"


def _calamine_rows(book: Any, name: str, marks: SheetMarks, warnings: list[str]) -> Iterator[RawRow]:
    import python_calamine as calamine

    try:
        sheet = book.get_sheet_by_name(name)
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise Unreadable("unreadable", f"{name}: {error}") from error
    except BaseException as error:
        raise Unreadable("unreadable", f"{name}: {_panic(error)}") from error
    # Rows come from the first on, cells only from the first column that holds anything.
    left = [None] * (sheet.start[1] if sheet.start else 0)
    rows = ([*left, *row] for row in sheet.iter_rows())
    yield from _kept(_marked(rows, marks), sheet.merged_cell_ranges or marks.merged, warnings)


def _marked(rows: Iterator[list[Any]], marks: SheetMarks) -> Iterator[list[Any]]:
    """The rows with the errors and noughts that calamine left out."""
    following, marked = next(marks.cells, (None, {}))
    for index, row in enumerate(rows):
        while following is not None and following < index:
            following, marked = next(marks.cells, (None, {}))
        if following == index:
            for column, mark in marked.items():
                if column < len(row):
                    row[column] = _with_mark(row[column], mark)
        yield row


def _with_mark(value: Any, mark: Mark) -> Any:
    if isinstance(mark, str):
        return mark if value in (None, "") else value
    whole = isinstance(value, float | int) and not isinstance(value, bool) and 0 <= value < _EXACT
    if not whole or value != int(value):
        return value
    padded = str(int(value)).zfill(mark)
    return padded if padded[0] == "0" and mark > 1 else value


def _kept(rows: Iterable[Sequence[Any]], ranges: Sequence[Range], warnings: list[str]) -> Iterator[RawRow]:
    """Rows that hold something, numbered from 1, merged ranges filled; stops in an endless blank tail."""
    waiting = sorted(ranges, reverse=True)
    open_ranges: list[tuple[Range, CellValue]] = []
    blank = 0
    for index, source in enumerate(rows):
        cells: list[CellValue | Covered] = [
            value if value.__class__ is str else plain(value) for value in source
        ]
        while waiting and waiting[-1][0][0] <= index:
            opened = waiting.pop()
            column = opened[0][1]
            anchor = cells[column] if column < len(cells) else None
            open_ranges.append((opened, anchor.value if isinstance(anchor, Covered) else anchor))
        open_ranges = [entry for entry in open_ranges if entry[0][1][0] >= index]
        _fill(cells, index, open_ranges)
        if all(cell in (None, "") for cell in cells):
            blank += 1
            if blank > MAX_BLANK_ROWS:
                warnings.append("blank_rows")
                return
            continue
        blank = 0
        yield index + 1, cells


def _fill(cells: list[CellValue | Covered], index: int, ranges: list[tuple[Range, CellValue]]) -> None:
    for ((top, left), (_, right)), value in ranges:
        for column in range(left, min(right + 1, len(cells))):
            if (index, column) != (top, left) and cells[column] in (None, "") and value not in (None, ""):
                cells[column] = Covered(value)


def plain(value: Any) -> CellValue:
    """A library's cell value as one of ours: whole numbers below 10**15 as int, times as text."""
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return str(value)
        # Excel shows no more than fifteen digits: 10.8 may be kept as 10.799999999999999.
        value = float(f"{value:.15g}")
        return int(value) if value.is_integer() and abs(value) < _EXACT else value
    if isinstance(value, int) and not isinstance(value, bool):
        return value if abs(value) < _EXACT else float(value)
    if isinstance(value, time):
        return value.isoformat("minutes")
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02}"
    if isinstance(value, datetime):
        naive = value.replace(tzinfo=None)
        return naive.date() if naive.time() == time(0) else naive
    if isinstance(value, str | date | bool) or value is None:
        return value
    return str(value)


def _has_macros(data: bytes) -> bool:
    if data.startswith(OLE_MAGIC):
        return "_VBA_PROJECT".encode("utf-16-le") in data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return any(name.lower().endswith("vbaproject.bin") for name in archive.namelist())


def _is_1904(data: bytes) -> bool:
    """Whether day 0 of the workbook is 1904-01-01, as the first Excels for the Macintosh had it."""
    if not data.startswith(OLE_MAGIC):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "xl/workbook.xml" not in archive.namelist():
                return False
            return bool(_DATE_1904.search(archive.read("xl/workbook.xml")))
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as container:
        for name in ("Workbook", "Book"):
            if container.exists(name):
                return _biff_1904(container.openstream(name).read(65536))
    return False


def _biff_1904(stream: bytes) -> bool:
    position = 0
    while position + 4 <= len(stream):
        record, size = struct.unpack_from("<HH", stream, position)
        if record == 0x0022 and position + 6 <= len(stream):
            return bool(struct.unpack_from("<H", stream, position + 4)[0])
        if record == 0x000A:
            return False
        position += 4 + size
    return False


def _second_choice(data: bytes, reason: str) -> Made:
    if data.startswith(b"PK"):
        return _by_openpyxl(data, reason)
    return _by_xlrd(data, reason)


def _by_xlrd(data: bytes, reason: str) -> Made:
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, logfile=io.StringIO())
    except (
        xlrd.XLRDError,
        xlrd.compdoc.CompDocError,
        struct.error,
        ValueError,
        IndexError,
        KeyError,
        AssertionError,
        NotImplementedError,
        TypeError,
    ) as error:
        code = "encrypted" if "encrypted" in str(error).lower() else "unreadable"
        raise Unreadable(
            "encrypted" if code == "encrypted" else "unreadable", f"{reason}; {error}"
        ) from error
    made = Made("xlrd", sheets=[])
    if data.startswith(OLE_MAGIC) and _has_macros(data):
        made.warnings.append("macros")
    marks = marks_of(data) if data.startswith(OLE_MAGIC) else {}
    for sheet in book.sheets():
        hidden, marked = bool(sheet.visibility), marks.get(sheet.name, SheetMarks())
        made.warnings += [f"hidden_sheet:{sheet.name}"] if hidden else []
        made.warnings += [f"hidden_rows:{sheet.name}"] if marked.hidden_rows else []
        made.warnings += _told_struck(sheet.name, marked)
        rows = _xlrd_rows(sheet, book.datemode, marked, made.warnings)
        made.sheets = [*(made.sheets or []), MadeSheet(sheet.name, rows, hidden, bool(book.datemode))]
    return made


def _xlrd_rows(sheet: Any, datemode: int, marks: SheetMarks, warnings: list[str]) -> Iterator[RawRow]:
    import xlrd

    def value(cell: Any) -> CellValue:
        if cell.ctype == xlrd.XL_CELL_DATE:
            try:
                return plain(xlrd.xldate_as_datetime(cell.value, datemode))
            except (ValueError, OverflowError):
                return plain(cell.value)
        if cell.ctype == xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        if cell.ctype == xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#N/A"))
        return plain(cell.value)

    ranges = [((top, left), (bottom - 1, right - 1)) for top, bottom, left, right in sheet.merged_cells]
    rows: Iterator[list[Any]] = ([value(cell) for cell in sheet.row(index)] for index in range(sheet.nrows))
    yield from _kept(_marked(rows, marks), ranges, warnings)


def _by_openpyxl(data: bytes, reason: str) -> Made:
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        IndexError,
        SyntaxError,
    ) as error:
        raise Unreadable("unreadable", f"{reason}; {error}") from error
    made = Made("openpyxl", sheets=[])
    for sheet in book.worksheets:
        ranges = [
            ((r.min_row - 1, r.min_col - 1), (r.max_row - 1, r.max_col - 1))
            for r in sheet.merged_cells.ranges
        ]
        rows = _kept(sheet.iter_rows(values_only=True), ranges, made.warnings)
        made.sheets = [*(made.sheets or []), MadeSheet(sheet.title, rows, sheet.sheet_state != "visible")]
    return made
