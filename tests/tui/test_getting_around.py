"""Getting around: back and forward, pinned and recent records."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from records.home_paths import BOOKMARKS
from records.record import Record
from records.settings import Settings
from tests.tui.conftest import Running
from tui.app import XuedangApp
from tui.bookmarks import Bookmarks
from tui.screens.forms.form import FormScreen, new_form, open_form
from tui.screens.forms.option_picker import OptionPicker
from tui.screens.forms.picker import PickerScreen
from tui.screens.home import HomeScreen
from tui.screens.jump import JumpScreen, numbered
from tui.screens.lists.list import ListScreen
from tui.screens.prompts import ChoicePrompt
from tui.theme import LIGHT, SIXTEEN
from tui.widgets.table.virtual_table import VirtualTable

PEOPLE = ("张伟民", "李秀兰", "赵永刚", "王德明")


async def people(run: Running) -> list[Record]:
    assert run.app.archive is not None
    return [await run.app.archive.save(Record.new("person", {"name": name})) for name in PEOPLE]


async def listed(run: Running) -> ListScreen:
    """The list in front, with a record under its cursor."""
    screen = await run.screen(ListScreen)
    await run.until(lambda: screen.built and screen.table.current is not None, "listed")
    return screen


def under_cursor(page: ListScreen, record: Record) -> bool:
    """Whether the cursor of the list is on ``record``; if it is not, it goes there."""
    rows = map(page.table.row, range(page.table.row_count))
    index = next((at for at, row in enumerate(rows) if row is not None and row.id == record.id), -1)
    there = index >= 0 and page.table.cursor == index
    page.table.cursor = index
    return there


async def form_of(run: Running, record: Record) -> FormScreen:
    await run.until(
        lambda: isinstance(run.app.screen, FormScreen) and run.app.screen.record.id == record.id, "its form"
    )
    return await run.form()


async def test_back_and_forward_lead_through_the_pages_visited_each_with_its_place(run: Running) -> None:
    first, second, *_ = await people(run)
    run.app.push_screen(ListScreen("person", text="状态:草稿"))
    page = await listed(run)
    page.sort_by("no")
    await run.until(lambda: page.table.sorted_by == "no", "sorted")
    await run.until(lambda: under_cursor(page, second), "the second")  # a list read anew sets its cursor
    await run.press("enter")
    await form_of(run, second)
    await run.press("escape")
    await run.until(lambda: run.app.screen is page)
    await run.until(lambda: under_cursor(page, first), "the first")
    await run.press("enter")
    await form_of(run, first)

    await run.press("alt+p")
    await run.until(lambda: run.app.screen is page)
    await run.press("alt+p")  # the form closed with Escape before
    await form_of(run, second)
    await run.press("alt+p")
    await run.until(lambda: run.app.screen is page)
    await run.press("alt+p")
    await run.screen(HomeScreen)
    await run.press("alt+n")  # the list is made anew: as it was left
    again = await listed(run)
    assert again is not page
    await run.until(lambda: again.table.current and again.table.current.id == first.id, "its place")
    assert again.table.sorted_by == "no"
    assert again.query_one("#filter").value == "状态:草稿"  # type: ignore[attr-defined]
    await run.press("alt+n")
    await form_of(run, second)
    await run.press("alt+n", "alt+n")
    await form_of(run, first)
    await run.press("alt+n")  # there is none after it
    assert isinstance(run.app.screen, FormScreen)


async def test_going_back_asks_before_what_is_typed_is_lost(run: Running) -> None:
    await run.until(lambda: run.app.focused is not None, "home filled")
    new_form(run.app, "research_report")
    form = await run.form()
    await run.write("渠系")
    await run.press("alt+p")
    await run.screen(ChoicePrompt)
    await run.press("escape")
    await run.until(lambda: run.app.screen is form)
    assert form.state.typed["title"] == "渠系"


async def test_pinned_and_recent_records_are_offered_everywhere(run: Running, archive_home: Path) -> None:
    first, second, third, _ = await people(run)
    for each in (first, second):
        open_form(run.app, each.id)
        await form_of(run, each)
        await run.press("escape")
        await run.screen(HomeScreen)
    run.app.push_screen(ListScreen("person", text=third.title))
    page = await listed(run)
    await run.until(lambda: page.table.row_count == 1)
    await run.press("alt+k")
    operator = run.app.operator
    assert run.app.bookmarks.pinned(operator) == [third.id]
    await run.press("alt+r")  # the pinned one first, then the one opened last
    box = await run.screen(OptionPicker)
    await run.until(lambda: box.query(OptionList), "the box")
    options = box.query_one(OptionList)
    await run.until(lambda: options.option_count == 3, "offered")
    assert [options.get_option_at_index(at).id for at in range(3)] == [
        str(each.id) for each in (third, second, first)
    ]
    await run.write("zwm")
    await run.press("enter")
    await form_of(run, first)
    await run.press("escape", "escape")
    home = await run.screen(HomeScreen)
    table = home.query_one("#recent", VirtualTable)
    await run.until(lambda: table.row(4) and table.row(1), "on Home")
    assert [row.id for row in (table.row(1), table.row(3), table.row(4)) if row] == [
        third.id,
        first.id,
        second.id,
    ]

    assert run.app.archive is not None
    run.app.push_screen(PickerScreen(run.app.archive, "党员", ("person",), "", multiple=False))
    picker = await run.screen(PickerScreen)
    await run.until(lambda: picker.query(VirtualTable), "the picker's rows")
    rows = picker.query_one(VirtualTable)
    await run.until(lambda: rows.row_count == len(PEOPLE) and rows.current, "people")
    assert [row.id for row in map(rows.row, range(3)) if row] == [third.id, first.id, second.id]
    await run.press("escape")
    await run.screen(HomeScreen)
    open_form(run.app, third.id)
    await form_of(run, third)
    await run.press("alt+k")
    assert run.app.bookmarks.pinned(operator) == []
    assert json.loads((archive_home / BOOKMARKS).read_text("utf-8"))[operator]["recent"][0] == str(third.id)


def test_a_damaged_file_of_bookmarks_is_put_aside_and_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / BOOKMARKS).write_text("[]", "utf-8")
    bookmarks = Bookmarks(tmp_path)
    record = Record.new("person", {"name": "王德明"})
    assert bookmarks.pin("王岚", record.id)
    assert bookmarks.pinned("王岚") == [record.id]
    assert bookmarks.pinned("马文秀") == []
    assert (tmp_path / "bookmarks.unread").read_text("utf-8") == "[]"


@pytest.mark.parametrize(
    ("term", "colorterm", "few"),
    [("linux", "", True), ("xterm-16color", "", True), ("xterm", "", True), ("xterm", "truecolor", False)]
    + [(many, "", False) for many in ("xterm-256color", "tmux-256color", "xterm-kitty", "foot", "dumb", "")],
)
def test_a_terminal_of_sixteen_colours_gets_the_look_for_it_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, term: str, colorterm: str, few: bool
) -> None:
    monkeypatch.setenv("TERM", term)
    monkeypatch.setenv("COLORTERM", colorterm)
    settings = Settings(home=tmp_path, theme=LIGHT.name)
    assert XuedangApp(settings).theme == (SIXTEEN.name if few else LIGHT.name)
    monkeypatch.setenv("XUEDANG_THEME", LIGHT.name)
    assert XuedangApp(settings).theme == LIGHT.name


async def test_jumping_goes_to_a_field_by_its_number_also_a_full_width_one(run: Running) -> None:
    await run.until(lambda: run.app.focused is not None, "home filled")
    new_form(run.app, "person")
    form = await run.form()
    await run.press("alt+j")
    jump = await run.screen(JumpScreen)
    widget = jump.numbers["5"]
    run.app.simulate_key("５")
    await run.until(lambda: run.app.screen is form and run.app.focused is widget, "there")
    await run.press("alt+j")
    jump = await run.screen(JumpScreen)
    await run.until(lambda: jump.query("Static"), "numbers")
    await run.pilot.click(next(label for label in jump.query(Static) if label.name == "2"))
    await run.until(lambda: run.app.screen is form and run.app.focused is jump.numbers["2"], "clicked")
    await run.press("alt+j")
    await run.screen(JumpScreen)
    await run.press("x")  # a letter is no number, and is not typed into the field either
    await run.until(lambda: run.app.screen is form)
    assert not form.unsaved


def test_with_more_than_nine_places_no_number_begins_another() -> None:
    many = numbered([Static() for _ in range(12)])
    assert list(many)[:2] == ["01", "02"]
    assert {len(number) for number in many} == {2}
