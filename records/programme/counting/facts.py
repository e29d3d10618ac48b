"""The counts that every rule rests on: by measure, person or unit, and bucket; of all or of some people.

Only MongoDB looks at records. What comes back, at most one number pair for a measure, person and month, is
held here, so that any standing is worked out without asking again.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.decimal128 import Decimal128
from bson.objectid import ObjectId

from records.programme.counting import measures, papers
from records.programme.counting.papers import Papers
from records.programme.rules import Measure, Rulebook

if TYPE_CHECKING:
    from records.archive import Archive

#: Money is in yuan; sums of it are only compared and shown.
Number = int | float
#: What is verified, and what waits beside it.
Count = tuple[Number, Number]
#: bucket -> counts
Counts = dict[int, Count]
#: The village as written, the household, and whether a verified record has it.
Call = tuple[str, str, bool]

NONE: Count = (0, 0)
#: Aggregations that run at the same time: the server has few cores to give.
_AT_ONCE = 4


@dataclass(frozen=True)
class Facts:
    """Counts by measure. ``people``: person -> bucket; ``units``: unit (None: no unit) -> bucket or week;
    ``stages``: unit -> stage number; ``calls``: visitor -> month -> households called on."""

    people: dict[str, dict[ObjectId, Counts]] = field(default_factory=lambda: defaultdict(dict))
    units: dict[str, dict[ObjectId | None, Counts]] = field(default_factory=lambda: defaultdict(dict))
    stages: dict[str, dict[ObjectId | None, Counts]] = field(default_factory=lambda: defaultdict(dict))
    calls: dict[ObjectId, dict[int, list[Call]]] = field(default_factory=dict)
    papers: Papers = field(default_factory=Papers)

    def of_person(self, measure: str, person: ObjectId) -> Counts:
        return self.people.get(measure, {}).get(person, {})

    def of_unit(self, measure: str, unit: ObjectId | None) -> Counts:
        return self.units.get(measure, {}).get(unit, {})

    def of_stage(self, measure: str, unit: ObjectId | None) -> Counts:
        return self.stages.get(measure, {}).get(unit, {})

    def forget_people(self, people: Collection[ObjectId]) -> None:
        """Drop what is known of some people, before it is put in anew."""
        for table in self.people.values():
            for person in people:
                table.pop(person, None)
        for person in people:
            self.calls.pop(person, None)


def add(one: Count, other: Count) -> Count:
    return one[0] + other[0], one[1] + other[1]


async def load_facts(
    archive: Archive, book: Rulebook, on: date, *, rules: Collection[str] | None = None
) -> Facts:
    """Every count, of everybody and every unit, as of a day; with ``rules``, those that these rest on."""
    facts = Facts()
    gate = asyncio.Semaphore(_AT_ONCE)
    wanted = None if rules is None else [book.measures[name] for name in sorted(book.measures_of(rules))]
    tasks = [_count(archive, query, facts, gate) for query in measures.queries(book, on, measures=wanted)]
    if rules is None or not {"R07", "R08"}.isdisjoint(rules):
        tasks.append(_call(archive, measures.households(book, on), facts, gate))
    await asyncio.gather(*tasks, papers.load(archive, book, on, facts.papers))
    return facts


async def recount_people(
    archive: Archive, book: Rulebook, on: date, people: Collection[ObjectId], into: Facts
) -> None:
    """Count some people anew, by the pipelines that count everybody, in the place of what ``into`` holds."""
    fresh = Facts()
    gate = asyncio.Semaphore(_AT_ONCE)
    personal = [each for each in book.measures.values() if not each.of_unit]
    plan = measures.queries(book, on, people=people, measures=personal)
    calls = measures.households(book, on, people)
    await asyncio.gather(
        *(_count(archive, query, fresh, gate) for query in plan), _call(archive, calls, fresh, gate)
    )
    replace_people(people, fresh, into)


def replace_people(people: Collection[ObjectId], fresh: Facts, into: Facts) -> None:
    """Put fresh counts of some people in the place of old ones."""
    into.forget_people(people)
    for name, table in fresh.people.items():
        into.people[name].update(table)
    into.calls.update(fresh.calls)


async def load_unit_facts(
    archive: Archive,
    book: Rulebook,
    on: date,
    kinds: Collection[str],
    units: Collection[ObjectId | None],
    into: Facts,
) -> None:
    """What records of these kinds come to for these units, replacing what ``into`` holds of them."""
    affected = [each for each in book.measures.values() if each.of_unit and each.kind in kinds]
    fresh = Facts()
    gate = asyncio.Semaphore(_AT_ONCE)
    plan = measures.queries(book, on, measures=affected, units=units) if affected else []
    await asyncio.gather(
        *(_count(archive, query, fresh, gate) for query in plan),
        papers.load(archive, book, on, into.papers, kinds=kinds),
    )
    for each in affected:
        for old, new in ((into.units, fresh.units), (into.stages, fresh.stages)):
            for unit in units:
                old[each.name].pop(unit, None)
            old[each.name].update(new.get(each.name, {}))


async def _count(archive: Archive, query: measures.Query, facts: Facts, gate: asyncio.Semaphore) -> None:
    async with gate:
        rows = await archive.aggregate(query.pipeline, hint=query.hint)
    # In a thread, so that a screen that waits for the book is not frozen meanwhile.
    await asyncio.to_thread(_spread, query, rows, facts)


def _spread(query: measures.Query, rows: list[dict[str, Any]], facts: Facts) -> None:
    for index, measure in enumerate(query.measures):
        put = _put_units if measure.of_unit else _put_people
        put(measure, rows, f"n{index}", facts)


def _put_people(measure: Measure, rows: list[dict[str, Any]], name: str, facts: Facts) -> None:
    table = facts.people[measure.name]
    for row in rows:
        number = row[name]
        if not number:
            continue
        key = row["_id"]
        person, bucket = key.get("who"), key.get("b")
        if person is not None and bucket is not None:
            counts = table.get(person)
            if counts is None:
                counts = table[person] = {}
            count = _count_of(number, key["s"])
            counts[bucket] = add(counts[bucket], count) if bucket in counts else count


def _count_of(number: Any, status: str) -> Count:
    return (plain(number), 0) if status == "verified" else (0, plain(number))


def _put_units(measure: Measure, rows: list[dict[str, Any]], name: str, facts: Facts) -> None:
    for row in rows:
        key = row["_id"]
        count = _count_of(row[name], key["s"])
        if count == NONE:
            continue
        unit, bucket = key.get("who"), key.get("b")
        if bucket is not None:
            counts = facts.units[measure.name].setdefault(unit, {})
            counts[bucket] = add(counts.get(bucket, NONE), count)
        if number := _stage_number(key.get("stage")):
            staged = facts.stages[measure.name].setdefault(unit, {})
            staged[number] = add(staged.get(number, NONE), count)


def _stage_number(value: Any) -> int:
    """A stage's number: computed from the date, or as the record names it ("1")."""
    try:
        return int(value or 0)
    except (TypeError, ValueError):
        return 0


def plain(value: Any) -> Number:
    """What the database summed, whole numbers as integers, so that 90.0 minutes are 90."""
    if isinstance(value, int):
        return value
    number = float(value.to_decimal() if isinstance(value, Decimal128) else value)
    return int(number) if number.is_integer() else number


async def _call(archive: Archive, query: measures.Query, facts: Facts, gate: asyncio.Semaphore) -> None:
    async with gate:
        rows = await archive.aggregate(query.pipeline, hint=query.hint)
    _put_calls(rows, facts)


def _put_calls(rows: list[dict[str, Any]], facts: Facts) -> None:
    for row in rows:
        key: Mapping[str, Any] = row["_id"]
        person, bucket = key.get("who"), key.get("b")
        if person is None or bucket is None:
            continue
        village = str(key.get("village") or "")
        found = facts.calls.setdefault(person, {}).setdefault(bucket, [])
        found.extend((village, str(each.get("household") or ""), each["done"]) for each in row["found"])
        helped = sum(each["helped"] for each in row["found"]), sum(each["helping"] for each in row["found"])
        if helped != NONE:
            counts = facts.people[measures.HELP].setdefault(person, {})
            counts[bucket] = add(counts.get(bucket, NONE), helped)
