"""What a stage summary is about, and the figures it is approved with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.programme.figures import completed, compute
from records.programme.stages import stages
from records.programme.units import load_units
from records.record import Record
from records.values import PartialDate

if TYPE_CHECKING:
    from records.archive import Archive


def stage_and_year(record: Record) -> tuple[int | None, int | None]:
    """The stage that a summary is of, or the year within a stage; the other is None."""
    stage, year = record.fields.get("stage"), record.fields.get("year")
    numbered = int(stage) if isinstance(stage, str) and stage.isdigit() else None
    return numbered, year if isinstance(year, int) and numbered is None else None


def period_of(record: Record) -> PartialDate | None:
    """The days a summary is of: as it says, else those of its stage or year; None when it says nothing."""
    period = record.fields.get("period")
    if isinstance(period, PartialDate):
        return period
    number, year = stage_and_year(record)
    if number is not None:
        return next((each.period for each in stages() if each.number == number), None)
    return None if year is None else PartialDate.year_of(year)


def given_figures(record: Record) -> list[dict[str, Any]]:
    """The figures that a summary holds, as its sub-records."""
    rows = record.fields.get("figures")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


async def frozen_figures(archive: Archive, record: Record) -> list[dict[str, Any]] | None:
    """The figures a summary is approved with: those it has, and what it lacks, counted as of now.

    None when it does not say which period and organisation it is of: then there is nothing to count.
    """
    period = period_of(record)
    if period is None:
        return None
    today = archive.settings.today
    as_of = min(period.end, today)
    units = await load_units(archive, as_of)
    owner = units.get(record.fields.get("unit"))  # type: ignore[arg-type]
    if owner is None:
        return None
    figures = await compute(archive, units, owner, period, as_of=as_of)
    return completed(given_figures(record), figures, today)
