"""F1 has something to say wherever the cursor can be."""

from __future__ import annotations

import re
from collections.abc import Iterator

from textual.screen import Screen
from textual.widget import Widget

from tests.tui.every_screen import SCREENS
from tui.help_texts import TEXTS, name_of
from tui.keys.keymap import all_actions


def widgets(base: type[Widget] = Widget) -> Iterator[type[Widget]]:
    """The application's own widgets that take the cursor."""
    for each in base.__subclasses__():
        yield from widgets(each)
        if each.can_focus and each.__module__.startswith("tui.") and not issubclass(each, Screen):
            yield each


def test_every_screen_and_widget_is_explained_in_both_languages() -> None:
    all_actions()  # imports them all
    kinds: set[type[Widget]] = {shown.kind for shown in SCREENS.values()} | set(widgets())
    assert len(kinds) > 60
    assert [kind.__name__ for kind in kinds if name_of(kind) in ("", "Prompt")] == []
    for name, text in TEXTS.items():
        assert re.search("[\u4e00-\u9fff].*。", text.zh), name
        assert re.fullmatch(r"(?s)[A-Z].+[.]", text.en), name
