"""Talks, tutorials, visits, assessment, lectures, notices: R03, R04, R07, R08, R17, R23, R27, R30."""

from __future__ import annotations

import pytest

from tests.programme.township import AGENCY, CENTRAL, FARMER, LEADER, PUBLIC, STATION, VILLAGE, Town

# --- R03: talks to the own unit's cadres ------------------------------------------------------------


def test_talks_just_meet_and_just_miss(town: Town) -> None:
    """R03, D7: 2 a year, stated (H) for leading cadres. D3: 1 in 2010, ceil(2 × 7/12) = 2 in 2013."""
    just, short = town.person(LEADER), town.person(LEADER)
    for held in ("2011-03-05", "2011-09-10", "2010-10-10", "2013-02-01", "2013-07-31"):
        town.talk(just, held)
    for held in ("2011-03-05", "2013-02-01"):
        town.talk(short, held)
    town.talk(short, "2011-05-06", "外单位干部")
    assert town.told("R03", just, "2011") == ("met", 2, 2)
    assert town.told("R03", short, "2011") == ("failed", 1, 2)
    assert town.told("R03", just, "2010") == ("met", 1, 1)
    assert town.told("R03", short, "2010") == ("failed", 0, 1)
    assert town.told("R03", just, "2013") == ("met", 2, 2)
    assert town.told("R03", short, "2013") == ("failed", 1, 2)
    found = town.standing("R03", short, "2011")
    assert found is not None and found.force == "H"


def test_talks_of_other_party_cadres_never_fail(town: Town) -> None:
    """R03, D7: shown only (A) for other PC; a leading cadre who is no member is not PC."""
    ordinary, active = town.person(VILLAGE), town.person(AGENCY)
    town.talk(ordinary, "2011-05-06")
    town.talk(active, "2011-05-06")
    town.talk(active, "2011-06-06")
    found = town.standing("R03", ordinary, "2011")
    assert found is not None
    assert (found.state, found.done, found.required, found.force) == ("unjudged", 1, 2, "A")
    assert town.told("R03", active, "2011") == ("met", 2, 2)
    assert town.told("R03", town.person(LEADER, status=PUBLIC), "2011") is None
    assert town.told("R03", town.person(FARMER), "2011") is None


def test_talks_of_a_late_joiner_and_somebody_exempt(town: Town) -> None:
    """R03, D3: from September 2011 on 4 months: ceil(2 × 4/12) = 1. D8: exempt in 2012."""
    late = town.person(LEADER, memberships=[(town.branch, "2011-09-01", None)])
    town.exempt(["R03"], "2012-01-01", "2012-12-31", person=late, reason="借调")
    assert town.told("R03", late, "2011") == ("failed", 0, 1)
    assert town.told("R03", late, "2012") == ("exempt", 0, 2)


# --- R04: farmers' tutorials -----------------------------------------------------------------------------


def test_tutorials_just_meet_and_just_miss(town: Town) -> None:
    """R04, D11: one a month, counted for each lecturer named."""
    first, second, short = town.person(VILLAGE), town.person(LEADER), town.person(AGENCY)
    town.tutorial("2011-05-31", first, second)
    town.tutorial("2011-06-01", short)
    town.tutorial("2011-05-20", short, status="submitted")
    assert town.told("R04", first, "2011-05") == ("met", 1, 1)
    assert town.told("R04", second, "2011-05") == ("met", 1, 1)
    assert town.told("R04", short, "2011-05") == ("failed", 0, 1)
    assert town.waiting("R04", short, "2011-05") == 1
    assert town.told("R04", town.person(STATION), "2011-05") is None
    assert town.told("R04", town.person(FARMER), "2011-05") is None


def test_which_months_of_tutorials_are_judged(town: Town) -> None:
    """R04, D3: July 2010 has 29 of 31 days in the programme, so all 37 months are judged; somebody who
    comes on 16 May 2011 is judged from May on (16 of 31 days), on the 17th from June on (15 of 31)."""
    who = town.person(VILLAGE)
    told = town.standings("R04", who)
    assert [told[0].period.name, told[-1].period.name, len(told)] == ["2010-07", "2013-07", 37]
    assert {each.state for each in told} == {"failed"}
    for joined, first in (("2011-05-16", "2011-05"), ("2011-05-17", "2011-06")):
        late = town.person(VILLAGE, memberships=[(town.branch, joined, None)])
        judged = [each for each in town.standings("R04", late) if each.judged]
        assert judged[0].period.name == first


def test_tutorials_of_somebody_exempt(town: Town) -> None:
    """R04, D8: also by category, and only for that category."""
    village, agency = town.person(VILLAGE), town.person(AGENCY)
    town.exempt(["R04"], "2012-02-01", "2012-02-29", categories=["机关干部职工"], reason="其他")
    assert town.told("R04", agency, "2012-02") == ("exempt", 0, 1)
    assert town.told("R04", agency, "2012-03") == ("failed", 0, 1)
    assert town.told("R04", village, "2012-02") == ("failed", 0, 1)


# --- R07, R08: household visits -----------------------------------------------------------------------


def test_households_just_meet_and_just_miss(town: Town) -> None:
    """R07, D1, D11: 3 distinct households a month, in covered villages only."""
    just, short = town.person(VILLAGE, covered=["上营村"]), town.person(AGENCY, covered=["上营村"])
    for day, household in (("2011-05-01", "孙有福"), ("2011-05-15", "周德明"), ("2011-05-31", "吴永民")):
        town.visit(just, day, household)
    town.visit(short, "2011-05-01", "孙有福")
    town.visit(short, "2011-05-15", "孙有福")
    town.visit(short, "2011-05-16", "周德明", "上营村二组")
    town.visit(short, "2011-05-16", "吴永民", "柳树湾村")
    town.visit(short, "2011-05-17", "郑建国", status="submitted")
    assert town.told("R07", just, "2011-05") == ("met", 3, 3)
    assert town.told("R07", just, "2011-06") == ("failed", 0, 3)
    assert town.told("R07", short, "2011-05") == ("failed", 2, 3)
    assert town.waiting("R07", short, "2011-05") == 1


def test_a_household_seen_again_does_not_wait(town: Town) -> None:
    """R07, D9: a submitted visit to a household that a verified one names adds nothing."""
    who = town.person(VILLAGE, covered=["上营村"])
    town.visit(who, "2011-05-01", "孙有福")
    town.visit(who, "2011-05-02", "孙有福", status="submitted")
    assert town.told("R07", who, "2011-05") == ("failed", 1, 3)
    assert town.waiting("R07", who, "2011-05") == 0


def test_visits_of_another_village_or_group_of_a_like_name(town: Town) -> None:
    """R07, D11: 大上营村 is not 上营村; of 上营村 only the second group is covered, and where no group is
    written the visit counts."""
    whole, part = (town.person(VILLAGE, covered=[each]) for each in ("上营村", "上营村二组"))
    for who in (whole, part):
        town.visit(who, "2011-05-01", "孙有福", "大上营村")
        town.visit(who, "2011-05-02", "周德明", group="三组")
        town.visit(who, "2011-05-03", "吴永民", group="二组")
        town.visit(who, "2011-05-04", "郑建国")
    assert town.told("R07", whole, "2011-05") == ("met", 3, 3)
    assert town.told("R07", part, "2011-05") == ("failed", 2, 3)


def test_whom_visits_are_asked_of(town: Town) -> None:
    """R07: PC with a village; a member without one, and a cadre who is no member, are not asked."""
    assert town.told("R07", town.person(VILLAGE), "2011-05") is None
    assert town.told("R07", town.person(FARMER, covered=["上营村"]), "2011-05") is None
    assert town.told("R07", town.person(VILLAGE, status=PUBLIC, covered=["上营村"]), "2011-05") is None


def test_visits_in_part_of_a_month(town: Town) -> None:
    """R07, D3: months are not prorated: judged in full from 15 of April's 30 days on. D8: exempt in May."""
    late = town.person(VILLAGE, covered=["上营村"], memberships=[(town.branch, "2011-04-16", None)])
    town.exempt(["R07", "R08"], "2011-05-01", "2011-05-31", person=late, reason="休假")
    assert town.told("R07", late, "2011-04") == ("failed", 0, 3)
    assert town.told("R07", late, "2011-05") == ("exempt", 0, 3)


def test_difficulties_are_shown_and_never_fail(town: Town) -> None:
    """R08: A, without a minimum: what was helped with is shown, nobody fails."""
    helper, other = town.person(VILLAGE, covered=["上营村"]), town.person(VILLAGE, covered=["上营村"])
    town.visit(helper, "2011-05-01", "孙有福", difficulty="灌溉渠淤堵", help="联系水管站清淤")
    town.visit(helper, "2011-05-02", "周德明", difficulty="缺化肥")
    assert town.told("R08", helper, "2011-05") == ("unjudged", 1, 0)
    assert town.told("R08", other, "2011-05") == ("unjudged", 0, 0)
    assert town.told("R08", town.person(VILLAGE), "2011-05") is None


# --- R23: assessment ----------------------------------------------------------------------------------------


def test_assessments_just_meet_and_just_miss(town: Town) -> None:
    """R23: AC once a year; ceil(1 × 6/12) = 1 in 2010 and ceil(1 × 7/12) = 1 in 2013 (D3)."""
    assessed, missed = town.person(AGENCY, status=PUBLIC), town.person(LEADER)
    for year in (2010, 2011, 2013):
        town.assess(assessed, year)
    town.evaluate(2011, missed)
    for period in ("2010", "2011", "2013"):
        assert town.told("R23", assessed, period) == ("met", 1, 1)
        assert town.told("R23", missed, period) == ("failed", 0, 1)
    # The evaluation proves R12, and no more (D14).
    assert town.told("R12", missed, "2011") == ("met", 1, 1)
    assert town.told("R23", town.person(VILLAGE), "2011") is None


def test_assessments_of_somebody_exempt_or_late(town: Town) -> None:
    """R23, D8; D3: a month of 15 days asks for ceil(1 × 1/12) = 1, 14 days for none."""
    away, late, last = (
        town.person(AGENCY, memberships=[(town.branch, joined, None)])
        for joined in ("2009-01-01", "2011-12-17", "2011-12-18")
    )
    town.exempt(["R23"], "2011-01-01", "2011-12-31", person=away, reason="借调")
    assert town.told("R23", away, "2011") == ("exempt", 0, 1)
    assert town.told("R23", late, "2011") == ("failed", 0, 1)
    told = town.told("R23", last, "2011")
    assert told is not None and told[0] == "unjudged"


# --- R17: expert lectures -------------------------------------------------------------------------------


def test_lectures_by_attendance(town: Town) -> None:
    """R17: 100% of expert lectures, LC; who is on leave is excused, who is on no list was not there."""
    here, late, absent, on_leave, unlisted, made_up = (
        town.person(LEADER, memberships=[(town.branch, "2011-09-01", "2011-09-30")]) for _ in range(6)
    )
    states = [(late, "迟到"), (absent, "缺席"), (on_leave, "请假"), (made_up, "补学", "2011-09-20")]
    town.lecture("2011-09-13", here=[here], states=states)
    for who in (here, late, made_up):
        assert town.events("R17", who) == ["met"]
    for who in (absent, unlisted):
        assert town.events("R17", who) == ["failed"]
    assert town.events("R17", on_leave) == ["exempt"]


def test_a_lecture_made_up_after_the_working_date(town: Town) -> None:
    """R17, session: as of a day before the lecture is made up, it is not."""
    who = town.person(LEADER, memberships=[(town.branch, "2011-10-01", "2011-10-31")])
    town.lecture("2011-10-11", states=[(who, "补学", "2011-10-20")])
    assert town.events("R17", who, on="2011-10-19") == ["failed"]
    assert town.events("R17", who, on="2011-10-20") == ["met"]


def test_which_lectures_count(town: Town) -> None:
    """R17: expert lectures of the township: not a branch's own class, nor tutoring by nobody named; and a
    list that is not approved yet tells nobody to have been absent (D9)."""
    who = town.person(LEADER, memberships=[(town.branch, "2011-11-01", "2011-11-30")])
    other = town.person(AGENCY, memberships=[(town.branch, "2011-11-01", "2011-11-30")])
    town.lecture("2011-11-08", host_unit=town.branch, level="支部", here=[other])
    town.lecture("2011-11-09", lecturer=None, here=[other])
    assert town.events("R17", who) == []
    town.lecture("2011-11-10", here=[other], status="submitted")
    assert town.events("R17", who) == ["pace"]
    assert town.events("R17", other) == []


def test_lectures_of_somebody_exempt_or_not_there_yet(town: Town) -> None:
    """R17, D8: exempt that day; and nobody is judged for a lecture before they took part."""
    ill, later = (
        town.person(LEADER, memberships=[(town.branch, joined, "2012-03-31")])
        for joined in ("2012-03-01", "2012-03-14")
    )
    town.exempt(["R17"], "2012-03-13", "2012-03-13", person=ill)
    town.lecture("2012-03-13", here=[town.clerk])
    assert town.events("R17", ill) == ["exempt"]
    assert town.events("R17", later) == []


# --- R27: rectification ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        ({"closed_on": "2011-05-31", "result": "完成"}, "met"),
        ({"closed_on": "2011-06-01", "result": "完成"}, "failed"),
        ({"closed_on": "2011-05-30", "result": "未完成"}, "failed"),
        ({}, "failed"),
        ({"result": "延期", "extended_to": "2011-06-30", "closed_on": "2011-06-30"}, "failed"),
    ],
)
def test_notices_by_their_outcome(town: Town, outcome: dict[str, str], state: str) -> None:
    """R27: closed by the deadline, 31 May 2011; on the day is in time, a day later is late."""
    who = town.person(FARMER, status=PUBLIC)
    more = {"approver": town.clerk} if "extended_to" in outcome else {}
    town.notice(who, "2011-05-10", "2011-05-31", **outcome, **more)
    assert town.events("R27", who) == [state]


def test_a_notice_binds_once_it_is_approved(town: Town) -> None:
    """R27, D15: the software proposes, the office decides: a notice that waits for approval fails nobody."""
    who = town.person(FARMER, status=PUBLIC)
    town.notice(who, "2011-05-10", "2011-05-31", status="submitted")
    assert town.events("R27", who, on="2011-07-01") == ["unjudged"]


def test_notices_while_they_run(town: Town) -> None:
    """R27, D15: open until the deadline, overdue the day after; units are named as well as people. What was
    closed later than the working date is not closed yet; an extension moves the deadline."""
    unit = town.unit()
    town.notice(unit, "2011-05-10", "2011-05-31", closed_on="2011-05-30", result="完成")
    assert town.events("R27", unit, on="2011-05-09") == []
    assert town.events("R27", unit, on="2011-05-29") == ["pace"]
    assert town.events("R27", unit, on="2011-05-30") == ["met"]
    other = town.unit()
    town.notice(
        other, "2011-05-10", "2011-05-31", result="延期", extended_to="2011-06-30", approver=town.clerk
    )
    assert town.events("R27", other, on="2011-06-30") == ["pace"]
    assert town.events("R27", other, on="2011-07-01") == ["failed"]


# --- R30: talks with village heads and station staff -------------------------------------------------------


def test_talks_with_people_are_shown_and_never_fail(town: Town) -> None:
    """R30: A, no minimum; of leading cadres."""
    leader, silent = town.person(LEADER, CENTRAL), town.person(LEADER)
    town.keep("talk", leader=leader, counterpart=town.clerk, date="2011-05-06", matters="春耕")
    assert town.told("R30", leader, "2011") == ("unjudged", 1, 0)
    assert town.told("R30", silent, "2011") == ("unjudged", 0, 0)
    assert town.told("R30", town.person(AGENCY), "2011") is None
