"""A register brought in: read, recognised, matched, checked, journalled, searchable; against ``insert_many``.

The other side inserts the very same final documents, into a database with the same indexes and validator.
"""

from __future__ import annotations

import resource
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import xlsxwriter
from motor.motor_asyncio import AsyncIOMotorClient
from pymongo.write_concern import WriteConcern

from records.archive import Archive
from records.demo.township import Township, found_township
from records.demo.words import DIFFICULTIES, GIVEN_MEN, SURNAMES
from records.intake.batch import run_import
from records.opening import open_archive
from scripts.bench.measure import ROUNDS, TELLING, Comparison, Ground, Outcome, Side, ground

_KIND = "household_visit"
_HEADINGS = ("序号", "走访时间", "干部", "所在支部", "村名", "村民小组", "户主", "反映问题", "解决情况")
_MORE = ("是否办结", "办结时间", "带队领导")
_CHUNK = 1_000


async def run(size: int, rounds: int = ROUNDS) -> Outcome:
    """A workbook of ``size`` rows and twelve columns."""
    ours: list[float] = []
    theirs: list[float] = []
    memory = 0
    with TemporaryDirectory(prefix="xuedang-bench-") as folder:
        town = found_township("full" if size >= TELLING else "small")
        book = Path(folder) / "走访农户台账.xlsx"
        _write(book, town, size)
        async with ground() as place:
            for number in range(rounds):
                seconds, peak, documents = await _import(place, f"ours{number}", town, book, size)
                ours.append(seconds)
                # Of the first round: afterwards the documents for the other side have been held as well.
                memory = memory or peak
                theirs.append(await _insert(place, f"theirs{number}", documents))
    compared = Comparison(
        "rows to searchable records",
        Side("import", tuple(ours)),
        Side("insert_many", tuple(theirs)),
        bar=0.4,
        at_least=True,
    )
    rate = round(size / compared.ours.median)
    sizes = {"rows": size, "columns": len(_HEADINGS + _MORE), "file": "xlsx"}
    return Outcome("import", sizes, [compared], {"rows_per_second": rate, "parent_mb": memory})


async def _import(
    place: Ground, name: str, town: Township, book: Path, size: int
) -> tuple[float, int, list[dict[str, Any]]]:
    """Import into a database of its own; the seconds, the peak of memory in MB, what is stored in the end."""
    async with _database(place, name) as (archive, client):
        await archive.save_many(unit.record for unit in town.units)
        await archive.save_many(person.record for person in town.people)
        began = time.perf_counter()
        await run_import(archive, book, apply=True)
        await archive.searcher.settled()
        seconds = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        found: list[dict[str, Any]] = await client[name].records.find({"kind": _KIND}).to_list(None)
        assert len(found) == size, f"{len(found)} of {size} rows came in"
        await client.drop_database(name)
        return seconds, peak, found


async def _insert(place: Ground, name: str, documents: Sequence[dict[str, Any]]) -> float:
    """Insert the documents into a database that has the same indexes; the seconds.

    The archive that made the indexes is closed before: it would follow the inserts, and slow them down.
    """
    async with _database(place, name):
        pass
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(place.uri)
    records = client[name].get_collection("records", write_concern=WriteConcern(w="majority", j=True))
    began = time.perf_counter()
    for start in range(0, len(documents), _CHUNK):
        await records.insert_many(documents[start : start + _CHUNK], ordered=False)
    seconds = time.perf_counter() - began
    await client.drop_database(name)
    client.close()
    return seconds


@asynccontextmanager
async def _database(
    place: Ground, name: str
) -> AsyncIterator[tuple[Archive, AsyncIOMotorClient[dict[str, Any]]]]:
    """An empty archive in a database of its own, and a bare client on the same server."""
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(place.uri)
    try:
        async with open_archive(replace(place.archive.settings, database=name)) as archive:
            yield archive, client
    finally:
        client.close()


def _write(path: Path, town: Township, rows: int) -> None:
    rng = Random(rows)
    cadres = [person for person in town.people if person.village]
    alone = {name for name, number in Counter(person.name for person in town.people).items() if number == 1}
    visitors = [person for person in cadres if person.name in alone]
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("走访")
    sheet.write_row(0, 0, [*_HEADINGS, *_MORE])
    for number in range(1, rows + 1):
        person = rng.choice(visitors)
        day = date(2010, 7, 3) + timedelta(days=rng.randrange(900))
        problem, help_given = rng.choice(DIFFICULTIES)
        household = rng.choice(SURNAMES) + rng.choice(GIVEN_MEN) + rng.choice("甲乙丙丁")
        cells = [
            number,
            day.isoformat(),
            person.name,
            person.unit.name,
            f"{person.village}村",
            f"{number % 9 + 1}组",
        ]
        cells += [household, f"{problem}（第{number}号）", help_given, "否", "", rng.choice(visitors).name]
        sheet.write_row(number, 0, cells)
    book.close()
