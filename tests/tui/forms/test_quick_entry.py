"""Quick entry: a meeting's sign-in list, a week's study entries, a test's scores; counted in keys."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from bson.objectid import ObjectId
from textual.events import Paste

from records.archive import Archive
from records.record import Record
from records.search.query import Query
from tests.tui.conftest import Running, running
from tui.drafts import Draft
from tui.grid_state import GridRow
from tui.screens.forms.form import FormScreen
from tui.screens.forms.option_picker import OptionPicker
from tui.screens.forms.picker import PickerScreen
from tui.screens.forms.row import RowScreen
from tui.screens.forms.table_grid import TableGridScreen, open_table
from tui.screens.menu import MenuScreen
from tui.screens.prompts import ChoicePrompt
from tui.screens.quick.quick import open_way
from tui.screens.quick.quick_attendance import AttendanceScreen
from tui.screens.quick.quick_entries import EntriesScreen
from tui.widgets.grid import CellGrid
from tui.widgets.table.virtual_table import VirtualTable

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢"
NAMES = ("张伟民", "李秀兰", "赵永刚", "王德明", *(f"{surname}国强" for surname in SURNAMES))


async def branch(archive: Archive, names: tuple[str, ...] = NAMES) -> tuple[ObjectId, dict[str, ObjectId]]:
    """A branch and its members since July 2010."""
    unit = (await archive.save(Record.new("unit", {"name": "上营村党支部"}))).id
    stay = [{"org": unit, "from": date(2010, 7, 1)}]
    people = [Record.new("person", {"name": name, "memberships": stay}) for name in names]
    assert not (await archive.save_many(people)).rejected
    return unit, {str(person.fields["name"]): person.id for person in people}


class Counted:
    """A keyboard that counts."""

    def __init__(self, run: Running) -> None:
        self.run, self.keys = run, 0

    async def press(self, *keys: str) -> None:
        self.keys += len(keys)
        await self.run.press(*keys)


@pytest.fixture
async def run(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Running]:
    """The application on a day of the programme."""
    monkeypatch.setenv("XUEDANG_DATE", "2012-10-15")
    async with running() as run:
        yield run


async def test_a_meeting_of_28_with_two_absent_takes_at_most_30_keys(run: Running, archive: Archive) -> None:
    unit, people = await branch(archive)
    await run.until(lambda: isinstance(run.app.focused, VirtualTable) and run.app.focused.row_count)
    keyboard = Counted(run)
    await keyboard.press("enter")  # Home's cursor begins on the first line that opens something
    await run.screen(MenuScreen)
    await keyboard.press("enter")
    await run.screen(RowScreen)
    await keyboard.press(*"syc")
    await run.screen(PickerScreen)
    await keyboard.press("enter")
    await run.until(lambda: isinstance(run.app.screen, RowScreen), "unit chosen")
    await keyboard.press("tab", *"学习党章", "tab", "backspace", "backspace", "0", "8", "f2")
    sheet = await run.screen(AttendanceScreen)
    count = sheet.query_one("#attendance-count")
    await run.until(lambda: "expected 28, present 28" in str(count.render()), "all are present")
    await keyboard.press(*"zwm", "enter", *"lxl", "enter")
    assert "present 26" in str(count.render())
    await keyboard.press("f2")
    form = await run.form()
    await run.until(lambda: form.record.version == 1, "saved")
    assert keyboard.keys <= 30, keyboard.keys

    stored = await archive.get(form.record.id)
    assert (stored.title, stored.unit) == ("学习党章", unit)
    assert stored.date is not None and stored.date.start == date(2012, 10, 8)
    assert (stored.fields["expected"], stored.fields["present"]) == (28, 26)
    rows: Any = stored.fields["attendance"]
    absent = {row["person"] for row in rows if row["state"] == "缺席"}
    assert absent == {people["张伟民"], people["李秀兰"]}


async def test_states_are_chosen_with_the_arrows_and_undone_with_the_form(
    run: Running, archive: Archive
) -> None:
    unit, people = await branch(archive, NAMES[:3])
    fields = {"title": "例会", "host_unit": unit, "start": date(2012, 10, 8)}
    record = await archive.save(Record.new("session", fields))
    run.app.push_screen(FormScreen(record))
    form = await run.form()
    await run.press("f9")
    await run.screen(MenuScreen)
    await run.write("qd" if run.app.settings.language == "zh" else "sign")
    await run.press("enter")
    sheet = await run.screen(AttendanceScreen)
    count = sheet.query_one("#attendance-count")
    await run.until(lambda: "present 3" in str(count.render()))
    await run.write("赵")
    await run.press("right")
    assert "present 3  (Present 2  Late 1)" in str(count.render())
    await run.press("right")
    assert "present 2  (Present 2  On leave 1)" in str(count.render())
    await run.press("x")
    assert "Nobody on the list fits; F4" in str(count.render())
    await run.press("backspace", "ctrl+z", "escape")
    await run.until(lambda: run.app.screen is form)
    typed: Any = form.state.typed["attendance"]
    assert {row["person"]: row["state"] for row in typed} == {
        str(people[name]): "迟到" if name == "赵永刚" else "到" for name in NAMES[:3]
    }
    assert form.unsaved


async def test_scores_are_pasted_and_names_matched_asked_and_absences_understood(
    run: Running, archive: Archive
) -> None:
    _, people = await branch(archive, NAMES[:4])
    other = (await archive.save(Record.new("person", {"name": "王德明"}))).id
    exam = {"title": "党章测试", "held_on": date(2012, 10, 8), "full_mark": Decimal(100)}
    form = FormScreen(await archive.save(Record.new("exam", exam)))
    run.app.push_screen(form)
    await run.form()
    open_table(form, "results")
    screen = await run.screen(TableGridScreen)
    await run.until(lambda: run.app.focused is not None)
    grid = screen.query_one(CellGrid)
    pasted = (
        "姓名\t成绩\t备注\r张 伟民\t86.5\tx\r李秀兰\t缺考\t\r赵永刚\t补考72\t\r王德明\t90\t\r刘小红\t70\t\r"
    )
    run.app.post_message(Paste(pasted))
    await run.until(lambda: len(grid.state.marks) == 2, "pasted")
    assert "2 people are called so" in grid.state.fault(3, grid.state.columns[0])
    assert (grid.row, grid.column.name) == (3, "person")
    await run.press("f4")
    picker = await run.screen(PickerScreen)
    await run.until(lambda: picker.query_one(VirtualTable).row_count == 2)
    await run.press("enter")
    await run.until(lambda: run.app.screen is screen and len(grid.state.marks) == 1, "chosen")
    await run.press("down", "shift+delete", "f2")
    await run.until(lambda: run.app.screen is form)
    await run.press("f2")
    await run.until(lambda: form.record.version == 2, "saved")
    fields: Any = (await archive.get(form.record.id)).fields
    by_person = {row.pop("person"): row for row in fields["results"]}
    assert by_person.keys() - {other} - {people["王德明"]} == {people[name] for name in NAMES[:3]}
    assert by_person[people["张伟民"]]["score"] == Decimal("86.5")
    assert by_person[people["李秀兰"]] == {"absent": True}
    assert by_person[people["赵永刚"]] == {"score": Decimal(72), "makeup": True}
    assert len(by_person) == 4 and fields["taken"] == 3

    # Scores that come later change the rows of those who have one, and say so; nobody gets a second row.
    open_table(form, "results")
    screen = await run.screen(TableGridScreen)
    await run.until(lambda: run.app.focused is not None)
    state = screen.query_one(CellGrid).state
    run.app.post_message(Paste("李秀兰\t81\r张伟民\t86.5\r赵永刚\t\r"))
    told = "Rows that stood there already are changed: 李秀兰 (row 2)"
    await run.until(lambda: [each.message for each in run.app._notifications][-1:] == [told], "told")
    assert len(state.kept) == 4
    assert (state.typed(1, "person"), state.typed(1, "score")) == (str(people["李秀兰"]), "81")
    assert state.typed(1, "absent") == ""
    # Typed a second time by hand, the cell says so before anything is saved.
    state.add(4, {"person": str(people["张伟民"])})
    assert state.fault(4, state.columns[0]) == "张伟民 stands in row 1 already"


async def test_no_score_takes_the_place_of_another_in_one_list_without_a_word(
    run: Running, archive: Archive
) -> None:
    _, people = await branch(archive, NAMES[:4])
    await archive.save(Record.new("person", {"name": "王德明"}))
    form = FormScreen(await archive.save(Record.new("exam", {"title": "党章测试"})))
    run.app.push_screen(form)
    await run.form()
    open_table(form, "results")
    screen = await run.screen(TableGridScreen)
    await run.until(lambda: run.app.focused is not None)
    state = screen.query_one(CellGrid).state
    run.app.post_message(Paste("王德明\t88\r李秀兰\t55\r王德明\t91\r李秀兰\t补考72\r"))
    told = "Twice in what was pasted, the later one holds: 李秀兰 (row 2)"
    await run.until(lambda: told in [each.message for each in run.app._notifications], "told")
    # Two are called 王德明: each row waits to be told whose it is.
    await run.until(lambda: len(state.marks) == 2, "asked")
    assert [(state.typed(at, "person"), state.typed(at, "score")) for at in range(3)] == [
        ("王德明", "88"),
        (str(people["李秀兰"]), "72"),
        ("王德明", "91"),
    ]
    # What is asked stays asked when rows come and go.
    grid = screen.query_one(CellGrid)
    grid.go_to(2, 0)
    await run.press("down")
    grid.go_to(1, 0)
    await run.press("shift+delete")
    assert [state.fault(at, state.columns[0])[:20] for at in range(2)] == ["2 people are called "] * 2


async def test_scores_are_typed_by_initials(run: Running, archive: Archive) -> None:
    _, people = await branch(archive, NAMES[:3])
    open_way(run.app, "scores")
    await run.screen(OptionPicker)
    await run.press("enter")
    await run.screen(RowScreen)
    await run.write("月考")
    await run.press("f2")
    screen = await run.screen(TableGridScreen)
    await run.until(lambda: run.app.focused is not None)
    state = screen.query_one(CellGrid).state
    await run.press(*"zwm", "tab", *"88", "enter", "left", *"lxl", "tab", *"qk", "backspace", "backspace")
    await run.write("缺考")
    await run.press("enter")
    await run.until(lambda: state.typed(1, "absent") == "true" and not state.marks, "absent")
    await run.until(lambda: state.typed(1, "person") == str(people["李秀兰"]), "named")
    assert (state.typed(0, "person"), state.typed(0, "score")) == (str(people["张伟民"]), "88")
    await run.press("ctrl+z", "ctrl+z", "f11")
    form = await run.form()
    typed: Any = form.state.typed["results"]
    assert next(row["person"] for row in typed) == str(people["张伟民"])


async def test_a_table_of_a_form_takes_cells_of_a_spreadsheet_and_fills_down(
    run: Running, archive: Archive
) -> None:
    form = FormScreen(await archive.save(Record.new("research_report", {"title": "灌溉渠调研"})))
    run.app.push_screen(form)
    await run.form()
    form.go_to_field("problems")
    await run.until(lambda: isinstance(run.app.focused, VirtualTable), "table")
    run.app.post_message(Paste("渠道淤积\n水泵老化\n"))
    screen = await run.screen(TableGridScreen)
    grid = screen.query_one(CellGrid)
    await run.until(lambda: len(grid.state.kept) == 2, "pasted")
    solved = [each.name for each in grid.state.columns].index("solved")
    grid.go_to(0, solved)
    await run.write("否")
    await run.press("ctrl+d", "escape")
    await run.until(lambda: run.app.screen is form)
    await run.press("f2")
    await run.until(lambda: form.record.version == 2, "saved")
    rows: Any = form.record.fields["problems"]
    assert [(row["text"], row["solved"]) for row in rows] == [("渠道淤积", False), ("水泵老化", False)]


async def test_a_row_at_fault_of_a_long_table_is_gone_to_in_form_and_grid(
    run: Running, archive: Archive
) -> None:
    rows = [{"text": f"第{number}段渠道淤积", "solved": False} for number in range(30)]
    report = {"title": "灌溉渠调研", "problems": [*rows, {"text": "水泵老化", "solved": False}]}
    form = FormScreen(await archive.save(Record.new("research_report", report)))
    run.app.push_screen(form)
    await run.form()
    typed: Any = form.state.typed["problems"]
    typed[27] = typed[27] | {"solved_on": "2012-13-40"}
    form.put_in("problems", typed)
    await run.press("f2")
    await run.until(lambda: isinstance(run.app.focused, VirtualTable), "gone to")
    table = run.app.focused
    assert isinstance(table, VirtualTable) and table.cursor == 27
    (note,) = [each for each in form.query(".field-note") if "2012-13-40" in str(each.render())]
    assert "row 28" in str(note.render())
    await run.press("f11")
    grid = (await run.screen(TableGridScreen)).query_one(CellGrid)
    assert grid.row == 27


async def test_a_week_of_a_branch_is_typed_in_one_grid_stored_together_and_taken_back(
    run: Running, archive: Archive
) -> None:
    unit, people = await branch(archive, NAMES[:3])
    common: GridRow = {"subtype": "自学", "started": "2012-10-08"}
    rows: list[GridRow] = [{"person": str(people[name])} | common for name in NAMES[:3]]
    page = EntriesScreen("study_entry", str(unit), rows, common)
    run.app.push_screen(page)
    await run.until(lambda: page.query(CellGrid) and run.app.focused is not None, "grid")
    grid, state = page.query_one(CellGrid), page.state
    names = [each.name for each in state.columns]
    grid.go_to(0, names.index("minutes"))
    await run.write("900")
    await run.press("ctrl+d", "tab")
    await run.write("学习十八大精神")
    await run.press("enter")
    await run.write("同上")
    await run.press("f2")
    # Two rows hold what was typed, and the last only minutes: it lacks what a record needs.
    await run.until(lambda: state.marks, "faults")
    assert (grid.row, grid.column.name) == (0, "minutes")
    assert await archive.find(Query(kind="study_entry")) == []
    await run.write("90")
    await run.press("down")
    await run.write("60")
    await run.press("down", "backspace", "f2")
    prompt = await run.screen(ChoicePrompt)
    stored = await archive.find(Query(kind="study_entry"))
    assert {(each.fields["person"], each.fields["minutes"], each.status) for each in stored} == {
        (people["张伟民"], 90, "submitted"),
        (people["李秀兰"], 60, "submitted"),
    }
    assert {each.fields["content"] for each in stored} == {"学习十八大精神"}
    assert len({each.origin["batch"] for each in stored}) == 1
    await run.press("right", "enter")
    await run.until(lambda: run.app.screen is page and len(page._filled) == 2, "taken back")
    assert prompt is not run.app.screen
    assert await archive.find(Query(kind="study_entry")) == []

    page.write_draft()
    (path,) = run.app.drafts.folder.glob("*.json")
    again = EntriesScreen.from_draft(Draft(**json.loads(path.read_text())), run.app.drafts.new_file())
    run.app.push_screen(again)
    await run.until(lambda: again.query(CellGrid), "draft open")
    assert again.state.rows == state.rows and again.unsaved


async def test_pasted_study_entries_go_to_the_rows_of_their_people_and_keep_what_all_have_in_common(
    run: Running, archive: Archive
) -> None:
    unit, people = await branch(archive, NAMES[:3])
    common: GridRow = {"title": "田间水利", "category": "业务", "finished": "2012-10-08"}
    rows: list[GridRow] = [{"person": str(people[name])} | common for name in NAMES[:3]]
    page = EntriesScreen("book_reading", str(unit), rows, common)
    run.app.push_screen(page)
    await run.until(lambda: page.query(CellGrid) and run.app.focused is not None, "grid")
    run.app.post_message(
        Paste("姓名\t书名\t读完日期\n赵永刚\t防汛手册\t\n张伟民\t\t2012-10-09\n赵永刚\t养蚕\t\n")
    )
    await run.until(lambda: len(page._filled) == 3, "pasted")
    await run.press("f2")
    await run.screen(ChoicePrompt)
    stored = [each.fields for each in await archive.find(Query(kind="book_reading"))]
    assert {(each["person"], each["title"], each["category"], str(each["finished"])) for each in stored} == {
        (people["赵永刚"], "防汛手册", "业务", "2012年10月8日"),
        (people["赵永刚"], "养蚕", "业务", "2012年10月8日"),
        (people["张伟民"], "田间水利", "业务", "2012年10月9日"),
    }
    assert [row["person"] for row in page.state.rows] == [str(people["李秀兰"])]


async def test_what_is_typed_into_the_picker_of_a_cell_takes_the_place_of_the_name_nobody_has(
    run: Running, archive: Archive
) -> None:
    unit, people = await branch(archive, NAMES[:3])
    page = EntriesScreen("book_reading", str(unit), [{"person": "李某某", "title": "养蚕"}], {})
    run.app.push_screen(page)
    await run.until(lambda: page.query(CellGrid) and run.app.focused is not None, "grid")
    await run.press("f4")
    await run.screen(PickerScreen)
    await run.press(*"zyg", "enter")
    await run.until(lambda: page.state.typed(0, "person") == str(people["赵永刚"]), "chosen")
