"""The bar on top (where am I, as of when, as whom) and the bar of keys below, in the current language."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from rich.cells import cell_len
from rich.text import Text
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

from records.errors import ServerUnavailable
from records.language import current_language
from tui.cjk import fit, one_line
from tui.words import tr

if TYPE_CHECKING:
    from tui.app import XuedangApp
    from tui.screens.page import Page


class TopBar(Widget):
    """One line: the programme's name and the page on the left, the state on the right."""

    def render(self) -> Text:
        app = cast("XuedangApp", self.app)
        page = cast("Page", self.screen)
        right = self._state(app)
        room = max(0, self.size.width - cell_len(right) - 3)
        left = fit(one_line(" > ".join((tr("xuedang"), self._heading(page)))), room)
        return Text(f" {left} {right} ", no_wrap=True, overflow="crop")

    def _heading(self, page: Page) -> str:
        try:
            return page.heading()
        except ServerUnavailable:
            return ""  # the archive went away; the right side says so

    def _state(self, app: XuedangApp) -> str:
        parts = []
        if app.archive is None:
            parts.append(tr("not connected") if app.trouble else tr("opening…"))
        elif app.archive.operator:
            parts.append(one_line(app.archive.operator))
        day = app.settings.today.isoformat()
        parts.append(tr("as of {day}", day=day) if app.settings.working_date else day)
        parts.append("中" if current_language() == "zh" else "EN")
        return "  ".join(parts)


class KeyBar(Footer):
    """The keys that work now. Each key is shown once, its description translated here."""

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)

    def compose(self) -> ComposeResult:
        if not self._bindings_ready:
            return
        seen: set[str] = set()
        for _, binding, enabled, tooltip in self.screen.active_bindings.values():
            if not binding.show or binding.action in seen:
                continue
            seen.add(binding.action)
            yield FooterKey(
                binding.key,
                self.app.get_key_display(binding),
                tr(binding.description),
                binding.action,
                disabled=not enabled,
                tooltip=tr(tooltip) if tooltip else "",
            ).data_bind(compact=Footer.compact)
