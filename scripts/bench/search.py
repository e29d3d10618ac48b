"""Text search in a long archive, against a scan by ``$regex``, which MongoDB offers without an index.

Each case asks for the fifty newest records of one of twenty equally rare terms, in turns. What the text index
alone takes is told beside it: the rest is reading the records and looking at them.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient

from records.archive import Archive
from records.demo.township import found_township
from records.home_paths import SEARCH
from records.search.index import TextIndex
from records.search.lookup import lookup_for
from records.search.parse import parse_query
from records.search.query import Query
from records.tokens import name_keys
from scripts.bench.listing import batches
from scripts.bench.measure import ROUNDS, TELLING, Comparison, Ground, Outcome, Side, ground

_PAGE = 50
_ROUNDS = 100
#: What everything is written in; what is looked for is written in other characters.
_COMMON = "学习材料党员支部会议记录群众走访调研报告心得笔记文件精神讲话内容交流发言重点工作实际问题"
_ALONE = "鑫淼焱垚犇骉羴猋毳晶磊森品众鱻麤赑矗卉蕊"
_RARE = 2_000
_BARS_MS = {"index": 30.0, "records": 60.0}


@dataclass(frozen=True, slots=True)
class _Case:
    """``asks`` is what an operator types, ``scanned`` makes the regular expressions of it, all to match."""

    name: str
    asks: Sequence[str]
    scanned: Callable[[str], Sequence[str]]


_CASES = (
    _Case("1 character", _ALONE, lambda ask: [ask]),
    _Case("2 characters", [f"{each}溪" for each in _ALONE], lambda ask: [ask]),
    _Case("4 characters", [f"{each}溪水渠" for each in _ALONE], lambda ask: [ask]),
    _Case("two terms", [f"{each}溪 党员" for each in _ALONE], str.split),
)


async def run(size: int, rounds: int = ROUNDS) -> Outcome:
    """``size`` records; every case is found in one of 2,000 times 20 of them."""
    town = found_township("full" if size >= TELLING else "small")
    asked = _ROUNDS if size >= TELLING else len(_ALONE)
    async with ground() as place:
        await place.archive.save_many(unit.record for unit in town.units)
        await place.archive.save_many(person.record for person in town.people)
        client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(place.uri)
        raw = client[place.database].records
        for batch in _written(size):
            await raw.insert_many(batch, ordered=False)
        began = time.perf_counter()
        await place.archive.searcher.settled()
        notes: dict[str, Any] = {"indexing_s": time.perf_counter() - began}
        compared = []
        for case in _CASES:
            found, looked_up = await _ours(place, case, asked)
            notes[f"{case.name}: index p95_ms"] = looked_up.percentile(0.95) * 1000
            notes[f"{case.name}: records p95_ms"] = found.percentile(0.95) * 1000
            compared.append(
                Comparison(case.name, found, await _scan(raw, case, rounds), bar=100.0, at_least=True)
            )
        picked = await _picked(place.archive, [person.name for person in town.people[:asked]])
        notes["pinyin initials: records p95_ms"] = picked.percentile(0.95) * 1000
        client.close()
    notes |= {f"bar_{name}_p95_ms": bar for name, bar in _BARS_MS.items()}
    return Outcome("search", {"records": size, "page": _PAGE}, compared, notes)


async def _picked(archive: Archive, names: Sequence[str]) -> Side:
    """People by the initials of their names, as the pickers find them."""
    initials = [min(name_keys(name), key=len) for name in names]
    seconds = []
    for each in initials:
        began = time.perf_counter()
        assert await archive.pick("person", each)
        seconds.append(time.perf_counter() - began)
    return Side("pick", tuple(seconds))


def _written(size: int) -> Iterator[list[dict[str, Any]]]:
    rng = Random(size)
    every = max(1, min(_RARE, size // len(_ALONE)))
    number = 0
    for batch in batches(size):
        for document in batch:
            words = [rng.choice(_COMMON) for _ in range(40)]
            if number % every == 0:
                words.insert(20, f"{_ALONE[number // every % len(_ALONE)]}溪水渠党员")
            document["fields"]["content"] = "".join(words)
            number += 1
        yield batch


async def _ours(place: Ground, case: _Case, rounds: int) -> tuple[Side, Side]:
    """Found, read and verified records; and the lookup alone, in the order of an operator's searches."""
    found: list[float] = []
    looked_up: list[float] = []
    index = TextIndex(index_of(place.archive.settings.home))
    try:
        for _, ask in zip(range(rounds), cycle(case.asks), strict=False):
            query = parse_query(ask, place.archive.kinds)
            began = time.perf_counter()
            records = await place.archive.find(query, limit=_PAGE)
            found.append(time.perf_counter() - began)
            assert records, f"{ask} finds nothing"
            looked_up.append(await asyncio.to_thread(look_up, index, query))
    finally:
        index.close()
    return Side("find", tuple(found)), Side("index", tuple(looked_up))


def index_of(home: Path) -> Path:
    """The file of the text index that was made last."""
    return max((home / SEARCH).glob("*.sqlite"), key=lambda path: path.stat().st_mtime)


def look_up(index: TextIndex, query: Query) -> float:
    """Ask the index alone; seconds."""
    lookup = lookup_for(query.terms, {"status": {"$ne": "void"}})
    assert lookup is not None
    began = time.perf_counter()
    index.hits(lookup, limit=_PAGE)
    return time.perf_counter() - began


async def _scan(raw: Any, case: _Case, rounds: int) -> Side:
    seconds = []
    for ask in case.asks[:rounds]:
        expressions = [
            {"$or": [{path: {"$regex": each}} for path in ("title", "fields.content")]}
            for each in case.scanned(ask)
        ]
        began = time.perf_counter()
        await raw.find({"$and": expressions}).limit(_PAGE).to_list(None)
        seconds.append(time.perf_counter() - began)
    return Side("$regex", tuple(seconds))
