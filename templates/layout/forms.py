"""Tables that are forms: cells that span columns and rows, fixed heights, edges left open.

A form is rows of boxes over a grid of columns. A box that reaches down leaves its place out of the rows
below it, as in HTML. Between the rows may stand statements (``for row in books``), which leave no trace.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from templates.layout.blocks import paragraph
from templates.layout.ooxml import Element, w

Side = Literal["top", "left", "bottom", "right"]
_SIDES: tuple[Side, ...] = ("top", "left", "bottom", "right")
_SINGLE = {"val": "single", "sz": 4, "space": 0, "color": "000000"}
#: The least height of a row of a list, as of other tables.
_ROW = 480
#: What a cell leaves free: above and below, left and right.
_ABOVE, _BESIDE = 40, 57


@dataclass(frozen=True, slots=True)
class Box:
    """One cell: its text in the named style, or several paragraphs of (style, text).

    ``across`` columns and ``down`` rows are its own. ``open`` sides have no rule, ``ruled`` ones have one
    in a form that is not ruled. ``align`` is where the text stands in a cell higher than it.
    """

    text: str | Sequence[tuple[str, str]] = ""
    style: str = "Cell"
    across: int = 1
    down: int = 1
    align: Literal["top", "center", "bottom"] = "center"
    open: tuple[Side, ...] = ()
    ruled: tuple[Side, ...] = ()

    def paragraphs(self) -> list[Element]:
        lines = [(self.style, self.text)] if isinstance(self.text, str) else self.text
        return [paragraph(style, text) for style, text in lines]


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row ``height`` twips high: at least, or ``exact``. A ``head`` is repeated on every page."""

    boxes: Sequence[Box]
    height: int = _ROW
    exact: bool = False
    head: bool = False


def form(
    widths: Sequence[int], rows: Sequence[FormRow | str], *, ruled: bool = True, beside: int = _BESIDE
) -> Element:
    """The table of ``rows`` over columns of ``widths`` (twips); a text among them is a statement.

    ``beside`` is what cells leave free at the left and right of their text.

    Raises ValueError for a row whose boxes, with those that reach into it, do not fill the grid.
    """
    table = w("tbl", _properties(sum(widths), ruled=ruled, beside=beside), _grid(widths))
    reaching: dict[int, tuple[Box, int]] = {}
    for row in rows:
        if isinstance(row, str):
            table.append(_statement(row, widths))
        else:
            table.append(_row(row, widths, reaching))
    if reaching:
        raise ValueError("a box reaches below the last row")
    return table


def label(own: str, other: str, style: str = "Cell", small: str = "FormSmall", **more: Any) -> Box:
    """A label in the document's language; where headings in both are asked for, the other's small below.

    A long one is broken where it says so.
    """
    return Box(_label_lines(own, other, style, small), **more)


def _label_lines(own: str, other: str, style: str, small: str) -> list[tuple[str, str]]:
    return [
        *((style, line) for line in own.split("\n")),
        (small, "{%p if bilingual %}"),
        (small, other),
        (small, "{%p endif %}"),
    ]


def head(own: str, other: str, below: str = "") -> Box:
    """The head of a column, kept with the next row; ``below`` stands under it in small type."""
    lines = _label_lines(own, other, "FormHead", "FormHeadSmall")
    return Box([*lines, ("FormHeadSmall", below)] if below else lines)


def listed(
    widths: Sequence[int],
    heads: Sequence[Box],
    cells: Sequence[str],
    *,
    rows: str,
    empty: str,
    left: Sequence[int] = (),
    last: Sequence[FormRow] = (),
    small: bool = False,
) -> Element:
    """A ruled table with a line for each ``row`` of ``rows``, whose heading stays with its first line.

    The heading repeats on every page; ``empty`` is printed across when there are no rows; columns in
    ``left`` are set flush left. Rows ``last`` follow, on the page of the last line at least. A
    ``small`` table, which has no such rows, is set in small type.
    """
    plain = "FormSmall" if small else "Cell"

    def line(end: str = "") -> FormRow:
        styles = [plain + "Left" if index in left else plain for index in range(len(cells))]
        return FormRow([Box(text, style + end) for text, style in zip(cells, styles, strict=True)])

    kept = ["if loop.last", line("Kept"), "else", line(), "endif"] if last else [line()]
    return form(
        widths,
        [
            FormRow(heads, head=True),
            f"for row in {rows}",
            *kept,
            "else",
            FormRow([Box(empty, across=len(widths))]),
            "endfor",
            *last,
        ],
    )


def _row(row: FormRow, widths: Sequence[int], reaching: dict[int, tuple[Box, int]]) -> Element:
    """A row with the cells that boxes of earlier rows reach into it, by the column they begin in."""
    height = w("trHeight", val=row.height, hRule="exact" if row.exact else "atLeast")
    element = w("tr", w("trPr", w("cantSplit"), height, w("tblHeader") if row.head else None))
    boxes = iter(row.boxes)
    column = 0
    while column < len(widths):
        if column in reaching:
            box, left = reaching.pop(column)
            more, merge = left - 1, "continue"
        else:
            found = next(boxes, None)
            if found is None:
                raise ValueError("a row has too few boxes")
            box, more, merge = found, found.down - 1, "restart" if found.down > 1 else ""
        element.append(_cell(box, sum(widths[column : column + box.across]), merge))
        if more:
            reaching[column] = (box, more)
        column += box.across
    if column > len(widths) or next(boxes, None) is not None:
        raise ValueError("a row has too many boxes")
    return element


def _cell(box: Box, width: int, merge: str) -> Element:
    edges = [
        w(side, **(_SINGLE if side in box.ruled else {"val": "nil"}))
        for side in _SIDES
        if side in box.ruled or side in box.open
    ]
    properties = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=box.across) if box.across > 1 else None,
        w("vMerge", val=merge) if merge else None,
        w("tcBorders", *edges) if edges else None,
        w("vAlign", val=box.align),
    )
    content = [paragraph("Cell")] if merge == "continue" else box.paragraphs()
    return w("tc", properties, *content)


def _statement(text: str, widths: Sequence[int]) -> Element:
    box = Box("{%tr " + text + " %}", across=len(widths))
    return w("tr", _cell(box, sum(widths), ""))


def _grid(widths: Sequence[int]) -> Element:
    return w("tblGrid", *[w("gridCol", w=width) for width in widths])


def _properties(total: int, *, ruled: bool, beside: int) -> Element:
    sides = (*_SIDES, "insideH", "insideV")
    margins = {"top": _ABOVE, "left": beside, "bottom": _ABOVE, "right": beside}
    return w(
        "tblPr",
        w("tblW", w=total, type="dxa"),
        w("jc", val="center"),
        w("tblBorders", *[w(side, **_SINGLE) for side in sides]) if ruled else None,
        w("tblLayout", type="fixed"),
        w("tblCellMar", *[w(side, w=margin, type="dxa") for side, margin in margins.items()]),
    )
