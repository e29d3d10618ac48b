"""Puts a backup back into an empty archive: all of it, or nothing.

Meanwhile a mark among the migrations keeps everybody else out; a restore that was killed leaves the mark, and
the next one begins anew.
"""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from records.errors import Refused, XuedangError
from records.keep.backup.chain import Chain
from records.keep.backup.compare import Difference, compare
from records.keep.backup.container import AskKey
from records.keep.backup.manifest import Manifest
from records.language import listed, translator
from records.settings import Settings
from records.store import journal, migrations, schema
from records.store.connection import Store, open_store
from records.store.pieces import emptied, in_order, is_empty, put_back
from records.store.whole import whole

tr = translator("records")

#: Pieces that are put in at once: the server works on one while the next is unpacked.
_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and where it differs from the backup: nowhere, unless something is very wrong.

    ``server`` is the address of a shared one, else empty.
    """

    manifest: Manifest
    differences: list[Difference]
    server: str


async def restore(
    settings: Settings,
    path: Path,
    ask: AskKey,
    on_progress: Callable[[int], None] = lambda _: None,
    *,
    moved: bool = False,
) -> Restored:
    """Put the backup of ``path`` back into the archive that the settings name, and compare the two.

    ``on_progress`` is told of documents put back. With ``moved`` the file only carries the archive to another
    server and goes afterwards: the journal says so, and it counts as no backup.

    Raises UnreadableFile, DamagedBackup (found before anything is written), Refused (the archive is not
    empty; a wrong key), NewerArchive, ServerUnavailable, DiskFull;
    then the archive is empty as before.
    """
    chain = await asyncio.to_thread(Chain, path, ask)
    try:
        await asyncio.to_thread(chain.check)
        _refuse_newer(chain.manifest)
        async with open_store(settings, prepared=False) as store:
            _refuse_account(store)
            found = await fill(store, chain, on_progress)
            details: dict[str, Any] = {
                "file": path.name,
                "folder": str(path.absolute().parent),
                "backup": chain.manifest.id,
            }
            if moved:
                details["moved"] = True
            by = store.account or settings.operator or getpass.getuser()
            await journal.note(store, journal.entry("restored", by, journal.now(), **details))
            await migrations.migrate(store.database)
            server = store.server
        return Restored(chain.manifest, found, server.address if server.kind == "shared" else "")
    finally:
        await asyncio.to_thread(chain.close)


async def fill(store: Store, chain: Chain, on_progress: Callable[[int], None]) -> list[Difference]:
    """Put everything into an empty archive as the release that made the backup left it, and compare."""
    manifest = chain.manifest
    if migrations.RESTORING not in await migrations.applied(store.database):
        if not await is_empty(store):
            raise Refused(
                tr("The archive {name} is not empty; nothing was restored.", name=store.database.name),
                hint=tr("Name another data folder (XUEDANG_HOME), or another archive (XUEDANG_ARCHIVE)."),
            )
        await migrations.migrate(store.database, only=manifest.migrations)
    kept = manifest.collections
    async with _alone(store, manifest, kept):
        await put_all(store, chain, in_order(kept), on_progress)
        # An ordinary write waits until all before it are on the disk; only then do reads see all of them.
        await store.database.collection(schema.MIGRATIONS).update_one(
            {"_id": migrations.RESTORING}, {"$set": {"documents": manifest.documents}}
        )
        return await compare(store, chain)


@asynccontextmanager
async def _alone(store: Store, manifest: Manifest, kept: list[str]) -> AsyncIterator[None]:
    """Keep others out; what is put in is taken out again unless all goes well."""
    applied = store.database.collection(schema.MIGRATIONS)
    await applied.update_one(
        {"_id": migrations.RESTORING}, {"$set": {"at": datetime.now(UTC), "backup": manifest.id}}, upsert=True
    )
    # Of a restore that was killed; and an archive that was only looked into has a journal of its own.
    await emptied(store, {*kept, schema.JOURNAL, schema.SEALS, schema.UNSEALED})
    try:
        yield
    except BaseException:
        with suppress(XuedangError):
            await whole(emptied(store, kept))
            await whole(applied.delete_many({"_id": migrations.RESTORING}))
        raise
    # Later releases did to this archive what its documents have not had yet.
    await applied.delete_many({"_id": {"$nin": list(manifest.migrations)}})


async def put_all(
    store: Store, chain: Chain, collections: list[str], on_progress: Callable[[int], None]
) -> None:
    """Put these collections' documents in; durable with the next ordinary write."""
    places = asyncio.Semaphore(_AT_ONCE)
    done = 0

    async def put(collection: str, piece: bytes, documents: int) -> None:
        nonlocal done
        try:
            await whole(put_back(store, collection, piece))
        finally:
            places.release()
        done += documents
        on_progress(done)

    for collection in collections:
        try:
            async with asyncio.TaskGroup() as together:
                for part in chain.manifest.of(collection):
                    await places.acquire()
                    piece = await asyncio.to_thread(chain.read, part)
                    together.create_task(put(collection, piece, part.documents))
        except BaseExceptionGroup as group:
            raise group.exceptions[0] from group


def _refuse_account(store: Store) -> None:
    """An account that could not take out again what it put in must not begin."""
    if not store.client.has(schema.JOURNAL, "remove"):
        raise Refused(
            tr("Only an account with the role restorer puts back a backup; nothing was restored."),
            hint=tr("An admin makes one: `xuedang user add NAME --role restorer`."),
        )


def _refuse_newer(manifest: Manifest) -> None:
    known = {each.name for each in migrations.ALL}
    if unknown := sorted(set(manifest.migrations) - known):
        raise migrations.NewerArchive(
            tr("The backup is of a newer xuedang ({names}).", names=listed(unknown)),
            hint=tr("Use that release, or a later one."),
        )
