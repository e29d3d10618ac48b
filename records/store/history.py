"""Writing a version of a record: compare and swap, keep what it supersedes, tell the journal; all or none.

A revision is a superseded document, whole, as it stood: ``{rec, version, document}``, unique by record and
version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import bson
from bson.objectid import ObjectId
from bson.raw_bson import RawBSONDocument
from pymongo import ReplaceOne

from records.store import journal
from records.store.connection import Store
from records.store.driver import Document, Session

#: A chunk of long texts may take a slow disk a while.
CHUNK_SECONDS = 60.0


class Stale(Exception):
    """The stored version is not the expected one; the caller decides what that means."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A document encoded once: for its size, its hash and the wire."""

    id: ObjectId
    version: int
    data: bytes

    @classmethod
    def of(cls, document: Document) -> Packed:
        return cls(document["_id"], document["version"], bson.encode(document))


@dataclass(frozen=True, slots=True)
class Replacement:
    """A document and the stored one it supersedes, as read."""

    new: Packed
    old: Document


def _revision(old: Document) -> Document:
    return {"_id": ObjectId(), "rec": old["_id"], "version": old["version"], "document": old}


async def write(store: Store, document: Document, *, expected: int, entry: Document) -> None:
    """Store ``document`` over version ``expected`` (0: it is new), with its revision and journal entry.

    Raises Stale, TakenKey, ServerUnavailable; then nothing of it is stored.
    """
    entry |= {"record": document["_id"], "version": document["version"], "hash": journal.hash_of(document)}

    async def work(session: Session) -> None:
        if expected == 0:
            await store.records.insert_one(document, session=session)
        else:
            criteria = {"_id": document["_id"], "version": expected}
            old = await store.records.replace_returning_old(criteria, document, session=session)
            if old is None:
                raise Stale
            await store.revisions.insert_one(_revision(old), session=session)
        await journal.add(store, entry, session=session)

    await store.database.transact(work)


async def write_chunk(
    store: Store, new: Sequence[Packed], replaced: Sequence[Replacement], *, entry: Document
) -> None:
    """Store a chunk of documents in one transaction with one journal entry that carries each one's hash.

    So a chunk gives what single saves give: all of its versions, revisions and the journal entry, or none.
    Raises Stale (one of ``replaced`` was changed meanwhile), TakenKey, ServerUnavailable; then nothing of it
    is stored.
    """
    packed = [*new, *(each.new for each in replaced)]
    hashed = [(each.id, each.version, journal.hash_of(each.data)) for each in packed]
    entry |= {"count": len(hashed), "records": journal.chunk_details(hashed)}
    inserts = [RawBSONDocument(each.data) for each in new]
    swaps: list[Any] = [
        ReplaceOne({"_id": each.new.id, "version": each.old["version"]}, RawBSONDocument(each.new.data))
        for each in replaced
    ]

    async def work(session: Session) -> None:
        if inserts:
            await store.records.insert_many(inserts, session=session)
        if swaps:
            if await store.records.bulk_write(swaps, session=session) != len(swaps):
                raise Stale
            await store.revisions.insert_many([_revision(each.old) for each in replaced], session=session)
        await journal.add(store, entry, session=session)

    await store.database.transact(work, seconds=CHUNK_SECONDS)


async def revisions(store: Store, record: ObjectId) -> list[Document]:
    """The superseded documents of a record, newest first."""
    rows = await store.revisions.find({"rec": record}, sort=[("version", -1)])
    return [row["document"] for row in rows]


async def revision(store: Store, record: ObjectId, version: int) -> Document | None:
    """One version of a record, the current one included; None when there never was such a version."""
    current = await store.records.find_one({"_id": record, "version": version})
    if current is not None:
        return current
    row = await store.revisions.find_one({"rec": record, "version": version})
    return row["document"] if row else None
