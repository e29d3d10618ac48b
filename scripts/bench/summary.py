"""A stage summary as a finished Word file, over a long archive, against the aggregations it needs, bare.

The other side runs the very pipelines that the summary ran, with the driver, one after the other, and reads
every row they give.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient

from records.archive import Archive
from scripts.bench.measure import ROUNDS, Comparison, Outcome, ground, interleaved
from scripts.bench.programme import LAST, documents
from templates.documents import make_document

_BATCH = 5_000
_STAGE = {"stage": 2}  # the longest: two years and nine months


async def run(size: int, rounds: int = ROUNDS) -> Outcome:
    """An archive of ``size`` records; the summary of its second stage in Chinese."""
    async with ground() as place:
        client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(place.uri)
        raw = client[place.database]
        # An archive at rest: a text index that has yet to take in a million records would slow both sides.
        await place.archive.searcher.close()
        made = documents(size)
        while batch := list(islice(made, _BATCH)):
            await raw.records.insert_many(batch, ordered=False)

        async def summarised() -> int:
            made = await make_document(place.archive, "stage_summary", _STAGE, "zh", on=LAST)
            return len(made.files[0][1])

        with _recorded(place.archive) as asked:
            file_bytes = await summarised()

        async def bare() -> None:
            for collection, pipeline, hint in asked:
                options = {"hint": hint} if hint else {}
                await raw[collection].aggregate(pipeline, allowDiskUse=True, **options).to_list(None)

        async def whole() -> None:
            await summarised()

        sides = await interleaved({"aggregations, bare": bare, "stage summary": whole}, rounds=rounds)
        client.close()
    return Outcome(
        "summary",
        {"records": size, "aggregations": len(asked), "file_kb": round(file_bytes / 1024, 1)},
        [Comparison("stage summary", sides["stage summary"], sides["aggregations, bare"], bar=1.5)],
    )


@contextmanager
def _recorded(archive: Archive) -> Iterator[list[tuple[str, list[Mapping[str, Any]], str | None]]]:
    """Every aggregation that goes through the archive's door meanwhile."""
    asked: list[tuple[str, list[Mapping[str, Any]], str | None]] = []
    through = archive.aggregate

    async def aggregate(
        pipeline: Sequence[Mapping[str, Any]],
        *,
        hint: str | None = None,
        collection: str = "records",
    ) -> list[dict[str, Any]]:
        asked.append((collection, list(pipeline), hint))
        return await through(pipeline, hint=hint, collection=collection)

    archive.aggregate = aggregate  # type: ignore[method-assign]  # the door is watched, not replaced
    try:
        yield asked
    finally:
        del archive.aggregate
