"""Periods, working days and prorating: the worked numbers of D3 and D4, and what holds for every date."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.errors import UsageFault
from records.programme.calendar import (
    Period,
    Span,
    active_days,
    active_months,
    buckets_in,
    days_in,
    holding,
    in_period,
    periods,
    prorated,
    read_period,
    without,
    working_days,
)
from records.programme.rules import PeriodKind, rulebook

START, END = date(2010, 7, 3), date(2013, 7, 31)
DAYS = st.dates(START, END)
NEAR = st.dates(date(2010, 1, 1), date(2013, 12, 31))
SPANS = st.tuples(NEAR, NEAR).map(lambda two: (min(two), max(two)))
CALENDAR: tuple[PeriodKind, ...] = ("month", "quarter", "half", "year")
FEW = settings(max_examples=60)

# --- worked numbers ----------------------------------------------------------------------------------


def test_the_programme() -> None:
    """R36, D18: from 3 July 2010 to 31 July 2013, the stages without a gap."""
    assert (rulebook().start, rulebook().end) == (START, END)
    stages = periods("stage")
    for one, next_one in pairwise(stages):
        assert next_one.start == one.end + timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "first", "last", "number"),
    [
        ("week", "2010-W27", "2013-W30", 160),  # D4
        ("month", "2010-07", "2013-07", 37),
        ("quarter", "2010Q3", "2013Q3", 13),
        ("half", "2010H2", "2013H2", 7),
        ("year", "2010", "2013", 4),
        ("stage", "S1", "S3", 3),
    ],
)
def test_periods_of_the_programme(kind: PeriodKind, first: str, last: str, number: int) -> None:
    """D3, D4: calendar years, ISO weeks: 26 weeks of 2010, 52 of 2011, 52 of 2012, 30 of 2013."""
    found = periods(kind)
    assert [found[0].name, found[-1].name, len(found)] == [first, last, number]


@pytest.mark.parametrize(
    ("minimum", "months", "asked"),
    [
        (20_000, 6, 10_000),
        (2, 6, 1),
        (20_000, 7, 11_667),
        (2, 7, 2),
        (1, 1, 1),
        (20_000, 12, 20_000),
        (20_000, 0, 0),
    ],
)
def test_prorated_minima(minimum: int, months: int, asked: int) -> None:
    """D3: 2010 (6 months): R22 10,000, R21 1. 2013 (7): 11,667 and 2."""
    assert prorated(minimum, months) == asked


def test_active_months_of_the_programme() -> None:
    """D3: a month with at least 15 active days counts: July 2010 has 29, so 6, 12, 12 and 7."""
    assert [active_months([(START, END)], year) for year in (2010, 2011, 2012, 2013)] == [6, 12, 12, 7]
    assert active_months([(date(2011, 4, 16), date(2011, 4, 30))], 2011) == 1
    assert active_months([(date(2011, 4, 17), date(2011, 4, 30))], 2011) == 0


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2010-10-01", "2010-10-07", 0),  # National Day
        ("2010-10-09", "2010-10-09", 1),  # a Saturday that was worked
        ("2011-01-31", "2011-02-06", 2),  # Spring Festival from 2 February
        ("2011-01-03", "2011-01-09", 4),  # Monday 3 January off
        ("2012-01-23", "2012-01-29", 1),  # Sunday the 29th worked
        ("2013-06-10", "2013-06-16", 2),  # Dragon Boat 10 to 12 June
        ("2013-02-11", "2013-02-17", 2),  # Spring Festival to the 15th, the 16th and 17th worked
        ("2011-03-07", "2011-03-13", 5),
        ("2011-03-13", "2011-03-07", 0),
    ],
)
def test_working_days_of_the_holiday_table(first: str, last: str, days: int) -> None:
    """D4, D6: public holidays are off and the make-up Saturdays and Sundays are worked."""
    assert working_days(date.fromisoformat(first), date.fromisoformat(last)) == days


@pytest.mark.parametrize(
    ("bucket", "proves"),
    [
        (201103, {"month": 201103, "quarter": 201121, "half": 201131, "year": 201140}),
        (201122, {"month": None, "quarter": 201122, "half": 201131, "year": 201140}),
        (201132, {"month": None, "quarter": None, "half": 201132, "year": 201140}),
        (201140, {"month": None, "quarter": None, "half": None, "year": 201140}),
    ],
)
def test_what_a_partly_known_date_proves(bucket: int, proves: dict[PeriodKind, int | None]) -> None:
    """§6: a month proves its quarter, half-year and year; a quarter no month; a year only itself."""
    assert {kind: in_period(bucket, kind) for kind in CALENDAR} == proves


def test_periods_as_they_are_typed() -> None:
    assert read_period(" 2011-3 ") == read_period("2011-03")
    assert read_period("2010w27").start == date(2010, 7, 5)
    assert read_period("2013H2").end == date(2013, 12, 31)
    for text in ("2010-06", "2010-W26", "2013-W31", "2009", "S4", "2011Q5", "March"):
        with pytest.raises(UsageFault):
            read_period(text)


# --- what holds for every date ------------------------------------------------------------------------


@FEW
@given(DAYS, st.sampled_from([*CALENDAR, "stage", "programme"]))
def test_every_day_lies_in_one_period_of_each_kind(day: date, kind: PeriodKind) -> None:
    found = [each for each in periods(kind) if each.start <= day <= each.end]
    assert len(found) == 1
    assert holding(kind, day) == found[0]


@FEW
@given(st.dates(date(2010, 7, 5), date(2013, 7, 28)))
def test_every_day_lies_in_one_week(day: date) -> None:
    """D4: the judged weeks follow one another, each from a Monday to a Sunday, named by its ISO year."""
    found = holding("week", day)
    assert found is not None
    year, week, _ = day.isocalendar()
    assert (found.name, found.start.isoweekday()) == (f"{year}-W{week:02}", 1)
    assert days_in(found.start, found.end) == 7


@FEW
@given(DAYS)
def test_periods_nest(day: date) -> None:
    """Month within quarter within half-year within year; and a day's month is a bucket of each of them."""
    nested = [found for kind in CALENDAR if (found := holding(kind, day))]
    assert len(nested) == 4
    for inner, outer in pairwise(nested):
        assert outer.start <= inner.start and inner.end <= outer.end
        assert in_period(inner.code, outer.kind) == outer.code
        assert in_period(outer.code, inner.kind) is None
        assert set(buckets_in(inner)) < set(buckets_in(outer))
    assert nested[0].code in buckets_in(nested[0])


@FEW
@given(DAYS, st.sampled_from(["week", *CALENDAR, "stage"]))
def test_a_period_is_read_by_its_own_name(day: date, kind: PeriodKind) -> None:
    found = holding(kind, day)
    assert found is None or read_period(found.name) == found


@FEW
@given(st.integers(0, 30_000), st.integers(0, 11))
def test_prorating_is_monotone(minimum: int, months: int) -> None:
    """D3: more months never ask for less, a full year asks for all, none for 1 more than its share."""
    asked = prorated(minimum, months)
    assert asked <= prorated(minimum, months + 1) <= minimum
    assert 0 <= asked * 12 - minimum * months < 12
    assert prorated(minimum, 12) == minimum


@FEW
@given(SPANS, st.lists(SPANS, max_size=4))
def test_what_is_left_without_holes(span: Span, holes: list[Span]) -> None:
    """D8: every day of the span is either left or in a hole, and none is both; what is left is in order."""
    left = without(span, sorted(holes))
    day, kept, gone = span[0], 0, 0
    while day <= span[1]:
        inside = any(first <= day <= last for first, last in holes)
        remains = sum(first <= day <= last for first, last in left)
        assert remains == (not inside)
        kept, gone = kept + remains, gone + inside
        day += timedelta(days=1)
    assert active_days(left, *span) == kept == days_in(*span) - gone
    assert list(left) == sorted(left)


@FEW
@given(SPANS, st.lists(SPANS, max_size=3))
def test_active_days_add_up(span: Span, holes: list[Span]) -> None:
    """The days of the months of a year are the year's; no year has more active months than it has months."""
    left = without(span, holes)
    for year in periods("year"):
        months = _months(year)
        assert active_days(left, year.start, year.end) == sum(active_days(left, *each) for each in months)
        assert active_months(left, year.start.year) == sum(active_days(left, *each) >= 15 for each in months)


def _months(year: Period) -> list[Span]:
    first = [date(year.start.year, month, 1) for month in range(1, 13)]
    return list(zip(first, [each - timedelta(days=1) for each in first[1:]] + [year.end], strict=True))


@FEW
@given(NEAR, st.integers(0, 40), st.integers(0, 40))
def test_working_days_add_up(first: date, some: int, more: int) -> None:
    """Of days that follow one another each is a working day or not, whichever way they are parted."""
    middle = first + timedelta(days=some)
    last = middle + timedelta(days=more + 1)
    parts = working_days(first, middle) + working_days(middle + timedelta(days=1), last)
    assert working_days(first, last) == parts <= days_in(first, last)


def test_the_years_of_the_programme_begin_one_after_the_other_and_end_with_it() -> None:
    book = rulebook()
    assert list(book.years(date(2009, 12, 31))) == [2010], "its first, before it began"
    assert list(book.years(date(2011, 1, 1))) == [2010, 2011]
    assert list(book.years(date(2026, 5, 4))) == [2010, 2011, 2012, 2013]
