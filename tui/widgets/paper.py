"""Shows the text of a Word file, to be read and scrolled."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.rows.paper_lines import Line, PaperText, paper_lines

_MARGIN = 1  # cells on either side of the text


class PaperView(ScrollView, can_focus=True):
    """A text of any length: only the lines in view are drawn."""

    DEFAULT_CSS = """
    PaperView {
        height: 1fr;
        overflow-y: scroll;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
    }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        f"paper--{tone}"
        for tone in ("fault", "warning", "note", "file", "title", "heading", "head", "faint", "text")
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._paper = PaperText()
        self._lines: list[Line] = []

    def show(self, paper: PaperText, *, keep_place: bool = False) -> None:
        """Show another paper from its beginning, or the same one as it is now, from where it is read."""
        self._paper = paper
        self._lay_out()
        if not keep_place:
            self.scroll_to(0, 0, animate=False, immediate=True, force=True)

    @property
    def text(self) -> str:
        """What is shown, as one text."""
        return "\n".join(line.text for line in self._lines)

    def _lay_out(self) -> None:
        width = self.scrollable_content_region.width - 2 * _MARGIN
        if width > 0:
            self._lines = paper_lines(self._paper, width, ascii=self.app.has_class("-ascii"))
            widest = max((cell_len(line.text) for line in self._lines), default=0)
            self.virtual_size = Size(max(width, widest) + 2 * _MARGIN, len(self._lines))
        self.refresh()

    def on_resize(self) -> None:
        self._lay_out()

    def notify_style_update(self) -> None:
        super().notify_style_update()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        left, top = self.scroll_offset
        width = self.scrollable_content_region.width
        index = top + y
        if index >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        line = self._lines[index]
        style = self.get_component_rich_style(f"paper--{line.tone or 'text'}")
        return Strip([Segment(" " * _MARGIN + line.text, style)]).crop_extend(
            left, left + width, self.rich_style
        )
