"""What building has in common: rows printed twice, a table's unit, and a plain builder for any kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from bson.objectid import ObjectId

from records.intake.build.class_hours import take_class_hours
from records.intake.build.dates_beside import take_date_beside
from records.intake.build.entries import take_entries, tells_entries
from records.intake.build.found_there import take_found
from records.intake.build.from_titles import fill_from_titles
from records.intake.build.named_counts import named_instead, take_named
from records.intake.build.person_or_unit import people_or_units
from records.intake.build.said_once import NOT_GIVEN, said_once
from records.intake.build.signed_opinions import take_signing_day
from records.intake.build.stated import compare_total
from records.intake.build.subject_named import take_subject
from records.intake.build.values import put_day, take_plain, take_row_date
from records.intake.context import context_unit, unit_of_name, unit_of_place
from records.intake.desk import Desk
from records.intake.files.reading import Cell
from records.intake.loading.seen import Seen
from records.intake.names import NamedPart, split_names
from records.intake.outcome import Item, Question
from records.intake.tables.row_dates import RowDates
from records.intake.tables.several.titles import in_doubt
from records.intake.tables.source import SourceRow, SourceTable
from records.intake.unit_book import Unit
from records.intake.unit_names import is_place, means_all, parse_unit_name, path_phrases, unit_phrases
from records.kind import DATE_TYPES, Field


class Repeats:
    """Tells rows that were printed twice: the same cells, whatever their running number."""

    def __init__(self, table: SourceTable) -> None:
        self._ordinals = {column.index for column in table.columns if column.target == "ordinal"}
        self._seen = Seen()

    def again(self, row: SourceRow) -> bool:
        cells = [text.strip() for index, text in enumerate(row.texts) if index not in self._ordinals]
        return any(cells) and self._seen.again(*cells) > 1


def each_row(table: SourceTable, read: Callable[[int, SourceRow, Item], None]) -> Iterator[Item]:
    """The items of a table, one a row; ``read`` fills in each that is not printed twice and not refused yet.

    It is given the row's position, the row and the item.
    """
    repeats = Repeats(table)
    for position, row in enumerate(table.rows):
        item = table.item(row)
        if repeats.again(row):
            item.repeat()
        elif not item.refused:
            read(position, row, item)
        yield item


def find_context(table: SourceTable, desk: Desk) -> None:
    """Settle which unit a table is about, by the mapping, 单位：…, the sheet's name, titles and path."""
    phrases: list[str] = []
    if table.facts.unit:
        phrases.append(table.facts.unit)
    if not (visited := _of_visitors(table)) or not is_place(table.sheet):
        phrases.append(table.sheet)
    for text in table.facts.lines:
        phrases += unit_phrases(text)
    phrases += path_phrases(table.file)
    table.unit, table.central_group, table.unit_in_doubt = context_unit(desk, phrases, table.rule)
    if table.unit is None and not visited:
        path = PurePosixPath(table.file).with_suffix("")
        parts = tuple(reversed(path.parts))
        table.unit = unit_of_place(desk, (*table.facts.lines, table.sheet, *parts))
        table.unit = table.unit or unit_of_name(desk, parts)
    if not table.central_group:
        table.central_group = any("中心组" in phrase for phrase in (table.sheet, *table.facts.lines[:1]))


def _of_visitors(table: SourceTable) -> bool:
    """Whether a village in the name of a sheet is the one where somebody came to, not that of who came."""
    return table.kind.group == "talk"


def printed_once(table: SourceTable, target: str = "unit") -> dict[int, Cell]:
    """The cells to put where a table prints a branch in the first row of its people only, by row.

    Merged cells lose their merge on the way to a .csv. It is told from a forgotten unit by the whole column:
    no branch stands in two rows, the first row names one, and some do for several rows. A group row ends it.
    """
    texts = [row.text(target) for row in table.rows]
    named = [text for text in texts if text]
    if (
        not texts
        or not texts[0]
        or len(named) == len(texts)
        or len(set(named)) < len(named)
        or len(named) < 2
    ):
        return {}
    found: dict[int, Cell] = {}
    above, group = table.rows[0], table.rows[0].group
    for row, text in zip(table.rows, texts, strict=True):
        if text:
            above, group = row, row.group
        elif row.group == group and target not in row.unfilled:
            found[row.number] = above.cell(target)
    return found


def named_once(table: SourceTable) -> tuple[str, dict[int, Cell]]:
    """The field that says whose a row is, and the cells to put where it names a person once for several rows.

    Whoever is named must have several rows at least as often as not, and each of them what tells records of
    one person apart: a line for signatures has not.
    """
    told = [field for field in table.kind.fields if field.identify and table.has(field.name)]
    owner = next((field.name for field in told if _names_person(field)), "")
    others = [field.name for field in told if field.name != owner]
    if not owner or not others or table.long:
        return "", {}
    rows = {row.number: row for row in table.rows}
    found = {
        number: cell
        for number, cell in printed_once(table, owner).items()
        if all(map(rows[number].has, others))
    }
    named = sum(1 for row in rows.values() if row.has(owner))
    heads = {cell.text for cell in found.values()}
    return (owner, found) if len(heads) * 2 >= named else ("", {})


def row_unit(
    table: SourceTable, row: SourceRow, item: Item, desk: Desk, target: str = "unit"
) -> ObjectId | None:
    """The unit of a row: its own cell, else the group row above it, else the table's."""
    text = row.text(target)
    if text:
        numbered = _numbered_branch(text, table, desk)
        return numbered.id if numbered is not None else desk.unit(text, item, target, within=None)
    return unit_above(table, row, desk)


def unit_above(table: SourceTable, row: SourceRow, desk: Desk) -> ObjectId | None:
    """The unit that the group row above a row names, else the table's."""
    grouped = desk.unit_named(row.group) if row.group else None
    return grouped.id if grouped is not None else table.unit


def _numbered_branch(text: str, table: SourceTable, desk: Desk) -> Unit | None:
    """第一支部 in a table that names a place in its title, sheet or path: that place's first branch."""
    named = parse_unit_name(text)
    if named.place or named.ordinal is None or text in desk.mapping.units:
        return None
    words = (*table.hints, table.file)
    fits = [
        unit
        for unit in desk.units
        if (unit.parsed.ordinal, unit.category) == (named.ordinal, named.category or unit.category)
        and unit.parsed.place
        and any(unit.parsed.place in word for word in words)
    ]
    return fits[0] if len(fits) == 1 else None


def ask_unit(table: SourceTable, item: Item, desk: Desk, field: str) -> ObjectId | None:
    """Put the question which unit a row is about, when neither it nor its table names a known one."""
    named = table.rule.unit or table.facts.unit or ""
    code = "unknown_unit" if named else "no_unit"
    return desk.asked_unit(item, Question(code, item.place, field, named, (), True, item.cells))


def people_of(
    text: str, item: Item, desk: Desk, field: str, unit: ObjectId | None, *, anywhere: bool = False
) -> list[ObjectId]:
    """Everyone named in a cell; asked about is who is not known, or (but ``anywhere``) not of the unit."""
    found = []
    for part in split_names(text):
        if anywhere:
            person = desk.person_anywhere(part.name, item, field, unit, blocking=True, beside=part.reason)
        else:
            person = desk.person(part.name, item, field, unit=unit, beside=part.reason)
        if person is not None:
            found.append(person.id)
    return found


def first_named(text: str, item: Item, field: str) -> list[NamedPart]:
    """Whom a field of one person keeps, of those whom a cell names; that there are others is told."""
    named = split_names(text)
    if len(named) > 1:
        item.flag(f"others_named:{field}")
    return named[:1]


#: What the committee gives, to somebody or to a unit below it.
_GIVEN_BY_IT = frozenset(("award", "nomination", "designation", "typical_model"))
_BARE_TITLES = frozenset(("research_report", "experience_article", "party_class"))
_IN_BOOK_MARKS = re.compile(r"^《([^《》]+)》$")


def build_plain(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """Rows of a kind without a builder of its own: columns into fields, people and units looked up."""
    find_context(table, desk)
    take_subject(table, desk)
    table.given = {**said_once(table), **table.given}
    dates = {name: RowDates(table, name) for name in table.kind.date if table.has(name)}
    owner, names = named_once(table)

    def read(position: int, row: SourceRow, item: Item) -> None:
        if (above := names.get(row.number)) is not None:
            item.flag("person_from_above")
            row = replace(row, cells={**row.cells, owner: above})
        _fill(table, position, row, item, desk, dates)

    yield from each_row(table, read)


def _fill(
    table: SourceTable, position: int, row: SourceRow, item: Item, desk: Desk, dates: dict[str, RowDates]
) -> None:
    unit, named = _own_unit(table, row, item, desk), list[str]()
    row = take_found(item, row) if row.has("found") else row
    for field in table.kind.fields:
        if item.refused:
            return
        if field.is_subrecords and not field.computed and tells_entries(field, row):
            take_entries(item, field, row, table)
            continue
        if field.computed or not table.has(field.name) or not row.has(field.name):
            continue
        if named_instead(field, row, desk.people):
            named.append(take_named(item, field, row, desk.people, _heading(table, field)))
        elif field.name in dates and field.type in ("date", "partial_date"):
            day = take_row_date(desk, table, dates[field.name], position, item, field.name)
            if day is not None:
                put_day(item, field, day)
        elif field.type in DATE_TYPES:
            take_date_beside(item, field, row, table)
        else:
            take_field(item, field, row, desk, unit, anywhere=_of_any_unit(table, field))
    _default_unit(table, item, unit, desk)
    title = item.fields.get("title")
    if isinstance(title, str) and in_doubt(title, table.kind):
        item.flag("several_titles")
    if table.kind.name in _BARE_TITLES and isinstance(title, str):
        # As of a paper, so that the register's row and the paper itself are one record.
        item.fields["title"] = _IN_BOOK_MARKS.sub(r"\1", title)
    fill_from_titles(table, row, item, desk)
    _say_basis(table, item)
    _needed(table, item)
    if table.kind.name == "reading_note":
        _notes_counted(row, item)
    if row.has("remarks") or named:
        item.remarks = "；".join(filter(None, (row.text("remarks"), *named)))
    if row.has("class_hours"):
        take_class_hours(item, row, table)
    if row.has("stated_total"):
        compare_total(item, row)
    take_signing_day(item, table.kind)


def _say_basis(table: SourceTable, item: Item) -> None:
    """What a register says of characters is declared, and 约1.1万字 an estimate."""
    if table.kind.field("count_basis") is not None and item.fields.get("words") is not None:
        item.fields.setdefault("count_basis", "estimated" if "estimated" in item.notes else "declared")


def _heading(table: SourceTable, field: Field) -> str:
    return next((column.heading for column in table.columns if column.target == field.name), field.label.zh)


def _own_unit(table: SourceTable, row: SourceRow, item: Item, desk: Desk) -> ObjectId | None:
    """The unit of a row; where it is only said to tell namesakes apart, an unknown one is flagged."""
    tells = table.kind.register.tells_namesakes
    if means_all(row.text("unit")):
        return desk.units.root.id if desk.units.root is not None else table.unit
    if tells and row.has("unit") and desk.unit_named(row.text("unit")) is None:
        item.flag("unit_unknown_name_unique")
        return None
    return row_unit(table, row, item, desk)


def _of_any_unit(table: SourceTable, field: Field) -> bool:
    """Whether a column names others than the one whose record it is: who checked, who approved.

    Those who talk with one another are of different units, of which a register names one; who teaches farmers
    comes from the township's offices and stations, and the register is of the village.
    """
    if table.kind.name in ("talk", "farmer_tutorial"):
        return True
    owners = {name for name in table.kind.unit if (own := table.kind.field(name)) and "person" in own.targets}
    return bool(owners) and field.name not in owners


def take_field(
    item: Item,
    field: Field,
    row: SourceRow,
    desk: Desk,
    unit: ObjectId | None,
    *,
    anywhere: bool = False,
) -> None:
    """One cell into one field, references looked up by name, people in ``unit`` or ``anywhere``."""
    inner = field.of if field.of is not None else field
    if inner.type != "reference":
        take_plain(item, field, row)
        return
    text = row.text(field.name)
    ids: list[Any] = []
    if {"person", "unit"} <= set(inner.targets):
        ids = [*people_or_units(text, item, desk, field.name, unit, anywhere=anywhere)]
    elif "person" in inner.targets:
        ids = people_of(text, item, desk, field.name, unit, anywhere=anywhere)
    elif "unit" in inner.targets and means_all(text):
        # 各支部 is whoever all of them belong to.
        ids = [desk.units.root.id] if desk.units.root is not None else []
        item.flag(f"value_unsure:{field.name}" if ids else f"value_left_out:{field.name}")
    elif "unit" in inner.targets:
        found = desk.unit(text, item, field.name)
        ids = [found] if found else []
    if ids:
        item.fields[field.name] = ids if field.is_list else ids[0]
    if len(ids) > 1 and not field.is_list:
        item.flag(f"others_named:{field.name}")


def _default_unit(table: SourceTable, item: Item, unit: ObjectId | None, desk: Desk) -> None:
    """A kind that belongs to a unit by a field of its own gets the row's unit when no column gave it.

    The township's committee, which draws up such lists, is not whom it commends.
    """
    if table.kind.name in _GIVEN_BY_IT and desk.units.root is not None and unit == desk.units.root.id:
        return
    for name in table.kind.unit:
        field = table.kind.field(name)
        if field is not None and field.type == "reference" and "unit" in field.targets:
            if item.fields.get(name) is None and unit is not None:
                item.fields[name] = unit
            return


def _notes_counted(row: SourceRow, item: Item) -> None:
    """On what the figure of a row of notes rests; one without notes, 出差未交, is none."""
    nothing = not item.fields.get("words") and not item.fields.get("pages")
    if nothing and item.taken and any(map(NOT_GIVEN.search, row.texts)):
        item.reject("missing_value")
    elif item.fields.get("words") is not None:
        estimated = any("estimated" in code for code in (*item.notes, *item.flags))
        item.fields.setdefault("count_basis", "estimated" if estimated else "declared")


def _needed(table: SourceTable, item: Item) -> None:
    identifying = [field for field in table.kind.fields if field.identify]
    blank = [field for field in identifying if item.fields.get(field.name) in (None, "", [])]
    if not item.taken:
        return
    if identifying and len(blank) == len(identifying):
        item.reject("missing_value")
    elif any(field.required and table.has(field.name) and _names_person(field) for field in blank):
        # A line that names nobody, where all others do, is of nobody: 考核组签字 below an assessment.
        item.reject("missing_name")


def _names_person(field: Field) -> bool:
    inner = field.of if field.of is not None else field
    return "person" in inner.targets
