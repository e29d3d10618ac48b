"""A township for a whole file of tests: made once, added to by each, so that every test costs little."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from bson.objectid import ObjectId

from records.language import set_language
from records.opening import open_archive
from records.settings import load_settings
from records.store.driver import open_database
from records.store.embedded import Running
from tests.programme.township import Town


@pytest.fixture(autouse=True)
def english() -> None:
    """What is told is told in English unless a test says otherwise."""
    set_language("en")


@pytest.fixture(scope="module")
def town(mongod: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """An archive with a township in it. Tests add people of their own, or work in years of their own."""
    home = tmp_path_factory.mktemp("town")
    name = f"test_{ObjectId()}"
    settings = load_settings(
        {
            "XUEDANG_HOME": str(home),
            "MONGODB_URI": mongod.uri,
            "XUEDANG_ARCHIVE": name,
            "XUEDANG_OPERATOR": "刘芳",
        }
    )
    with asyncio.Runner() as runner:
        opened = open_archive(settings)
        archive = runner.run(opened.__aenter__())
        try:
            yield Town(archive, runner)
        finally:
            runner.run(opened.__aexit__(None, None, None))
            runner.run(_drop(mongod.uri, name))


async def _drop(uri: str, name: str) -> None:
    async with open_database(uri, name) as database:
        await database.drop()
