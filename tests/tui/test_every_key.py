"""Every key of every screen, pressed once: whatever it does, the application lives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bson.objectid import ObjectId
from textual.binding import Binding
from textual.screen import Screen

from records.archive import Archive
from records.language import set_language
from records.record import Record
from tests.tui.conftest import Running, running
from tui.screens.assessment import AssessmentScreen
from tui.screens.calendar import CalendarScreen
from tui.screens.coverage import CoverageScreen
from tui.screens.document import DocumentScreen
from tui.screens.dossier import DossierScreen
from tui.screens.evaluation import EvaluationScreen
from tui.screens.form import FormScreen
from tui.screens.history import HistoryScreen
from tui.screens.home import HomeScreen
from tui.screens.import_ import ImportScreen
from tui.screens.issued import IssuedScreen
from tui.screens.list import ListScreen
from tui.screens.matrix import MatrixScreen
from tui.screens.matrix_place import Place as MatrixPlace
from tui.screens.mechanisms import MechanismScreen, Place
from tui.screens.page import Page
from tui.screens.person_board import PersonBoard
from tui.screens.review import ReviewScreen
from tui.screens.rules import RulesScreen
from tui.screens.search import SearchScreen
from tui.screens.selection import SelectionScreen
from tui.screens.stages import StageBoard
from tui.screens.unit_board import UnitBoard
from tui.screens.worklist import WorklistScreen

Open = Callable[[Record], Page]


def unit_of(person: Record) -> ObjectId:
    """The unit of the first membership."""
    memberships: Any = person.fields["memberships"]
    found = memberships[0]["org"]
    assert isinstance(found, ObjectId)
    return found


PAGES: dict[str, Open] = {
    "list": lambda person: ListScreen("person"),
    "all": lambda person: ListScreen(None),
    "form": lambda person: FormScreen(person),
    "history": lambda person: HistoryScreen(person),
    "dossier": lambda person: DossierScreen(person),
    "search": lambda person: SearchScreen("张伟"),
    "import": lambda person: ImportScreen(),
    "documents": lambda person: DocumentScreen(),
    "worklist": lambda person: WorklistScreen(),
    "review": lambda person: ReviewScreen(None, "张伟民"),
    "stages": lambda person: StageBoard(),
    "calendar": lambda person: CalendarScreen(),
    "matrix": lambda person: MatrixScreen(MatrixPlace()),
    "person": lambda person: PersonBoard(person.id),
    "unit": lambda person: UnitBoard(unit_of(person)),
    "rules": lambda person: RulesScreen(),
    "mechanism": lambda person: MechanismScreen(Place("door_to_door")),
    "assessment": lambda person: AssessmentScreen(2011),
    "evaluation": lambda person: EvaluationScreen(2011),
    "selection": lambda person: SelectionScreen(2011),
    "coverage": lambda person: CoverageScreen(2011),
    "issued": lambda person: IssuedScreen(person),
}
#: These leave the application, and are meant to.
_LEAVING = ("f10", "ctrl+q", "ctrl+c")
_ALWAYS = ("home", "end", "pageup", "pagedown", "up", "down", "enter", "space", "tab", "shift+tab", "x")


def keys_of(page: Screen[Any]) -> list[str]:
    """Every key that is bound on the screen or on anything that can have the cursor there."""
    widgets = [page, *page.query("*")]
    bound = [
        key.strip()
        for widget in widgets
        for binding in widget._bindings.key_to_bindings.values()
        for each in binding
        if isinstance(each, Binding)
        for key in each.key.split(",")
    ]
    everywhere = [key for key, _ in page.app._bindings]
    return [key for key in dict.fromkeys([*bound, *everywhere, *_ALWAYS]) if key not in _LEAVING]


async def back_to(run: Running, page: Page) -> None:
    """Escape out of whatever a key opened."""
    for _ in range(12):
        if run.app.screen is page or page not in run.app.screen_stack:
            return
        await run.press("escape")
    await run.until(lambda: run.app.screen is page, f"back from {run.app.screen}")


#: One language a screen, in turn: a key does the same in both, and pressing them all takes long.
IN_TURN = [(name, ("zh", "en")[number % 2]) for number, name in enumerate(PAGES)]


@pytest.mark.parametrize(("name", "language"), IN_TURN)
async def test_every_key_of_a_screen_leaves_the_application_alive(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, name: str, language: str
) -> None:
    monkeypatch.setenv("XUEDANG_LANG", language)
    set_language(language)
    unit = await archive.save(Record.new("unit", {"name": "柳树湾村党支部"}))
    belongs = [{"org": unit.id, "from": date(2010, 7, 1)}]
    person = await archive.save(Record.new("person", {"name": "张伟民", "memberships": belongs}))
    async with running() as run:
        await run.until(lambda: run.app.focused is not None, "home filled")
        page = PAGES[name](person)
        run.app.push_screen(page)
        await run.until(lambda: page.built and run.app.screen is page, name)
        for key in keys_of(page):
            await run.press(key)
            assert run.app.is_running, (key, run.app._exception)
            await back_to(run, page)
            if page not in run.app.screen_stack:
                page = PAGES[name](await archive.get(person.id))
                run.app.push_screen(page)
                await run.until(lambda page=page: page.built)  # type: ignore[misc]
        assert run.app._exception is None


async def test_every_key_of_home_leaves_the_application_alive(run: Running) -> None:
    home = await run.screen(HomeScreen)
    await run.until(lambda: run.app.focused is not None)
    for key in keys_of(home):
        await run.press(key)
        assert run.app.is_running, key
        await back_to(run, home)
