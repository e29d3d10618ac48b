"""The bar on top (where am I, as of when, as whom) and the bar of keys below, in the current language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.events import MouseDown
from textual.widget import Widget

from records.errors import ServerUnavailable
from records.language import current_language
from tui.cjk import fit, one_line
from tui.words import tr

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.app import XuedangApp
    from tui.screens.page import Page


class TopBar(Widget):
    """One line: the programme's name and the page on the left, the state on the right."""

    def __init__(self) -> None:
        super().__init__()
        self._shown = ""

    def render(self) -> Text:
        self._shown = self._line()
        return Text(self._shown, no_wrap=True, overflow="crop")

    def look(self) -> None:
        """Draw it again if it says something else now; asked at every key that is typed."""
        if self._line() != self._shown:
            self.refresh()

    def _line(self) -> str:
        app = cast("XuedangApp", self.app)
        page = cast("Page", self.screen)
        right = self._state(app)
        room = max(0, self.size.width - cell_len(right) - 3)
        left = fit(one_line(" > ".join((tr("xuedang"), self._heading(page)))), room)
        return f" {left} {right} "

    def on_click(self) -> None:
        """Everything by name, for whoever has the mouse in hand: the bar of keys has no room for all."""
        cast("XuedangApp", self.app).action_command_palette()

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

    @property
    def width(self) -> int:
        """Columns: the key, its description, and a space behind each."""
        return cell_len(self.name) + cell_len(self.description) + 2


class KeyBar(Widget):
    """The keys that work now, each shown once, its description translated here; a click presses one.

    One widget, where Textual's footer has one a key: they were most of the widgets of many pages.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"bar--key", "bar--description"}
    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[_Key] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[Any]) -> None:
        if self.app.app_focus and self.is_attached and screen is self.screen:
            self.call_after_refresh(self._look)

    def on_resize(self) -> None:
        self._look()

    def _look(self) -> None:
        """Textual tells of keys whenever the cursor moves; they are seldom others than before."""
        # Asked for after the next drawing, by which its page may be gone.
        if self.is_attached and (keys := self._keys()) != self.shown:
            self.shown = keys
            self.refresh()

    def render(self) -> Text:
        key_style = self.get_component_rich_style("bar--key")
        description_style = self.get_component_rich_style("bar--description")
        line = Text(no_wrap=True, overflow="crop", end="")
        for key in self.shown:
            dim = Style(dim=not key.enabled or None)
            line.append(key.name, key_style + dim)
            line.append(f" {key.description}", description_style + dim)
            line.append(" ")
        return line

    def on_mouse_down(self, event: MouseDown) -> None:
        left = event.x
        for key in self.shown:
            if left < key.width - 1:
                if not key.enabled:
                    self.app.bell()
                self.app.simulate_key(key.key)  # one that can do nothing now says why
                return
            left -= key.width

    def _keys(self) -> list[_Key]:
        found: dict[str, _Key] = {}
        for _, binding, enabled, _ in self.screen.active_bindings.values():
            if binding.show and binding.action not in found:
                found[binding.action] = _Key(
                    binding.key,
                    self.app.get_key_display(binding),
                    tr(binding.description),
                    binding.action,
                    enabled,
                )
        return _fitting(list(found.values()), self.app.size.width)


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
