"""A long text on the whole screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Static

from records.kind import Field
from records.values import count_words
from tui.cjk import one_line
from tui.screens.closing import ClosesItself
from tui.stylesheet import PAGES
from tui.widgets.editor import Edited
from tui.widgets.field_row import PAUSE
from tui.widgets.text_editors import LongTextEditor
from tui.words import mark, tr, trn


class LongTextScreen(ClosesItself, ModalScreen[str | None]):
    """Answers the text as it is when left; F11, F2 and Escape all go back and keep what is typed.

    ``on_change`` gets it after every pause in typing, so that it is in the form's draft.
    """

    CSS_PATH = PAGES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f11,f2,escape", "back", mark("Back to the form"), priority=True, id="long_text.back")
    ]

    def __init__(
        self,
        field: Field,
        text: str,
        read_only: bool,
        on_change: Callable[[str], None] = lambda text: None,
    ) -> None:
        super().__init__()
        self._on_change = on_change
        self._editor = LongTextEditor(field, text, disabled=read_only)
        self._later: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical(id="long-text"):
            yield self._editor
            yield Static(markup=False, classes="hint")

    def on_mount(self) -> None:
        self._editor.focus()
        self._count()

    def on_edited(self, message: Edited) -> None:
        message.stop()
        if self._later is not None:
            self._later.stop()
        self._later = self.set_timer(PAUSE, self._paused)

    def _paused(self) -> None:
        self.write_draft()
        self._count()

    def write_draft(self) -> None:
        """Hand on what is typed now."""
        self._on_change(str(self._editor.typed))

    def _count(self) -> None:
        label = one_line(self._editor.field.label.text())
        count = trn("{number:,} character", "{number:,} characters", count_words(self._editor.text))
        self.query_one(Static).update("  ".join((label, count, tr("Esc goes back to the form"))))

    def action_back(self) -> None:
        self.dismiss(self._editor.text)
