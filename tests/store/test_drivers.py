"""The face of the driver: both clients do the same behind it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any, get_args

import pytest
from bson.objectid import ObjectId

from records.errors import ServerUnavailable, UsageFault
from records.store.driver import Database, Flavour, Session, open_database
from records.store.driver_errors import TakenKey
from records.store.embedded import Running


@pytest.fixture(params=get_args(Flavour))
async def database(request: pytest.FixtureRequest, mongod: Running) -> AsyncIterator[Database]:
    async with open_database(mongod.uri, f"test_{ObjectId()}", flavour=request.param) as opened:
        yield opened
        await opened.drop()


async def test_documents_go_in_and_come_out(database: Database) -> None:
    things = database.collection("things")
    await things.insert_many([{"_id": number, "even": number % 2 == 0} for number in range(10)])
    assert await things.find_one({"_id": 3}) == {"_id": 3, "even": False}
    assert await things.find_one({"_id": 30}) is None
    found = await things.find({"even": True}, projection={"_id": 1}, sort=[("_id", -1)], limit=2, skip=1)
    assert found == [{"_id": 6}, {"_id": 4}]
    assert [row["_id"] async for row in things.stream({}, sort=[("_id", 1)], batch=3)] == list(range(10))
    assert (await things.count({"even": True}), await things.count({}, limit=4)) == (5, 4)
    assert await things.estimate() == 10
    pipeline: list[dict[str, Any]] = [{"$group": {"_id": "$even", "n": {"$sum": 1}}}, {"$sort": {"_id": 1}}]
    assert await things.aggregate(pipeline) == [{"_id": False, "n": 5}, {"_id": True, "n": 5}]


async def test_replacing_gives_back_what_was_there(database: Database) -> None:
    things = database.collection("things")
    await things.insert_one({"_id": 1, "version": 1})
    assert await things.replace_returning_old({"_id": 1, "version": 1}, {"version": 2}) == {
        "_id": 1,
        "version": 1,
    }
    assert await things.replace_returning_old({"_id": 1, "version": 1}, {"version": 3}) is None
    assert await things.update_returning_new({"_id": "n"}, {"$inc": {"n": 5}}, upsert=True) == {
        "_id": "n",
        "n": 5,
    }


async def test_a_taken_key_says_which(database: Database) -> None:
    things = database.collection("things")
    await things.create_indexes({"no": ([("no", 1)], {"unique": True})})
    await things.insert_one({"no": "DY-2011-0001"})
    with pytest.raises(TakenKey) as one:
        await things.insert_one({"no": "DY-2011-0001"})
    with pytest.raises(TakenKey) as many:
        await things.insert_many([{"no": "DY-2011-0002"}, {"no": "DY-2011-0001"}])
    assert one.value.index == many.value.index == "no"
    assert one.value.value == {"no": "DY-2011-0001"}


async def test_a_transaction_is_whole_or_not_there(database: Database) -> None:
    things = database.collection("things")
    await database.create_collection("things")
    await database.create_collection("things")

    async def both(session: Session) -> str:
        await things.insert_one({"_id": 1}, session=session)
        await things.insert_one({"_id": 2}, session=session)
        return "done"

    async def broken(session: Session) -> None:
        await things.insert_one({"_id": 3}, session=session)
        raise UsageFault("no")

    assert await database.transact(both) == "done"
    with pytest.raises(UsageFault):
        await database.transact(broken)
    with pytest.raises(TakenKey):
        await database.transact(both)
    assert await things.count({}) == 2


async def test_rivals_in_transactions_lose_no_increment(database: Database) -> None:
    things = database.collection("things")
    await things.insert_one({"_id": 1, "n": 0})

    async def increment(session: Session) -> None:
        row = await things.find_one({"_id": 1}, session=session)
        assert row is not None
        await things.update_one({"_id": 1}, {"$set": {"n": row["n"] + 1}}, session=session)

    await asyncio.gather(*(database.transact(increment) for _ in range(20)))
    assert await things.find_one({"_id": 1}) == {"_id": 1, "n": 20}


async def test_a_change_stream_tells_and_resumes(database: Database) -> None:
    things = database.collection("things")
    await database.create_collection("things")
    async with things.watch([]) as stream:
        await things.insert_one({"_id": 1})
        first = await anext(aiter(stream))
    await things.insert_one({"_id": 2})
    async with things.watch([], resume_after=first["_id"]) as stream:
        second = await anext(aiter(stream))
    assert [event["documentKey"]["_id"] for event in (first, second)] == [1, 2]


async def test_files_go_in_and_come_out(database: Database) -> None:
    bucket, file = database.bucket(), ObjectId()
    upload = bucket.open_upload_stream_with_id(file, "讲稿.docx", metadata={"sha256": "x"})
    await upload.write(b"abc")
    await upload.close()
    download = await bucket.open_download_stream(file)
    assert await download.read(100) == b"abc"


@pytest.mark.parametrize("flavour", get_args(Flavour))
async def test_a_server_that_is_away_is_said_so_in_our_words(flavour: Flavour) -> None:
    async with open_database(
        "mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100", "x", flavour=flavour
    ) as away:
        with pytest.raises(ServerUnavailable):
            await away.collection("things").find_one({})
