"""The work of the office: each page opens, changes its period, leads to records; both languages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual.widgets import OptionList, Static

from records.archive import Archive
from records.language import set_language
from records.programme.mechanisms.registry import MECHANISMS
from records.record import Record
from records.values import PartialDate
from tests.programme.mechanism_records import Town, found_town
from tests.tui.conftest import Running, running
from tui.screens.forms.picker import PickerScreen
from tui.screens.lists.list import ListScreen
from tui.screens.menu import MenuScreen
from tui.screens.standing.mechanisms import MechanismScreen, Place, open_mechanism
from tui.widgets.line_input import LineInput
from tui.widgets.plot import Plot


@pytest.fixture
async def town(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("XUEDANG_DATE", "2011-06-15")
    return await found_town(archive)


async def opened(run: Running, name: str, **more: Any) -> MechanismScreen:
    run.app.push_screen(MechanismScreen(Place(name, **more)))
    page = await run.screen(MechanismScreen)
    await run.until(lambda: page.built and page.view is not None and page.table.has_focus, name)
    return page


async def on_line(run: Running, page: MechanismScreen, label: str) -> None:
    """Move to the line that says ``label``."""
    await run.press("home")
    for _ in range(40):
        await run.until(lambda: page.table.current)
        if page.line is not None and any(label in cell for cell in page.line.cells):
            return
        await run.press("down")
    pytest.fail(f"no line says {label}")


def notes(page: MechanismScreen) -> str:
    return str(page.query_one("#mechanism-notes", Static).render())


async def test_every_page_opens_in_chinese(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEDANG_LANG", "zh")
    set_language("zh")
    async with running() as run:
        open_mechanism(run.app)
        menu = await run.screen(MenuScreen)
        options = menu.query_one(OptionList)
        assert [options.get_option_at_index(i).id for i in range(options.option_count)] == list(MECHANISMS)
        await run.press("down", "enter")
        page = await run.screen(MechanismScreen)
        assert page.place.name == list(MECHANISMS)[1]
        for name, each in MECHANISMS.items():
            page.go(Place(name))
            await run.until(lambda name=name: page.view is not None and page.view.name == name)  # type: ignore[misc]
            assert page.heading().startswith(each.label.zh)
            labels = [column.label for column in page.table.columns]
            assert [label for label in labels if label.isascii() and label != "R38"] == []


async def test_a_finding_leads_to_its_inspection_and_to_a_draft_of_a_notice(town: Town) -> None:
    finding = {"text": "笔记仅4200字", "rule": "R22", "person": town.zhang.id}
    inspection = await town.keep(
        "inspection",
        target=town.upper,
        date="2011-05-06",
        team=[town.wang],
        verdict="一般",
        findings=[finding],
    )
    async with running() as run:
        page = await opened(run, "supervision")
        await on_line(run, page, "笔记仅4200字")
        await run.press("enter")
        form = await run.form()
        assert form.record.id == inspection.id
        await run.press("escape")
        await run.until(lambda: run.app.screen is page)
        await run.press("f2")
        form = await run.form()
        assert form.record.kind == "rectification"
        assert form.record.version == 0, "proposed, not stored"
        assert form.record.fields["inspection"] == inspection.id
        assert form.record.fields["target"] == town.zhang.id
        assert form.record.fields["issued_on"] == date(2011, 6, 15)


async def test_the_period_changes_up_to_the_working_date(town: Town) -> None:
    from tests.programme.mechanism_records import yuan

    for year, amount in ((2010, "4000"), (2011, "5000")):
        fields: dict[str, Any] = {"category": "预算", "item": "图书", "amount": yuan(amount), "year": year}
        await town.keep("funding", date=f"{year}-03-01", **fields)
    async with running() as run:
        page = await opened(run, "funding")
        await run.until(lambda: "2011-03-01" in notes(page))
        await run.press("f7")
        await run.until(lambda: "2010-03-01" in notes(page))
        assert page.heading() == "Funding > 2010"
        await run.press("f8")
        await run.until(lambda: "2011-03-01" in notes(page))
        await run.press("f8")
        await run.pilot.pause()
        assert page.heading() == "Funding > 2011", "2012 has not begun"


async def test_several_records_open_as_a_list_and_one_narrows_by_typing(town: Town) -> None:
    for day in ("2011-03-01", "2011-04-01"):
        await town.keep("publicity", form="横幅", date=day, unit=town.upper, content="创建宣传")
    async with running() as run:
        page = await opened(run, "publicity")
        await on_line(run, page, "上营村")
        await run.press("enter")
        listed = await run.screen(ListScreen)
        await run.until(lambda: listed.query("#records") and listed.table.row_count == 2)
        assert listed.heading() == "Publicity > 上营村党支部"
        await run.press("escape")
        await run.until(lambda: run.app.screen is page)
        await run.press("f4")
        await run.write("lswc")
        await run.until(lambda: page.table.row_count == 1, "by initials")
        assert page.line is not None
        assert page.line.cells[0] == "柳树湾村党支部"
        await run.press("enter")
        assert page.table.has_focus


async def test_a_change_shows_without_asking_for_it(town: Town) -> None:
    async with running() as run:
        page = await opened(run, "models")
        assert page.table.row_count == 0
        await town.keep("typical_model", subject=town.li, title="早学", practice="一日一学")
        await run.until(lambda: page.table.row_count == 1)


async def test_a_setting_of_the_office_shows_without_asking_for_it(town: Town) -> None:
    """R45 is 3 from Monday 13 June 2011 on: the week's page tells so as soon as the setting is verified."""
    async with running() as run:
        page = await opened(run, "briefings")
        await run.until(lambda: page.line is not None and page.line.cells[2] == "2")
        setting: dict[str, Any] = {"rule": "R45", "change": "每周三篇", "reason": "加强信息", "minimum": 3}
        await town.keep("rule_setting", approver=town.wang, **setting, **{"from": "2011-06-13"})
        await run.until(lambda: page.line is not None and page.line.cells[2] == "3")


async def test_a_test_opens_its_ranks_and_the_menu_its_record(town: Town) -> None:
    exam = await town.keep(
        "exam",
        title="百题竞赛",
        category="百题竞赛",
        held_on="2011-06-01",
        unit=town.top,
        full_mark=100,
        pass_mark=60,
        results=[{"person": town.zhang.id, "score": 96}, {"person": town.li.id, "score": 55}],
    )
    async with running((120, 40)) as run:
        page = await opened(run, "exams")
        await run.until(lambda: page.query_one("#mechanism-plot", Plot).display, "room for a picture")
        await run.press("f11")
        assert not page.query_one("#mechanism-plot").display
        await on_line(run, page, "百题竞赛")
        await run.press("f9")
        menu = await run.screen(MenuScreen)
        options = menu.query_one(OptionList)
        options.highlighted = options.get_option_index("records")
        await run.press("enter")
        assert (await run.form()).record.id == exam.id
        await run.press("escape")
        await run.until(lambda: run.app.screen is page)
        await run.press("enter")
        await run.until(lambda: isinstance(run.app.screen, MechanismScreen) and run.app.screen is not page)
        within = await run.screen(MechanismScreen)
        await run.until(lambda: within.built and within.table.row_count == 2)
        row = within.table.row(0)
        assert row is not None
        assert row.cells[:2] == ("1", "张伟民")
        assert within.heading() == "Contests and tests > 百题竞赛 > 2011"


async def test_a_page_narrows_to_a_unit_with_those_below(town: Town) -> None:
    async with running() as run:
        page = await opened(run, "door_to_door")
        await run.until(lambda: page.table.row_count == 4)
        await run.press("f9", "enter")
        picker = await run.screen(PickerScreen)
        await run.until(lambda: picker.query(LineInput))
        await run.write("syc")
        await run.until(lambda: picker.query_one("#picker-rows").current is not None)  # type: ignore[attr-defined]
        await run.press("enter")
        await run.until(lambda: page.table.row_count == 2)
        assert page.heading() == "Door to door > 上营村党支部 > 2011-06"


async def test_a_page_opened_for_a_unit_and_another_language_keeps_its_place(town: Town) -> None:
    await town.keep(
        "study_entry",
        person=town.zhang,
        subtype="函授",
        started=PartialDate.day(date(2011, 3, 1)),
        minutes=120,
        content="行政管理",
    )
    upper: Record = town.upper
    async with running() as run:
        page = await opened(run, "education", unit=upper.id, unit_name=upper.title)
        await run.until(lambda: "1 of 1 cadres" in notes(page))
        await run.press("f12")
        await run.until(lambda: "参加学历教育 1 人" in notes(page))
        assert page.heading() == "继续教育 > 上营村党支部 > 2011年"
        assert isinstance(run.app.screen, MechanismScreen)
