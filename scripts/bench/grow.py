"""How lists, search, saving and the rules grow: the same work in an archive of N records and in one of N/100.

All archives are on one server at once, so that a busy machine slows each of them alike.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date
from itertools import count, islice
from random import Random
from typing import Any

from motor.motor_asyncio import AsyncIOMotorClient

from records.archive import Archive
from records.lists.listing import Listing
from records.opening import open_archive
from records.programme.book import load_book
from records.record import Record
from records.search.index import TextIndex
from records.search.parse import parse_query
from records.search.query import Query
from scripts.bench.measure import ROUNDS, Comparison, Ground, Outcome, Side, ground, interleaved
from scripts.bench.programme import documents
from scripts.bench.search import index_of, look_up

_ON = date(2013, 7, 31)
_PAGE, _BATCH = 50, 5_000
_COLUMNS = ("no", "date", "title", "unit", "status")
#: Stands in one record of fifty.
_TERM, _EVERY = "淼溪水渠", 50
#: From this many records on there is time for many rounds.
_LONG, _ROUNDS = 100_000, 40

Work = Callable[[], Awaitable[object]]
#: What grows, and by how much at most while the archive grows a hundredfold.
_BARS = {"list: open": 2.0, "list: any row": 2.0, "search": 2.0, "search: index alone": 6.0, "save": 2.0}


async def run(size: int, rounds: int = ROUNDS) -> Outcome:
    """Archives of ``size`` records and a hundredth of them; from 100,000 on, of a tenth as well."""
    long = size >= _LONG
    sizes = (size // 100, size // 10, size) if long else (size // 100, size)
    sides: dict[str, Side] = {}
    async with ground() as place, AsyncExitStack() as opened:
        works: dict[str, Work] = {}
        judged: dict[str, Work] = {}
        for number in sizes:
            archive = await _archive_of(place, number, opened)
            for what, work in (await _works(archive, number, opened)).items():
                works[f"{what}, {number:,}"] = work
            judged[f"rules, {number:,}"] = _judging(archive)
        sides |= await interleaved(works, rounds=_ROUNDS if long else rounds)
        sides |= await interleaved(judged, rounds=rounds, warm=long)
    compared = []
    for what, bar in {**_BARS, "rules": 100.0}.items():
        small = sides[f"{what}, {sizes[0]:,}"]
        for number in sizes[1:]:
            grown = bar if what != "rules" else number / sizes[0]
            compared.append(Comparison(f"{what}, {number:,}", sides[f"{what}, {number:,}"], small, bar=grown))
    return Outcome("grow", {"records": size, "page": _PAGE}, compared)


async def _archive_of(place: Ground, number: int, opened: AsyncExitStack) -> Archive:
    """One of ``number`` records, its text index made."""
    settings = place.archive.settings
    there = replace(settings, home=settings.home / f"grow-{number}", uri=place.uri, database=f"grow{number}")
    archive = await opened.enter_async_context(open_archive(there))
    client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(place.uri)
    made = documents(number)
    done = 0
    while batch := list(islice(made, _BATCH)):
        for document in batch:
            if done % _EVERY == 0:
                document["remarks"] = f"复核：{_TERM}"
            done += 1
        await client[there.database].records.insert_many(batch, ordered=False)
    client.close()
    await archive.searcher.settled()
    return archive


async def _works(archive: Archive, number: int, opened: AsyncExitStack) -> dict[str, Work]:
    rng, edits = Random(number), count(1)
    listing = Listing(archive, Query(), _COLUMNS)
    opened.push_async_callback(listing.close)
    assert await listing.exact_count() == number
    report = await archive.save(Record.new("research_report", {"title": "上营村饮水调研"}))
    query = parse_query(_TERM, archive.kinds)
    index = TextIndex(index_of(archive.settings.home))
    opened.callback(index.close)

    async def open_list() -> None:
        fresh = Listing(archive, Query(), _COLUMNS)
        await asyncio.gather(fresh.rows(0, _PAGE), fresh.count())
        await fresh.close()

    async def any_row() -> None:
        await listing.rows(rng.randrange(max(1, number - _PAGE)), _PAGE)

    async def search() -> None:
        assert await archive.find(query, limit=_PAGE)

    async def index_alone() -> None:
        await asyncio.to_thread(look_up, index, query)

    async def save() -> None:
        nonlocal report
        report.fields["topic"] = f"第{next(edits)}次修改"
        report = await archive.save(report)

    return {
        "list: open": open_list,
        "list: any row": any_row,
        "search": search,
        "search: index alone": index_alone,
        "save": save,
    }


def _judging(archive: Archive) -> Work:
    async def judge() -> None:
        book = await load_book(archive, _ON)
        assert any(True for _ in book.all())

    return judge
