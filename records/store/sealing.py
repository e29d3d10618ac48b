"""Seals journal entries into a hash chain, in the order they are found, a few seconds after they were made.

Each entry's identifier and hash also stand in ``unsealed`` until a seal holds them; that is the whole
bookkeeping, and it needs no clock that all machines agree on. One instance at a time seals, by a lease; were
there ever two, the unique sequence number lets only one of them commit.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterable
from contextlib import suppress

from bson.objectid import ObjectId

from records.errors import XuedangError
from records.store.connection import Store
from records.store.driver import Document, Session
from records.store.driver_errors import TakenKey
from records.store.journal import hash_of, now

#: The unsealed tail is never older than this plus one pass, in seconds.
EVERY_SECONDS = 4.0
_LEASE_MS = 15_000
_ENTRIES_PER_SEAL = 200

#: The form of a seal: its root is of all that stands in it. Seals of before have no form.
FORM = 2


def root_of(seal: Document) -> bytes:
    """The root of a seal: it changes when anything in it, or any earlier seal, does."""
    return hash_of({name: value for name, value in seal.items() if name != "root"})


def earlier_root(previous: bytes, number: int, entries: Iterable[tuple[ObjectId, bytes]]) -> bytes:
    """The root of a seal without a form. Who made it and when the journal tells since (``told.py``)."""
    digest = hashlib.sha256(previous + number.to_bytes(8, "big"))
    for identifier, entry_hash in entries:
        digest.update(identifier.binary + entry_hash)
    return digest.digest()


class Sealer:
    """This instance's part in sealing."""

    def __init__(self, store: Store, by: str) -> None:
        self._store = store
        self._by = by
        self._holder = str(ObjectId())

    async def run(self) -> None:
        """Seal every few seconds until cancelled. A server that is away is waited for."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            with suppress(XuedangError):
                await self.seal()

    async def seal(self) -> int:
        """Seal all that waits; answers how many entries. 0 too when another instance is at it."""
        if not await self._store.unsealed.count({}, limit=1) or not await self._lease():
            return 0
        total = 0
        with suppress(TakenKey):
            while sealed := await self._store.database.transact(self._one):
                total += sealed
                if sealed < _ENTRIES_PER_SEAL:
                    break
        return total

    async def _lease(self) -> bool:
        expired = {"$expr": {"$lt": ["$until", "$$NOW"]}}
        renewed = {"$set": {"holder": self._holder, "until": {"$add": ["$$NOW", _LEASE_MS]}}}
        criteria = {"_id": "sealer", "$or": [{"holder": self._holder}, expired]}
        return await self._store.leases.update_one(criteria, [renewed]) == 1

    async def _one(self, session: Session) -> int:
        store = self._store
        waiting = await store.unsealed.find({}, sort=[("_id", 1)], limit=_ENTRIES_PER_SEAL, session=session)
        if not waiting:
            return 0
        ids = [row["_id"] for row in waiting]
        last = await store.seals.find_one({}, sort=[("_id", -1)], session=session)
        number = last["_id"] + 1 if last else 1
        previous: bytes = last["root"] if last else b""
        seal: Document = {
            "_id": number,
            "form": FORM,
            "prev": previous,
            # As it was made: one that vanished or was altered since is named by `verify`.
            "entries": [{"id": row["_id"], "hash": row.get("hash", b"")} for row in waiting],
            "at": now(),
            "by": self._by,
        }
        await store.seals.insert_one(seal | {"root": root_of(seal)}, session=session)
        await store.unsealed.delete_many({"_id": {"$in": ids}}, session=session)
        return len(ids)

    async def close(self) -> None:
        """Seal the tail, and let another instance have the lease at once."""
        with suppress(XuedangError):
            await self.seal()
            free = {"$set": {"holder": "", "until": "$$NOW"}}
            await self._store.leases.update_one({"_id": "sealer", "holder": self._holder}, [free])
