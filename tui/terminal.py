"""A terminal that goes away: a closed window, a dropped line, a terminated session.

Textual writes to the terminal from a thread. When the terminal is gone that thread ends with an error,
its queue fills, and the application waits for ever with what was typed. ``install`` lets the thread
throw away what can't be shown any more; ``leaving`` calls back while the process is told to end.

A terminal that is closed sends SIGHUP and then SIGCONT, at which Textual takes the terminal over again, with
another thread that reads keys: the first one would read the end of input for ever, and keep the process.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING, Any

from textual.drivers import _writer_thread

if TYPE_CHECKING:
    from textual.app import App

#: What the name of a terminal with more than sixteen colours ends in, or is.
_MANY = ("256color", "direct", "truecolor", "kitty", "alacritty", "ghostty", "wezterm", "foot")
_ENDING = ("SIGHUP", "SIGTERM", "SIGINT")


class PatientWriter(_writer_thread.WriterThread):
    """Writes to the terminal while there is one."""

    def run(self) -> None:
        try:
            super().run()
        except OSError:
            while self._queue.get() is not None:
                pass


def few_colours(environ: Mapping[str, str]) -> bool:
    """Whether the terminal says that it has sixteen colours at most: the Linux console, xterm-16color."""
    term = environ.get("TERM", "")
    if sys.platform == "win32" or term in ("", "dumb", "unknown") or environ.get("COLORTERM"):
        return False
    return not term.endswith(_MANY)


def install() -> None:
    """Make Textual use ``PatientWriter``, and go on once. Windows closes consoles in another way."""
    if sys.platform != "win32":
        from textual.drivers import linux_driver

        vars(linux_driver)["WriterThread"] = PatientWriter
        driver = linux_driver.LinuxDriver
        taking_over: Callable[[linux_driver.LinuxDriver], None] = driver.start_application_mode
        going_on = driver._sigcont_application
        busy = again = False

        def start(self: linux_driver.LinuxDriver) -> None:
            nonlocal busy
            before, busy = busy, True
            try:
                taking_over(self)
            finally:
                busy = before
            if again and not busy:
                go_on(self)

        def go_on(self: linux_driver.LinuxDriver, *about: object) -> None:
            """Told to go on: what holds the terminal now, unless it was let go before, ends first.

            The handler of a signal may be called within itself, or while the terminal is being taken over:
            two threads would read keys then. What is told meanwhile is done afterwards.
            """
            nonlocal busy, again
            again = True
            if busy:
                return
            while again:
                busy, again = True, False
                try:
                    if not self._auto_restart:
                        continue  # an editor has the terminal
                    if not self._must_signal_resume:
                        self.suspend_application_mode()
                    going_on(self, *about)
                    # The terminal is blank now; what has not changed since would not be painted.
                    asyncio.get_running_loop().call_soon_threadsafe(_paint_whole, self._app)
                finally:
                    busy = False

        type.__setattr__(driver, "start_application_mode", start)
        type.__setattr__(driver, "_sigcont_application", go_on)


def _paint_whole(app: App[Any]) -> None:
    screen = app.screen
    whole = screen._compositor.render_update(full=True, screen_stack=app._background_screens)
    app._display(screen, whole)


@contextmanager
def leaving(then: Callable[[], None]) -> Iterator[None]:
    """While open, call ``then`` in the main thread when the process is told to end.

    A plain handler, not the event loop's: it runs even while the loop is held up. Only the main thread
    may set handlers; elsewhere (an application within another) nothing is caught.
    """

    def caught(number: int, frame: FrameType | None) -> None:
        if hasattr(signal, "SIGCONT"):
            signal.signal(signal.SIGCONT, signal.SIG_IGN)  # nothing is taken over any more
        then()

    before = {}
    try:
        for name in _ENDING:
            if hasattr(signal, name):
                before[name] = signal.signal(getattr(signal, name), caught)
    except ValueError:
        before.clear()
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler or signal.SIG_DFL)
