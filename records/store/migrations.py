"""Migrations: what brings the database up to this release, step by step.

A migration has a name; the set of applied names is kept in the database. Each is written so that running it
again after an interruption does no harm, and its name is recorded only when it is through. MongoDB can't
make an index inside a transaction, so that is what "change and record together" comes down to here.
"""

from __future__ import annotations

import platform
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pymongo import UpdateOne

from records.errors import XuedangError
from records.language import listed, translator
from records.name_order import NAMED, name_order
from records.store import schema
from records.store.driver import Database, Document, Session

tr = translator("records")

#: Stands among the names while a backup is being put back: nobody opens half an archive.
RESTORING = "restoring"

#: Lines of an entry, of about a hundred bytes each.
_TOLD_AT_ONCE = 10_000

Step = Callable[[Database], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Migration:
    """A named change of the database."""

    name: str
    apply: Step


#: Every migration, in the order of this file.
ALL: list[Migration] = []


def migration(name: str) -> Callable[[Step], Step]:
    """Register a function as the next migration. A name is never changed, nor used for another."""

    def register(step: Step) -> Step:
        ALL.append(Migration(name, step))
        return step

    return register


@migration("0001-collections")
async def _collections(database: Database) -> None:
    present = await database.collection_names()
    for name in (
        schema.RECORDS, schema.REVISIONS, schema.JOURNAL, schema.UNSEALED, schema.SEALS,
        schema.KINDS, schema.COUNTERS, schema.BATCHES, schema.LEASES,
    ):  # fmt: skip
        if name not in present:
            await database.create_collection(name)
    nobody = {"holder": "", "until": datetime.fromtimestamp(0, UTC)}
    await database.collection(schema.LEASES).update_one(
        {"_id": "sealer"}, {"$setOnInsert": nobody}, upsert=True
    )


@migration("0002-record-indexes")
async def _record_indexes(database: Database) -> None:
    await database.collection(schema.RECORDS).create_indexes(schema.RECORD_INDEXES)


@migration("0003-history-indexes")
async def _history_indexes(database: Database) -> None:
    for name, indexes in schema.HISTORY_INDEXES.items():
        await database.collection(name).create_indexes(indexes)


@migration("0004-core-validator")
async def _core_validator(database: Database) -> None:
    await schema.set_validator(database)


@migration("0005-open-index")
async def _open_index(database: Database) -> None:
    await database.collection(schema.RECORDS).create_indexes({"open": schema.OPEN_INDEX})


@migration("0006-name-indexes")
async def _name_indexes(database: Database) -> None:
    await database.collection(schema.RECORDS).create_indexes(schema.NAME_INDEXES)


@migration("0007-lists")
async def _lists(database: Database) -> None:
    for name in (schema.LIST_VIEWS, schema.BULK_CHANGES):
        await database.create_collection(name)
    await database.collection(schema.LIST_VIEWS).create_indexes(schema.VIEW_INDEXES)


# No release had an 0008: a name only says which change it is, and numbers need not follow one another.
@migration("0009-name-order")
async def _name_order(database: Database) -> None:
    """The index first: what is saved meanwhile has its keys, what was there before gets them here."""
    records = database.collection(schema.RECORDS)
    await records.create_indexes(schema.ORDER_INDEXES)
    lacking = {"kind": {"$in": sorted(NAMED)}, "order": {"$exists": False}}
    while rows := await records.find(lacking, projection={"kind": 1, "title": 1}, limit=1000):
        changes = []
        for row in rows:
            order = name_order(row["title"], person=row["kind"] == "person")
            # Unless it was renamed meanwhile, which gave it its keys.
            same = {"_id": row["_id"], "title": row["title"]}
            changes.append(UpdateOne(same, {"$set": {"order": order}}))
        await records.bulk_write(changes)


@migration("0010-presence")
async def _presence(database: Database) -> None:
    await database.create_collection(schema.PRESENCE)
    gone: dict[str, Any] = {"expireAfterSeconds": 60}
    await database.collection(schema.PRESENCE).create_indexes(
        {"record": ([("record", 1)], {}), "until": ([("until", 1)], gone)}
    )


@migration("0011-file-indexes")
async def _file_indexes(database: Database) -> None:
    """No account but the administrator's needs the right to make indexes then."""
    await database.collection(schema.FILES).create_indexes(schema.FILE_INDEXES)
    await database.collection(schema.CHUNKS).create_indexes(schema.CHUNK_INDEXES)


@migration("0012-filing")
async def _filing(database: Database) -> None:
    await database.collection(schema.RECORDS).create_indexes(schema.FILING_INDEXES)


@migration("0013-tombstones")
async def _tombstones(database: Database) -> None:
    await database.create_collection(schema.TOMBSTONES)
    await database.collection(schema.TOMBSTONES).create_indexes(schema.TOMBSTONE_INDEXES)


@migration("0014-backup-index")
async def _backup_index(database: Database) -> None:
    await database.collection(schema.JOURNAL).create_indexes(schema.BACKUP_INDEXES)


@migration("0015-told")
async def _told(database: Database) -> None:
    """Let the journal tell the hashes of what is stored and was never told; earlier releases then keep out.

    What waits for a seal gets its hash. Run again, it tells the same again.
    """
    from records.store import journal, told  # they need what opens a database, which needs this

    for row in await database.collection(schema.UNSEALED).find({"hash": {"$exists": False}}):
        entry = await database.collection(schema.JOURNAL).find_one({"_id": row["_id"]})
        if entry is not None:
            change = {"$set": {"hash": journal.hash_of(entry)}}
            await database.collection(schema.UNSEALED).update_one({"_id": row["_id"]}, change)
    place = platform.node()[:64]
    for name in (schema.SEALS, *told.TOLD):
        lines = [
            line
            async for row in database.collection(name).stream({}, sort=[("_id", 1)])
            if (line := told.told_of(name, row)) is not None
        ]
        for start in range(0, len(lines), _TOLD_AT_ONCE):
            entry = journal.entry("told", "xuedang", journal.now(), told=lines[start : start + _TOLD_AT_ONCE])
            entry["from"] = place

            async def work(session: Session, entry: Document = entry) -> None:
                await database.collection(schema.JOURNAL).insert_one(entry, session=session)
                await database.collection(schema.UNSEALED).insert_one(journal.waiting(entry), session=session)

            await database.transact(work)


@migration("0016-restore-index")
async def _restore_index(database: Database) -> None:
    await database.collection(schema.JOURNAL).create_indexes(schema.BACKUP_INDEXES)


class NewerArchive(XuedangError):
    """The archive was opened by a newer release, which changed it in ways this one does not know."""


class HalfRestored(XuedangError):
    """A backup is being put back, or was when somebody pulled the plug."""


async def applied(database: Database) -> set[str]:
    """The names of the migrations this database has had."""
    return {row["_id"] for row in await database.collection(schema.MIGRATIONS).find({})}


async def pending(database: Database) -> list[Migration]:
    """What this database still lacks. Never writes.

    Raises NewerArchive when it has had migrations that this release has never heard of.
    """
    had = await applied(database)
    if RESTORING in had:
        raise HalfRestored(
            tr("Putting back a backup into this archive was begun and has not ended."),
            hint=tr("Wait for it; or, when nobody is at it, run `xuedang restore` again."),
        )
    unknown = had - {each.name for each in ALL}
    if unknown:
        raise NewerArchive(
            tr("This archive was changed by a newer xuedang ({names}).", names=listed(sorted(unknown))),
            hint=tr("Use that release, or a later one."),
        )
    return [each for each in ALL if each.name not in had]


async def migrate(
    database: Database,
    on_progress: Callable[[str], None] | None = None,
    *,
    only: Collection[str] | None = None,
) -> list[str]:
    """Bring the database up to this release; answers the names of what was done.

    ``only`` names the steps to take, of those that are pending.
    """
    done: list[str] = []
    for step in await pending(database):
        if only is not None and step.name not in only:
            continue
        if on_progress is not None:
            on_progress(tr("Preparing the archive: {step}", step=step.name))
        await step.apply(database)
        await database.collection(schema.MIGRATIONS).update_one(
            {"_id": step.name}, {"$setOnInsert": {"at": datetime.now(UTC)}}, upsert=True
        )
        done.append(step.name)
    return done
