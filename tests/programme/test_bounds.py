"""The bounds of the rules on plain data: what each asks in which periods; on, below and above what decides.

No archive: slots, states and scopes follow from the rule book and a few figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from bson.objectid import ObjectId

from records.programme.adjustments import adjusted_by
from records.programme.calendar import Period, common, prorated, read_period, working_days
from records.programme.counting.facts import Number
from records.programme.judging.slots import Slot, person_slots, unit_slots
from records.programme.mechanisms.weeks import is_judged
from records.programme.roster import Person, scopes_of
from records.programme.rules import rulebook
from records.programme.standing import State, due_by, stand, state_of, within
from records.programme.views.matrix import in_window
from tests.programme.township import AGENCY, CENTRAL, FARMER, LEADER, STATION, VILLAGE

BOOK = rulebook()
AS_PLANNED = adjusted_by(BOOK, [], date.max)
THROUGHOUT = (BOOK.start, BOOK.end)
OVER = date(2014, 1, 31)
#: Weeks with fewer than three working days in the holiday table (D4).
HOLIDAYS = (
    *("2010-W40", "2011-W05", "2011-W40", "2012-W04", "2012-W14", "2012-W40", "2013-W07"),
    *("2013-W18", "2013-W24"),
)


def slots(rule: str, span: tuple[date, date] = THROUGHOUT, on: date = OVER) -> tuple[Slot, ...]:
    of_people = BOOK.rules[rule].of_people
    return (
        person_slots(AS_PLANNED, rule, span, (), on) if of_people else unit_slots(AS_PLANNED, rule, span, on)
    )


def slot(rule: str, period: str) -> Slot:
    return next(each for each in slots(rule) if each.period.name == period)


# --- what each rule asks, in which periods: domain.md §2, D3, D4 -------------------------------------------

#: rule: (periods, of them judged, the first and the last that is, what those two and the second ask)
ASKED: dict[str, tuple[int, int, str, str, Sequence[Number]]] = {
    "R01": (13, 12, "2010Q3", "2013Q2", (1, 1, 1)),
    "R02": (13, 12, "2010Q3", "2013Q2", (1, 1, 1)),
    "R03": (4, 4, "2010", "2013", (1, 2, 2)),
    "R04": (37, 37, "2010-07", "2013-07", (1, 1, 1)),
    "R05": (4, 4, "2010", "2013", (1, 2, 2)),
    "R06": (13, 12, "2010Q3", "2013Q2", (1, 1, 1)),
    "R07": (37, 37, "2010-07", "2013-07", (3, 3, 3)),
    "R08": (37, 0, "", "", ()),
    "R09": (37, 37, "2010-07", "2013-07", (20 * 60, 22 * 60, 23 * 60)),
    "R10": (37, 37, "2010-07", "2013-07", (1, 1, 1)),
    "R11": (13, 12, "2010Q3", "2013Q2", (1, 1, 1)),
    "R12": (4, 4, "2010", "2013", (1, 1, 1)),
    "R13": (160, 151, "2010-W27", "2013-W30", (1, 1, 1)),
    "R14": (37, 37, "2010-07", "2013-07", (1, 1, 1)),
    "R15": (160, 151, "2010-W27", "2013-W30", (180, 180, 180)),
    "R16": (37, 37, "2010-07", "2013-07", (100, 100, 100)),
    "R18": (4, 4, "2010", "2013", (1, 1, 1)),
    "R19": (4, 4, "2010", "2013", (1, 1, 1)),
    "R20": (4, 4, "2010", "2013", (1, 1, 1)),
    "R21": (4, 4, "2010", "2013", (1, 2, 2)),
    "R22": (4, 4, "2010", "2013", (10_000, 20_000, 11_667)),
    "R23": (4, 4, "2010", "2013", (1, 1, 1)),
    "R24": (4, 4, "2010", "2013", (1, 1, 1)),
    "R26": (4, 4, "2010", "2013", (1, 1, 1)),
    "R28": (7, 6, "2010H2", "2013H1", (1, 1, 1)),
    "R29": (4, 4, "2010", "2013", (1, 1, 1)),
    "R30": (4, 0, "", "", ()),
    "R31": (4, 4, "2010", "2013", (5, 5, 5)),
    "R32": (4, 4, "2010", "2013", (1, 1, 1)),
    "R33": (4, 4, "2010", "2013", (4, 4, 4)),
    "R34": (1, 1, "P", "P", (100,)),
    "R35": (1, 1, "P", "P", (100,)),
    "R36": (3, 3, "S1", "S3", (1, 1, 1)),
    "R37": (1, 1, "S1", "S1", (1,)),
    "R38": (1, 1, "S1", "S1", (1,)),
    "R39": (1, 1, "S1", "S1", (3,)),
    "R40": (1, 1, "S1", "S1", (1,)),
    "R41": (4, 2, "2011", "2012", (3, 3)),
    "R42": (1, 1, "S3", "S3", (3,)),
    "R43": (1, 1, "S3", "S3", (2,)),
    "R44": (1, 1, "S3", "S3", (1,)),
    "R45": (160, 151, "2010-W27", "2013-W30", (2, 2, 2)),
    "R46": (4, 4, "2010", "2013", (8, 8, 8)),
    "R47": (3, 3, "S1", "S3", (1, 1, 1)),
}
#: Judged by the event, or for whomever a notice goes to: they have no periods.
BY_EVENT = {"R17", "R25", "R27"}


def test_every_rule_is_in_the_table() -> None:
    assert ASKED.keys() | BY_EVENT == set(BOOK.rules) == {f"R{number:02}" for number in range(1, 48)}
    assert {rule.id for rule in BOOK.rules.values() if rule.period == "event"} == BY_EVENT


@pytest.mark.parametrize("rule", ASKED)
def test_what_a_rule_asks_in_which_periods(rule: str) -> None:
    number, judged, first, last, asked = ASKED[rule]
    found = slots(rule)
    judging = [each for each in found if not each.flag]
    assert (len(found), len(judging)) == (number, judged)
    names = [each.period.name for each in judging]
    assert (names[:1], names[-1:]) == ([first] if first else [], [last] if last else [])
    of = [*judging[:2], *judging[-1:]] if judged > 2 else judging
    assert tuple(each.required for each in of) == tuple(asked)
    assert all(BOOK.start <= each.first <= each.last <= BOOK.end for each in found if not each.flag)


def test_weeks_of_holidays_are_exempt() -> None:
    for rule in ("R13", "R15", "R45"):
        assert tuple(each.period.name for each in slots(rule) if each.flag == "exempt") == HOLIDAYS
    for monday, days, judged in (
        (date(2010, 6, 28), 5, False),  # W26 lies before the programme
        (date(2010, 7, 5), 5, True),
        (date(2012, 4, 2), 2, False),  # Tomb-Sweeping Day, Monday to Wednesday off
        (date(2011, 4, 4), 3, True),
        (date(2013, 7, 22), 5, True),
        (date(2013, 7, 29), 5, False),
    ):
        sunday = monday + timedelta(days=6)
        assert (working_days(monday, sunday), is_judged(monday)) == (days, judged), monday


@pytest.mark.parametrize(
    ("rule", "joined", "left", "found"),
    [
        # R22, D3: 15 days of a month count it; from 17 June 15 remain of June and from the 16th to 30th.
        ("R22", "2011-06-16", "2013-07-31", {"2011": 11_667, "2012": 20_000}),
        ("R22", "2011-06-17", "2013-07-31", {"2011": 10_000, "2012": 20_000}),
        ("R21", "2011-01-01", "2011-12-14", {"2011": 2}),
        ("R21", "2011-07-17", "2011-12-31", {"2011": 1}),
        ("R21", "2011-12-18", "2011-12-31", {"2011": 0}),
        # half of a quarter's, a month's days
        ("R01", "2011-05-16", "2011-06-30", {"2011Q2": 1}),
        ("R01", "2011-05-17", "2011-06-30", {"2011Q2": 0}),
        ("R10", "2011-02-01", "2011-02-14", {"2011-02": 1}),
        ("R10", "2011-02-01", "2011-02-13", {"2011-02": 0}),
        ("R09", "2011-03-16", "2011-03-31", {"2011-03": 12 * 60}),
        ("R07", "2010-07-15", "2010-07-31", {"2010-07": 3}),
        ("R07", "2010-07-17", "2010-07-31", {"2010-07": 0}),
    ],
)
def test_who_joins_late_or_leaves_early(rule: str, joined: str, left: str, found: dict[str, int]) -> None:
    span = date.fromisoformat(joined), date.fromisoformat(left)
    asked = {each.period.name: each for each in slots(rule, span)}
    assert {name: asked[name].required for name in found} == found
    assert {name for name in found if asked[name].flag} == {name for name in found if not found[name]}
    assert all(span[0] <= each.first <= each.last <= span[1] for each in asked.values())


def test_units_are_asked_half_of_a_week_but_whole_years() -> None:
    """D3: a unit founded on Thursday 10 March 2011 has four days of that week; years are not prorated."""
    thursday = slots("R15", (date(2011, 3, 10), BOOK.end))
    friday = slots("R15", (date(2011, 3, 11), BOOK.end))
    assert (thursday[0].flag, friday[0].flag, thursday[0].period.name) == ("", "unjudged", "2011-W10")
    (last, *_) = slots("R46", (date(2012, 12, 31), BOOK.end))
    assert (last.period.name, last.required, last.flag) == ("2012", 8, "")
    assert [each.period.name for each in slots("R46", on=date(2011, 1, 1))] == ["2010", "2011"]
    assert [each.period.name for each in slots("R46", on=date(2010, 12, 31))] == ["2010"]


def test_holes_of_exemptions() -> None:
    """D8: three months of 2011 away: 9 of 12 months ask for 15,000; a quarter of it is exempt."""
    hole = (date(2011, 4, 1), date(2011, 6, 30))
    notes = person_slots(AS_PLANNED, "R22", THROUGHOUT, [hole], OVER)
    assert [each.required for each in notes] == [10_000, 15_000, 20_000, 11_667]
    books = {each.period.name: each for each in person_slots(AS_PLANNED, "R02", THROUGHOUT, [hole], OVER)}
    assert (books["2011Q2"].flag, books["2011Q2"].required, books["2011Q2"].target) == ("exempt", 1, 2)
    assert (books["2011Q1"].flag, books["2011Q3"].first) == ("", date(2011, 7, 1))
    whole = person_slots(AS_PLANNED, "R22", THROUGHOUT, [THROUGHOUT], OVER)
    assert {(each.flag, each.required) for each in whole} == {
        ("exempt", 10_000),
        ("exempt", 20_000),
        ("exempt", 11_667),
    }
    reports = person_slots(AS_PLANNED, "R19", THROUGHOUT, [], OVER)
    assert [(each.required, each.target) for each in reports] == [(1, 1), (1, 2), (1, 2), (1, 2)]


# --- how a figure stands on a day ------------------------------------------------------------------------

#: rule, period, what is done, on which day: how it stands
STANDS: list[tuple[str, str, Number, str, State]] = [
    ("R07", "2011-03", 3, "2011-03-01", "met"),
    ("R07", "2011-03", 4, "2011-04-01", "met"),
    ("R07", "2011-03", 2, "2011-04-01", "failed"),
    ("R07", "2011-03", 2, "2011-03-31", "behind"),
    ("R07", "2011-03", 2, "2011-03-28", "pace"),  # 3 × 28/31 + 1/4 = 2.96
    ("R07", "2011-03", 2, "2011-03-29", "behind"),  # 3.06
    ("R07", "2011-03", 0, "2011-03-07", "pace"),  # 0.93
    ("R07", "2011-03", 0, "2011-03-08", "behind"),  # 1.02
    ("R22", "2011", 19_999, "2011-12-31", "behind"),
    ("R22", "2011", 19_999, "2012-01-01", "failed"),
    ("R22", "2011", 20_000, "2012-01-01", "met"),
    ("R22", "2010", 9_999, "2011-01-01", "failed"),
    ("R22", "2010", 10_000, "2011-01-01", "met"),
    ("R22", "2013", 11_666, "2013-08-01", "failed"),
    ("R22", "2013", 11_666, "2013-07-31", "behind"),
    ("R22", "2013", 11_667, "2013-08-01", "met"),
    ("R01", "2011Q1", 0, "2011-03-09", "pace"),  # 68 of 90 days + 1/4 = 1.006 on the 9th
    ("R45", "2011-W10", 1, "2011-03-13", "behind"),
    ("R45", "2011-W10", 1, "2011-03-14", "failed"),
    ("R45", "2011-W10", 2, "2011-03-14", "met"),
    ("R15", "2011-W10", 179, "2011-03-14", "failed"),
    ("R15", "2011-W10", 180, "2011-03-14", "met"),
    ("R13", "2010-W40", 0, "2010-12-31", "exempt"),
    ("R01", "2013Q3", 0, "2013-12-31", "unjudged"),
    ("R33", "2011", 3, "2012-01-01", "failed"),
    ("R46", "2011", 7, "2012-01-01", "failed"),
    ("R46", "2011", 8, "2012-01-01", "met"),
    ("R41", "2010", 0, "2011-01-01", "unjudged"),
    ("R38", "S1", 0, "2010-07-31", "behind"),
    ("R38", "S1", 0, "2010-08-01", "failed"),
]


@pytest.mark.parametrize(("rule", "period", "done", "on", "state"), STANDS)
def test_how_a_figure_stands(rule: str, period: str, done: Number, on: str, state: State) -> None:
    asked, day = slot(rule, period), date.fromisoformat(on)
    if rule == "R01" and state == "pace":
        assert (due_by(asked, day), due_by(asked, day - timedelta(days=1))) == (1, 0)
        return
    assert state_of(asked, done, day, "H") == state
    if state == "failed":
        assert state_of(asked, done, day, "A") == "unjudged", "what is only shown never fails"
        assert state_of(asked, done, day, "H", due=day, owed=done) == "pace", "not before it is due"
        assert state_of(asked, done, day, "H", due=day, owed=done + 1) == "behind"
    found = stand(asked, None, done, 1, day, "H")
    assert (found.state, found.missing) == (state, max(asked.required - done, 0))
    assert found.judged == (state not in ("exempt", "unjudged"))
    ends = asked.period.last
    assert [within(3, found, ends - timedelta(days=back)) for back in (4, 3, 0, -1)] == [
        *(False, True, True, False)
    ]


def test_which_standings_a_window_is_about() -> None:
    """Now: the running period from its first to its last day, else the last one; a period: its own, those
    within it, or the one that holds its end."""
    rule = BOOK.rules["R01"]
    found = [stand(each, None, 0, 0, OVER, "H") for each in slots("R01")]

    def names(window: Period | None, on: str) -> list[str]:
        return [each.period.name for each in in_window(found, rule, window, date.fromisoformat(on))]

    days = ("2010-12-31", "2011-01-01", "2011-03-31", "2011-04-01", "2014-01-01")
    quarters = ["2010Q4", "2011Q1", "2011Q1", "2011Q2", "2013Q3"]
    assert [names(None, day) for day in days] == [[name] for name in quarters]
    assert names(read_period("2011Q2"), "2011-01-01") == ["2011Q2"]
    assert names(read_period("2011H1"), "2011-01-01") == ["2011Q1", "2011Q2"]
    assert names(read_period("2011-03"), "2011-01-01") == ["2011Q1"]
    assert names(read_period("2011-04"), "2011-01-01") == ["2011Q2"]


def test_what_is_prorated_and_what_is_common() -> None:
    assert [prorated(2, months) for months in (0, 1, 6, 7, 12)] == [0, 1, 1, 2, 2]
    one, two = (date(2011, 3, 1), date(2011, 3, 10)), (date(2011, 3, 10), date(2011, 3, 20))
    assert common(one, two) == (date(2011, 3, 10), date(2011, 3, 10)), "one day is something"
    assert common(one, (date(2011, 3, 11), date(2011, 3, 20))) is None


# --- who is bound: the scopes of domain.md §2 ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("member", "categories", "scopes"),
    [
        (True, [FARMER], "ALL"),
        (False, [FARMER], ""),
        (True, [], "ALL"),
        (True, [VILLAGE], "ALL PC"),
        (False, [VILLAGE], "ALL"),
        (True, [AGENCY], "AC ALL PC"),
        (False, [AGENCY], "AC ALL"),
        (True, [LEADER], "AC ALL LC PC"),
        (False, [LEADER], "AC ALL LC"),
        (True, [STATION], "ALL"),
        (False, [STATION], "ALL"),
        (True, [CENTRAL], "ALL CG"),
        (False, [CENTRAL], "ALL CG"),
    ],
)
def test_scopes(member: bool, categories: list[str], scopes: str) -> None:
    assert " ".join(sorted(scopes_of(member, categories))) == scopes


@pytest.mark.parametrize(
    ("member", "categories", "rule", "begins"),
    [
        (True, [FARMER], "R22", "2011-07-01"),  # bound as a member only: since they joined
        (True, [VILLAGE], "R22", "2010-07-03"),  # as a cadre from the start
        (True, [VILLAGE], "R01", "2011-07-01"),  # PC: as a party cadre
        (True, [AGENCY], "R19", "2010-07-03"),  # AC: as an agency cadre
        (True, [VILLAGE], "R19", "2011-07-01"),
        (True, [AGENCY], "R01", "2011-07-01"),
        (True, [STATION], "R10", "2010-07-03"),
        (True, [CENTRAL], "R10", "2010-07-03"),
    ],
)
def test_since_when_somebody_is_bound(member: bool, categories: list[str], rule: str, begins: str) -> None:
    who = _person(member, categories, joined=date(2011, 7, 1))
    assert who.span(BOOK.rules[rule], THROUGHOUT) == (date.fromisoformat(begins), BOOK.end)
    assert who.bound_by(BOOK.rules[rule])
    assert not who.bound_by(BOOK.rules["R07"]), "covers no village"


def test_where_somebody_belongs_on_a_day() -> None:
    first, second, third = ObjectId(), ObjectId(), ObjectId()
    moved = date(2011, 6, 1)
    who = _person(True, [FARMER], memberships=(
        (date(2009, 1, 1), moved - timedelta(days=1), first),
        (moved, date(2012, 1, 1), second),
        (moved, date(2011, 12, 31), third),
    ))  # fmt: skip
    days = [date(2008, 12, 31), date(2009, 1, 1), moved - timedelta(days=1), moved, date(2012, 1, 2)]
    assert [who.unit_on(day) for day in days] == [None, first, first, second, None]
    leader, other = _person(True, [LEADER]), _person(True, [VILLAGE])
    assert (leader.force(BOOK.rules["R03"]), other.force(BOOK.rules["R03"])) == ("H", "A"), "D7"


def _person(
    member: bool,
    categories: list[str],
    *,
    joined: date | None = None,
    memberships: tuple[tuple[date, date, ObjectId], ...] = (),
) -> Person:
    return Person(
        id=ObjectId(),
        name="张伟民",
        no="",
        member=member,
        provisional=False,
        categories=frozenset(categories),
        covered=(),
        memberships=memberships,
        active=(date(2009, 1, 1), date(2199, 12, 31)),
        joined=joined,
        post="",
        mobility="",
        birth=None,
        education="",
        pinyin="",
        scopes=scopes_of(member, categories),
    )
