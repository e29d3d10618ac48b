"""Makes a backup: every document of one moment, while others write; or only what an earlier one lacks.

The collections are cut into parts of a thousand documents. A further backup cuts at the same identifiers and
keeps only the parts that differ; its manifest lists all of them, so it is as complete as the first one is as
long as the files between are there.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records import VERSION
from records.errors import XuedangError
from records.keep.backup.container import Writing
from records.keep.backup.manifest import FORMAT, Head, Manifest, Part, first_of, ranges
from records.keep.backup.secrecy import Lock
from records.language import translator
from records.store import journal, schema
from records.store.connection import Store
from records.store.pieces import Moment, count_of, first_id, moment

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: Parts that are read ahead while one is being packed.
_AHEAD = 3
#: Told after each part: documents read so far.
Progress = Callable[[int], None]


class Cancelled(XuedangError):
    """The user stopped it; nothing is left behind."""


async def back_up(
    archive: Archive,
    path: Path,
    *,
    base: Manifest | None = None,
    lock: Lock | None = None,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Manifest:
    """Write the archive as it stands now to ``path``; what others do meanwhile is not in it.

    With ``base``, a backup whose file lies in the same folder, only what that lacks is written. The journal
    tells of it. Raises UsageFault (the file is there), DiskFull, Refused (also to an account that may not
    edit), ServerUnavailable, Cancelled; then no file is left behind, unless it was whole and only the entry
    in the journal could not be made.
    """
    archive.demand("edit")
    manifest = await write(archive.store, archive.operator, path, base, lock, on_progress, cancelled)
    details: dict[str, Any] = {"file": path.name, "folder": str(path.parent), "backup": manifest.id}
    details["documents"] = manifest.documents
    if manifest.head is not None:
        details["head"] = {"seal": manifest.head.seal, "root": manifest.head.root}
    await journal.note(archive.store, journal.entry("backup", archive.operator, journal.now(), **details))
    return manifest


async def write(
    store: Store,
    operator: str,
    path: Path,
    base: Manifest | None = None,
    lock: Lock | None = None,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Manifest:
    """As ``back_up``, of an archive as it is, also of one that is not prepared for this release; untold."""
    writing = await asyncio.to_thread(Writing, path, lock)
    try:
        async with moment(store) as now:
            run = _Run(store, operator, now, writing, base, on_progress or (lambda _: None), cancelled)
            manifest = await run.all()
        await asyncio.to_thread(writing.finish, manifest)
    except BaseException:
        await asyncio.to_thread(writing.give_up)
        raise
    return manifest


@dataclass
class _Run:
    """One backup under way."""

    store: Store
    operator: str
    now: Moment
    writing: Writing
    base: Manifest | None
    on_progress: Progress
    cancelled: Callable[[], bool]
    id: str = field(default_factory=lambda: str(ObjectId()))
    parts: list[Part] = field(default_factory=list)
    read: int = 0

    async def all(self) -> Manifest:
        # The first question fixes the moment that all others are answered of.
        done = sorted(row["_id"] for row in await self.now.all(schema.MIGRATIONS))
        seal = await self.now.find_one(schema.SEALS, "_id")
        waiting = len(await self.now.all(schema.UNSEALED))
        for collection in self.now.collections:
            if collection != schema.MIGRATIONS:  # their names are all there is to them
                await self._collection(collection)
        files = {self.id: self.writing.path.name}
        if self.base is not None:
            used = {part.backup for part in self.parts}
            files |= {each: name for each, name in self.base.files.items() if each in used}
        return Manifest(
            format=FORMAT,
            id=self.id,
            archive=self.store.database.name,
            made=datetime.now(UTC),
            by=self.operator,
            program=VERSION,
            server=self.store.server.version,
            migrations=tuple(done),
            head=Head(seal["_id"], seal["root"].hex()) if seal else None,
            unsealed=waiting,
            parts=tuple(self.parts),
            files=files,
        )

    async def _collection(self, collection: str) -> None:
        """Its pieces, each packed while the next are read."""
        queue: asyncio.Queue[tuple[bytes, Part | None] | None] = asyncio.Queue(_AHEAD)

        async def fetch() -> None:
            async for piece, before in self._pieces(collection):
                await queue.put((piece, before))
            await queue.put(None)

        async def pack() -> None:
            number = 0
            while (found := await queue.get()) is not None:
                if self.cancelled():
                    raise Cancelled(tr("The backup was stopped; no file was left behind."))
                number += 1
                part = await asyncio.to_thread(self._part, collection, number, *found)
                self.parts.append(part)
                self.read += part.documents
                self.on_progress(self.read)

        try:
            async with asyncio.TaskGroup() as together:
                together.create_task(fetch())
                together.create_task(pack())
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from group

    async def _pieces(self, collection: str) -> AsyncIterator[tuple[bytes, Part | None]]:
        """The documents, piece by piece; with the part of ``base`` that the piece may be the same as."""
        known = ranges(self.base.of(collection)) if self.base is not None else []
        if not known:
            async with aclosing(self.now.pieces(collection)) as found:
                async for piece in found:
                    yield piece, None
            return
        for at, (part, before) in enumerate(known):
            first = None if at == 0 else part.first_id
            async with aclosing(self.now.pieces(collection, first=first, before=before)) as found:
                async for piece in found:
                    yield piece, part

    def _part(self, collection: str, number: int, piece: bytes, before: Part | None) -> Part:
        digest = hashlib.sha256(piece).hexdigest()
        if before is not None and before.sha256 == digest:
            return before
        first, documents = first_of(first_id(piece)), count_of(piece)
        part = Part(collection, number, first, documents, len(piece), digest, "", self.id)
        kept = self.writing.add(part.member, piece)
        return Part(collection, number, first, documents, len(piece), digest, kept, self.id)
