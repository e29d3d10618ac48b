"""The journal: what was done, when, by whom. Entries are only ever added.

An entry is made in the transaction of the write it tells of, and carries the hash of what was written. A
bulk chunk has one entry with the hash of each of its records. ``sealing.py`` binds entries into a chain
afterwards, so that writers never wait for each other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence, Set
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import bson
from bson.objectid import ObjectId

from records.store.driver import Document, Session

if TYPE_CHECKING:
    from records.store.connection import Store

#: A bulk entry is made so soon after the moment that it bears.
_ENTRY_MADE_WITHIN = timedelta(minutes=2)
_BULK_SHOWN = dict.fromkeys(("at", "by", "action", "batch", "count"), 1)


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
    """Add an entry inside the transaction of the write it tells of; it says from where that came."""
    new.setdefault("from", store.place)
    await store.journal.insert_one(new, session=session)
    await store.unsealed.insert_one(waiting(new), session=session)


def waiting(new: Document) -> Document:
    """The note by which an entry waits for its seal: the seal takes the hash from it."""
    return {"_id": new["_id"], "hash": hash_of(new)}


async def note(store: Store, new: Document) -> None:
    """Add an entry of something that wrote no record: an export, a backup, a sign-in, a role that changed.

    Never part of a save. Raises ServerUnavailable, and Refused to an account that may not add to the journal.
    """
    await store.database.transact(lambda session: add(store, new, session=session))


async def newest(
    store: Store,
    *,
    by: str = "",
    actions: Sequence[str] = (),
    before: ObjectId | None = None,
    limit: int = 100,
) -> list[Document]:
    """The newest entries without their lists of records; ``before`` an entry, for the page that follows."""
    criteria: Document = {}
    if by:
        criteria["by"] = by
    if actions:
        criteria["action"] = {"$in": list(actions)}
    if before is not None:
        criteria["_id"] = {"$lt": before}
    return await store.journal.find(criteria, projection={"records": 0}, sort=[("_id", -1)], limit=limit)


def role_change(by: str, account: str, *, was: str = "", role: str = "") -> Document:
    """An entry for an account whose role is another now; without ``was`` it is new, without ``role`` gone."""
    return entry("role", by, now(), account=account, was=was, role=role)


async def of_record(store: Store, record: ObjectId) -> list[Document]:
    """Every entry that tells of a record, the newest first.

    A bulk entry has the record's version and hash, and no word of the other records.
    """
    entries = await store.journal.find({"record": record})
    entries += await _bulk_entries(store, record, {entry.get("version") for entry in entries})
    return sorted(entries, key=lambda entry: entry["_id"], reverse=True)


async def _bulk_entries(store: Store, record: ObjectId, told: Set[int | None]) -> list[Document]:
    """The bulk entries of a record's versions that no entry of its own tells of.

    An index over each record of each bulk entry would cost every import dear. A version and its entry bear
    the same moment, and the entry's identifier was made then: that finds it.
    """
    stamp = {"version": 1, "updated.at": 1}
    current = await store.records.find_one({"_id": record}, projection=stamp)
    shown = {f"document.{name}": 1 for name in stamp}
    older = await store.revisions.find({"rec": record}, projection=shown)
    versions = [*([current] if current else []), *(row["document"] for row in older)]
    moments = [each["updated"]["at"] for each in versions if each["version"] not in told]
    if not moments:
        return []
    rows = await store.journal.find(
        {"records.r": record, "$or": [{"at": at, "_id": _made_about(at)} for at in moments]},
        projection=_BULK_SHOWN | {"records": {"$elemMatch": {"r": record}}},
    )
    return [row | {"version": line["v"], "hash": line["h"]} for row in rows for line in row.pop("records")]


def _made_about(at: datetime) -> Document:
    return {"$gte": ObjectId.from_datetime(at), "$lt": ObjectId.from_datetime(at + _ENTRY_MADE_WITHIN)}


def chunk_details(records: Sequence[tuple[ObjectId, int, bytes]]) -> list[Document]:
    """What a bulk entry says of each record: identifier, version, hash."""
    return [{"r": record, "v": version, "h": digest} for record, version, digest in records]
