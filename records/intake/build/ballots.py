"""Tables of votes: a ballot of democratic evaluation, one record a table, a line a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from records.intake.build.paper.minutes import GRADES, result_of
from records.intake.build.rows import ask_unit, build_plain, find_context
from records.intake.desk import Desk
from records.intake.names import clean_name
from records.intake.outcome import Item, Place
from records.intake.papers.minutes.tally import ballot_counts
from records.intake.tables.source import NONE_WORDS, SourceRow, SourceTable
from records.numbers import NumberFault, parse_number

#: What a line above the votes says of the meeting, for which a ballot without minutes has no field.
_OF_THE_MEETING = re.compile(
    r"^(?!填|制|编|上?报).*(?:时间|日期|地点|主持人?|记录人?|监票人?|计票人?|唱票人?)$"
)


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
    item.fields |= ballot_counts(table.facts.lines)
    found = [each for row in table.rows if (each := _line(table, row, item, desk)) is not None]
    item.fields["lines"] = found
    valid = item.fields.get("valid")
    if valid is not None and any(sum(line.get(grade, 0) for grade in GRADES) != valid for line in found):
        # A ballot is not saved with votes that are more or fewer than its valid ones; the votes say more.
        del item.fields["valid"]
        item.flag("value_left_out:valid")
    told = [f"{name}：{value}" for name, value in table.facts.pairs.items() if _OF_THE_MEETING.match(name)]
    told += [f"{line.fields['name']}：{line.remarks}" for line in item.lines if line.remarks]
    item.remarks = "；".join(told) or None
    if not found and item.taken and not item.questions:
        item.reject("missing_value")
    yield item


def _line(table: SourceTable, row: SourceRow, ballot: Item, desk: Desk) -> dict[str, Any] | None:
    """One person's votes; whoever is not known is asked about, and the ballot stands without the line."""
    name = clean_name(row.text("lines.person")).name
    if not name:
        return None
    line = table.item(row)
    line.kind = "ballot_line"
    line.fields["name"] = name
    line.remarks = row.text("remarks") or None
    ballot.lines.append(line)
    if line.refused:
        return None
    person = desk.person(name, line, "lines.person", unit=table.unit)
    if person is None:
        return None
    votes: dict[str, Any] = {"person": person.id}
    for grade in GRADES:
        try:
            reading = parse_number(row.cell(f"lines.{grade}").value)
        except NumberFault:
            line.flag(f"value_left_out:{grade}")
            continue
        if reading.value is None and row.text(f"lines.{grade}") not in NONE_WORDS:
            line.flag(f"value_left_out:{grade}")
        else:
            votes[grade] = int(reading.value or 0)
    result = result_of(row.text("lines.result"))
    if result:
        votes["result"] = result
    line.fields |= votes
    return votes
