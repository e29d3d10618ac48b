"""Databases for tests on one server, used again: making one with its indexes takes longer than most tests."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from bson.objectid import ObjectId
from pymongo import MongoClient, WriteConcern
from pymongo.database import Database

from records.store import migrations, schema
from records.store.driver import open_database

#: Beyond so many records, to remove a database and make another is quicker than to empty it.
_FEW = 300


class Databases:
    """Gives out databases as a new archive has them. Close it with ``close``."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._client: MongoClient[dict[str, Any]] = MongoClient(uri)
        self._free: list[str] = []
        self._new: dict[str, Any] | None = None
        self._lease: dict[str, Any] | None = None

    def close(self) -> None:
        self._client.close()

    def forget_the_dead(self) -> None:
        """End what killed processes had begun, which the server keeps for a minute. Nobody may be at work."""
        self._client.admin.command("killAllSessions", [])

    @contextmanager
    def one(self) -> Iterator[str]:
        """The name of a database that nobody else has while the block runs."""
        name = self._free.pop() if self._free else self._make()
        yield name
        if self._is_as_made(name):
            self._empty(name)
            self._free.append(name)
        else:
            self._client.drop_database(name)

    def _make(self) -> str:
        name = f"test_{ObjectId()}"
        # In a thread: an asynchronous test may ask for one as well, and has a loop of its own.
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, _migrated(self._uri, name)).result()
        if self._new is None:
            self._new = self._shape(name)
            self._lease = self._client[name][schema.LEASES].find_one({})
        return name

    def _is_as_made(self, name: str) -> bool:
        """Whether its collections, indexes and validators are those of a new one, and its records few."""
        few = self._client[name][schema.RECORDS].estimated_document_count() <= _FEW
        return few and self._shape(name) == self._new

    def _shape(self, name: str) -> dict[str, Any]:
        database = self._client[name]
        collections = {each["name"]: each["options"] for each in database.list_collections()}
        indexes: dict[str, Any] = {}
        for index in _of_all(database, collections, {"$indexStats": {}}):
            indexes.setdefault(index["of"], {})[index["name"]] = index["spec"]
        applied = sorted(row["_id"] for row in database[schema.MIGRATIONS].find({}))
        return {"collections": collections, "indexes": indexes, "applied": applied}

    def _empty(self, name: str) -> None:
        database = self._client[name]
        collections = (self._new or {})["collections"].keys() - {schema.MIGRATIONS}
        for each in _of_all(database, collections, {"$collStats": {"count": {}}}):
            if each["count"]:
                database.get_collection(each["of"], write_concern=WriteConcern(w=1)).delete_many({})
        database.command("planCacheClear", schema.RECORDS)
        # What a majority has seen is what readers see: the last write waits for that, and so for all of them.
        last = database.get_collection(schema.LEASES, write_concern=WriteConcern(w="majority"))
        last.insert_one(dict(self._lease or {}))


def _of_all(
    database: Database[dict[str, Any]], collections: Iterable[str], stage: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """What a stage tells of each collection, its name in ``of``, in one question instead of one for each."""
    first, *others = ((each, [stage, {"$addFields": {"of": each}}]) for each in sorted(collections))
    union = [{"$unionWith": {"coll": each, "pipeline": asked}} for each, asked in others]
    return database[first[0]].aggregate([*first[1], *union])


async def _migrated(uri: str, name: str) -> None:
    async with open_database(uri, name) as database:
        await migrations.migrate(database)
