"""Writing a version of a record: compare and swap, keep what it supersedes, tell the journal; all or none.

A revision is a superseded document, whole, as it stood: ``{rec, version, document}``, unique by record and
version.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from typing import Any

import bson
from bson.codec_options import DEFAULT_CODEC_OPTIONS, CodecOptions
from bson.errors import BSONError
from bson.objectid import ObjectId
from bson.raw_bson import RawBSONDocument
from pymongo import ReplaceOne
from pymongo.errors import PyMongoError

from records.store import journal, schema, told
from records.store.connection import Store
from records.store.driver import Document, Session
from records.store.driver_errors import ours, too_large

#: A chunk of long texts may take a slow disk a while.
CHUNK_SECONDS = 60.0
#: MongoDB takes 16 MB; a revision is a little larger than the document that it keeps.
_MOST_BYTES = 16 * 1024 * 1024 - 64 * 1024


class Stale(Exception):
    """The stored version is not the expected one; the caller decides what that means."""


class OtherStale(Stale):
    """So it is with a document that was to be written along with another."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A document encoded once: for its size, its hash and the wire."""

    document: Document
    data: bytes

    @property
    def id(self) -> ObjectId:
        found: ObjectId = self.document["_id"]
        return found

    @property
    def version(self) -> int:
        return int(self.document["version"])

    @classmethod
    def of(cls, document: Document, codec: CodecOptions[Document] = DEFAULT_CODEC_OPTIONS) -> Packed:
        """Raises Refused for a document that can't be stored. ``codec`` knows the types of its values."""
        try:
            data = bson.encode(document, codec_options=codec)
        except (PyMongoError, BSONError, UnicodeEncodeError, OverflowError):
            # Once more, for the right words: they cost as much as a small document, and few need them.
            with ours():
                data = bson.encode(document, codec_options=codec)
        if len(data) > _MOST_BYTES:
            raise too_large()
        return cls(document, data)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A document and the stored one it supersedes, as read."""

    new: Packed
    old: Document


def plain(document: Document) -> Document:
    """A document as it comes back from the database. Raises Refused for one that can't be stored."""
    with ours():
        return bson.decode(bson.encode(document))


def _revision(old: Document) -> Document:
    return {"_id": ObjectId(), "rec": old["_id"], "version": old["version"], "document": old}


async def write(
    store: Store,
    packed: Packed,
    *,
    expected: int,
    entry: Document,
    over_void: bool = False,
    along: tuple[Replacement, Document] | None = None,
) -> None:
    """Store a document over version ``expected`` (0: it is new), with its revision and journal entry.

    ``along`` is another one that is replaced in the same transaction, with its own journal entry. Raises
    Stale (also for a filed one, and for a void one unless ``over_void``), OtherStale for the one along,
    TakenKey, ServerUnavailable; then nothing of it is stored.
    """
    entry |= {"record": packed.id, "version": packed.version, "hash": journal.hash_of(packed.data)}
    if store.records.passes_validator:
        schema.check_core(packed.document)
    document = RawBSONDocument(packed.data)
    criteria: Document = {"_id": packed.id, "version": expected, "archive.item": {"$exists": False}}
    if not over_void:
        criteria["status"] = {"$ne": "void"}

    async def work(session: Session) -> None:
        if along is not None:
            await _replace(store, *along, session=session)
        old: Document = {}
        if expected == 0:
            await store.records.insert_one(document, session=session)
        else:
            found = await store.records.replace_returning_old(criteria, document, session=session)
            if found is None:
                raise Stale
            old = found
            await store.revisions.insert_one(_revision(old), session=session)
        await _tell(store, entry, told.files_in(packed.document) - told.files_in(old), session=session)

    await store.database.transact(work)


async def _tell(store: Store, entry: Document, files: Set[ObjectId], *, session: Session) -> None:
    """Add the entry of a write; it tells of the files that records name now and did not before."""
    if files:
        await told.add(store, store.files, files, entry, session=session)
    else:
        await journal.add(store, entry, session=session)


async def _replace(store: Store, other: Replacement, entry: Document, *, session: Session) -> None:
    told = entry | {
        "record": other.new.id,
        "version": other.new.version,
        "hash": journal.hash_of(other.new.data),
    }
    criteria = {"_id": other.new.id, "version": other.old["version"]}
    data = RawBSONDocument(other.new.data)
    if await store.records.replace_returning_old(criteria, data, session=session) is None:
        raise OtherStale
    await store.revisions.insert_one(_revision(other.old), session=session)
    await journal.add(store, told, session=session)


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
    if store.records.passes_validator:
        for each in packed:
            schema.check_core(each.document)
    files = set().union(*(told.files_in(each.document) for each in new))
    files |= set().union(*(told.files_in(each.new.document) - told.files_in(each.old) for each in replaced))
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
        await _tell(store, entry, files, session=session)

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
