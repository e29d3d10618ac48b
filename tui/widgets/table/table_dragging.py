"""Making a column of a table wider or narrower with the mouse, by the border in its heading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import events

if TYPE_CHECKING:
    from tui.widgets.table.virtual_table import VirtualTable


@dataclass(slots=True)
class _Drag:
    """The border of a column that is held: where it was taken hold of, and how wide the column was."""

    index: int
    x: int
    width: int


class Dragging:
    """What the mouse does with the borders of a table's heading."""

    def __init__(self, table: VirtualTable) -> None:
        self._table = table
        self._held: _Drag | None = None
        self._moved = False

    def begin(self, event: events.MouseDown) -> None:
        """The button went down: hold the border that is there, if any."""
        table, self._moved = self._table, False
        if not table.resizable or event.y >= table.heading_lines:
            return
        index = table.arranged.border(event.x, table.scroll_offset.x)
        if index is not None:
            self._held = _Drag(index, event.screen_x, table.arranged.widths[index])
            table.capture_mouse()

    def move(self, event: events.MouseMove) -> None:
        """The mouse moved: the held border with it."""
        if (held := self._held) is None:
            return
        width = held.width + event.screen_x - held.x
        table, self._moved = self._table, True
        columns = list(table.columns)
        columns[held.index] = columns[held.index].fixed(width)
        table.show_columns(columns, sorted_by=table.sorted_by)

    def end(self) -> None:
        """The button came up: let go, and tell how wide the column is now."""
        held, self._held = self._held, None
        if held is None:
            return
        table = self._table
        table.release_mouse()
        if self._moved and held.index < len(table.columns):
            column = table.columns[held.index]
            table.post_message(table.ColumnResized(table, column.key, column.width))

    @property
    def moved(self) -> bool:
        """Whether the last press of the button moved a border, and so is no click."""
        return self._moved
