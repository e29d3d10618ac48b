"""What a view is asked for: as of which day, for which period, of which unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bson.objectid import ObjectId

from records.language import current_language, translator
from records.values import PartialDate

tr = translator("records")

#: The stretch of time that a mechanism looks at; ``always`` is everything up to the working date.
Span = Literal["week", "month", "year", "always"]
_BEGINNING = date(1949, 10, 1)


@dataclass(frozen=True, slots=True)
class Scope:
    """``on`` is the working date: what is dated later counts for nothing. ``unit`` holds those below it.

    ``subject`` is a record to look into: the exam whose results, the person whose meetings are asked for.
    """

    on: date
    period: PartialDate
    unit: ObjectId | None = None
    subject: ObjectId | None = None

    @property
    def until(self) -> date:
        """The last day that counts."""
        return min(self.on, self.period.end)

    @property
    def over(self) -> bool:
        """Whether the period lies wholly behind the working date."""
        return self.on > self.period.end


def period_of(span: Span, day: date) -> PartialDate:
    """The week (Monday first), month or year that a day lies in."""
    match span:
        case "week":
            monday = day - timedelta(days=day.weekday())
            return PartialDate.between(monday, monday + timedelta(days=6))
        case "month":
            return PartialDate.month(day.year, day.month)
        case "year":
            return PartialDate.year_of(day.year)
    return PartialDate.between(_BEGINNING, day)


def neighbour(span: Span, period: PartialDate, steps: int) -> PartialDate:
    """The period ``steps`` after (negative: before) one; there is no other one of ``always``."""
    if span == "always":
        return period
    start = period.start
    if span == "week":
        return period_of(span, start + timedelta(weeks=steps))
    months = start.year * 12 + start.month - 1 + steps * (12 if span == "year" else 1)
    return period_of(span, date(months // 12, months % 12 + 1, 1))


def period_label(span: Span, period: PartialDate) -> str:
    """A period as a heading names it: 2012, 2012-10, 2012-W42 (10-15 to 10-21)."""
    if span == "always":
        return tr("up to {date}", date=period.end)
    if span == "week":
        year, week, _ = period.start.isocalendar()
        return tr(
            "{year}-W{week:02} ({first:%m-%d} to {last:%m-%d})",
            year=year,
            week=week,
            first=period.start,
            last=period.end,
        )
    return period.display(current_language())
