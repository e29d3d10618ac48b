"""Nomination, vetting, notice, decision, award: the next step of each, and what speaks against a nominee.

And the democratic evaluation: its tallies, and the results that they suggest.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.errors import Refused
from records.programme.book import load_book
from records.programme.evaluation import draft, evaluations, fill_results, proposed_result
from records.programme.selection import (
    INDIVIDUAL,
    ORGANISATION,
    Selection,
    award_draft,
    candidates,
    decision_draft,
    notice_end,
    put_on_notice,
    selections,
)
from records.record import Record

DEEDS = "带头学习" * 200
ON = date(2012, 2, 1)


class Office:
    """A branch with its people, and what the office writes about them."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.unit = ObjectId()

    async def keep(self, kind: str, status: Any = "verified", **fields: Any) -> ObjectId:
        return (await self.archive.save(Record.new(kind, fields, status=status))).id

    async def begin(self) -> None:
        top = await self.keep("unit", "submitted", name="青杨河乡党委", category="党委")
        branch = {"name": "柳树湾村党支部", "category": "党支部", "parent": top}
        self.unit = await self.keep("unit", "submitted", **branch)

    async def person(self, name: str, status: str = "正式党员", *categories: str) -> ObjectId:
        memberships = [{"org": self.unit, "from": date(2009, 1, 1)}]
        held = list(categories or ("机关干部职工",))
        known: dict[str, Any] = {"political_status": status, "categories": held, "memberships": memberships}
        return await self.keep("person", "submitted", name=name, **known)

    async def nominate(self, nominee: ObjectId, status: Any = "verified", **fields: Any) -> ObjectId:
        known = {"award": INDIVIDUAL, "nominee": nominee, "year": 2011, "deeds": DEEDS}
        return await self.keep("nomination", status, **(known | fields))

    async def assess(self, who: ObjectId, score: int) -> None:
        scores = dict.fromkeys(("listen", "write", "speak", "test", "apply"), score)
        await self.keep("assessment", person=who, year=2011, **scores)

    async def selection(self, on: date = ON, award: str = INDIVIDUAL) -> Selection:
        found = await selections(self.archive, await load_book(self.archive, on), 2011)
        return next(each for each in found if each.award == award)

    async def steps(self, on: date = ON) -> dict[str, str]:
        found = await self.selection(on)
        return {each.name: each.step for each in found.nominations}


@pytest.fixture
async def office(archive: Archive) -> Office:
    office = Office(archive)
    await office.begin()
    return office


async def test_each_nomination_has_its_next_step(office: Office) -> None:
    names = ["张伟民", "李秀兰", "赵永刚", "王德明", "孙有才", "陈晓燕"]
    zhang, li, zhao, wang, sun, chen = [await office.person(name) for name in names]
    vetted = {"vetting": "经考察，事迹属实"}
    # 16 to 20 January 2012 are five working days; the 30th and 31st and 1 to 3 February are five others.
    over = vetted | {"notice_from": date(2012, 1, 16), "notice_to": date(2012, 1, 20)}
    await office.nominate(zhang, votes=9)
    await office.nominate(li, votes=12, **vetted)
    running = {"notice_from": date(2012, 1, 30), "notice_to": date(2012, 2, 3)}
    await office.nominate(zhao, **vetted, **running)
    await office.nominate(wang, **over)
    await office.nominate(sun, **over)
    given = await office.nominate(chen, **over)
    known: dict[str, Any] = {
        "doc_no": "青党发〔2012〕3号",
        "title": "表彰决定",
        "decided_on": date(2012, 1, 31),
    }
    decision = await office.keep("commendation", winners=[sun, chen], **known)
    award: dict[str, Any] = {"nominee": chen, "title": INDIVIDUAL, "certificate_no": "青学〔2012〕001"}
    await office.keep("award", decision=decision, nomination=given, issued_on=date(2012, 1, 31), **award)

    assert await office.steps() == {
        "李秀兰": "vetted",
        "张伟民": "nominated",
        "孙有才": "decided",
        "王德明": "ready",
        "赵永刚": "notice",
        "陈晓燕": "awarded",
    }
    found = await office.selection()
    assert [each.name for each in found.nominations][:2] == ["李秀兰", "张伟民"], "most votes first"
    assert next(each.until for each in found.nominations if each.name == "赵永刚") == date(2012, 2, 3)
    early = await office.steps(date(2012, 1, 20))
    assert early["王德明"] == early["孙有才"] == "notice", (
        "on its last day it still stands; no decision is known"
    )
    assert (await office.steps(date(2012, 2, 4)))["赵永刚"] == "ready"
    decided = next(each for each in found.nominations if each.name == "孙有才")
    assert award_draft(decided) | {"nomination": None} == {
        "nominee": sun,
        "title": INDIVIDUAL,
        "nomination": None,
        "decision": decision,
    }


async def test_a_notice_stands_five_working_days(office: Office) -> None:
    # From Thursday 19 January 2012: 19, 20 and, made up for Spring Festival, Saturday 21; then 29 and 30.
    assert notice_end(date(2012, 1, 19)) == date(2012, 1, 30)
    nomination = await office.nominate(await office.person("张伟民"), vetting="属实")
    saved = await put_on_notice(office.archive, nomination, date(2012, 1, 30))
    assert saved.fields["notice_to"] == date(2012, 2, 3)
    short = await office.nominate(
        await office.person("李秀兰"), notice_from=date(2012, 1, 30), notice_to=date(2012, 1, 31)
    )
    (standing,) = [each for each in (await office.selection()).nominations if each.record == short]
    assert (standing.step, standing.until) == ("notice", date(2012, 2, 3)), "two days are not enough"


async def test_what_speaks_against_a_nominee_is_told(office: Office) -> None:
    zhang, li, zhao = [
        await office.person("张伟民"),
        await office.person("李秀兰", "预备党员"),
        await office.person("赵永刚"),
    ]
    notice: dict[str, Any] = {"issued_on": date(2011, 5, 10), "deadline": date(2011, 5, 31)}
    number = await office.keep(
        "rectification", "submitted", target=zhang, requirements=["补记笔记"], **notice
    )
    done: dict[str, Any] = {"result": "完成", "closed_on": date(2011, 5, 30)}
    await office.keep("rectification", "submitted", target=zhao, requirements=["补学"], **notice, **done)
    await office.assess(zhang, 11)
    for who in (zhang, li):
        await office.nominate(who)
    await office.nominate(zhao, deeds="事迹" * 200)
    found = {each.name: each.warnings for each in (await office.selection()).nominations}
    no = (await office.archive.get(number)).no
    assert found["张伟民"] == (f"rectification {no} is still open", "was graded unqualified that year")
    assert found["李秀兰"] == ("is a provisional member",)
    assert found["赵永刚"] == ("the deeds have 400 characters, 600 to 2000 are usual",)


async def test_candidates_come_by_rank_within_the_quota(office: Office) -> None:
    people = {}
    for name, score in (("张伟民", 19), ("李秀兰", 18), ("赵永刚", 17), ("王德明", 16), ("孙有才", 12)):
        people[name] = await office.person(name)
        await office.assess(people[name], score)
    await office.nominate(people["张伟民"])
    notice: dict[str, Any] = {"issued_on": date(2011, 5, 10), "deadline": date(2011, 5, 31)}
    await office.keep("rectification", target=people["李秀兰"], requirements=["补学"], **notice)

    async def proposed() -> list[tuple[str, int, bool]]:
        book = await load_book(office.archive, ON)
        found = await candidates(office.archive, book, await office.selection())
        return [(each.name, each.rank, bool(each.warnings)) for each in found]

    expected = [("李秀兰", 2, True), ("赵永刚", 3, False), ("王德明", 4, False)]
    assert await proposed() == expected, "80 points and more; who is nominated is not proposed again"
    quota = [{"award": INDIVIDUAL, "number": 1}]
    known: dict[str, Any] = {
        "change": "定名额",
        "reason": "党委会议",
        "from": date(2011, 1, 1),
        "quotas": quota,
    }
    await office.keep("rule_setting", rule="T10", **known)
    assert await proposed() == expected[:2], "one place, not taken by somebody whom something speaks against"
    assert (await office.selection()).quota == 1
    assert (await office.selection(award=ORGANISATION)).quota is None


async def test_only_the_ready_and_verified_go_into_the_decision(office: Office) -> None:
    over = {"vetting": "属实", "notice_from": date(2012, 1, 16), "notice_to": date(2012, 1, 20)}
    verified, submitted = await office.person("张伟民"), await office.person("李秀兰")
    await office.nominate(verified, **over)
    await office.nominate(submitted, "submitted", **over)
    found = await office.selection()
    assert {each.step for each in found.nominations} == {"ready"}
    assert "approve" in next(each.next_step() for each in found.nominations if each.nominee == submitted)
    assert decision_draft(await load_book(office.archive, ON), found)["winners"] == [verified]


# --- democratic evaluation ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "result"),
    [
        ((22, 8, 0, 0), "优秀"),
        ((15, 15, 0, 0), "合格"),  # fifteen of thirty are not more than half
        ((10, 6, 10, 4), "合格"),
        ((0, 10, 10, 10), "基本合格"),
        ((0, 0, 10, 20), "不合格"),
        ((5, 5, 5, 0), ""),  # fifteen abstained
    ],
)
def test_more_than_half_of_the_ballots_propose_a_result(counts: tuple[int, ...], result: str) -> None:
    line = dict(zip(("excellent", "qualified", "basic", "unqualified"), counts, strict=True))
    assert proposed_result(line, 30, provisional=False) == result
    assert proposed_result(line, 30, provisional=True) == "不评等次"


async def test_an_evaluation_begins_with_the_members_and_gets_results_from_its_counts(office: Office) -> None:
    zhang, li = await office.person("张伟民"), await office.person("李秀兰", "预备党员")
    book = await load_book(office.archive, ON)
    (before,) = await evaluations(office.archive, book, 2011)
    assert (before.record, before.members) == (None, 2)
    fields = draft(book, office.unit, 2011)
    assert [(line["person"], line.get("result")) for line in fields["lines"]] == [
        (li, "不评等次"),
        (zhang, None),
    ], "by name: 李 before 张"
    fields["lines"][0] |= {"qualified": 30}
    fields["lines"][1] |= {"excellent": 22, "qualified": 8}
    counted = await office.keep(
        "democratic_evaluation", "submitted", **fields, issued=31, returned=31, valid=30
    )
    (found,) = await evaluations(office.archive, book, 2011)
    assert (found.undecided, found.excellent, found.graded) == (1, 1, 1)
    assert found.too_many_excellent, "one of one is more than a third"
    assert await fill_results(office.archive, book, counted) == 1
    record = await office.archive.get(counted)
    lines: Any = record.fields["lines"]
    assert [line["result"] for line in lines] == ["不评等次", "优秀"]
    record.status = "verified"
    meeting: dict[str, Any] = {"category": "民主评议", "held_on": date(2011, 12, 20), "unit": office.unit}
    record.fields["meeting"] = await office.keep("evaluation_minutes", "submitted", **meeting)
    await office.archive.save(record)
    with pytest.raises(Refused, match=rf"{record.no} is verified: its results are decided"):
        await fill_results(office.archive, book, counted)


async def test_a_unit_may_be_proposed_by_its_criteria(office: Office) -> None:
    who = await office.person("张伟民")
    test: dict[str, Any] = {"category": "理论测试", "title": "测试", "full_mark": 100, "pass_mark": 60}
    results = [{"person": who, "score": 80}]
    await office.keep("exam", held_on=date(2011, 5, 6), unit=office.unit, results=results, **test)
    found = await candidates(
        office.archive, await load_book(office.archive, ON), await office.selection(award=ORGANISATION)
    )
    # One of the eight firm items; no week of study, no briefing, no member reached: 1/8 over four conditions.
    assert [(each.name, each.rank, each.figure) for each in found] == [
        ("柳树湾村党支部", 1, "3%, 0 of 4 conditions")
    ]
