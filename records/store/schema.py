"""What the database is made of: the names of its collections, its indexes, the core validator.

``migrations.py`` brings it about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from records.name_order import NAMED
from records.store.driver import Database
from records.store.driver_errors import no_record

RECORDS, REVISIONS, JOURNAL, UNSEALED, SEALS = "records", "revisions", "journal", "unsealed", "seals"
KINDS, COUNTERS, BATCHES, MIGRATIONS, LEASES = "kinds", "counters", "batches", "migrations", "leases"
FILES, CHUNKS = "fs.files", "fs.chunks"
#: Saved views of lists, and changes of many records at once, which can be taken back.
LIST_VIEWS, BULK_CHANGES = "list_views", "bulk_changes"
#: Who is editing what right now: notes that run out by themselves.
PRESENCE = "presence"
#: What is left of records that were purged: who they were, and what must not come in again.
TOMBSTONES = "tombstones"

#: All of them.
COLLECTIONS = frozenset(
    (
        RECORDS,
        REVISIONS,
        JOURNAL,
        UNSEALED,
        SEALS,
        KINDS,
        COUNTERS,
        BATCHES,
        MIGRATIONS,
        LEASES,
        FILES,
        CHUNKS,
    )
) | {LIST_VIEWS, BULK_CHANGES, PRESENCE, TOMBSTONES}

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

#: The backups in the journal and their being put back, of which it has few: the last is asked for often.
BACKUP_INDEXES: Mapping[str, tuple[list[tuple[str, int]], dict[str, Any]]] = {
    name: ([("action", 1), ("_id", -1)], {"partialFilterExpression": {"action": action}})
    for name, action in (("backups", "backup"), ("restores", "restored"))
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
        raise no_record()


async def set_validator(database: Database, validator: Mapping[str, Any] = CORE) -> None:
    """Let the database refuse what is no record."""
    await database.command({"collMod": RECORDS, "validator": dict(validator), "validationLevel": "strict"})


async def guard_records(database: Database) -> None:
    """Where there are accounts: one that may only insert, inserts papers only. Needs an administrator."""
    answer = await database.command({"listCollections": 1, "filter": {"name": RECORDS}})
    (options,) = [row["options"] for row in answer["cursor"]["firstBatch"]]
    if options.get("validator") != GUARDED:
        await set_validator(database, GUARDED)


async def mend(database: Database, *, guarded: bool) -> None:
    """Make indexes and the validator again that somebody took away. Raises Refused for an index that differs.

    ``guarded``: where there are accounts, whose validator asks for more.
    """
    for name, indexes in INDEXES.items():
        await database.collection(name).create_indexes(indexes)
    await set_validator(database, GUARDED if guarded else CORE)
