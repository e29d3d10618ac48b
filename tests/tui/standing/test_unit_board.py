"""A unit's dashboard: rules, Ten Ones, people and weeks, how they follow changes, and where they lead."""

from __future__ import annotations

from functools import partial

import pytest
from bson.objectid import ObjectId
from rich.cells import cell_len
from textual.command import CommandPalette
from textual.widgets import OptionList, Static

from records.archive import Archive
from tests.programme.mechanism_records import Town, found_town
from tests.tui.conftest import Running, running
from tests.tui.standing.standing_pages import ON, cell, note, rows
from tui.screens.forms.picker import PickerScreen
from tui.screens.standing.person_board import PersonBoard
from tui.screens.standing.unit_board import UnitBoard, open_unit_board
from tui.widgets.plot import Plot
from tui.widgets.table.virtual_table import VirtualTable


@pytest.fixture
async def town(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("XUEDANG_DATE", ON)
    return await found_town(archive)


async def opened(run: Running, unit: ObjectId) -> UnitBoard:
    open_unit_board(run.app, unit)
    page = await run.screen(UnitBoard)
    await run.until(lambda: page.built and page.book is not None and rows(table(page)), "read")
    return page


def table(page: UnitBoard, part: str = "rules") -> VirtualTable:
    return page.query_one(f"#board-{part}", VirtualTable)


async def test_rules_items_and_people_follow_changes(town: Town) -> None:
    here = [(town.zhang, {"state": "到"})]
    session = await town.session("集体学习", "2011-06-13 08:30", 180, town.upper, states=here)
    await note(town, town.zhang, 20_000, (2011, 3))
    async with running((160, 45)) as run:
        page = await opened(run, town.upper.id)
        rules, items, people = (table(page, part) for part in ("rules", "items", "people"))
        await run.until(lambda: len(rows(items)) == 10 and len(rows(people)) == 2, "all parts")
        assert cell(rules, "R15", "state") == "✓ Met"
        assert cell(rules, "R16", "done").endswith("1/2 members"), "张伟民 came, 赵永刚 did not"
        about = str(page.query_one("#board-about", Static).render())
        assert "2011-06: 1 not reached yet: 赵永刚" in about
        assert cell(people, town.zhang.id, "reached") == "✓ yes"
        assert cell(people, town.zhao.id, "reached") == "! not yet"
        assert cell(items, "T5", "state") == "! Missing"
        assert cell(items, "T4", "state") == "! Missing (1 lack it)", "赵永刚 has no notes"
        chart = page.query_one("#board-r15", Plot).chart
        assert chart is not None
        assert (chart.periods[-1], chart.series[0].figures[-1], chart.target) == ("W24", 180, 180)

        held = await town.keep(
            "party_class", "submitted", title="党的光荣传统", lecturer="赵永刚", held_on="2011-06-10",
            place="村部", unit=town.upper, session=session,
        )  # fmt: skip
        await run.until(lambda: cell(items, "T5", "state") == "? To approve", "seen at once")
        await town.archive.approve([held.id])
        await run.until(lambda: cell(items, "T5", "state") == "✓ Done", "verified")
        await note(town, town.zhao, 100, (2011, 6))
        await run.until(lambda: cell(items, "T4", "state") == "✓ Done", "everybody has a notebook")
        await town.archive.void(session.id, "登记错误")
        await run.until(lambda: cell(rules, "R15", "state") == "! Behind", "no session any more")
        assert cell(people, town.zhang.id, "reached") == "! not yet"


async def test_a_narrow_one_goes_from_part_to_part_and_leads_on(town: Town) -> None:
    session = await town.session("集体学习", "2011-06-13 08:30", 180, town.upper)
    held = await town.keep(
        "party_class", title="党的光荣传统", lecturer="赵永刚", held_on="2011-06-10",
        place="村部", unit=town.upper, session=session,
    )  # fmt: skip
    async with running() as run:
        page = await opened(run, town.upper.id)
        assert not table(page, "items").display
        await run.press("f4")
        assert table(page, "items").has_focus
        assert not table(page, "rules").display
        table(page, "items").cursor = 4
        await run.press("enter")
        assert (await run.form()).record.id == held.id
        await run.press("escape")
        await run.until(lambda: run.app.screen is page)
        await run.press("f4")
        assert table(page, "people").has_focus
        await run.until(lambda: table(page, "people").current is not None)
        await run.press("enter")
        assert (await run.screen(PersonBoard)).subject_id == town.zhang.id
        await run.press("escape")
        await run.until(lambda: run.app.screen is page)
        await run.press("f7", "f4")
        await run.until(lambda: cell(table(page), "R46", "period") == "2010", "the year before")
        assert table(page).has_focus


async def test_the_committee_has_the_rules_of_the_township_and_all_people(town: Town) -> None:
    async with running((160, 45)) as run:
        page = await opened(run, town.top.id)
        await run.until(lambda: len(rows(table(page, "people"))) == 5, "everybody")
        ids = {row.id for row in rows(table(page))}
        assert {"R13", "R14", "R18", "R24", "R36"} <= ids
        assert not ids & {"R15", "R16", "R45", "R46"}
        assert not table(page, "items").display, "the Ten Ones are the units'"


async def ask_for_board(run: Running, name: str) -> None:
    """By the palette, to the one whom ``name`` fits."""
    await run.press("ctrl+p")
    palette = await run.screen(CommandPalette)
    await run.write("dashboard of")
    await run.until(lambda: palette.query_one("CommandList", OptionList).option_count > 0, "hits")
    await run.press("down", "enter")
    picker = await run.screen(PickerScreen)
    await run.write(name)
    await run.until(lambda: len(rows(picker.query_one(VirtualTable))) == 1, "found")
    await run.press("enter")


async def test_the_palette_asks_whose_dashboard_and_opens_it(town: Town) -> None:
    async with running() as run:
        home = run.app.screen
        await ask_for_board(run, "柳树湾")
        assert (await run.screen(UnitBoard)).subject_id == town.willow.id
        await run.press("escape")
        await run.until(lambda: run.app.screen is home)
        await ask_for_board(run, "李秀兰")
        assert (await run.screen(PersonBoard)).subject_id == town.li.id


async def test_no_heading_of_its_parts_is_cut_on_80_columns_in_chinese(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUEDANG_LANG", "zh")
    async with running() as run:
        page = await opened(run, town.upper.id)
        for part in ("rules", "items", "people"):
            shown = table(page, part)
            await run.until(partial(lambda each: each.region.area and rows(each), shown), part)
            widths = zip(shown.columns, shown.arranged.widths, strict=True)
            assert [each.label for each, width in widths if width and cell_len(each.label) > width] == []
            await run.press("f4")
