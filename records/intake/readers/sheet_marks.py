"""What calamine leaves out of a workbook: hidden rows, rows struck through, errors (#N/A), noughts (00042).

.xlsx by ECMA-376 part 1, 18.3.1.4 (c), 18.3.1.73 (row) and 18.8.30 (numFmt).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from records.intake.readers.biff_marks import PADDED, biff_marks
from records.intake.readers.ods_marks import Range, merged_ranges
from records.intake.readers.package import parsed, refuse_dtd
from records.intake.readers.sniff import OLE_MAGIC, Unreadable

#: What stands in a cell of its own: the text of an error, or how many digits a whole number is shown with.
Mark = str | int
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_HIDDEN = re.compile(rb"<(?:\w+:)?row\b[^>]*\shidden=[\"'](?:1|true)[\"']")
_ERROR = re.compile(rb"\st=[\"']e[\"']")
_ROW_OR_CELL = re.compile(rb"<(?:\w+:)?(?:row\b([^>]*)>|c\b([^>]*)(?<!/)>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_NUMBER = re.compile(rb"\sr=[\"'](\d+)[\"']")
_PLACE = re.compile(rb"\sr=[\"']([A-Z]+)\d+[\"']")
_STYLE = re.compile(rb"\ss=[\"'](\d+)[\"']")
_VALUE = re.compile(rb"<(?:\w+:)?v[^>]*>([^<]*)<")
_COLLAPSED = re.compile(rb"table:visibility=\"(?:collapse|filter)\"")
#: Parts of which nothing is wanted here but that they are whole: texts, and all of an .xlsb.
_READ_BY_NOBODY = re.compile(
    r"xl/(?:sharedStrings\.xml|(?:sharedStrings|worksheets/[^/]+|workbook)\.bin)", re.IGNORECASE
)
_CHUNK = 1 << 20
_OVERLAP = 400
_LONGEST_CELL = 1 << 18


@dataclass
class SheetMarks:
    """``cells`` in the order of their rows, from 0: row, then marks by column.

    ``struck`` are rows, as a spreadsheet counts them, in which something is struck through. ``merged`` are
    those ranges that calamine does not tell of (.ods).
    """

    hidden_rows: bool = False
    struck: tuple[int, ...] = ()
    cells: Iterator[tuple[int, Mapping[int, Mark]]] = field(default_factory=lambda: iter(()))
    merged: Sequence[Range] = ()


def marks_of(data: bytes) -> dict[str, SheetMarks]:
    """The marks of every sheet by its name; sheets without any may be left out, broken workbooks are.

    Raises Unreadable for a part with a DTD, and for one whose sum is wrong: calamine stops reading where the
    damage begins, says nothing, and the rows below would be lost.
    """
    if data.startswith(OLE_MAGIC):
        return {
            name: SheetMarks(hidden, struck, iter(sorted(cells.items())))
            for name, (hidden, struck, cells) in biff_marks(data).items()
        }
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        if "content.xml" in archive.namelist():
            collapsed = [_COLLAPSED.search(part) is not None for part in _chunks(archive, "content.xml")]
            # What is hidden is told of the file: its rows are known by no number.
            merged = {name: SheetMarks(merged=found) for name, found in merged_ranges(archive).items()}
            return {**merged, "": SheetMarks(any(collapsed))}
        for part in filter(_READ_BY_NOBODY.fullmatch, archive.namelist()):
            for number, chunk in enumerate(_chunks(archive, part)):
                if not number:
                    refuse_dtd(chunk, part)
        padded, struck = _padded_styles(archive), _struck_styles(archive)
        return {
            name: _xlsx_marks(archive, part, padded, struck) for name, part in _sheet_parts(archive).items()
        }
    except Unreadable as error:
        if error.code in ("hostile", "truncated"):
            raise
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError):
        pass
    # What calamine read all the same is worth more than these marks.
    return {}


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet names with their parts."""
    if "xl/workbook.xml" not in archive.namelist():
        return {}
    book = parsed(archive.read("xl/workbook.xml"), "xl/workbook.xml")
    relations = parsed(archive.read("xl/_rels/workbook.xml.rels"), "xl/_rels/workbook.xml.rels")
    targets = {each.get("Id"): each.get("Target", "") for each in relations}
    found = {}
    for main in (_MAIN, _STRICT):
        for sheet in book.iter(f"{main}sheet"):
            target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "")
            part = posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")
            if part in archive.namelist():
                found[sheet.get("name", "")] = part
    return found


def _padded_styles(archive: zipfile.ZipFile) -> dict[int, int]:
    """Index of a cell's style -> with how many digits it shows whole numbers."""
    if "xl/styles.xml" not in archive.namelist():
        return {}
    root = parsed(archive.read("xl/styles.xml"), "xl/styles.xml")
    main = _STRICT if root.tag.startswith(_STRICT) else _MAIN
    widths = {
        each.get("numFmtId"): len(code)
        for each in root.iter(f"{main}numFmt")
        if PADDED.fullmatch(code := each.get("formatCode", "").partition(";")[0])
    }
    styles = root.find(f"{main}cellXfs")
    return {
        index: widths[style.get("numFmtId")]
        for index, style in enumerate(styles if styles is not None and widths else ())
        if style.get("numFmtId") in widths
    }


def _struck_styles(archive: zipfile.ZipFile) -> frozenset[int]:
    """The styles whose font is struck through (18.8.37, strike)."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    root = parsed(archive.read("xl/styles.xml"), "xl/styles.xml")
    main = _STRICT if root.tag.startswith(_STRICT) else _MAIN
    fonts = root.find(f"{main}fonts")
    struck = {
        str(index)
        for index, font in enumerate(fonts if fonts is not None else ())
        if (strike := font.find(f"{main}strike")) is not None and strike.get("val", "1") not in ("0", "false")
    }
    styles = root.find(f"{main}cellXfs")
    used = enumerate(styles if styles is not None and struck else ())
    return frozenset(index for index, style in used if style.get("fontId") in struck)


def _chunks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """The part in pieces that overlap, so that nothing short is cut in two."""
    rest = b""
    with archive.open(part) as source:
        while block := _block(source, part):
            yield rest + block
            rest = block[-_OVERLAP:]


def _block(source: IO[bytes], part: str) -> bytes:
    try:
        return source.read(_CHUNK)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise Unreadable("truncated", f"{part}: {error}") from error


def _xlsx_marks(
    archive: zipfile.ZipFile, part: str, padded: Mapping[int, int], struck: frozenset[int]
) -> SheetMarks:
    hidden = errors = False
    for chunk in _chunks(archive, part):
        refuse_dtd(chunk, part)
        hidden = hidden or _HIDDEN.search(chunk) is not None
        errors = errors or _ERROR.search(chunk) is not None
    lines: tuple[int, ...] = ()
    if struck:
        styles = dict.fromkeys(struck, 1)
        lines = tuple(row + 1 for row, found in _xlsx_cells(archive, part, styles) if 1 in found.values())
    if errors or padded:
        return SheetMarks(hidden, lines, _xlsx_cells(archive, part, padded))
    return SheetMarks(hidden, lines)


def _xlsx_cells(
    archive: zipfile.ZipFile, part: str, padded: Mapping[int, int]
) -> Iterator[tuple[int, Mapping[int, Mark]]]:
    row, column, found = -1, -1, dict[int, Mark]()
    buffer = b""
    with archive.open(part) as source:
        while block := source.read(_CHUNK):
            buffer, done = buffer[-_LONGEST_CELL:] + block, 0
            for match in _ROW_OR_CELL.finditer(buffer):
                done = match.end()
                if match[2] is None:
                    if found:
                        yield row, found
                    number = _NUMBER.search(match[1])
                    row, column, found = int(number[1]) - 1 if number else row + 1, -1, {}
                    continue
                place = _PLACE.search(match[2])
                column = _column(place[1]) if place else column + 1
                if (mark := _mark(match[2], match[3], padded)) is not None:
                    found[column] = mark
            buffer = buffer[done:]
    if found:
        yield row, found


def _mark(attributes: bytes, content: bytes, padded: Mapping[int, int]) -> Mark | None:
    if _ERROR.search(attributes):
        value = _VALUE.search(content)
        return value[1].decode("ascii", "replace") if value else None
    style = _STYLE.search(attributes)
    return padded.get(int(style[1])) if style else None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
