"""Notes, articles, reports and problems solved: R05, R19, R20, R21, R22, by hand from the rules' rows."""

from __future__ import annotations

import pytest

from tests.programme.township import AGENCY, FARMER, PUBLIC, STATION, VILLAGE, Town

# --- R22: 20,000 字 of notes a year -----------------------------------------------------------------


def test_notes_just_meet_and_just_miss(town: Town) -> None:
    """R22, D1: no less than 20,000 字 a year, so 20,000 meet it and 19,999 miss it."""
    just, short = town.person(), town.person()
    town.note(just, "2011-03", 12_000)
    town.note(just, "2011年下半年", 8_000)
    town.note(short, "2011-05-04", 19_999)
    assert town.told("R22", just, "2011") == ("met", 20_000, 20_000)
    assert town.told("R22", short, "2011") == ("failed", 19_999, 20_000)
    assert town.told("R22", just, "2012") == ("failed", 0, 20_000)


@pytest.mark.parametrize(
    ("year", "half", "asked"),
    [
        # D3: 20,000 × 6/12 (July has 29 days of the programme, so it counts); 20,000 × 7/12 = 11,666.7
        ("2010", "2010年下半年", 10_000),
        ("2013", "2013年上半年", 11_667),
    ],
)
def test_notes_of_the_first_and_last_year(town: Town, year: str, half: str, asked: int) -> None:
    """R22, D3: the worked numbers of 2010 (six months) and 2013 (seven months)."""
    just, short = town.person(), town.person()
    town.note(just, half, asked)
    town.note(short, half, asked - 1)
    assert town.told("R22", just, year) == ("met", asked, asked)
    assert town.told("R22", short, year) == ("failed", asked - 1, asked)


@pytest.mark.parametrize(
    ("joined", "asked"),
    [
        ("2011-04-16", 15_000),  # D3: April has 15 active days, so 9 months: 20,000 × 9/12
        ("2011-04-17", 13_334),  # 14 days: April does not count; 20,000 × 8/12 = 13,333.3
        ("2011-12-17", 1_667),  # 17..31 December are 15 days: 20,000 × 1/12 = 1,666.7
    ],
)
def test_notes_of_a_late_joiner(town: Town, joined: str, asked: int) -> None:
    """R22, D3: late joiners are asked for the months with at least 15 active days."""
    late = town.person(memberships=[(town.branch, joined, None)])
    town.note(late, "2011-12-30", asked)
    assert town.told("R22", late, "2011") == ("met", asked, asked)
    assert town.told("R22", late, "2010") is None


def test_nothing_is_asked_of_a_year_with_a_few_days(town: Town) -> None:
    """R22, D3: 14 active days in December make no month: 20,000 × 0/12, so the year is not judged."""
    late = town.person(memberships=[(town.branch, "2011-12-18", None)])
    told = town.told("R22", late, "2011")
    assert told is not None and told[0] == "unjudged"


def test_notes_of_somebody_exempt(town: Town) -> None:
    """R22, D8: an exemption drops the person from the denominator for its days: 20,000 × 6/12 remain of 2011,
    nothing of 2012."""
    ill = town.person()
    town.exempt(["R22"], "2011-01-01", "2011-06-30", person=ill)
    town.exempt(["R22", "R21"], "2012-01-01", "2012-12-31", person=ill)
    town.note(ill, "2011-11", 10_000)
    assert town.told("R22", ill, "2011") == ("met", 10_000, 10_000)
    assert town.told("R22", ill, "2012") == ("exempt", 0, 20_000)
    assert town.told("R21", ill, "2011") == ("failed", 0, 2)


def test_only_verified_notes_are_done(town: Town) -> None:
    """R22, D9: submitted ones are waiting, beside what is done; drafts are nothing."""
    waits = town.person()
    town.note(waits, "2011-02", 15_000)
    town.note(waits, "2011-03", 5_000, status="submitted")
    town.note(waits, "2011-04", 3_000, status="draft")
    assert town.told("R22", waits, "2011") == ("failed", 15_000, 20_000)
    assert town.waiting("R22", waits, "2011") == 5_000


def test_declared_and_kept_notes(town: Town) -> None:
    """R22, study_register: the larger of declared and kept for each half-year, then summed:
    max(12,000, 9,000) + max(5,000, 8,000) = 20,000."""
    both, year = town.person(), town.person()
    town.register(both, "2011年上半年", notes_words=12_000)
    town.note(both, "2011-03", 9_000)
    town.register(both, "2011年下半年", notes_words=5_000)
    town.note(both, "2011-10", 8_000)
    town.register(year, "2011", notes_words=20_000)
    town.note(year, "2011-10", 8_000)
    assert town.told("R22", both, "2011") == ("met", 20_000, 20_000)
    assert town.told("R22", year, "2011") == ("met", 20_000, 20_000)
    found = town.standing("R22", both, "2011"), town.standing("R22", year, "2011")
    assert [each.basis for each in found if each] == ["mixed", "declared"]


def test_a_declared_figure_that_waits(town: Town) -> None:
    """R22, D9: a submitted register waits with what it has beyond the verified notes: 20,000 - 9,000."""
    waits = town.person()
    town.note(waits, "2011-03", 9_000)
    town.register(waits, "2011年上半年", notes_words=20_000, status="submitted")
    assert town.told("R22", waits, "2011") == ("failed", 9_000, 20_000)
    assert town.waiting("R22", waits, "2011") == 11_000


def test_notes_whose_date_is_partly_known(town: Town) -> None:
    """§6: a date proves only periods that hold it wholly: a year its year, a span over New Year none."""
    whole, across = town.person(), town.person()
    town.note(whole, "2011", 20_000)
    town.note(across, "2010-12..2011-01", 20_000)
    assert town.told("R22", whole, "2011") == ("met", 20_000, 20_000)
    assert town.told("R22", across, "2010") == ("failed", 0, 10_000)
    assert town.told("R22", across, "2011") == ("failed", 0, 20_000)


def test_notes_outside_the_programme(town: Town) -> None:
    """R36: the programme runs from 2010-07-03 to 2013-07-31."""
    early = town.person()
    town.note(early, "2010年上半年", 10_000)
    town.note(early, "2010-07-02", 10_000)
    town.note(early, "2010-07-03", 10)
    town.note(early, "2013-07-31", 20)
    town.note(early, "2013-08-01", 20_000)
    assert town.told("R22", early, "2010") == ("failed", 10, 10_000)
    assert town.told("R22", early, "2013") == ("failed", 20, 11_667)


def test_whom_notes_are_asked_of(town: Town) -> None:
    """R22, ALL: party members and all cadres, station staff among them; nobody else."""
    station, cadre = town.person(STATION, status=PUBLIC), town.person(VILLAGE, status=PUBLIC)
    public, farmer = town.person(FARMER, status=PUBLIC), town.person(FARMER)
    assert town.told("R22", station, "2011") == ("failed", 0, 20_000)
    assert town.told("R22", cadre, "2011") == ("failed", 0, 20_000)
    assert town.told("R22", farmer, "2011") == ("failed", 0, 20_000)
    assert town.told("R22", public, "2011") is None


def test_notes_of_a_member_who_joins_the_party_later(town: Town) -> None:
    """R22, ALL: who is bound only as a member is bound from joining on: July to December, 20,000 × 6/12."""
    new = town.person(FARMER, joined_party="2011-07-01")
    assert town.told("R22", new, "2011") == ("failed", 0, 10_000)
    assert town.told("R22", new, "2010") is None


# --- R21, R05, R19: articles and reports ------------------------------------------------------------


def test_articles_just_meet_and_just_miss(town: Town) -> None:
    """R21: 2 a year; D1: 多于两篇 is 2 or more. D3: 2 × 6/12 = 1 in 2010, ceil(2 × 7/12) = 2 in 2013."""
    just, short = town.person(), town.person()
    for written in ("2011-03-05", "2011-11", "2010-09-10", "2013-02-01", "2013-07-31"):
        town.article(written, just)
    for written in ("2011-06-30", "2013-03"):
        town.article(written, short)
    assert town.told("R21", just, "2011") == ("met", 2, 2)
    assert town.told("R21", short, "2011") == ("failed", 1, 2)
    assert town.told("R21", just, "2010") == ("met", 1, 1)
    assert town.told("R21", short, "2010") == ("failed", 0, 1)
    assert town.told("R21", just, "2013") == ("met", 2, 2)
    assert town.told("R21", short, "2013") == ("failed", 1, 2)


def test_declared_articles(town: Town) -> None:
    """R21, study_register: the larger for each half-year, never added: max(1, 1) + max(1, 0) = 2."""
    who = town.person()
    town.register(who, "2011年上半年", articles=1)
    town.article("2011-04-02", who)
    town.register(who, "2011年下半年", articles=1)
    assert town.told("R21", who, "2011") == ("met", 2, 2)


def test_articles_or_reports(town: Town) -> None:
    """R05: 2 a year, articles and reports alike; 1 in 2010 and 2 in 2013 (D3)."""
    just, short = town.person(VILLAGE), town.person(VILLAGE)
    town.article("2011-04-02", just)
    town.report("2011-09", just)
    town.article("2011-04-03", short)
    town.report("2010-10", just)
    town.article("2013-04", just)
    town.article("2013-05", just)
    town.article("2013-05", short)
    assert town.told("R05", just, "2011") == ("met", 2, 2)
    assert town.told("R05", short, "2011") == ("failed", 1, 2)
    assert town.told("R05", just, "2010") == ("met", 1, 1)
    assert town.told("R05", short, "2010") == ("failed", 0, 1)
    assert town.told("R05", just, "2013") == ("met", 2, 2)
    assert town.told("R05", short, "2013") == ("failed", 1, 2)


def test_one_record_proves_each_rule_once(town: Town) -> None:
    """D9: one record may prove several rules, but counts once per rule, also when it names somebody twice."""
    who, other = town.person(AGENCY), town.person(VILLAGE)
    town.article("2011-04-02", who, other)
    town.report("2011-05", who, who)
    assert town.told("R05", who, "2011") == ("met", 2, 2)
    assert town.told("R21", who, "2011") == ("failed", 1, 2)
    assert town.told("R19", who, "2011") == ("met", 1, 1)
    assert town.told("R05", other, "2011") == ("failed", 1, 2)
    assert town.told("R21", other, "2011") == ("failed", 1, 2)


def test_whom_articles_or_reports_are_asked_of(town: Town) -> None:
    """R05 is of PC: members who are leading, agency or village cadres."""
    assert town.told("R05", town.person(FARMER), "2011") is None
    assert town.told("R05", town.person(STATION), "2011") is None
    assert town.told("R05", town.person(VILLAGE, status=PUBLIC), "2011") is None
    assert town.told("R05", town.person(AGENCY, status="预备党员"), "2011") == ("failed", 0, 2)


def test_reports_just_meet_and_just_miss(town: Town) -> None:
    """R19, D2: pass at 1, aim at 2; D3: ceil(1 × 6/12) and ceil(1 × 7/12) are 1 too, the aim 1 in 2010."""
    just, short = town.person(AGENCY, status=PUBLIC), town.person(VILLAGE)
    for finished in ("2011-12-31", "2010年下半年", "2013-06"):
        town.report(finished, just)
    town.report("2011-08", short, status="submitted")
    for year in ("2010", "2011", "2013"):
        assert town.told("R19", just, year) == ("met", 1, 1)
        assert town.told("R19", short, year) == ("failed", 0, 1)
    assert town.waiting("R19", short, "2011") == 1
    full, first = town.standing("R19", just, "2011"), town.standing("R19", just, "2010")
    assert full is not None and full.target == 2
    assert first is not None and first.target == 1
    assert town.told("R19", town.person(STATION), "2011") is None


def test_reports_that_a_register_declares(town: Town) -> None:
    """R19, study_register: a declared report counts where none is kept."""
    who = town.person(VILLAGE)
    town.register(who, "2011年上半年", reports=1)
    assert town.told("R19", who, "2011") == ("met", 1, 1)


# --- R20: problems solved from research ---------------------------------------------------------------


def test_problems_just_meet_and_just_miss(town: Town) -> None:
    """R20: one a year, by the day on which it was solved, whenever the report was written."""
    just, short = town.person(AGENCY), town.person(VILLAGE)
    town.report("2010-12", just, solved=["2011-02-10"])
    open_problem = [{"text": "灌渠淤堵", "action": "", "solved": False}]
    town.report("2011-05", short, problems=open_problem)
    assert town.told("R20", just, "2011") == ("met", 1, 1)
    assert town.told("R20", just, "2010") == ("failed", 0, 1)
    assert town.told("R20", short, "2011") == ("failed", 0, 1)
    assert town.told("R19", short, "2011") == ("met", 1, 1)
    assert town.told("R20", town.person(FARMER), "2011") is None


def test_several_problems_of_one_report(town: Town) -> None:
    """R20, D2: each problem solved counts; two reach the aim. D3: 1 and 1 in 2013."""
    who = town.person(VILLAGE)
    town.report("2013-03", who, solved=["2013-04-01", "2013-07-31", "2013-08-01"])
    assert town.told("R20", who, "2013") == ("met", 2, 1)


def test_problems_solved_after_the_working_date(town: Town) -> None:
    """R20: figures are told as of the working date; what was solved later is not known yet."""
    who = town.person(VILLAGE)
    town.report("2011-05", who, solved=["2011-09-10"])
    assert town.told("R20", who, "2011", on="2011-09-09") == ("pace", 0, 1)
    assert town.told("R20", who, "2011", on="2011-09-10") == ("met", 1, 1)
