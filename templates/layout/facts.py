"""Tables of labels and values, two pairs in a line, above a list or below it."""

from __future__ import annotations

from collections.abc import Sequence

from templates.layout.forms import Box, FormRow, form
from templates.layout.ooxml import Element

#: A label, the same in the other language, and the value's tags; one that stands alone takes the whole line.
Fact = tuple[str, str, str]
#: What the value on the left takes of the room for both.
_LEFT = 0.56
#: How wide a label is and how high a line, in twips.
_LABEL, _HEIGHT = 1560, 425


def facts(total: int, lines: Sequence[Sequence[Fact]]) -> Element:
    """The table ``total`` twips wide; the values of a line share what the labels leave.

    The value on the left, where a time stands, gets the larger part. Labels in both languages are set
    smaller, so that they stay on one line. All lines stay together.
    """
    room = total - 2 * _LABEL
    value = round(room * _LEFT)
    widths = (_LABEL, value, _LABEL, room - value)
    rows = []
    for line in lines:
        across = 1 if len(line) == 2 else 3
        boxes = [
            box
            for own, other, text in line
            for box in (_label(own, other), Box(text, "CellLeft", across=across))
        ]
        rows.append(FormRow(boxes, _HEIGHT))
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
