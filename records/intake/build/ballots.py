"""Tables of votes: a ballot of democratic evaluation, one record a table, a line a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from records.intake.build.minutes import GRADES, result_of
from records.intake.build.rows import ask_unit, build_plain, find_context
from records.intake.desk import Desk
from records.intake.names import clean_name
from records.intake.outcome import Item, Place
from records.intake.tables.source import SourceRow, SourceTable
from records.numbers import NumberFault, parse_number


def build_ballots(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """The ballot of a table that has a line a person; tables of another layout go the plain way."""
    if not table.has("lines.person"):
        yield from build_plain(table, desk)
        return
    find_context(table, desk)
    item = Item("democratic_evaluation", Place(table.file, table.sheet, table.header_row))
    item.cells, item.headings = table.facts.lines, table.headings
    unit = table.unit or ask_unit(table, item, desk, "unit")
    if unit is not None:
        item.fields["unit"] = unit
    year = table.rule.year or table.facts.year
    if year is not None:
        item.fields["year"] = year
    elif item.taken:
        item.reject("missing_date")
    lines = [line for row in table.rows if (line := _line(row, item, desk, table)) is not None]
    item.fields["lines"] = lines
    if not lines and item.taken and not item.questions:
        item.reject("missing_value")
    yield item


def _line(row: SourceRow, item: Item, desk: Desk, table: SourceTable) -> dict[str, Any] | None:
    """One person's votes; whoever is not known is asked about, and the ballot stands without the line."""
    name = clean_name(row.text("lines.person")).name
    if not name:
        return None
    person = desk.person(name, item, "lines", unit=table.unit, blocking=False)
    if person is None:
        return None
    line: dict[str, Any] = {"person": person.id}
    for grade in GRADES:
        try:
            value = parse_number(row.cell(f"lines.{grade}").value).value
        except NumberFault:
            item.flag("value_left_out:lines")
            continue
        line[grade] = int(value) if value is not None else 0
    result = result_of(row.text("lines.result"))
    return {**line, "result": result} if result else line
