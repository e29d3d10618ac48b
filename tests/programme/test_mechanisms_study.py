"""Week board, briefings, door to door, central group, tutoring, tests: counted by hand beside."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from records.archive import Archive
from records.programme.mechanisms.weeks import is_judged
from records.record import Record
from records.values import PartialDate
from tests.programme.mechanism_records import Town, cell, found_town, line, said

#: 2011-W10, from Monday 7 March; and the week after.
WEEK, NEXT = "2011-03-07..2011-03-13", "2011-03-14..2011-03-20"


@pytest.fixture
async def town(archive: Archive) -> Town:
    return await found_town(archive)


async def brief(town: Town, unit: Record, received: str, items: int, status: str = "verified") -> Record:
    texts = [{"title": f"第{number}条", "text": "读书会开讲。"} for number in range(items)]
    issue = int(received[5:7] + received[8:])
    return await town.keep(
        "briefing",
        status,
        unit=unit,
        issue=issue,
        items=texts,
        written_by=town.li,
        submitted_on=f"{received[:4]}-01-01",
        received_on=received,
    )


def test_weeks_are_judged_with_three_working_days_in_the_programme() -> None:
    assert is_judged(date(2011, 3, 7))
    assert not is_judged(date(2010, 10, 4)), "national holiday: the 8th and the 9th alone are worked"
    assert is_judged(date(2010, 7, 5))
    assert not is_judged(date(2010, 6, 28)), "W26 of 2010 lies before the programme's first week"
    assert is_judged(date(2013, 7, 22))
    assert not is_judged(date(2013, 7, 29))


# --- briefings: R45, D12 -----------------------------------------------------------------------------


async def test_items_count_in_the_week_they_were_received(town: Town) -> None:
    await brief(town, town.upper, "2011-03-10", 1)
    await brief(town, town.upper, "2011-03-13", 1)
    await brief(town, town.willow, "2011-03-13", 1)
    await brief(town, town.willow, "2011-03-14", 2)
    view = await town.view("briefings", "2011-03-14", WEEK)
    assert [(row.cells[0], row.tone) for row in view.rows] == [
        ("柳树湾村党支部", "failed"),
        ("上营村党支部", "met"),
    ]
    assert cell(view, view.rows[0], "state") == "1 short"
    assert "1 of 2 units sent 2 items, 1 are short" in said(view)[0][1]
    assert len(line(view, "上营村党支部").ids) == 2
    assert cell(view, line(view, "柳树湾村党支部"), "weeks") == "0/9", (
        "W1 to W10, but for the spring festival"
    )
    after = await town.view("briefings", "2011-03-27", NEXT)
    willow = line(after, "柳树湾村党支部")
    assert (willow.tone, cell(after, willow, "year")) == ("met", "3")
    trend = dict(after.series[0].points)
    assert (trend["W10"], trend["W11"]) == (1.0, 1.0)


async def test_a_running_week_is_not_failed_and_what_waits_is_beside(town: Town) -> None:
    await brief(town, town.upper, "2011-03-08", 1)
    await brief(town, town.willow, "2011-03-08", 2, "submitted")
    view = await town.view("briefings", "2011-03-09")
    assert (line(view, "上营村党支部").tone, line(view, "柳树湾村党支部").tone) == ("soon", "waiting")
    assert cell(view, line(view, "柳树湾村党支部"), "waiting") == "2"
    own = await town.view("briefings", "2011-03-09", WEEK, subject=town.upper.id)
    assert own.title == "Briefings of 上营村党支部"
    assert own.rows[0].cells[1:] == ("1", "", "1 to come")


async def test_a_unit_without_the_duty_is_left_out(town: Town) -> None:
    town.willow.fields["briefing_duty"] = False
    await town.archive.save(town.willow)
    view = await town.view("briefings", "2011-03-14", WEEK)
    assert [row.cells[0] for row in view.rows] == ["上营村党支部"]
    assert said(view)[1][1] == "Without the duty of their own: 柳树湾村党支部"
    town.group.fields["briefing_duty"] = False
    await town.archive.save(town.group)
    await brief(town, town.group, "2011-03-10", 2)
    view = await town.view("briefings", "2011-03-14", WEEK)
    assert line(view, "上营村党支部").tone == "met", "the group reports through its branch"
    await brief(town, town.upper, "2010-10-08", 1)
    holiday = await town.view("briefings", "2010-10-20", "2010-10-04..2010-10-10")
    assert [row.tone for row in holiday.rows] == ["plain"]


async def test_the_office_may_ask_for_more_items(town: Town) -> None:
    await brief(town, town.upper, "2011-03-10", 2)
    setting: dict[str, Any] = {
        "rule": "R45",
        "change": "每周三篇",
        "from": "2011-03-01",
        "reason": "加强信息",
        "minimum": 3,
    }
    await town.keep("rule_setting", approver=town.wang, **setting)
    view = await town.view("briefings", "2011-03-14", WEEK)
    assert line(view, "上营村党支部").tone == "failed"


async def test_the_office_may_take_weeks_out(town: Town) -> None:
    """R45 and R15 switched off from 7 March 2011: that week is not judged, the one before it is."""
    for rule in ("R45", "R15"):
        setting: dict[str, Any] = {"rule": rule, "change": "暂停", "from": "2011-03-07", "reason": "换届"}
        await town.keep("rule_setting", approver=town.wang, judged=False, **setting)
    for name in ("briefings", "week_board"):
        view = await town.view(name, "2011-03-14", WEEK)
        assert line(view, "上营村党支部").tone == "plain", name
        before = await town.view(name, "2011-03-14", "2011-02-28..2011-03-06")
        assert line(before, "上营村党支部").tone == "failed", name


async def test_the_programmes_first_weekend_is_no_week_to_judge(town: Town) -> None:
    """D3: of 2010-W27 two days of seven lie in the programme."""
    for name in ("briefings", "week_board"):
        view = await town.view(name, "2010-07-14", "2010-06-28..2010-07-04")
        assert line(view, "上营村党支部").tone == "plain", name


# --- the week board: R13 to R16, D5 ------------------------------------------------------------------


async def test_minutes_of_a_week_add_up_with_those_of_groups_below(town: Town) -> None:
    await town.session("集体学习", "2011-03-08 14:00", 90, town.upper, here=[town.zhang])
    await town.session("党课", "2011-03-10 14:00", 90, town.group, here=[town.zhang])
    await town.session("集体学习", "2011-03-13 14:00", 60, town.willow)
    await town.session("座谈会", "2011-03-13 14:00", 180, town.willow)
    await town.session("集体学习", "2011-03-14 14:00", 180, town.willow)
    view = await town.view("week_board", "2011-03-14", WEEK)
    upper, willow = line(view, "上营村党支部"), line(view, "柳树湾村党支部")
    assert (upper.tone, cell(view, upper, "minutes"), cell(view, upper, "sessions")) == ("met", "180", "2")
    assert (willow.tone, cell(view, willow, "state")) == ("failed", "120 min short")
    group = line(view, "上营村第一党小组")
    assert (group.tone, cell(view, group, "minutes")) == ("met", "180"), "its members are called to both"
    assert cell(view, upper, "reached") == "1/2", "赵永刚 was not reached"
    assert (await town.view("week_board", "2011-03-13", WEEK)).counted("failed") == 0, "not over yet"


async def test_the_townships_meetings_of_the_week_and_month_are_told(town: Town) -> None:
    await town.session("周一例会", "2011-03-07 08:30", 60, town.top)
    await town.session("辅导课", "2011-03-02 08:30", 60, town.willow)
    view = await town.view("week_board", "2011-04-01", WEEK)
    assert said(view)[1:] == [
        ("met", "Monday meeting: held on 03-07"),
        ("failed", "Tutored session in 2011-03: not held"),
    ]
    assert ("soon", "Monday meeting: not yet held") in said(await town.view("week_board", "2011-03-14"))


# --- door to door: R16 -------------------------------------------------------------------------------


async def test_members_are_reached_at_sessions_or_at_home(town: Town) -> None:
    made_up = {"state": "补学", "made_up_on": date(2011, 10, 3)}
    leave = {"state": "请假", "leave_reason": "生病"}
    await town.session(
        "集体学习", "2011-09-10 14:00", 90, town.upper, here=[town.zhao], states=[(town.zhang, leave)]
    )
    await town.session("集体学习", "2011-09-20 14:00", 90, town.willow, states=[(town.li, made_up)])
    view = await town.view("door_to_door", "2011-10-05")
    zhao = line(view, "赵永刚")
    assert (zhao.tone, cell(view, zhao, "days"), cell(view, zhao, "mobility")) == (
        "soon",
        "25",
        "Limited mobility",
    )
    assert line(view, "李秀兰").tone == "met"
    assert cell(view, line(view, "李秀兰"), "last") == "2011-10-03"
    assert line(view, "张伟民").tone == "overdue", "never reached: leave is no presence"
    assert line(view, "张伟民").ids == (town.zhang.id,)
    assert said(view)[0] == ("behind", "Reached 1 of 4 members (25%) in 2011-10")
    assert not [row for row in view.rows if row.cells[0] == "孙有才"], "no member"
    zhao = line(await town.view("door_to_door", "2011-10-06"), "赵永刚")
    assert zhao.tone == "overdue"
    assert zhao.proposal is not None
    assert zhao.proposal.fields == {"member": town.zhao.id, "date": date(2011, 10, 6)}


async def test_a_delivery_reaches_once_it_is_approved(town: Town) -> None:
    fields: dict[str, Any] = {
        "member": town.zhao,
        "deliverer": town.zhang,
        "materials": "党章",
        "signed": True,
    }
    delivery = await town.keep("door_delivery", "submitted", date="2011-10-04", **fields)
    assert line(await town.view("door_to_door", "2011-10-06"), "赵永刚").tone == "waiting"
    delivery.status = "verified"
    await town.archive.save(delivery)
    assert line(await town.view("door_to_door", "2011-10-06"), "赵永刚").tone == "met"
    view = await town.view("door_to_door", "2011-11-01", "2011-10", unit=town.upper.id)
    assert said(view)[0][1] == "Reached 1 of 2 members (50%) in 2011-10"


# --- central group, tutoring -------------------------------------------------------------------------


async def test_absences_of_the_central_group_are_owed_until_they_are_made_up(town: Town) -> None:
    made_up = {"state": "补学", "made_up_on": date(2011, 4, 1)}
    leave = {"state": "请假", "leave_reason": "开会"}
    await town.session("中心组", "2011-01-10 14:00", 90, town.top, here=[town.wang, town.zhang])
    await town.session("中心组", "2011-02-10 14:00", 90, town.top, states=[(town.wang, made_up)])
    missed = await town.session("中心组", "2011-03-10 14:00", 90, town.top, states=[(town.wang, leave)])
    march = await town.view("central_group", "2011-03-31")
    assert line(march, "王德明").cells[1:] == ("3", "1", "1", "1", "", "33%", "2 to make up")
    view = await town.view("central_group", "2011-04-01")
    wang = line(view, "王德明")
    assert wang.cells[1:] == ("3", "1", "1", "", "1", "33%", "1 to make up")
    assert (wang.tone, wang.ids) == ("behind", (missed.id,))
    assert line(view, "张伟民").cells[-1] == "nothing to make up, not a member now"
    assert said(view)[:2] == [
        ("plain", "3 sessions, attendance 50%"),
        ("behind", "1 absences to make up"),
    ]
    assert [rate for _, rate in view.series[0].points] == [100.0, 0.0, 0.0]


async def test_leading_cadres_absent_from_a_lecture_without_leave_are_named(town: Town) -> None:
    expert = {"lecturer": "县委党校教员", "level": "乡"}
    await town.session(
        "辅导课", "2011-01-12 09:00", 90, town.top, states=[(town.wang, {"state": "缺席"})], **expert
    )
    await town.session(
        "辅导课", "2011-02-12 09:00", 90, town.top, states=[(town.zhang, {"state": "缺席"})], **expert
    )
    await town.session("辅导课", "2011-03-12 09:00", 90, town.top)
    await town.session("辅导课", "2011-03-13 09:00", 90, town.willow, **expert)
    view = await town.view("tutoring", "2011-04-02")
    assert [row.tone for row in view.rows] == ["met", "failed", "failed"]
    assert [cell(view, row, "absent") for row in view.rows] == ["", "王德明", "王德明"], (
        "not listed is absent"
    )
    assert said(view) == [
        ("soon", "A tutored session in 3 of 4 months; none in 4"),
        ("met", "2 expert lectures this year, 1 asked for"),
    ]
    assert said(await town.view("tutoring", "2011-05-02"))[0][0] == "failed"
    assert said(await town.view("tutoring", "2011-01-02", "2010"))[0][1].startswith(
        "A tutored session in 0 of 6"
    )


# --- tests, education, formats -----------------------------------------------------------------------


async def test_results_are_ranked_and_the_pass_rate_is_of_those_who_sat(town: Town) -> None:
    scores = [(town.wang, 96), (town.zhang, 88), (town.zhao, 88), (town.li, 59)]
    results = [{"person": who.id, "score": score} for who, score in scores]
    exam = await town.keep(
        "exam",
        title="百题竞赛",
        category="百题竞赛",
        held_on="2011-06-25",
        unit=town.top,
        full_mark=100,
        pass_mark=60,
        results=[*results, {"person": town.sun.id, "absent": True}],
    )
    view = await town.view("exams", "2011-12-31")
    assert view.rows[0].cells[3:] == ("4", "1", "3", "75.0%", "82.8", "96", "approved")
    assert said(view) == [("met", "The hundred-question contest was held.")]
    assert said(await town.view("exams", "2011-06-24"))[0][0] == "soon"
    within = await town.view("exams", "2011-12-31", subject=view.rows[0].inside)
    assert view.rows[0].inside == exam.id
    assert [(row.cells[0], row.cells[3]) for row in within.rows] == [
        ("1", "96"),
        ("2", "88"),
        ("2", "88"),
        ("4", "59"),
        ("-", "-"),
    ]
    assert [row.tone for row in within.rows] == ["met", "met", "met", "failed", "behind"]
    assert said(within) == [("plain", "4 of 5 sat it, 3 passed, pass rate 75.0%")]


async def test_cadres_born_from_1970_to_1989_and_their_degrees(town: Town) -> None:
    study: dict[str, Any] = {"minutes": 120, "content": "行政管理"}
    await town.keep(
        "study_entry", person=town.zhang, subtype="函授", started=PartialDate.day(date(2011, 3, 1)), **study
    )
    await town.keep(
        "study_entry",
        person=town.zhao,
        subtype="远程教育",
        started=PartialDate.day(date(2011, 3, 1)),
        **study,
    )
    view = await town.view("education", "2011-12-31")
    born = {row.cells[0]: row.tone for row in view.rows if row.cells[2]}
    assert born == {"张伟民": "met", "李秀兰": "plain"}, "neither 1969 nor 1990"
    assert line(view, "Distance education").cells[4:] == ("1", "2.0", "", "1 entries")
    assert said(view)[0] == ("soon", "0 entries of study tours this year")
    tour: dict[str, Any] = {"subtype": "外出考察", "minutes": 480, "content": "参观示范村"}
    await town.keep("study_entry", person=town.zhang, started=PartialDate.day(date(2011, 6, 1)), **tour)
    assert said(await town.view("education", "2012-01-05", "2011"))[0][0] == "met"
    query = line(await town.view("education", "2011-12-31"), "Study tour").query
    assert query is not None
    assert (await town.archive.count(query)).number == 1


async def test_reading_formats_are_told_by_category_or_title(town: Town) -> None:
    await town.session("读书会", "2011-03-01 19:00", 90, town.upper, here=[town.zhang, town.zhao])
    await town.session(
        "集体学习", "2011-03-02 19:00", 60, town.willow, title="第二期学习论坛", here=[town.li]
    )
    await town.session("集体学习", "2011-03-03 19:00", 60, town.willow)
    view = await town.view("formats", "2011-12-31")
    assert line(view, "Reading club").cells[1:5] == ("1", "1", "2", "1.5")
    assert line(view, "Study forum").cells[1:5] == ("1", "1", "1", "1.0")
    assert said(view) == [("plain", "2 meetings in 2 units")]


# --- research: R19, R20 ------------------------------------------------------------------------------


async def test_who_has_no_report_by_the_end_of_september_is_announced(town: Town) -> None:
    report = {
        "title": "日光温室销路调研",
        "place": "上营村",
        "findings": "销路单一。",
        "advice": "统一外运。",
    }
    when = PartialDate.month(2011, 3)
    solved = [{"text": "旺季难卖", "action": "联系外运", "solved": True, "solved_on": date(2011, 6, 10)}]
    fields: dict[str, Any] = {"fieldwork": when, "finished_on": PartialDate.day(date(2011, 5, 20)), **report}
    paper = await town.keep("research_report", authors=[town.zhang], problems=solved, **fields)
    await town.keep("research_report", "submitted", authors=[town.li], **fields | {"title": "饮水调研"})
    september = await town.view("research", "2011-09-30")
    assert line(september, "王德明").tone == "pace"
    view = await town.view("research", "2011-10-01")
    assert [(row.cells[0], row.tone) for row in view.rows] == [
        ("王德明", "overdue"),
        ("孙有才", "overdue"),
        ("李秀兰", "waiting"),
        ("张伟民", "met"),
    ]
    zhang = line(view, "张伟民")
    assert (zhang.cells[2:6], zhang.ids) == (("1", "1", "", "1"), (paper.id,))
    assert line(view, "王德明").proposal is not None
    assert said(view) == [("behind", "1 of 4 people have the reports of the year")]
    assert line(await town.view("research", "2012-01-02", "2011"), "孙有才").tone == "failed"
