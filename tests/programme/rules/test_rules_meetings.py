"""Monday meetings, group study, members reached, lectures, exchanges, tours, briefings:
R13, R14, R15, R16, R18, R28, R29, R45."""

from __future__ import annotations

import pytest
from bson.objectid import ObjectId

from records.errors import InvalidRecord
from records.record import Record
from tests.programme.township import AGENCY, PUBLIC, VILLAGE, Town

#: Weeks with fewer than three working days by the State Council's notices for 2010 to 2013: National Day
#: 2010 (8 and 9 October), Spring Festival 2011 (31 January, 1 February), National Day 2011 (8 and 9 October),
#: Spring Festival 2012 (29 January), Qingming 2012 (5 and 6 April), National Day 2012 (none), Spring Festival
#: 2013 (16 and 17 February), Labour Day 2013 (2 and 3 May), Dragon Boat 2013 (13 and 14 June).
SHORT_WEEKS = [
    "2010-W40",
    "2011-W05",
    "2011-W40",
    "2012-W04",
    "2012-W14",
    "2012-W40",
    "2013-W07",
    "2013-W18",
    "2013-W24",
]

# --- R13: Monday meetings ---------------------------------------------------------------------------


def test_monday_meetings_just_meet_and_just_miss(town: Town) -> None:
    """R13: one a week, the township's; a branch's own does not count, a submitted one waits."""
    town.session("周一例会", "2011-03-07", host_unit=town.top)
    town.session("周一例会", "2011-03-14", host_unit=town.branch)
    town.session("周一例会", "2011-03-21", host_unit=town.top, status="submitted")
    assert town.told("R13", town.top, "2011-W10") == ("met", 1, 1)
    assert town.told("R13", town.top, "2011-W11") == ("failed", 0, 1)
    assert town.told("R13", town.top, "2011-W12") == ("failed", 0, 1)
    assert town.waiting("R13", town.top, "2011-W12") == 1
    assert town.told("R13", town.branch, "2011-W10") is None


def test_a_holiday_moves_the_monday_meeting(town: Town) -> None:
    """D4: Monday 3 January 2011 is a holiday; the meeting is held on Tuesday. Sunday is the last day."""
    town.session("周一例会", "2011-01-04", host_unit=town.top)
    town.session("周一例会", "2011-04-10", host_unit=town.top)
    assert town.told("R13", town.top, "2011-W01") == ("met", 1, 1)
    assert town.told("R13", town.top, "2011-W14") == ("met", 1, 1)
    assert town.told("R13", town.top, "2011-W15") == ("failed", 0, 1)


def test_which_weeks_are_judged(town: Town) -> None:
    """D4: ISO weeks 2010-W27 to 2013-W30 are 160 (26 of 2010, 52, 52, 30); those with fewer than three
    working days are exempt."""
    told = town.standings("R13", town.top)
    assert [told[0].period.name, told[-1].period.name, len(told)] == ["2010-W27", "2013-W30", 160]
    assert [each.period.name for each in told if each.state == "exempt"] == SHORT_WEEKS
    assert sum(each.judged for each in told) == 151
    # A meeting held in such a week still does not make it a judged one.
    town.session("周一例会", "2010-10-08", host_unit=town.top)
    assert town.told("R13", town.top, "2010-W40") == ("exempt", 1, 1)


# --- R14, R18: tutoring and lectures --------------------------------------------------------------------


def test_tutored_sessions_just_meet_and_just_miss(town: Town) -> None:
    """R14, D14: one session of the township a month suffices; a branch's does not; July 2010 is judged."""
    town.lecture("2011-05-31", lecturer=None)
    town.lecture("2010-07-05", lecturer=None)
    town.session("辅导课", "2011-06-01")
    town.session("集体学习", "2011-06-02", host_unit=town.top)
    assert town.told("R14", town.top, "2011-05") == ("met", 1, 1)
    assert town.told("R14", town.top, "2010-07") == ("met", 1, 1)
    assert town.told("R14", town.top, "2011-06") == ("failed", 0, 1)
    assert town.told("R14", town.branch, "2011-05") is None


def test_expert_lectures_just_meet_and_just_miss(town: Town) -> None:
    """R18: one with a lecturer a year; years of the township are not prorated (D3)."""
    town.lecture("2012-12-31")
    town.lecture("2013-07-31")
    town.lecture("2011-08-30", lecturer=None)
    town.lecture("2011-05-29", host_unit=town.branch, level="支部")
    told = [town.told("R18", town.top, year) for year in ("2010", "2011", "2012", "2013")]
    assert told == [("failed", 0, 1), ("failed", 0, 1), ("met", 1, 1), ("met", 1, 1)]


# --- R15: half a day of group study a week -----------------------------------------------------------------


def test_group_study_just_meets_and_just_misses(town: Town) -> None:
    """R15, D5: half a day is 180 minutes; sessions from Monday to Sunday add up."""
    once, summed, short = town.unit(), town.unit(), town.unit()
    town.session("集体学习", "2011-03-09", 180, host_unit=once)
    town.session("党课", "2011-03-07", 90, host_unit=summed)
    town.session("读书会", "2011-03-13", 90, host_unit=summed)
    town.session("集体学习", "2011-03-09", 179, host_unit=short)
    town.session("集体学习", "2011-03-14", 60, host_unit=short)
    town.session("动员会", "2011-03-08", 60, host_unit=short)
    town.session("集体学习", "2011-03-08", 60, host_unit=short, status="submitted")
    assert town.told("R15", once, "2011-W10") == ("met", 180, 180)
    assert town.told("R15", summed, "2011-W10") == ("met", 180, 180)
    assert town.told("R15", short, "2011-W10") == ("failed", 179, 180)
    assert town.waiting("R15", short, "2011-W10") == 60
    assert town.told("R15", short, "2011-W11") == ("failed", 60, 180)


def test_group_study_of_party_groups_and_general_branches(town: Town) -> None:
    """R15, U and party group: a group has its own sessions and its branch's; what those below do adds up."""
    general = town.unit("柳树湾村党总支", "党总支")
    branch = town.unit(parent=general)
    group, other = (town.unit(category="党小组", parent=branch) for _ in range(2))
    town.session("集体学习", "2011-03-09", 120, host_unit=branch)
    town.session("集体学习", "2011-03-10", 60, host_unit=group)
    assert town.told("R15", group, "2011-W10") == ("met", 180, 180)
    assert town.told("R15", other, "2011-W10") == ("failed", 120, 180)
    assert town.told("R15", branch, "2011-W10") == ("met", 180, 180)
    assert town.told("R15", general, "2011-W10") == ("met", 180, 180)
    assert town.told("R15", town.top, "2011-W10") is None


@pytest.mark.parametrize(("founded", "state"), [("2011-03-10", "failed"), ("2011-03-11", "unjudged")])
def test_group_study_of_a_new_branch(town: Town, founded: str, state: str) -> None:
    """R15, D3: four of the seven days from Thursday on are half, three from Friday on are less."""
    new = town.unit(founded=founded)
    told = town.told("R15", new, "2011-W10")
    assert told == (state, 0, 180)
    assert town.told("R15", new, "2011-W09") is None


def test_group_study_in_short_weeks(town: Town) -> None:
    """R15, D4: weeks with fewer than three working days are exempt for units too; 160 in all."""
    told = town.standings("R15", town.branch)
    assert [each.period.name for each in told if each.state == "exempt"] == SHORT_WEEKS
    assert len(told) == 160


# --- R16: members reached -------------------------------------------------------------------------------


def test_members_reached_just_meet_and_just_miss(town: Town) -> None:
    """R16: 100% of members, at a session or at home; cadres who are no members are not counted."""
    full, lacking = town.unit(), town.unit()
    one, two, three = (town.person(unit=full) for _ in range(3))
    four, five = (town.person(unit=lacking) for _ in range(2))
    town.person(VILLAGE, unit=full, status=PUBLIC)
    town.session("集体学习", "2011-05-31", here=[one, four], states=[(two, "迟到"), (five, "缺席")])
    town.delivery(three, "2011-05-01")
    town.delivery(five, "2011-06-01")
    town.delivery(five, "2011-05-20", status="submitted")
    assert town.told("R16", full, "2011-05") == ("met", 3, 3)
    assert town.told("R16", lacking, "2011-05") == ("failed", 1, 2)
    assert town.waiting("R16", lacking, "2011-05") == 1
    found = town.standing("R16", lacking, "2011-05")
    assert found is not None and found.lacking == (five,)
    assert town.told("R16", lacking, "2011-06") == ("failed", 1, 2)


def test_nobody_is_exempt_from_being_reached(town: Town) -> None:
    """R16, D8: never exempt: such an exemption can't be recorded, and other exemptions change nothing."""
    unit = town.unit()
    ill = town.person(unit=unit)
    town.exempt(["R10", "R15"], "2011-05-01", "2011-05-31", person=ill)
    assert town.told("R16", unit, "2011-05") == ("failed", 0, 1)
    with pytest.raises(InvalidRecord):
        town.refuse(Record.new("exemption", {"person": ill, "rules": ["R16"], "reason": "疾病"}))


def test_who_is_a_member_of_the_unit(town: Town) -> None:
    """R16: by the membership valid then: who came by the month's last day is one, who left before is not;
    who joined the party later is one from then on. A unit without members is not judged."""
    unit, empty = town.unit(), town.unit()
    town.person(memberships=[(town.branch, "2009-01-01", "2011-05-30"), (unit, "2011-05-31", None)])
    town.person(memberships=[(unit, "2009-01-01", "2011-05-30"), (town.branch, "2011-05-31", None)])
    town.person(unit=unit, joined_party="2011-07-01")
    told = [town.told("R16", unit, month) for month in ("2011-04", "2011-05", "2011-06", "2011-07")]
    assert [each[2] for each in told if each] == [1, 1, 1, 2]
    assert town.told("R16", empty, "2011-05") == ("unjudged", 0, 0)


def test_members_reached_below_a_general_branch(town: Town) -> None:
    """R16, U: a general branch answers for the members of its branches."""
    general = town.unit("杨柳村党总支", "党总支")
    members = [town.person(unit=town.unit(parent=general)) for _ in range(2)]
    town.session("集体学习", "2011-08-31", here=members[:1])
    assert town.told("R16", general, "2011-08") == ("failed", 1, 2)
    assert town.told("R16", general, "2010-07") == ("failed", 0, 2)


# --- R28, R29: exchanges of the township, study tours --------------------------------------------------


def test_township_exchanges_just_meet_and_just_miss(town: Town) -> None:
    """R28, D14: only township-level ones, one a half-year; D3: 2010H2 has 182 of its 184 days in the
    programme, 2013H2 31, so the last is not judged."""
    town.session("交流会", "2011-06-30", host_unit=town.top, level="乡")
    town.session("交流会", "2011-07-01", host_unit=town.branch, level="支部")
    town.session("研讨会", "2011-07-02", host_unit=town.top, level="乡")
    told = {each.period.name: each for each in town.standings("R28", town.top)}
    assert list(told) == ["2010H2", "2011H1", "2011H2", "2012H1", "2012H2", "2013H1", "2013H2"]
    assert [told[half].state for half in ("2010H2", "2011H1", "2011H2")] == ["failed", "met", "failed"]
    assert [told[half].state for half in ("2013H1", "2013H2")] == ["failed", "unjudged"]


def test_study_tours_just_meet_and_just_miss(town: Town) -> None:
    """R29: one a year, not prorated (D3): 2010 and 2013 ask for one too."""
    who = town.person(AGENCY)
    town.study(who, "2011-12-31", 480, "外出考察")
    town.study(who, "2012-05-10", 480, "远程教育")
    town.study(who, "2013-05-10", 480, "外出考察", status="submitted")
    told = [town.told("R29", town.top, year) for year in ("2010", "2011", "2012", "2013")]
    assert told == [("failed", 0, 1), ("met", 1, 1), ("failed", 0, 1), ("failed", 0, 1)]
    assert town.waiting("R29", town.top, "2013") == 1


# --- R45: two briefing items a week -------------------------------------------------------------------------


def test_briefings_just_meet_and_just_miss(town: Town) -> None:
    """R45, D12: two items, not issues, a week: two in one issue, or one in each of two."""
    one_issue, two_issues, short = town.unit(), town.unit(), town.unit()
    town.briefing("2011-03-07", 2, one_issue)
    town.briefing("2011-03-07", 1, two_issues)
    town.briefing("2011-03-13", 1, two_issues)
    town.briefing("2011-03-09", 1, short)
    town.briefing("2011-03-10", 1, short, status="submitted")
    assert town.told("R45", one_issue, "2011-W10") == ("met", 2, 2)
    assert town.told("R45", two_issues, "2011-W10") == ("met", 2, 2)
    assert town.told("R45", short, "2011-W10") == ("failed", 1, 2)
    assert town.waiting("R45", short, "2011-W10") == 1


def test_late_briefings_are_not_carried_back(town: Town) -> None:
    """R45, D12: by the date received: sent on Sunday the 13th and received on Monday is the week after's."""
    unit = town.unit()
    town.briefing("2011-03-14", 3, unit, submitted_on="2011-03-13")
    assert town.told("R45", unit, "2011-W10") == ("failed", 0, 2)
    assert town.told("R45", unit, "2011-W11") == ("met", 3, 2)


def test_branches_that_report_through_their_general_branch(town: Town) -> None:
    """R45, D12: with the duty off a branch is not judged, and its items are the general branch's."""
    general = town.unit("清河村党总支", "党总支")
    through, own = town.unit(parent=general, briefing_duty=False), town.unit(parent=general)
    town.briefing("2011-03-09", 1, general)
    town.briefing("2011-03-09", 1, through)
    town.briefing("2011-03-09", 2, own)
    assert town.told("R45", through, "2011-W10") is None
    assert town.told("R45", general, "2011-W10") == ("met", 2, 2)
    assert town.told("R45", own, "2011-W10") == ("met", 2, 2)


def test_the_weeks_of_briefings(town: Town) -> None:
    """R45, D3, D4: 160 weeks, the short ones exempt; a branch is judged from the week it was founded in."""
    told = town.standings("R45", town.unit())
    assert len(told) == 160
    assert [each.period.name for each in told if each.state == "exempt"] == SHORT_WEEKS
    new = town.standings("R45", town.unit(founded="2013-07-19"))
    assert [(each.period.name, each.state) for each in new] == [
        ("2013-W29", "unjudged"),
        ("2013-W30", "failed"),
    ]


# --- the working date --------------------------------------------------------------------------------------


def test_a_running_week(town: Town) -> None:
    """Of two items, what is owed by a day of the week (7 to 13 March) is 2 × days/7 and a quarter of grace,
    whole ones: one from Wednesday on (2 × 3/7 = 0.86), two on Sunday only (2 × 6/7 = 1.71, 2 × 7/7 = 2)."""
    none, one = town.unit(), town.unit()
    town.briefing("2011-03-07", 1, one)

    def states(unit: ObjectId, days: list[str]) -> list[str]:
        told = [town.told("R45", unit, "2011-W10", on=f"2011-03-{day}") for day in days]
        return [each[0] for each in told if each]

    assert states(none, ["07", "08", "09", "13", "14"]) == ["pace", "pace", "behind", "behind", "failed"]
    assert states(one, ["09", "12", "13", "14"]) == ["pace", "pace", "behind", "failed"]
    # Before its first day a week is not there, and what comes later in it is not known yet.
    assert town.told("R45", none, "2011-W10", on="2011-03-06") is None
    town.briefing("2011-03-11", 2, none)
    assert town.told("R45", none, "2011-W10", on="2011-03-10") == ("behind", 0, 2)
    assert town.told("R45", none, "2011-W10", on="2011-03-11") == ("met", 2, 2)
