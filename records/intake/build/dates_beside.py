"""A second date of a row, such as a deadline: where it says no year, that of the row's own day tells it."""

from __future__ import annotations

from datetime import date, timedelta

from records.intake.build.values import take_loose_date
from records.intake.dates import DateFault, parse_date
from records.intake.outcome import Item
from records.intake.tables.source import SourceRow, SourceTable
from records.intake.tables.spans import LAST, deadline
from records.kind import Field, Kind
from records.values import PartialDate

#: So far from the row's own day may the other one lie in the next year, or in the one before.
_NEAR = timedelta(days=300)


def take_date_beside(item: Item, field: Field, row: SourceRow, table: SourceTable) -> None:
    """Put a cell into a field of a date that is not the row's own.

    A deadline of 1月15日 set on 2011-12-20 is of the next year: the kind's checks say what comes after what.
    """
    name, own = _own_day(item, table.kind)
    year = own.year if own is not None else table.year(row)
    if own is not None and (step := _step(table.kind, field.name, name)):
        cell = row.cell(field.name)
        try:
            value = parse_date(deadline(cell, year=year) if field.name in LAST else cell, year=year).value
        except DateFault:
            value = None
        if value is not None and ((step > 0 and value.end < own) or (step < 0 and value.start > own)):
            year = _further(item, field, own, value, step)
    take_loose_date(item, field, row.cell(field.name), year=year, date_1904=row.date_1904)


def _further(item: Item, field: Field, own: date, value: PartialDate, step: int) -> int:
    """The year before or after the row's own, where that brings the two days near; else the same, flagged.

    11月30日 behind 12月5日 is no deadline of the next November: one of the two is a slip.
    """
    turned = value.start.replace(year=value.start.year + step, day=min(value.start.day, 28))
    if abs(turned - own) <= _NEAR:
        return own.year + step
    item.flag(f"date_out_of_time:{field.name}")
    return own.year


def _own_day(item: Item, kind: Kind) -> tuple[str, date | None]:
    for name in kind.date:
        value = item.fields.get(name)
        if isinstance(value, PartialDate):
            return name, value.start
        if isinstance(value, date):
            return name, value
    return "", None


def _step(kind: Kind, name: str, own: str) -> int:
    """1 where the kind wants a date after the row's own, -1 before it, 0 where it says nothing."""
    for check in kind.checks:
        if check.name == "order":
            if (check.args.get("first"), check.args.get("last")) == (own, name):
                return 1
            if (check.args.get("first"), check.args.get("last")) == (name, own):
                return -1
    return 0
