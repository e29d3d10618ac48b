"""What comes back to widgets which are gone, a worker or a key, ends quietly."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual.css.query import NoMatches
from textual.events import Event
from textual.screen import Screen
from textual.worker import active_worker

if TYPE_CHECKING:
    from textual.dom import DOMNode

    _Base = Screen[Any]
else:
    # Styles are looked up along the first base that is a node: that must be Textual's screen.
    _Base = object


def is_built(node: DOMNode) -> bool:
    """Whether the screen that a node is on has its widgets: not while it is built, nor once it is closed."""
    screen = next((each for each in node.ancestors_with_self if isinstance(each, Screen)), None)
    if screen is None:
        return True
    return bool(getattr(screen, "built", screen.is_attached and screen.is_mounted))


class QuietWorkers(_Base):
    """Mixed into screens, which are closed, and built again, while keys come and their workers wait."""

    @property
    def built(self) -> bool:
        """Whether the widgets are there."""
        return self.is_attached and self.is_mounted and not self._pruning

    if not TYPE_CHECKING:

        async def on_event(self, event: Event) -> None:
            """As Textual's; on a screen that is being closed nobody misses what is gone."""
            try:
                await super().on_event(event)
            except NoMatches:
                if self.is_attached and not self._pruning:
                    raise

        def query_one(self, *args: object, **kwargs: object) -> object:
            """As Textual's, but a worker's search for what is gone ends the worker and not the application.

            What is built again is filled again, and with that the worker starts anew.
            """
            try:
                return super().query_one(*args, **kwargs)
            except NoMatches:
                worker = active_worker.get(None)
                if self.built or worker is None or worker._task is not asyncio.current_task():
                    raise
                raise asyncio.CancelledError from None
