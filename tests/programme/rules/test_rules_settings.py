"""Rules as the office sets them (`rule_setting`): each from its day on, for periods that begin then or later.

Every test sets a rule of its own, so that none disturbs another.
"""

from __future__ import annotations

from bson.objectid import ObjectId

from records.programme.assessment import to_assess
from tests.programme.township import AGENCY, FARMER, LEADER, PUBLIC, STATION, VILLAGE, Town


def _judged(town: Town, rule: str, who: ObjectId, periods: tuple[str, ...]) -> list[str | None]:
    told = [town.told(rule, who, period) for period in periods]
    return [each[0] if each else None for each in told]


def test_another_minimum_from_a_new_year_on(town: Town) -> None:
    """R22 set to 24,000 from 2012 on; D3 prorates it: 2013 asks for 24,000 × 7/12 = 14,000. (Of an agency
    cadre: another test leaves only those in its scope.)"""
    who = town.person(AGENCY)
    town.setting("R22", "2012-01-01", minimum=24_000)
    told = [town.told("R22", who, year) for year in ("2010", "2011", "2012", "2013")]
    assert [each[2] for each in told if each] == [10_000, 20_000, 24_000, 14_000]
    town.note(who, "2012-05", 23_999)
    assert town.told("R22", who, "2012") == ("failed", 23_999, 24_000)


def test_a_minimum_set_within_a_period_waits_for_the_next(town: Town) -> None:
    """R05 set to 4 from 2 January 2011: the year that began the day before keeps 2."""
    who = town.person(VILLAGE)
    town.setting("R05", "2011-01-02", minimum=4)
    told = [town.told("R05", who, year) for year in ("2010", "2011", "2012")]
    assert [each[2] for each in told if each] == [1, 2, 4]


def test_the_first_year_begins_with_the_programme(town: Town) -> None:
    """R21 set to 3 from 3 July 2010: 2010 asks for ceil(3 × 6/12) = 2; R19 a day later is too late for it."""
    who = town.person(AGENCY)
    town.setting("R21", "2010-07-03", minimum=3)
    town.setting("R19", "2010-07-04", minimum=4)
    assert town.told("R21", who, "2010") == ("failed", 0, 2)
    assert town.told("R21", who, "2011") == ("failed", 0, 3)
    assert town.told("R19", who, "2010") == ("failed", 0, 1)
    assert town.told("R19", who, "2011") == ("failed", 0, 4)


def test_another_target(town: Town) -> None:
    """R02, D19: X is open: the office sets the aim to 3, and the floor stays 1."""
    who = town.person(VILLAGE)
    town.setting("R02", "2011-04-01", target=3)
    found = [town.standing("R02", who, quarter) for quarter in ("2011Q1", "2011Q2")]
    assert [(each.required, each.target) for each in found if each] == [(1, 2), (1, 3)]


def test_a_monthly_and_a_weekly_minimum(town: Town) -> None:
    """R09 set to 30 minutes from 2 March 2012: March (23 working days, the 31st among them) keeps 60,
    April (19: 21 weekdays, 2, 3, 4 and 30 off, 1 and 28 worked) has 30. R15 is 120 from 5 March."""
    who, unit = town.person(), town.unit()
    town.setting("R09", "2012-03-02", minimum=30)
    town.setting("R15", "2012-03-05", minimum=120)
    assert town.told("R09", who, "2012-03") == ("failed", 0, 1_380)
    assert town.told("R09", who, "2012-04") == ("failed", 0, 570)
    assert town.told("R15", unit, "2012-W09") == ("failed", 0, 180)
    assert town.told("R15", unit, "2012-W10") == ("failed", 0, 120)


def test_another_share_of_members(town: Town) -> None:
    """R16 set to 80%: four of five members from 2012 on."""
    unit = town.unit()
    members = [town.person(unit=unit) for _ in range(5)]
    town.setting("R16", "2012-01-01", minimum=80)
    for month in ("2011-12", "2012-01"):
        town.session("集体学习", f"{month}-20", here=members[:4])
    assert town.told("R16", unit, "2011-12") == ("failed", 4, 5)
    assert town.told("R16", unit, "2012-01") == ("met", 4, 4)


def test_a_narrower_scope(town: Town) -> None:
    """R04 of leading cadres alone from March 2012 on; who is not asked any more is not judged any more."""
    village, leader = town.person(VILLAGE), town.person(LEADER)
    town.setting("R04", "2012-03-01", who=["LC"])
    assert _judged(town, "R04", village, ("2012-02", "2012-03")) == ["failed", None]
    assert _judged(town, "R04", leader, ("2012-02", "2012-03")) == ["failed", "failed"]


def test_a_wider_scope(town: Town) -> None:
    """R01 of all members and cadres from 2012 on: a farmer and station staff are asked from then on."""
    farmer, staff = town.person(FARMER), town.person(STATION, status=PUBLIC)
    town.setting("R01", "2012-01-01", who=["ALL"])
    for who in (farmer, staff):
        assert _judged(town, "R01", who, ("2011Q4", "2012Q1")) == [None, "failed"]


def test_the_scope_of_talks(town: Town) -> None:
    """R03, D7: the scope is editable: of leading cadres only from 2011, so others are not shown any more."""
    village, leader = town.person(VILLAGE), town.person(LEADER)
    town.setting("R03", "2011-01-01", who=["LC"])
    assert _judged(town, "R03", village, ("2010", "2011")) == ["unjudged", None]
    assert _judged(town, "R03", leader, ("2010", "2011")) == ["failed", "failed"]


def test_another_force(town: Town) -> None:
    """R23 only shown (A) in 2012: nobody fails; stated (H) again from 2013 on. R08 is A and stays so."""
    who = town.person(AGENCY)
    town.setting("R23", "2012-01-01", force="A")
    town.setting("R23", "2013-01-01", force="H")
    assert _judged(town, "R23", who, ("2011", "2012", "2013")) == ["failed", "unjudged", "failed"]
    town.assess(who, 2012)
    assert town.told("R23", who, "2012") == ("met", 1, 1)


def test_periods_that_are_not_judged(town: Town) -> None:
    """R45 switched off for 2012 from its first Monday on, and on again: those weeks are not judged."""
    unit = town.unit()
    town.setting("R45", "2012-01-02", judged=False)
    town.setting("R45", "2012-12-31", judged=True)
    weeks = ("2011-W52", "2012-W01", "2012-W52", "2013-W01")
    assert _judged(town, "R45", unit, weeks) == ["failed", "unjudged", "unjudged", "failed"]


def test_settings_that_are_not_verified(town: Town) -> None:
    """§4.30, D9: a setting is in force once it is verified, not while it is a draft or waits."""
    who = town.person()
    town.setting("R12", "2011-01-01", minimum=2, status="submitted")
    town.setting("R12", "2011-01-01", minimum=3, status="draft")
    assert town.told("R12", who, "2011") == ("failed", 0, 1)


def test_the_newest_setting_wins_field_by_field(town: Town) -> None:
    """R11: 2 from 2011 on; from 2012 on only shown, still 2; from 2013 on 3."""
    who = town.person()
    town.setting("R11", "2012-01-01", force="A")
    town.setting("R11", "2011-01-01", minimum=2)
    town.setting("R11", "2013-01-01", minimum=3)
    told = [town.told("R11", who, quarter) for quarter in ("2010Q4", "2011Q4", "2012Q1", "2013Q1")]
    assert told == [("failed", 0, 1), ("failed", 0, 2), ("unjudged", 0, 2), ("unjudged", 0, 3)]


def test_a_minimum_of_nothing(town: Town) -> None:
    """R20 set to 0: nothing is asked, so the year is not judged."""
    who = town.person(VILLAGE)
    town.setting("R20", "2012-01-01", minimum=0)
    assert _judged(town, "R20", who, ("2011", "2012")) == ["failed", "unjudged"]


def test_settings_of_the_township(town: Town) -> None:
    """R18 set to 2 lectures from 2012 on, and not judged in 2013; R34 set to half the units."""
    town.setting("R18", "2012-01-01", minimum=2)
    town.setting("R18", "2013-01-01", judged=False)
    told = [town.told("R18", town.top, year) for year in ("2011", "2012", "2013")]
    assert told == [("failed", 0, 1), ("failed", 0, 2), ("unjudged", 0, 2)]
    town.setting("R34", "2010-07-03", minimum=50)
    units = len(town.whole().judged_units())
    (coverage,) = town.standings("R34", town.top)
    assert coverage.required == (units + 1) // 2


def test_settings_of_notices(town: Town) -> None:
    """R27 switched off from June 2011 on: notices issued from then on are not judged, older ones are."""
    who = town.person()
    town.setting("R27", "2011-06-01", judged=False)
    town.notice(who, "2011-05-31", "2011-06-30")
    town.notice(who, "2011-06-01", "2011-06-30")
    assert town.events("R27", who) == ["failed", "unjudged"]


def test_another_scope_of_lectures(town: Town) -> None:
    """R17 of all agency cadres from December 2010 on: lectures held from then on ask them too, earlier ones
    don't; leading cadres are agency cadres as well. (R18's lectures of the township are those of 2011 on.)"""
    agency, leader = town.person(AGENCY), town.person(LEADER)
    town.setting("R17", "2010-12-01", who=["AC"])
    for day in ("2010-11-20", "2010-12-20"):
        town.lecture(day, here=[town.clerk])
    assert town.events("R17", agency) == ["failed"]
    assert town.events("R17", leader) == ["failed", "failed"]


def test_nobody_out_of_scope_is_asked_for_a_notebook(town: Town) -> None:
    """R22 of agency cadres alone from 2012 on: the Ten Ones' notebooks (4) ask the others for none then."""
    unit = town.unit()
    clerk, farmer = town.person(AGENCY, unit=unit), town.person(FARMER, unit=unit)
    town.setting("R22", "2012-01-01", who=["AC"])
    book = town.whole()
    assert [book.excused("R22", who, 2012) for who in map(book.person, (clerk, farmer))] == [
        False,
        True,
    ]


def test_a_wider_scope_of_the_assessment(town: Town) -> None:
    """R23 of everybody from 2012 on: station staff are no more excused from it then, as they were before."""
    staff = town.person(STATION, status=PUBLIC)
    town.setting("R23", "2012-01-01", who=["ALL"])
    book = town.whole()
    assert [book.excused("R23", book.person(staff), year) for year in (2011, 2012)] == [True, False]
    assert book.person(staff) in to_assess(book, 2012)
