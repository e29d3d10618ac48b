"""What a circular makes known of a supervision: a record for each unit, by a table or by numbered parts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from records.intake.build.in_short import named_in
from records.intake.build.known_people import known_in
from records.intake.desk import Desk
from records.intake.files.reading import Reading, Row, Sheet, cell_of
from records.intake.outcome import Item, Place
from records.intake.papers.circular import (
    Supervised,
    circular_title,
    parts_by_number,
    said_of_unit,
    supervised,
    tables_in,
)
from records.intake.tables.facts import year_of_path
from records.intake.tables.text_tables import with_sheets
from records.intake.unit_names import unit_phrases

_KIND = "inspection"
#: What tables of such a circular tell of: units, or the notes of people that were looked at.
SUPERVISED = frozenset((_KIND, "reading_note", "study_register"))


def circular_sheets(reading: Reading) -> Reading | None:
    """The tables of a circular about a supervision, each below its title; None where there are none."""
    title = circular_title(reading.text) if reading.text is not None else ""
    if reading.text is None or not title:
        return None
    tables = tables_in(reading.text)
    sheets = tuple(
        Sheet(str(number) if len(tables) > 1 else "", False, _rows([[title], *table], first))
        for number, (table, first) in enumerate(zip(tables, _places(reading, tables), strict=True), 1)
    )
    return replace(reading, text=None, sheets=sheets) if sheets else None


def _places(reading: Reading, tables: Sequence[Sequence[Sequence[str]]]) -> list[int]:
    """The row above each table, counted as on the page that shows the first rows of one."""
    shown = with_sheets(reading, strict=False).sheets or ()
    if len(shown) != len(tables):
        return [1] * len(tables)
    found = []
    for sheet, table in zip(shown, tables, strict=True):
        head = [cell_of(text).text.strip() for text in table[0]]
        rows = (row.number for row in sheet.rows if [cell.text.strip() for cell in row.cells] == head)
        found.append(max(next(rows, 2) - 1, 1))
    return found


def _rows(lines: Iterable[Sequence[str]], first: int) -> tuple[Row, ...]:
    rows = (Row(number, tuple(map(cell_of, line))) for number, line in enumerate(lines, first))
    return tuple(row for row in rows if not row.blank)


def is_circular(reading: Reading) -> bool:
    """Whether a paper makes known what a supervision found."""
    return reading.text is not None and bool(circular_title(reading.text))


def complete_inspections(
    items: Iterable[Item], reading: Reading, desk: Desk, *, dated: bool = True
) -> Iterator[Item]:
    """The rows of a circular's table with what its text says of all, those about one unit as one.

    A table that is not ``dated`` has no column for the day: what its rows have was read in the text.
    """
    told = _told(reading)
    made: list[Item] = []
    for item in items:
        item.attach = reading.relative
        if item.taken:
            if not dated and told.span and told.day is not None and item.fields.get("date") == told.day.start:
                item.flag("value_unsure:date")
            _fill(item, told, desk)
        above = next((each for each in made if item.taken and _same(each, item)), None)
        if above is None:
            made.append(item)
        else:
            above.fields["findings"] = [*above.fields.get("findings", ()), *item.fields.get("findings", ())]
            above.flag(*item.flags)
    yield from made


def _same(one: Item, other: Item) -> bool:
    """Whether two rows tell of one visit: the same unit, and nothing that differs but what was found."""
    names = (set(one.fields) | set(other.fields)) - {"findings"}
    alike = all(one.fields.get(name) == other.fields.get(name, one.fields.get(name)) for name in names)
    return one.taken and alike and one.fields.get("target") == other.fields.get("target") is not None


def told_of_units(reading: Reading, desk: Desk) -> list[Item]:
    """A record for each unit of which a numbered part tells, flagged; none for less than two."""
    if reading.text is None or not circular_title(reading.text):
        return []
    told, made = _told(reading), list[Item]()
    for head, text in parts_by_number(reading.text):
        unit = next(
            (
                found
                for each in (re.split("[：:]", head)[0], *unit_phrases(head))
                if (found := desk.unit_known(each))
            ),
            None,
        )
        said = said_of_unit(text)
        if unit is None or not (said.score or said.verdict or said.findings):
            continue
        item = Item(_KIND, Place(reading.relative), attach=reading.relative, cells=(text,), headings=("",))
        item.evidence = head
        item.fields["target"] = unit.id
        if said.score:
            item.fields["score"] = Decimal(said.score)
        if said.verdict:
            item.fields["verdict"] = said.verdict
        if said.findings:
            item.fields["findings"] = [{"text": each} for each in said.findings]
        if said.wanted:
            item.fields["requirements"] = said.wanted
        # The sentences say more than the fields hold.
        item.remarks = text
        item.flag("read_from_sentence")
        _fill(item, told, desk)
        made.append(item)
    return made if len(made) > 1 else []


def _told(reading: Reading) -> Supervised:
    assert reading.text is not None
    return supervised(reading.text, circular_title(reading.text), year_of_path(reading.relative))


def _fill(item: Item, told: Supervised, desk: Desk) -> None:
    """What a circular says once for all, where the row says nothing."""
    if "date" not in item.fields and told.day is not None:
        item.fields["date"] = told.day.start
        item.settled("no_date:date")
        item.flag("value_unsure:date" if told.span else "read_from_sentence:date")
    if "team" not in item.fields and told.team:
        team = known_in(told.team, item, "team", desk)
        item.fields |= {"team": team} if team else {}
        item.flag(*(["read_from_sentence:team"] if team and told.in_sentence else []))
    if "method" not in item.fields:
        _method(item, told.told, desk)
    if "date" not in item.fields:
        item.flag("no_date:date")


def _method(item: Item, text: str, desk: Desk) -> None:
    field = desk.kinds[_KIND].field("method")
    named = named_in(text, field.of) if field is not None and field.of is not None else []
    if named:
        item.fields["method"] = named
        item.flag("read_from_sentence:method")
