"""The stage board: links with owners, states and days, as of the working date; and the review of stage 3."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from records.archive import Archive
from records.programme.judging.lacks import stage_lacks
from records.programme.links import Board, Lack, LinkLine, board
from records.record import Record, Status
from records.values import PartialDate

JULY_20 = date(2010, 7, 20)


class Township:
    """A committee with two branches, and short ways to add to their records."""

    def __init__(self, archive: Archive, committee: Record, liu: Record, shang: Record) -> None:
        self.archive, self.committee, self.liu, self.shang = archive, committee, liu, shang

    async def add(self, kind: str, status: Status = "verified", **fields: Any) -> Record:
        return await self.archive.save(Record.new(kind, fields, status=status))

    async def link(self, stage: str, name: str, status: Status = "verified", **fields: Any) -> Record:
        known = {"owner": self.committee.id, "state": "进行中"}
        return await self.add("stage_link", status, stage=stage, link=name, **(known | fields))

    async def board(self, on: date, lacks: dict[int, list[Lack]] | None = None) -> Board:
        return await board(self.archive, on, lacks or {})


@pytest.fixture
async def town(archive: Archive) -> Township:
    async def unit(name: str, category: str, **more: Any) -> Record:
        fields = {"name": name, "category": category, **more}
        return await archive.save(Record.new("unit", fields, status="submitted"))

    committee = await unit("青杨河乡党委", "党委")
    liu = await unit("柳树湾村党支部", "党支部", parent=committee.id)
    shang = await unit("上营村党支部", "党支部", parent=committee.id)
    return Township(archive, committee, liu, shang)


def lines(found: Board) -> dict[str, LinkLine]:
    return {line.link.label.zh: line for stage in found.stages for line in stage.links}


async def test_three_stages_with_eight_links_stand_by_their_dates(town: Township) -> None:
    before = await town.board(date(2010, 7, 1))
    assert [len(stage.links) for stage in before.stages] == [3, 3, 2]
    assert [(stage.course, stage.days) for stage in before.stages] == [
        ("ahead", 2),
        ("ahead", 31),
        ("ahead", 1035),
    ]
    running = await town.board(JULY_20)
    assert [(stage.course, stage.days) for stage in running.stages] == [
        ("running", 11),
        ("ahead", 12),
        ("ahead", 1016),
    ]
    assert running.current.stage.number == 1
    last_day = await town.board(date(2010, 7, 31))
    assert [(stage.course, stage.days) for stage in last_day.stages][:2] == [("running", 0), ("ahead", 1)]
    after = await town.board(date(2013, 8, 1))
    assert [(stage.course, stage.days) for stage in after.stages] == [
        ("closed", 1097),
        ("closed", 93),
        ("closed", 1),
    ]
    assert after.current.stage.number == 3


async def test_a_link_without_a_record_shows_what_the_plan_says(town: Township) -> None:
    found = await town.board(JULY_20)
    line = lines(found)["宣传发动"]
    assert (line.state, line.due, line.days_left, line.overdue) == ("未开始", date(2010, 7, 31), 11, False)
    assert line.owner in ("乡党委创建办", "Township programme office")
    draft = found.link_draft(line)
    assert draft == {
        "stage": "1",
        "link": "宣传发动",
        "due": date(2010, 7, 31),
        "owner": town.committee.id,
        "unit": town.committee.id,
    }
    stored = await town.archive.save(Record.new("stage_link", draft))
    again = lines(await town.board(JULY_20))["宣传发动"]
    assert again.record is not None
    assert again.record.id == stored.id
    assert again.state == "未开始"


async def test_a_record_gives_owner_due_day_and_evidence(town: Township) -> None:
    proof = await town.add("publicity", "submitted", form="横幅", place="上营村", count=3, date=JULY_20)
    await town.link("1", "宣传发动", due=date(2010, 7, 18), evidence=[proof.id], owner=town.shang.id)
    line = lines(await town.board(JULY_20))["宣传发动"]
    assert (line.state, line.owner, line.days_left, line.overdue) == ("进行中", "上营村党支部", -2, True)
    assert line.record is not None
    assert [each.id for each in line.record.evidence] == [proof.id]


async def test_only_approved_records_are_done_and_only_from_their_day(town: Township) -> None:
    done: dict[str, Any] = {"state": "完成", "done_on": date(2010, 7, 19)}
    await town.link("1", "宣传发动", "submitted", **done)
    waiting = lines(await town.board(JULY_20))["宣传发动"]
    assert (waiting.done, waiting.waiting, waiting.state) == (False, True, "进行中")
    await town.link("1", "宣传发动", **done)
    found = await town.board(JULY_20)
    line = lines(found)["宣传发动"]
    assert (line.done, line.waiting, line.days_left) == (True, False, None)
    assert line.done_on == date(2010, 7, 19)
    assert found.stages[0].links_done == 1
    assert lines(await town.board(date(2010, 7, 18)))["宣传发动"].state == "未开始"
    await town.link("2", "深入开展活动")
    july, september = lines(await town.board(JULY_20)), lines(await town.board(date(2010, 9, 1)))
    assert [each["深入开展活动"].state for each in (july, september)] == ["未开始", "进行中"]
    await town.link("2", "健全学习网络", "draft", state="进行中")
    assert lines(await town.board(date(2010, 9, 1)))["健全学习网络"].state == "未开始", (
        "a draft is nothing yet"
    )


async def test_a_link_of_every_unit_is_done_when_all_have_done_it(town: Township) -> None:
    done: dict[str, Any] = {"state": "完成"}
    await town.link("1", "制定方案", owner=town.liu.id, done_on=date(2010, 7, 12), **done)
    half = lines(await town.board(JULY_20))["制定方案"]
    assert [(unit.name, unit.done) for unit in half.units] == [
        ("柳树湾村党支部", True),
        ("上营村党支部", False),
    ]
    assert (half.state, half.units_done, half.done) == ("进行中", 1, False)
    found = await town.board(JULY_20)
    assert found.link_draft(half, town.shang.id)["unit"] == town.shang.id
    await town.link("1", "制定方案", unit=town.shang.id, done_on=date(2010, 7, 15), **done)
    whole = lines(await town.board(JULY_20))["制定方案"]
    assert whole.record is None
    assert (whole.done, whole.done_on) == (True, date(2010, 7, 15))
    assert lines(await town.board(date(2010, 7, 14)))["制定方案"].done is False
    assert lines(await town.board(JULY_20))["宣传发动"].units == (), "nobody owes a record of its own there"


async def test_what_a_stage_lacks_comes_from_who_computes_it(town: Township) -> None:
    lack = Lack("R38", "2个支部没有实施方案", units=(town.liu.id, town.shang.id))
    found = await town.board(JULY_20, {1: [lack]})
    assert [stage.lacks for stage in found.stages] == [(lack,), (), ()]


async def test_the_rules_of_the_stages_say_what_is_lacking(town: Township) -> None:
    plan: dict[str, Any] = {
        "title": "实施方案",
        "category": "方案",
        "text": "第一条……",
        "adopted_on": date(2010, 7, 12),
    }
    await town.add("implementation_plan", unit=town.liu.id, **plan)
    await town.add("implementation_plan", "submitted", unit=town.shang.id, **plan)
    lacking = await stage_lacks(town.archive, JULY_20)
    assert [(lack.rule, lack.units) for lack in lacking[1]] == [
        ("R37", (town.liu.id, town.shang.id)),
        ("R38", (town.shang.id,)),
        ("R39", (town.liu.id, town.shang.id)),
        ("R40", (town.committee.id,)),
        ("R40", (town.liu.id, town.shang.id)),
    ]
    assert "上营村党支部" in lacking[1][1].text
    assert (lacking[2], lacking[3]) == ([], []), "not begun"
    later = await stage_lacks(town.archive, date(2013, 7, 1))
    assert "R38" in {lack.rule for lack in later[1]}
    assert {lack.rule for lack in later[2]} == {"R41", "R47"}
    assert {lack.rule for lack in later[3]} == {"R42", "R43", "R44"}
    assert [lack.text[:4] for lack in later[2] if lack.rule == "R41"] == ["2011", "2012"]


async def test_summaries_of_the_stage_and_of_its_years_are_found(town: Township) -> None:
    await town.add("stage_summary", "submitted", unit=town.liu.id, stage="1")
    mine = await town.add("stage_summary", "submitted", unit=town.committee.id, stage="1")
    year = await town.add("stage_summary", "draft", unit=town.committee.id, year=2011)
    found = await town.board(date(2012, 3, 1))
    first, second, third = ([(s.year, s.id, s.status) for s in line.summaries] for line in found.stages)
    assert first == [(None, mine.id, "submitted")]
    assert second == [(2010, None, ""), (2011, year.id, "draft"), (2012, None, ""), (None, None, "")]
    assert third == [(None, None, "")]
    begun = found.summary_draft(found.stages[1].summaries[0])
    assert begun == {"year": 2010, "period": PartialDate.year_of(2010), "unit": town.committee.id}
    whole = found.summary_draft(found.stages[2].summaries[0])
    assert whole["stage"] == "3"


async def minutes(town: Township, audience: str, held_on: date, unit: Record, status: Status) -> Record:
    person = await town.add("person", "submitted", name="赵永刚")
    return await town.add(
        "evaluation_minutes",
        status,
        title=f"{audience}评议会",
        category="创建评议",
        audience=audience,
        held_on=held_on,
        unit=unit.id,
        host=person.id,
        recorder=person.id,
        expected=40,
        present=37,
        agenda=["评议创建工作"],
    )


async def test_the_review_tells_meetings_test_summary_and_rules(town: Township) -> None:
    june = date(2013, 6, 18)
    held = await minutes(town, "服务对象", june, town.committee, "verified")
    waits = await minutes(town, "基层", june, town.committee, "submitted")
    await minutes(town, "全系统", june, town.liu, "verified")
    await minutes(town, "全系统", date(2013, 4, 30), town.committee, "verified")
    answers: dict[str, Any] = {
        "issued": 50,
        "returned": 40,
        "very": 30,
        "fairly": 6,
        "basic": 2,
        "dissatisfied": 2,
    }
    for unit in (town.committee, town.liu):
        await town.add("satisfaction", unit=unit.id, audience="群众", held_on=june, **answers)
    period = PartialDate.between(date(2013, 5, 1), date(2013, 7, 31))
    await town.add("stage_summary", unit=town.shang.id, stage="3", period=period)
    rule: dict[str, Any] = {
        "title": "学习考勤办法",
        "category": "考核",
        "unit": town.committee.id,
        "text": "第一条……",
    }
    await town.add("rule_document", adopted_on=date(2013, 7, 10), **rule)
    found = await town.board(date(2013, 6, 20))
    assert [line.proofs for line in found.stages[:2]] == [(), ()]
    proofs = found.stages[2].proofs
    assert [(proof.rule, proof.met, proof.units, proof.of_units) for proof in proofs] == [
        ("R42", False, 0, 0),  # the branch's own meeting, and the township's before the stage
        ("R42", False, 0, 0),
        ("R42", True, 0, 0),
        ("R43", True, 1, 2),
        ("R43", False, 1, 2),
        ("R44", False, 0, 0),  # adopted later than the day of the board
    ]
    assert (proofs[1].waiting, proofs[2].done) == ((waits.id,), (held.id,))
    assert "95.0%" in proofs[3].detail
    assert proofs[0].draft == {"unit": town.committee.id, "category": "创建评议", "audience": "全系统"}
    later = await town.board(date(2013, 7, 10))
    assert later.stages[2].proofs[5].met
