"""Help for where one is: the keys that work here, and what the place is for."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from records.language import current_language
from tui.cjk import fit
from tui.help_texts import text_for
from tui.screens.closing import ClosesItself
from tui.stylesheet import PAGES
from tui.words import mark, tr


class HelpScreen(ClosesItself, ModalScreen[None]):
    """Escape or F1 goes back."""

    CSS_PATH = PAGES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,f1", "dismiss", mark("Back"), id="help.back"),
        Binding("f2", "all_keys", mark("All keys, and to change them"), id="help.keys"),
    ]

    def __init__(self, screen: Screen[Any], focused: Widget | None) -> None:
        super().__init__()
        self._texts = text_for(screen, focused, current_language())
        self._keys = self._keys_of(screen)

    def _keys_of(self, screen: Screen[Any]) -> list[tuple[str, str]]:
        keys: dict[str, list[str]] = {}
        for active in screen.active_bindings.values():
            if active.binding.description and active.enabled and active.binding.id:
                keys.setdefault(tr(active.binding.description), []).append(
                    screen.app.get_key_display(active.binding)
                )
        return [(", ".join(dict.fromkeys(names)), description) for description, names in keys.items()]

    def compose(self) -> ComposeResult:
        with Vertical(classes="prompt-box") as box:
            box.border_title = tr("Help")
            with VerticalScroll(id="help-text"):
                for text in self._texts:
                    yield Static(text, markup=False, classes="help-part")
                lines = "\n".join(f"{fit(keys, 22)} {description}" for keys, description in self._keys)
                yield Static(lines, markup=False)
                yield Static(
                    tr("{key:help.keys}: all keys of all pages, and to change them"), classes="help-part"
                )

    def action_all_keys(self) -> None:
        self.dismiss()
        self.app.action_all_keys()  # type: ignore[attr-defined]

    def on_mount(self) -> None:
        self.query_one("#help-text").focus()
