"""How the screens look, at two sizes and in two languages. Textual is pinned: its drawing is part of it.

After a change that is meant: ``scripts/test tests/tui/test_snapshots.py --snapshot-update``, and look.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from records.language import set_language
from records.record import Record
from records.settings import load_settings
from tests.tui.conftest import Running
from tui.app import XuedangApp
from tui.screens.forms.form import new_form
from tui.screens.lists.list import ListScreen

Show = Callable[[Running], Awaitable[None]]
PEOPLE = (("张伟民", "男", "正式党员"), ("李秀兰", "女", "预备党员"), ("欧阳建国", "男", "群众"))


async def home(run: Running) -> None:
    await run.until(lambda: run.app.screen.query_one("#welcome").display)


async def people(run: Running) -> None:
    assert run.app.archive is not None
    for name, gender, status in PEOPLE:
        fields = {"name": name, "gender": gender, "political_status": status, "birth": None}
        await run.app.archive.save(Record.new("person", dict(fields)))
    run.app.push_screen(ListScreen("person"))
    screen = await run.screen(ListScreen)
    await run.until(lambda: screen.query("#records"))
    screen.sort_by("no")
    await run.until(lambda: screen.table.sorted_by == "no" and screen.table.row_count == len(PEOPLE))
    await run.until(lambda: screen.table.current)
    screen.table.cursor = 0
    await run.press("down", "space")


async def form(run: Running) -> None:
    new_form(run.app, "research_report")
    screen = await run.form()
    await run.write("大棚销路调研")
    screen.go_to_field("finished_on")
    await run.until(lambda: getattr(getattr(run.app.focused, "field", None), "name", "") == "finished_on")
    await run.write("2010年上半年")
    await run.until(lambda: screen.faults and "finished_on" not in {fault.path for fault in screen.faults})


@pytest.mark.parametrize("theme", ["xuedang-contrast", "xuedang-16"])
def test_the_other_looks_look_like_before(
    archive_home: Path, monkeypatch: pytest.MonkeyPatch, snap_compare: Any, theme: str
) -> None:
    monkeypatch.setenv("XUEDANG_THEME", theme)
    compare(monkeypatch, snap_compare, people, "zh", (80, 24))


@pytest.mark.parametrize("show", [home, people, form])
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
def test_it_looks_like_before(
    archive_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    snap_compare: Any,
    show: Show,
    language: str,
    size: tuple[int, int],
) -> None:
    compare(monkeypatch, snap_compare, show, language, size)


def compare(
    monkeypatch: pytest.MonkeyPatch, snap_compare: Any, show: Show, language: str, size: tuple[int, int]
) -> None:
    """Compare what ``show`` leads to with its picture."""
    monkeypatch.setenv("XUEDANG_LANG", language)
    monkeypatch.setenv("XUEDANG_DATE", "2012-10-15")
    set_language(language)
    app = XuedangApp(load_settings())

    async def before(pilot: Pilot[None]) -> None:
        run = Running(app, pilot)
        await run.until(lambda: app.archive is not None, "archive open")
        await show(run)
        for line in app.screen.query(Input):
            line.cursor_blink = False
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=before)
