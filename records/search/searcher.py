"""Text search: candidates from the index in order of date, verified against the records as they are now.

What was saved a moment ago and is not indexed yet is looked at directly, so that one finds what one just
wrote. A small archive whose index is not made yet is searched record by record; a large one answers from
what there is of the index, and ``state`` says so.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from bson.objectid import ObjectId

from records.errors import ServerUnavailable
from records.kind import Kinds
from records.search.feeder import Changes, Document, Feeder, IndexFiles, Records
from records.search.index import BrokenIndex, Hit, Lookup, TextIndex, day_of, discard, first_row
from records.search.lookup import lookup_for
from records.search.query import Term
from records.search.text import PROJECTION, SearchedText, holds

T = TypeVar("T")

#: An archive of at most so many records is searched without its index while that is being made.
_WALKED = 20_000
#: So many of the newest changes are looked at for what is not indexed yet.
_TAIL = 2000
_FIRST_CHUNK, _CHUNK = 64, 1000
_WAIT_SECONDS = 0.25
_NEWEST = [("updated.at", -1), ("_id", -1)]


@dataclass(frozen=True, slots=True)
class State:
    """How far the index is: records indexed, records there are; ``problem`` says why it does not go on."""

    indexed: int
    total: int
    complete: bool
    problem: str = ""


class Searcher:
    """Text search in one archive; open it with ``start``, and ``close`` it."""

    def __init__(self, records: Records, kinds: Kinds, folder: Path, archive: str, changes: Changes) -> None:
        self._records = records
        self._changes = changes
        self._files = IndexFiles(folder, archive)
        self._text = SearchedText(kinds)
        self._reader: TextIndex | None = None
        self._thread = ThreadPoolExecutor(1, "search")
        self._progress = asyncio.Event()
        self._feeder = Feeder(records, changes, self._files, self._text, self._told)
        self._feeding: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to keep the index in step with the records, in the background."""
        self._feeding = asyncio.create_task(self._feeder.run())

    async def close(self) -> None:
        """Stop; what is not indexed yet will be at the next start."""
        if self._feeding is not None:
            self._feeding.cancel()
            with suppress(asyncio.CancelledError):
                await self._feeding
        self._feeder.close()
        if self._reader is not None:
            await self._in_thread(self._reader.close)
            self._reader = None
        self._thread.shutdown()

    def offer(self, documents: Sequence[Document]) -> None:
        """Show new documents that are about to be stored: indexing them then costs no second look."""
        self._feeder.offer(documents)

    def use_kinds(self, kinds: Kinds) -> None:
        """Search what these kinds name from now on."""
        self._text.use(kinds)

    # --- answers

    async def find(
        self,
        terms: Sequence[Term],
        criteria: Mapping[str, Any],
        *,
        limit: int,
        after: ObjectId | None = None,
        newest_first: bool = True,
    ) -> list[Document]:
        """The first documents (after ``after``) that have the terms and fit the filter, by date."""
        ids: list[ObjectId] = []
        passed = after is None
        found = self.identifiers(terms, criteria, newest_first=newest_first, first=limit)
        async with aclosing(found) as batches:
            async for some in batches:
                if not passed and after in some:
                    passed, some = True, some[some.index(after) + 1 :]
                if passed:
                    ids += some
                if len(ids) >= limit:
                    break
        documents = await self._documents(ids[:limit], criteria)
        return [documents[id] for id in ids[:limit] if id in documents]

    async def count(
        self, terms: Sequence[Term], criteria: Mapping[str, Any], *, cap: int | None = None
    ) -> int:
        """How many records have the terms and fit the filter; counting stops beyond ``cap``."""
        number = 0
        async with aclosing(self.identifiers(terms, criteria)) as batches:
            async for some in batches:
                number += len(some)
                if cap is not None and number > cap:
                    break
        return number

    async def documents(
        self, terms: Sequence[Term], criteria: Mapping[str, Any], *, newest_first: bool = True
    ) -> AsyncGenerator[Document]:
        """Every document that has the terms and fits the filter, by date; memory holds one batch."""
        async with aclosing(self.identifiers(terms, criteria, newest_first=newest_first)) as batches:
            async for some in batches:
                found = await self._documents(some, criteria)
                for id in some:
                    if id in found:
                        yield found[id]

    async def identifiers(
        self,
        terms: Sequence[Term],
        criteria: Mapping[str, Any],
        *,
        newest_first: bool = True,
        first: int = _FIRST_CHUNK,
    ) -> AsyncGenerator[list[ObjectId]]:
        """The records that have the terms and fit the filter, by date, batch by batch.

        ``first`` is how many are wanted soon.
        """
        lookup = lookup_for(terms, criteria)
        if lookup is None or await self._walks():
            async for some in self._walk(terms, criteria, newest_first):
                yield some
            return
        unindexed = await self._unindexed()
        tail = [d for d in unindexed.values() if holds(self._text(d), terms)]
        tail = await self._fitting(tail, criteria)
        tail.sort(key=_row_of, reverse=newest_first)
        batches = self._verified(lookup, terms, criteria, newest_first, first)
        async with aclosing(batches) as verified:
            async for hits in verified:
                kept = [hit for hit in hits if hit.id not in unindexed]
                yield _merged(tail, kept, newest_first)
        if tail:
            yield [document["_id"] for document in tail]

    async def _verified(
        self,
        lookup: Lookup,
        terms: Sequence[Term],
        criteria: Mapping[str, Any],
        newest_first: bool,
        first: int,
    ) -> AsyncGenerator[list[Hit]]:
        chunk = first
        while True:
            nothing: list[Hit] = []
            ask = partial(_hits, lookup=lookup, limit=chunk, newest_first=newest_first)
            hits = await self._read(ask, nothing)
            yield hits if lookup.exact else await self._verify(hits, terms, criteria)
            if len(hits) < chunk:
                return
            lookup = (
                replace(lookup, below=hits[-1].row) if newest_first else replace(lookup, above=hits[-1].row)
            )
            chunk = min(chunk * 2, _CHUNK)

    async def _verify(self, hits: list[Hit], terms: Sequence[Term], criteria: Mapping[str, Any]) -> list[Hit]:
        found = await self._documents([hit.id for hit in hits], criteria, PROJECTION)
        return [hit for hit in hits if hit.id in found and holds(self._text(found[hit.id]), terms)]

    async def _walk(
        self, terms: Sequence[Term], criteria: Mapping[str, Any], newest_first: bool
    ) -> AsyncGenerator[list[ObjectId]]:
        direction = -1 if newest_first else 1
        sort = [("date.start", direction), ("_id", direction)]
        documents = self._records.stream(criteria, projection=PROJECTION, sort=sort, batch=_CHUNK)
        async for document in documents:
            if holds(self._text(document), terms):
                yield [document["_id"]]

    async def _documents(
        self,
        ids: Sequence[ObjectId],
        criteria: Mapping[str, Any],
        projection: Mapping[str, int] | None = None,
    ) -> dict[ObjectId, Document]:
        if not ids:
            return {}
        rows = await self._records.find({"_id": {"$in": list(ids)}, **criteria}, projection=projection)
        return {row["_id"]: row for row in rows}

    async def _fitting(self, documents: list[Document], criteria: Mapping[str, Any]) -> list[Document]:
        fitting = await self._documents([d["_id"] for d in documents], criteria, {"_id": 1})
        return [document for document in documents if document["_id"] in fitting]

    # --- what is not indexed yet

    async def _unindexed(self) -> dict[ObjectId, Document]:
        """The latest saved records that the index does not hold as they are now, by identifier."""
        ids = await self._unindexed_ids(_TAIL)
        return await self._documents(ids, {}, PROJECTION)

    async def _unindexed_ids(self, most: int) -> list[ObjectId]:
        found: list[ObjectId] = []
        nothing: dict[ObjectId, int] = {}
        skip, page = 0, 50
        while skip < most:
            newest = await self._records.find(
                {}, projection={"version": 1}, sort=_NEWEST, skip=skip, limit=page
            )
            known = await self._read(partial(_versions, ids=[row["_id"] for row in newest]), nothing)
            stale = [row["_id"] for row in newest if known.get(row["_id"]) != row["version"]]
            found += stale
            if not stale or len(newest) < page:
                break
            skip, page = skip + page, page * 4
        return found

    async def _walks(self) -> bool:
        complete = await self._read(lambda index: bool(index.meta("complete")), False)
        return not complete and await self._records.count({}) <= _WALKED

    # --- the index

    async def state(self) -> State:
        """How far the index is."""
        complete = await self._read(lambda index: bool(index.meta("complete")), False)
        indexed = await self._read(lambda index: index.size(), 0)
        return State(indexed, await self._records.count({}), complete, self._feeder.problem)

    async def settled(self, on_progress: Callable[[State], None] | None = None) -> None:
        """Wait until all that is saved by now is indexed. Raises ServerUnavailable when it can't be.

        ``on_progress`` is told how far it is, each time the index has grown.
        """
        while True:
            self._progress.clear()
            state = await self.state()
            if on_progress is not None:
                on_progress(state)
            if state.problem:
                raise ServerUnavailable(state.problem)
            if state.complete and state.indexed == state.total and not await self._unindexed_ids(_TAIL):
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(_WAIT_SECONDS):
                    await self._progress.wait()

    def _told(self) -> None:
        self._progress.set()

    async def _read(self, ask: Callable[[TextIndex], T], otherwise: T) -> T:
        """Ask the current index in its thread; a broken or missing one answers ``otherwise``."""

        def read() -> T:
            path = self._files.current()
            if self._reader is not None and self._reader.path != path:
                self._reader.close()
                self._reader = None
            if path is None:
                return otherwise
            try:
                self._reader = self._reader or TextIndex(path)
                return ask(self._reader)
            except (BrokenIndex, sqlite3.OperationalError) as error:
                if not isinstance(error, BrokenIndex) and path.exists():
                    raise
                if self._reader is not None:
                    self._reader.close()
                    self._reader = None
                # Broken, or thrown away while it was in use here: who feeds it misses it and makes another.
                discard(path)
                return otherwise

        return await self._in_thread(read)

    async def _in_thread(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)


def _hits(index: TextIndex, *, lookup: Lookup, limit: int, newest_first: bool) -> list[Hit]:
    return index.hits(lookup, limit=limit, newest_first=newest_first)


def _versions(index: TextIndex, *, ids: Sequence[ObjectId]) -> dict[ObjectId, int]:
    return index.versions(ids)


def _row_of(document: Mapping[str, Any]) -> int:
    """Where a document that is not indexed stands: before all others of its day."""
    return first_row(day_of(document) + 1) - 1


def _merged(tail: list[Document], hits: list[Hit], newest_first: bool) -> list[ObjectId]:
    """The hits with those of the tail that stand among or before them, which leave the tail."""
    merged: list[ObjectId] = []
    for hit in hits:
        while tail and (_row_of(tail[0]) > hit.row if newest_first else _row_of(tail[0]) < hit.row):
            merged.append(tail.pop(0)["_id"])
        merged.append(hit.id)
    return merged
