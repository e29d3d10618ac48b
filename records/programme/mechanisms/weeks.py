"""Which weeks are judged (D4): those of the programme with working days enough."""

from __future__ import annotations

from datetime import date, timedelta

from records.programme.calendar import WEEK_DAYS, holding, working_days


def is_judged(monday: date) -> bool:
    """Whether the week that begins on ``monday`` is judged."""
    in_programme = holding("week", monday) is not None
    return in_programme and working_days(monday, monday + timedelta(days=6)) >= WEEK_DAYS
