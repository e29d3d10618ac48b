"""A picture of figures by period, as wide and high as there is room."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import ClassVar

from textual import work
from textual.content import Content
from textual.widget import Widget

from tui.widgets.chart import Chart, Kind, Series, draw

__all__ = ["Chart", "Kind", "Plot", "Series", "wanted"]

#: The height of a page from which on its pictures are shown without being asked for.
_ROOM = 34


def wanted(asked: bool | None, height: int) -> bool:
    """Whether a page's pictures are to be shown: as was asked for, else where there is room."""
    return height >= _ROOM if asked is None else asked


class Plot(Widget):
    """Shows a ``Chart``, drawn anew for another size; in ASCII where the application keeps to that.

    The first plot reads the plotting library, which takes a sixth of a second, in a thread: no key waits for
    it. Until then the picture is blank, and ``ready`` says so.
    """

    DEFAULT_CSS = """
    Plot {
        width: 1fr;
        height: 10;
    }
    """
    _library_read: ClassVar[bool] = False

    def __init__(
        self, chart: Chart | None = None, *, id: str | None = None, classes: str | None = None
    ) -> None:
        super().__init__(id=id, classes=classes)
        self._chart = chart

    def on_mount(self) -> None:
        if not Plot._library_read:
            self._read_library()

    @work(group="library")
    async def _read_library(self) -> None:
        await asyncio.to_thread(import_module, "plotext")
        Plot._library_read = True
        self.refresh()

    @property
    def ready(self) -> bool:
        """Whether what is to be shown can be drawn already."""
        return Plot._library_read or self._chart is None or self._chart.kind == "progress"

    @property
    def chart(self) -> Chart | None:
        """What is shown."""
        return self._chart

    def show(self, chart: Chart) -> None:
        """Show this from now on."""
        self._chart = chart
        self.refresh()

    def render(self) -> Content:
        if self._chart is None or not self.ready:
            return Content("")
        size = self.content_size
        return draw(self._chart, size.width, size.height, ascii=self.app.has_class("-ascii"))
