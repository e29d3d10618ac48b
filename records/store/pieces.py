"""Whole collections as they are stored, and back: what backups are made of and put back from.

A piece is documents one after the other, as BSON. Nothing here knows what they mean.
"""

from __future__ import annotations

import struct
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

from bson.raw_bson import RawBSONDocument

from records.store import schema
from records.store.connection import Store
from records.store.driver import Document, Session, Sort

#: What is only true of the moment: who holds a lease, who is editing.
VOLATILE = frozenset((schema.LEASES, schema.PRESENCE))
#: Put back in this order: an entry that waits for its seal comes when its entry is there.
_LAST = (schema.JOURNAL, schema.SEALS, schema.UNSEALED)
#: A backup of a large archive on a slow disk takes a while; the server remembers its moment for so long.
_WINDOW_SECONDS = 3600
_SIZE = struct.Struct("<i")


def cut(piece: bytes) -> list[bytes]:
    """The documents of a piece, each by itself."""
    found, at = [], 0
    while at < len(piece):
        (size,) = _SIZE.unpack_from(piece, at)
        found.append(piece[at : at + size])
        at += size
    return found


def count_of(piece: bytes) -> int:
    """How many documents a piece holds."""
    number = at = 0
    while at < len(piece):
        at += _SIZE.unpack_from(piece, at)[0]
        number += 1
    return number


def first_id(piece: bytes) -> Any:
    """The identifier of the first document of a piece."""
    (size,) = _SIZE.unpack_from(piece, 0)
    return RawBSONDocument(piece[:size])["_id"]


def in_order(collections: Sequence[str]) -> list[str]:
    """The collections in the order in which they are put back."""
    return sorted(collections, key=lambda name: (_LAST.index(name) + 1 if name in _LAST else 0, name))


class Moment:
    """An archive as it stood at one moment, whatever is written meanwhile."""

    def __init__(self, store: Store, session: Session, collections: Sequence[str]) -> None:
        self._store, self._session = store, session
        self.collections = list(collections)

    def pieces(
        self, collection: str, *, first: Any = None, before: Any = None, by: Sort = (("_id", 1),)
    ) -> AsyncGenerator[bytes]:
        """The documents in the order of their identifiers, from ``first`` until before ``before``.

        Or in the order of another index, whose keys ``by`` names.
        """
        return self._store.database.collection(collection).raw_batches(
            self._session, first=first, before=before, by=by
        )

    async def find_one(self, collection: str, sort: str) -> Document | None:
        """The last document by a field."""
        found = self._store.database.collection(collection)
        return await found.find_one({}, sort=[(sort, -1)], session=self._session)

    async def some(self, collection: str, ids: Sequence[Any], projection: Any) -> list[Document]:
        """The documents with these identifiers, as far as they are there."""
        found = self._store.database.collection(collection)
        return await found.find({"_id": {"$in": ids}}, projection=projection, session=self._session)

    async def all(self, collection: str) -> list[Document]:
        """The documents of a small collection."""
        return await self._store.database.collection(collection).find({}, session=self._session)


@asynccontextmanager
async def moment(store: Store) -> AsyncIterator[Moment]:
    """The archive as it stands now."""
    names = await store.database.collection_names()
    kept = sorted(name for name in names - VOLATILE if not name.startswith("system."))
    async with _remembering(store), store.database.snapshot() as session:
        yield Moment(store, session, kept)


@asynccontextmanager
async def _remembering(store: Store) -> AsyncIterator[None]:
    """Have our own server remember moments for longer; a shared one is started so (docker-compose.yml)."""
    if store.embedded is None:
        yield
        return
    name = "minSnapshotHistoryWindowInSeconds"
    was = (await store.database.admin({"getParameter": 1, name: 1}))[name]
    await store.database.admin({"setParameter": 1, name: max(was, _WINDOW_SECONDS)})
    try:
        yield
    finally:
        await store.database.admin({"setParameter": 1, name: was})


async def put_back(store: Store, collection: str, piece: bytes) -> None:
    """Insert the documents of a piece, unchecked; durable with the next ordinary write."""
    documents = [RawBSONDocument(each) for each in cut(piece)]
    if documents:
        await store.database.collection(collection).insert_raw(documents)


async def emptied(store: Store, collections: Iterable[str]) -> None:
    """Take away every document of these collections: of a restore that failed."""
    for name in collections:
        await store.database.collection(name).delete_many({})


async def is_empty(store: Store) -> bool:
    """Whether nobody has entered anything yet: no record, version, file, batch, view or field."""
    holding = (store.records, store.revisions, store.files, store.batches, store.list_views, store.kinds)
    for collection in holding:
        if await collection.count({}, limit=1):
            return False
    return True
