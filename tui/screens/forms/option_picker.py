"""Chooses one of a long list of things by a few letters of its name, its pinyin or initials."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from tui.cjk import one_line
from tui.matching import score
from tui.screens.prompts import Prompt, nothing_found
from tui.widgets.line_input import LineInput
from tui.words import tr


class OptionPicker(Prompt[str]):
    """The key of what is chosen; the list is in the order given while nothing is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move('cursor_down')", show=False, id="options.down"),
        Binding("up", "move('cursor_up')", show=False, id="options.up"),
        Binding("pagedown", "move('page_down')", show=False, id="options.page_down"),
        Binding("pageup", "move('page_up')", show=False, id="options.page_up"),
    ]

    def __init__(self, title: str, items: Sequence[tuple[str, str]], current: str = "") -> None:
        """``items`` are keys and labels."""
        super().__init__(title)
        self._items, self._current = items, current

    def words(self, key: str, label: str) -> tuple[str, ...]:
        """What is typed for an item: parts of these, their pinyin or initials."""
        return label, key

    def inside(self) -> ComposeResult:
        yield LineInput(placeholder=tr("name, pinyin or initials"))
        yield OptionList(compact=True, id="kinds")

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, text: str) -> None:
        scores = {key: score(text, *self.words(key, label)) for key, label in self._items}
        found = sorted((item for item in self._items if scores[item[0]]), key=lambda item: -scores[item[0]])
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(Content(one_line(label)), id=key) for key, label in found)
        if not found:
            options.add_option(Option(Content(nothing_found(text)), disabled=True))
        else:
            keys = [key for key, _ in found]
            at_current = self._current in keys and not text.strip()
            options.highlighted = keys.index(self._current) if at_current else 0

    def action_move(self, action: str) -> None:
        getattr(self.query_one(OptionList), f"action_{action}")()

    def on_input_submitted(self) -> None:
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


async def choose_option(
    app: App[Any], title: str, items: Sequence[tuple[str, str]], current: str = ""
) -> str | None:
    """The key of the item chosen, or None when cancelled. Call it from a worker."""
    return await app.push_screen_wait(OptionPicker(title, items, current))
