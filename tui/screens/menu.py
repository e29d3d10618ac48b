"""A short list to choose one thing from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.app import App, ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.cjk import one_line
from tui.screens.prompts import Prompt
from tui.widgets.jump_list import JumpList


class MenuScreen(Prompt[str]):
    """Arrow keys and Enter, or a click; typing goes to an item."""

    def __init__(self, title: str, items: Sequence[tuple[str, str]]) -> None:
        super().__init__(title)
        self._items = items

    def inside(self) -> ComposeResult:
        yield JumpList(
            *(Option(Content(one_line(label)), id=key) for key, label in self._items), compact=True
        )

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


async def choose(app: App[Any], title: str, items: Sequence[tuple[str, str]]) -> str | None:
    """The key of the item chosen, or None when cancelled or when there is none. Call it from a worker."""
    return await app.push_screen_wait(MenuScreen(title, items)) if items else None
