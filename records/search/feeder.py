"""Keeps the text index in step with the records, in whichever process holds the lock on it.

The change stream says which records were saved; from the token kept in the index it goes on where the last
process stopped. When the server no longer knows the token, or there is none, every record's version is
compared with the index (``reconcile``): a first build is that comparison with an empty index. A damaged
index, or one that leaves out what is searched now, is replaced by a new file; a file's name is never used
twice, so that readers in other processes can go on with the old one.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeVar

from bson.objectid import ObjectId

from records.errors import ServerUnavailable, system_reason
from records.language import translator
from records.search.index import BrokenIndex, Entry, TextIndex, discard
from records.search.text import PROJECTION, SearchedText
from records.store.changes import Change
from records.store.locks import FileLock

tr = translator("records")

Document = dict[str, Any]
T = TypeVar("T")
_BATCH = 2000
#: So many bundles of changes wait, of a thousand changes at most each.
_QUEUE = 8
#: So many documents that this process stores are kept until the change stream tells of them.
_OFFERED = 2 * _BATCH
_PAUSE_SECONDS = 1.0
_WRITE_PAUSE_SECONDS = 30.0


class Records(Protocol):
    """The part of the records collection that search needs."""

    async def find(
        self,
        criteria: Mapping[str, Any],
        *,
        projection: Any = None,
        sort: Sequence[tuple[str, int]] | None = None,
        limit: int = 0,
        skip: int = 0,
    ) -> list[Document]: ...

    def stream(
        self,
        criteria: Mapping[str, Any],
        *,
        projection: Any = None,
        sort: Sequence[tuple[str, int]] | None = None,
        batch: int = 500,
    ) -> AsyncIterator[Document]: ...

    async def count(self, criteria: Mapping[str, Any], *, limit: int | None = None) -> int: ...


class Changes(Protocol):
    """Gives the change stream; see ``records.store.changes.arriving``."""

    def __call__(
        self, *, resume_after: Mapping[str, Any] | None = None, ready: asyncio.Event | None = None
    ) -> AsyncGenerator[list[Change]]: ...


class IndexFiles:
    """Where the index of one archive lies: numbered files, and which number is current."""

    def __init__(self, folder: Path, archive: str) -> None:
        self._folder, self._archive = folder, archive
        self._pointer = folder / f"{archive}.current"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise ServerUnavailable(
                tr(
                    "The data folder {folder} can't be used: {reason}",
                    folder=folder,
                    reason=system_reason(error),
                ),
                hint=tr("Choose another one with XUEDANG_HOME."),
            ) from error
        self.lock = FileLock(folder / f"{archive}.lock")

    def current(self) -> Path | None:
        """The file to search in; None before the first was made."""
        number = self._number()
        return self._path(number) if number else None

    def new(self) -> Path:
        """A name that was never used before."""
        found = (path.suffixes[-2][1:] for path in self._folder.glob(f"{self._archive}.*.sqlite"))
        return self._path(max([self._number(), *(int(number) for number in found if number.isdigit())]) + 1)

    def _number(self) -> int:
        try:
            return int(self._pointer.read_text("ascii"))
        except (FileNotFoundError, ValueError):
            return 0

    def make_current(self, path: Path) -> None:
        """Let readers use ``path`` from now on, and remove the others."""
        part = self._pointer.with_suffix(".part")
        part.write_text(path.suffixes[-2][1:], "ascii")
        part.replace(self._pointer)
        for other in self._folder.glob(f"{self._archive}.*.sqlite"):
            if other != path:
                discard(other)

    def _path(self, number: int) -> Path:
        return self._folder / f"{self._archive}.{number}.sqlite"


class _Lost(Exception):
    """Changes went by unseen: compare everything."""


class Feeder:
    """Runs for as long as the archive is open; ``run`` never ends by itself."""

    def __init__(
        self,
        records: Records,
        changes: Changes,
        files: IndexFiles,
        text: SearchedText,
        told: Callable[[], None],
    ) -> None:
        self._records, self._changes, self._files, self._text, self._told = (
            records,
            changes,
            files,
            text,
            told,
        )
        self._thread = ThreadPoolExecutor(1, "search-feeder")
        self._following = False
        self._offered: dict[ObjectId, Document] = {}
        self.problem = ""

    def offer(self, documents: Sequence[Document]) -> None:
        """Show new documents that this process is about to store, so that they need not be read again.

        Each is taken when the change stream tells that it was stored, and forgotten when it never does.
        """
        if self._following:
            self._offered |= {document["_id"]: document for document in documents}
            while len(self._offered) > _OFFERED:
                del self._offered[next(iter(self._offered))]

    async def _blocking(self, call: Callable[..., T], *args: Any, **options: Any) -> T:
        """Do a call on the index in the thread that alone writes, one after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, partial(call, *args, **options))

    def close(self) -> None:
        """Wait until what was begun is written."""
        self._thread.shutdown()

    async def run(self) -> None:
        """Wait for the lock, then follow the records until cancelled."""
        while not self._files.lock.own():  # noqa: ASYNC110 - the one who holds it is another process
            await asyncio.sleep(_PAUSE_SECONDS)
        try:
            while True:
                await self._follow_safely()
        finally:
            self._files.lock.release()

    async def _follow_safely(self) -> None:
        try:
            await self._follow()
        except ServerUnavailable:
            await asyncio.sleep(_PAUSE_SECONDS)
        except BrokenIndex:
            current = self._files.current()
            if current is not None:
                discard(current)
        except (sqlite3.OperationalError, OSError) as error:
            current = self._files.current()
            if current is not None and not current.exists():
                # A reader found it damaged and threw it away while it was in use here.
                return
            # No space, or no right to write: searching goes on without the newest records being indexed.
            self.problem = str(error)
            await asyncio.sleep(_WRITE_PAUSE_SECONDS)

    async def _follow(self) -> None:
        index = await self._blocking(self._open)
        try:
            self.problem = ""
            token = index.meta("token") if index.meta("complete") else None
            try:
                await self._keep_up(index, token)
            except _Lost:
                await self._blocking(index.write, [], meta={"token": None, "complete": False})
        finally:
            await self._blocking(index.close)

    def _open(self) -> TextIndex:
        """The current index when it will do; else a new file, current at once when nothing is better."""
        current = self._files.current()
        shape = self._text.shape()
        if current is not None and current.exists():
            index = TextIndex(current)
            if not index.worn() and _covers(index.meta("shape"), shape):
                return index
            index.close()
        path = self._files.new()
        index = TextIndex(path, create=True)
        index.write([], meta={"shape": shape})
        if current is None or not current.exists():
            self._files.make_current(path)
        return index

    async def _keep_up(self, index: TextIndex, token: Mapping[str, Any] | None) -> None:
        queue: asyncio.Queue[list[Change]] = asyncio.Queue(_QUEUE)
        ready = asyncio.Event()
        pump = asyncio.create_task(self._pump(queue, token, ready))
        try:
            if token is None:
                listening = asyncio.create_task(ready.wait())
                await asyncio.wait([pump, listening], return_when=asyncio.FIRST_COMPLETED)
                listening.cancel()
                if pump.done():
                    pump.result()
                await self._reconcile(index)
                await self._blocking(index.write, [], meta={"complete": True})
                self._files.make_current(index.path)
            self._following = True
            while not index.worn():
                some = await _some(queue)
                if pump.done():
                    pump.result()
                if not index.path.exists():
                    raise BrokenIndex(f"{index.path} is gone")
                if some:
                    await self._take(index, some)
                    self._told()
        finally:
            self._following = False
            self._offered.clear()
            pump.cancel()
            await asyncio.wait([pump])

    async def _pump(
        self, queue: asyncio.Queue[list[Change]], token: Mapping[str, Any] | None, ready: asyncio.Event
    ) -> None:
        async with aclosing(self._changes(resume_after=token, ready=ready)) as changes:
            async for some in changes:
                await queue.put(some)

    async def _take(self, index: TextIndex, some: Sequence[Change]) -> None:
        if any(change.operation == "lost" for change in some):
            raise _Lost
        seen = {change.id: change.version for change in some if change.id is not None}
        found: list[Document] = []
        others: list[ObjectId] = []
        for id, version in seen.items():
            offered = self._offered.pop(id, None)
            if offered is not None and offered["version"] == version:
                found.append(offered)
            else:
                others.append(id)
        known = await self._blocking(index.versions, others) if others else {}
        wanted = [id for id in others if known.get(id) != seen[id]]
        await self._put(index, found, wanted, some[-1].token)

    async def _put(
        self,
        index: TextIndex,
        found: list[Document],
        wanted: Sequence[ObjectId],
        token: Mapping[str, Any] | None = None,
    ) -> None:
        """Index documents, and the records ``wanted`` besides; those that are no more are removed."""
        removed: list[ObjectId] = []
        if wanted:
            more = await self._records.find({"_id": {"$in": list(wanted)}}, projection=PROJECTION)
            present = {document["_id"] for document in more}
            removed = [id for id in wanted if id not in present]
            found = found + more
        await self._blocking(self._write, index, found, removed, token)

    def _write(
        self,
        index: TextIndex,
        found: list[Document],
        removed: list[ObjectId],
        token: Mapping[str, Any] | None,
    ) -> None:
        index.write(list(self._entries(found)), removed=removed, meta={"token": token} if token else None)

    def _entries(self, found: list[Document]) -> Iterator[Entry]:
        for document in found:
            # What slipped in beside the program is no record and must not hold up the others.
            with suppress(LookupError, TypeError, AttributeError):
                yield Entry.of(document, self._text(document))

    async def _reconcile(self, index: TextIndex) -> None:
        """Make the index agree with the records, version by version; memory holds one batch."""
        last: ObjectId | None = None
        batch: dict[ObjectId, int] = {}
        async for document in self._records.stream(
            {}, projection={"version": 1}, sort=[("_id", 1)], batch=_BATCH
        ):
            batch[document["_id"]] = document["version"]
            if len(batch) == _BATCH:
                last = await self._compare(index, last, next(reversed(batch)), batch)
                batch = {}
        await self._compare(index, last, None, batch)

    async def _compare(
        self, index: TextIndex, after: ObjectId | None, to: ObjectId | None, stored: Mapping[ObjectId, int]
    ) -> ObjectId | None:
        known = await self._blocking(index.versions_between, after, to)
        differing = [id for id, version in stored.items() if known.get(id) != version]
        await self._put(index, [], [*differing, *(known.keys() - stored.keys())])
        self._told()
        return to


async def _some(queue: asyncio.Queue[list[Change]]) -> list[Change]:
    """What has come, about a batch at most; nothing when nothing comes for a while."""
    try:
        async with asyncio.timeout(_PAUSE_SECONDS):
            some = list(await queue.get())
    except TimeoutError:
        return []
    while len(some) < _BATCH and not queue.empty():
        some += queue.get_nowait()
    return some


def _covers(old: Mapping[str, list[str]] | None, new: Mapping[str, list[str]]) -> bool:
    """Whether an index that left out ``old`` holds all that is searched when only ``new`` is left out."""
    return old is not None and all(set(left_out) <= set(new.get(kind, ())) for kind, left_out in old.items())
