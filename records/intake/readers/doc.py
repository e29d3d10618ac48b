""".doc (Word 97 to 2003, and WPS): the text by its piece table, tables by the paragraph properties.

Sources: [MS-DOC] 2.4.1 (retrieving text), 2.8.25 (PlcPcd), 2.9.175 (FKPs of paragraphs). Word 6 and 95 keep
their text in one stretch of code page 936. Automatic numbers are not written out.
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from records.intake.files.reading import Paragraph, TextDocument
from records.intake.readers.made import Made
from records.intake.readers.sniff import Unreadable
from records.intake.readers.word_grid import Cells, Merged, on_grid

_WORD97 = 0x00C1
_IN_TABLE, _ROW_END, _DEPTH, _TABLE_SHAPE, _ELSEWHERE = 0x2416, 0x2417, 0x6649, 0xD608, 0x6646
_MERGED_DOWN, _MERGED_ACROSS = 0xD62B, 0x5624
_OPERAND = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_MARKS = str.maketrans(
    {
        "\x0b": "\n",
        "\x0c": "\n",
        "\x0e": "\n",
        "\x1e": "-",
        "\x1f": None,
        "\x01": None,
        "\x02": None,
        "\x03": None,
        "\x04": None,
        "\x05": None,
        "\x08": None,
        "\0": None,
        "\xa0": " ",
    }
)


@dataclass(frozen=True)
class _Shape:
    """Where the cells of a row begin and its last one ends, in twips, and the numbers of those that go on.

    ``down`` go on from the row above, ``across`` from the cell before them.
    """

    edges: tuple[int, ...] = ()
    down: frozenset[int] = frozenset()
    across: frozenset[int] = frozenset()


_NO_SHAPE = _Shape()
#: What a table's shape says of each cell: its length, and the bits of how it is merged.
_CELL, _ACROSS, _FIRST, _DOWN, _RESTART = 20, 0x02, 0x01, 0x20, 0x40


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    offset: int
    narrow: bool

    def place(self, character: int) -> int:
        """Where in the stream the character stands."""
        return self.offset + (character - self.start) * (1 if self.narrow else 2)


def read_doc(data: bytes) -> Made:
    """Read a .doc. Raises Unreadable."""
    import olefile

    try:
        with olefile.OleFileIO(io.BytesIO(data)) as container:
            stream = container.openstream("WordDocument").read()
            tables = {
                name: container.openstream(name).read()
                for name in ("0Table", "1Table", "Data")
                if container.exists(name)
            }
            meta = container.get_metadata()
        author, created, modified = _properties(meta)
    except (OSError, ValueError, IndexError, TypeError, struct.error) as error:
        raise Unreadable("truncated", str(error)) from error
    try:
        text, notes, margins, marks, shapes = _story(stream, tables)
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise Unreadable("truncated", str(error)) from error
    body = _Body(shapes)
    body.read(_without_fields(text), marks)
    document = TextDocument(
        tuple(body.paragraphs),
        tuple(body.tables),
        tuple(body.table_at),
        header=margins,
        notes=notes,
        author=author,
        created=created,
        modified=modified,
    )
    return Made("doc", None, text=document)


def _properties(meta: object) -> tuple[str | None, datetime | None, datetime | None]:
    author = getattr(meta, "author", None)
    if isinstance(author, bytes):
        author = _decoded(author)
    moments = [getattr(meta, name, None) for name in ("create_time", "last_saved_time")]
    created, modified = (
        moment if isinstance(moment, datetime) and moment.year > 1980 else None for moment in moments
    )
    return (str(author).strip("\0 ") or None) if author else None, created, modified


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "ignore")


def _story(
    stream: bytes, tables: dict[str, bytes]
) -> tuple[str, str, str, dict[int, int], dict[int, _Shape]]:
    """The text, that of footnotes, of headers and footers, table marks and rows' shapes by character."""
    identity, version = struct.unpack_from("<HH", stream, 0)
    flags = struct.unpack_from("<H", stream, 0x0A)[0]
    if flags & 0x0100:
        raise Unreadable("encrypted")
    if version < _WORD97:
        return _word6(stream), "", "", {}, {}
    if identity not in (0xA5EC, 0xA5DC):
        raise Unreadable("unreadable", f"FIB {identity:#x}")
    table = tables.get("1Table" if flags & 0x0200 else "0Table")
    if table is None:
        raise Unreadable("truncated", "table stream")
    main, notes, margins = struct.unpack_from("<3i", stream, 0x4C)
    pieces = _pieces(stream, table)
    text = "".join(_characters(stream, piece) for piece in pieces)
    marks, shapes = _marks(stream, table, tables.get("Data", b""), pieces)
    return (
        text[:main],
        _plain(text[main : main + notes]),
        _plain(text[main + notes : main + notes + margins]),
        marks,
        shapes,
    )


def _plain(text: str) -> str:
    """A side story as lines: whole characters, no marks of Word's."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.translate(_MARKS).replace("\r", "\n").replace("\x07", "\t").strip()


def _word6(stream: bytes) -> str:
    first, last = struct.unpack_from("<II", stream, 0x18)
    try:
        return stream[first:last].decode("gb18030")
    except UnicodeDecodeError as error:
        raise Unreadable("unsupported", f"Word 6/95: {error.reason}, offset {first + error.start}") from error


def _pieces(stream: bytes, table: bytes) -> list[_Piece]:
    position, size = struct.unpack_from("<II", stream, 0x01A2)
    clx, end = position, position + size
    while clx < end and table[clx] == 1:
        clx += 3 + struct.unpack_from("<H", table, clx + 1)[0]
    if clx >= len(table) or table[clx] != 2:
        raise Unreadable("unreadable", "piece table")
    size = struct.unpack_from("<I", table, clx + 1)[0]
    count = (size - 4) // 12
    starts = struct.unpack_from(f"<{count + 1}I", table, clx + 5)
    pieces = []
    for index in range(count):
        packed = struct.unpack_from("<I", table, clx + 5 + 4 * (count + 1) + 8 * index + 2)[0]
        narrow = bool(packed & 0x40000000)
        offset = (packed & 0x3FFFFFFF) // 2 if narrow else packed & 0x3FFFFFFF
        pieces.append(_Piece(starts[index], starts[index + 1], offset, narrow))
    return pieces


def _characters(stream: bytes, piece: _Piece) -> str:
    raw = stream[piece.offset : piece.place(piece.end)]
    if len(raw) < piece.place(piece.end) - piece.offset:
        raise Unreadable("truncated", "WordDocument")
    # A surrogate pair may be cut by a piece; the halves meet again when the pieces are joined.
    return _narrow(raw) if piece.narrow else raw.decode("utf-16-le", "surrogatepass")


def _narrow(raw: bytes) -> str:
    """Code page 1252; the five bytes that it leaves open are control characters, as Windows reads them."""
    text = raw.decode("cp1252", "replace")
    if "\ufffd" not in text:
        return text
    return "".join(bytes((byte,)).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def _whole(text: str) -> str:
    """The text with the halves of characters joined. Raises Unreadable where one stands alone."""
    joined = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if joined.count("\ufffd") > text.count("\ufffd"):
        raise Unreadable("encoding", "surrogate")
    return joined


def _marks(
    stream: bytes, table: bytes, data: bytes, pieces: list[_Piece]
) -> tuple[dict[int, int], dict[int, _Shape]]:
    """Position of a paragraph's last character -> 1 in a table, 2 end of a table's row; the row's shape."""
    runs = _paragraph_runs(stream, table, data)
    starts = [run[0] for run in runs]
    marks: dict[int, int] = {}
    shapes: dict[int, _Shape] = {}
    for piece in pieces:
        text = _characters(stream, piece)
        for index, char in enumerate(text):
            if char not in "\r\x07":
                continue
            place = piece.place(piece.start + index)
            found = bisect_right(starts, place) - 1
            if found >= 0 and place < runs[found][1] and runs[found][2]:
                marks[piece.start + index] = runs[found][2]
                shapes[piece.start + index] = runs[found][3]
    return marks, shapes


def _paragraph_runs(stream: bytes, table: bytes, data: bytes) -> list[tuple[int, int, int, _Shape]]:
    """Stretches of the stream with their table mark and the shape of the row that ends there, in order."""
    position, size = struct.unpack_from("<II", stream, 0x0102)
    count = (size - 4) // 8
    runs: list[tuple[int, int, int, _Shape]] = []
    for index in range(count):
        page = struct.unpack_from("<I", table, position + 4 * (count + 1) + 4 * index)[0] & 0x3FFFFF
        block = stream[page * 512 : page * 512 + 512]
        if len(block) < 512:
            continue
        total = block[511]
        for run in range(total):
            begin, end = struct.unpack_from("<II", block, 4 * run)
            properties = _properties_at(block, block[4 * (total + 1) + 13 * run] * 2)
            runs.append((begin, end, *_table_mark(properties, data)))
    return sorted(runs)


def _properties_at(block: bytes, offset: int) -> bytes:
    if not offset:
        return b""
    size = block[offset]
    begin, length = (offset + 1, 2 * size - 1) if size else (offset + 2, 2 * block[offset + 1])
    # The first two bytes are the number of the style.
    return block[begin + 2 : begin + length]


def _table_mark(properties: bytes, data: bytes) -> tuple[int, _Shape]:
    mark, position = 0, 0
    shape = _NO_SHAPE
    while position + 2 < len(properties):
        code = struct.unpack_from("<H", properties, position)[0]
        operand = properties[position + 2 : position + 6]
        if code == _ELSEWHERE and len(operand) == 4 and data:
            place = struct.unpack("<I", operand)[0]
            size = struct.unpack_from("<H", data, place)[0] if place + 2 <= len(data) else 0
            further, found = _table_mark(data[place + 2 : place + 2 + size], b"")
            return max(mark, further), found if found.edges else shape
        if code == _ROW_END and operand[0]:
            mark = 2
        if code in (_IN_TABLE, _DEPTH) and operand[0]:
            mark = max(mark, 1)
        if code in (_MERGED_DOWN, _MERGED_ACROSS) and len(operand) >= 3:
            shape = _merged(shape, code, operand)
        if code == _TABLE_SHAPE and len(operand) >= 2:
            size = struct.unpack_from("<H", operand)[0]
            shape = _shape(properties[position + 4 : position + 3 + size])
            position += 3 + size
        elif code >> 13 == 6:
            position += 3 + operand[0]
        else:
            position += 2 + _OPERAND[code >> 13]
    return mark, shape


def _shape(told: bytes) -> _Shape:
    """The shape of a row as its table's definition tells it."""
    cells = told[0] if told else 0
    if len(told) <= 2 * (cells + 1):
        return _NO_SHAPE
    edges = struct.unpack_from(f"<{cells + 1}h", told, 1)
    flags = [
        struct.unpack_from("<H", told, at)[0]
        for at in range(3 + 2 * cells, min(len(told) - 1, 3 + 2 * cells + _CELL * cells), _CELL)
    ]
    down = (number for number, bits in enumerate(flags) if bits & _DOWN and not bits & _RESTART)
    across = (number for number, bits in enumerate(flags) if bits & _ACROSS and not bits & _FIRST)
    return _Shape(edges, frozenset(down), frozenset(across))


def _merged(shape: _Shape, code: int, operand: bytes) -> _Shape:
    """The shape with what a later property says: one cell merged with that above, or several side by side."""
    if code == _MERGED_ACROSS:
        return replace(shape, across=shape.across | frozenset(range(operand[0] + 1, operand[1])))
    down = shape.down | {operand[1]} if operand[2] == 1 else shape.down - {operand[1]}
    return replace(shape, down=down)


def _without_fields(text: str) -> list[tuple[int, str]]:
    """The characters with their positions, the codes of fields left out and their results kept."""
    kept: list[tuple[int, str]] = []
    depth: list[bool] = []
    for position, char in enumerate(text):
        if char == "\x13":
            depth.append(True)
        elif char == "\x14":
            if depth:
                depth[-1] = False
        elif char == "\x15":
            if depth:
                depth.pop()
        elif not any(depth):
            kept.append((position, char))
    return kept


class _Body:
    """Puts characters together to paragraphs, cells, rows and tables."""

    def __init__(self, shapes: Mapping[int, _Shape]) -> None:
        self.paragraphs: list[Paragraph] = []
        self.tables: list[tuple[tuple[str, ...], ...]] = []
        self.table_at: list[int] = []
        self._shapes = shapes
        self._rows: list[Cells] = []
        self._edges: list[tuple[int, ...]] = []
        self._cells: list[str] = []

    def read(self, characters: list[tuple[int, str]], marks: dict[int, int]) -> None:
        line: list[str] = []
        for position, char in characters:
            if char not in "\r\x07":
                line.append(char)
                continue
            mark = marks.get(position, 0)
            text = _whole("".join(line)).translate(_MARKS)
            if char == "\x07" and (mark == 2 or (not marks and not text)):
                self._end_row(self._shapes.get(position, _NO_SHAPE))
            elif char == "\x07":
                self._cells.append(text.strip("\n"))
            elif mark:
                line = ["".join(line), "\n"]
                continue
            else:
                self._close()
                self.paragraphs.append(Paragraph(text))
            line = []
        if line:
            self._close()
            self.paragraphs.append(Paragraph(_whole("".join(line)).translate(_MARKS)))
        self._close()

    def _end_row(self, shape: _Shape) -> None:
        merged = {
            **dict.fromkeys(shape.across, Merged.LEFT),
            **dict.fromkeys(shape.down, Merged.ABOVE),
        }
        # What somebody wrote before he merged the cells is kept there, unseen.
        self._rows.append([text or merged.get(number, "") for number, text in enumerate(self._cells)])
        self._edges.append(shape.edges)
        self._cells = []

    def _close(self) -> None:
        if self._cells:
            self._end_row(_NO_SHAPE)
        if self._rows:
            self.table_at.append(len(self.paragraphs))
            self.tables.append(tuple(on_grid(self._rows, self._edges)))
            self._rows, self._edges = [], []
