"""Plain text: one paragraph a line."""

from __future__ import annotations

import re

from records.intake.files.reading import Paragraph, TextDocument
from records.intake.readers.encoding import decode
from records.intake.readers.made import Made
from records.intake.readers.sniff import Unreadable

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+")
_WEIGHT = re.compile(r"(\*\*|__)(\S(?:.*?\S)?)\1")


def read_text(data: bytes) -> Made:
    """Read a text file. Raises Unreadable when a line has no encoding: a paper is taken whole or not."""
    decoded = decode(data)
    if decoded.bad:
        line, offset, found = decoded.bad[0]
        raise Unreadable("encoding", f"line {line}, offset {offset}: {found}")
    paragraphs = tuple(Paragraph(line.lstrip("\ufeff")) for line in decoded.lines if line is not None)
    return Made("text", decoded.encoding, list(decoded.warnings), text=TextDocument(paragraphs))


def read_markdown(data: bytes) -> Made:
    """Read Markdown: the marks of headings and of weight are left out, all other words stay as they are."""
    made = read_text(data)
    assert made.text is not None
    paragraphs = tuple(_unmarked(paragraph.text) for paragraph in made.text.paragraphs)
    return Made("text", made.encoding, made.warnings, text=TextDocument(paragraphs))


def _unmarked(line: str) -> Paragraph:
    heading = _HEADING.match(line)
    text = _WEIGHT.sub(r"\2", line[heading.end() :].rstrip(" #") if heading else line)
    return Paragraph(text, f"heading {len(heading[1])}" if heading else None)
