"""HTML, mostly what other programs export as .xls or .doc: its tables as sheets, or all of it as a paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from itertools import count

from lxml import etree
from lxml import html as parser

from records.intake.files.reading import CellValue, CoveredText, Paragraph, TextDocument
from records.intake.readers.encoding import decode
from records.intake.readers.made import Covered, Made, MadeSheet, RawRow
from records.intake.readers.sniff import Unreadable

_MAIL = re.compile(rb"\s*mime-version:", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n]+")
_LEFT_OUT = frozenset(("script", "style", "head", "template", "noscript"))
_BLOCKS = frozenset(
    ("p", "div", "li", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "body", "blockquote")
)
_WIDEST = 1000
_TALLEST = 100_000


def read_html(data: bytes, *, as_paper: bool) -> Made:
    """Read HTML or a web archive (.mht). Without ``as_paper`` its tables are sheets, if it has any.

    Nothing outside the file is fetched. Raises Unreadable.
    """
    if _MAIL.match(data):
        data = _from_mail(data)
    decoded = decode(data)
    if decoded.bad:
        line, offset, found = decoded.bad[0]
        raise Unreadable("encoding", f"line {line}, offset {offset}: {found}")
    # lxml believes what the page says of its own encoding, which exports copy from elsewhere.
    source = "\n".join(line for line in decoded.lines if line is not None).encode("utf-8", "surrogatepass")
    rules = parser.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = parser.document_fromstring(source, rules)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("unreadable", str(error)) from error
    made = Made("html", decoded.encoding, list(decoded.warnings))
    tables = [] if as_paper else [table for table in root.iter("table") if _outermost(table)]
    if tables:
        made.sheets = [
            MadeSheet("" if len(tables) == 1 else str(number), _rows(table))
            for number, table in enumerate(tables, 1)
        ]
    else:
        made.text = _paper(root)
    return made


def _from_mail(data: bytes) -> bytes:
    """The page inside a web archive."""
    message: Message = message_from_bytes(data)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content
    raise Unreadable("unsupported", "MIME")


def _outermost(table: etree._Element) -> bool:
    return not any(above.tag == "table" for above in table.iterancestors())


def _rows(table: etree._Element) -> Iterator[RawRow]:
    """The rows of a table; what spans rows or columns covers the cells it lies over."""
    below: dict[int, tuple[int, CellValue]] = {}
    number = 0
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table:
            continue
        number += 1
        cells, below = _row(row, below)
        if any(cell not in (None, "") for cell in cells):
            yield number, cells


def _row(
    row: etree._Element, above: dict[int, tuple[int, CellValue]]
) -> tuple[list[CellValue | Covered], dict[int, tuple[int, CellValue]]]:
    """The cells of a row, and by column what spans into the rows below, for how many of them."""
    cells: dict[int, CellValue | Covered] = {
        column: Covered(value) for column, (_, value) in above.items() if value
    }
    below = {column: (left - 1, value) for column, (left, value) in above.items() if left > 1}
    columns = (column for column in count() if column not in above)
    for cell in row:
        if cell.tag not in ("td", "th"):
            continue
        column, text = next(columns), text_of(cell)
        for offset in range(min(_span(cell, "colspan"), _WIDEST)):
            cells[column + offset] = Covered(text) if offset and text else None if offset else text
            if (height := min(_span(cell, "rowspan"), _TALLEST)) > 1:
                below[column + offset] = (height - 1, text)
            if offset and column + offset not in above:
                next(columns)
        if column > _WIDEST:
            break
    return [cells.get(column) for column in range(max(cells, default=-1) + 1)], below


def _cell_of_paper(cells: list[CellValue | Covered], column: int) -> str:
    cell = cells[column]
    if not isinstance(cell, Covered):
        return "" if cell is None else str(cell)
    left = cells[column - 1] if column else None
    beside = (left.value if isinstance(left, Covered) else left) == cell.value
    return CoveredText(str(cell.value), not beside)


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1").strip()
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 7 and int(text) else 1


def text_of(element: etree._Element) -> str:
    """The words of an element as a page shows them: white space runs together, <br> breaks the line."""
    parts: list[str] = []
    _collect(element, parts)
    lines = (_SPACE.sub(" ", line).strip(" ") for line in "".join(parts).split("\x1e"))
    return "\n".join(lines).strip("\n")


def _collect(element: etree._Element, parts: list[str]) -> None:
    """Every word below the element; \x1e where a line ends."""
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            if node.tag in _LEFT_OUT:
                continue
            if node.tag == "br" or (node.tag in _BLOCKS and node is not element and parts):
                parts.append("\x1e")
            parts.append(node.text or "")
        else:
            if node.tag in _BLOCKS and node is not element:
                parts.append("\x1e")
            if node is not element:
                parts.append(node.tail or "")


def _paper(root: etree._Element) -> TextDocument:
    """The page as paragraphs and tables in their order."""
    paragraphs: list[Paragraph] = []
    tables: list[tuple[tuple[str, ...], ...]] = []
    table_at: list[int] = []
    body = root.find("body")
    for part in _parts(root if body is None else body):
        if isinstance(part, str):
            paragraphs += [Paragraph(line) for line in part.split("\n") if line.strip()]
            continue
        rows = [
            tuple(_cell_of_paper(cells, column) for column in range(len(cells))) for _, cells in _rows(part)
        ]
        if rows:
            table_at.append(len(paragraphs))
            tables.append(tuple(rows))
    author = root.xpath("string(//meta[translate(@name, 'AUTHOR', 'author')='author']/@content)")
    return TextDocument(tuple(paragraphs), tuple(tables), tuple(table_at), author=str(author).strip() or None)


def _parts(body: etree._Element) -> Iterator[str | etree._Element]:
    """Text and outermost tables, in order."""
    parts: list[str] = []
    inside = 0
    for event, node in etree.iterwalk(body, events=("start", "end")):
        if node.tag == "table":
            if event == "start":
                if inside == 0:
                    yield _words(parts)
                    parts = []
                    yield node
                inside += 1
            else:
                inside -= 1
                parts += [] if inside else ["\x1e", node.tail or ""]
        elif not inside and node.tag not in _LEFT_OUT:
            if node.tag in _BLOCKS or (node.tag == "br" and event == "start"):
                parts.append("\x1e")
            if node is not body or event == "start":
                parts.append((node.text if event == "start" else node.tail) or "")
        elif not inside and event == "end":
            parts.append(node.tail or "")
    yield _words(parts)


def _words(parts: list[str]) -> str:
    lines = (_SPACE.sub(" ", line).strip(" ") for line in "".join(parts).split("\x1e"))
    return "\n".join(line for line in lines if line)
