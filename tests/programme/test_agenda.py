"""The calendar: what a span of days has, as of the working date, and of a unit only."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from records.archive import Archive
from records.programme.book import load_book
from records.programme.calendar import Rest, rest_of
from records.programme.selection import put_on_notice
from records.programme.views.agenda import Entry, agenda
from records.record import Record
from tests.programme.mechanism_records import Town, found_town


@pytest.fixture
async def town(archive: Archive) -> Town:
    return await found_town(archive)


async def told(
    town: Town, on: str, first: str, last: str, *sorts: str, unit: Record | None = None
) -> list[Entry]:
    book = await load_book(town.archive, date.fromisoformat(on))
    span = date.fromisoformat(first), date.fromisoformat(last)
    found = await agenda(town.archive, book, *span, unit=unit.id if unit else None)
    return [each for each in found if not sorts or each.sort in sorts]


async def test_what_a_month_has(town: Town) -> None:
    notice = await town.keep(
        "rectification",
        target=town.sun,
        issued_on="2011-05-10",
        deadline="2011-05-31",
        requirements=["补记笔记"],
    )
    held = await town.session(
        "集体学习", "2011-05-12 08:30", 180, town.willow, here=[town.sun], title="学党章"
    )
    later = await town.session(
        "集体学习", "2011-05-26 08:30", 180, town.upper, title="学条例", status="draft"
    )
    activity = await town.keep(
        "theme_activity", theme="五四学习", date="2011-05-04", anniversary="五四", form="其他", unit=town.top
    )
    nomination = await town.keep(
        "nomination", "submitted", nominee=town.sun, award="学习先进个人", year=2011, deeds="勤学"
    )
    await put_on_notice(town.archive, nomination.id, date(2011, 5, 20))
    plan = await town.keep(
        "study_plan",
        "submitted",
        category="年度学习计划",
        owner=town.willow,
        year=2011,
        items=[{"month": 5, "topic": "农家书屋"}, {"month": 6, "topic": "七一专题"}],
    )

    found = await told(town, "2011-05-20", "2011-05-01", "2011-05-31")
    assert [each for each in found if each.day.month != 5] == []
    assert [each.day for each in found] == sorted(each.day for each in found)
    of = {sort: [each for each in found if each.sort == sort] for sort in {each.sort for each in found}}
    assert [(e.day.day, e.tone) for e in of["anniversary"]] == [(1, "failed"), (4, "met")]
    assert [(e.day.day, e.tone, e.records) for e in of["deadline"]] == [(31, "plain", (notice.id,))]
    assert [(e.day, e.whose) for e in of["notice"]] == [(date(2011, 5, 26), "孙有才")]
    assert of["notice"][0].records == (nomination.id,)
    assert [(e.day.day, e.text, e.whose, e.records) for e in of["plan"]] == [
        (31, "农家书屋", "柳树湾村党支部", (plan.id,))
    ]
    assert [(e.day.day, e.tone, e.text) for e in of["meeting"]] == [
        (4, "met", activity.title),
        (12, "met", "08:30 学党章"),
        (26, "pace", "planned: 08:30 学条例"),
    ]
    assert [e.records for e in of["meeting"]][1:] == [(held.id,), (later.id,)]
    ends = {(e.day.day, e.rule): (e.text, e.tone) for e in of["period"]}
    # ISO week 19 ended on 15 May: of two branches and a group, only the willow branch studied.
    assert ends[15, "R15"] == ("Half a day of group study: 2011-W19  1 of 3 met", "failed")
    assert ends[29, "R45"][0] == "Briefings: 2011-W21", "a week that has not begun has no figures"
    assert ends[31, "R09"] == ("Daily self-study: 2011-05  0 of 5 met", "plain")

    willow = await told(town, "2011-05-20", "2011-05-01", "2011-05-31", unit=town.willow)
    assert [e.text for e in willow if e.sort == "meeting"] == ["08:30 学党章"]
    assert {e.sort for e in willow} == {"anniversary", "deadline", "notice", "period", "plan", "meeting"}
    assert next(e.text for e in willow if e.rule == "R09") == "Daily self-study: 2011-05  0 of 2 met"
    assert [e for e in willow if e.rule == "R13"] == [], "the Monday meeting is the township's"

    on_its_day = await told(town, "2011-06-02", "2011-05-31", "2011-05-31", "deadline")
    assert [each.tone for each in on_its_day] == ["overdue"]


async def test_stages_and_their_links(town: Town) -> None:
    link = await town.keep(
        "stage_link", "submitted", stage="1", link="宣传发动", unit=town.top, owner=town.top,
        state="完成", started="2010-07-05", done_on="2010-07-20", due="2010-07-25",
    )  # fmt: skip
    found = await told(town, "2010-07-24", "2010-07-01", "2010-08-01", "stage", "deadline")
    assert [(e.day.isoformat(), e.text) for e in found if e.sort == "stage"] == [
        ("2010-07-03", "Stage 1: Mobilisation and planning begins"),
        ("2010-07-31", "Stage 1: Mobilisation and planning ends"),
        ("2010-08-01", "Stage 2: Implementation begins"),
    ]
    dues = [(e.day.day, e.text, e.tone, e.records) for e in found if e.sort == "deadline"]
    assert dues == [
        (25, "Stage 1: Publicity", "waiting", (link.id,)),
        (31, "Stage 1: Implementation plans", "soon", ()),
        (31, "Stage 1: Rules and incentives", "soon", ()),
    ]


def test_days_off_and_days_worked_in_exchange() -> None:
    assert rest_of(date(2010, 10, 1)) == Rest(False, "国庆节", "National Day")
    assert rest_of(date(2010, 10, 9)) == Rest(True, "国庆节", "National Day"), "a Saturday that was worked"
    assert rest_of(date(2010, 10, 16)) == Rest(False)
    assert rest_of(date(2010, 10, 18)) == Rest(True)
    saturday = date(2099, 10, 3)
    assert rest_of(saturday) == Rest(False), "beyond the table Monday to Friday are worked"
    assert rest_of(saturday + timedelta(days=2)) == Rest(True)
