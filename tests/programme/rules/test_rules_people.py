"""Whom the rules bind and when: scopes, spans, exemptions, transfers, prorating, the working date.

What holds for every rule of people is shown for each of them, by a table with the rule's row behind it.
"""

from __future__ import annotations

import pytest

from records.programme.rules import rulebook
from records.programme.ten_ones import items
from records.values import count_words
from tests.programme.township import (
    AGENCY,
    CENTRAL,
    FARMER,
    LEADER,
    PROBATIONARY,
    STATION,
    VILLAGE,
    Town,
)

YEARLY = ("R03", "R05", "R12", "R19", "R20", "R21", "R22", "R23")
QUARTERLY = ("R01", "R02", "R06", "R11")
MONTHLY = ("R04", "R07", "R09", "R10")


# --- whom --------------------------------------------------------------------------------

_PC = {"R01", "R02", "R03", "R04", "R05", "R06"}
_COVERED = {"R07", "R08"}
_ALL = {"R09", "R10", "R11", "R12", "R21", "R22"}
_RESEARCH = {"R19", "R20"}


@pytest.mark.parametrize(
    ("categories", "status", "covered", "rules"),
    [
        ([LEADER], "正式党员", ["上营村"], _PC | _COVERED | _ALL | _RESEARCH | {"R23", "R30"}),
        ([LEADER, CENTRAL], "群众", [], _ALL | _RESEARCH | {"R23", "R30"}),
        ([AGENCY], "正式党员", [], _PC | _ALL | _RESEARCH | {"R23"}),
        ([AGENCY], "群众", ["上营村"], _ALL | _RESEARCH | {"R23"}),
        ([VILLAGE], PROBATIONARY, ["上营村"], _PC | _COVERED | _ALL | _RESEARCH),
        ([VILLAGE], "群众", ["上营村"], _ALL),
        ([STATION], "正式党员", [], _ALL),
        ([STATION], "群众", [], _ALL),
        ([FARMER], "正式党员", ["上营村"], _ALL),
        ([FARMER], "群众", [], set()),
    ],
)
def test_scopes(town: Town, categories: list[str], status: str, covered: list[str], rules: set[str]) -> None:
    """§2, Scopes: PC members who are leading, agency or village cadres; AC agency or leading cadres; ALL
    members and all cadres, with station staff."""
    who = town.person(*categories, status=status, covered=covered)
    asked = {rule for rule in rulebook().rules if town.standings(rule, who)}
    assert asked - {"R17", "R27"} == rules


# --- prorating ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        # of 2010 (6 months), of 2011 from September on (4), of 2012, of 2013 (7), by D3
        ("R03", (1, 1, 2, 2)),
        ("R05", (1, 1, 2, 2)),
        ("R12", (1, 1, 1, 1)),
        ("R19", (1, 1, 1, 1)),
        ("R20", (1, 1, 1, 1)),
        ("R21", (1, 1, 2, 2)),
        ("R22", (10_000, 6_667, 20_000, 11_667)),
        ("R23", (1, 1, 1, 1)),
    ],
)
def test_yearly_minima(town: Town, rule: str, asked: tuple[int, ...]) -> None:
    """D3: ceil(min × active months / 12): 20,000 × 4/12 = 6,666.7; 2 × 4/12 = 0.67."""
    old = town.person(LEADER)
    new = town.person(LEADER, memberships=[(town.branch, "2011-09-01", None)])
    told = [town.told(rule, old, year) for year in ("2010", "2012", "2013")]
    told.insert(1, town.told(rule, new, "2011"))
    assert [each[1:] for each in told if each] == [(0, required) for required in asked]


@pytest.mark.parametrize(
    ("begun", "ended", "asked"),
    [
        ("2009-01-01", "2011-04-15", 6_667),  # January to April, with 15 days of it: 20,000 × 4/12
        ("2009-01-01", "2011-04-14", 5_000),  # 14 days: January to March
        ("2011-02-14", "2011-06-30", 8_334),  # 15 days of February, to June: 20,000 × 5/12 = 8,333.3
        ("2011-02-15", "2011-06-30", 6_667),  # 14 days of February
    ],
)
def test_who_comes_and_goes_within_a_year(town: Town, begun: str, ended: str, asked: int) -> None:
    """R22, D3: by memberships, or by the dates of taking part where they are given."""
    member = town.person(memberships=[(town.branch, begun, ended)])
    dated = town.person(active_from=begun, active_to=ended)
    assert town.told("R22", member, "2011") == ("failed", 0, asked)
    assert town.told("R22", dated, "2011") == ("failed", 0, asked)
    assert town.told("R22", member, "2012") is None


# --- exemptions --------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [*YEARLY, *QUARTERLY, *MONTHLY])
def test_exemptions_of_every_rule(town: Town, rule: str) -> None:
    """D8: a person exempt in a period is out of the denominator in it, and back in the next."""
    who = town.person(LEADER, covered=["上营村"])
    other = town.person(LEADER, covered=["上营村"])
    town.exempt([rule], "2011-01-01", "2011-12-31", person=who)
    kind = rulebook().rules[rule].period
    first, last, after = {
        "year": ("2011", "2011", "2012"),
        "quarter": ("2011Q1", "2011Q4", "2012Q1"),
        "month": ("2011-01", "2011-12", "2012-01"),
    }[kind]
    states = [town.told(rule, who, period) for period in (first, last, after)]
    assert [each[0] for each in states if each] == ["exempt", "exempt", "failed"]
    found = town.told(rule, other, first)
    assert found is not None and found[0] == "failed"


def test_exemptions_that_are_not_verified_or_of_another_rule(town: Town) -> None:
    """D8, D9: the default is none; one that waits for its approval changes nothing yet."""
    who = town.person()
    town.exempt(["R22"], "2011-01-01", "2011-12-31", person=who, status="submitted")
    town.exempt(["R21"], "2011-01-01", "2011-12-31", person=who)
    assert town.told("R22", who, "2011") == ("failed", 0, 20_000)
    assert town.told("R21", who, "2011") == ("exempt", 0, 2)


def test_who_does_it_all_the_same(town: Town) -> None:
    """D8: exempt is out of the denominator, whatever was done."""
    who = town.person()
    town.exempt(["R21"], "2011-01-01", "2011-12-31", person=who)
    town.article("2011-05-01", who)
    town.article("2011-06-01", who)
    assert town.told("R21", who, "2011") == ("exempt", 2, 2)


def test_two_exemptions_that_overlap(town: Town) -> None:
    """D8, D3: January to March and March to June are six months, not seven: 20,000 × 6/12 remain."""
    who = town.person()
    town.exempt(["R22"], "2011-01-01", "2011-03-31", person=who)
    town.exempt(["R22"], "2011-03-01", "2011-06-30", person=who, reason="休假")
    assert town.told("R22", who, "2011") == ("failed", 0, 10_000)


# --- transfers ---------------------------------------------------------------------------


def test_a_transfer_changes_no_past_figure(town: Town) -> None:
    """§2, Scopes: a unit's figures use the membership valid on the record's date."""
    old, new = town.unit(), town.unit()
    mover, stayer = town.person(unit=old), town.person(unit=old)
    town.session("集体学习", "2011-04-20", here=[mover])
    town.session("集体学习", "2011-05-20", here=[mover, stayer])
    town.note(mover, "2010-12", 10)
    town.note(stayer, "2011-03", 10)
    april, may = town.told("R16", old, "2011-04"), town.told("R16", old, "2011-05")
    assert [april, may] == [("failed", 1, 2), ("met", 2, 2)]
    moved = [
        {"org": old, "from": town.day("2009-01-01"), "to": town.day("2011-04-30")},
        {"org": new, "from": town.day("2011-05-01"), "to": None},
    ]
    town.change(mover, memberships=moved)
    assert town.told("R16", old, "2011-04") == april
    assert town.told("R16", old, "2011-05") == ("met", 1, 1)
    assert town.told("R16", new, "2011-04") == ("unjudged", 0, 0)
    assert town.told("R16", new, "2011-05") == ("met", 1, 1)
    # Ten Ones, item 4: the notebooks of 2011 are asked of the unit at the year's end.
    book = town.whole()
    lacking = {year: items(book, book.unit(old), year)[3].lacking for year in (2010, 2011)}
    assert lacking == {2010: (stayer,), 2011: ()}
    assert items(book, book.unit(new), 2011)[3].lacking == (mover,)
    # What the person did stays theirs.
    assert town.told("R22", mover, "2010") == ("failed", 10, 10_000)


def test_a_person_between_two_units_is_asked_all_the_same(town: Town) -> None:
    """D3: the span is that of taking part, whichever unit it was in."""
    other = town.unit()
    who = town.person(memberships=[(town.branch, "2009-01-01", "2011-06-30"), (other, "2011-07-01", None)])
    assert town.told("R22", who, "2011") == ("failed", 0, 20_000)
    assert town.told("R10", who, "2011-07") == ("failed", 0, 1)


# --- the working date --------------------------------------------------------------------


def test_notes_at_the_pace_of_the_year(town: Town) -> None:
    """R22: on 1 July 2011, day 182 of 365, 20,000 × 182/365 = 9,972.6 are owed; on 31 December all."""
    on_pace, behind = town.person(), town.person()
    town.note(on_pace, "2011-01", 9_972)
    town.note(behind, "2011-01", 9_971)
    states = {
        day: [town.told("R22", who, "2011", on=day) for who in (on_pace, behind)]
        for day in ("2011-07-01", "2011-12-31", "2012-01-01")
    }
    assert {day: [each[0] for each in told if each] for day, told in states.items()} == {
        "2011-07-01": ["pace", "behind"],
        "2011-12-31": ["behind", "behind"],
        "2012-01-01": ["failed", "failed"],
    }


def test_a_book_at_the_pace_of_the_quarter(town: Town) -> None:
    """R11: one is owed when three quarters of 90 days are over: day 68, 9 March; it fails after 31 March."""
    who = town.person()
    days = ("2011-01-01", "2011-03-08", "2011-03-09", "2011-03-31", "2011-04-01")
    told = [town.told("R11", who, "2011Q1", on=day) for day in days]
    assert [each[0] for each in told if each] == ["pace", "pace", "behind", "behind", "failed"]
    assert town.told("R11", who, "2011Q1", on="2010-12-31") is None


def test_a_report_is_told_after_the_thirtieth_of_september(town: Town) -> None:
    """R19, §3: nothing by 30 September (day 273 of 365, 0.748) is told from 1 October on (0.751)."""
    who = town.person(VILLAGE)
    told = [town.told("R19", who, "2011", on=day) for day in ("2011-09-30", "2011-10-01")]
    assert [each[0] for each in told if each] == ["pace", "behind"]


def test_pace_of_a_late_joiner(town: Town) -> None:
    """R22, D3: from 1 July on 10,000 are asked of 184 days; by 30 September, day 92, half of it is owed."""
    on_pace, behind = (town.person(memberships=[(town.branch, "2011-07-01", None)]) for _ in range(2))
    town.note(on_pace, "2011-08", 5_000)
    town.note(behind, "2011-08", 4_999)
    told = [town.told("R22", who, "2011", on="2011-09-30") for who in (on_pace, behind)]
    assert told == [("pace", 5_000, 10_000), ("behind", 4_999, 10_000)]


def test_records_dated_later_are_not_known_yet(town: Town) -> None:
    """Figures are told as of the working date, and met as soon as enough is done."""
    who = town.person()
    town.note(who, "2011-05-31", 12_000)
    town.note(who, "2011-06-01", 8_000)
    assert town.told("R22", who, "2011", on="2011-05-31") == ("pace", 12_000, 20_000)
    assert town.told("R22", who, "2011", on="2011-06-01") == ("met", 20_000, 20_000)


# --- 字 -----------------------------------------------------------------------------------


def test_characters_as_word_counts_them(town: Town) -> None:
    """D13: each CJK character or full-width mark is 1, each Latin or digit run is 1."""
    text = "学习Word2007第3章。"
    assert count_words(text) == 7
    who = town.person()
    town.note(who, "2011-03", 7, text=text, count_basis="measured")
    town.note(who, "2011-04", 3, count_basis="estimated")
    assert town.told("R22", who, "2011") == ("failed", 10, 20_000)


# --- one person and everybody ------------------------------------------------------------


def test_one_person_is_told_the_same_as_in_the_book_of_all(town: Town) -> None:
    """The book of one person, quick as it is, says what the whole book says."""
    people = [town.person(LEADER, covered=["上营村"]), town.person(FARMER), town.clerk]
    town.lecture("2011-05-10", here=[town.clerk])
    town.tutorial("2011-05-11", people[0])
    town.visit(people[0], "2011-05-12", "孙有福")
    town.notice(people[1], "2011-05-10", "2011-05-31")
    town.exempt(["R09"], "2011-05-01", "2011-05-31", categories=[FARMER], reason="其他")
    whole = town.whole("2011-06-15")
    for who in people:
        for rule in rulebook().rules:
            assert town.standings(rule, who, "2011-06-15") == whole.of_person(who, rule)
