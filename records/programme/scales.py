"""The scales in force: how the office has set the marking of assessments, year by year."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any

from records.programme.adjustments import SETTINGS, adjusted_by
from records.programme.marking import STANDARD, Scale
from records.programme.rules import rulebook

#: Runs an aggregation over the records and gives its rows.
Ask = Callable[[Sequence[Mapping[str, Any]]], Awaitable[list[dict[str, Any]]]]
#: From the year that an assessment states to the scale it is marked by.
ScaleOf = Callable[[object], Scale]


async def load_scales(ask: Ask) -> ScaleOf:
    """What the verified settings say. A year that is none is marked by the standard scale."""
    adjustments = adjusted_by(rulebook(), await ask(SETTINGS), date.max)
    known: dict[int, Scale] = {}

    def scale_of(year: object) -> Scale:
        if not isinstance(year, int) or not date.min.year <= year <= date.max.year:
            return STANDARD
        if year not in known:
            known[year] = adjustments.scale(year)
        return known[year]

    return scale_of
