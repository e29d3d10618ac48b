"""Anniversaries, leading groups, plans and the rule library, counted by hand beside."""

from __future__ import annotations

from datetime import date

import pytest

from records.archive import Archive
from records.programme.mechanisms.anniversaries import anniversary_days, window
from tests.programme.mechanism_records import Town, cell, found_town, line, said


@pytest.fixture
async def town(archive: Archive) -> Town:
    return await found_town(archive)


# --- anniversaries: R31, R33, D3 ---------------------------------------------------------------------


def test_only_anniversaries_inside_the_programme_are_expected() -> None:
    expected = {
        2010: ["八一", "十一"],
        2011: ["五一", "五四", "七一", "八一", "十一"],
        2013: ["五一", "五四", "七一"],
    }
    assert {year: [name for name, _ in anniversary_days(year)] for year in expected} == expected
    assert window(date(2011, 5, 1)) == (date(2011, 4, 16), date(2011, 5, 8))


async def test_an_anniversary_is_met_within_its_window_by_the_township(town: Town) -> None:
    def activity(name: str, day: str, unit: object, status: str = "verified") -> object:
        fields = {"theme": f"{name}主题学习", "anniversary": name, "date": day, "unit": unit}
        return town.keep("theme_activity", status, **fields)

    await activity("五一", "2011-04-16", town.top)  # type: ignore[misc]
    await activity("五四", "2011-05-04", town.upper)  # type: ignore[misc]
    await activity("七一", "2011-07-09", town.top)  # type: ignore[misc]
    await activity("八一", "2011-08-01", town.top, "submitted")  # type: ignore[misc]
    view = await town.view("anniversaries", "2011-09-20")
    states = {row.cells[0]: (row.tone, row.cells[-1]) for row in view.rows if row.cells[1]}
    assert states == {
        "1 May": ("met", "held"),
        "4 May": ("failed", "not held"),
        "1 July": ("failed", "not held; 07-09 lies outside"),
        "1 August": ("waiting", "to approve"),
        "1 October": ("soon", "window open, 18 days left"),
    }
    assert cell(view, line(view, "4 May"), "units") == "1"
    october = line(view, "1 October").proposal
    assert october is not None
    assert october.fields == {"anniversary": "十一", "unit": town.top.id, "date": date(2011, 9, 20)}
    assert said(view) == [("failed", "Themed study at 1 of 5 anniversaries")]
    assert line(await town.view("anniversaries", "2011-09-15"), "1 October").cells[-1] == "opens in 1 days"


async def test_reading_events_are_shown_and_never_failed(town: Town) -> None:
    await town.keep("theme_activity", theme="科技下乡", form="科技周", date="2011-05-16", unit=town.top)
    view = await town.view("anniversaries", "2012-01-01", "2011")
    assert line(view, "Science week").tone == "met"
    assert line(view, "Study week").tone == "plain"


# --- leading groups: R40 -----------------------------------------------------------------------------


async def test_a_leading_group_is_to_be_headed_by_the_secretary(town: Town) -> None:
    for unit, secretary in ((town.upper, town.zhang), (town.willow, town.li)):
        unit.fields["secretary"] = secretary.id
        await town.archive.save(unit)
    group = {"body": "领导小组", "from": "2010-07-05"}
    await town.keep("position", person=town.zhang, unit=town.upper, role="组长", **group)
    await town.keep("position", person=town.zhao, unit=town.upper, role="成员", **group)
    await town.keep("position", person=town.wang, unit=town.willow, role="组长", to="2011-06-30", **group)
    before = await town.view("organisation", "2010-07-04")
    assert {row.tone for row in before.rows} == {"failed"}
    view = await town.view("organisation", "2011-06-30")
    states = {row.cells[0]: row.cells[-1] for row in view.rows}
    assert states == {
        "青杨河乡党委": "no leading group",
        "上营村党支部": "headed by the secretary",
        "柳树湾村党支部": "headed by somebody else",
    }
    assert cell(view, line(view, "上营村党支部"), "members") == "2"
    after = await town.view("organisation", "2011-07-01")
    willow = line(after, "柳树湾村党支部")
    assert (willow.tone, cell(after, willow, "vacant")) == ("failed", "head")
    assert willow.proposal is not None
    assert willow.proposal.fields["person"] == town.li.id
    assert (
        cell(after, line(after, "青杨河乡党委"), "vacant")
        == "secretary, head, deputy heads, director of the office"
    )


# --- plans and rules: R38, R39 -----------------------------------------------------------------------


async def test_plans_are_tracked_by_unit(town: Town) -> None:
    plan = {"title": "创建实施方案", "category": "方案", "text": "指导思想与步骤。"}
    await town.keep("implementation_plan", unit=town.upper, adopted_on="2010-07-31", **plan)
    await town.keep(
        "implementation_plan", unit=town.willow, adopted_on="2010-08-01", **plan | {"title": "补定方案"}
    )
    items = [{"month": month, "topic": "党史"} for month in (1, 4, 7, 10)]
    await town.keep("study_plan", owner=town.upper, year=2011, items=items, approved_on="2011-01-10")
    await town.keep("study_plan", owner=town.zhang, year=2011, items=items, approved_on="2011-01-10")
    view = await town.view("plans", "2011-02-01")
    upper, willow = line(view, "上营村党支部"), line(view, "柳树湾村党支部")
    assert (upper.tone, upper.cells[1:3], upper.cells[4:]) == (
        "met",
        ("2010-07-31", "in time"),
        ("4", "2011-01-10", "approved"),
    )
    assert (willow.tone, willow.cells[2], willow.cells[-1]) == ("behind", "late", "no study plan yet")
    assert willow.proposal is not None
    assert willow.proposal.fields == {"owner": town.willow.id, "year": 2011}
    assert [text for _, text in said(view)] == [
        "Implementation plan in time: 1 of 2 units",
        "Study plan of the year approved: 1 of 2 units",
        "1 people have a study plan of their own",
    ]
    assert line(await town.view("plans", "2011-01-09"), "上营村党支部").cells[-1] == "not approved yet"
    july = await town.view("plans", "2010-07-30")
    assert july.rows[0].cells[2] == "due 07-31"


async def test_the_library_tells_which_rules_hold_and_which_units_lack(town: Town) -> None:
    async def rule(
        unit: object, category: str, adopted: str, status: str = "verified", **more: object
    ) -> None:
        fields = {"title": f"{category}办法", "text": "一人一档。", "adopted_on": adopted, **more}
        await town.keep("rule_document", status, unit=unit, category=category, **fields)

    await rule(town.upper, "评价", "2010-07-20")
    await rule(town.upper, "档案", "2010-07-20", effective_to="2011-07-20")
    await rule(town.upper, "奖惩", "2010-07-20", "submitted")
    view = await town.view("rule_library", "2011-06-20")
    lacking = [
        (row.cells[0], row.cells[1], row.tone) for row in view.rows if not row.heading and not row.cells[2]
    ]
    assert lacking == [
        ("上营村党支部", "Incentives", "waiting"),
        ("柳树湾村党支部", "Evaluation", "failed"),
        ("柳树湾村党支部", "Archives", "failed"),
        ("柳树湾村党支部", "Incentives", "failed"),
    ]
    assert line(view, "档案办法").cells[-1] == "ends in 30 days"
    assert said(view) == [
        ("behind", "All three rules: 0 of 2 units"),
        ("soon", "1 rules end within 30 days"),
    ]
    later = await town.view("rule_library", "2011-07-21")
    assert line(later, "档案办法").cells[-1] == "ended"
    assert ("上营村党支部", "Archives") in [row.cells[:2] for row in later.rows]
    first = await town.view("rule_library", "2010-07-21")
    assert line(first, "Evaluation").cells[0] == "柳树湾村党支部"
    assert line(first, "Evaluation").tone == "soon"
