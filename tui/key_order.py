"""Keys take effect in the order they were pressed.

Textual hands a key to the widget with the cursor; a letter is typed there at once, but a key with a meaning
(Tab, Backspace, an arrow) first climbs to the application. When several keys come together, as they do over
a slow line, the letters behind would overtake it and land in the wrong field or place. So the next key waits
here until the one before has arrived: a note follows it through the queue of each widget on its way up.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from textual.events import Event
from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from textual.app import App

#: A key whose work takes so long, or whose widget is gone, is waited for no longer.
_PATIENCE = 0.5


class KeyOrder:
    """The keys of one application. ``handle`` is what it does with each."""

    def __init__(self, app: App[Any], handle: Callable[[Event], Awaitable[None]]) -> None:
        self._app, self._handle = app, handle
        self._waiting: deque[Event] = deque()
        self._number = 0
        self._under_way = False

    async def take(self, event: Event) -> None:
        """Handle a key or a paste, now or when those before it have taken effect."""
        self._waiting.append(event)
        if not self._under_way:
            await self._next()
        elif len(self._waiting) == 1:
            self._watch(self._number)

    def _watch(self, number: int) -> None:
        self._app.set_timer(_PATIENCE, lambda: self._arrived(number))

    async def _next(self) -> None:
        event = self._waiting.popleft()
        self._number += 1
        self._under_way = True
        begins = self._app.focused or self._app.screen
        await self._handle(event)
        self._follow(begins, self._number)
        if self._waiting:
            self._watch(self._number)

    def _follow(self, at: MessagePump, number: int) -> None:
        """Behind the key in the queue of ``at``, then in that of its parent, as far as the application."""
        if at is self._app or not at.call_later(self._passed, at, number):
            self._app.call_later(self._arrived, number)

    def _passed(self, at: MessagePump, number: int) -> None:
        self._follow(at._parent or self._app, number)

    async def _arrived(self, number: int) -> None:
        if self._under_way and number == self._number:
            self._under_way = False
            if self._waiting:
                await self._next()
