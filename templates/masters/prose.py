"""Paragraph loops that several templates share."""

from __future__ import annotations

from templates.layout.blocks import paragraph, tag
from templates.layout.ooxml import Element


def prose(lines: str, *, empty: str, last: bool = False) -> list[Element]:
    """The paragraphs of ``lines`` (objects with ``level`` and ``text``); ``empty`` when there are none.

    A line that an author began with （一） or 1. comes with level 2 or 3 and is set as a heading.
    ``last`` says that the signature follows: the last paragraph then stays with it, for a signature may
    not stand on a page without text (GB/T 9704-2012, 7.3.5.5).
    """
    body = [
        tag(f"for line in {lines}"),
        tag("if line.level == 2"),
        paragraph("Heading2", "{{ line.text }}"),
        *((tag("elif loop.last"), paragraph("BodyLast", "{{ line.text }}")) if last else ()),
        tag("elif line.level == 3"),
        paragraph("Heading3", "{{ line.text }}"),
        tag("else"),
        paragraph("Body", "{{ line.text }}"),
        tag("endif"),
    ]
    return [*body, tag("else"), paragraph("BodyLast" if last else "Body", empty), tag("endfor")]


def practices(heading: str, empty: str) -> list[Element]:
    """What units do well, part by part, each under ``heading`` if it has a title; else ``empty``."""
    return [
        tag("for part in practices"),
        tag("if part.title"),
        paragraph("Heading2", heading),
        tag("endif"),
        *prose("part.lines", empty=empty),
        tag("else"),
        paragraph("Body", empty),
        tag("endfor"),
    ]
