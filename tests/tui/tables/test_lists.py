"""Lists of records: opened, filtered, sorted, kept up to date in place, saved as views."""

from __future__ import annotations

from datetime import date

from textual.widgets import Static

from records.archive import Archive
from records.kind_file import own_kinds
from records.language import set_language
from records.lists.views import list_views
from records.record import Record
from records.search.conditions import write_condition
from records.search.parse import parse_query
from records.search.query import Condition, Query
from records.search.searcher import State
from tests.tui.conftest import Running
from tests.tui.tables.listing import cells, open_list, rows_of, tutorial
from tui.screens.forms.form import FormScreen
from tui.screens.forms.history import HistoryScreen
from tui.screens.forms.option_picker import OptionPicker
from tui.screens.home import HomeScreen
from tui.screens.lists.columns import ColumnsPrompt
from tui.screens.lists.list import ListScreen
from tui.screens.lists.list_filter import as_typed
from tui.screens.lists.search import SearchScreen
from tui.screens.menu import MenuScreen
from tui.screens.prompts import ChoicePrompt, TextPrompt
from tui.widgets.chips import ChipBar
from tui.widgets.jump_list import JumpList
from tui.widgets.line_input import LineInput
from tui.widgets.table.virtual_table import VirtualTable


async def test_the_list_of_a_kind_opens_its_records(run: Running, archive: Archive) -> None:
    await tutorial(archive, "上营村", "2011-03-01")
    stored = await tutorial(archive, "柳树湾村", "2011-05-01")
    screen = await open_list(run, "farmer_tutorial", 2)
    assert screen.table.current is not None
    assert screen.table.current.id == stored.id, "the newest stands first"
    await run.press("enter")
    form = await run.screen(FormScreen)
    assert form.record.id == stored.id


async def test_the_filter_narrows_while_it_is_typed(run: Running, archive: Archive) -> None:
    await tutorial(archive, "上营村", "2011-03-01")
    await tutorial(archive, "柳树湾村", "2011-05-01")
    screen = await open_list(run, "farmer_tutorial", 2)
    await run.press("f4")
    await run.write("2011-05..2011-06")
    await run.until(lambda: screen.table.row_count == 1, "narrowed")
    await run.press("enter")
    assert screen.table.has_focus


async def test_the_records_behind_a_figure_are_listed_under_its_name(run: Running, archive: Archive) -> None:
    behind = [await tutorial(archive, "上营村", f"2011-03-0{day}") for day in (1, 2)]
    other = await tutorial(archive, "柳树湾村", "2011-05-01")
    title = "李秀兰 R04 2011-03"
    run.app.push_screen(ListScreen(None, query=Query(ids=tuple(each.id for each in behind)), title=title))
    screen = await run.screen(ListScreen)
    await run.until(lambda: screen.built and screen.table.row_count == 2 and screen.table.row(1), "listed")
    assert [screen.table.row(at).id for at in (0, 1)] == [behind[1].id, behind[0].id]  # type: ignore[union-attr]
    assert screen.heading() == title
    await run.press("f4")
    await run.write("2011-05")
    await run.until(lambda: screen.table.row_count == 0, "narrowed: the other one is none of them")
    assert other.id not in (row.id for row in [screen.table.row(0)] if row)


async def test_a_filter_that_is_wrong_says_so_and_keeps_the_list(run: Running, archive: Archive) -> None:
    await tutorial(archive, "上营村", "2011-03-01")
    screen = await open_list(run, "farmer_tutorial", 1)
    await run.press("f4")
    await run.write("status:nonsense")
    fault = screen.query_one("#filter-fault")
    await run.until(lambda: fault.display, "fault shown")
    assert screen.table.row_count == 1


async def test_what_others_save_appears_without_losing_the_place(run: Running, archive: Archive) -> None:
    first = await tutorial(archive, "上营村", "2011-03-01")
    screen = await open_list(run, "farmer_tutorial", 1)
    await tutorial(archive, "柳树湾村", "2011-05-01")
    await run.until(lambda: screen.table.row_count == 2, "new row")
    await run.until(
        lambda: screen.table.current and screen.table.current.id == first.id, "still on its record"
    )
    changed = first.copy()
    changed.fields["village"] = "东营村"
    await archive.save(changed)
    await run.until(
        lambda: any("东营村" in cell for cell in cells(screen, screen.table.cursor)), "drawn anew"
    )


async def test_sorting_by_a_heading_and_going_to_a_date(run: Running, archive: Archive) -> None:
    for month in range(1, 10):
        await tutorial(archive, f"{month}村", f"2011-0{month}-01")
    screen = await open_list(run, "farmer_tutorial", 9)
    screen.sort_by("date")
    await run.until(lambda: any("2011-01-01" in cell for cell in cells(screen, 0)), "oldest first")
    await run.press("ctrl+g")
    await run.screen(TextPrompt)
    await run.write("2011-06-01")
    await run.press("enter")
    await run.until(lambda: screen.table.cursor == 5, "at the date")


async def test_people_are_listed_by_name_until_another_order_is_typed(run: Running, archive: Archive) -> None:
    for name in ("李强", "任金凤", "刘芳"):
        await archive.save(Record.new("person", {"name": name}))
    screen = await open_list(run, "person", 3)
    assert [name for row in range(3) for name in cells(screen, row)[:1]] == ["李强", "刘芳", "任金凤"]
    for typed, name in (("lf", "刘芳"), ("li", "李强"), ("任", "任金凤")):
        await run.press("ctrl+g")
        await run.screen(TextPrompt)
        await run.write(typed)
        await run.press("enter")
        await run.until(lambda: run.app.screen is screen, "answered")
        await run.until(lambda name=name: name in cells(screen, screen.table.cursor), name)  # type: ignore[misc]
    await run.press("f9")
    await run.screen(MenuScreen)
    await run.write("strokes")
    await run.press("enter")
    await run.until(lambda: "任金凤" in cells(screen, 0) and "李强" in cells(screen, 2), "6 strokes before 7")
    await run.press("f4")
    await run.write("sort:-updated")
    await run.until(lambda: "刘芳" in cells(screen, 0), "the last one changed first")


async def test_search_finds_two_characters_inside_a_long_text(run: Running, archive: Archive) -> None:
    stored = await archive.save(
        Record.new("research_report", {"title": "水利调研", "findings": "上营村的支渠淤堵，下游轮不上水。"})
    )
    run.app.push_screen(SearchScreen())
    screen = await run.screen(SearchScreen)
    await run.write("淤堵")
    table = screen.query_one("#hits", VirtualTable)
    await run.until(lambda: table.current and table.current.id == stored.id, "found")
    text = screen.query_one("#preview-text", Static)
    await run.until(lambda: str(text.visual).count("支渠淤堵") == 2, "the place, and the record")
    await run.write(" 水利")
    await run.until(lambda: "水利" in table.words and table.row(0), "the words of the list")
    marked = [part.text for part in table.render_line(1) if part.style and part.style.underline]
    assert marked == ["水利"]


async def test_f8_in_a_list_shows_the_history_as_it_does_in_a_form(run: Running, archive: Archive) -> None:
    await tutorial(archive, "上营村", "2011-03-01")
    screen = await open_list(run, "farmer_tutorial", 1)
    await run.press("f8")
    history = await run.screen(HistoryScreen)
    await run.until(
        lambda: history.query("#versions") and history.query_one("#versions", VirtualTable).current
    )
    await run.press("escape")
    await run.until(lambda: run.app.screen is screen)


async def test_a_mixed_list_keeps_numbers_and_dates_whole_and_gives_titles_the_most_room(
    run: Running, archive: Archive
) -> None:
    stored = await tutorial(archive, "上营村", "2011-03-01")
    screen = await open_list(run, None, 1)
    shown = dict(zip((each.key for each in screen.table.columns), screen.table.arranged.widths, strict=True))
    assert shown["no"] >= len(stored.no or "") == 12
    assert shown["date"] == 10
    assert shown["people"] == 0, "people go first where room is short"
    assert shown["title"] == max(shown.values())
    assert screen.table.virtual_size.width <= 80


async def test_the_first_making_of_the_index_is_told(run: Running, archive: Archive) -> None:
    assert run.app.archive is not None
    searcher = run.app.archive.searcher
    whole = searcher.state

    async def halfway() -> State:
        return State(3, 10, complete=False)

    await tutorial(archive, "上营村", "2011-03-01")
    searcher.state = halfway  # type: ignore[method-assign]
    screen = await open_list(run, "farmer_tutorial", 1, text="上营")
    note = screen.query_one("#filter-fault", Static)
    await run.until(lambda: note.display and "3 of 10" in str(note.render()), "told")
    searcher.state = whole  # type: ignore[method-assign]
    await run.press("f5")
    await run.until(lambda: not note.display, "made")


async def test_columns_are_chosen_ordered_and_resized_and_kept_for_the_operator(
    run: Running, archive: Archive
) -> None:
    assert run.app.archive is not None
    await run.app.archive.add_field("farmer_tutorial", "bus", {"label": ["用车", "Bus"], "type": "text"})
    await tutorial(archive, "上营村", "2011-03-01", farmers="31")
    screen = await open_list(run, "farmer_tutorial", 1)
    usual = [column.key for column in screen.table.columns]
    screen.action_columns()
    prompt = await run.screen(ColumnsPrompt)
    assert [each.name for each in prompt._choices if each.shown] == usual
    at = [each.name for each in prompt._choices].index("bus")
    prompt._table.cursor = at
    await run.press("space")
    prompt._table.cursor = at
    await run.press(*["alt+up"] * at, "right", "right", "enter")
    await run.until(lambda: run.app.screen is screen and screen.table.columns[0].key == "bus", "Bus is first")
    assert screen.table.columns[0].label == "Bus"
    width = screen.table.columns[0].width
    border = screen.table.arranged.frozen_width + screen.table.arranged.moving[0].end
    await run.pilot.mouse_down(screen.table, offset=(border, 0))
    await run.pilot.hover(screen.table, offset=(border + 3, 0))
    await run.pilot.mouse_up(screen.table, offset=(border + 3, 0))
    await run.until(lambda: screen.table.columns[0].width == width + 3, "dragged")
    await run.until(lambda: screen.shown_columns[0].width == width + 3 and screen.table.current, "kept")
    assert screen.table.sorted_by == "-date", "a drag is no click on the heading"
    again = await open_list(run, "farmer_tutorial", 1)
    assert [each.key for each in again.table.columns] == ["bus", *usual]
    assert again.table.columns[0].width == width + 3
    other = await open_list(run, None, 1)
    assert "bus" not in [each.key for each in other.table.columns]
    run.app.set_operator("李秀兰")
    whose = await open_list(run, "farmer_tutorial", 1)
    assert [each.key for each in whose.table.columns] == usual


async def test_a_view_is_saved_opened_from_home_and_renamed_and_deleted(
    run: Running, archive: Archive
) -> None:
    await tutorial(archive, "上营村", "2011-03-01")
    await tutorial(archive, "柳树湾村", "2011-05-01")
    screen = await open_list(run, "farmer_tutorial", 1, text="2011-05")
    screen.sort_by("title")
    screen.action_save_view()
    await run.screen(TextPrompt)
    await run.write("五月的课")
    await run.press("enter")
    await run.until(lambda: screen.view is not None and run.app.screen is screen, "saved")
    await run.press("escape")
    home = await run.screen(HomeScreen)
    menu = home.query_one("#menu", VirtualTable)
    await run.until(lambda: any("五月的课" in row.cells[0] for row in rows_of(menu)), "on the home screen")
    menu.cursor = next(at for at, row in enumerate(rows_of(menu)) if "五月的课" in row.cells[0])
    await run.press("enter")
    opened = await run.screen(ListScreen)
    await run.until(lambda: opened.built and opened.table.row_count == 1 and opened.table.current, "opened")
    assert (opened.filter_text, opened.sort) == ("2011-05", "title")
    opened.action_rename_view()
    prompt = await run.screen(TextPrompt)
    prompt.query_one(LineInput).value = "5月"
    await run.press("enter")
    await run.until(lambda: opened.view is not None and opened.view.name == "5月", "renamed")
    assert [view.name for view in await list_views(archive)] == ["5月"]
    opened.action_delete_view()
    await run.screen(ChoicePrompt)
    await run.press("enter")
    await run.until(lambda: opened.view is None, "deleted")
    assert await list_views(archive) == []


async def test_conditions_read_as_a_sentence_are_built_by_choosing_and_taken_away(
    run: Running, archive: Archive
) -> None:
    await tutorial(archive, "上营村", "2011-03-01", farmers="31")
    await tutorial(archive, "柳树湾村", "2011-05-01")
    base = Query(date_from=date(2011, 1, 1), date_to=date(2011, 12, 31))
    run.app.push_screen(ListScreen("farmer_tutorial", text="village:上营 status:draft", query=base))
    screen = await run.screen(ListScreen)
    await run.until(lambda: screen.built and screen.table.row_count == 1 and screen.table.current, "listed")
    bar = screen.query_one(ChipBar)
    assert bar._labels == ["from 2011-01-01 to 2011-12-31", "Village and group has “上营”", "status: Draft"]
    bar.focus()
    await run.press("right", "backspace")
    await run.until(lambda: screen.table.row_count == 2, "the second is taken away")
    assert screen.filter_text == "status:draft"
    await run.pilot.click(bar, offset=(len(bar._labels[0]) + 3, 0))
    await run.until(lambda: bar._labels == ["status: Draft"], "with the mouse, one the list was opened with")

    await run.press("f4", "f4")
    await run.screen(OptionPicker)
    await run.write("farmers")
    await run.press("enter")
    menu = await run.screen(MenuScreen)
    menu.query_one(JumpList).highlighted = 1
    await run.press("enter")
    await run.screen(TextPrompt)
    await run.write("30")
    await run.press("enter")
    await run.until(lambda: screen.filter_text == "status:draft farmers:>=30", "written in the one language")
    await run.until(lambda: screen.table.row_count == 1 and "上营村" in cells(screen, 0), "narrowed")


def test_a_choice_of_a_condition_is_read_back_as_it_is_stored_in_both_languages() -> None:
    kinds, read = own_kinds(), 0
    choices = [(kind, each) for kind in kinds.values() for each in kind.fields if each.choices]
    for lang in ("zh", "en"):
        set_language(lang)
        for kind, field in choices:
            for choice in field.choices:
                condition = Condition(field.name, "~", as_typed(field, choice.value))
                query = parse_query(write_condition(condition), kinds, kind=kind.name)
                assert [each.value for each in query.where] == [choice.value], (lang, kind.name, field.name)
                read += 1
    assert read > 2 * len(choices)
