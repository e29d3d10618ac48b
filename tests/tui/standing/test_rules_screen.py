"""The rule book: what it shows, how a setting changes it, and the drafts it begins."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from textual.widgets import Static

from records.archive import Archive
from tests.programme.mechanism_records import Town, found_town
from tests.tui.conftest import Running, running
from tests.tui.standing.standing_pages import ON, cell, rows
from tui.screens.lists.list import ListScreen
from tui.screens.standing.matrix import MatrixScreen
from tui.screens.standing.rules import RulesScreen, open_rules
from tui.widgets.reference import ListEditor


@pytest.fixture
async def town(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Town:
    monkeypatch.setenv("XUEDANG_DATE", ON)
    return await found_town(archive)


async def opened(run: Running, rule: str | None = None) -> RulesScreen:
    open_rules(run.app, rule)
    page = await run.screen(RulesScreen)
    await run.until(lambda: page.built and page.book is not None and len(rows(page.table)) > 50, "read")
    return page


def detail(page: RulesScreen) -> str:
    return str(page.query_one("#rule-detail", Static).render())


async def go_to(run: Running, page: RulesScreen, row_id: object) -> None:
    page.table.cursor = next(i for i, row in enumerate(rows(page.table)) if row.id == row_id)
    await run.pilot.pause()


async def test_a_change_begins_as_what_is_in_force_from_the_next_period(town: Town) -> None:
    async with running((120, 40)) as run:
        page = await opened(run, "R02")
        assert cell(page.table, "R02", "asks") == "1 book, a quarter, aim 2"
        await run.press("f2")
        form = await run.form()
        assert form.record.kind == "rule_setting"
        assert form.record.version == 0, "nothing is stored yet"
        fields = form.record.fields
        assert (fields["rule"], fields["minimum"], fields["target"], fields["who"]) == ("R02", 1, 2, ["PC"])
        assert fields["from"] == date(2011, 7, 1), "the quarter after the running one"


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("R09", "60 minutes, each working day"),
        ("R17", "every one: lectures"),
        ("R24", "allocated, a year"),
        ("R26", "each unit, a year"),
    ],
)
async def test_what_a_rule_asks_is_said_in_the_sense_of_the_rule(town: Town, rule: str, said: str) -> None:
    """R09 asks an hour a day, not a month; R17 every lecture; R24 and R26 are no single yuan or unit."""
    async with running((120, 40)) as run:
        page = await opened(run, rule)
        assert cell(page.table, rule, "asks") == said


async def test_the_scope_of_a_setting_stands_in_words(town: Town) -> None:
    async with running((120, 40)) as run:
        await opened(run, "R02")
        await run.press("f2")
        form = await run.form()
        form.go_to_field("who")
        await run.until(lambda: isinstance(form.focused, ListEditor), "the field on the screen")
        scope = form.focused
        assert isinstance(scope, ListEditor)
        await run.until(lambda: scope.size.width > 0, "the field drawn")
        assert str(scope.render()).strip() == "1. Party cadres"


async def test_a_verified_setting_shows_at_once_with_its_history(town: Town) -> None:
    async with running((120, 40)) as run:
        page = await opened(run, "R45")
        assert cell(page.table, "R45", "asks") == "2 items, a week"
        change = {"rule": "R45", "change": "每周报送简报一篇", "reason": "农忙", "from": "2011-06-13"}
        waits = await town.keep("rule_setting", "submitted", minimum=1, approver=town.wang, **change)
        await town.archive.approve([waits.id])
        await run.until(lambda: cell(page.table, "R45", "asks") == "1 item, a week", "in force this week")
        assert cell(page.table, "R45", "set") == "since 2011-06-13"
        await run.until(lambda: "From 2011-06-13 the office: 每周报送简报一篇 (农忙)" in detail(page))
        assert "2 items, a week" in detail(page), "the plan's own words stay beside it"
        await run.press("enter")
        listed = await run.screen(ListScreen)
        await run.until(lambda: listed.query("#records") and listed.table.row_count == 1, "its settings")


async def test_the_items_without_wording_are_confirmed_and_the_points_are_set(town: Town) -> None:
    async with running((120, 40)) as run:
        page = await opened(run)
        assert cell(page.table, "T3", "asks") == "not confirmed"
        await go_to(run, page, "T3")
        await run.press("f2")
        form = await run.form()
        assert (form.record.fields["rule"], form.record.fields["confirmed"]) == ("T3", True)
        await run.press("escape")
        await run.until(lambda: run.app.screen is page, "back without a question: nothing was typed")
        await go_to(run, page, "weights")
        assert cell(page.table, "weights", "asks") == "listen 20, write 20, speak 20, test 20, apply 20"
        await run.press("f2")
        form = await run.form()
        weights: Any = form.record.fields["weights"]
        assert weights[0] == {"aspect": "listen", "weight": Decimal(20)}
        assert form.record.fields["from"] == date(2012, 1, 1)


async def test_exemptions_are_listed_and_begun(town: Town) -> None:
    span = {"from": "2011-01-01", "to": "2011-12-31"}
    held = await town.keep(
        "exemption", person=town.zhao, rules=["R09", "R22"], reason="年老", approver=town.wang, **span
    )
    async with running((120, 40)) as run:
        page = await opened(run)
        assert cell(page.table, ("exemption", held.id), "label") == "赵永刚"
        assert cell(page.table, ("exemption", held.id), "asks") == "R09, R22"
        await go_to(run, page, ("exemption", held.id))
        await run.press("enter")
        assert (await run.form()).record.id == held.id
        await run.press("escape")
        await run.until(lambda: run.app.screen is page)
        await go_to(run, page, "R16")
        await run.press("f7")
        await run.pilot.pause()
        assert run.app.screen is page, "R16 has no exemption"
        await go_to(run, page, "R22")
        await run.press("f7")
        form = await run.form()
        assert (form.record.kind, form.record.fields["rules"]) == ("exemption", ["R22"])
        await run.press("escape")
        await run.until(lambda: run.app.screen is page)
        await run.press("f4")
        assert (await run.screen(MatrixScreen)).place.rule == "R22"
