"""Any keys and clicks in any order, often faster than what they open comes: nothing ends the application.

XUEDANG_KEYS=N presses so many bursts, XUEDANG_KEYS_MORE=N from so many other beginnings.
"""

from __future__ import annotations

import os
from random import Random

import pytest

from records.archive import Archive
from tests.tui.conftest import Running, running
from tests.tui.test_every_screen import a_stage
from tui.screens.home import HomeScreen

#: What one presses often, and then everything else that something takes somewhere.
OFTEN = ("down",) * 14 + ("up",) * 6 + ("enter",) * 10 + ("escape",) * 5 + ("tab",) * 5 + ("space",) * 3
MOVES = ("shift+tab", "left", "right", "home", "end", "pageup", "pagedown", "ctrl+home", "ctrl+end")
EDITS = ("delete", "backspace", "insert", "shift+down", "ctrl+z", "ctrl+y", "ctrl+a", "ctrl+s", "ctrl+t")
PAGES = tuple(f"f{number}" for number in (1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12))
ALT = tuple(f"alt+{letter}" for letter in "pnrjkcwds")
CTRL = tuple(f"ctrl+{letter}" for letter in "gepldnofk")
TYPED = tuple("zwm2011-05a石桥村党建")
KEYS = (*OFTEN, *MOVES, *EDITS, *PAGES, *ALT, *CTRL, *TYPED)
#: How many keys come together, as over a slow line.
TOGETHER = (1, 1, 2, 3, 6)
#: How often it is the window that changes, or up to here the mouse that is used.
RESIZES, CLICKS = 0.03, 0.2
#: How often one looks at what came of it before the next.
RESTS = 0.4
BURSTS = int(os.environ.get("XUEDANG_KEYS", "150"))
MORE = int(os.environ.get("XUEDANG_KEYS_MORE", "0"))
SIZES = ((80, 24), (120, 40), (60, 15))


@pytest.mark.parametrize("beginning", [103, 112, *range(200, 200 + MORE)])
async def test_any_keys_leave_the_application_in_order(
    archive: Archive,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    beginning: int,
) -> None:
    rng = Random(beginning)
    await a_stage(archive, tmp_path_factory.mktemp("a"), monkeypatch, rng.choice(("zh", "en")))
    pressed: list[str] = []
    async with running(SIZES[beginning % len(SIZES)]) as run:
        for _ in range(BURSTS):
            await _something(run, rng, pressed)
            if run.app.return_code is not None:
                return  # a click on the key that leaves
            if rng.random() < RESTS:
                await run.until(lambda: not run.app.keys_at_work, f"what {pressed[-1]} opens")
            await run.pilot.pause()
            assert run.app.crash is None, "\n".join(pressed[-20:])
        await _home(run)
        await run.press("f3")
        await run.until(lambda: not isinstance(run.app.screen, HomeScreen), "keys still work")


async def _something(run: Running, rng: Random, pressed: list[str]) -> None:
    """Some keys, a click or two, or another size of the window."""
    front, chance = type(run.app.screen).__name__, rng.random()
    if chance < RESIZES:
        size = rng.choice(SIZES)
        pressed.append(f"{front}: {size}")
        await run.pilot.resize_terminal(*size)
    elif chance < CLICKS:
        width, height = run.app.size
        x, y, times = rng.randrange(width), rng.randrange(height), rng.choice((1, 1, 2))
        pressed.append(f"{front}: {times} clicks at {x}, {y}")
        await run.pilot.click(offset=(x, y), times=times)
    else:
        burst = rng.choices(KEYS, k=rng.choice(TOGETHER))
        pressed.append(f"{front}: {' '.join(burst)}")
        run.typed(*burst)


async def _home(run: Running) -> None:
    """Close what is over Home, which may ask once more, until nothing comes any more."""

    def closed() -> bool:
        if len(run.app.screen_stack) > 1:
            run.app.screen.dismiss()
            return False
        return isinstance(run.app.screen, HomeScreen) and not run.app.keys_at_work

    await run.until(closed, "Home alone")
