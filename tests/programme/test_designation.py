"""Learning organisations, agencies, members and cadres (D16), and the coverage (R34, R35), counted by hand.

2013 is judged here: seven months; weeks 1 to 30 but for 7, 18 and 24, which have fewer than three working
days (Spring Festival, Labour Day, Dragon Boat Festival), so 27 weeks.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from bson.objectid import ObjectId

from records.programme.book import Book
from records.programme.designation import Coverage, Judgement, coverage, judge, propose, submit
from tests.programme.township import PUBLIC, VILLAGE, Town

#: Judged weeks of 2013; month ends fall into weeks of their month's sessions.
WEEKS = [week for week in range(1, 31) if week not in (7, 18, 24)]


def monday(week: int) -> date:
    return date.fromisocalendar(2013, week, 1)


def figures(found: Judgement) -> dict[str, tuple[bool, Any, Any]]:
    """What each condition came to, by its rule."""
    return {each.rule: (each.met, each.done, each.required) for each in found.conditions}


# --- units -------------------------------------------------------------------------------------------


def ten_ones(town: Town, unit: ObjectId, member: ObjectId) -> None:
    """The eight firm items of 2013."""
    since: dict[str, Any] = {"from": "2010-07-05"}
    town.keep("position", person=member, unit=unit, body="领导小组", role="组长", **since)
    months = [{"month": month, "topic": "党章"} for month in (1, 4, 7, 10)]
    town.keep("study_plan", owner=unit, year=2013, items=months)
    town.note(member, "2013-02", 12_000)
    held = town.session("党课", "2013-03-05", host_unit=unit)
    told: dict[str, Any] = {
        "lecturer": "赵永刚",
        "title": f"党课{unit}",
        "held_on": "2013-03-05",
        "place": "会议室",
    }
    town.keep("party_class", unit=unit, session=held, **told)
    town.keep("library", title="理论热点面对面", copies=3, date="2013-02-02", unit=unit)
    contents = [{"part": "学习笔记", "title": "读书笔记", "pages": 3}]
    town.keep(
        "study_archive",
        subject=unit,
        year=2013,
        archive_no=f"档{unit}",
        opened_on="2013-01-10",
        contents=contents,
    )
    town.keep("theme_activity", theme="义务植树", date="2013-03-12", unit=unit, volunteers=6)
    row = {"person": member, "score": 80}
    town.keep(
        "exam",
        category="理论测试",
        title=f"测试{unit}",
        held_on="2013-05-06",
        full_mark=100,
        pass_mark=60,
        unit=unit,
        results=[row],
    )
    town.keep("nomination", award="先进学习型党组织", nominee=unit, year=2013, deeds="事迹" * 400)


def met_weekly(town: Town, unit: ObjectId, member: ObjectId, weeks: Sequence[int]) -> None:
    """Half a day of study with the member, and two briefing items, in each of these weeks."""
    for week in weeks:
        day = (monday(week) + timedelta(days=1)).isoformat()
        town.session("集体学习", day, minutes=180, host_unit=unit, here=[member])
        town.briefing(day, 2, unit)


def branch(town: Town, weeks: Sequence[int], **fields: Any) -> ObjectId:
    unit = town.unit(**fields)
    member = town.person(unit=unit)
    ten_ones(town, unit, member)
    met_weekly(town, unit, member, weeks)
    return unit


def test_a_unit_meets_nine_weeks_in_ten_every_month_and_the_ten_ones(town: Town) -> None:
    enough, short = branch(town, WEEKS[:25]), branch(town, WEEKS[2:26])
    book = town.whole()
    found = judge(book, "学习型党组织", enough, 2013)
    assert figures(found) == {
        "R46": (True, 8, 8),
        "R15": (True, 25, 27),
        "R45": (True, 25, 27),
        "R16": (True, 7, 7),
    }
    assert found.met and found.over and found.result == "达标"
    missed = judge(book, "学习型党组织", short, 2013)
    assert figures(missed)["R15"] == (False, 24, 27), "24 of 27 are 88.9%"
    assert not missed.met
    basis = missed.basis(book.on)
    assert "8/8" in basis and "24/27 (88.9%" in basis


def test_a_branch_that_reports_through_another_is_not_asked_for_briefings(town: Town) -> None:
    unit = branch(town, WEEKS, briefing_duty=False)
    assert set(figures(judge(town.whole(), "学习型党组织", unit, 2013))) == {"R46", "R15", "R16"}


def test_an_agency_is_judged_by_the_monday_meetings_and_without_briefings(town: Town) -> None:
    office = branch(town, WEEKS, workplace="机关")
    for week in WEEKS[:25]:
        town.session("周一例会", monday(week).isoformat(), host_unit=town.top)
    book = town.whole()
    assert office in book.to_qualify("学习型机关")
    found = judge(book, "学习型机关", office, 2013)
    assert figures(found) == {"R46": (True, 8, 8), "R13": (True, 25, 27), "R16": (True, 7, 7)}
    assert found.met


def test_a_year_without_records_meets_nothing(town: Town) -> None:
    unit = town.unit()
    found = judge(town.whole(), "学习型党组织", unit, 2012)
    assert not found.met
    assert figures(found)["R46"] == (False, 0, 8)


# --- people ------------------------------------------------------------------------------------------


def studied(town: Town, who: ObjectId, exchanges: int = 7) -> None:
    """All that is asked of everybody in 2013: two articles, 11,667 characters, an evaluation; study in seven
    months, exchanges in so many of them, a book in each of two quarters."""
    town.note(who, "2013-02", 11_667)
    town.article("2013-02-03", who)
    town.article("2013-04-05", who)
    town.evaluate(2013, who)
    for month in range(1, 8):
        town.study(who, f"2013-0{month}", 1_500)
        if month <= exchanges:
            town.session("交流会", f"2013-0{month}-08", here=[who])
    town.book(who, "2013-02-03")
    town.book(who, "2013-05-06")


def test_a_member_meets_every_yearly_rule_and_nine_periods_in_ten(town: Town) -> None:
    good, late, bare = town.person(), town.person(), town.person()
    studied(town, good, exchanges=6)
    studied(town, late, exchanges=5)
    book = town.whole()
    found = judge(book, "学习型党员", good, 2013)
    # R09 and R10 in seven months, R11 in two quarters: 16 periods.
    assert figures(found) == {
        "R12": (True, 1, 1),
        "R21": (True, 2, 2),
        "R22": (True, 11_667, 11_667),
        "": (True, 15, 16),
    }
    assert found.met
    missed = judge(book, "学习型党员", late, 2013)
    assert figures(missed)[""] == (False, 14, 16), "14 of 16 are 87.5%"
    assert [each.rule for each in missed.failed] == [""]
    assert len(judge(book, "学习型党员", bare, 2013).failed) == 4


def test_who_is_exempt_from_a_yearly_rule_is_not_held_to_it(town: Town) -> None:
    who = town.person()
    town.exempt(["R22"], "2013-01-01", "2013-07-31", person=who)
    found = judge(town.whole(), "学习型党员", who, 2013)
    notes = next(each for each in found.conditions if each.rule == "R22")
    assert (notes.met, notes.exempt) == (True, True)


def test_a_cadre_must_also_be_assessed_as_qualified(town: Town) -> None:
    people = [town.person(VILLAGE, status=PUBLIC) for _ in range(4)]
    for who in people:
        studied(town, who)
    twelve, eleven, submitted, _ = people
    names = ("listen", "write", "speak", "test", "apply")
    town.assess(twelve, 2013, **dict.fromkeys(names, 12))
    town.assess(eleven, 2013, **(dict.fromkeys(names, 12) | {"test": Decimal("11.5")}))
    town.assess(submitted, 2013, status="submitted")
    book = town.whole()
    assert [judge(book, "学习型干部", who, 2013).met for who in people] == [True, False, False, False]
    failed = judge(book, "学习型干部", eleven, 2013).failed
    assert [(each.rule, each.figure()) for each in failed] == [("R23", "不合格")]
    town.setting("R23", "2013-01-01", bands=[{"grade": "合格", "from": 59}])
    assert judge(town.whole(), "学习型干部", eleven, 2013).met, "by the bands in force"


# --- proposing, and the office's word ----------------------------------------------------------------


def covered(book: Book, category: str) -> Coverage:
    return next(each for each in coverage(book) if each.category == category)


def test_proposals_wait_for_the_office_and_only_its_word_counts(town: Town) -> None:
    who = town.person(VILLAGE, status=PUBLIC)
    studied(town, who)
    town.assess(who, 2013)
    town.keep("designation", target=who, category="学习型干部", year=2012, result="未达标", basis="笔记不足")
    book = town.whole()
    before = covered(book, "学习型干部")
    assert who in before.lacking and before.by_year[2012] == 0
    proposed = [each for each in town.run(propose(book, "学习型干部", 2013)) if each.target == who]
    assert [each.met for each in proposed] == [True]
    assert town.run(submit(town.archive, book, proposed)) == 1
    assert town.run(submit(town.archive, book, proposed)) == 0, "not twice"
    town._books.clear()
    book = town.whole()
    (kept,) = (each.kept for each in town.run(propose(book, "学习型干部", 2013)) if each.target == who)
    assert kept is not None and not kept.done
    waiting = covered(book, "学习型干部")
    assert who in waiting.waiting and who not in waiting.done
    stored = town.run(town.archive.get(kept.id))
    assert (stored.status, stored.fields["result"]) == ("submitted", "达标")
    assert "11,667/11,667" in str(stored.fields["basis"])
    assert town.run(town.archive.approve([kept.id])).refused == []
    town._books.clear()
    after = covered(town.whole(), "学习型干部")
    assert who in after.done
    assert after.by_year[2013] == before.by_year.get(2013, 0) + 1
    (standing,) = town.standings("R35", town.top)
    assert (standing.done, standing.required) == (len(after.done), len(after.subjects))


def test_the_latest_word_counts(town: Town) -> None:
    who = town.person(VILLAGE)
    for year, result in ((2011, "达标"), (2012, "未达标")):
        town.keep("designation", target=who, category="学习型党员", year=year, result=result, basis="核查")
    found = covered(town.whole(), "学习型党员")
    assert who not in found.done
    assert found.by_year[2011] == 1 and found.by_year[2012] == 0
