"""Keys take effect in the order they were pressed.

Textual hands a key to the widget with the cursor; a letter is typed there at once, but a key with a meaning
(Tab, Backspace, an arrow) first climbs to the application. When several keys come together, as they do over
a slow line, the letters behind would overtake it and land in the wrong field or place. So the next key waits
here until the one before has arrived: a note follows it through the queue of each widget on its way up.
It also waits while that key opens something: until the page in front is built, has the cursor somewhere
and knows the row under it. Each wait has an end, so that keys never hang.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any, TypeAlias

from textual.events import Event, Key
from textual.message_pump import MessagePump
from textual.worker import active_worker

if TYPE_CHECKING:
    from textual.app import App
    from textual.screen import Screen
    from textual.worker import Worker

#: A key whose work takes so long, or whose widget is gone, is waited for no longer.
_PATIENCE = 0.5
#: Seconds between two looks at whether the page in front takes keys.
_LOOK = 0.01
#: Seconds that a key waits for something that is being opened.
_LONGEST = 5.0
#: Groups of workers that a key begins and that end by opening or closing something, or ask something.
_OPENING = frozenset((
    "act", "actions", "answer", "ask", "attendance", "back", "behind", "board", "browse", "change", "choose",
    "close", "columns", "condition", "dossier", "full-text", "goto", "history", "jump", "mechanisms",
    "members", "neighbour", "new", "open", "operator", "pick", "quick", "quit", "recent", "save", "summary",
    "trail", "transfer", "working-date",
))  # fmt: skip
#: Groups of workers that read what a page shows.
_LOADING = frozenset(("agenda", "book", "list", "listing", "load", "survey", "year"))
#: The number of a key, and where the note begins once more when it has arrived.
_Way: TypeAlias = tuple[int, MessagePump | None]


class KeyOrder:
    """The keys of one application. ``handle`` is what it does with each.

    ``longest`` is how many seconds a key may wait for what is in front: 0 when that takes it now.
    """

    def __init__(
        self,
        app: App[Any],
        handle: Callable[[Event], Awaitable[None]],
        longest: Callable[[Event], float],
    ) -> None:
        self._app, self._handle, self._longest = app, handle, longest
        self._waiting: deque[Event] = deque()
        self._number = 0
        self._under_way = self._looking = False
        self._since: float | None = None
        self._asking: dict[Worker[Any] | None, Screen[Any]] = {}
        self._given_up: Screen[Any] | None = None

    async def take(self, event: Event) -> None:
        """Handle a key or a paste, now or when those before it have taken effect."""
        self._waiting.append(event)
        if not self._under_way:
            await self._next()
        elif len(self._waiting) == 1:
            self._watch(self._number)

    def _must_wait(self, event: Event) -> bool:
        """Whether the key is for what is not there yet; no longer than is reasonable, and once a page."""
        screen = self._app.screen
        longest = self._longest(event)
        if not longest and self._opening():
            longest = _LONGEST
        if not longest or self._leaves(event):
            self._since = self._given_up = None
            return False
        if self._given_up is screen:
            return False
        self._since = now = monotonic() if self._since is None else self._since
        if monotonic() - now < longest:
            return True
        self._since, self._given_up = None, screen
        return False

    @contextmanager
    def asking(self, screen: Screen[Any]) -> Iterator[None]:
        """The worker that enters waits for an answer in ``screen``: keys do not wait for that worker then."""
        worker = active_worker.get(None)
        before = self._asking.get(worker)
        self._asking[worker] = screen
        try:
            yield
        finally:
            if before is None:
                del self._asking[worker]
            else:
                self._asking[worker] = before

    def _opening(self) -> bool:
        """Whether a key before began something that will open. A box that stops work takes keys at once."""
        stack = self._app.screen_stack
        if getattr(stack[-1], "STOPS_WORK", False):
            return False
        return any(
            each.group in _OPENING and not each.is_finished and self._asking.get(each) not in stack
            for each in self._app.workers
        )

    @property
    def busy(self) -> bool:
        """Whether keys have still to take effect, or began something that is still opening."""
        return bool(self._waiting) or self._under_way or self._opening()

    def loading(self, screen: Screen[Any]) -> bool:
        """Whether the rows of a page are still being read."""
        return any(each.group in _LOADING and each.node is screen for each in self._app.workers)

    def _leaves(self, event: Event) -> bool:
        """Whether it is a key that works everywhere and at any time, such as to quit."""
        if not isinstance(event, Key):
            return False
        active = self._app.screen.active_bindings.get(event.key)
        return active is not None and active.node is self._app

    async def _look(self) -> None:
        self._looking = False
        if self._waiting and not self._under_way:
            await self._next()

    def _watch(self, number: int) -> None:
        self._app.set_timer(_PATIENCE, lambda: self._arrived(number))

    async def _next(self) -> None:
        if self._looking or not self._app.screen_stack:  # without a page the application is ending
            return
        if self._must_wait(self._waiting[0]):
            self._looking = True
            self._app.set_timer(_LOOK, self._look)
            return
        event = self._waiting.popleft()
        self._number += 1
        self._under_way = True
        begins = self._app.focused or self._app.screen
        await self._handle(event)
        self._follow(begins, (self._number, begins))
        if self._waiting:
            self._watch(self._number)

    def _follow(self, at: MessagePump, way: _Way) -> None:
        """Behind the key in the queue of ``at``, then in that of its parent, as far as the application.

        There the key does what it means. What the widget says then, such as that something was chosen, goes
        the same way up: the note follows that, too.
        """
        if at is not self._app and at.call_later(self._passed, at, way):
            return
        number, again = way
        if again is None:
            self._app.call_later(self._arrived, number)
        else:
            self._app.call_later(self._follow, again, (number, None))

    def _passed(self, at: MessagePump, way: _Way) -> None:
        self._follow(at._parent or self._app, way)

    async def _arrived(self, number: int) -> None:
        if self._under_way and number == self._number:
            self._under_way = False
            if self._waiting:
                await self._next()
