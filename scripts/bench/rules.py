"""All rules over a long archive, against one aggregation that only counts by person, kind and month.

The dashboard of one person is measured beside it: reading that person's records and judging every rule.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from datetime import date
from itertools import islice
from statistics import median
from typing import Any

from bson.objectid import ObjectId
from motor.motor_asyncio import AsyncIOMotorClient

from records.programme.book import load_book, load_person_book
from scripts.bench.measure import ROUNDS, Comparison, Outcome, ground, interleaved
from scripts.bench.programme import documents

_ON = date(2013, 7, 31)
_BATCH = 5_000
_DASHBOARDS = 40
_COUNT: list[dict[str, Any]] = [
    {"$match": {"status": {"$in": ["verified", "submitted"]}}},
    {"$unwind": "$people"},
    {
        "$group": {
            "_id": {
                "person": "$people.person",
                "kind": "$kind",
                "month": {"$dateTrunc": {"date": "$date.start", "unit": "month"}},
            },
            "number": {"$sum": 1},
        }
    },
]


async def run(size: int, rounds: int = ROUNDS) -> Outcome:
    """An archive of ``size`` records; one person for every 500 of them."""
    async with ground() as place:
        client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(place.uri)
        raw = client[place.database].records
        # An archive at rest: a text index that has yet to take in a million records would slow both sides.
        await place.archive.searcher.close()
        for batch in _batches(size):
            await raw.insert_many(batch, ordered=False)
        standings = 0

        async def counted() -> None:
            await raw.aggregate(_COUNT, allowDiskUse=True).to_list(None)

        async def judged() -> None:
            nonlocal standings
            book = await load_book(place.archive, _ON)
            standings = sum(1 for _ in book.all())

        sides = await interleaved(
            {"count by person, kind, month": counted, "all rules": judged}, rounds=rounds
        )
        book = await load_book(place.archive, _ON)
        people = list(book.roster.people)[:: max(1, len(book.roster.people) // _DASHBOARDS)]
        seconds = [await _dashboard(place.archive, person) for person in people]
        client.close()
    ours, theirs = sides["all rules"], sides["count by person, kind, month"]
    return Outcome(
        "rules",
        {"records": size, "people": len(book.roster.people), "standings": standings},
        [Comparison("every rule, everybody", ours, theirs, bar=3.0)],
        {
            "dashboard_median_ms": median(seconds) * 1000,
            "dashboard_worst_ms": max(seconds) * 1000,
            "dashboard_bar_ms": 50.0,
        },
    )


async def _dashboard(archive: Any, person: ObjectId) -> float:
    gc.collect()
    began = time.perf_counter()
    book = await load_person_book(archive, person, _ON)
    assert book.of_person(person)
    return time.perf_counter() - began


def _batches(size: int) -> Iterator[list[dict[str, Any]]]:
    made = documents(size)
    while batch := list(islice(made, _BATCH)):
        yield batch
