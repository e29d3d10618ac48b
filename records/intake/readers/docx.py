""".docx: a walk over the parts with lxml, since paragraphs alone would miss tables, boxes and numbers."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from lxml import etree

from records.intake.files.reading import Paragraph, TextDocument
from records.intake.readers.made import Made
from records.intake.readers.numbering import Numbering, W
from records.intake.readers.package import Package, parsed
from records.intake.readers.sniff import Unreadable
from records.intake.readers.word_grid import Merged, resolved

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
# Struck out, moved away, alternatives for older programs, and boxes (which are walked by themselves).
_LEFT_OUT = {
    f"{W}del",
    f"{W}moveFrom",
    f"{W}instrText",
    f"{W}delText",
    f"{_MC}Fallback",
    f"{W}txbxContent",
    f"{W}pPr",
    f"{W}rPr",
    f"{W}fldData",
}
_MARKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}
_WIDEST = 64
Table = tuple[tuple[str, ...], ...]


def read_docx(data: bytes) -> Made:
    """Read a .docx. Raises Unreadable."""
    package = Package(data)
    main = next(iter(package.names("word/document")), None)
    root = package.part(main) if main else None
    if root is None:
        raise Unreadable("unreadable", "word/document.xml")
    if root.tag.startswith(f"{{{_STRICT}}}"):
        root = _transitional(root)
    # Some programs write a body for each part they joined.
    bodies = root.findall(f"{W}body")
    if not bodies:
        raise Unreadable("unreadable", "w:body")
    walk = _Walk(package)
    for body in bodies:
        walk.blocks(body)
    author, created, modified = package.properties()
    document = TextDocument(
        tuple(walk.paragraphs),
        tuple(walk.tables),
        tuple(walk.table_at),
        header=walk.margin("word/header"),
        footer=walk.margin("word/footer"),
        notes="\n".join(filter(None, (walk.margin("word/footnotes"), walk.margin("word/endnotes")))),
        author=author,
        created=created,
        modified=modified,
    )
    return Made("docx", "utf-8", text=document)


def _transitional(root: etree._Element) -> etree._Element:
    content = etree.tostring(root).replace(_STRICT.encode(), W.strip("{}").encode())
    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


class _Walk:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._numbering = Numbering(package.part("word/numbering.xml"))
        self._styles = _styles(package.content("word/styles.xml"))
        self.paragraphs: list[Paragraph] = []
        self.tables: list[Table] = []
        self.table_at: list[int] = []

    def blocks(self, parent: etree._Element) -> None:
        """Everything of a body in order; content controls and tracked insertions are walked through."""
        for element in parent:
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._table(element)
            elif element.tag in (
                f"{W}sdt",
                f"{W}sdtContent",
                f"{W}ins",
                f"{W}customXml",
                f"{W}smartTag",
                f"{_MC}AlternateContent",
                f"{_MC}Choice",
            ):
                self.blocks(element)

    def _paragraph(self, element: etree._Element) -> None:
        name = self._style_of(element)
        self.paragraphs.append(Paragraph(self._number(element) + text_of(element), name or None))
        for box in _boxes(element):
            self.blocks(box)

    def _style_of(self, element: etree._Element) -> str:
        style = element.find(f"{W}pPr/{W}pStyle")
        return self._styles.get(style.get(f"{W}val", ""), ("", None))[0] if style is not None else ""

    def _number(self, element: etree._Element) -> str:
        numbered = element.find(f"{W}pPr/{W}numPr")
        if numbered is None:
            style = element.find(f"{W}pPr/{W}pStyle")
            if style is not None:
                numbered = self._styles.get(style.get(f"{W}val", ""), ("", None))[1]
        if numbered is None:
            return ""
        number, level = numbered.find(f"{W}numId"), numbered.find(f"{W}ilvl")
        depth = level.get(f"{W}val", "0") if level is not None else "0"
        if number is None or not depth.isdigit():
            return ""
        return self._numbering.next(number.get(f"{W}val", "0"), int(depth))

    def _table(self, element: etree._Element) -> None:
        self.table_at.append(len(self.paragraphs))
        self.tables.append(tuple(resolved(self._row(row) for row in _children(element, f"{W}tr"))))

    def _row(self, row: etree._Element) -> list[str | Merged]:
        cells: list[str | Merged] = [""] * _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        for cell in _children(row, f"{W}tc"):
            if _goes_on(cell, "vMerge"):
                cells.append(Merged.ABOVE)
            else:
                cells.append(Merged.LEFT if _goes_on(cell, "hMerge") else self._cell(cell))
            cells += [Merged.LEFT] * (_number(cell.find(f"{W}tcPr/{W}gridSpan"), 1) - 1)
        return cells

    def _cell(self, cell: etree._Element) -> str:
        lines = [
            self._number(block) + text_of(block) for block in cell.iter(f"{W}p") if not _in_box(block, cell)
        ]
        return "\n".join(lines).strip("\n")

    def margin(self, prefix: str) -> str:
        """What stands in the page headers or footers, each text once."""
        texts: dict[str, None] = {}
        for name in self._package.names(prefix):
            part = self._package.part(name)
            for paragraph in part.iter(f"{W}p") if part is not None else ():
                if text := text_of(paragraph).strip():
                    texts[text] = None
        return "\n".join(texts)


def _goes_on(cell: etree._Element, merge: str) -> bool:
    """Whether a cell belongs to one that is merged with it."""
    found = cell.find(f"{W}tcPr/{W}{merge}")
    return found is not None and found.get(f"{W}val", "continue") == "continue"


def _number(element: etree._Element | None, otherwise: int) -> int:
    """How many columns of a table an element tells of."""
    told = element.get(f"{W}val", "") if element is not None else ""
    return min(int(told), _WIDEST) if told.isdecimal() and told.isascii() and len(told) < 7 else otherwise


def _children(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml"):
            yield from _children(child, tag)


def text_of(element: etree._Element) -> str:
    """The text of a paragraph: runs, links, insertions; not what was struck out, nor text boxes."""
    parts: list[str] = []
    for child in element:
        if child.tag in _LEFT_OUT:
            continue
        if child.tag == f"{W}t":
            parts.append(child.text or "")
        elif child.tag in _MARKS:
            parts.append(_MARKS[child.tag])
        elif child.tag == f"{W}sym":
            code = child.get(f"{W}char", "")
            parts.append(chr(int(code, 16)) if len(code) == 4 and not code.upper().startswith("F0") else "□")
        else:
            parts.append(text_of(child))
    return "".join(parts)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for box in paragraph.iter(f"{W}txbxContent"):
        if not any(above.tag == f"{_MC}Fallback" for above in box.iterancestors()):
            yield box


def _in_box(block: etree._Element, cell: etree._Element) -> bool:
    for above in block.iterancestors():
        if above is cell:
            return False
        if above.tag == f"{_MC}Fallback":
            return True
    return False


# The papers of an office come from few templates, and reading the styles takes half the time of a paper.
@lru_cache(maxsize=8)
def _styles(content: bytes | None) -> dict[str, tuple[str, etree._Element | None]]:
    """Style identifier -> (name, its list)."""
    found: dict[str, tuple[str, etree._Element | None]] = {}
    part = None if content is None else parsed(content, "word/styles.xml")
    for style in part.findall(f"{W}style") if part is not None else ():
        name = style.find(f"{W}name")
        title = name.get(f"{W}val", "") if name is not None else ""
        found[style.get(f"{W}styleId", "")] = (title, style.find(f"{W}pPr/{W}numPr"))
    return found
