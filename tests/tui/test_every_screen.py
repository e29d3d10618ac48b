"""Every screen, walked: nothing is cut off or out of reach, the mouse does as much as the keys."""

from __future__ import annotations

import difflib
import os
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from textual.screen import ModalScreen, Screen

from records.archive import Archive
from records.language import set_language
from tests.tui.conftest import Running, running
from tests.tui.every_screen import (
    DAY,
    SCREENS,
    Stage,
    all_screens,
    bring_up,
    go_home,
    set_stage,
    settle,
)
from tests.tui.layout import faults
from tui.commands import moves
from tui.screens.jump import places
from tui.screens.page import Page

PARTS = 2
_KEPT = Path(__file__).with_name("screens")
#: The year in the number of a record, the moment it was saved (also where a box covers a part), what it is
#: known by, and where the test writes.
_RUN = re.compile(
    r"(?<=[A-Z]-)20\d\d(?=-\d{4})|[-\d]*\d \d\d:\d\d|\d \d\d:?\d?$|[0-9a-f]{24}|/\S*pytest-\S*", re.MULTILINE
)


def part(number: int) -> list[str]:
    """The names of a part of the screens, so that they can be walked side by side."""
    return list(SCREENS)[number::PARTS]


def test_every_screen_is_walked() -> None:
    known = {shown.kind for shown in SCREENS.values()}
    bases = {base for kind in known for base in kind.__mro__[1:]} - known
    assert {kind for kind in all_screens() if kind not in known | bases} == set()


async def a_stage(archive: Archive, folder: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> Stage:
    monkeypatch.setenv("XUEDANG_LANG", language)
    monkeypatch.setenv("XUEDANG_DATE", DAY)
    set_language(language)
    monkeypatch.chdir(folder)
    return await set_stage(archive, Path())


@pytest.mark.parametrize("number", range(PARTS))
@pytest.mark.parametrize("language", ["zh", "en"])
async def test_nothing_is_cut_off_or_out_of_reach(
    archive: Archive,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    number: int,
) -> None:
    stage = await a_stage(archive, tmp_path_factory.mktemp("a"), monkeypatch, language)
    if language == "en":
        monkeypatch.setenv("XUEDANG_ASCII", "1")
    found = []
    async with running() as run:
        for at, name in enumerate(part(number)):
            screen = await bring_up(run, stage, name)
            found += [f"{name}, 80x24: {fault}" for fault in faults(screen)]
            found += [f"{name}: {fault}" for fault in by_mouse(screen)]
            if language == "en" and (torn := not_plain(screen)):
                found.append(f"{name}: paints {torn} with --ascii")
            if language == "zh":
                found += drawn_otherwise(name, captured(screen))
                found += [f"{name}: {fault}" for fault in await not_reached(run, screen)]
            # Where there is more room, in one language each: that costs as much again, and cuts off little.
            if isinstance(screen, Page) and at % 2 == (language == "en"):
                width, height = ((120, 40), (200, 60))[at // 2 % 2]
                await run.pilot.resize_terminal(width, height)
                await settle(run, screen)
                found += [f"{name}, {width}x{height}: {fault}" for fault in faults(screen)]
                await run.pilot.resize_terminal(80, 24)
            await go_home(run)
    assert not found, "\n".join(found)


def captured(screen: Screen[Any]) -> str:
    """The screen as text, with signs for what differs from run to run: when something was saved."""
    lines = [strip.text.rstrip() for strip in screen._compositor.render_strips()]
    return _RUN.sub(lambda moment: "#" * len(moment[0]), "\n".join(lines)) + "\n"


def not_plain(screen: Screen[Any]) -> str:
    """The characters painted whose width depends on the terminal: neither ASCII nor full-width."""
    painted = {sign for strip in screen._compositor.render_strips() for sign in strip.text}
    return "".join(sorted(each for each in painted if each > "~" and not wide(each)))


def wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def drawn_otherwise(name: str, text: str) -> list[str]:
    """Compare a screen with its text in ``screens/``; XUEDANG_DRAW=1 keeps it instead, to be looked at."""
    kept = _KEPT / f"{name}.txt"
    if os.environ.get("XUEDANG_DRAW") == "1":
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(text, encoding="utf-8")
    before = kept.read_text(encoding="utf-8") if kept.exists() else ""
    told = difflib.unified_diff(before.splitlines(), text.splitlines(), "before", "now", n=0, lineterm="")
    return [f"{name} looks otherwise than in {kept}:\n" + "\n".join(told)] if text != before else []


async def not_reached(run: Running, screen: Screen[Any]) -> list[str]:
    """What takes the cursor and gets it neither by Tab nor by a number of the jump mode."""
    chain = list(screen.focus_chain)
    numbered = {widget for widget, _ in places(screen)} if not isinstance(screen, ModalScreen) else set()
    reached = {screen.focused}
    for _ in chain if len(chain) > 1 else ():
        if reached | numbered >= set(chain):
            break
        await run.press("tab")
        reached.add(screen.focused)
    return [f"{widget} is not reached" for widget in chain if widget not in reached | numbered]


def by_mouse(screen: Screen[Any]) -> list[str]:
    """Keys of the application's own that no click does: neither shown on a bar nor listed in the palette."""
    return [
        f"{type(node).__name__} {binding.key}: {binding.action} has no name to be clicked by"
        for node, binding, enabled, _ in screen.active_bindings.values()
        if enabled and own(screen, node, binding.action)
        if not (binding.id and binding.description) and not moves(binding)
    ]


def own(screen: Screen[Any], node: object, action: str) -> bool:
    """Whether the application defines an action, and not Textual: editing is done with a keyboard."""
    namespace, _, called = action.partition("(")[0].rpartition(".")
    bound: object = {"screen": screen, "app": screen.app}.get(namespace, node)
    homes = {kind.__module__ for kind in type(bound).__mro__ if f"action_{called}" in vars(kind)}
    return called != "nothing" and bool(homes) and all(home.startswith("tui.") for home in homes)
