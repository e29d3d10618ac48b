"""The conditions of a filter, one beside the other, each of which can be taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tui.cjk import fit, one_line
from tui.words import mark

#: What stands behind each condition, to be clicked.
_CROSS = " x "


class ChipBar(Widget, can_focus=True):
    """Left and Right choose a condition, Backspace takes it away, Enter changes it; or a click on its x."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"chips--chip", "chips--cursor"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", mark("Condition before"), show=False, id="chips.left"),
        Binding("right", "move(1)", mark("Next condition"), show=False, id="chips.right"),
        Binding("backspace,delete", "remove", mark("Take away"), id="chips.remove"),
        Binding("enter", "edit", mark("Change"), show=False, id="chips.edit"),
    ]

    @dataclass
    class Removed(Message):
        """The condition at ``index`` is to be taken away."""

        index: int

    @dataclass
    class Edited(Message):
        """The condition at ``index`` is to be changed."""

        index: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._labels: list[str] = []
        self._cursor = 0

    def show(self, labels: Sequence[str]) -> None:
        """Show these conditions; without any the bar is not there."""
        self._labels = [one_line(label) for label in labels]
        self._cursor = max(0, min(self._cursor, len(self._labels) - 1))
        if not labels and self.has_focus:
            self.screen.focus_next()
        self.display = bool(labels)
        self.refresh(layout=True)

    def _places(self, width: int) -> list[tuple[int, int, str]]:
        """Line, first cell and text of each condition."""
        found: list[tuple[int, int, str]] = []
        line = x = 0
        for label in self._labels:
            text = f" {fit(label, min(cell_len(label), max(1, width - 5)))}{_CROSS}"
            if x and x + cell_len(text) > width:
                line, x = line + 1, 0
            found.append((line, x, text))
            x += cell_len(text) + 1
        return found

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        places = self._places(width)
        return places[-1][0] + 1 if places else 0

    def render(self) -> Text:
        plain = self.get_component_rich_style("chips--chip")
        under = self.get_component_rich_style("chips--cursor")
        drawn, at = Text(no_wrap=True), 0
        for index, (line, _, text) in enumerate(self._places(self.size.width)):
            if index:
                drawn.append("\n" if line > at else " ")
            at = line
            drawn.append(text, under if self.has_focus and index == self._cursor else plain)
        return drawn

    def action_move(self, step: int) -> None:
        self._cursor = max(0, min(self._cursor + step, len(self._labels) - 1))
        self.refresh()

    def action_remove(self) -> None:
        if self._labels:
            self.post_message(self.Removed(self._cursor))

    def action_edit(self) -> None:
        if self._labels:
            self.post_message(self.Edited(self._cursor))

    def on_click(self, event: events.Click) -> None:
        for index, (line, x, text) in enumerate(self._places(self.size.width)):
            if line == event.y and x <= event.x < x + cell_len(text):
                self._cursor = index
                self.refresh()
                if event.x >= x + cell_len(text) - len(_CROSS):
                    self.action_remove()
                elif event.chain == 2:
                    self.action_edit()
