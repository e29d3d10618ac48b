""".rtf by striprtf, with what it gets wrong for Chinese put right, and the merged cells of tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from records.intake.files.reading import Paragraph, TextDocument
from records.intake.readers.made import Made
from records.intake.readers.sniff import Unreadable
from records.intake.readers.word_grid import Cells, Merged, on_grid

_CODE_PAGE = re.compile(rb"\\ansicpg(\d+)")
#: What tells whether a paragraph stands in a cell, what ends a line there, and how the cells of a row stand.
_IN_CELLS = re.compile(
    r"\\(pard|par|line|intbl|trowd|trleft|clmrg|clvmrg|cellx|row)(-?\d+)?(?![a-zA-Z\d]) ?|\\[\\{}]|[{}]"
)
#: Stands for the end of a line inside a cell, which striprtf would take for the end of the row.
_LINE_END, _AS_RTF = "\ue000", r"{\uc1\u-8192?}"
#: Stand around the number of a row's shape, behind its last cell.
_SHAPE = re.compile("\ue001(\\d+)\ue002$")
_SHAPE_AS_RTF = r"{{\uc1\u-8191?}}{number}{{\uc1\u-8190?}}"
_PAGES = {b"936": "gb18030", b"950": "big5hkscs", b"1252": "cp1252", b"65001": "utf-8"}


@dataclass
class _Shape:
    """How the cells of a row stand: where each ends, and those that are merged with one before or above."""

    edges: list[int] = field(default_factory=lambda: [0])
    merged: dict[int, Merged] = field(default_factory=dict)

    def tell(self, word: str, figure: str) -> None:
        if word == "trleft":
            self.edges[0] = int(figure or 0)
        elif word == "cellx":
            self.edges.append(int(figure or 0))
        else:
            self.merged[len(self.edges) - 1] = Merged.LEFT if word == "clmrg" else Merged.ABOVE


def read_rtf(data: bytes) -> Made:
    """Read an .rtf. Raises Unreadable."""
    from striprtf import striprtf

    rtf_to_text: Callable[..., str] = striprtf.rtf_to_text
    page = _CODE_PAGE.search(data[:2000])
    encoding = _PAGES.get(page[1], "gb18030") if page else "gb18030"
    (source, shapes), warnings = _with_whole_cells(_as_text(data, encoding)), []
    try:
        text = rtf_to_text(source, encoding=encoding, errors="strict")
    except (UnicodeDecodeError, UnicodeEncodeError):
        warnings.append("bad_characters")
        text = rtf_to_text(source, encoding=encoding, errors="replace")
    except (ValueError, IndexError, KeyError, RecursionError) as error:
        raise Unreadable("unreadable", str(error)) from error
    if "\ufffd" in text:
        # A character that cannot be told is not to be made up: the paper is refused, its file kept.
        raise Unreadable("encoding", encoding)
    if any("\ud800" <= char <= "\udfff" for char in text):
        # Characters beyond U+FFFF come as two halves, which BSON refuses.
        warnings.append("surrogates")
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if "\ufffd" in text:
            raise Unreadable("encoding", "surrogate")
    return Made("rtf", encoding, warnings, text=_document(text, shapes))


def _with_whole_cells(source: str) -> tuple[str, list[_Shape]]:
    """The source with the ends of lines inside the cells of tables, and each row's shape, marked."""
    if "\\intbl" not in source:
        return source, []
    parts: list[str] = []
    shapes: list[_Shape] = []
    outer: list[bool] = []
    inside, done = False, 0
    for found in _IN_CELLS.finditer(source):
        token, word = found[0], found[1]
        mark = ""
        if token == "{":
            outer.append(inside)
        elif token == "}":
            inside = outer.pop() if outer else False
        elif word in ("pard", "intbl"):
            inside = word == "intbl"
        elif word == "trowd":
            shapes.append(_Shape())
        elif word == "row":
            mark = _SHAPE_AS_RTF.format(number=len(shapes) - 1) + token if shapes else ""
        elif word in ("par", "line"):
            mark = _AS_RTF if inside else ""
        elif word and shapes:
            shapes[-1].tell(word, found[2])
        if mark:
            parts += [source[done : found.start()], mark]
            done = found.end()
    return "".join([*parts, source[done:]]), shapes


def _as_text(data: bytes, encoding: str) -> str:
    if data.isascii():
        return data.decode("ascii")
    # Some programs write the bytes of the code page as they are instead of \'xx.
    return "".join(char if char.isascii() else _escape(char, encoding) for char in _decoded(data, encoding))


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("encoding", f"offset {error.start}") from error


def _escape(char: str, encoding: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in char.encode(encoding))


def _document(text: str, shapes: list[_Shape]) -> TextDocument:
    paragraphs: list[Paragraph] = []
    tables: list[tuple[tuple[str, ...], ...]] = []
    table_at: list[int] = []
    rows: list[Cells] = []
    edges: list[tuple[int, ...]] = []
    for line in [*text.split("\n"), None]:
        shape = _SHAPE.search(line.rstrip()) if line is not None else None
        bare = line.rstrip()[: shape.start() if shape is not None else None] if line is not None else ""
        # striprtf ends every cell of a table with a bar.
        if bare.endswith("|") and bare.count("|") > 1:
            cells = [cell.strip() for cell in bare[:-1].replace(_LINE_END, "\n").split("|")]
            known = shapes[int(shape[1])] if shape is not None and int(shape[1]) < len(shapes) else _Shape()
            if len(known.edges) != len(cells) + 1:
                known = _Shape()
            rows.append([text or known.merged.get(number, "") for number, text in enumerate(cells)])
            edges.append(tuple(known.edges))
            continue
        if rows:
            table_at.append(len(paragraphs))
            tables.append(tuple(on_grid(rows, edges)))
            rows, edges = [], []
        if line is not None:
            paragraphs += [Paragraph(part) for part in line.split(_LINE_END)]
    return TextDocument(tuple(paragraphs), tuple(tables), tuple(table_at))
