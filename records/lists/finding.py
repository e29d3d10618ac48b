"""Reads records: pages in order, counts, all of them one by one."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from bson.objectid import ObjectId

from records.record import Record
from records.search.filter import criteria
from records.search.query import Query
from records.search.searcher import Searcher
from records.store.connection import Store
from records.values import to_bson

#: Titles go by their characters as Unicode numbers them; for names there are keys (``name_order.py``).
_SORT_PATHS = {
    "date": "date.start",
    "updated": "updated.at",
    "no": "no",
    "title": "title",
    "pinyin": "order.pinyin",
    "stroke": "order.stroke",
}


@dataclass(frozen=True, slots=True)
class Count:
    """How many; ``capped`` when there are more than were counted."""

    number: int
    capped: bool


class Finder:
    """Answers queries from the database, those with text by way of the search index."""

    def __init__(self, store: Store, searcher: Searcher) -> None:
        self.store, self.searcher = store, searcher

    async def filter(self, query: Query) -> dict[str, Any]:
        """The database filter of a query, its unit widened to the units below; text becomes its hits."""
        found = await self._criteria(query)
        if query.terms:
            hits: list[ObjectId] = []
            async with aclosing(self.searcher.identifiers(query.terms, found)) as batches:
                async for some in batches:
                    hits += some
            found["_id"] = {"$in": hits}
        return found

    async def _criteria(self, query: Query) -> dict[str, Any]:
        units = await self.units_below(query.unit) if query.unit else None
        return criteria(query, units=units)

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
        where = await self._criteria(query)
        if query.terms:
            rows = await self.searcher.find(
                query.terms,
                where,
                limit=limit,
                after=after.id if after else None,
                newest_first=query.order != "date",
            )
            return [Record.from_document(row) for row in rows]
        path, direction = sort_of(query.order)
        if after is not None:
            where = {"$and": [where, beyond(path, direction, _value_at(after, path), after.id)]}
        sort = [(path, direction), ("_id", direction)]
        return [
            Record.from_document(row) for row in await self.store.records.find(where, sort=sort, limit=limit)
        ]

    async def each(self, query: Query, *, batch: int) -> AsyncGenerator[Record]:
        where = await self._criteria(query)
        if query.terms:
            hits = self.searcher.documents(query.terms, where, newest_first=query.order != "date")
        else:
            path, direction = sort_of(query.order)
            sort = [(path, direction), ("_id", direction)]
            hits = self.store.records.stream(where, sort=sort, batch=batch)
        async with aclosing(hits) as rows:
            async for row in rows:
                yield Record.from_document(row)

    async def count(self, query: Query, *, cap: int | None) -> Count:
        where = await self._criteria(query)
        if query.terms:
            number = await self.searcher.count(query.terms, where, cap=cap)
        else:
            number = await self.store.records.count(where, limit=None if cap is None else cap + 1)
        return Count(number, False) if cap is None or number <= cap else Count(cap, True)


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
        "order.pinyin": record.order.get("pinyin"),
        "order.stroke": record.order.get("stroke"),
    }
    return values[path]
