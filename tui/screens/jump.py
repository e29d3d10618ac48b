"""Going straight to a place on the page: each shows a number, and typing that moves the cursor there.

Numbers, because they arrive while a Chinese input method is on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.errors import NoWidget
from textual.geometry import Region
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from tui.screens.closing import ClosesItself
from tui.stylesheet import PAGES
from tui.words import mark


def places(screen: Screen[Any]) -> Iterator[tuple[Widget, Region]]:
    """Everything in view that can have the cursor, and where it is seen."""
    for widget in screen.focus_chain:
        try:
            region = screen.find_widget(widget).visible_region.intersection(screen.region)
        except NoWidget:  # it has just come and has no place yet
            continue
        if region.area:
            yield widget, region


def numbered(widgets: Sequence[Widget]) -> dict[str, Widget]:
    """A number for each: 1 to 9 if that is enough, else all of the same length."""
    length = len(str(len(widgets)))
    return {str(number).zfill(length): widget for number, widget in enumerate(widgets, 1)}


class JumpScreen(ClosesItself, ModalScreen[Widget | None]):
    """Numbers over a page; what is not a number, or a click beside them, goes back."""

    CSS_PATH = PAGES
    DEFAULT_CSS = """
    JumpScreen { background: $background 0%; layers: numbers; }
    JumpScreen > Static {
        layer: numbers;
        position: absolute;
        width: auto;
        height: 1;
        padding: 0 1;
        background: $warning;
        color: $background;
        text-style: bold reverse;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,alt+j", "dismiss", mark("Back"), id="jump.back"),
    ]

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        found = dict(places(screen))
        self.numbers: Mapping[str, Widget] = numbered(list(found))
        self._regions = found
        self._typed = ""

    def compose(self) -> ComposeResult:
        for number, widget in self.numbers.items():
            label = Static(number, markup=False, name=number)
            label.styles.offset = self._regions[widget].offset
            yield label

    def on_key(self, event: events.Key) -> None:
        """Narrow by a digit, also a full-width one; whatever else is typed goes back."""
        digit = unicodedata.normalize("NFKC", event.character or "")
        if not digit.isascii() or not digit.isprintable() or not digit:
            return
        event.stop()
        self._typed += digit
        left = [number for number in self.numbers if number.startswith(self._typed)]
        if left == [self._typed] or not left:
            self.dismiss(self.numbers.get(self._typed))
            return
        for label in self.query(Static):
            label.display = label.name in left

    def on_click(self, event: events.Click) -> None:
        self.dismiss(self.numbers.get(event.widget.name or "") if event.widget is not None else None)
