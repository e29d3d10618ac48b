"""Books, self-study, classes heard, exchanges, evaluations: R01, R02, R06, R09, R10, R11, R12."""

from __future__ import annotations

import pytest

from tests.programme.township import AGENCY, FARMER, PUBLIC, STATION, VILLAGE, Town

# --- R01, R02, R11: books ---------------------------------------------------------------------------


def test_theory_books_just_meet_and_just_miss(town: Town) -> None:
    """R01: one of political theory a quarter; a professional one does not help, and it is of PC."""
    just, short = town.person(VILLAGE), town.person(VILLAGE)
    town.book(just, "2011-03-31")
    town.book(short, "2011-03-31", "业务")
    town.book(short, "2011-04-01")
    assert town.told("R01", just, "2011Q1") == ("met", 1, 1)
    assert town.told("R01", short, "2011Q1") == ("failed", 0, 1)
    assert town.told("R01", short, "2011Q2") == ("met", 1, 1)
    assert town.told("R01", town.person(FARMER), "2011Q1") is None
    assert town.told("R01", town.person(VILLAGE, status=PUBLIC), "2011Q1") is None


def test_professional_books_have_a_floor_and_an_aim(town: Town) -> None:
    """R02, D19: the floor 1 is judged, 2 is the aim."""
    one, two, none = (town.person(AGENCY) for _ in range(3))
    town.book(one, "2011-05-02", "业务")
    town.book(two, "2011-05-02", "业务")
    town.book(two, "2011-06", "业务")
    town.book(none, "2011-05-02")
    assert town.told("R02", one, "2011Q2") == ("met", 1, 1)
    assert town.told("R02", two, "2011Q2") == ("met", 2, 1)
    assert town.told("R02", none, "2011Q2") == ("failed", 0, 1)
    found = town.standing("R02", one, "2011Q2")
    assert found is not None and found.target == 2


def test_any_book_is_a_book(town: Town) -> None:
    """R11: one a quarter by all members and cadres, of whatever kind; a theory book proves R01 too (D9)."""
    other, theory, none = town.person(STATION, status=PUBLIC), town.person(VILLAGE), town.person()
    town.book(other, "2012-07-20", "其他")
    town.book(theory, "2012-07-20")
    assert town.told("R11", other, "2012Q3") == ("met", 1, 1)
    assert town.told("R11", theory, "2012Q3") == ("met", 1, 1)
    assert town.told("R01", theory, "2012Q3") == ("met", 1, 1)
    assert town.told("R11", none, "2012Q3") == ("failed", 0, 1)


def test_the_same_title_counts_once(town: Town) -> None:
    """book_reading: the same title counts once per person, when it was first read; others may read it too."""
    who, other = town.person(VILLAGE), town.person(VILLAGE)
    town.book(who, "2011-05-10", title="像铁人那样工作")
    town.book(who, "2011-02-10", title=" 像铁人那样工作")
    town.book(who, "2010-12..2011-01", title="像铁人那样工作")
    town.book(other, "2011-05-10", title="像铁人那样工作")
    assert town.told("R01", who, "2011Q1") == ("met", 1, 1)
    assert town.told("R01", who, "2011Q2") == ("failed", 0, 1)
    assert town.told("R11", who, "2011Q2") == ("failed", 0, 1)
    assert town.told("R01", other, "2011Q2") == ("met", 1, 1)


def test_a_title_read_again_while_the_first_reading_waits(town: Town) -> None:
    """D9: only what is verified is done, so the verified reading counts and the submitted one does not."""
    who = town.person(VILLAGE)
    town.book(who, "2011-02-10", title="党的光荣传统", status="submitted")
    town.book(who, "2011-05-10", title="党的光荣传统")
    assert town.told("R01", who, "2011Q1") == ("failed", 0, 1)
    assert town.told("R01", who, "2011Q2") == ("met", 1, 1)


def test_books_whose_date_is_partly_known(town: Town) -> None:
    """§6: a month and a quarter prove their quarter; a half-year, a year or a span over two proves none."""
    month, quarter, half, year, across = (town.person(VILLAGE) for _ in range(5))
    town.book(month, "2011-08")
    town.book(quarter, "2011年三季度")
    town.book(half, "2011年下半年")
    town.book(year, "2011")
    town.book(across, "2011-06-20..2011-07-10")
    for who in (month, quarter):
        assert town.told("R01", who, "2011Q3") == ("met", 1, 1)
    for who in (half, year, across):
        assert town.told("R01", who, "2011Q3") == ("failed", 0, 1)
    assert town.told("R01", across, "2011Q2") == ("failed", 0, 1)


def test_which_quarters_are_judged(town: Town) -> None:
    """D3: at least half the days inside the programme: of 2010Q3 90 of 92, of 2013Q3 31 of 92."""
    who = town.person(VILLAGE)
    for rule in ("R01", "R02", "R06", "R11"):
        told = [(each.period.name, each.state) for each in town.standings(rule, who)]
        assert told[0] == ("2010Q3", "failed")
        assert told[-2:] == [("2013Q2", "failed"), ("2013Q3", "unjudged")]
        assert len(told) == 13


@pytest.mark.parametrize(("joined", "state"), [("2011-02-15", "failed"), ("2011-02-16", "unjudged")])
def test_a_quarter_joined_late(town: Town, joined: str, state: str) -> None:
    """D3: of the 90 days of 2011Q1, 45 are half (14 of February, 31 of March) and 44 are less."""
    late = town.person(VILLAGE, memberships=[(town.branch, joined, None)])
    for rule in ("R01", "R02", "R06", "R11"):
        told = town.told(rule, late, "2011Q1")
        assert told is not None and told[0] == state
        assert town.told(rule, late, "2010Q4") is None


def test_a_quarter_that_is_exempt(town: Town) -> None:
    """D8: exempt for the quarter and one day into the next: of 2011Q2 90 of 91 days remain."""
    ill = town.person(VILLAGE)
    town.exempt(["R01", "R02", "R06", "R11"], "2011-01-01", "2011-04-01", person=ill)
    for rule in ("R01", "R02", "R06", "R11"):
        assert town.told(rule, ill, "2011Q1") == ("exempt", 0, 1)
        assert town.told(rule, ill, "2011Q2") == ("failed", 0, 1)


# --- R06: classes heard ---------------------------------------------------------------------------------


def test_classes_heard_just_meet_and_just_miss(town: Town) -> None:
    """R06: one party class or special report heard a quarter: present, late or made up."""
    present, late, made_up, on_leave, absent = (town.person(VILLAGE) for _ in range(5))
    town.session(
        "党课",
        "2011-06-28",
        here=[present],
        states=[(late, "迟到"), (made_up, "补学", "2011-06-30"), (on_leave, "请假"), (absent, "缺席")],
    )
    for who in (present, late, made_up):
        assert town.told("R06", who, "2011Q2") == ("met", 1, 1)
    for who in (on_leave, absent):
        assert town.told("R06", who, "2011Q2") == ("failed", 0, 1)


def test_reports_heard_and_tutoring(town: Town) -> None:
    """R06: evidence is attendance at a class or lecture, or a study entry that says a report was heard."""
    lecture, entry, other, study = (town.person(AGENCY) for _ in range(4))
    town.lecture("2011-05-10", here=[lecture])
    town.study(entry, "2011-05-11", 120, report_heard=True)
    town.study(study, "2011-05-11", 120)
    town.session("集体学习", "2011-05-12", here=[other])
    assert town.told("R06", lecture, "2011Q2") == ("met", 1, 1)
    assert town.told("R06", entry, "2011Q2") == ("met", 1, 1)
    assert town.told("R06", study, "2011Q2") == ("failed", 0, 1)
    assert town.told("R06", other, "2011Q2") == ("failed", 0, 1)


def test_giving_a_class_is_not_hearing_one(town: Town) -> None:
    """D10: R06 counts hearing; giving a class feeds 说."""
    lecturer = town.person(VILLAGE)
    held = town.session("党课", "2011-06-28", lecturer="赵永刚", speakers=[lecturer])
    town.keep(
        "party_class",
        title="党的光荣传统",
        held_on="2011-06-28",
        lecturer="赵永刚",
        lecturer_person=lecturer,
        place="会议室",
        session=held,
    )
    assert town.told("R06", lecturer, "2011Q2") == ("failed", 0, 1)


def test_a_class_made_up_in_the_next_quarter(town: Town) -> None:
    """R06, session: who makes a class up heard it on the day of making up, not before."""
    who = town.person(VILLAGE)
    town.session("党课", "2011-03-30", states=[(who, "补学", "2011-04-06")])
    assert town.told("R06", who, "2011Q1") == ("failed", 0, 1)
    assert town.told("R06", who, "2011Q2") == ("met", 1, 1)
    assert town.told("R06", who, "2011Q2", on="2011-04-05") == ("pace", 0, 1)


# --- R09: an hour each working day ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "days"),
    [
        ("2011-03", 23),  # no holiday: 4 + 4 × 5 - 1 = 23 weekdays
        ("2011-04", 20),  # 21 weekdays, 4 and 5 April off, Saturday the 2nd worked
        ("2010-10", 17),  # 1..7 off; 8, 9 (Saturday) and three full weeks 11..29
        ("2010-07", 20),  # the programme begins on Saturday the 3rd: 5..9, 12..16, 19..23, 26..30
        ("2013-07", 23),
    ],
)
def test_self_study_just_meets_and_just_misses(town: Town, month: str, days: int) -> None:
    """R09, D6: minutes of a month, 60 for each working day of the holiday table; never day by day."""
    just, short = town.person(STATION, status=PUBLIC), town.person()
    # One entry for the month, or one on its last day at most 720 minutes.
    town.study(just, month, 60 * days)
    town.study(short, month, 60 * days - 1, "远程教育")
    assert town.told("R09", just, month) == ("met", 60 * days, 60 * days)
    assert town.told("R09", short, month) == ("failed", 60 * days - 1, 60 * days)


def test_self_study_of_part_of_a_month(town: Town) -> None:
    """R09, D3: from 16 May 2011 on 16 of 31 days are active, 12 of them working days: 720 minutes;
    from the 17th on 15 of 31, less than half, so May is not judged."""
    half, less = (
        town.person(memberships=[(town.branch, joined, None)]) for joined in ("2011-05-16", "2011-05-17")
    )
    town.study(half, "2011-05-20", 720)
    assert town.told("R09", half, "2011-05") == ("met", 720, 720)
    told = town.told("R09", less, "2011-05")
    assert told is not None and told[0] == "unjudged"


def test_self_study_of_somebody_exempt(town: Town) -> None:
    """R09, D8: March 2011 exempt to the 14th leaves 17 days, 13 of them working (15..18, 21..25, 28..31)."""
    ill = town.person()
    town.exempt(["R09"], "2011-02-01", "2011-03-14", person=ill)
    told = town.told("R09", ill, "2011-02")
    assert told is not None and told[0] == "exempt"
    assert town.told("R09", ill, "2011-03") == ("failed", 0, 780)


def test_what_is_self_study(town: Town) -> None:
    """R09: study entries by oneself; a training or a study tour is organised by others."""
    who = town.person()
    for subtype in ("自学", "网络学习", "读报", "实践", "学历教育", "函授", "远程教育"):
        town.study(who, "2011-03-07", 60, subtype)
    town.study(who, "2011-03-08", 300, "外出考察")
    town.study(who, "2011-03-09", 300, "业务培训", organiser="县委组织部")
    assert town.told("R09", who, "2011-03") == ("failed", 420, 1_380)


# --- R10: an exchange a month ---------------------------------------------------------------------------


def test_exchanges_just_meet_and_just_miss(town: Town) -> None:
    """R10, D14: an exchange meeting, seminar or reading club taken part in, once a month."""
    people = [town.person() for _ in range(6)]
    meeting, seminar, club, study, absent, late = people
    town.session("交流会", "2011-04-11", here=[meeting], states=[(absent, "缺席"), (late, "迟到")])
    town.session("研讨会", "2011-04-12", here=[seminar])
    town.session("读书会", "2011-04-30", here=[club])
    town.session("集体学习", "2011-04-13", here=[study])
    for who in (meeting, seminar, club, late):
        assert town.told("R10", who, "2011-04") == ("met", 1, 1)
        assert town.told("R10", who, "2011-05") == ("failed", 0, 1)
    for who in (study, absent):
        assert town.told("R10", who, "2011-04") == ("failed", 0, 1)


@pytest.mark.parametrize(("joined", "state"), [("2011-04-16", "failed"), ("2011-04-17", "unjudged")])
def test_exchanges_of_somebody_who_joins_or_is_exempt(town: Town, joined: str, state: str) -> None:
    """R10, D3: 15 of April's 30 days are half, 14 are less. D8: exempt for the same month otherwise."""
    late, ill = town.person(memberships=[(town.branch, joined, None)]), town.person()
    town.exempt(["R10"], joined, "2011-05-31", person=ill)
    told = town.told("R10", late, "2011-04")
    assert told is not None and told[0] == state
    # What a late joiner is active for is what the exempt one is not: 15 days left are half, 16 are more.
    assert town.told("R10", ill, "2011-04") == ("failed", 0, 1)
    assert town.told("R10", ill, "2011-05") == ("exempt", 0, 1)


# --- R12: an evaluation a year --------------------------------------------------------------------------


def test_evaluations_just_meet_and_just_miss(town: Town) -> None:
    """R12, D14: any one evaluation: the assessment or the democratic evaluation; 1 in 2010 and 2013 (D3)."""
    assessed, rated, neither = town.person(STATION, status=PUBLIC), town.person(), town.person()
    for assessment in (2010, 2011, 2013):
        town.assess(assessed, assessment)
    town.evaluate(2011, rated)
    for year in ("2010", "2011", "2013"):
        assert town.told("R12", assessed, year) == ("met", 1, 1)
        assert town.told("R12", neither, year) == ("failed", 0, 1)
    assert town.told("R12", rated, "2011") == ("met", 1, 1)
    assert town.told("R12", rated, "2012") == ("failed", 0, 1)


def test_evaluations_that_wait_or_are_exempt(town: Town) -> None:
    """R12, D8, D9."""
    waits, away = town.person(), town.person()
    town.assess(waits, 2011, status="submitted")
    town.exempt(["R12"], "2011-01-01", "2011-12-31", person=away, reason="长期外出")
    assert town.told("R12", waits, "2011") == ("failed", 0, 1)
    assert town.waiting("R12", waits, "2011") == 1
    assert town.told("R12", away, "2011") == ("exempt", 0, 1)
