"""Moves the embedded server's data to another major version of ``mongod``, which can't read the old files.

Every archive of the folder is backed up under the old server, put back under the new one in a database beside
it, and compared; then the new one takes the place of the old, which is kept. Until then the old one stands.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from records.errors import DiskFull, Refused, ServerUnavailable, XuedangError
from records.home_paths import DATABASE, SEARCH, SERVER_FACTS
from records.keep.backup.make import write
from records.keep.backup.restore import restore
from records.keep.backup.secrecy import Key
from records.language import translator
from records.settings import Settings
from records.store import mongod, moving, schema
from records.store.connection import open_store
from records.store.embedded import LEAST_FREE_BYTES, EmbeddedServer, clear_place
from records.store.mongod import Binary
from records.store.whole import whole

tr = translator("records")

#: Told the name of the archive that is worked on, and documents put back.
Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """``archives``: the documents of each; ``kept``: where the old database lies now."""

    old: str
    new: str
    archives: Mapping[str, int]
    kept: Path


async def upgrade_server(
    settings: Settings,
    *,
    old: Path | None = None,
    new: Path | None = None,
    on_progress: Progress = lambda name, done: None,
) -> Moved:
    """Move all data of the settings' folder from the ``mongod`` that wrote them to another.

    ``old`` and ``new`` are programs, by default what is found here. Raises Refused (a shared server, somebody
    is in the folder, what was put back differs), ServerUnavailable (no such program), DiskFull. Then, and
    when it is killed, everything is as before.
    """
    home = settings.home
    if settings.uri:
        raise Refused(
            tr("A shared server is upgraded by whoever looks after it."),
            hint=tr("Without MONGODB_URI this is about the embedded server of the data folder."),
        )
    if not (home / DATABASE / "WiredTiger").exists():
        raise Refused(tr("There is no database in {folder}.", folder=home))
    with moving.alone(home):
        await asyncio.to_thread(clear_place, home)
        before, after = await asyncio.to_thread(_programs, home, old, new)
        await asyncio.to_thread(_refuse_small_disk, home)
        try:
            archives = await _move_all(settings, before, after, on_progress)
        except BaseException:
            await whole(asyncio.to_thread(clear_place, home))
            raise
        name = f"{DATABASE}-{before.major}-{datetime.now():%Y%m%d-%H%M%S}"
        # The text index is made again; it knows the old server's changes only.
        await asyncio.to_thread(shutil.rmtree, home / SEARCH, ignore_errors=True)
        await whole(asyncio.to_thread(moving.decide, home, name))
    return Moved(before.version, after.version, archives, home / name)


async def _move_all(
    settings: Settings, before: Binary, after: Binary, on_progress: Progress
) -> dict[str, int]:
    """All archives into the new folder; no server runs afterwards."""
    home, place = settings.home, moving.place(settings.home)
    moved = {}
    async with AsyncExitStack() as servers:
        await servers.enter_async_context(_running(EmbeddedServer(home, binaries=[before.path], moving=True)))
        await servers.enter_async_context(_running(EmbeddedServer(place, binaries=[after.path])))
        for name in await _archives(settings):
            there, file = replace(settings, database=name), place / "archive.xdb"
            async with open_store(there, prepared=False, moving=True) as store:
                made = await write(store, settings.operator or "", file)
            progress = partial(on_progress, name)
            found = await restore(replace(there, home=place), file, _no_key, progress, moved=True)
            if found.differences:
                raise Refused(
                    tr("What was put back differs: {what}", what="; ".join(map(str, found.differences[:3]))),
                    hint=tr("Nothing was changed. Please report it."),
                )
            file.unlink()
            moved[name] = made.documents
    return moved


@asynccontextmanager
async def _running(server: EmbeddedServer) -> AsyncIterator[None]:
    await whole(asyncio.to_thread(server.join))
    try:
        yield
    finally:
        await whole(asyncio.to_thread(server.leave))


async def _archives(settings: Settings) -> list[str]:
    async with open_store(settings, prepared=False, moving=True) as store:
        names = await store.database.archives()
        return [
            name
            for name in names
            if schema.MIGRATIONS in await store.database.beside(name).collection_names()
        ]


def _programs(home: Path, old: Path | None, new: Path | None) -> tuple[Binary, Binary]:
    """The program that wrote the data, and the one that they go to."""
    after = mongod.find_binary([new] if new else None)
    facts = home / SERVER_FACTS
    major = json.loads(facts.read_text(encoding="utf-8")).get("major") if facts.exists() else after.major
    for path in [old] if old else mongod.candidates():
        try:
            found = mongod.find_binary([path])
        except XuedangError:
            continue
        if found.major == major:
            return found, after
    raise ServerUnavailable(
        tr(
            "No mongod {major} was found, which alone can read the data in {folder}.",
            major=major,
            folder=home,
        ),
        hint=tr(
            "Name one with --old; or restore a backup into a new data folder: "
            "with XUEDANG_HOME=FOLDER before it, `xuedang restore FILE`"
        ),
    )


def _refuse_small_disk(home: Path) -> None:
    """It takes the database once more, and its backup, which is smaller."""
    size = sum(each.stat().st_size for each in (home / DATABASE).rglob("*") if each.is_file())
    needed, free = 2 * size + LEAST_FREE_BYTES, shutil.disk_usage(home).free
    if free < needed:
        raise DiskFull(
            tr("Only {free} MB are left on the disk that holds {folder}.", free=free // 1024**2, folder=home),
            hint=tr("{needed} MB are needed; nothing was changed.", needed=needed // 1024**2 + 1),
        )


def _no_key(wrapped: bytes) -> Key:
    raise AssertionError("it was written a moment ago, without a key")
