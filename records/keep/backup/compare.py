"""Whether what a database holds is what a backup holds, document by document."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

import bson

from records.keep.backup.chain import Chain
from records.keep.backup.manifest import ranges
from records.language import translator
from records.store.connection import Store
from records.store.pieces import cut, moment

tr = translator("records")

#: So many differences are told one by one.
_TOLD = 100


@dataclass(frozen=True, slots=True)
class Difference:
    """A document that is not the same on both sides. ``what`` names it as well as can be."""

    collection: str
    what: str

    def __str__(self) -> str:
        return f"{self.collection}: {self.what}"


async def compare(
    store: Store, chain: Chain, on_progress: Callable[[int], None] = lambda _: None
) -> list[Difference]:
    """Where the database differs from the backup, a hundred differences at most.

    ``on_progress`` is told of documents compared.
    """
    found: list[Difference] = []
    done = 0
    async with moment(store) as now:
        for collection in chain.manifest.collections:
            for at, (part, before) in enumerate(ranges(chain.manifest.of(collection))):
                first = None if at == 0 else part.first_id
                pieces = []
                async with aclosing(now.pieces(collection, first=first, before=before)) as stored:
                    async for piece in stored:
                        pieces.append(piece)
                there = b"".join(pieces)
                if hashlib.sha256(there).hexdigest() != part.sha256:
                    kept = await asyncio.to_thread(chain.read, part)
                    found += _differences(collection, kept, there)
                done += part.documents
                on_progress(done)
                if len(found) >= _TOLD:
                    return found[:_TOLD]
    return found


def _differences(collection: str, kept: bytes, there: bytes) -> list[Difference]:
    mine, theirs = _by_id(kept), _by_id(there)
    found = []
    for identifier in mine.keys() | theirs.keys():
        if mine.get(identifier) == theirs.get(identifier):
            continue
        name = _name(mine.get(identifier) or theirs[identifier])
        if identifier not in theirs:
            found.append(Difference(collection, tr("{name} is missing", name=name)))
        elif identifier not in mine:
            found.append(Difference(collection, tr("{name} is not in the backup", name=name)))
        else:
            found.append(Difference(collection, tr("{name} is not the same", name=name)))
    return sorted(found, key=lambda each: each.what)


def _by_id(piece: bytes) -> dict[Any, bytes]:
    return {bson.decode(each)["_id"]: each for each in cut(piece)}


def _name(data: bytes) -> str:
    document = bson.decode(data)
    parts = (document.get("no"), document.get("title") or document.get("filename"), document["_id"])
    return " ".join(str(part) for part in parts if part)
