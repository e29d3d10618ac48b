"""A page on which one paper is read: what would be made, or what was kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from tui.cjk import one_line
from tui.rows.paper_lines import PaperText
from tui.screens.page import Page
from tui.widgets.paper import PaperView
from tui.words import mark, tr


class PaperScreen(Page):
    """The text of a paper, its warnings first. ``read`` gets it, as often as it is called."""

    def __init__(self, title: str, read: Callable[[], Awaitable[PaperText]]) -> None:
        super().__init__()
        self._title, self._read = title, read

    def heading(self) -> str:
        return one_line(self._title)

    def body(self) -> ComposeResult:
        yield PaperView(id="paper")

    @property
    def view(self) -> PaperView:
        return self.query_one(PaperView)

    def fill(self) -> None:
        self.view.focus()
        self.view.show(PaperText(notes=[tr("Reading…")]))
        self._show()

    @work(exclusive=True, group="read")
    async def _show(self) -> None:
        paper = await self._read()
        if self.built:
            self.view.show(paper)


class PreviewScreen(PaperScreen):
    """What would be made; ``make`` makes it, on the page of documents below."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "make", mark("Make it"), id="preview.make")]

    def __init__(
        self, title: str, read: Callable[[], Awaitable[PaperText]], make: Callable[[], object]
    ) -> None:
        super().__init__(title, read)
        self._make = make

    def action_make(self) -> None:
        """Leave, and make it."""
        self.dismiss()
        self._make()
