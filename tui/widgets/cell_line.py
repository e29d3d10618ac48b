"""The line in which a cell of a grid is typed, and the keys of a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input
from textual.widgets.input import Selection

from tui.widgets.line_input import LineInput
from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.widgets.grid import CellGrid


class CellLine(LineInput):
    """The text of a cell. While none of it was changed, Left and Right go to the next cell."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "sideways(-1)", show=False),
        Binding("right", "sideways(1)", show=False),
        Binding("ctrl+e", "change", mark("Change the text"), show=False, id="grid.change"),
        Binding("enter,down", "grid_move(1)", mark("Next row"), show=False, id="grid.down"),
        Binding("up", "grid_move(-1)", mark("Row before"), show=False, id="grid.up"),
        Binding("tab", "grid_across(1)", mark("Next cell"), show=False, id="grid.next"),
        Binding("shift+tab", "grid_across(-1)", mark("Cell before"), show=False, id="grid.previous"),
        Binding("pagedown", "grid_page(1)", show=False, id="grid.page_down"),
        Binding("pageup", "grid_page(-1)", show=False, id="grid.page_up"),
        Binding("ctrl+d", "grid('fill_down')", mark("Fill down"), show=False, id="grid.fill_down"),
        Binding("f4", "grid('pick')", mark("Choose"), show=False, id="grid.choose"),
        Binding("insert", "grid('add_row')", mark("Add a row"), show=False, id="grid.add"),
        Binding("shift+delete", "grid('remove_row')", mark("Remove the row"), show=False, id="grid.remove"),
        Binding("ctrl+z", "grid('undo')", mark("Undo"), show=False, id="grid.undo"),
        Binding("ctrl+y", "grid('redo')", mark("Redo"), show=False, id="grid.redo"),
    ]

    @property
    def grid(self) -> CellGrid:
        """The grid it is in."""
        from tui.widgets.grid import CellGrid

        return next(each for each in self.ancestors if isinstance(each, CellGrid))

    @property
    def untouched(self) -> bool:
        """Whether the text stands as it was found, to be replaced by what is typed."""
        return not self.value or tuple(sorted(self.selection)) == (0, len(self.value))

    def show_cell(self, text: str, *, locked: bool) -> None:
        """Hold another cell's text."""
        with self.prevent(Input.Changed):
            self.value = text
        self.selection = Selection(0, len(text))
        self.placeholder = "" if not locked else tr("can't be changed")

    def action_sideways(self, step: int) -> None:
        if self.untouched:
            self.grid.across(step, wrap=False)
        elif step > 0:
            self.action_cursor_right()
        else:
            self.action_cursor_left()

    def action_change(self) -> None:
        self.action_end()

    def action_grid_move(self, step: int) -> None:
        self.grid.move(step)

    def action_grid_across(self, step: int) -> None:
        self.grid.across(step)

    def action_grid_page(self, direction: int) -> None:
        self.grid.page(direction)

    def action_grid(self, what: str) -> None:
        getattr(self.grid, what)()

    def _on_paste(self, event: events.Paste) -> None:
        if "\t" in event.text or "\n" in event.text.strip() or "\r" in event.text.strip():
            event.stop()
            event.prevent_default()
            self.grid.paste(event.text)
        else:
            super()._on_paste(event)
