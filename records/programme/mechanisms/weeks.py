"""Which weeks are judged: those of the programme (D3: with half their days) with working days enough (D4)."""

from __future__ import annotations

from datetime import date, timedelta

from records.programme.calendar import WEEK_DAYS, common, days_in, holding, working_days
from records.programme.rules import rulebook


def is_judged(monday: date) -> bool:
    """Whether the week that begins on ``monday`` is judged."""
    sunday, book = monday + timedelta(days=6), rulebook()
    inside = common((monday, sunday), (book.start, book.end))
    if inside is None or holding("week", monday) is None:
        return False
    return 2 * days_in(*inside) >= days_in(monday, sunday) and working_days(monday, sunday) >= WEEK_DAYS
