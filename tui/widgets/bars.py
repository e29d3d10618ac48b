"""The bar on top (where am I, as of when, as whom) and the bar of keys below, in the current language."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

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


class _Key(NamedTuple):
    """A key as the bar shows it."""

    key: str
    name: str
    description: str
    action: str
    enabled: bool
    tooltip: str

    @property
    def width(self) -> int:
        """Columns: the key, its description, and a space behind each."""
        return cell_len(self.name) + cell_len(self.description) + 2


class KeyBar(Footer):
    """The keys that work now. Each key is shown once, its description translated here."""

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._shown: list[_Key] = []

    async def recompose(self) -> None:
        """Textual wants the bar anew whenever the cursor moves; the keys are seldom others than before."""
        # Asked for after the next drawing, by which its page may be gone.
        if self.is_attached and self._keys() != self._shown:
            await super().recompose()

    def compose(self) -> ComposeResult:
        if not self._bindings_ready:
            return
        self._shown = self._keys()
        for key in self._shown:
            yield FooterKey(
                key.key, key.name, key.description, key.action, disabled=not key.enabled, tooltip=key.tooltip
            ).data_bind(compact=Footer.compact)

    def _keys(self) -> list[_Key]:
        found: dict[str, _Key] = {}
        for _, binding, enabled, tooltip in self.screen.active_bindings.values():
            if binding.show and binding.action not in found:
                found[binding.action] = _Key(
                    binding.key,
                    self.app.get_key_display(binding),
                    tr(binding.description),
                    binding.action,
                    enabled,
                    tr(tooltip) if tooltip else "",
                )
        return _fitting(list(found.values()), self.app.size.width)

    async def on_resize(self) -> None:
        await self.recompose()


def _fitting(keys: list[_Key], width: int) -> list[_Key]:
    """The keys that fit whole, from the left, and F1 in any case: its page lists them all."""
    free = width - sum(key.width for key in keys if key.key == "f1")
    shown = []
    for key in keys:
        if key.key == "f1" or key.width <= free:
            shown.append(key)
        if key.key != "f1":
            free -= key.width
    return shown
