"""A person's dashboard: what it says of each rule, how it follows changes, and where it leads.

By 15 June 2011, day 166, floor(20,000 x 166/365 + 1/4) = 9,095 字 of notes are due of 20,000.
"""

from __future__ import annotations

import pytest
from bson.objectid import ObjectId
from textual.widgets import OptionList, Static

from records.archive import Archive
from tests.programme.mechanism_records import Town, found_town
from tests.tui.conftest import Running, running
from tests.tui.standing.standing_pages import ON, cell, note, rows
from tui.screens.lists.list import ListScreen
from tui.screens.menu import MenuScreen
from tui.screens.standing.dossier import DossierScreen
from tui.screens.standing.matrix import MatrixScreen
from tui.screens.standing.person_board import PersonBoard, open_person_board
from tui.screens.standing.unit_board import UnitBoard
from tui.widgets.plot import Plot


@pytest.fixture
async def town(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("XUEDANG_DATE", ON)
    return await found_town(archive)


async def opened(run: Running, person: ObjectId) -> PersonBoard:
    open_person_board(run.app, person)
    page = await run.screen(PersonBoard)
    await run.until(lambda: page.built and page.book is not None and rows(page.table), "read")
    return page


def about(page: PersonBoard) -> str:
    return str(page.query_one("#board-about", Static).render())


async def go_to(run: Running, page: PersonBoard, rule: str) -> None:
    page.table.cursor = next(i for i, row in enumerate(rows(page.table)) if row.id == rule)
    await run.pilot.pause()


async def choose(run: Running, option: str) -> None:
    """Take a line of the menu in front."""
    menu = await run.screen(MenuScreen)
    options = menu.query_one(OptionList)
    options.highlighted = options.get_option_index(option)
    await run.press("enter")


async def test_a_rule_shows_figures_state_course_and_what_is_missing_and_follows(town: Town) -> None:
    await note(town, town.li, 10_000, (2010, 9))
    await note(town, town.li, 8000, (2011, 3))
    waits = await note(town, town.li, 5000, (2011, 5), "submitted")
    states = [(town.li, {"state": "到"})]
    await town.session(
        "交流会", "2011-05-20 08:30", 60, town.willow, states=states, level="支部", speakers=[town.li]
    )
    async with running((140, 40)) as run:
        page = await opened(run, town.li.id)
        table = page.table
        ids = [str(row.id) for row in rows(table)]
        # A village cadre in the Party without a covered village: PC and ALL, neither R07 nor R08.
        asked = "R01 R02 R03 R04 R05 R06 R09 R10 R11 R12 R19 R20 R21 R22"
        assert ids == asked.split()
        assert cell(table, "R22", "done").endswith("8,000/20,000 characters (+5,000)")
        assert cell(table, "R22", "state") == "! Behind"
        assert cell(table, "R22", "history") == "✓!", "10,000 of 10,000 in the half of 2010"
        assert cell(table, "R22", "missing") == "12,000 characters to go; 5,000 characters awaiting approval"
        assert cell(table, "R10", "history") == "✗✗✗✗✓…", "January to June"
        assert "came to 1 of 1 sessions" in about(page)
        await go_to(run, page, "R22")
        chart = page.query_one("#board-plot", Plot).chart
        assert chart is not None
        assert chart.series[0].figures[:6] == (0, 0, 8000, 8000, 8000, 8000), "added up to June"
        assert chart.series[0].figures[6] is None

        await town.archive.approve([waits.id])
        await run.until(lambda: cell(table, "R22", "state") == "… On pace", "13,000 by mid-June")
        waits = await town.archive.get(waits.id)
        waits.fields["words"] = 12_000
        await town.archive.save(waits)
        await run.until(lambda: cell(table, "R22", "history") == "✓✓", "20,000")
        await town.archive.void(waits.id, "登记错误")
        await run.until(lambda: cell(table, "R22", "state") == "! Behind", "8,000 again")
        assert table.current is not None
        assert table.current.id == "R22", "the cursor has stayed"


async def test_years_before_are_told_as_they_ended(town: Town) -> None:
    await note(town, town.li, 9000, (2010, 9))
    async with running() as run:
        page = await opened(run, town.li.id)
        await run.press("f8")
        assert page.year == 2011, "2012 has not begun"
        await run.press("f7")
        await run.until(lambda: cell(page.table, "R22", "state") == "✗ Failed", "9,000 of 10,000")
        assert page.heading().endswith("2010")
        assert cell(page.table, "R10", "history") == "✗✗✗✗✗✗", "July to December"


async def test_it_leads_to_records_the_archive_the_matrix_the_unit_and_an_exemption(town: Town) -> None:
    first = await note(town, town.li, 8000, (2011, 3))
    await note(town, town.li, 10_000, (2010, 9))
    async with running() as run:
        page = await opened(run, town.li.id)
        await go_to(run, page, "R22")
        await run.press("enter")
        assert (await run.form()).record.id == first.id
        await run.press("escape")
        await run.until(lambda: run.app.screen is page)
        await run.press("f9")
        await choose(run, "year")
        listed = await run.screen(ListScreen)
        await run.until(lambda: listed.query("#records") and listed.table.row_count == 2, "of both years")
        await run.press("escape")
        await run.until(lambda: run.app.screen is page)
        await run.press("f2")
        dossier = await run.screen(DossierScreen)
        await run.until(lambda: dossier.built)
        await run.press("f11")
        await run.until(lambda: isinstance(run.app.screen, PersonBoard) and run.app.screen is not page)
        await run.press("escape")
        await run.until(lambda: run.app.screen is dossier)
        await run.press("escape")
        await run.until(lambda: run.app.screen is page)
        await run.press("f4")
        matrix = await run.screen(MatrixScreen)
        await run.until(lambda: matrix.built and len(rows(matrix.table)) == 3, "both of the branch")
        assert (matrix.place.rule, matrix.place.unit) == ("R22", town.willow.id)
        await run.press("escape")
        await run.until(lambda: run.app.screen is page)
        await run.press("f9")
        await choose(run, "unit")
        assert (await run.screen(UnitBoard)).subject_id == town.willow.id
        await run.press("escape")
        await run.until(lambda: run.app.screen is page)
        await run.press("f9")
        await choose(run, "exempt")
        form = await run.form()
        assert form.record.fields["person"] == town.li.id
        assert form.record.fields["rules"] == ["R22"]


async def test_an_exemption_in_force_is_told_and_takes_the_rule_away(town: Town) -> None:
    async with running() as run:
        page = await opened(run, town.li.id)
        span = {"from": "2011-01-01", "to": "2011-12-31"}
        await town.keep("exemption", person=town.li, rules=["R22"], reason="疾病", approver=town.wang, **span)
        await run.until(lambda: cell(page.table, "R22", "state") == "免 Exempt", "exempt for the year")
        assert "Exempt from R22: 2011-01-01 to 2011-12-31" in about(page)
