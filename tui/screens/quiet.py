"""What a worker does that comes back to widgets which are gone: it ends quietly."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.css.query import NoMatches
from textual.worker import active_worker

if TYPE_CHECKING:
    from textual.dom import DOMNode as _Base
else:
    # Styles are looked up along the first base that is a node: that must be Textual's screen.
    _Base = object


class QuietWorkers(_Base):
    """Mixed into screens, which are closed, and built again, while their workers wait for the archive."""

    @property
    def built(self) -> bool:
        """Whether the widgets are there."""
        raise NotImplementedError

    if not TYPE_CHECKING:

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
