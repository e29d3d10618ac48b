"""Tables of labels and values, two pairs in a line, above a list or below it."""

from __future__ import annotations

from collections.abc import Sequence

from templates.layout.forms import Box, FormRow, form
from templates.layout.ooxml import Element

#: A label, the same in the other language, and the value's tags; one that stands alone takes the whole line.
Fact = tuple[str, str, str]
#: What the value on the left takes of the room for both.
_LEFT = 0.56


def facts(total: int, lines: Sequence[Sequence[Fact]], *, label: int = 1560, height: int = 425) -> Element:
    """The table ``total`` twips wide; labels take ``label`` each, the values of a line share the rest.

    The value on the left, where a time stands, gets the larger part. Labels in both languages are set
    smaller, so that they stay on one line. All lines stay together.
    """
    value = round((total - 2 * label) * _LEFT)
    widths = (label, value, label, total - 2 * label - value)
    rows = []
    for line in lines:
        across = 1 if len(line) == 2 else 3
        boxes = [
            box
            for own, other, text in line
            for box in (_label(own, other), Box(text, "CellLeft", across=across))
        ]
        rows.append(FormRow(boxes, height))
    return form(widths, rows)


def _label(own: str, other: str) -> Box:
    return Box(
        [
            ("FormHead", "{%p if not bilingual %}"),
            ("FormHead", own),
            ("FormHead", "{%p else %}"),
            ("NarrowHead", f"{own} {other}"),
            ("FormHead", "{%p endif %}"),
        ]
    )
