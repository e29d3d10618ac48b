"""Chooses the columns of a list: which, in which order, how wide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Button, Static

from tui.screens.prompts import Prompt
from tui.widgets.table.table_rows import LEAST_WIDTH
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr

_MOST_WIDTH = 120
_SEEN_ROWS = 14


@dataclass(slots=True)
class ColumnChoice:
    """A column that a list can have: whether it does, and how wide it was set (None: as usual)."""

    name: str
    label: str
    shown: bool
    width: int | None
    usual: int


class ColumnsPrompt(Prompt[list[ColumnChoice]]):
    """All columns there can be, those shown first and in their order. Answers those shown; none: as usual."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", show=False, id="columns.down"),
        Binding("up", "move(-1)", show=False, id="columns.up"),
        Binding("pagedown", "page(1)", show=False, id="columns.page_down"),
        Binding("pageup", "page(-1)", show=False, id="columns.page_up"),
        Binding("space", "show_or_hide", mark("Show or not"), id="columns.show"),
        Binding("alt+up", "shift(-1)", mark("Move up"), show=False, id="columns.shift_up"),
        Binding("alt+down", "shift(1)", mark("Move down"), show=False, id="columns.shift_down"),
        Binding("right", "widen(1)", mark("Wider"), show=False, id="columns.wider"),
        Binding("left", "widen(-1)", mark("Narrower"), show=False, id="columns.narrower"),
    ]

    def __init__(self, choices: Sequence[ColumnChoice]) -> None:
        super().__init__(tr("Columns"))
        self._choices = sorted(choices, key=lambda choice: not choice.shown)

    def inside(self) -> ComposeResult:
        hint = tr(
            "Space shows or hides; {key:columns.shift_up} and {key:columns.shift_down} move; Left "
            "and Right set the width."
        )
        yield Static(hint, markup=False, classes="prompt-hint")
        table = VirtualTable(id="columns", multiple=True)
        table.can_focus = False  # the keys are the prompt's own
        yield table
        yield from self.buttons(tr("OK"), Button(tr("As usual"), id="usual", compact=True))

    def on_mount(self) -> None:
        table = self._table
        table.styles.height = min(len(self._choices), _SEEN_ROWS) + 1
        table.show_columns((Column("label", tr("Column"), 20, grow=1), Column("width", tr("Width"), 12)))
        self._show(0)

    @property
    def _table(self) -> VirtualTable:
        return self.query_one("#columns", VirtualTable)

    def _show(self, cursor: int) -> None:
        table = self._table
        rows = [
            Row(each.name, (each.label, str(each.width) if each.width else tr("as usual")))
            for each in self._choices
        ]
        table.show_rows(rows, cursor=cursor)
        table.marked.update(each.name for each in self._choices if each.shown)
        table.show_marks()

    def action_move(self, step: int) -> None:
        self._table.action_move(step)

    def action_page(self, direction: int) -> None:
        self._table.action_page(direction)

    def action_show_or_hide(self) -> None:
        self._choices[self._table.cursor].shown ^= True
        self._show(self._table.cursor + 1)

    def action_shift(self, step: int) -> None:
        """Move the column under the cursor; one that is not shown is, from then on."""
        at = self._table.cursor
        to = at + step
        if 0 <= to < len(self._choices):
            self._choices[at].shown = True
            self._choices[at], self._choices[to] = self._choices[to], self._choices[at]
            self._show(to)

    def action_widen(self, cells: int) -> None:
        """So many cells wider; below the least width it is as wide as usual again."""
        choice = self._choices[self._table.cursor]
        width = (choice.width or choice.usual) + cells
        choice.width = min(width, _MOST_WIDTH) if width >= LEAST_WIDTH else None
        self._show(self._table.cursor)

    def on_virtual_table_marks_changed(self) -> None:
        """The mouse marked one, or took its mark away."""
        for choice in self._choices:
            choice.shown = choice.name in self._table.marked

    def on_virtual_table_chosen(self) -> None:
        self.action_show_or_hide()

    def action_ok(self) -> None:
        self.dismiss([each for each in self._choices if each.shown])

    @on(Button.Pressed, "#usual")
    def _usual_pressed(self) -> None:
        self.dismiss([])


async def choose_columns(app: App[None], choices: Sequence[ColumnChoice]) -> list[ColumnChoice] | None:
    """The columns to show, in order; none means the usual ones; None when cancelled. From a worker."""
    return await app.push_screen_wait(ColumnsPrompt(choices))
