"""Hidden rows, errors and padded numbers of an .xls (Excel 5 to 2003).

Sources: [MS-XLS] 2.4.221 (Row), 2.4.24 (BoolErr), 2.4.127 (Formula), 2.4.126 (Format), 2.4.353 (XF),
2.4.122 (Font), 2.4.149 (LabelSst).
"""

from __future__ import annotations

import codecs
import io
import re
import struct
from collections.abc import Iterator

from records.intake.readers.sniff import OLE_MAGIC

_FORMAT, _XF, _SHEET, _BOF, _EOF = 0x041E, 0x00E0, 0x0085, 0x0809, 0x000A
_ROW, _NUMBER, _RK, _MULRK, _BOOLERR, _FORMULA = 0x0208, 0x0203, 0x027E, 0x00BD, 0x0205, 0x0006
_CODE_PAGE, _FONT = 0x0042, 0x0031
_LABELS = (0x00FD, 0x0204)
_STRUCK = 0x0008
_BIFF5, _BIFF8 = 0x0500, 0x0600
_HIDDEN = 0x20
#: The format of numbers that are shown with noughts before them.
PADDED = re.compile(r"0{2,15}")
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
#: By row, then column: the text of an error, or how many digits a number is shown with.
Cells = dict[int, dict[int, str | int]]


def biff_marks(data: bytes) -> dict[str, tuple[bool, tuple[int, ...], Cells]]:
    """By sheet: whether it has hidden rows, which rows have something struck through, and its cells' marks.

    Rows count from 1, those of the marks from 0. Empty for older workbooks.
    """
    try:
        stream = _stream(data)
        struck = _struck_styles(stream)
        return {name: _sheet(stream, start, padded, struck) for name, start, padded in _sheets(stream)}
    except (OSError, ValueError, IndexError, TypeError, struct.error):
        # What calamine read all the same is worth more than these marks.
        return {}


def before_97(data: bytes) -> bool:
    """Whether it is a workbook of Excel 5 or 95, whose texts are in a code page."""
    try:
        return data.startswith(OLE_MAGIC) and _stream(data)[4:6] == struct.pack("<H", _BIFF5)
    except (OSError, ValueError, IndexError, TypeError):
        return False


def _stream(data: bytes) -> bytes:
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as container:
        name = next((each for each in ("Workbook", "Book") if container.exists(each)), None)
        return bytes(container.openstream(name).read()) if name else b""


def _records(stream: bytes, position: int) -> Iterator[tuple[int, int, int]]:
    """Kind, place and size of each record up to the end of the substream."""
    unpack, last = struct.Struct("<HH").unpack_from, len(stream) - 4
    while position <= last:
        kind, size = unpack(stream, position)
        if kind == _EOF:
            return
        yield kind, position + 4, size
        position += 4 + size


def _sheets(stream: bytes) -> list[tuple[str, int, dict[int, int]]]:
    """Name, place and padded styles for each sheet."""
    first, _, version = struct.unpack_from("<HHH", stream, 0)
    if first != _BOF or version not in (_BIFF5, _BIFF8):
        return []
    page = "latin-1"
    widths: dict[int, int] = {}
    styles: list[int] = []
    sheets: list[tuple[str, int]] = []
    for kind, at, _ in _records(stream, 0):
        if kind == _CODE_PAGE:
            page = _encoding(struct.unpack_from("<H", stream, at)[0])
        elif kind == _FORMAT and version == _BIFF5:
            number, length = struct.unpack_from("<HB", stream, at)
            code = stream[at + 3 : at + 3 + length].decode(page, "replace").partition(";")[0]
            if PADDED.fullmatch(code):
                widths[number] = len(code)
        elif kind == _FORMAT:
            number, length, wide = struct.unpack_from("<HHB", stream, at)
            code = _text(stream, at + 5, length, wide).partition(";")[0]
            if PADDED.fullmatch(code):
                widths[number] = len(code)
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", stream, at + 2)[0])
        elif kind == _SHEET and version == _BIFF5:
            start, _, length = struct.unpack_from("<IHB", stream, at)
            sheets.append((stream[at + 7 : at + 7 + length].decode(page, "replace"), start))
        elif kind == _SHEET:
            start, _, length, wide = struct.unpack_from("<IHBB", stream, at)
            sheets.append((_text(stream, at + 8, length, wide), start))
    padded = {index: widths[number] for index, number in enumerate(styles) if number in widths}
    return [(name, start, padded) for name, start in sheets]


def _struck_styles(stream: bytes) -> frozenset[int]:
    """The styles whose font is struck through. Fonts are numbered with a gap behind the fourth."""
    fonts: list[bool] = []
    styles: list[int] = []
    for kind, at, _ in _records(stream, 0):
        if kind == _FONT:
            fonts.append(bool(struct.unpack_from("<H", stream, at + 2)[0] & _STRUCK))
        elif kind == _XF:
            styles.append(struct.unpack_from("<H", stream, at)[0])
    numbered = {index if index < 4 else index + 1 for index, struck in enumerate(fonts) if struck}
    return frozenset(index for index, font in enumerate(styles) if font in numbered)


def _encoding(page: int) -> str:
    """The codec of a code page, as Excel 5 and 95 write their texts in."""
    name = {1200: "utf-16-le", 10000: "mac-roman", 32768: "mac-roman", 32769: "cp1252"}.get(page, f"cp{page}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "latin-1"


def _text(stream: bytes, at: int, length: int, wide: int) -> str:
    if wide & 1:
        return stream[at : at + 2 * length].decode("utf-16-le", "replace")
    return stream[at : at + length].decode("latin-1")


def _sheet(
    stream: bytes, start: int, padded: dict[int, int], struck: frozenset[int]
) -> tuple[bool, tuple[int, ...], Cells]:
    hidden, cells = False, Cells()
    lines: set[int] = set()

    def mark(row: int, column: int, what: str | int | None) -> None:
        if what is not None:
            cells.setdefault(row, {})[column] = what

    for kind, at, size in _records(stream, start):
        if struck and kind in (_NUMBER, _RK, *_LABELS):
            row, _, style = struct.unpack_from("<3H", stream, at)
            lines |= {row + 1} if style in struck else set()
        elif struck and kind == _MULRK:
            row = struct.unpack_from("<H", stream, at)[0]
            styles = (
                struct.unpack_from("<H", stream, at + 4 + 6 * each)[0] for each in range((size - 6) // 6)
            )
            lines |= {row + 1} if struck.intersection(styles) else set()
        if kind == _ROW:
            hidden = hidden or bool(struct.unpack_from("<H", stream, at + 12)[0] & _HIDDEN)
        elif kind in (_NUMBER, _RK) and padded:
            row, column, style = struct.unpack_from("<3H", stream, at)
            mark(row, column, padded.get(style))
        elif kind == _MULRK and padded:
            row, first = struct.unpack_from("<2H", stream, at)
            for index in range((size - 6) // 6):
                style = struct.unpack_from("<H", stream, at + 4 + 6 * index)[0]
                mark(row, first + index, padded.get(style))
        elif kind == _BOOLERR:
            row, column, _, code, is_error = struct.unpack_from("<3HBB", stream, at)
            mark(row, column, _ERRORS.get(code) if is_error else None)
        elif kind == _FORMULA:
            row, column, style, result = struct.unpack_from("<3H8s", stream, at)
            if result[6:] != b"\xff\xff":
                mark(row, column, padded.get(style))
            elif result[0] == 2:
                mark(row, column, _ERRORS.get(result[2]))
    return hidden, tuple(sorted(lines)), cells
