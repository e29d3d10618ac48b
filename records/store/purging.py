"""Takes a record out for good: its document, its versions and its files; a tombstone and the journal stay.

The record goes in one transaction, its files after it, piece by piece: they may be large. The tombstone names
them, so that an interrupted purge is ended by the next.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from bson.objectid import ObjectId

from records.store import told
from records.store.connection import Store
from records.store.driver import Document, Session
from records.store.history import CHUNK_SECONDS, Stale


def key_hash(key: str) -> str:
    """What a tombstone keeps of a record's identity in its source: enough to know it again, none to read."""
    return hashlib.sha256(f"xuedang tombstone {key}".encode()).hexdigest()


async def take_out(
    store: Store, record: ObjectId, version: int, tombstone: Document, entry: Document
) -> None:
    """Remove a record that stands in ``version``, with its older versions, all of it or nothing.

    Raises Stale when it stands in another version, ServerUnavailable, Refused.
    """

    async def work(session: Session) -> None:
        if await store.records.delete_many({"_id": record, "version": version}, session=session) != 1:
            raise Stale
        await store.revisions.delete_many({"rec": record}, session=session)
        await store.tombstones.insert_one(tombstone, session=session)
        await told.add(store, store.tombstones, [record], entry, session=session)

    await store.database.transact(work, seconds=CHUNK_SECONDS)


async def files_of(store: Store, record: ObjectId) -> set[ObjectId]:
    """The files that a record has, or had in an older version."""
    now = await store.records.find({"_id": record}, projection={"attachments.file": 1})
    before = await store.revisions.find({"rec": record}, projection={"document.attachments.file": 1})
    documents = [*now, *(row["document"] for row in before)]
    return {each["file"] for row in documents for each in row.get("attachments", ())}


async def named_by_others(store: Store, files: Iterable[ObjectId], record: ObjectId) -> set[ObjectId]:
    """Those of ``files`` that another record has, or had: the same bytes are kept once."""
    wanted = list(files)
    if not wanted:
        return set()
    found: set[ObjectId] = set()
    for collection, field, prefix in (
        (store.records, "_id", ""),
        (store.revisions, "rec", "document."),
    ):
        path = f"{prefix}attachments.file"
        rows = await collection.aggregate(
            [
                {"$match": {path: {"$in": wanted}, field: {"$ne": record}}},
                {"$unwind": f"${prefix}attachments"},
                {"$group": {"_id": f"${path}"}},
            ]
        )
        found |= {row["_id"] for row in rows}
    return found & set(wanted)


async def remove_files(store: Store, files: Sequence[ObjectId], record: ObjectId) -> int:
    """Remove those of ``files`` that no record names; answers how many were there. Run again, the rest."""
    alone = set(files) - await named_by_others(store, files, record)
    removed = 0
    for file in sorted(alone):
        # The pieces last: a file without pieces would be taken for a damaged one, pieces alone are garbage.
        removed += await store.files.delete_many({"_id": file})
        await store.chunks.delete_many({"files_id": file})
    return removed


async def tombstones(
    store: Store, *, ids: Iterable[ObjectId] = (), keys: Iterable[str] = ()
) -> list[Document]:
    """What is left of records that were purged, by identifier or by the hash of their key."""
    ways: list[Document] = [
        {path: {"$in": values}} for path, values in (("_id", list(ids)), ("key", list(keys))) if values
    ]
    return await store.tombstones.find({"$or": ways}) if ways else []
