"""The rows of a list that is a search: its verified hits by date, gathered in the background."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.lists.finding import Count
from records.lists.keyset import Document
from records.search.query import Query
from records.values import to_bson

if TYPE_CHECKING:
    from records.archive import Archive

_WIDTH = 12


class _Gathering:
    """The hits found so far, twelve bytes of each, by a task that goes on finding them."""

    def __init__(self, found: AsyncGenerator[list[ObjectId]]) -> None:
        self.ids = bytearray()
        self._grown = asyncio.Condition()
        self._ended = False
        self.task = asyncio.create_task(self._gather(found))

    async def _gather(self, found: AsyncGenerator[list[ObjectId]]) -> None:
        try:
            async with aclosing(found) as batches:
                async for some in batches:
                    async with self._grown:
                        self.ids += b"".join(id.binary for id in some)
                        self._grown.notify_all()
        finally:
            async with self._grown:
                self._ended = True
                self._grown.notify_all()

    @property
    def failed(self) -> bool:
        """Whether the hits could not all be found: the server was away."""
        return self.task.done() and not self.task.cancelled() and self.task.exception() is not None

    def __len__(self) -> int:
        return len(self.ids) // _WIDTH

    def __getitem__(self, row: int) -> ObjectId:
        return ObjectId(bytes(self.ids[row * _WIDTH : (row + 1) * _WIDTH]))

    async def reach(self, wanted: int | None) -> int:
        """Wait until there are ``wanted`` hits (None: all) or no more come; answers how many there are."""
        async with self._grown:
            await self._grown.wait_for(lambda: self._ended or (wanted is not None and len(self) >= wanted))
        if self._ended and not self.task.cancelled():
            await asyncio.shield(self.task)
        return len(self)


class HitRows:
    """The hits in order of date, newest first unless the query is sorted by ``date``."""

    def __init__(
        self, archive: Archive, query: Query, criteria: Mapping[str, Any], shown: Mapping[str, int] | None
    ) -> None:
        self._archive, self._terms, self._criteria, self._shown = archive, query.terms, criteria, shown
        self._newest_first = query.order != "date"
        self._gathering: _Gathering | None = None

    def _hits(self) -> _Gathering:
        if self._gathering is None or self._gathering.failed:
            searcher = self._archive.searcher
            self._gathering = _Gathering(
                searcher.identifiers(self._terms, self._criteria, newest_first=self._newest_first)
            )
        return self._gathering

    async def count(self, cap: int) -> Count:
        number = await self._hits().reach(cap + 1)
        return Count(min(number, cap), number > cap)

    async def total(self) -> int:
        return await self._hits().reach(None)

    async def rows(self, start: int, count: int) -> list[Document]:
        hits = self._hits()
        end = min(start + count, await hits.reach(start + count))
        ids = [hits[row] for row in range(start, end)]
        if not ids:
            return []
        pipeline: list[Mapping[str, Any]] = [{"$match": {"_id": {"$in": ids}, **self._criteria}}]
        if self._shown:
            pipeline.append({"$project": self._shown})
        found = {row["_id"]: row for row in await self._archive.aggregate(pipeline)}
        return [found[id] for id in ids if id in found]

    async def row_of_date(self, day: date) -> int:
        hits = self._hits()
        low, high = 0, await hits.reach(None)
        while low < high:
            middle = (low + high) // 2
            reached = await self._reached(hits[middle], to_bson(day))
            low, high = (low, middle) if reached else (middle + 1, high)
        return low

    async def _reached(self, record: ObjectId, day: datetime) -> bool:
        rows = await self._archive.aggregate([{"$match": {"_id": record}}, {"$project": {"date.start": 1}}])
        start = rows[0].get("date", {}).get("start") if rows else None
        if self._newest_first:
            return start is None or start <= day
        return start is not None and start >= day

    async def row_of(self, record: ObjectId) -> int | None:
        hits = self._hits()
        await hits.reach(None)
        at = hits.ids.find(record.binary)
        while at >= 0 and at % _WIDTH:
            at = hits.ids.find(record.binary, at + 1)
        return at // _WIDTH if at >= 0 else None

    def forget(self) -> None:
        if self._gathering is not None:
            self._gathering.task.cancel()
            self._gathering = None

    async def close(self) -> None:
        gathering = self._gathering
        self.forget()
        if gathering is not None:
            with suppress(asyncio.CancelledError):
                await gathering.task
