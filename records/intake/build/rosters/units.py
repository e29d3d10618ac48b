"""Lists of units, and the units and people that other sources made known."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator

from bson.objectid import ObjectId

from records.intake.build.rosters.other_names import aliases_in
from records.intake.build.values import take_plain
from records.intake.desk import Desk
from records.intake.names import clean_name
from records.intake.outcome import Item, Place
from records.intake.tables.source import SourceTable
from records.intake.unit_book import Unit
from records.intake.unit_names import is_above_townships, parse_unit_name

_AND = re.compile(r"[、，,；;/\s]+")
#: What is only seen when a whole table is built.
_OF_ROWS = (
    *("columns_unread", "remarks_unread", "group_unread"),
    *("heading_guessed", "note_unread", "other_heads"),
)
_BY_HAND = frozenset(("name", "category", "parent", "secretary", "aliases"))


def build_units(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """A list of units: each is known to later sources; the records themselves come from ``unit_items``.

    The items of its rows are for what else is odd about them: ``without_units`` takes them out again.
    """
    said: set[ObjectId] = set()
    names = frozenset(row.text("name") for row in table.rows)
    for row in table.rows:
        item = table.item(row)
        name = row.text("name")
        if not name:
            item.reject("missing_name")
        if item.refused:
            yield item
            continue
        unit = desk.unit_named(name) or desk.units.create(name)
        for field in table.kind.fields:
            if field.name not in _BY_HAND and not field.computed and row.has(field.name):
                take_plain(item, field, row)
        category = row.text("category")
        if category in ("党委", "党总支", "党支部", "党小组"):
            item.fields["category"] = category
            unit.listed = True
        elif parse_unit_name(name).category is None:
            item.flag("unit_created")
        else:
            unit.listed = True
        if row.has("parent"):
            _placed_under(unit, row.text("parent"), item, desk, said)
        changed = {key: value for key, value in item.fields.items() if unit.record.fields.get(key) != value}
        if changed:
            desk.units.amend(unit, changed)
        _called(unit, [*_AND.split(row.text("aliases")), *aliases_in(row.text("remarks"))], item, desk, names)
        unit.secretary = row.text("secretary") or unit.secretary
        if unit.created and row.has("remarks"):
            unit.record.remarks = row.text("remarks")
        # The unit comes once, from ``unit_items``, with what was odd about its row.
        unit.doubts += item.flags
        item.record_id = unit.id
        yield item


def _called(unit: Unit, names: Iterable[str], item: Item, desk: Desk, listed: Container[str]) -> None:
    """What else a unit is called; a name that is another one's is left out, flagged."""
    for name in filter(None, names):
        known = desk.unit_named(name)
        if (known is not None and known.id != unit.id) or name in listed:
            item.flag("value_left_out:aliases")
        else:
            desk.units.learn(unit, name)


def without_units(items: Iterable[Item], desk: Desk, rows: list[Item]) -> list[Item]:
    """The items but for those of lists of units, which come once, from ``unit_items``, with their doubts.

    They are left in ``rows``.
    """
    kept: list[Item] = []
    for item in items:
        unit = (
            desk.units.get(item.record_id) if item.kind == "unit" and item.taken and item.record_id else None
        )
        if unit is None:
            kept.append(item)
        else:
            rows.append(item)
            unit.doubts += [
                flag for flag in item.flags if flag.startswith(_OF_ROWS) and flag not in unit.doubts
            ]
            # What the record keeps by other ways, its superior and secretary, is not left out.
            for flag in set(item.flags) - set(unit.doubts):
                item.settled(flag)
    return kept


def _placed_under(unit: Unit, text: str, item: Item, desk: Desk, said: set[ObjectId]) -> None:
    """Under whom a unit stands; ``said`` are those of which a row told it.

    A county's committee above the township's is no unit of this office. What was only inferred gives way to
    what a row says; rows that lead round in a circle are flagged.
    """
    above = desk.unit_named(text)
    if above is None:
        if is_above_townships(text):
            return
        above = desk.units.create(text)
    if above.id == unit.id:
        return
    while above.id in desk.units.subtree(unit.id):
        line = desk.units.ancestors(above.id)
        between = (desk.units.get(each) for each in (above.id, *line[: line.index(unit.id)]))
        loose = next((each for each in between if each and each.created and each.id not in said), None)
        if loose is None:
            item.flag("value_left_out:parent")
            return
        loose.record.fields.pop("parent", None)
        desk.units.amend(loose, {})
    said.add(unit.id)
    item.fields["parent"] = above.id


def unit_items(desk: Desk) -> Iterator[Item]:
    """One item for every unit that this import made or learnt a spelling of."""
    listed = any(unit.listed for unit in desk.units)
    for unit in desk.units:
        _led(unit, desk)
        if unit.changed:
            item = Item("unit", Place(unit.source), fields=dict(unit.record.fields))
            item.record_id, item.remarks = unit.id, unit.record.remarks
            item.flag(*unit.doubts)
            if unit.created:
                # Where no list of units says otherwise, a source that may bring them in knows their names.
                known = unit.listed or (unit.allowed and not listed)
                item.flag(*(() if known else ("unit_created",)))
                _defaults(item, desk)
            yield item


def _led(unit: Unit, desk: Desk) -> None:
    """Who leads a unit, one of its own people first; somebody whom nobody knows is left out, flagged."""
    name, unit.secretary = clean_name(unit.secretary).name, ""
    if not name or unit.record.fields.get("secretary") is not None:
        return
    meant = desk.renamed(name)
    found = desk.people.find(meant, unit=unit.id).person or desk.people.find(meant).person
    if found is not None:
        desk.units.amend(unit, {"secretary": found.id})
    else:
        unit.doubts.append("value_left_out:secretary")


def _defaults(item: Item, desk: Desk) -> None:
    """What the kind file takes for granted of a new unit (that it sends briefings)."""
    for field in desk.kinds[item.kind].fields:
        if field.default is not None:
            item.fields.setdefault(field.name, field.default)


def person_items(desk: Desk) -> Iterator[Item]:
    """One item for everybody whom a source other than a roster made known, or who was called otherwise."""
    for person in desk.people:
        if person.changed:
            item = Item("person", Place(""), fields=dict(person.record.fields))
            item.record_id = person.id
            yield item
    for person in desk.new_people:
        item = Item("person", Place(""), fields=dict(person.record.fields))
        item.record_id = person.id
        item.flag("person_created")
        yield item
