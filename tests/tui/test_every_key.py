"""Every key of every page, pressed there: the application lives, and what the bar shows does something."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from textual import events
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import DirectoryTree, Input, TextArea

from records.archive import Archive
from tests.tui.conftest import Running, running, with_letter
from tests.tui.every_screen import SCREENS, Stage, bring_up, go_home
from tests.tui.test_every_screen import a_stage
from tui.screens.page import Page

#: These leave the application, and are meant to.
LEAVING = ("f10", "ctrl+q", "ctrl+c")
#: Pressed on every page whether or not something takes them.
ALWAYS = ("home", "end", "pageup", "pagedown", "up", "down", "enter", "space", "tab", "shift+tab", "x")
PARTS = 6
PAGES = [name for name, shown in SCREENS.items() if issubclass(shown.kind, Page)]


def keys_of(screen: Screen[Any]) -> list[str]:
    """Every key that is bound on the screen, on anything on it, or everywhere; Escape last."""
    bound = [
        key.strip()
        for node in (screen.app, screen, *screen.query("*"))
        for bindings in node._bindings.key_to_bindings.values()
        for each in bindings
        if isinstance(each, Binding)
        for key in each.key.split(",")
    ]
    keys = [key for key in dict.fromkeys([*bound, *ALWAYS]) if key not in (*LEAVING, "escape")]
    return [*keys, "escape"]


class Keyboard:
    """Presses keys, and waits for what each does by looking, not by the clock."""

    def __init__(self, run: Running) -> None:
        self.run, self.app = run, run.app

    async def press(self, key: str) -> None:
        """Press a key and wait until it has arrived and what it began is done or stands in front."""
        front = self.app.screen
        # A terminal sends the letter along with Alt.
        letter = key[-1] if len(key) == 1 or with_letter(key) else None
        event = events.Key(key, {"space": " "}.get(key, letter))
        event.set_sender(self.app)
        self.app.post_message(event)
        await self._until(lambda: self._arrived, key)
        # What waits for an answer has put a question in front, and is not waited for.
        await self._until(lambda: self.app.screen is not front or not self.busy(front), key)
        if self.app.screen is not front:
            await self.run.pilot.pause(0)
        assert self.app.is_running, (key, self.app.crash)

    @property
    def _arrived(self) -> bool:
        """Whether the last key is handled, and nothing is left to do for the page or what has the cursor."""
        concerned = (self.app, self.app.screen, self.app.focused)
        left = any(each.message_queue_size for each in concerned if each is not None)
        order = self.app._key_order
        return not (left or order._under_way or order._waiting)

    async def _until(self, condition: Callable[[], bool], what: str) -> None:
        try:
            async with asyncio.timeout(20):
                while not condition():  # noqa: ASYNC110 - many things end it, and none of them tells
                    await asyncio.sleep(0.002)
        except TimeoutError:
            pytest.fail(f"{what} on {self.app.screen} never ended: {self.busy(self.app.screen)}")

    def busy(self, screen: Screen[Any]) -> list[object]:
        """What works for the application or a screen. A tree of folders always has a worker that waits."""
        return [
            each
            for each in self.app.workers
            if not each.is_finished and not isinstance(each.node, DirectoryTree)
            if each.node is self.app or (each.node.is_attached and each.node.screen is screen)
        ]

    def seen(self) -> tuple[object, ...]:
        """All that somebody in front of the screen can tell apart."""
        screen = self.app.screen
        drawn = [[(each.text, each.style) for each in strip] for strip in screen._compositor.render_strips()]
        told = [each.identity for each in self.app._notifications]
        return screen, self.app.focused, told, self.app.clipboard, drawn

    async def swallowed(self, key: str) -> bool:
        """Press a key; whether nothing came of it although the bar shows it: a dim one says why it rests."""
        active = self.app.screen.active_bindings.get(key)
        if active is None or not active.binding.show:
            await self.press(key)
            return False
        if self.app._notifications:
            self.app.clear_notifications()
            await self.run.pilot.pause(0)
        before = self.seen()
        await self.press(key)
        await self.run.pilot.pause(0)
        return self.seen() == before

    async def back_to(self, screen: Screen[Any]) -> None:
        """Escape out of whatever a key opened."""
        for _ in range(12):
            if self.app.screen is screen or screen not in self.app.screen_stack:
                return
            await self.press("escape")
        await self.run.until(lambda: self.app.screen is screen, f"back from {self.app.screen}")


async def all_keys(run: Running, stage: Stage, name: str) -> list[str]:
    """Press all keys of a page, brought up again when one leads away; those that did nothing."""
    board, silent = Keyboard(run), []
    screen = await still(run, stage, name)
    for key in keys_of(screen):
        if await board.swallowed(key):
            silent.append(f"{name}: {key} is shown and does nothing")
        await board.back_to(screen)
        if screen not in run.app.screen_stack:
            await go_home(run)
            if key != "escape":
                screen = await still(run, stage, name)
    await go_home(run)
    return silent


async def still(run: Running, stage: Stage, name: str) -> Screen[Any]:
    """A page, its cursors not blinking: what changes then is the work of a key."""
    screen = await bring_up(run, stage, name)
    for each in screen.query("Input, TextArea"):
        if isinstance(each, Input | TextArea):
            each.cursor_blink = False
    return screen


@pytest.mark.parametrize(
    ("number", "language"), [(number, ("zh", "en")[number % 2]) for number in range(PARTS)]
)
async def test_every_key_of_every_page_is_safe_and_says_what_it_does(
    archive: Archive,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    language: str,
) -> None:
    stage = await a_stage(archive, tmp_path_factory.mktemp("a"), monkeypatch, language)
    silent = []
    async with running() as run:
        for name in PAGES[number::PARTS]:
            silent += await all_keys(run, stage, name)
        assert run.app.crash is None
    assert not silent, "\n".join(silent)
