"""The journal: what was done, when, by whom. Entries are only ever added.

An entry is made in the transaction of the write it tells of, and carries the hash of what was written. A
bulk chunk has one entry with the hash of each of its records. ``sealing.py`` binds entries into a chain
afterwards, so that writers never wait for each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import bson
from bson.objectid import ObjectId

from records.store.connection import Store
from records.store.driver import Document, Session


def now() -> datetime:
    """The present (UTC) as exactly as MongoDB keeps it: milliseconds."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def hash_of(document: Mapping[str, Any] | bytes) -> bytes:
    """SHA-256 of a document's BSON, which is the same for what is written and what is read back."""
    return hashlib.sha256(document if isinstance(document, bytes) else bson.encode(document)).digest()


def entry(action: str, by: str, at: datetime, **details: Any) -> Document:
    """A journal entry; its identifier is made here, so that a repeated write can't make two."""
    return {"_id": ObjectId(), "at": at, "by": by, "action": action} | {
        key: value for key, value in details.items() if value not in (None, "")
    }


async def add(store: Store, new: Document, *, session: Session) -> None:
    """Add an entry inside the transaction of the write it tells of."""
    await store.journal.insert_one(new, session=session)
    await store.unsealed.insert_one({"_id": new["_id"]}, session=session)


async def latest(store: Store, *, record: ObjectId | None = None, limit: int = 100) -> list[Document]:
    """The newest entries, of one record or of all."""
    criteria: Document = {} if record is None else {"record": record}
    return await store.journal.find(criteria, sort=[("_id", -1)], limit=limit)


def chunk_details(records: Sequence[tuple[ObjectId, int, bytes]]) -> list[Document]:
    """What a bulk entry says of each record: identifier, version, hash."""
    return [{"r": record, "v": version, "h": digest} for record, version, digest in records]
