"""Short pieces of text one behind the other, none of which is broken while it fits a line."""

from __future__ import annotations

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

_GAP = "  "


class Flow(Widget):
    """Lines of pieces that stand two spaces apart: "7,569 records  12 drafts". One too long is wrapped."""

    DEFAULT_CSS = "Flow { height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = ""

    def update(self, text: str) -> None:
        """Show this."""
        self._text = text
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self.flowed(width).get_height({}, width) if self._text else 0

    def render(self) -> Content:
        return self.flowed(self.content_size.width)

    def flowed(self, width: int) -> Content:
        """The text as lines of ``width`` cells, but for pieces that are longer."""
        lines: list[str] = []
        for line in self._text.split("\n"):
            lines.append("")
            for piece in line.split(_GAP):
                whole = f"{lines[-1]}{_GAP}{piece}" if lines[-1] else piece
                if lines[-1] and cell_len(whole) > width:
                    lines.append(piece)
                else:
                    lines[-1] = whole
        return Content("\n".join(lines))
