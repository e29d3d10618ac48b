"""The year that a paper is about, and its last day as far as it is told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from records.errors import UsageFault
from records.language import translator

if TYPE_CHECKING:
    from templates.spec import Request

tr = translator("templates")


def asked_year(ask: Request) -> int:
    """The option ``year``. Raises UsageFault when it is not given."""
    year = ask.options.get("year")
    if not isinstance(year, int):
        raise UsageFault(tr("Which year?"), hint=tr("Give --year, such as 2011."))
    return year


def last_day(year: int, on: date) -> date:
    """The last day of a year as far as it is told: the day of the request in a running year."""
    return max(date(year, 1, 1), min(date(year, 12, 31), on))
