"""The rule matrix: what its cells say, how they follow changes, where they lead, and what narrows it.

Five people take part (ALL); a year asks 20,000 字 of notes, by 15 June floor(20,000 x 166/365 + 1/4) = 9,095.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList, Static

from records.archive import Archive
from records.language import set_language
from records.programme.calendar import read_period
from tests.programme.mechanism_records import Town, found_town
from tests.tui.conftest import Running, running
from tests.tui.standing.standing_pages import ON, book, cell, note, rows
from tui.screens.lists.list import ListScreen
from tui.screens.menu import MenuScreen
from tui.screens.prompts import TextPrompt
from tui.screens.standing.matrix import MatrixScreen, open_matrix
from tui.screens.standing.matrix_rows import TOTALS
from tui.screens.standing.person_board import PersonBoard
from tui.widgets.line_input import LineInput


@pytest.fixture
async def town(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("XUEDANG_DATE", ON)
    return await found_town(archive)


async def opened(run: Running, **told: Any) -> MatrixScreen:
    """The matrix in front, counted to the end."""
    open_matrix(run.app, **told)
    page = await run.screen(MatrixScreen)
    await run.until(lambda: page.built and page.tallies is not None and rows(page.table), "counted")
    return page


def detail(page: MatrixScreen) -> str:
    return str(page.query_one("#matrix-detail", Static).render())


def names(page: MatrixScreen) -> list[str]:
    return [row.cells[0] for row in rows(page.table)[1:]]


async def go_to(run: Running, page: MatrixScreen, row_id: object, column: str) -> None:
    """Put the cursor on a cell."""
    table = page.table
    table.focus()
    table.cursor = next(i for i, row in enumerate(rows(table)) if row.id == row_id)
    table.cursor_column = next(i for i, each in enumerate(table.columns) if each.key == column)
    await run.pilot.pause()


async def test_cells_and_totals_follow_verifying_editing_and_voiding(town: Town) -> None:
    li = town.li.id
    await note(town, town.li, 8000, (2011, 3))
    waits = await note(town, town.li, 5000, (2011, 5), "submitted")
    read = await book(town, town.li, "农业技术", "2011-05-10")
    async with running((120, 40)) as run:
        page = await opened(run)
        table = page.table
        assert [row.cells[0] for row in rows(table)[1:]] == ["王德明", "张伟民", "赵永刚", "李秀兰", "孙有才"]
        assert cell(table, li, "R22") == "! 40%?", "8,000 of 20,000 is below 9,095; 5,000 wait"
        assert cell(table, li, "R11") == "✓"
        assert cell(table, town.zhao.id, "R01") == "", "a farmer is no cadre"
        assert cell(table, TOTALS, "R11") == "1/5"
        await go_to(run, page, li, "R22")
        assert "8,000/20,000" in detail(page)
        assert "12,000 characters to go; 5,000 characters awaiting approval" in detail(page)

        await town.archive.approve([waits.id])
        await run.until(lambda: cell(table, li, "R22") == "… 65%", "13,000 are on pace")
        assert table.current is not None
        assert table.current.id == li, "the cursor has stayed"
        await run.until(lambda: "13,000/20,000" in detail(page), "in words too")

        waits = await town.archive.get(waits.id)
        waits.fields["words"] = 12_000
        await town.archive.save(waits)
        await run.until(lambda: cell(table, li, "R22") == "✓", "20,000 are met")
        await run.until(lambda: cell(table, TOTALS, "R22") == "1/5", "counted")

        await town.archive.void(read.id, "登记错误")
        await run.until(lambda: cell(table, li, "R11") != "✓", "the book is void")
        await run.until(lambda: cell(table, TOTALS, "R11") == "0/5", "counted")


async def test_units_are_rows_too(town: Town) -> None:
    await town.session("集体学习", "2011-06-13 08:30", 180, town.upper)
    async with running((120, 40)) as run:
        page = await opened(run)
        await run.press("ctrl+u")
        await run.until(lambda: cell(page.table, town.upper.id, "R15") == "✓", "180 minutes")
        assert cell(page.table, town.willow.id, "R15") == "! 0/180", "three days of seven: 77 by now"
        assert cell(page.table, town.top.id, "R15") == "", "the township holds no half day"
        assert cell(page.table, town.top.id, "R13") == "… 0/1"
        assert "units" in page.heading()


async def test_from_rules_to_periods_and_through_the_periods(town: Town) -> None:
    await book(town, town.li, "农业技术", "2011-02-10")
    async with running((120, 40)) as run:
        page = await opened(run)
        await go_to(run, page, town.li.id, "R11")
        await run.press("f11")
        keys = ["R11@2010Q3", "R11@2010Q4", "R11@2011Q1", "R11@2011Q2"]
        await run.until(lambda: [each.key for each in page.table.columns[2:]] == keys, "quarters begun")
        await run.until(lambda: cell(page.table, town.li.id, "R11@2011Q1") == "✓", "read in February")
        assert cell(page.table, town.li.id, "R11@2010Q4") == "✗ 0/1"
        assert page.table.current_column is not None
        assert page.table.current_column.key == "R11@2011Q2", "the running one"
        await run.press("f8")
        assert "R12" in page.heading(), "the next rule"
        await run.press("f7", "f11")
        await run.until(lambda: page.place.rule is None and cell(page.table, town.li.id, "R22"), "rules")
        assert page.table.current_column.key == "R11", "on the rule one came from"
        await run.press("f7")
        assert page.heading() == "Rule matrix > people > 2011-05"
        await run.press("ctrl+g")
        prompt = await run.screen(TextPrompt)
        await run.until(lambda: prompt.query(LineInput) and prompt.focused is not None)
        prompt.query_one(LineInput).value = "2011"
        await run.press("enter")
        await run.until(lambda: cell(page.table, town.li.id, "R11@2011") == "! 1/2", "76 of 91 days gone")
        await run.press("f8")
        await run.until(lambda: page.heading().endswith("now"), "2011 is the last year that has begun")


async def test_an_alert_leads_to_those_it_counts(town: Town) -> None:
    await book(town, town.li, "农业技术", "2011-02-10")
    async with running() as run:
        page = await opened(run, rule="R11", period=read_period("2011Q1"), urgency="missed")
        await run.until(lambda: names(page) == ["王德明", "张伟民", "赵永刚", "孙有才"], "all but one")
        assert page.table.current_column is not None
        assert page.table.current_column.key == "R11@2011Q1"
        await run.press("f4")
        await run.write("zwmq")
        await run.until(lambda: "Nobody here is called so; F4" in detail(page), "says why it is empty")
        await run.press("backspace")
        await run.until(lambda: names(page) == ["张伟民"], "by initials")
        await run.press("enter", "f2")
        board = await run.screen(PersonBoard)
        await run.until(lambda: board.built and "张伟民" in board.heading(), "his dashboard")


async def test_enter_opens_the_records_behind_and_who_has_not_met_it(town: Town) -> None:
    first = await note(town, town.li, 8000, (2011, 3))
    await note(town, town.li, 5000, (2011, 5), "submitted")
    await note(town, town.zhang, 700, (2011, 5))
    async with running() as run:
        page = await opened(run)
        await go_to(run, page, town.li.id, "R22")
        await run.press("enter")
        listed = await run.screen(ListScreen)
        await run.until(
            lambda: listed.query("#records") and listed.table.row_count == 2, "verified and waiting"
        )
        assert listed.heading() == "李秀兰 > R22 Notes > 2011"
        await run.press("escape")
        await run.until(lambda: run.app.screen is page)
        await go_to(run, page, town.zhang.id, "R22")
        await run.press("enter")
        assert (await run.form()).record.id != first.id
        await run.press("escape")
        await run.until(lambda: run.app.screen is page)
        await go_to(run, page, TOTALS, "R22")
        assert "0 of 5 met, 5 behind" in detail(page)
        await run.press("enter")
        listed = await run.screen(ListScreen)
        await run.until(lambda: listed.query("#records") and listed.table.row_count == 5, "the people")


async def test_it_narrows_to_a_unit_with_those_below_a_scope_and_a_state(town: Town) -> None:
    waits = await note(town, town.zhang, 700, (2011, 5), "submitted")
    async with running() as run:
        page = await opened(run, unit=town.upper.id)
        await run.until(lambda: names(page) == ["张伟民", "赵永刚"], "of the branch")
        for option, expected in (("scope", "PC"), ("state", "waiting")):
            await run.press("f9")
            menu = await run.screen(MenuScreen)
            menu.query_one(OptionList).highlighted = menu.query_one(OptionList).get_option_index(option)
            await run.press("enter")
            await run.until(lambda menu=menu: run.app.screen is not menu)  # type: ignore[misc]
            choice = await run.screen(MenuScreen)
            choice.query_one(OptionList).highlighted = choice.query_one(OptionList).get_option_index(expected)
            await run.press("enter")
            await run.until(lambda: run.app.screen is page)
        await run.until(lambda: names(page) == ["张伟民"], "a cadre of whom something waits")
        count = str(page.query_one("#count", Static).render())
        assert count == "上营村党支部  Party cadres  Waiting for approval  people: 1"
        await town.archive.approve([waits.id])
        await run.until(lambda: names(page) == [], "nothing waits any more")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
async def test_it_is_exported_as_shown(town: Town, tmp_path: Path, ending: str) -> None:
    await note(town, town.li, 20_000, (2011, 3))
    target = tmp_path / f"matrix.{ending}"
    async with running() as run:
        page = await opened(run, unit=town.willow.id)
        await run.press("ctrl+e")
        prompt = await run.screen(TextPrompt)
        prompt.query_one(LineInput).value = str(target)
        await run.press("enter")
        await run.until(lambda: target.exists() and run.app.screen is page, "written")
        await run.until(lambda: not page.workers._workers or target.stat().st_size > 0)
    found = read_csv(target) if ending == "csv" else read_xlsx(target)
    at = found[0].index("R22 Notes")
    assert [(row[0], row[1], row[at]) for row in found[1:]] == [
        ("Met", "of judged", "1/2"),
        ("李秀兰", "柳树湾村党支部", "✓"),
        ("孙有才", "柳树湾村党支部", "! 0%"),
    ]


def read_csv(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def read_xlsx(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook

    sheet = load_workbook(path).active
    assert sheet is not None
    return [[str(each or "") for each in row] for row in sheet.iter_rows(values_only=True)]


async def test_it_speaks_chinese_and_keeps_to_ascii(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEDANG_LANG", "zh")
    monkeypatch.setenv("XUEDANG_ASCII", "1")
    set_language("zh")
    await note(town, town.li, 20_000, (2011, 3))
    async with running() as run:
        page = await opened(run)
        assert page.heading() == "规则对照表 > 人员 > 当前各期"
        assert cell(page.table, town.li.id, "R22") == "+"
        assert cell(page.table, town.sun.id, "R22") == "! 0%"
        await go_to(run, page, town.sun.id, "R22")
        assert "R22 学习笔记：每年" in detail(page)
        assert "2011年  ! 落后  0/20,000 字" in detail(page)
