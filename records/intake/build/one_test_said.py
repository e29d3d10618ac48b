"""Tables of results that somebody says are one test: its day and its name stand above one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from records.intake.desk import Desk
from records.intake.outcome import Item
from records.intake.tables.source import SourceTable

#: The document of the mapping file, and which of several tests side by side.
Key = tuple[str, tuple[str, ...]]


def key_of_test(table: SourceTable) -> Key | None:
    """Which test a table is a part of, as the mapping file says; None where it says nothing of it."""
    if table.kind.name != "exam" or not table.rule.one_test:
        return None
    return table.rule.id, tuple(sorted(table.side))


def share_heads(tables: Iterable[SourceTable]) -> None:
    """Give the parts of one test the day, title and marks of the first that has a day above it."""
    parts: dict[Key, list[SourceTable]] = {}
    for table in tables:
        if (key := key_of_test(table)) is not None:
            parts.setdefault(key, []).append(table)
    for group in parts.values():
        head = next((each.facts for each in group if each.facts.date is not None), group[0].facts)
        for table in group:
            own = table.facts
            facts = replace(own, date=own.date or head.date, pairs={**head.pairs, **own.pairs})
            table.table = replace(table.table, facts=replace(facts, title=head.title))


def join_tests(items: list[Item], parts: Mapping[int, Key], desk: Desk) -> list[Item]:
    """The items with one test for all that ``parts``, by the identity of an item, say are one."""
    firsts: dict[Key, Item] = {}
    kept: list[Item] = []
    for item in items:
        key = parts.get(id(item))
        if key is None:
            kept.append(item)
        elif key not in firsts:
            firsts[key] = item
            kept.append(item)
        else:
            _add(firsts[key], item, desk)
    return kept


def _add(test: Item, part: Item, desk: Desk) -> None:
    """Put the results of a part into the test; somebody with two that differ has the first, and is told."""
    if part.refused and not test.refused:
        for line in part.lines:
            line.reject(part.why)
    days = [each.fields.get("held_on") for each in (test, part)]
    if all(days) and days[0] != days[1]:
        test.flag("dates_differ")
    if test.fields.get("unit") != part.fields.get("unit") and desk.units.root is not None:
        test.fields["unit"] = desk.units.root.id
    known = {each["person"]: each for each in test.fields.get("results", ())}
    for line in part.lines:
        if line.taken and (before := known.get(line.fields.get("person"))) is not None:
            if before == line.fields:
                line.repeat()
            else:
                line.reject("conflicting_row")
        elif line.taken and line.fields.get("person"):
            known[line.fields["person"]] = line.fields
    test.fields["results"] = list(known.values())
    test.lines += part.lines
    test.flag(*part.flags)
    for question in part.questions:
        test.ask(question)
