"""What needs attention on a day: what is overdue, due soon, behind or missed, and whom it is about."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from records.archive import Archive
from records.programme.book import load_book
from records.programme.views.alerts import Alert, alerts
from tests.programme.mechanism_records import Town, found_town


@pytest.fixture
async def town(archive: Archive) -> Town:
    return await found_town(archive)


async def told(town: Town, day: str, rule: str) -> list[Alert]:
    book = await load_book(town.archive, date.fromisoformat(day))
    return [each for each in alerts(book) if each.rule == rule]


async def money(town: Town, category: str, amount: str, day: str) -> None:
    await town.keep(
        "funding",
        category=category,
        year=int(day[:4]),
        date=day,
        amount=Decimal(amount),
        item="图书",
        unit=town.top,
    )


async def test_funds_are_overdue_after_march_and_when_overspent(town: Town) -> None:
    """R24: none by 31 March; domain §3, funding: overspent."""
    assert [each.urgency for each in await told(town, "2011-03-31", "R24") if each.period.name == "2011"] == [
        "soon"
    ]
    late = [each for each in await told(town, "2011-04-01", "R24") if each.period.name == "2011"]
    assert [(each.urgency, each.due, each.subjects) for each in late] == [
        ("overdue", date(2011, 3, 31), (town.top.id,))
    ]
    await money(town, "预算", "1000", "2011-04-02")
    await money(town, "支出", "1250.50", "2011-05-03")
    over = [each for each in await told(town, "2011-05-03", "R24") if each.period.name == "2011"]
    assert [(each.urgency, each.text) for each in over] == [
        ("overdue", "Spending of 2011 exceeds the funds allocated by 250.5 yuan")
    ]


async def test_a_notice_is_told_seven_days_before_and_daily_after(town: Town) -> None:
    """Domain §3, supervision: 7 days before and daily after the deadline, until it is closed."""
    notice = await town.keep(
        "rectification",
        target=town.sun,
        issued_on="2011-05-10",
        deadline="2011-05-31",
        requirements=["补记笔记"],
    )
    assert await told(town, "2011-05-23", "R27") == []
    for day, urgency, text in (
        ("2011-05-24", "soon", "Rectification by 孙有才 is due in 7 days"),
        ("2011-05-31", "soon", "Rectification by 孙有才 is due today"),
        ("2011-06-02", "overdue", "Rectification by 孙有才 is 2 days overdue"),
    ):
        found = await told(town, day, "R27")
        assert [(each.urgency, each.text, each.records) for each in found] == [(urgency, text, (notice.id,))]
    fresh = await town.archive.get(notice.id)
    fresh.fields |= {"closed_on": date(2011, 6, 3), "result": "完成"}
    await town.archive.save(fresh)
    assert await told(town, "2011-06-03", "R27") == [], "closed too late: failed, and nothing left to do"


async def test_a_window_is_told_while_it_is_open(town: Town) -> None:
    """R31: 七一 from 16 June (−15) to 8 July (+7)."""
    open_now = [each for each in await told(town, "2011-06-16", "R31") if each.urgency == "soon"]
    assert [(each.text, each.due) for each in open_now] == [
        ("Themed study for 七一: the window is open until 2011-07-08", date(2011, 7, 8))
    ]
    await town.keep(
        "theme_activity", theme="七一学习", date="2011-06-20", anniversary="七一", form="其他", unit=town.top
    )
    assert [each for each in await told(town, "2011-06-21", "R31") if each.urgency == "soon"] == []


async def test_a_missed_month_is_told_once_also_after_the_programme(town: Town) -> None:
    """R10: the month before the running one; after the end only the last that was judged."""
    missed = [each for each in await told(town, "2011-06-15", "R10") if each.urgency == "missed"]
    assert [(each.period.name, len(each.subjects)) for each in missed] == [("2011-05", 5)]
    after = await told(town, "2013-08-20", "R10")
    assert [each.period.name for each in after] == ["2013-07"]


async def test_the_most_urgent_comes_first(town: Town) -> None:
    book = await load_book(town.archive, date(2011, 6, 15))
    order = [each.urgency for each in alerts(book)]
    assert order == sorted(order, key=["overdue", "soon", "behind", "missed"].index)
    shown = {each.rule for each in alerts(book) if book.rulebook.rules[each.rule].force == "A"}
    assert shown == {"R03"}, "R03 is demanded of a leading cadre (D7)"
