"""Periods of the programme: weeks, months, quarters, half-years, years, stages; working days; prorating.

Years are calendar years, weeks are ISO weeks (domain decisions D3, D4). A record proves something for the
periods that hold all the days its date may mean, and for no other.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from records.errors import UsageFault
from records.language import current_language, translator
from records.programme.rules import PeriodKind, Rulebook, rulebook

tr = translator("records")

Span = tuple[date, date]
#: A month counts towards a year's prorated minimum when at least so many of its days are active (D3).
ACTIVE_DAYS = 15
#: A week with fewer working days than this is not judged (D4).
WEEK_DAYS = 3
#: Working days for which a nomination is shown in public before the award.
NOTICE_DAYS = 5
#: The bucket of a date is its year times 100 plus one of: the month; these and the quarter or half; this.
QUARTERS, HALVES, YEAR = 20, 30, 40


class Period(NamedTuple):
    """A period: its kind, its code (201103, 201121 for the first quarter, 201131, 201140; 201127 for a week,
    or the number of a stage), its first and last day; ``closes`` is the programme's last day if that comes
    before it."""

    kind: PeriodKind
    code: int
    start: date
    end: date
    closes: date | None = None

    @property
    def last(self) -> date:
        """The last day on which something still counts for it: of 2013, the programme's."""
        return self.closes or self.end

    def lies_in(self, window: Period) -> bool:
        """Whether it belongs to a longer period: with all its days; a week where its Thursday lies, as
        ISO 8601 gives it to a year."""
        thursday = self.start + timedelta(days=3)
        first, last = (thursday, thursday) if self.kind == "week" else (self.start, self.end)
        return window.start <= first and last <= window.end

    @property
    def name(self) -> str:
        """As it is typed: 2011-03, 2011Q1, 2011H1, 2011, 2010-W27, S1; an event by its first day."""
        year, part = divmod(self.code, 100)
        return {
            "week": f"{year}-W{part:02}",
            "month": f"{year}-{part:02}",
            "quarter": f"{year}Q{part - QUARTERS}",
            "half": f"{year}H{part - HALVES}",
            "year": f"{year}",
            "stage": f"S{self.code}",
            "programme": "P",
            "event": self.start.isoformat(),
        }[self.kind]

    def display(self, lang: str | None = None) -> str:
        """As it is read: 2011年3月, 2011年第一季度, 2010年第27周, 第一阶段."""
        if (lang or current_language()) != "zh":
            return {"stage": f"stage {self.code}", "programme": "the programme"}.get(self.kind, self.name)
        year, part = divmod(self.code, 100)
        return {
            "week": f"{year}年第{part}周",
            "month": f"{year}年{part}月",
            "quarter": f"{year}年第{'零一二三四'[(part - QUARTERS) % 5]}季度",
            "half": f"{year}年{'零上下'[(part - HALVES) % 3]}半年",
            "year": f"{year}年",
            "stage": f"第{'零一二三四五六七八九'[self.code % 10]}阶段",
            "programme": "整个活动",
            "event": self.start.isoformat(),
        }[self.kind]


@lru_cache(maxsize=64)
def periods(kind: PeriodKind, book: Rulebook | None = None) -> tuple[Period, ...]:
    """Every period of that kind which the programme touches, in order (weeks: those that are judged)."""
    book = book or rulebook()
    if kind == "week":
        return tuple(_weeks(*book.weeks))
    if kind == "stage":
        return tuple(Period("stage", s.number, s.start, s.end) for s in book.stages)
    if kind == "programme":
        return (Period("programme", 0, book.start, book.end),)
    if kind == "event":
        return ()
    return tuple(_spans(kind, book.start, book.end))


def _weeks(first: tuple[int, int], last: tuple[int, int]) -> Iterator[Period]:
    monday, end = date.fromisocalendar(*first, 1), date.fromisocalendar(*last, 1)
    while monday <= end:
        year, week, _ = monday.isocalendar()
        yield Period("week", year * 100 + week, monday, monday + timedelta(days=6))
        monday += timedelta(days=7)


_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_BASES = {"month": 0, "quarter": QUARTERS, "half": HALVES}


def _spans(kind: PeriodKind, first: date, last: date) -> Iterator[Period]:
    length = _MONTHS[kind]
    year, number = first.year, (first.month - 1) // length
    while (start := date(year, number * length + 1, 1)) <= last:
        month = (number + 1) * length
        code = year * 100 + (YEAR if kind == "year" else _BASES[kind] + number + 1)
        end = date(year, month, monthrange(year, month)[1])
        yield Period(kind, code, start, end, last if last < end else None)
        year, number = (year, number + 1) if month < 12 else (year + 1, 0)


def holding(kind: PeriodKind, day: date, book: Rulebook | None = None) -> Period | None:
    """The period of that kind which holds the day, if the programme has one."""
    return next((each for each in periods(kind, book) if each.start <= day <= each.end), None)


_TYPED = (
    ("week", re.compile(r"(\d{4})-?W(\d{1,2})", re.I)),
    ("month", re.compile(r"(\d{4})-(\d{1,2})")),
    ("quarter", re.compile(r"(\d{4})-?Q([1-4])", re.I)),
    ("half", re.compile(r"(\d{4})-?H([12])", re.I)),
    ("year", re.compile(r"(\d{4})()")),
    ("stage", re.compile(r"S()(\d)", re.I)),
)


def read_period(text: str) -> Period:
    """The period that a user typed (2010-W27, 2011-03, 2011Q1, 2011H1, 2011, S1).

    Raises UsageFault for what is none, and for one that lies outside the programme.
    """
    tidy = text.strip()
    for kind, pattern in _TYPED:
        if pattern.fullmatch(tidy):
            wanted = _normal(tidy, kind)
            for each in periods(kind):
                if each.name == wanted:
                    return each
            raise UsageFault(
                tr("{period} lies outside the programme.", period=text),
                hint=tr("It runs from {start} to {end}.", **_dates(rulebook())),
            )
    raise UsageFault(
        tr("{text!r} is not a period.", text=text),
        hint=tr("Write 2010-W27, 2011-03, 2011Q1, 2011H1, 2011 or S1."),
    )


def _normal(text: str, kind: str) -> str:
    pattern = dict(_TYPED)[kind]
    match = pattern.fullmatch(text)
    assert match is not None
    year, part = match[1], match[2]
    return {
        "week": f"{year}-W{part:>02}",
        "month": f"{year}-{part:>02}",
        "quarter": f"{year}Q{part}",
        "half": f"{year}H{part}",
        "year": year,
        "stage": f"S{part}",
    }[kind]


def _dates(book: Rulebook) -> dict[str, str]:
    return {"start": book.start.isoformat(), "end": book.end.isoformat()}


# --- which period a bucket proves -------------------------------------------------------------------


@lru_cache(maxsize=4096)
def in_period(bucket: int, kind: PeriodKind) -> int | None:
    """The code of the period of that kind which holds the bucket wholly; ``None`` when none does.

    A bucket is the smallest standard period that holds a record's date: 201103, 201121, 201131, 201140.
    """
    year, part = divmod(bucket, 100)
    if kind == "month":
        return bucket if part <= 12 else None
    if kind == "quarter":
        return year * 100 + QUARTERS + (part + 2) // 3 if part <= 12 else bucket if part < HALVES else None
    if kind == "half":
        if part <= 12:
            return year * 100 + HALVES + (part + 5) // 6
        return (
            year * 100 + HALVES + (part - QUARTERS + 1) // 2
            if part < HALVES
            else bucket
            if part < YEAR
            else None
        )
    if kind == "year":
        return year * 100 + YEAR
    return None


class _Codes(dict[int, int | None]):
    """bucket -> the period of one kind that holds it; a plain look-up once it is known."""

    def __init__(self, kind: PeriodKind) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, bucket: int) -> int | None:
        code = self[bucket] = in_period(bucket, self._kind)
        return code


@lru_cache(maxsize=16)
def codes_of(kind: PeriodKind) -> Mapping[int, int | None]:
    """Every bucket's period of a kind (`in_period`), by subscription."""
    return _Codes(kind)


def buckets_in(period: Period) -> list[int]:
    """Every bucket that lies wholly in a period; of a week, its own code."""
    if period.kind == "week":
        return [period.code]
    year = period.start.year * 100
    parts = (*range(1, 13), *range(QUARTERS + 1, QUARTERS + 5), HALVES + 1, HALVES + 2, YEAR)
    return [year + part for part in parts if in_period(year + part, period.kind) == period.code]


# --- days ----------------------------------------------------------------------------------------


def days_in(first: date, last: date) -> int:
    """Days from ``first`` to ``last``, both counted; 0 when they are the wrong way round."""
    return max(0, (last - first).days + 1)


def common(one: Span, other: Span) -> Span | None:
    """The days that two spans share, if any."""
    first, last = max(one[0], other[0]), min(one[1], other[1])
    return (first, last) if first <= last else None


def without(span: Span, holes: Sequence[Span]) -> tuple[Span, ...]:
    """What is left of a span when the holes are cut out, in order."""
    left = [span]
    for first, last in holes:
        cut: list[Span] = []
        for begun, ended in left:
            if last < begun or first > ended:
                cut.append((begun, ended))
                continue
            if begun < first:
                cut.append((begun, first - timedelta(days=1)))
            if last < ended:
                cut.append((last + timedelta(days=1), ended))
        left = cut
    return tuple(left)


def active_days(pieces: Sequence[Span], first: date, last: date) -> int:
    """How many days of the pieces lie from ``first`` to ``last``."""
    return sum(days_in(max(begun, first), min(ended, last)) for begun, ended in pieces)


def active_months(pieces: Sequence[Span], year: int) -> int:
    """Months of a year with at least 15 active days (D3)."""
    return sum(
        active_days(pieces, date(year, month, 1), date(year, month, monthrange(year, month)[1]))
        >= ACTIVE_DAYS
        for month in range(1, 13)
    )


def prorated(minimum: int, months: int) -> int:
    """A year's minimum for so many active months: ceil(minimum x months / 12) (D3)."""
    return -(-minimum * months // 12)


class Rest(NamedTuple):
    """Whether a day is worked on, and what festival's it is (its Chinese and its English name, or both "").

    A working day named for a festival is a Saturday or Sunday that is worked in exchange for it.
    """

    working: bool
    zh: str = ""
    en: str = ""


@lru_cache(maxsize=1024)
def rest_of(day: date) -> Rest:
    """A day by the state's holiday table; beyond the table Monday to Friday are worked."""
    import chinese_calendar

    try:
        off, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return Rest(day.isoweekday() <= 5)
    if name is None:
        return Rest(not off)
    return Rest(not off, chinese_calendar.Holiday(name).chinese, name)


@lru_cache(maxsize=4096)
def working_days(first: date, last: date) -> int:
    """Working days from ``first`` to ``last``, both counted, by the state's holiday table where it is known.

    Years beyond the table count Monday to Friday.
    """
    import chinese_calendar

    if first > last:
        return 0
    try:
        return len(chinese_calendar.get_workdays(first, last))
    except NotImplementedError:
        days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
        return sum(day.isoweekday() <= 5 for day in days)
