"""Plain text: one paragraph a line."""

from __future__ import annotations

from records.intake.readers.encoding import decode
from records.intake.readers.made import Made
from records.intake.readers.sniff import Unreadable
from records.intake.reading import Paragraph, TextDocument


def read_text(data: bytes) -> Made:
    """Read a text file. Raises Unreadable when a line has no encoding: a paper is taken whole or not."""
    decoded = decode(data)
    if decoded.bad:
        line, offset, found = decoded.bad[0]
        raise Unreadable("encoding", f"line {line}, offset {offset}: {found}")
    paragraphs = tuple(Paragraph(line.lstrip("\ufeff")) for line in decoded.lines if line is not None)
    return Made("text", decoded.encoding, list(decoded.warnings), text=TextDocument(paragraphs))
