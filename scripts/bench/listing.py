"""A long list: opened, scrolled, jumped to its end and to a date, against the bare driver's first page.

What a keystroke costs on the screen (read, formatted, drawn) is measured in the application itself.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from bson.objectid import ObjectId
from motor.motor_asyncio import AsyncIOMotorClient

from records.listing import Listing
from records.record import Record, Stamp
from records.search.query import Query
from records.values import PartialDate
from scripts.bench.measure import ROUNDS, Comparison, Outcome, ground, interleaved

_KIND = "study_entry"
_PAGE = 50
_FIRST = date(2010, 7, 3)
_DAYS = 1125
_BATCH = 5_000
_COLUMNS = ("no", "date", "title", "unit", "status")
_ROUNDS = 40
#: From this length on a list is long enough to take many rounds of.
_LONG = 100_000


async def run(size: int) -> Outcome:
    """A list of ``size`` records of one kind."""
    rng = Random(7)
    async with ground() as place:
        client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(place.uri)
        raw = client[place.database].records
        # An archive at rest: a text index that has yet to take in a million records would slow both sides.
        await place.archive.searcher.close()
        for batch in batches(size):
            await raw.insert_many(batch, ordered=False)
        listing = Listing(place.archive, Query(kind=_KIND), _COLUMNS)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        assert await listing.exact_count() == size

        async def bare() -> None:
            cursor = (
                raw.find({"kind": _KIND}, {"fields": 0}).sort([("date.start", -1), ("_id", -1)]).limit(_PAGE)
            )
            await cursor.to_list(None)

        async def opened() -> None:
            fresh = Listing(place.archive, Query(kind=_KIND), _COLUMNS)
            await asyncio.gather(fresh.rows(0, _PAGE), fresh.count())
            await fresh.close()

        async def scrolled() -> None:
            await listing.rows(rng.randrange(max(1, size - _PAGE)), _PAGE)

        async def ended() -> None:
            await listing.rows(max(0, size - _PAGE), _PAGE)

        async def dated() -> None:
            row = await listing.row_of_date(_FIRST + timedelta(days=rng.randrange(_DAYS)))
            await listing.rows(row, _PAGE)

        sides = await interleaved(
            {"find": bare, "open": opened, "any row": scrolled, "end": ended, "date": dated},
            rounds=_ROUNDS if size >= _LONG else ROUNDS,
        )
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
        await listing.close()
        client.close()
    return Outcome(
        "list",
        {"records": size, "page": _PAGE},
        [
            Comparison(what, sides[what], sides["find"], bar=3.0)
            for what in ("open", "any row", "end", "date")
        ],
        {"p95_ms": {name: side.percentile(0.95) * 1000 for name, side in sides.items()}, "memory_kb": grown},
    )


def batches(size: int) -> Iterator[list[dict[str, Any]]]:
    """Study entries of three years, spread over 60 units and 2,000 people, as stored."""
    rng = Random(size)
    units = [ObjectId() for _ in range(60)]
    people = [ObjectId() for _ in range(2_000)]
    batch: list[dict[str, Any]] = []
    for number in range(size):
        batch.append(_document(rng, number, rng.choice(units), rng.choice(people)))
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _document(rng: Random, number: int, unit: ObjectId, person: ObjectId) -> dict[str, Any]:
    day = PartialDate.day(_FIRST + timedelta(days=rng.randrange(_DAYS)))
    stamp = Stamp(datetime(2012, 1, 1, tzinfo=UTC), "bench")
    record = Record.new(
        _KIND,
        {"person": person, "subtype": "自学", "started": day, "minutes": 60, "content": "学习材料" * 20},
        no=f"XX-{day.start.year}-{number:07}",
        title=f"自学 第{number}次",
        date=day,
        unit=unit,
        status="verified",
        version=1,
        created=stamp,
        updated=stamp,
    )
    return record.to_document() | {"people": [{"person": person, "role": "person"}]}
