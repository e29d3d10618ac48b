"""Record numbers: kind code, year and a number, unique and handed out once; gaps are no fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from records.changing.envelope import year_of
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


async def assign_numbers(store: Store, records: Iterable[tuple[Kind, Record]]) -> None:
    """Give a number to each record that has none, a range at a time."""
    wanting = [(kind, record) for kind, record in records if record.no is None]
    series = Counter((kind.code, year_of(record)) for kind, record in wanting)
    following = {
        (code, year): await counters.reserve(store, f"{code}-{year}", count)
        for (code, year), count in series.items()
    }
    for kind, record in wanting:
        place = (kind.code, year_of(record))
        record.no = number_text(*place, following[place])
        following[place] += 1
