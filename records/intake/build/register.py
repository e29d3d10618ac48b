"""Half-year registers of study: one person's declared sessions, hours, notes, articles, reports and score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from records.intake.build.rows import Repeats, find_context, printed_once, row_unit
from records.intake.build.values import take_loose_date, take_number
from records.intake.desk import Desk
from records.intake.names import clean_name
from records.intake.outcome import Item
from records.intake.tables.facts import facts_of
from records.intake.tables.layouts import minutes_heading
from records.intake.tables.several.parting import AWAY
from records.intake.tables.source import SourceRow, SourceTable
from records.numbers import NumberReading
from records.values import PartialDate

_COUNTS = ("sessions", "articles", "reports")
_FIGURES = (*_COUNTS, "hours", "notes_words", "score")
_COUNTED_IN = {"sessions": "次", "articles": "篇", "reports": "篇", "hours": "学时", "notes_words": "字"}


def build_register(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """One study_register a row; its period stands in a column, the titles, or the sheet's or file's name."""
    find_context(table, desk)
    parts: list[tuple[PartialDate | None, tuple[str, ...]]] = [*_halves(table.periods)]
    parts = parts or [(_period(table), ("",))]
    repeats = Repeats(table)
    printed = {} if table.long else printed_once(table)
    for row in table.rows:
        again = repeats.again(row)
        above = printed.get(row.number)
        for period, ends in parts:
            item = table.item(row)
            if again:
                item.repeat()
            elif not item.refused:
                if above is not None:
                    item.flag("unit_from_above")
                    row = replace(row, cells={**row.cells, "unit": above})
                _read(table, row, item, desk, period, ends)
            yield item


def _period(table: SourceTable) -> PartialDate | None:
    given = table.rule.constants.get("period")
    if given:
        return PartialDate.parse(str(given))
    if table.facts.period is not None:
        return table.facts.period
    for part in reversed(table.file.split("/")):
        found = facts_of((), file_name=part).period
        if found is not None:
            return found
    return None


def _halves(periods: Sequence[PartialDate]) -> list[tuple[PartialDate, tuple[str, ...]]]:
    """The half-years that columns side by side tell of, each with the endings of its columns' targets.

    A register is kept by half-years: quarters and months are added up.
    """
    found: dict[tuple[int, int], list[str]] = {}
    for number, period in enumerate(periods):
        found.setdefault((period.start.year, 1 if period.start.month <= 6 else 2), []).append(f"@{number}")
    return [(PartialDate.half(year, half), tuple(ends)) for (year, half), ends in found.items()]


def _read(
    table: SourceTable,
    row: SourceRow,
    item: Item,
    desk: Desk,
    period: PartialDate | None,
    ends: tuple[str, ...] = ("",),
) -> None:
    if not row.text("person"):
        item.reject("missing_name")
        return
    unit = row_unit(table, row, item, desk)
    person = desk.person(clean_name(row.text("person")).name, item, "person", unit=unit)
    if person is not None:
        item.fields["person"] = person.id
    field = table.kind.field("period")
    if row.has("period") and field is not None:
        take_loose_date(item, field, row.cell("period"), year=table.year(row), date_1904=row.date_1904)
    elif period is not None:
        item.fields["period"] = period
        if not table.periods and "period" not in table.rule.constants and table.time_in_doubt:
            item.flag("time_in_doubt")
    if "period" not in item.fields:
        item.reject("missing_date")
        return
    for name in _COUNTS:
        _added(row, item, name, ends, whole=True)
    _added(row, item, "hours", ends)
    told = (column.heading for column in table.columns if column.target.partition("@")[0] == "hours")
    if "hours" in item.fields and any(map(minutes_heading, told)):
        item.fields["hours"] = round(item.fields["hours"] / 60, 2)
    notes = _added(row, item, "notes_words", ends, whole=True)
    if "notes_words" in item.fields:
        estimated = any("estimated" in reading.flags for reading in notes)
        item.fields["notes_basis"] = "estimated" if estimated else "declared"
    score = take_number(item, "score", row.cell(f"score{ends[-1]}"))
    if score is not None and score.note and "none_word" not in score.flags:
        item.fields["remark"] = score.note
    if all(item.fields.get(name) is None for name in _FIGURES) and ends != ("",):
        if item.flags or any(not row.cell(f"{name}{end}").blank for name in _FIGURES for end in ends):
            # 休产假 where figures are wanted: there is something, and nothing of it can be kept.
            item.reject("missing_value")
        else:
            item.repeat()
    if row.has("remarks"):
        item.remarks = row.text("remarks")


def _added(
    row: SourceRow, item: Item, name: str, ends: tuple[str, ...], *, whole: bool = False
) -> list[NumberReading]:
    """The figure of a column, or the sum of those side by side; one that can't be read spoils the sum.

    A month of which is only said that somebody was away, 病假, adds nothing.
    """
    readings: list[NumberReading] = []
    total: Any = None
    spoilt = False
    for end in ends:
        cell = row.cell(name + end)
        reading = take_number(
            item, name, cell, whole=whole, scale=row.scale(name + end), measure=_COUNTED_IN.get(name, "")
        )
        value = item.fields.pop(name, None)
        if value is not None:
            total = value if total is None else total + value
        elif len(ends) > 1 and AWAY.fullmatch("".join(cell.text.split())):
            continue
        elif not cell.blank and (reading is None or "blank" not in reading.flags):
            spoilt = True
        readings += [reading] if reading is not None else []
    if total is not None and (not spoilt or len(ends) == 1):
        item.fields[name] = total
    return readings
