"""A long list: opened, scrolled, jumped to its end and to a date, against the bare driver's first page.

And in the application itself: from a key to the painted rows, in the list of all records.
"""

from __future__ import annotations

import asyncio
import resource
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from bson.objectid import ObjectId
from motor.motor_asyncio import AsyncIOMotorClient

from records.home_paths import SEARCH
from records.lists.listing import Listing
from records.record import Record, Stamp
from records.search.feeder import IndexFiles
from records.search.query import Query
from records.store.locks import owned
from records.values import PartialDate
from scripts.bench.measure import ROUNDS, Comparison, Ground, Outcome, Side, ground, interleaved
from scripts.bench.terminal import DOWN, PAGE_DOWN, TO_ALL_RECORDS, XUEDANG, Terminal, environment

_KIND = "study_entry"
_PAGE = 50
_FIRST = date(2010, 7, 3)
_DAYS = 1125
_BATCH = 5_000
_COLUMNS = ("no", "date", "title", "unit", "status")
_ROUNDS = 40
_KEYS = 40
_PAINT_BAR_MS = 50.0
#: From this length on a list is long enough to take many rounds of.
_LONG = 100_000


async def run(size: int, rounds: int = ROUNDS) -> Outcome:
    """A list of ``size`` records of one kind."""
    rng = Random(7)
    async with ground() as place:
        client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(place.uri)
        raw = client[place.database].records
        # An archive at rest: a text index that has yet to take in a million records would slow both sides.
        await place.archive.searcher.close()
        for batch in batches(size):
            await raw.insert_many(batch, ordered=False)
        # What was just inserted is still being written out: an archive at rest has nothing of that.
        await client.admin.command("fsync")
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
            rounds=_ROUNDS if size >= _LONG else rounds,
        )
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
        await listing.close()
        keys = await _on_screen(place)
        client.close()
    return Outcome(
        "list",
        {"records": size, "page": _PAGE},
        [
            Comparison(what, sides[what], sides["find"], bar=3.0)
            for what in ("open", "any row", "end", "date")
        ],
        {"p95_ms": {name: side.percentile(0.95) * 1000 for name, side in sides.items()}, "memory_kb": grown}
        | {f"{name}, key to paint: p95_ms": side.percentile(0.95) * 1000 for name, side in keys.items()}
        | {"bar_key_to_paint_p95_ms": _PAINT_BAR_MS},
    )


async def _on_screen(place: Ground) -> dict[str, Side]:
    """From a key to painted rows: lines and pages downwards, and the end.

    The text index stays as it is meanwhile: the application would take the records in, as after an import.
    """
    with owned(IndexFiles(place.archive.settings.home / SEARCH, place.database).lock, 0):
        return await asyncio.to_thread(_press_keys, environment(place.archive.settings.home))


def _press_keys(environ: Mapping[str, str]) -> dict[str, Side]:
    with Terminal(XUEDANG, environ) as terminal:
        terminal.wait_for("xuedang")
        terminal.press(TO_ALL_RECORDS)
        terminal.wait_for("XX-")
        return {
            name: Side(name, tuple(terminal.painted(key, "XX-") for _ in range(_KEYS)))
            for name, key in (("line", DOWN), ("page", PAGE_DOWN))
        }


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
