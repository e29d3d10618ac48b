"""The journal entries that tell of some records, and the seals that bind them, as files.

Each entry and seal stands in the .bson file as the bytes that are hashed, and in the .jsonl file for reading.
The head is the newest seal: who wrote it down elsewhere can tell that none was made anew since.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import bson
from bson.json_util import CANONICAL_JSON_OPTIONS, dumps
from bson.objectid import ObjectId

from records.store.journal import hash_of, of_record
from records.store.sealing import EVERY_SECONDS, Sealer

if TYPE_CHECKING:
    from records.archive import Archive

_BATCH = 200
_PAUSE = 0.1


async def write_evidence(archive: Archive, records: Sequence[ObjectId], folder: Path) -> int:
    """Write entries and seals into a new folder; answers how many entries no seal binds yet."""
    store = archive.store
    ids: set[ObjectId] = set()
    for each in records:
        ids |= {entry["_id"] for entry in await of_record(store, each)}
    ordered = sorted(ids)
    await _sealed(archive, ordered)
    entries: list[dict[str, Any]] = []
    seals: dict[int, dict[str, Any]] = {}
    for start in range(0, len(ordered), _BATCH):
        some = ordered[start : start + _BATCH]
        entries += await store.journal.find({"_id": {"$in": some}}, sort=[("_id", 1)])
        seals |= {row["_id"]: row for row in await store.seals.find({"entries.id": {"$in": some}})}
    head = await store.seals.find_one({}, sort=[("_id", -1)])
    folder.mkdir(parents=True)
    _write(folder / "entries", entries)
    _write(folder / "seals", [seals[number] for number in sorted(seals)])
    if head is not None:
        told = {"number": head["_id"], "root": head["root"].hex(), "at": head["at"].isoformat()}
        (folder / "head.json").write_text(json.dumps(told) + "\n", encoding="utf-8")
    bound = {pair["id"] for seal in seals.values() for pair in seal["entries"]}
    return len(ids - bound)


async def _sealed(archive: Archive, entries: Sequence[ObjectId]) -> None:
    """Seal what waits, or wait until whoever seals just now has; not for ever."""
    store = archive.store
    if store.client.has("seals", "insert"):
        await Sealer(store, archive.operator).close()
    deadline = time.monotonic() + 2 * EVERY_SECONDS
    newest = list(entries[-_BATCH:])
    # Another process may be sealing: nothing here could tell us when it has.
    waiting = {"_id": {"$in": newest}}
    while await store.unsealed.count(waiting, limit=1) and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(_PAUSE)


def _write(path: Path, documents: Iterable[Mapping[str, Any]]) -> None:
    """Documents as BSON one after the other, and as lines of JSON, each with the SHA-256 of its BSON."""
    with (
        path.with_suffix(".bson").open("wb") as raw,
        path.with_suffix(".jsonl").open("w", encoding="utf-8") as text,
    ):
        for each in documents:
            raw.write(bson.encode(each))
            told = dumps(each, json_options=CANONICAL_JSON_OPTIONS, ensure_ascii=False)
            text.write(f'{{"sha256": "{hash_of(each).hex()}", "document": {told}}}\n')
