"""A backup, packed, against reading the same collections bare; putting it back, against inserting them bare.

Checking the file and comparing what was put back are timed beside it: a bare copy has nothing like them.
"""

from __future__ import annotations

import asyncio
import gc
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bson.raw_bson import RawBSONDocument
from motor.motor_asyncio import AsyncIOMotorClient

from records.keep.backup.chain import Chain
from records.keep.backup.compare import compare
from records.keep.backup.make import back_up
from records.keep.backup.restore import put_all
from records.keep.backup.secrecy import Key
from records.store import schema
from records.store.connection import open_store
from records.store.pieces import cut, in_order
from scripts.bench.measure import ROUNDS, Comparison, Ground, Outcome, Side, ground
from scripts.bench.programme import documents

_BATCH = 5_000


async def run(size: int, rounds: int = ROUNDS) -> Outcome:
    """An archive of ``size`` records."""
    sides: dict[str, list[float]] = {name: [] for name in ("backup", "read", "restore", "insert")}
    notes: dict[str, Any] = {}
    with TemporaryDirectory(prefix="xuedang-bench-") as folder:
        async with ground() as place:
            client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(place.uri)
            # An archive at rest: a text index that has yet to take in so much would slow both sides.
            await place.archive.searcher.close()
            batch: list[dict[str, Any]] = []
            for document in documents(size):
                batch.append(document)
                if len(batch) == _BATCH:
                    await client[place.database].records.insert_many(batch, ordered=False)
                    batch = []
            if batch:
                await client[place.database].records.insert_many(batch, ordered=False)
            for number in range(rounds):
                gc.collect()
                sides["read"].append(await _read(client, place.database))
                path = Path(folder) / f"{number}.xdb"
                began = time.perf_counter()
                made = await back_up(place.archive, path)
                sides["backup"].append(time.perf_counter() - began)
                notes |= {
                    "file_mb": round(path.stat().st_size / 1e6, 1),
                    "data_mb": round(made.size / 1e6, 1),
                }
                await _put_back(place, client, path, sides, notes)
                path.unlink()
            client.close()
    shown = {name: Side(name, tuple(values)) for name, values in sides.items()}
    compared = [
        Comparison("backup, packed", shown["backup"], shown["read"], bar=3.0),
        Comparison("restore", shown["restore"], shown["insert"], bar=2.0),
    ]
    return Outcome("backup", {"records": size}, compared, notes)


async def _read(client: AsyncIOMotorClient[dict[str, Any]], database: str) -> float:
    began = time.perf_counter()
    for name in sorted(await client[database].list_collection_names()):
        async for _ in client[database][name].find_raw_batches({}, batch_size=1000):
            pass
    return time.perf_counter() - began


async def _put_back(
    place: Ground,
    client: AsyncIOMotorClient[dict[str, Any]],
    path: Path,
    sides: dict[str, list[float]],
    notes: dict[str, Any],
) -> None:
    """Both ways into databases with the same indexes."""
    with Chain(path, _no_key) as chain:
        began = time.perf_counter()
        await asyncio.to_thread(chain.check)
        notes["check_s"] = round(time.perf_counter() - began, 2)
        kept = chain.manifest.collections
        async with open_store(replace(place.archive.settings, database="ours")) as store:
            began = time.perf_counter()
            await put_all(store, chain, in_order(kept), lambda _: None)
            await store.database.collection(schema.MIGRATIONS).update_one({"_id": "x"}, {"$set": {"y": 1}})
            sides["restore"].append(time.perf_counter() - began)
            began = time.perf_counter()
            assert await compare(store, chain) == []
            notes["compare_s"] = round(time.perf_counter() - began, 2)
            await store.database.drop()
        pieces = [(part.collection, chain.read(part)) for part in chain.manifest.parts]
    async with open_store(replace(place.archive.settings, database="theirs")) as store:
        began = time.perf_counter()
        for collection, piece in pieces:
            rows = [RawBSONDocument(each) for each in cut(piece)]
            await client["theirs"][collection].insert_many(rows, ordered=False)
        sides["insert"].append(time.perf_counter() - began)
        await store.database.drop()


def _no_key(wrapped: bytes) -> Key:
    raise AssertionError("nothing is encrypted here")
