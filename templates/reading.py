"""What a .docx says, read without a word processor: paragraphs with their part, tables with their cells.

Layout is left out but for what carries meaning: titles and headings, sides, indents, page breaks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any, Literal

from records.language import translator

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as WordParagraph

tr = translator("templates")
Part = Literal["title", "heading", "body"]
Side = Literal["left", "center", "right"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: From this left indent (twips) on a paragraph stands in the right half of the page, as a signature does.
_RIGHT_HALF = 3000
_PICTURES = (f"{_W}drawing", f"{_W}pict")
_OFF = ("0", "false", "off")
_BOX = f"{_W}txbxContent"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``level`` counts headings from 1, ``indented`` says that its first line is."""

    text: str
    part: Part = "body"
    level: int = 0
    side: Side = "left"
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell over ``span`` columns. One that continues the cell above it is empty."""

    text: str
    span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its first ``head`` rows are its heading. ``left_out`` rows at its end are not given."""

    rows: tuple[tuple[Cell, ...], ...]
    head: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on another page."""


@dataclass(frozen=True, slots=True)
class More:
    """The text goes on; ``count`` further paragraphs and tables are not given."""

    count: int


Block = Paragraph | Table | PageBreak | More


def read_docx(data: bytes, *, most: int = 300) -> list[Block]:
    """The text of a .docx in its order: at most ``most`` paragraphs and tables, and rows of each table.

    Several empty paragraphs become one, none at the beginning. Raises what python-docx raises for bytes that
    are no .docx.
    """
    import docx
    from docx.text.paragraph import Paragraph as WordParagraph

    document = docx.Document(BytesIO(data))
    styles = _Styles(document.styles.element)
    blocks: list[Block] = []
    contents = document.iter_inner_content()
    for each in contents:
        if len(blocks) >= most:
            blocks.append(More(1 + sum(1 for _ in contents)))
            break
        found = styles.read(each) if isinstance(each, WordParagraph) else _rows(each._tbl, most)
        for block in found:
            if not _adds_nothing(block, blocks):
                blocks.append(block)
    while blocks and (blocks[-1] == PageBreak() or _empty(blocks[-1])):
        blocks.pop()
    return blocks


def _empty(block: Block) -> bool:
    return isinstance(block, Paragraph) and not block.text.strip()


def _adds_nothing(block: Block, before: list[Block]) -> bool:
    """Whether it is one more gap where there is one already, or where there is nothing to part."""
    if not _empty(block) and not isinstance(block, PageBreak):
        return False
    if before and isinstance(block, PageBreak) and _empty(before[-1]):
        before.pop()
    return not before or _empty(before[-1]) or isinstance(before[-1], PageBreak)


class _Styles:
    """Reads paragraphs; what their styles say is looked up once each."""

    def __init__(self, sheet: Any) -> None:
        self._known: dict[str, dict[str, Any]] = {}
        defaults = sheet.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
        self._size = _told(None, defaults).get("size", 0)

    def read(self, paragraph: WordParagraph) -> Iterator[Block]:
        properties = paragraph._p.pPr
        told = self._of(paragraph) | _told(properties)
        if told.get("break") or any(each.get(f"{_W}type") == "page" for each in paragraph._p.iter(f"{_W}br")):
            yield PageBreak()
        yield self._paragraph(paragraph.text, told)
        yield from _drawn(paragraph._p)
        if properties is not None and properties.find(f"{_W}sectPr") is not None:
            yield PageBreak()

    def _paragraph(self, text: str, told: dict[str, Any]) -> Paragraph:
        if not text.strip():
            return Paragraph("")
        side: Side = "left"
        if told.get("side") == "center":
            side = "right" if told.get("left", 0) >= _RIGHT_HALF else "center"
        elif told.get("side") in ("right", "end"):
            side = "right"
        outline = told.get("outline")
        larger = told.get("bold") or told.get("size", 0) > self._size
        if told.get("title") or (side == "center" and (outline is not None or larger)):
            return Paragraph(text, "title", side=side)
        indented = told.get("first", 0) > 0 and side == "left"
        if outline is not None:
            return Paragraph(text, "heading", outline + 1, side, indented)
        return Paragraph(text, "body", 0, side, indented)

    def _of(self, paragraph: WordParagraph) -> dict[str, Any]:
        style = paragraph.style
        key = style.style_id if style is not None else ""
        if key not in self._known:
            told: dict[str, Any] = {"title": style is not None and str(style.name).casefold() == "title"}
            chain = []
            while style is not None:
                chain.append(style.element)
                style = style.base_style
            for each in reversed(chain):
                told |= _told(each.find(f"{_W}pPr"), each.find(f"{_W}rPr"))
            self._known[key] = told
        return self._known[key]


def _drawn(element: Any) -> Iterator[Block]:
    """What is drawn in a paragraph: the text of its text boxes, a word for each picture."""
    if not any(True for _ in element.iter(*_PICTURES)):
        return
    boxes = list(element.iter(_BOX))[:1]  # the same box follows once more for older programs
    for box in boxes:
        yield Paragraph("")
        for child in box:
            if child.tag == f"{_W}tbl":
                yield from _rows(child, 100)
            elif child.tag == f"{_W}p":
                yield Paragraph(child.text)
    if not boxes:
        yield Paragraph(tr("[picture]"))


def _told(*properties: Any) -> dict[str, Any]:
    """What properties say themselves: side, indents (twips), outline level, page break, size, boldness."""
    told: dict[str, Any] = {}
    for element in (element for each in properties if each is not None for element in each):
        value = element.get(f"{_W}val")
        match element.tag.removeprefix(_W):
            case "jc":
                told["side"] = value
            case "outlineLvl":
                told["outline"] = int(value) if value is not None and int(value) < 9 else None
            case "pageBreakBefore":
                told["break"] = value not in _OFF
            case "b":
                told["bold"] = value not in _OFF
            case "sz":
                told["size"] = int(float(value or 0))
            case "ind":
                for name, names in (("left", ("left", "start")), ("first", ("firstLine", "firstLineChars"))):
                    given = [element.get(f"{_W}{each}") for each in names]
                    numbers = [int(float(each)) for each in given if each]
                    if numbers:
                        told[name] = max(numbers)
    return told


def _rows(table: Any, most: int) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    head = 0
    every = table.tr_lst
    for row in every[:most]:
        properties = row.find(f"{_W}trPr")
        if properties is not None and properties.find(f"{_W}tblHeader") is not None and head == len(rows):
            head += 1
        rows.append(
            tuple(
                Cell("" if cell.vMerge == "continue" else _cell_text(cell), cell.grid_span)
                for cell in row.tc_lst
            )
        )
    yield Table(tuple(rows), head, max(0, len(every) - most))


def _cell_text(cell: Any) -> str:
    """The paragraphs of a cell, those of tables in it too."""
    texts = [each.text for each in cell.iter(f"{_W}p")]
    if not any(texts) and any(True for _ in cell.iter(*_PICTURES)):
        texts.append(tr("[picture]"))
    return "\n".join(text for text in texts if text)
