"""What the database is made of: collections, indexes, the core validator; brought about by migrations.

A migration has a name; the set of applied names is kept in ``migrations``. Each is written so that running
it again after an interruption does no harm, and its name is recorded only when it is through. MongoDB can't
make an index inside a transaction, so that is what "change and record together" comes down to here.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pymongo import UpdateOne

from records.errors import Refused, XuedangError
from records.language import translator
from records.people.name_order import NAMED, name_order
from records.store.driver import Database

tr = translator("records")

RECORDS, REVISIONS, JOURNAL, UNSEALED, SEALS = "records", "revisions", "journal", "unsealed", "seals"
KINDS, COUNTERS, BATCHES, MIGRATIONS, LEASES = "kinds", "counters", "batches", "migrations", "leases"
FILES, CHUNKS = "fs.files", "fs.chunks"
#: Saved views of lists, and changes of many records at once, which can be taken back.
LIST_VIEWS, BULK_CHANGES = "list_views", "bulk_changes"
#: Who is editing what right now: notes that run out by themselves.
PRESENCE = "presence"
#: What is left of records that were purged: who they were, and what must not come in again.
TOMBSTONES = "tombstones"
#: Stands among the migrations while a backup is being put back: nobody opens half an archive.
RESTORING = "restoring"

#: index name -> keys and options. Names are part of the contract: ``aggregate`` takes them as hints.
#: Those that serve lists end in the status, so that leaving out the void records needs no document.
RECORD_INDEXES: Mapping[str, tuple[list[tuple[str, int]], dict[str, Any]]] = {
    "date": ([("date.start", -1), ("_id", -1), ("status", 1)], {}),
    "kind_date": ([("kind", 1), ("date.start", -1), ("_id", -1), ("status", 1)], {}),
    "unit_date": ([("unit", 1), ("date.start", -1), ("_id", -1), ("status", 1)], {}),
    "person_date": ([("people.person", 1), ("date.start", -1), ("_id", -1), ("status", 1)], {}),
    "updated": ([("updated.at", -1), ("_id", -1)], {}),
    "no": ([("no", 1)], {"unique": True, "sparse": True}),
    "origin_key": ([("origin.key", 1)], {"unique": True, "sparse": True}),
    "unique": ([("unique", 1)], {"unique": True, "sparse": True}),
    "batch": ([("origin.batch", 1)], {"sparse": True}),
    # Only people and units have keys, so that this index holds nobody else.
    "keys": ([("keys", 1)], {"sparse": True}),
}

#: Few records are drafts or wait for approval, in an archive however long; their lists ask for no others.
OPEN_INDEX: tuple[list[tuple[str, int]], dict[str, Any]] = (
    [("status", 1), ("date.start", -1), ("_id", -1)],
    {"partialFilterExpression": {"status": {"$in": ["draft", "submitted"]}}},
)

_OF_NAMED: Mapping[str, Any] = {"partialFilterExpression": {"kind": {"$in": sorted(NAMED)}}}
#: The names of people and units, to be looked through without reading a record, and listed in order.
NAME_INDEXES: Mapping[str, tuple[list[tuple[str, int]], dict[str, Any]]] = {
    "names": (
        [("kind", 1), ("title", 1), ("_id", 1), ("status", 1)],
        dict(_OF_NAMED),
    ),
    "former_names": ([("fields.former_names", 1)], {"sparse": True}),
    "aliases": ([("fields.aliases", 1)], {"sparse": True}),
}

#: They in the order of pinyin, and of strokes.
ORDER_INDEXES: Mapping[str, tuple[list[tuple[str, int]], dict[str, Any]]] = {
    f"order_{way}": ([("kind", 1), (f"order.{way}", 1), ("_id", 1), ("status", 1)], dict(_OF_NAMED))
    for way in ("pinyin", "stroke")
}

#: Archival codes, the year that they are of, and what corrects a filed record.
FILING_INDEXES: Mapping[str, tuple[list[tuple[str, int]], dict[str, Any]]] = {
    "filed_code": ([("archive.code", 1)], {"unique": True, "sparse": True}),
    "filed_year": ([("archive.year", 1), ("archive.item", 1)], {"sparse": True}),
    "corrects": ([("corrects", 1)], {"sparse": True}),
}

#: The backups in the journal, which has few of them: the last one is asked for often.
BACKUP_INDEXES: Mapping[str, tuple[list[tuple[str, int]], dict[str, Any]]] = {
    "backups": ([("action", 1), ("_id", -1)], {"partialFilterExpression": {"action": "backup"}})
}

HISTORY_INDEXES: Mapping[str, Mapping[str, tuple[list[tuple[str, int]], dict[str, Any]]]] = {
    REVISIONS: {"rev": ([("rec", 1), ("version", -1)], {"unique": True})},
    JOURNAL: {
        "record": ([("record", 1), ("_id", 1)], {"sparse": True}),
        "batch": ([("batch", 1), ("_id", 1)], {"sparse": True}),
    },
    SEALS: {"entry": ([("entries.id", 1)], {})},
    FILES: {"sha256": ([("metadata.sha256", 1)], {"unique": True})},
}

VIEW_INDEXES: Mapping[str, tuple[list[tuple[str, int]], dict[str, Any]]] = {
    "name": ([("name", 1)], {"unique": True, "partialFilterExpression": {"name": {"$exists": True}}})
}

TOMBSTONE_INDEXES: Mapping[str, tuple[list[tuple[str, int]], dict[str, Any]]] = {
    "no": ([("no", 1)], {"sparse": True}),
    "key": ([("key", 1)], {"sparse": True}),
}

#: GridFS would make these with the first file, if its account may make indexes.
FILE_INDEXES: Mapping[str, tuple[list[tuple[str, int]], dict[str, Any]]] = {
    "filename_1_uploadDate_1": ([("filename", 1), ("uploadDate", 1)], {})
}
CHUNK_INDEXES: Mapping[str, tuple[list[tuple[str, int]], dict[str, Any]]] = {
    "files_id_1_n_1": ([("files_id", 1), ("n", 1)], {"unique": True})
}

#: All of them: collection -> index name -> keys and options. `verify` looks whether they are there.
INDEXES: Mapping[str, Mapping[str, tuple[list[tuple[str, int]], dict[str, Any]]]] = {
    RECORDS: {**RECORD_INDEXES, "open": OPEN_INDEX, **NAME_INDEXES, **ORDER_INDEXES, **FILING_INDEXES},
    **HISTORY_INDEXES,
    JOURNAL: {**HISTORY_INDEXES[JOURNAL], **BACKUP_INDEXES},
    LIST_VIEWS: VIEW_INDEXES,
    TOMBSTONES: TOMBSTONE_INDEXES,
    CHUNKS: CHUNK_INDEXES,
}

#: What every record has, whatever its kind. Kinds are open, so nothing is said about ``fields``.
CORE: Mapping[str, Any] = {
    "$jsonSchema": {
        "bsonType": "object",
        "required": ["_id", "kind", "title", "status", "version", "schema", "fields", "created", "updated"],
        "properties": {
            "_id": {"bsonType": "objectId"},
            "kind": {"bsonType": "string", "minLength": 1},
            "no": {"bsonType": "string", "minLength": 1},
            "title": {"bsonType": "string"},
            "status": {"enum": ["draft", "submitted", "verified", "void"]},
            "version": {"bsonType": ["int", "long"], "minimum": 1},
            "schema": {"bsonType": ["int", "long"], "minimum": 1},
            "fields": {"bsonType": "object"},
            "unit": {"bsonType": "objectId"},
            "date": {"bsonType": "object", "required": ["start", "end", "precision"]},
            "people": {
                "bsonType": "array",
                "items": {"bsonType": "object", "required": ["person"]},
            },
        },
    }
}


#: What an account without the right to pass by the validator may put among the records, where there are
#: accounts: papers that were made, in their first version (docs/adr/secretary-inserts-papers.md).
GUARDED: Mapping[str, Any] = {"$and": [CORE, {"kind": "issued_document", "version": 1}]}
_REQUIRED = tuple(CORE["$jsonSchema"]["required"])


def check_core(document: Mapping[str, Any]) -> None:
    """What the validator asks of every record, of one that passes it by. Raises Refused."""
    lacking = [name for name in _REQUIRED if document.get(name) is None]
    if lacking or document["status"] not in CORE["$jsonSchema"]["properties"]["status"]["enum"]:
        raise Refused(tr("The server refused a document that lacks what every record must have."))


@dataclass(frozen=True, slots=True)
class Migration:
    """A named change. Names are never reused, and their order is the order of this file."""

    name: str
    apply: Callable[[Database], Awaitable[None]]


async def _collections(database: Database) -> None:
    present = await database.collection_names()
    for name in (RECORDS, REVISIONS, JOURNAL, UNSEALED, SEALS, KINDS, COUNTERS, BATCHES, LEASES):
        if name not in present:
            await database.create_collection(name)
    nobody = {"holder": "", "until": datetime.fromtimestamp(0, UTC)}
    await database.collection(LEASES).update_one({"_id": "sealer"}, {"$setOnInsert": nobody}, upsert=True)


async def _record_indexes(database: Database) -> None:
    await database.collection(RECORDS).create_indexes(RECORD_INDEXES)


async def _history_indexes(database: Database) -> None:
    for name, indexes in HISTORY_INDEXES.items():
        await database.collection(name).create_indexes(indexes)


async def _core_validator(database: Database) -> None:
    await database.command({"collMod": RECORDS, "validator": dict(CORE), "validationLevel": "strict"})


async def guard_records(database: Database) -> None:
    """Where there are accounts: one that may only insert, inserts papers only. Needs an administrator."""
    answer = await database.command({"listCollections": 1, "filter": {"name": RECORDS}})
    (options,) = [row["options"] for row in answer["cursor"]["firstBatch"]]
    if options.get("validator") != GUARDED:
        await database.command({"collMod": RECORDS, "validator": dict(GUARDED), "validationLevel": "strict"})


async def _open_index(database: Database) -> None:
    await database.collection(RECORDS).create_indexes({"open": OPEN_INDEX})


async def _name_indexes(database: Database) -> None:
    await database.collection(RECORDS).create_indexes(NAME_INDEXES)


async def _lists(database: Database) -> None:
    for name in (LIST_VIEWS, BULK_CHANGES):
        await database.create_collection(name)
    await database.collection(LIST_VIEWS).create_indexes(VIEW_INDEXES)


async def _name_order(database: Database) -> None:
    """The index first: what is saved meanwhile has its keys, what was there before gets them here."""
    records = database.collection(RECORDS)
    await records.create_indexes(ORDER_INDEXES)
    lacking = {"kind": {"$in": sorted(NAMED)}, "order": {"$exists": False}}
    while rows := await records.find(lacking, projection={"kind": 1, "title": 1}, limit=1000):
        changes = []
        for row in rows:
            order = name_order(row["title"], person=row["kind"] == "person")
            # Unless it was renamed meanwhile, which gave it its keys.
            same = {"_id": row["_id"], "title": row["title"]}
            changes.append(UpdateOne(same, {"$set": {"order": order}}))
        await records.bulk_write(changes)


async def _presence(database: Database) -> None:
    await database.create_collection(PRESENCE)
    gone: dict[str, Any] = {"expireAfterSeconds": 60}
    await database.collection(PRESENCE).create_indexes(
        {"record": ([("record", 1)], {}), "until": ([("until", 1)], gone)}
    )


async def _file_indexes(database: Database) -> None:
    """No account but the administrator's needs the right to make indexes then."""
    await database.collection(FILES).create_indexes(FILE_INDEXES)
    await database.collection(CHUNKS).create_indexes(CHUNK_INDEXES)


async def _filing(database: Database) -> None:
    await database.collection(RECORDS).create_indexes(FILING_INDEXES)


async def _tombstones(database: Database) -> None:
    await database.create_collection(TOMBSTONES)
    await database.collection(TOMBSTONES).create_indexes(TOMBSTONE_INDEXES)


async def _backup_index(database: Database) -> None:
    await database.collection(JOURNAL).create_indexes(BACKUP_INDEXES)


MIGRATIONS_IN_ORDER: tuple[Migration, ...] = (
    Migration("0001-collections", _collections),
    Migration("0002-record-indexes", _record_indexes),
    Migration("0003-history-indexes", _history_indexes),
    Migration("0004-core-validator", _core_validator),
    Migration("0005-open-index", _open_index),
    Migration("0006-name-indexes", _name_indexes),
    Migration("0007-lists", _lists),
    Migration("0009-name-order", _name_order),
    Migration("0010-presence", _presence),
    Migration("0011-file-indexes", _file_indexes),
    Migration("0012-filing", _filing),
    Migration("0013-tombstones", _tombstones),
    Migration("0014-backup-index", _backup_index),
)


async def mend(database: Database) -> None:
    """Make indexes and the validator again that somebody took away. Raises Refused for one that differs."""
    for name, indexes in INDEXES.items():
        await database.collection(name).create_indexes(indexes)
    await _core_validator(database)


class NewerArchive(XuedangError):
    """The archive was opened by a newer release, which changed it in ways this one does not know."""


class HalfRestored(XuedangError):
    """A backup is being put back, or was when somebody pulled the plug."""


async def applied(database: Database) -> set[str]:
    """The names of the migrations this database has had."""
    return {row["_id"] for row in await database.collection(MIGRATIONS).find({})}


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
    unknown = had - {migration.name for migration in MIGRATIONS_IN_ORDER}
    if unknown:
        raise NewerArchive(
            tr("This archive was changed by a newer xuedang ({names}).", names=", ".join(sorted(unknown))),
            hint=tr("Use that release, or a later one."),
        )
    return [migration for migration in MIGRATIONS_IN_ORDER if migration.name not in had]


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
    for migration in await pending(database):
        if only is not None and migration.name not in only:
            continue
        if on_progress is not None:
            on_progress(tr("Preparing the archive: {step}", step=migration.name))
        await migration.apply(database)
        await database.collection(MIGRATIONS).update_one(
            {"_id": migration.name}, {"$setOnInsert": {"at": datetime.now(UTC)}}, upsert=True
        )
        done.append(migration.name)
    return done
