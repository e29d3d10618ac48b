"""The stages: links, mobilisation, plans, rules, leading groups, review, summaries: R36 to R44 and R47."""

from __future__ import annotations

import pytest
from bson.objectid import ObjectId

from records.kind import Label
from tests.programme.township import Town

STAGES = ("S1", "S2", "S3")


def _lacking(town: Town, rule: str, subject: ObjectId, period: str, on: str = "2014-01-31") -> list[str]:
    found = town.standing(rule, subject, period, on)
    assert found is not None
    return [each.zh for each in found.lacking if isinstance(each, Label)]


# --- R36: links ------------------------------------------------------------------------------------


def test_stages_and_their_links(town: Town) -> None:
    """R36, §3: three stages with 3 + 3 + 2 links, from 3 July 2010 to 31 July 2013 without a gap (D18)."""
    told = town.standings("R36", town.top)
    assert [each.required for each in told] == [3, 3, 2]
    assert [(each.period.start.isoformat(), each.period.end.isoformat()) for each in told] == [
        ("2010-07-03", "2010-07-31"),
        ("2010-08-01", "2013-04-30"),
        ("2013-05-01", "2013-07-31"),
    ]


def test_links_just_meet_and_just_miss(town: Town) -> None:
    """R36: all links of a stage: what units do is done when each has done it, or the office says so."""
    other = town.unit()
    for link, unit in (("宣传发动", town.top), ("制定方案", town.top), ("健全制度", town.branch)):
        town.link("1", link, "2010-07-31", unit=unit)
    town.link("3", "总结评议", "2013-07-31", unit=town.top)
    town.link("3", "巩固提高", "2013-07-31", unit=town.top, status="submitted")
    town.link("2", "健全学习网络", "2011-06-01", unit=town.branch)
    told = [town.told("R36", town.top, stage) for stage in STAGES]
    assert told == [("failed", 2, 3), ("failed", 0, 3), ("failed", 1, 2)]
    assert town.waiting("R36", town.top, "S3") == 1
    assert _lacking(town, "R36", town.top, "S1") == ["健全制度"]
    for unit in [each.id for each in town.whole().judged_units() if each.id != town.branch]:
        town.link("1", "健全制度", "2010-07-30", unit=unit)
    assert other in [each.id for each in town.whole().judged_units()]
    assert town.told("R36", town.top, "S1") == ("met", 3, 3)
    assert town.told("R36", town.top, "S1", on="2010-07-29") == ("behind", 0, 3)


# --- R37, R38, R39: stage 1 ----------------------------------------------------------------------------


def test_mobilisation_just_meets_and_just_misses(town: Town) -> None:
    """R37: a mobilising conference and, where there are party groups, a group meeting, in stage 1."""
    plain, late, grouped = town.unit(), town.unit(), town.unit()
    group = town.unit(category="党小组", parent=grouped)
    town.session("动员会", "2010-07-31", host_unit=plain)
    town.session("动员会", "2010-08-01", host_unit=late)
    town.session("动员会", "2010-07-12", host_unit=grouped)
    assert town.told("R37", plain, "S1") == ("met", 1, 1)
    assert town.told("R37", late, "S1") == ("failed", 0, 1)
    assert town.told("R37", grouped, "S1") == ("failed", 1, 2)
    assert _lacking(town, "R37", grouped, "S1") == ["党小组会"]
    town.session("集体学习", "2010-07-13", host_unit=group)
    assert town.told("R37", grouped, "S1") == ("met", 2, 2)
    assert town.told("R37", town.top, "S1") is None
    assert town.told("R37", plain, "S2") is None


def test_plans_just_meet_and_just_miss(town: Town) -> None:
    """R38: an implementation plan of each unit in stage 1; one that waits is told beside."""
    first, last, late, waits = (town.unit() for _ in range(4))
    for unit, day in ((first, "2010-07-03"), (last, "2010-07-31"), (late, "2010-08-01")):
        town.paper("implementation_plan", unit, day)
    town.paper("implementation_plan", waits, "2010-07-20", status="submitted")
    assert [town.told("R38", unit, "S1") for unit in (first, last)] == [("met", 1, 1)] * 2
    assert [town.told("R38", unit, "S1") for unit in (late, waits)] == [("failed", 0, 1)] * 2
    assert town.waiting("R38", waits, "S1") == 1


def test_a_running_stage(town: Town) -> None:
    """R38: one plan is owed when three quarters of the stage's 29 days have passed: on the 22nd, 24 July."""
    unit = town.unit()
    days = ("2010-07-23", "2010-07-24", "2010-07-31", "2010-08-01")
    told = [town.told("R38", unit, "S1", on=day) for day in days]
    assert [each[0] for each in told if each] == ["pace", "behind", "behind", "failed"]


def test_three_rules_just_meet_and_just_miss(town: Town) -> None:
    """R39: three: on evaluation, archives and incentives; two of a kind are one."""
    full, twice = town.unit(), town.unit()
    for category in ("评价", "档案", "奖惩"):
        town.paper("rule_document", full, "2010-07-26", category=category)
    for category in ("评价", "评价", "奖惩", "方案"):
        town.paper("rule_document", twice, "2010-07-26", category=category)
    assert town.told("R39", full, "S1") == ("met", 3, 3)
    assert town.told("R39", twice, "S1") == ("failed", 2, 3)
    assert _lacking(town, "R39", twice, "S1") == ["档案制度"]


# --- R40: leading groups ---------------------------------------------------------------------------------


def test_leading_groups_just_meet_and_just_miss(town: Town) -> None:
    """R40: a leading group, the secretary first responsible: of the township and of each unit."""
    secretary, other = town.person(), town.person()
    headed, unheaded, none = (town.unit() for _ in range(3))
    for unit in (headed, unheaded, none):
        town.change(unit, secretary=secretary)
    for unit, who in ((headed, secretary), (unheaded, other), (town.top, other)):
        town.office(who, unit, "2010-07-31")
    town.office(secretary, unheaded, "2010-07-31", role="成员")
    town.office(secretary, none, "2010-07-31", body="支委会", role="书记")
    assert town.told("R40", headed, "S1", on="2010-07-31") == ("met", 1, 1)
    assert town.told("R40", town.top, "S1", on="2010-07-31") == ("met", 1, 1)
    assert town.told("R40", headed, "S1", on="2010-07-30") == ("behind", 0, 1)
    assert town.told("R40", unheaded, "S1", on="2010-08-01") == ("failed", 0, 1)
    assert _lacking(town, "R40", unheaded, "S1", on="2010-08-01") == ["书记任组长"]
    assert _lacking(town, "R40", none, "S1", on="2010-08-01") == ["成立领导小组"]


# --- R41: seminar, exchange, observation -----------------------------------------------------------------


def test_meetings_of_stage_two_just_meet_and_just_miss(town: Town) -> None:
    """R41, D3: one each in 2011 and 2012; the other years are not judged. A branch's own are not the
    township's."""
    for category in ("研讨会", "交流会", "现场观摩"):
        town.session(category, "2011-12-31", host_unit=town.top)
    for category in ("研讨会", "研讨会", "现场观摩"):
        town.session(category, "2012-05-10", host_unit=town.top)
    town.session("交流会", "2012-05-10", host_unit=town.branch)
    told = [town.told("R41", town.top, year) for year in ("2010", "2011", "2012", "2013")]
    assert told == [("unjudged", 0, 3), ("met", 3, 3), ("failed", 2, 3), ("unjudged", 0, 3)]
    assert _lacking(town, "R41", town.top, "2012") == ["交流会"]


# --- R42, R43, R44: stage 3 -----------------------------------------------------------------------------


def test_evaluation_meetings_just_meet_and_just_miss(town: Town) -> None:
    """R42: one each for the whole system, the grassroots and those served, in stage 3."""
    town.minutes("2013-05-01", "全系统")
    town.minutes("2013-07-31", "服务对象")
    town.minutes("2013-04-30", "基层")
    town.minutes("2013-06-10", "基层", unit=town.branch)
    assert town.told("R42", town.top, "S3") == ("failed", 2, 3)
    assert _lacking(town, "R42", town.top, "S3") == ["基层"]
    town.minutes("2013-06-11", "基层")
    assert town.told("R42", town.top, "S3") == ("met", 3, 3)
    assert town.told("R42", town.branch, "S3") is None


def test_satisfaction_and_self_evaluation(town: Town) -> None:
    """R43: both, of the township and of each unit."""
    both, one = town.unit(), town.unit()
    for unit in (town.top, both, one):
        town.survey(unit, "2013-06-20")
    for unit in (town.top, both):
        town.summary(unit, "3", "2013-05-01..2013-07-31")
    assert town.told("R43", town.top, "S3") == ("met", 2, 2)
    assert town.told("R43", both, "S3") == ("met", 2, 2)
    assert town.told("R43", one, "S3") == ("failed", 1, 2)
    assert _lacking(town, "R43", one, "S3") == ["自评总结"]
    assert town.told("R43", both, "S1") is None


def test_practices_fixed_as_rules(town: Town) -> None:
    """R44: one rule of the township's adopted in stage 3; neither one before nor a branch's."""
    town.paper("rule_document", town.top, "2013-04-30")
    town.paper("rule_document", town.branch, "2013-06-01")
    assert town.told("R44", town.top, "S3") == ("failed", 0, 1)
    town.paper("rule_document", town.top, "2013-05-01")
    assert town.told("R44", town.top, "S3") == ("met", 1, 1)


# --- R47: summaries ---------------------------------------------------------------------------------------


def test_summaries_just_meet_and_just_miss(town: Town) -> None:
    """R47: one a stage, and each year in stage 2, of the township and of each unit."""
    unit = town.unit()
    assert [each.period.name for each in town.standings("R47", unit)] == [
        "S1",
        "2010",
        "2011",
        "2012",
        "S2",
        "S3",
    ]
    town.summary(unit, "1", "2010-07-03..2010-07-31")
    town.summary(unit, None, "2011", year=2011)
    town.summary(unit, None, "2012", year=2012, status="submitted")
    told = {each.period.name: (each.state, each.waiting) for each in town.standings("R47", unit)}
    assert told == {
        "S1": ("met", 0),
        "2010": ("failed", 0),
        "2011": ("met", 0),
        "2012": ("failed", 1),
        "S2": ("failed", 0),
        "S3": ("failed", 0),
    }
    assert len(town.standings("R47", town.top)) == 6


def test_a_summary_is_written_after_its_stage(town: Town) -> None:
    """R47: nothing is owed before the stage is over, and a month is left for writing it (31 days)."""
    days = ("2010-07-31", "2010-08-01", "2010-08-31", "2010-09-01")
    told = [town.told("R47", town.branch, "S1", on=day) for day in days]
    assert [each[0] for each in told if each] == ["pace", "behind", "behind", "failed"]


@pytest.mark.parametrize("rule", ["R36", "R37", "R38", "R39", "R40", "R41", "R42", "R43", "R44", "R47"])
def test_nobody_is_asked_personally(town: Town, rule: str) -> None:
    """§2, Who: T and U; no person."""
    assert town.standings(rule, town.clerk) == []
