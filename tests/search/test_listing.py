"""The list behind the screens: any rows of it are those that skip and limit would give."""

from __future__ import annotations

import asyncio
import random
from contextlib import aclosing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from bson.objectid import ObjectId

from records.archive import Archive, Change
from records.errors import ServerUnavailable
from records.lists.listing import Listing, Refresh
from records.opening import open_archive
from records.record import Record
from records.search.parse import parse_query
from records.search.query import Query
from records.settings import load_settings
from records.sorts import SORTS, Sort, has_order
from records.store.embedded import Running
from records.values import PartialDate
from tests.store.proxy import wire

NUMBER = 1500


def documents(number: int) -> list[dict[str, object]]:
    """Many of the same day, some months empty, some without a date, a few void."""
    source = random.Random(7)
    made = []
    for at in range(number):
        day = datetime(2010, 7, 3) + timedelta(days=int(source.expovariate(1 / 90)) * 5)
        document: dict[str, object] = {
            "_id": ObjectId(source.randbytes(12)),
            "kind": source.choice(["research_report", "session"]),
            "no": f"DY-{at:05}",
            "title": source.choice(["学习", "渠道", "会议"]) + str(at % 40),
            "status": "void" if at % 50 == 0 else "draft",
            "version": 1,
            "schema": 1,
            "fields": {"place": "上营村", "findings": "很长的问题"},
            "created": {"at": datetime(2011, 1, 1), "by": "刘芳"},
            "updated": {"at": datetime(2011, 1, 1) + timedelta(hours=source.randrange(300)), "by": "刘芳"},
        }
        if source.random() > 0.1:
            document["date"] = {"start": day, "end": day, "precision": "day", "raw": ""}
        made.append(document)
    return made


@pytest.fixture
async def filled(archive: Archive) -> Archive:
    await archive.store.records.insert_many(documents(NUMBER))
    # Hits of the same day stand in the order of the index, once there is one.
    await archive.searcher.settled()
    return archive


async def reference(archive: Archive, query: Query) -> list[ObjectId]:
    return [record.id async for record in archive.each(query)]


QUERIES = [
    *(Query(sort=sort, kind=None if has_order(None, sort) else "person") for sort in SORTS),
    Query(kind="session"),
    Query(kind="session", sort="date", date_from=date(2010, 9, 1), date_to=date(2011, 2, 11)),
    Query(include_void=True, status=("draft", "void")),
    Query(text="渠道"),
    Query(text="学习 -渠道", sort="date", kind="research_report"),
    Query(kind="person"),
]


async def test_rows_are_those_of_skip_and_limit_before_and_after_they_are_counted(filled: Archive) -> None:
    source = random.Random(3)
    for query in QUERIES:
        expected = await reference(filled, query)
        listing = Listing(filled, query, ["title"])
        for _ in range(2):
            places = [(source.randrange(NUMBER + 10), source.randint(1, 60)) for _ in range(20)]
            last = max(len(expected) - 3, 0)
            for start, count in [(0, 40), (40, 40), *places, (last, 9), (20, 40)]:
                rows = [record.id for record in await listing.rows(start, count)]
                assert rows == expected[start : start + count], (query, start, count)
            assert await listing.exact_count() == len(expected)
        await listing.close()


@pytest.mark.parametrize("text", ["", "学习"])
async def test_the_row_of_a_date_and_of_a_record(filled: Archive, text: str) -> None:
    sorts: tuple[Sort, ...] = ("date", "-date")
    for sort in sorts:
        query = Query(sort=sort, text=text)
        everything = [record async for record in filled.each(query)]
        listing = Listing(filled, query)
        for _ in range(2):
            for day in (
                date(2000, 1, 1),
                date(2010, 7, 3),
                date(2010, 9, 14),
                date(2011, 1, 31),
                date(2030, 1, 1),
            ):
                reached = [at for at, record in enumerate(everything) if has_reached(record, day, sort)]
                assert await listing.row_of_date(day) == (reached[0] if reached else len(everything)), day
            for row in random.Random(5).sample(range(len(everything)), 25):
                assert await listing.row_of(everything[row].id) == row
            assert await listing.row_of(ObjectId()) is None
            await listing.exact_count()
        await listing.close()


def has_reached(record: Record, day: date, sort: str) -> bool:
    if sort == "-date":
        return record.date is None or record.date.start <= day
    return record.date is not None and record.date.start >= day


async def test_chosen_records_are_listed_and_no_others(filled: Archive) -> None:
    everything = await reference(filled, Query(include_void=True))
    chosen = tuple(random.Random(9).sample(everything, 700))
    narrower = (
        Query(ids=chosen),
        Query(ids=chosen, sort="title", kind="session", date_from=date(2010, 9, 1)),
        Query(ids=chosen, text="渠道"),
        Query(ids=chosen[:1], include_void=True),
        Query(ids=()),
    )
    for query in narrower:
        wider = query.narrowed(ids=None)
        expected = [each for each in await reference(filled, wider) if each in (query.ids or ())]
        listing = Listing(filled, query, ["title"])
        for start, count in ((0, 64), (64, 64), (300, 200), (0, 700)):
            rows = [record.id for record in await listing.rows(start, count)]
            assert rows == expected[start : start + count], (query, start)
        assert await listing.exact_count() == len(expected) == (await filled.count(query)).number
        assert await reference(filled, query) == expected
        await listing.close()


async def test_as_many_as_five_thousand_records_may_be_chosen(archive: Archive) -> None:
    await archive.store.records.insert_many(documents(5200))
    everything = await reference(archive, Query(include_void=True))
    listing = Listing(archive, Query(ids=tuple(everything[:5000]), include_void=True), ["title"])
    assert [row.id for row in await listing.rows(4990, 20)] == everything[4990:5000]
    assert await listing.exact_count() == 5000
    await listing.close()


async def test_the_first_count_is_quick_and_the_exact_one_follows(filled: Archive) -> None:
    listing = Listing(filled, Query(include_void=True))
    first = await listing.count()
    assert (first.number, first.capped) == (1000, True)
    assert await listing.exact_count() == NUMBER
    again = await listing.count()
    assert (again.number, again.capped) == (NUMBER, False)
    await listing.close()


async def test_the_first_and_the_last_day_of_the_calendar_are_days(archive: Archive) -> None:
    days = (datetime(2011, 3, 5), datetime(1, 1, 1), datetime(9999, 12, 31), None)
    made = documents(len(days))
    for document, day in zip(made, days, strict=True):
        document |= {"kind": "household_visit", "status": "draft", "fields": {"visited_on": day}}
        document["date"] = {"start": day, "end": day, "precision": "day", "raw": ""} if day else None
    await archive.store.records.insert_many([{k: v for k, v in d.items() if v is not None} for d in made])
    rows: dict[Sort, tuple[int, int]] = {"-date": (2, 0), "date": (1, 3)}
    for sort, (first, last) in rows.items():
        query = Query(kind="household_visit", sort=sort)
        listing = Listing(archive, query)
        assert await listing.exact_count() == 4
        expected = await reference(archive, query)
        assert [record.id for record in await listing.rows(0, 9)] == expected
        assert [await listing.row_of(record) for record in expected] == [0, 1, 2, 3]
        assert await listing.row_of_date(date.min) == first
        assert await listing.row_of_date(date.max) == last
        await listing.close()
    for typed in ("visited_on:9999", "visited_on:>=9999-12-31"):
        assert (await archive.count(parse_query(typed, archive.kinds))).number == 1


@pytest.mark.parametrize("query", [Query(sort="title"), Query(text="渠道")])
async def test_a_list_counts_again_when_the_server_is_back(
    archive_home: Path, mongod: Running, tmp_path: Path, query: Query
) -> None:
    async with (
        wire(tmp_path, mongod.socket) as cable,
        open_archive(replace(load_settings(), uri=cable.uri)) as archive,
    ):
        await archive.store.records.insert_many(documents(4 * NUMBER))
        await archive.searcher.settled()
        expected = len(await reference(archive, query))
        listing = Listing(archive, query)
        cable.unplug()
        with pytest.raises(ServerUnavailable):
            await listing.exact_count()
        cable.down = False
        assert (await listing.count()).number >= 1000
        assert await listing.exact_count() == expected
        await listing.close()


async def test_a_row_holds_its_columns_only(filled: Archive) -> None:
    listing = Listing(filled, Query(), ["no", "title", "place"])
    (row,) = await listing.rows(5, 1)
    assert row.fields == {"place": "上营村"}
    assert row.title
    assert (await Listing(filled, Query()).rows(5, 1))[0].fields["findings"] == "很长的问题"
    await listing.close()


async def test_a_unit_s_list_holds_the_units_below(archive: Archive) -> None:
    top = await archive.save(Record.new("unit", {"name": "柳树湾村党总支"}))
    below = await archive.save(Record.new("unit", {"name": "第一党支部", "parent": top.id}))
    stamp = {"at": datetime(2011, 1, 1), "by": "刘芳"}
    same = {
        "kind": "research_report",
        "title": "渠道",
        "status": "draft",
        "version": 1,
        "schema": 1,
        "fields": {},
    }
    await archive.store.records.insert_many(
        [
            {**same, "_id": ObjectId(), "created": stamp, "updated": stamp, "unit": unit}
            for unit in (top.id, below.id, ObjectId())
        ]
    )
    listing = Listing(archive, Query(kind="research_report", unit=top.id))
    assert len(await listing.rows(0, 10)) == 2
    await listing.close()
    await archive.searcher.settled()
    assert (await archive.count(Query(text="渠道", unit=top.id))).number == 2


def report(title: str, day: int) -> Record:
    return Record.new("research_report", {"title": title, "finished_on": PartialDate.day(date(2011, 2, day))})


async def test_a_change_says_what_to_draw_anew(archive: Archive) -> None:
    ready = asyncio.Event()
    async with aclosing(archive.changes(ready=ready)) as changes:
        waiting = asyncio.ensure_future(anext(changes))
        await ready.wait()
        saved = [await archive.save(report(f"渠道{day}", day)) for day in range(1, 10)]
        listing = Listing(archive, Query(kind="research_report"))
        await listing.rows(0, 9)
        await waiting

        async def change_to(record: Record) -> Change:
            stored = await archive.save(record)
            async for change in changes:
                if (change.id, change.version) == (stored.id, stored.version):
                    return change
            raise AssertionError("the stream has ended")

        saved[3].fields["place"] = "上营村"
        assert await listing.refresh(await change_to(saved[3])) == Refresh(row=5)

        saved[0].fields["finished_on"] = PartialDate.day(date(2011, 2, 20))
        assert await listing.refresh(await change_to(saved[0])) == Refresh(all=True)
        assert (await listing.rows(0, 1))[0].id == saved[0].id

        person = await change_to(Record.new("person", {"name": "张伟民"}))
        assert await listing.refresh(person) == Refresh()
        await listing.close()
