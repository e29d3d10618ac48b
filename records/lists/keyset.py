"""Pages of a long list, read from any place in it without counting through what lies before.

A place is the sort value and identifier of a row (its ``Position``); the index leads straight to what
follows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bson.objectid import ObjectId

Document = dict[str, Any]
Filter = Mapping[str, Any]


class Aggregates(Protocol):
    """What pages are read with: ``Archive``."""

    async def aggregate(
        self, pipeline: Sequence[Mapping[str, Any]], *, hint: str | None = None
    ) -> list[Document]: ...


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the order: the row with this sort value and identifier.

    Without an identifier it is the place where a value that no row has would stand; ``value`` None then is
    the place between the rows that have a value and those that have none.
    """

    value: Any
    id: ObjectId | None = None


class Keyset:
    """The records of a filter in the order of one path (``date.start``), those of equal value by identifier.

    ``direction`` is 1 or -1; rows without a value come first in ascending order, last in descending.
    """

    def __init__(
        self,
        archive: Aggregates,
        criteria: Filter,
        path: str,
        direction: int,
        projection: Mapping[str, Any] | None = None,
        *,
        index: str | None = None,
    ) -> None:
        """``index`` names the one that has the rows in this order; None lets the server choose."""
        self._archive, self._criteria = archive, criteria
        self._path, self._direction, self._projection = path, direction, projection
        self._index = index

    def position_of(self, document: Mapping[str, Any]) -> Position:
        """The place of a document that was read with this projection."""
        value: Any = document
        for name in self._path.split("."):
            value = value.get(name) if isinstance(value, Mapping) else None
        return Position(value, document["_id"])

    async def page(
        self, position: Position | None, count: int, *, skip: int = 0, backwards: bool = False
    ) -> list[Document]:
        """The ``count`` rows after a place, or before it; ``skip`` passes over that many nearest to it first.

        None is the beginning, or with ``backwards`` the end. The rows come in the order of the list.
        """
        direction = -self._direction if backwards else self._direction
        found: list[Document] = []
        for part in self._beyond(position, direction):
            rows = await self._rows(part, direction, count - len(found), skip, index=self._index)
            found += rows
            if len(found) >= count:
                break
            skip = 0 if rows else max(0, skip - await self.count(part)) if skip else 0
        return found[::-1] if backwards else found

    async def before(self, position: Position, *, since: Filter | None = None) -> int:
        """How many rows stand before a place; with ``since`` only those that fit it too."""
        parts = self._beyond(position, -self._direction)
        return sum([await self.count({"$and": [part, since]} if since else part) for part in parts])

    async def count(self, part: Filter) -> int:
        """How many rows fit ``part``."""
        counted: list[Filter] = [{"$match": self._all(part)}, {"$count": "number"}]
        rows = await self._archive.aggregate(counted, hint=self._index)
        return int(rows[0]["number"]) if rows else 0

    async def find(self, record: ObjectId) -> Document | None:
        """The row of one record; None when it is not in the list."""
        rows = await self._rows({"_id": record}, 1, 1, 0, index=None)
        return rows[0] if rows else None

    async def _rows(
        self, part: Filter, direction: int, count: int, skip: int, *, index: str | None
    ) -> list[Document]:
        pipeline: list[Mapping[str, Any]] = [
            {"$match": self._all(part)},
            {"$sort": {self._path: direction, "_id": direction}},
        ]
        if skip:
            pipeline.append({"$skip": skip})
        pipeline.append({"$limit": count})
        if self._projection:
            pipeline.append({"$project": self._projection})
        return await self._archive.aggregate(pipeline, hint=index)

    def _all(self, part: Filter) -> Filter:
        return {"$and": [self._criteria, part]} if part else self._criteria

    def _beyond(self, position: Position | None, direction: int) -> list[Filter]:
        """What follows a place in a direction, as ranges of the index, one after the other."""
        path, down = self._path, direction < 0
        if position is None:
            return [{}]
        parts: list[Filter] = []
        if position.id is not None:
            parts.append({path: position.value, "_id": {"$lt" if down else "$gt": position.id}})
        if position.value is not None:
            # "Not at or above" holds the rows without a value too, in one range of the index.
            parts.append({path: {"$not": {"$gte": position.value}} if down else {"$gt": position.value}})
        elif not down:
            parts.append({path: {"$ne": None}})
        elif position.id is None:
            parts.append({path: None})
        return parts
