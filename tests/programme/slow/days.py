"""Days and periods the slow way: by looking at every day. Shares nothing with `records.programme`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import chinese_calendar

#: Domain §1 and R36.
START, END = date(2010, 7, 3), date(2013, 7, 31)
STAGES = {
    1: (date(2010, 7, 3), date(2010, 7, 31)),
    2: (date(2010, 8, 1), date(2013, 4, 30)),
    3: (date(2013, 5, 1), date(2013, 7, 31)),
}


class Days(NamedTuple):
    """The first and last day that a date may mean, or that a period has; ``name`` of a period only."""

    first: date
    last: date
    name: str = ""

    def __contains__(self, other: object) -> bool:
        return self.first <= other.first and other.last <= self.last if isinstance(other, Days) else False


def days_of(value: Any) -> Days | None:
    """A day, a time, a year or a partial date as the days it may mean; None for what is no date."""
    if isinstance(value, datetime):
        return Days(value.date(), value.date())
    if isinstance(value, date):
        return Days(value, value)
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return Days(date(value, 1, 1), date(value, 12, 31))
    if isinstance(value, Mapping) and "start" in value and "end" in value:
        return Days(value["start"], value["end"])
    return None


@cache
def each_day(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=offset) for offset in range((last - first).days + 1))


PROGRAMME = each_day(START, END)


def _name(day: date, kind: str) -> str:
    year, week, _ = day.isocalendar()
    return {
        "week": f"{year}-W{week:02}",
        "month": f"{day.year}-{day.month:02}",
        "quarter": f"{day.year}Q{(day.month + 2) // 3}",
        "half": f"{day.year}H{1 if day.month <= 6 else 2}",
        "year": f"{day.year}",
    }[kind]


@cache
def periods(kind: str) -> list[Days]:
    """Every period of that kind that has a day in the programme; weeks are those of D4."""
    if kind == "stage":
        return [Days(first, last, f"S{number}") for number, (first, last) in STAGES.items()]
    if kind == "programme":
        return [Days(START, END, "P")]
    found: dict[str, list[date]] = {}
    for day in each_day(date(2010, 1, 1), date(2014, 1, 5)):
        found.setdefault(_name(day, kind), []).append(day)
    spans = [Days(days[0], days[-1], name) for name, days in found.items()]
    if kind == "week":
        return [span for span in spans if "2010-W27" <= span.name <= "2013-W30"]
    return [span for span in spans if span.last >= START and span.first <= END]


@cache
def working_days(first: date, last: date) -> int:
    return sum(bool(chinese_calendar.is_workday(day)) for day in each_day(first, last))
