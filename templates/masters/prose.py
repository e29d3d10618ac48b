"""Paragraph loops that several templates share."""

from __future__ import annotations

from templates.layout.blocks import paragraph, tag
from templates.layout.ooxml import Element


def prose(lines: str, *, empty: str | None) -> list[Element]:
    """The paragraphs of ``lines`` (objects with ``level`` and ``text``); ``empty`` when there are none.

    A line that an author began with （一） or 1. comes with level 2 or 3 and is set as a heading.
    """
    body = [
        tag(f"for line in {lines}"),
        tag("if line.level == 2"),
        paragraph("Heading2", "{{ line.text }}"),
        tag("elif line.level == 3"),
        paragraph("Heading3", "{{ line.text }}"),
        tag("else"),
        paragraph("Body", "{{ line.text }}"),
        tag("endif"),
    ]
    if empty is not None:
        body += [tag("else"), paragraph("Body", empty)]
    return [*body, tag("endfor")]
