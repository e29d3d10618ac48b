"""Chooses a record kind by a few letters of its name, its pinyin initials, or from the whole list."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from records.kind import GROUPS, Kind, Kinds
from tui.matching import score
from tui.screens.prompts import Prompt
from tui.widgets.line_input import LineInput
from tui.words import tr


class KindPicker(Prompt[str]):
    """The name of the kind chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move('cursor_down')", show=False, id="kinds.down"),
        Binding("up", "move('cursor_up')", show=False, id="kinds.up"),
    ]

    def __init__(self, kinds: Kinds) -> None:
        super().__init__(tr("New record"))
        self._kinds = kinds

    def inside(self) -> ComposeResult:
        yield LineInput(placeholder=tr("name, pinyin or initials"))
        yield OptionList(compact=True, id="kinds")

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self._show("")

    def on_input_changed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, text: str) -> None:
        scores = {
            name: score(text, kind.label.zh, kind.label.en, kind.code) for name, kind in self._kinds.items()
        }
        names = sorted((name for name in scores if scores[name]), key=lambda name: -scores[name])
        found = [self._kinds[name] for name in names]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(Content(_line(kind)), id=kind.name) for kind in found)
        if found:
            options.highlighted = 0

    def action_move(self, action: str) -> None:
        getattr(self.query_one(OptionList), f"action_{action}")()

    def on_input_submitted(self) -> None:
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


def _line(kind: Kind) -> str:
    return f"{kind.label.text()}  ({GROUPS[kind.group].text()})"
