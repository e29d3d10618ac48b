""".rtf by striprtf, with the two things put right that it gets wrong for Chinese."""

from __future__ import annotations

import re
from collections.abc import Callable

from records.intake.files.reading import Paragraph, TextDocument
from records.intake.readers.made import Made
from records.intake.readers.sniff import Unreadable

_CODE_PAGE = re.compile(rb"\\ansicpg(\d+)")
#: What tells whether a paragraph stands in a cell, and what ends a line there.
_IN_CELLS = re.compile(r"\\(pard|par|line|intbl)(?![a-zA-Z]) ?|\\[\\{}]|[{}]")
#: Stands for the end of a line inside a cell, which striprtf would take for the end of the row.
_LINE_END, _AS_RTF = "\ue000", r"{\uc1\u-8192?}"
_PAGES = {b"936": "gb18030", b"950": "big5hkscs", b"1252": "cp1252", b"65001": "utf-8"}


def read_rtf(data: bytes) -> Made:
    """Read an .rtf. Raises Unreadable."""
    from striprtf import striprtf

    rtf_to_text: Callable[..., str] = striprtf.rtf_to_text
    page = _CODE_PAGE.search(data[:2000])
    encoding = _PAGES.get(page[1], "gb18030") if page else "gb18030"
    source, warnings = _with_whole_cells(_as_text(data, encoding)), []
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
    return Made("rtf", encoding, warnings, text=_document(text))


def _with_whole_cells(source: str) -> str:
    """The source with the ends of lines inside the cells of tables marked."""
    if "\\intbl" not in source:
        return source
    parts: list[str] = []
    outer: list[bool] = []
    inside, done = False, 0
    for found in _IN_CELLS.finditer(source):
        token = found[0]
        if token == "{":
            outer.append(inside)
        elif token == "}":
            inside = outer.pop() if outer else False
        elif found[1] == "pard":
            inside = False
        elif found[1] == "intbl":
            inside = True
        elif found[1] and inside:
            parts += [source[done : found.start()], _AS_RTF]
            done = found.end()
    return "".join([*parts, source[done:]])


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


def _document(text: str) -> TextDocument:
    paragraphs: list[Paragraph] = []
    tables: list[tuple[tuple[str, ...], ...]] = []
    table_at: list[int] = []
    rows: list[tuple[str, ...]] = []
    for line in [*text.split("\n"), None]:
        # striprtf ends every cell of a table with a bar.
        if line is not None and line.rstrip().endswith("|") and line.count("|") > 1:
            cells = line.rstrip()[:-1].replace(_LINE_END, "\n").split("|")
            rows.append(tuple(cell.strip() for cell in cells))
            continue
        if rows:
            table_at.append(len(paragraphs))
            tables.append(tuple(rows))
            rows = []
        if line is not None:
            paragraphs += [Paragraph(part) for part in line.split(_LINE_END)]
    return TextDocument(tuple(paragraphs), tuple(tables), tuple(table_at))
