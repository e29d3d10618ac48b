"""Migrations: applied once, found again, and a newer archive is not touched."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator

import pytest
from bson.objectid import ObjectId

from records.errors import Refused
from records.store import migrations, schema
from records.store.driver import Database, open_database
from records.store.embedded import Running


@pytest.fixture
async def database(mongod: Running) -> AsyncIterator[Database]:
    async with open_database(mongod.uri, f"test_{ObjectId()}") as opened:
        yield opened
        await opened.drop()


async def test_looking_for_pending_migrations_writes_nothing(database: Database) -> None:
    assert [each.name for each in await migrations.pending(database)] == [
        each.name for each in migrations.ALL
    ]
    assert await database.collection_names() == set()


async def test_migrations_are_applied_once(database: Database) -> None:
    assert len(await migrations.migrate(database)) == len(migrations.ALL)
    assert await migrations.migrate(database) == []
    assert set(schema.RECORD_INDEXES) <= set(await database.collection(schema.RECORDS).indexes())
    assert {"record", "until"} <= set(await database.collection(schema.PRESENCE).indexes())


def test_every_step_is_a_migration_and_in_its_place() -> None:
    """A step without a name would never be taken."""
    steps = {each.apply for each in migrations.ALL}
    written = {each for name, each in vars(migrations).items() if name.startswith("_") and callable(each)}
    signature = inspect.signature(migrations.ALL[0].apply)
    assert {each for each in written if inspect.signature(each) == signature} == steps
    numbers = [each.name.partition("-")[0] for each in migrations.ALL]
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("done", range(len(migrations.ALL)))
async def test_an_interrupted_migration_is_done_again(database: Database, done: int) -> None:
    """Its change was made, but not recorded: as if killed in between."""
    await migrations.migrate(database)
    names = [each.name for each in migrations.ALL[done:]]
    await database.collection(schema.MIGRATIONS).delete_many({"_id": {"$in": names}})
    assert await migrations.migrate(database) == names


async def test_an_archive_of_a_newer_release_is_left_alone(database: Database) -> None:
    await migrations.migrate(database)
    await database.collection(schema.MIGRATIONS).insert_one({"_id": "9999-from-the-future"})
    with pytest.raises(migrations.NewerArchive, match="9999-from-the-future"):
        await migrations.migrate(database)


async def test_a_document_without_the_core_is_refused(database: Database) -> None:
    await migrations.migrate(database)
    with pytest.raises(Refused):
        await database.collection(schema.RECORDS).insert_one({"kind": "person"})
