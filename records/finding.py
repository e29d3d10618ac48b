"""Reads records: pages in order, counts, all of them one by one, and the pickers' people and units."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Collection
from dataclasses import dataclass
from typing import Any

from bson.objectid import ObjectId

from records.record import Record
from records.search.filter import criteria
from records.search.query import Query
from records.search.tokens import normal
from records.store.connection import Store
from records.values import to_bson

_SORT_PATHS = {"date": "date.start", "updated": "updated.at", "no": "no", "title": "title"}
_LATIN = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Count:
    """How many; ``capped`` when there are more than were counted."""

    number: int
    capped: bool


class Finder:
    """Answers queries from the database. Text is matched here by scanning; the search index comes before."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def filter(self, query: Query) -> dict[str, Any]:
        """The database filter of a query, its unit widened to the units below."""
        units = await self.units_below(query.unit) if query.unit else None
        found = criteria(query, units=units)
        conditions = [_text_condition(term.text, term.negated) for term in query.terms]
        if conditions:
            found["$and"] = [*found.get("$and", []), *conditions]
        return found

    async def units_below(self, unit: ObjectId) -> set[ObjectId]:
        """A unit and every unit under it."""
        rows = await self.store.records.find({"kind": "unit"}, projection={"fields.parent": 1})
        children: dict[ObjectId, list[ObjectId]] = {}
        for row in rows:
            children.setdefault(row.get("fields", {}).get("parent"), []).append(row["_id"])
        found, waiting = {unit}, [unit]
        while waiting:
            below = [child for child in children.get(waiting.pop(), ()) if child not in found]
            found.update(below)
            waiting += below
        return found

    async def find(self, query: Query, *, limit: int, after: Record | None) -> list[Record]:
        path, direction = sort_of(query.sort)
        where = await self.filter(query)
        if after is not None:
            where = {"$and": [where, beyond(path, direction, _value_at(after, path), after.id)]}
        sort = [(path, direction), ("_id", direction)]
        return [
            Record.from_document(row) for row in await self.store.records.find(where, sort=sort, limit=limit)
        ]

    async def each(self, query: Query, *, batch: int) -> AsyncGenerator[Record]:
        path, direction = sort_of(query.sort)
        sort = [(path, direction), ("_id", direction)]
        async for row in self.store.records.stream(await self.filter(query), sort=sort, batch=batch):
            yield Record.from_document(row)

    async def count(self, query: Query, *, cap: int | None) -> Count:
        where = await self.filter(query)
        limit = None if cap is None else cap + 1
        number = await self.store.records.count(where, limit=limit)
        return Count(number, False) if cap is None or number <= cap else Count(cap, True)

    async def pick(self, kinds: Collection[str], text: str, *, limit: int) -> list[Record]:
        """People or units by name: a part of it, its pinyin or initials; the closest first."""
        typed = normal(text).strip()
        live: dict[str, Any] = {"kind": {"$in": sorted(kinds)}, "status": {"$ne": "void"}}
        if not typed:
            rows = await self.store.records.find(live, sort=[("updated.at", -1)], limit=limit)
            return [Record.from_document(row) for row in rows]
        part = {"$regex": re.escape(typed), "$options": "i"}
        named = [{path: part} for path in ("title", "no", "fields.former_names", "fields.aliases")]
        found = await self.store.records.find(live | {"$or": named}, limit=limit * 5)
        compact = typed.replace(" ", "").replace("'", "")
        if _LATIN.fullmatch(compact):
            keyed = live | {"keys": {"$regex": "^" + compact}}
            found += await self.store.records.find(keyed, limit=limit * 5)
        records = {row["_id"]: Record.from_document(row) for row in found}
        ordered = sorted(records.values(), key=lambda record: _distance(record, typed, compact))
        return ordered[:limit]


def sort_of(sort: str) -> tuple[str, int]:
    """The path and direction of a query's sort."""
    return _SORT_PATHS[sort.removeprefix("-")], -1 if sort.startswith("-") else 1


def beyond(path: str, direction: int, value: Any, identifier: ObjectId) -> dict[str, Any]:
    """What comes after a place in an order; records without the value come first in ascending order."""
    step = "$lt" if direction < 0 else "$gt"
    same = {path: value, "_id": {step: identifier}}
    if value is None:
        return same if direction < 0 else {"$or": [same, {path: {"$ne": None}}]}
    further = [{path: {step: value}}, same]
    return {"$or": [*further, {path: None}] if direction < 0 else further}


def _value_at(record: Record, path: str) -> Any:
    values = {
        "date.start": to_bson(record.date.start) if record.date else None,
        "updated.at": record.updated.at if record.updated else None,
        "no": record.no,
        "title": record.title,
    }
    return values[path]


def _text_condition(text: str, negated: bool) -> dict[str, Any]:
    part = {"$regex": re.escape(text), "$options": "i"}
    return {"title": {"$not": part}} if negated else {"title": part}


def _distance(record: Record, typed: str, compact: str) -> tuple[int, int, str]:
    title = normal(record.title)
    if title == typed or compact in record.keys:
        rank = 0
    elif title.startswith(typed):
        rank = 1
    else:
        rank = 2 if typed in title else 3
    return rank, len(title), title
