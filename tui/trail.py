"""The pages visited in this sitting: back to the one before and forward again, each as it was left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from tui.words import tr

if TYPE_CHECKING:
    from tui.app import XuedangApp
    from tui.screens.page import Page

#: Opens a page anew, as it was when it was left.
Way: TypeAlias = "Callable[[XuedangApp], object]"
_MOST = 100


@dataclass(slots=True, eq=False)
class _Step:
    """One visit. ``page`` while it is open; once it is closed, ``way`` opens it anew."""

    name: str
    page: Page | None
    way: Way | None = None


class Trail:
    """Each page that comes in front is a step; going back and forward moves along them.

    A page that is still open under others is uncovered, which closes those; one that was closed is opened
    anew. Pages that can't be opened anew, such as the form of a record never saved, drop out when they close.
    """

    def __init__(self, app: XuedangApp) -> None:
        self._app = app
        self._steps: list[_Step] = []
        self._at = -1
        self._awaited: _Step | None = None

    def visited(self, page: Page) -> None:
        """``page`` is in front now."""
        if not page.in_front or (self._at >= 0 and self._steps[self._at].page is page):
            return
        step, self._awaited = self._awaited, None
        if step in self._steps and step.name == type(page).__name__ and step.page in (None, page):
            step.page = page
            self._at = self._steps.index(step)
            return
        del self._steps[self._at + 1 :]
        self._steps.append(_Step(type(page).__name__, page))
        del self._steps[:-_MOST]
        self._at = len(self._steps) - 1

    def left(self, page: Page) -> None:
        """``page`` is about to close."""
        way = page.way_back()
        here = self._steps[self._at] if self._at >= 0 else None
        for step in self._steps:
            if step.page is page:
                step.page, step.way = None, way
        kept = [step for step in self._steps if step.page is not None or step.way is not None]
        # When the step itself goes, its place is taken by the one before.
        before = self._steps[: self._at + 1]
        self._at = sum(step in kept for step in before) - 1
        if here is not None and here in kept:
            self._at = kept.index(here)
        self._steps = kept

    async def go(self, direction: int) -> None:
        """One step back (-1) or forward (1), unless a page on the way has something unsaved and stays."""
        wanted = self._at + direction
        if not 0 <= wanted < len(self._steps):
            said = tr("No page before this one.") if direction < 0 else tr("No page after this one.")
            self._app.notify(said, timeout=3)
            return
        step = self._steps[wanted]
        if step.page is not None and step.page in self._app.screen_stack:
            await self._uncover(step, step.page)
        elif step.way is not None:
            self._awaited = step
            step.way(self._app)

    async def _uncover(self, step: _Step, page: Page) -> None:
        while (front := self._app.pages[-1]) is not page:
            self._awaited = step
            await front.close()
            if front in self._app.screen_stack:
                self._awaited = None
                return
