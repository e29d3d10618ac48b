"""Record numbers: kind code, year and a number, unique and handed out once; gaps are no fault.

A write that is refused gives its numbers back, so that a counter stands where the records end; only one whose
end is not known, of a process or server that died, leaves it ahead, which `verify` tells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from records.changing.envelope import year_of
from records.errors import ServerUnavailable
from records.kind import Kind
from records.record import Record
from records.store import counters
from records.store.connection import Store


def number_text(code: str, year: int, number: int) -> str:
    """A record number: the kind's code, the year, and at least four digits: ``DY-2011-0042``."""
    return f"{code}-{year:04}-{number:04}"


async def pass_over_taken(store: Store, records: Iterable[tuple[Kind, Record]]) -> None:
    """Go on behind the highest number there is: numbers came in from elsewhere."""
    for code, year in {(kind.code, year_of(record)) for kind, record in records}:
        prefix = f"{code}-{year:04}-"
        rest = {"$substrBytes": ["$no", len(prefix), -1]}
        number = {"$convert": {"input": rest, "to": "long", "onError": 0}}
        rows = await store.records.aggregate(
            [
                {"$match": {"no": {"$gte": prefix, "$lt": prefix + ":"}}},
                {"$group": {"_id": None, "highest": {"$max": number}}},
            ]
        )
        if rows:
            await counters.raise_to(store, f"{code}-{year}", int(rows[0]["highest"]))


@asynccontextmanager
async def numbered(store: Store, records: Iterable[tuple[Kind, Record]]) -> AsyncIterator[None]:
    """Give a number to each record that has none, a range at a time, while the block stores them."""
    wanting = [((kind.code, year_of(record)), record) for kind, record in records if record.no is None]
    series = Counter(place for place, _ in wanting)
    following = {
        (code, year): await counters.reserve(store, f"{code}-{year}", count)
        for (code, year), count in series.items()
    }
    first = dict(following)
    for place, record in wanting:
        record.no = number_text(*place, following[place])
        following[place] += 1
    try:
        yield
    except ServerUnavailable:
        raise  # they may be stored all the same
    except Exception:
        for (code, year), count in series.items():
            await counters.give_back(store, f"{code}-{year}", first[code, year], count)
        for _, record in wanting:
            record.no = None
        raise
