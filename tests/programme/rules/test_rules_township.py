"""The office's own rules and coverage: R24, R25, R26, R31, R32, R33, R34, R35."""

from __future__ import annotations

import pytest

from records.kind import Label
from tests.programme.township import AGENCY, FARMER, LEADER, PUBLIC, STATION, VILLAGE, Town

YEARS = ("2010", "2011", "2012", "2013")

# --- R24: special funds ----------------------------------------------------------------------------


def test_funds_just_meet_and_just_miss(town: Town) -> None:
    """R24: more than 0 元 allocated a year; what is spent is not allocated, what is submitted waits."""
    town.money("2011-03-31", "预算", "1.00")
    town.money("2012-02-01", "支出", "3680.00")
    town.money("2012-03-01", "预算", "5000.00", status="submitted")
    told = [town.told("R24", town.top, year) for year in ("2010", "2011", "2012")]
    assert [each[0] for each in told if each] == ["failed", "met", "failed"]
    assert town.waiting("R24", town.top, "2012") == 5_000


def test_funds_decided_before_their_year(town: Town) -> None:
    """R24, funding: the year is the one that the money is for: 2010's was decided on 20 December 2009 and is
    no deed of the programme; 2013's on 20 December 2012."""
    town.money("2009-12-20", "预算", "800.00", year=2010)
    town.money("2012-12-20", "预算", "900.00", year=2013)
    told = [town.told("R24", town.top, year) for year in ("2010", "2012", "2013")]
    assert told == [("failed", 0, 1), ("failed", 0, 1), ("met", 900, 1)]


def test_funds_while_the_year_runs(town: Town) -> None:
    """R24, §3: none by 31 March is told; the day itself is still in time."""
    days = ("2012-03-31", "2012-04-01", "2012-12-31", "2013-01-01")
    told = [town.told("R24", town.top, "2012", on=day) for day in days]
    assert [each[0] for each in told if each] == ["pace", "behind", "behind", "failed"]


# --- R25: models ----------------------------------------------------------------------------------------


def test_models_summarised_and_publicised(town: Town) -> None:
    """R25: all, per model: both a practice summed up and a day on which it was publicised."""
    shown = town.model("2011-05-04", publicised_on="2011-06-10")
    hidden = town.model("2011-05-05")
    waits = town.model("2011-05-06", publicised_on="2011-06-10", status="submitted")

    def states(on: str) -> dict[object, str]:
        return {each.record: each.state for each in town.standings("R25", town.top, on)}

    assert states("2014-01-31") == {shown: "met", hidden: "failed", waits: "failed"}
    assert states("2011-06-10")[shown] == "met"
    assert states("2011-06-09")[shown] == "pace"
    assert states("2011-05-03") == {}
    assert [each.waiting for each in town.standings("R25", town.top)] == [0, 0, 1]


# --- R26: inspections ------------------------------------------------------------------------------------


def test_inspections_just_meet_and_just_miss(town: Town) -> None:
    """R26: each U a year, and some person sampled: as target, or named by a finding. Not prorated (D3)."""
    town.unit()
    town.unit(category="党总支")
    others = [unit.id for unit in town.whole().judged_units() if unit.id != town.branch]
    units = [town.branch, *others]
    who = town.person()
    for unit in units:
        town.inspect(unit, "2011-05-10")
        town.inspect(unit, "2012-05-10")
    town.inspect(who, "2012-06-01")
    for unit in units[1:]:
        town.inspect(unit, "2013-05-10", findings=[{"text": "仅4200字", "person": who}])
    wanted = len(units) + 1
    told = [town.told("R26", town.top, year) for year in YEARS]
    assert told == [
        ("failed", 0, wanted),
        ("failed", wanted - 1, wanted),  # nobody sampled
        ("met", wanted, wanted),
        ("failed", wanted - 1, wanted),  # one unit not seen
    ]
    lacking = [town.standing("R26", town.top, year) for year in ("2011", "2013")]
    assert [each.lacking for each in lacking if each] == [
        (Label("抽查个人", "persons sampled"),),
        (units[0],),
    ]


# --- R31: anniversaries -----------------------------------------------------------------------------------


def test_anniversaries_inside_the_programme(town: Town) -> None:
    """R31, D3: 2 in 2010 (1 August, 1 October), 5 in 2011 and 2012, 3 in 2013 (1 and 4 May, 1 July)."""
    assert [each.required for each in town.standings("R31", town.top)] == [2, 5, 5, 3]


def test_anniversaries_just_meet_and_just_miss(town: Town) -> None:
    """R31, §3: within 15 days before and 7 days after: 1 August from 17 July to 8 August, 1 October from
    16 September to 8 October; five of five in 2011, four in 2012, whose 1 May was held on 15 April."""
    town.theme("2010-07-17", anniversary="八一")
    town.theme("2010-10-08", anniversary="十一")
    for day, name in (
        ("2011-05-08", "五一"),
        ("2011-04-19", "五四"),
        ("2011-06-16", "七一"),
        ("2011-07-17", "八一"),
        ("2011-10-08", "十一"),
    ):
        town.theme(day, anniversary=name)
    for day, name in (
        ("2012-04-15", "五一"),
        ("2012-05-04", "五四"),
        ("2012-07-01", "七一"),
        ("2012-08-01", "八一"),
        ("2012-10-01", "十一"),
    ):
        town.theme(day, anniversary=name)
    town.theme("2013-07-09", anniversary="七一")
    town.theme("2013-05-01", anniversary="五一", unit=town.branch)
    town.theme("2013-05-04", anniversary="五四", status="submitted")
    told = [town.told("R31", town.top, year) for year in YEARS]
    assert told == [("met", 2, 2), ("met", 5, 5), ("failed", 4, 5), ("failed", 0, 3)]
    assert town.waiting("R31", town.top, "2013") == 1


def test_anniversaries_while_the_year_runs(town: Town) -> None:
    """R31: nothing is owed while a window is open; 1 May 2012 is missed after 8 May, though 4 May was kept
    by then."""
    town.theme("2012-05-04", anniversary="五四")
    days = ("2012-05-08", "2012-05-09", "2012-12-31", "2013-01-01")
    told = [town.told("R31", town.top, "2012", on=day) for day in days]
    assert [each[0] for each in told if each] == ["pace", "behind", "behind", "failed"]


# --- R32, R33: contest, reading events -------------------------------------------------------------------


def test_contests_just_meet_and_just_miss(town: Town) -> None:
    """R32: one hundred-question contest a year, not prorated (D3); a theory test is none."""
    town.exam("2011-06-24", "百题竞赛", town.top)
    town.exam("2012-06-24", "理论测试", town.top)
    town.exam("2010-12-31", "百题竞赛", town.top)
    town.exam("2013-06-24", "百题竞赛", town.branch)
    told = [town.told("R32", town.top, year) for year in YEARS]
    assert told == [("met", 1, 1), ("met", 1, 1), ("failed", 0, 1), ("failed", 0, 1)]


def test_reading_events_are_shown_and_never_fail(town: Town) -> None:
    """R33: A: one each of science week, study week, reading day, recitation."""
    for form in ("科技周", "学习周", "读书日", "朗诵"):
        town.theme("2011-05-20", form=form)
    for form in ("科技周", "科技周", "读书日", "朗诵"):
        town.theme("2012-05-20", form=form)
    told = [town.told("R33", town.top, year) for year in YEARS]
    assert told == [("unjudged", 0, 4), ("met", 4, 4), ("unjudged", 3, 4), ("unjudged", 0, 4)]
    found = town.standing("R33", town.top, "2012")
    assert found is not None and [each.zh for each in found.lacking if isinstance(each, Label)] == ["学习周"]


# --- R34, R35: coverage ----------------------------------------------------------------------------------


def test_units_that_qualify(town: Town) -> None:
    """R34, D16: 100% of U (not T) by 31 July 2013; the latest designation counts, a submitted one waits."""
    general = town.unit("柳河村党总支", "党总支")
    town.unit(category="党小组", parent=town.branch)
    units = [each.id for each in town.whole().judged_units()]
    assert general in units and town.top not in units
    for unit in units[1:]:
        town.designate(unit, "学习型党组织", 2012)
    town.designate(units[0], "学习型党组织", 2011)
    town.designate(units[0], "学习型党组织", 2012, result="未达标")
    everybody = len(units)
    assert [each[:2] for each in _programme(town, "R34", "2013-07-31")] == [("pace", everybody - 1)]
    assert [each[:2] for each in _programme(town, "R34", "2013-08-01")] == [("failed", everybody - 1)]
    town.designate(units[0], "学习型党组织", 2013, status="submitted")
    assert _programme(town, "R34", "2013-07-31") == [("pace", everybody - 1, everybody, 1)]
    town.designate(units[0], "学习型党组织", 2013)
    assert _programme(town, "R34", "2013-07-31") == [("met", everybody, everybody, 0)]


def test_cadres_that_qualify(town: Town) -> None:
    """R35, D16: of agency and leading cadres and village cadres, members or not; nobody else."""
    others = [town.person(FARMER), town.person(STATION)]
    gone = town.person(VILLAGE, memberships=[(town.branch, "2009-01-01", "2012-12-31")])
    cadres = [town.person(VILLAGE), town.person(AGENCY, status=PUBLIC), town.person(LEADER), town.clerk]
    for who in (*others, gone, *cadres[1:]):
        town.designate(who, "学习型干部", 2012)
    town.designate(cadres[0], "学习型党员", 2012)
    before = _programme(town, "R35", "2013-07-31")
    town.designate(cadres[0], "学习型干部", 2013)
    after = _programme(town, "R35", "2013-07-31")
    assert [before, after] == [[("pace", 3, 4, 0)], [("met", 4, 4, 0)]]


def _programme(town: Town, rule: str, on: str) -> list[tuple[str, object, object, object]]:
    return [
        (each.state, each.done, each.required, each.waiting) for each in town.standings(rule, town.top, on)
    ]


@pytest.mark.parametrize("rule", ["R24", "R25", "R26", "R31", "R32", "R33", "R34", "R35"])
def test_rules_of_the_township_are_its_own(town: Town, rule: str) -> None:
    """§2, Who: T is the township alone."""
    assert town.standings(rule, town.branch) == []
    assert town.standings(rule, town.clerk) == []
