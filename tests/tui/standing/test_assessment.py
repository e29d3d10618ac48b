"""The pages of assessment, evaluation, selection and coverage: what they show, and where they lead."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.record import Record
from records.values import PartialDate
from tests.tui.conftest import Running
from tui.screens.forms.form import FormScreen
from tui.screens.prompts import ChoicePrompt, TextPrompt
from tui.screens.standing.assessment import AssessmentScreen, open_assessment
from tui.screens.standing.coverage import CoverageScreen, open_coverage
from tui.screens.standing.evaluation import EvaluationScreen, open_evaluations
from tui.screens.standing.selection import SelectionScreen, open_selection
from tui.screens.standing.year_page import YearPage
from tui.widgets.table.virtual_table import VirtualTable

ON = date(2012, 2, 1)
P = TypeVar("P", bound=YearPage)


class Office:
    """A branch with two agency cadres; one has an article, and both sat at a session in 2011."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive

    async def keep(self, kind: str, status: Any = "verified", **fields: Any) -> ObjectId:
        return (await self.archive.save(Record.new(kind, fields, status=status))).id

    async def begin(self) -> None:
        top = await self.keep("unit", "submitted", name="青杨河乡党委", category="党委")
        unit = {"name": "机关党支部", "category": "党支部", "parent": top, "workplace": "机关"}
        self.unit = await self.keep("unit", "submitted", **unit)
        self.zhang = await self.person("张伟民")
        self.li = await self.person("李秀兰")
        start, end = datetime(2011, 3, 8, 8, 30), datetime(2011, 3, 8, 10, 0)
        rows = [{"person": self.zhang, "state": "到"}, {"person": self.li, "state": "缺席"}]
        session: dict[str, Any] = {"category": "集体学习", "title": "集体学习", "start": start, "end": end}
        people = {"host": self.zhang, "recorder": self.li, "host_unit": self.unit}
        await self.keep("session", **session, **people, attendance=rows)

    async def person(self, name: str) -> ObjectId:
        memberships = [{"org": self.unit, "from": date(2009, 1, 1)}]
        known: dict[str, Any] = {"political_status": "正式党员", "categories": ["机关干部职工"]}
        return await self.keep("person", "submitted", name=name, memberships=memberships, **known)


@pytest.fixture
async def office(archive: Archive) -> Office:
    office = Office(archive)
    await office.begin()
    return office


def told(page: YearPage, table: str = "year-lines") -> list[str]:
    found = page.query_one(f"#{table}", VirtualTable)
    rows = (found.row(index) for index in range(found.row_count))
    return [" ".join(" ".join(row.cells).split()) for row in rows if row is not None]


async def in_front(run: Running, kind: type[P]) -> P:
    page = await run.screen(kind)
    await run.until(lambda: page.built and told(page), "lines shown")
    return page


async def go_to(run: Running, page: YearPage, text: str, table: str = "year-lines") -> None:
    """Put the cursor on the line that holds ``text``."""
    await run.until(lambda: any(text in line for line in told(page, table)), text)
    found = page.query_one(f"#{table}", VirtualTable)
    found.focus()
    found.cursor = next(index for index, line in enumerate(told(page, table)) if text in line)
    await run.pilot.pause()


async def test_suggestions_lead_to_a_draft_and_then_the_assessment_is_shown(
    run: Running, office: Office
) -> None:
    run.app.set_working_date(ON)
    open_assessment(run.app, 2011)
    page = await in_front(run, AssessmentScreen)
    await run.until(lambda: len(told(page)) == 2)
    assert all("suggested" in line for line in told(page))
    await go_to(run, page, "张伟民")
    await run.until(
        lambda: any("1/1 sessions" in line or "0/1 sessions" in line for line in told(page, "year-details"))
    )
    await run.press("enter")
    form = await run.form()
    assert form.record.kind == "assessment"
    assert form.record.fields["person"] == office.zhang
    assert form.record.fields["suggested_write"] == form.record.fields["write"] == 0
    await run.press("escape")
    page = await in_front(run, AssessmentScreen)
    scores = dict.fromkeys(("listen", "write", "speak", "test", "apply"), 18)
    await office.keep("assessment", person=office.li, year=2011, change_reason="补记", **scores)
    # The page follows by itself.
    await run.until(
        lambda: any("李秀兰" in line and "90 Excellent 1 1 Verified" in line for line in told(page))
    )
    await run.press("f2")
    await run.screen(ChoicePrompt)
    await run.press("enter")
    await run.until(lambda: isinstance(run.app.screen, AssessmentScreen))
    await run.until(lambda: any("张伟民" in line and "Draft" in line for line in told(page)), "draft made")


async def test_a_part_opens_the_records_behind_it(run: Running, office: Office) -> None:
    article: dict[str, Any] = {"title": "谈学习", "words": 900, "count_basis": "declared"}
    written = await office.keep(
        "experience_article", authors=[office.zhang], written_on=PartialDate.month(2011, 5), **article
    )
    run.app.set_working_date(ON)
    open_assessment(run.app, 2011)
    page = await in_front(run, AssessmentScreen)
    await go_to(run, page, "张伟民")
    await go_to(run, page, "R21", "year-details")
    await run.press("enter")
    form = await run.screen(FormScreen)
    assert form.record.id == written


async def test_a_unit_without_an_evaluation_begins_one_with_its_members(run: Running, office: Office) -> None:
    run.app.set_working_date(ON)
    open_evaluations(run.app, 2011)
    page = await in_front(run, EvaluationScreen)
    await go_to(run, page, "机关党支部")
    assert told(page) == ["机关党支部 2 not held"]
    await run.press("enter")
    form = await run.form()
    lines: Any = form.record.fields["lines"]
    assert [line["person"] for line in lines] == [office.li, office.zhang]
    await run.press("escape")
    counted = [{**line, "excellent": 20, "qualified": 10} for line in lines]
    counted[1] |= {"excellent": 5, "qualified": 25}
    ballots = {"unit": office.unit, "year": 2011, "issued": 30, "returned": 30, "valid": 30}
    kept = await office.keep("democratic_evaluation", "submitted", lines=counted, **ballots)
    await run.until(lambda: any("2 without result" in line for line in told(page)))
    await run.press("f2")
    await run.form()
    stored: Any = (await office.archive.get(kept)).fields["lines"]
    assert [line["result"] for line in stored] == ["优秀", "合格"]


async def test_a_nomination_goes_on_step_by_step(run: Running, office: Office) -> None:
    known: dict[str, Any] = {"award": "学习先进个人", "year": 2011, "deeds": "带头学习" * 200}
    nomination = await office.keep("nomination", nominee=office.zhang, vetting="事迹属实", **known)
    run.app.set_working_date(ON)
    open_selection(run.app, 2011)
    page = await in_front(run, SelectionScreen)
    await go_to(run, page, "张伟民")
    assert any("Vetted public notice" in line for line in told(page))
    await run.press("f2")
    await run.screen(TextPrompt)
    await run.press("enter")
    await run.until(lambda: any("on notice until 2012-02-07" in line for line in told(page)), "on notice")
    assert (await office.archive.get(nomination)).fields["notice_from"] == ON
    run.app.set_working_date(date(2012, 2, 8))
    page = await in_front(run, SelectionScreen)
    await run.until(lambda: any("Ready" in line for line in told(page)))
    await go_to(run, page, "张伟民")
    await run.press("f9")
    form = await run.form()
    assert (form.record.kind, form.record.fields["winners"]) == ("commendation", [office.zhang])


async def test_proposals_become_designations_that_wait(run: Running, office: Office) -> None:
    run.app.set_working_date(ON)
    open_coverage(run.app, 2011)
    page = await in_front(run, CoverageScreen)
    await run.until(lambda: any("机关党支部" in line and "not met" in line for line in told(page)))
    assert "Learning cadres" in " ".join(told(page, "coverage"))
    await run.until(lambda: any("Ten Ones 0/8" in line for line in told(page, "year-details")))
    await run.press("f2")
    await run.screen(ChoicePrompt)
    await run.press("right", "enter")
    await run.until(lambda: any("not met (to approve)" in line for line in told(page)), "designation waits")
    rows = await office.archive.aggregate([{"$match": {"kind": "designation"}}])
    assert [(row["status"], row["fields"]["result"]) for row in rows] == [("submitted", "未达标")]
