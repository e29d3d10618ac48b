"""Draws the lines of a table: of each only the columns in view, in the styles of its row and its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.strip import Strip

from records.visible import visible
from tui.cjk import fit
from tui.widgets.table.table_layout import Slot
from tui.widgets.table.table_rows import Row

if TYPE_CHECKING:
    from tui.widgets.table.virtual_table import VirtualTable

#: Drawn lines kept for the next time the same line is asked for.
KEPT_LINES = 512

Piece = tuple[str, Style]


class Painter:
    """The drawing half of a ``VirtualTable``. Keeps what it drew until told to ``forget``."""

    def __init__(self, table: VirtualTable) -> None:
        self._table = table
        self._strips: dict[tuple[object, ...], Strip] = {}
        self._styles: dict[tuple[object, ...], Style] = {}

    def forget(self) -> None:
        """Rows, columns, marks or the theme changed: draw anew."""
        self._strips.clear()
        self._styles.clear()

    # --- the rows ----------------------------------------------------------------------------

    def line(self, index: int) -> Strip:
        """The row at ``index`` as it is in view now."""
        table = self._table
        under = index == table.cursor
        key = (
            index, table.scroll_offset.x, table.size.width,
            under, under and table.has_focus, table.cursor_column if under else -1,
        )  # fmt: skip
        if (strip := self._strips.get(key)) is None:
            if len(self._strips) > KEPT_LINES:
                self._strips.clear()
            strip = self._strips[key] = self._draw(index, under)
        return strip

    def below(self, index: int) -> Strip:
        """A line behind the last row; where there are no rows it says why."""
        table = self._table
        width, style = table.size.width, table.rich_style
        said = Text("" if table.row_count else table.nothing).wrap(table.app.console, max(1, width - 4))
        if index >= len(said):
            return Strip.blank(width, style)
        text = f"  {said[index].plain.rstrip()}"
        return Strip([Segment(text, style)]).adjust_cell_length(width, style)

    def _draw(self, index: int, under: bool) -> Strip:
        table, row = self._table, self._table.row(index)
        odd, marked = bool(index % 2), row is not None and row.id in table.marked
        tone = row.tone if row is not None else "loading"
        cells = row.cells if row else ("…",) + ("",) * (len(table.columns) - 1)
        at = table.cursor_column if under and table.cell_cursor else -1

        def style(tones: tuple[str, ...], column: int) -> Style:
            return self._style(odd, tones, marked, self._cursor_name(under, column, at))

        def cell(slot: Slot) -> Piece:
            own = _tone_of(row, slot.index)
            text = visible(cells[slot.index]) if slot.index < len(cells) else ""
            text = fit(text, slot.width, right=table.columns[slot.index].right)
            return text, style((tone, own) if own else (tone,), slot.index)

        sign = "* " if marked else "  "
        strip = self._compose(cell, sign[: table.arranged.margin], style((tone,), -2))
        return _words_marked(strip, table.words) if row is not None and table.words else strip

    def _cursor_name(self, under: bool, column: int, at: int) -> str:
        """The component of a cell under the cursor, or in its row."""
        if not under:
            return ""
        if at >= 0 and column != at:
            return "cursor-row"
        return "cursor" if self._table.has_focus else "cursor-blurred"

    def _style(self, odd: bool, tones: tuple[str, ...], marked: bool, cursor: str) -> Style:
        key = (odd, tones, marked, cursor)
        if (style := self._styles.get(key)) is None:
            table = self._table
            style = table.get_component_rich_style("table--odd") if odd else table.rich_style
            for name in (*tones, "marked" if marked else "", cursor):
                if name:
                    style += self._component(f"table--{name}")
            self._styles[key] = style
        return style

    def _component(self, name: str) -> Style:
        """What a component says of itself, its colour mixed with the background where it is translucent."""
        own = self._table.get_component_rich_style(name, partial=True)
        if own.color is None:
            return own
        return own + Style(color=self._table.get_component_rich_style(name).color)

    # --- the heading -------------------------------------------------------------------------

    def heading(self, line: int) -> Strip:
        """A line of the heading, 0 the uppermost: the labels come last, what stands over them before."""
        table = self._table
        style = table.get_component_rich_style("table--heading")
        if line < table.heading_lines - 1:
            return self._over(table.get_component_rich_style("table--over"))
        here = style + self._component("table--heading-cursor")
        at = table.cursor_column if table.cell_cursor and table.has_focus else -1

        def label(slot: Slot) -> Piece:
            column = table.columns[slot.index].sorted_as(table.sorted_by)
            text = fit(column.label, slot.width, right=column.right)
            return text, here if slot.index == at else style

        return self._compose(label, " " * table.arranged.margin, style)

    def _over(self, style: Style) -> Strip:
        """The labels over groups of columns, each where the first column of its group is in view."""
        layout, scroll, width = self._table.arranged, self._table.scroll_offset.x, self._table.size.width
        text = self._group_labels(layout.frozen, 0, layout.frozen_width - layout.gap, 0)
        text = self._group_labels(layout.in_view(scroll, width), layout.frozen_width, width, scroll, text)
        return Strip([Segment(text, style)], cell_len(text)).extend_cell_length(width, style)

    def _group_labels(self, slots: Sequence[Slot], left: int, right: int, scroll: int, text: str = "") -> str:
        columns = self._table.columns
        for over, group in groupby(slots, key=lambda slot: columns[slot.index].over):
            members = list(group)
            start = max(left, members[0].start - scroll)
            end = min(right, members[-1].end - scroll)
            gap = start - cell_len(text)
            # A bar in the gap before it tells where a group begins.
            text += " " * (gap - 1) + "|" if over and gap and start else " " * gap
            text += fit(over, max(0, end - start))
        return text

    # --- both --------------------------------------------------------------------------------

    def _compose(self, cell: Callable[[Slot], Piece], margin: str, style: Style) -> Strip:
        """A line of the cells in view; ``style`` is that of the gaps and of what is left over."""
        table = self._table
        layout, scroll, width = table.arranged, table.scroll_offset.x, table.size.width
        gap = " " * layout.gap
        fixed: list[Piece] = [(margin, style)] if layout.frozen else []
        for slot in layout.frozen:
            text, own = cell(slot)
            fixed += ((text, own), (gap, _gap_style(own, style)))
        slots = layout.in_view(scroll, width)
        moving: list[Piece] = []
        for slot in slots:
            if moving:
                moving.append((gap, _gap_style(moving[-1][1], style)))
            moving.append(cell(slot))
        start = slots[0].start if slots else 0
        if not layout.frozen and (not slots or slots[0] is layout.moving[0]):
            moving.insert(0, (margin, style))
            start = 0
        strip = _strip(moving)
        cut = scroll + layout.frozen_width - start
        strip = strip.crop(cut, cut + width - layout.frozen_width)
        if fixed:
            strip = Strip.join((_strip(fixed), strip))
        return strip.adjust_cell_length(width, style)


def _words_marked(strip: Strip, words: Sequence[str]) -> Strip:
    """The strip with ``words`` bold and underlined, which shows without colours and under the cursor too."""
    pattern = re.compile("(" + "|".join(map(re.escape, words)) + ")", re.IGNORECASE)
    marked = Style(bold=True, underline=True)
    segments = [
        Segment(part, (style or Style()) + marked if number % 2 else style)
        for text, style, _ in strip
        for number, part in enumerate(pattern.split(text))
        if part
    ]
    return Strip(segments, strip.cell_length)


def _tone_of(row: Row | None, column: int) -> str:
    return row.tones[column] if row is not None and column < len(row.tones) else ""


def _gap_style(before: Style, line: Style) -> Style:
    """The style of a gap: that of the cell before it where that looks the same, and is sent once."""
    seen = before.underline or before.strike or before.reverse or before.bgcolor != line.bgcolor
    return line if seen else before


def _strip(pieces: Sequence[Piece]) -> Strip:
    """The pieces as one strip, neighbours of one style as one segment."""
    segments = [
        Segment("".join(text for text, _ in run), style)
        for style, run in groupby(pieces, key=lambda piece: piece[1])
    ]
    return Strip(segments)
