"""The screens over a real archive, run without a terminal."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.screen import Screen

from records.archive import Archive
from records.language import set_language
from records.settings import load_settings
from tui.app import XuedangApp
from tui.screens.forms.form import FormScreen

S = TypeVar("S", bound=Screen[Any])


@dataclass
class Running:
    """A running application and the keyboard in front of it."""

    app: XuedangApp
    pilot: Pilot[None]

    async def until(self, condition: Callable[[], object], what: str = "") -> None:
        """Let the application work until ``condition`` holds; fails after twenty seconds."""
        try:
            async with asyncio.timeout(20):
                while not condition():
                    await self.pilot.pause()
        except TimeoutError:
            pytest.fail(f"never came true: {what or condition}")

    async def write(self, text: str) -> None:
        """Type ``text`` in one go, as an input method sends it: a pilot rests before and after each key."""
        self.typed(*text)
        await self.pilot.pause()

    def typed(self, *keys: str) -> None:
        """Send all these keys at once, before any of them has taken effect."""
        for key in keys:
            name, character = (_character_to_key(key), key) if len(key) == 1 else (key, None)
            self.app.post_message(Key(name, character))

    async def press(self, *keys: str) -> None:
        """Press keys as a terminal sends them: Alt brings the letter with it, which a pilot leaves out."""
        if not any(with_letter(key) for key in keys):
            await self.pilot.press(*keys)
            return
        for key in keys:
            if with_letter(key):
                self.app.post_message(Key(key, key[-1]))
                await self.pilot.pause()
            else:
                await self.pilot.press(key)

    async def screen(self, kind: type[S]) -> S:
        """Wait until a screen of that class is in front."""
        await self.until(lambda: isinstance(self.app.screen, kind), kind.__name__)
        screen = self.app.screen
        assert isinstance(screen, kind)
        return screen

    async def passing(self, kind: type[S]) -> S:
        """Wait for a screen that goes away by itself: told by the application, for a pilot rests up to a
        second at a time while the application works, and the screen may be gone by then. Before any pause."""
        came: asyncio.Future[S] = asyncio.get_running_loop().create_future()

        def look(screen: Screen[object]) -> None:
            if isinstance(screen, kind) and not came.done():
                came.set_result(screen)

        self.app.screen_change_signal.subscribe(self.app, look, immediate=True)
        try:
            async with asyncio.timeout(20):
                return await came
        except TimeoutError:
            pytest.fail(f"never came: {kind.__name__}")
        finally:
            self.app.screen_change_signal.unsubscribe(self.app)

    async def form(self) -> FormScreen:
        """Wait until a form is in front, its fields are there and one of them has the cursor."""
        form = await self.screen(FormScreen)
        await self.until(lambda: form.query("FieldRow") and form.focused is not None, "form filled")
        return form


def with_letter(key: str) -> bool:
    return key.startswith("alt+") and len(key) == len("alt+x")


@asynccontextmanager
async def running(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Running]:
    """The application on the archive of the environment, open and idle."""
    app = XuedangApp(load_settings())
    async with app.run_test(size=size) as pilot:
        run = Running(app, pilot)
        await run.until(lambda: app.archive is not None or app.trouble, "archive open")
        assert app.archive is not None, app.trouble
        yield run


@pytest.fixture(autouse=True)
def at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Files that nobody said a folder for go into a folder of the test, and the terminal has many colours."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens speak English unless a test says otherwise."""
    monkeypatch.setenv("XUEDANG_LANG", "en")
    set_language("en")


@pytest.fixture
async def run(archive: Archive) -> AsyncIterator[Running]:
    """The application over an empty archive, at the size of the smallest terminal."""
    async with running() as run:
        yield run
