"""The server is killed under writers, again and again: nothing acknowledged is lost, nothing is torn."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest
from bson.objectid import ObjectId

from records.archive import Archive
from records.errors import ServerUnavailable
from records.opening import open_archive
from records.record import Record
from records.settings import Settings

ROUNDS = 20
WRITES_PER_ROUND = 12


class Writers:
    """Four writers and what they were told was saved."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.created: list[ObjectId] = []
        self.edits: dict[ObjectId, int] = {}
        self.acknowledged = 0
        self.progress = asyncio.Condition()

    async def told(self) -> None:
        async with self.progress:
            self.acknowledged += 1
            self.progress.notify_all()

    async def create(self, name: str) -> None:
        number = 0
        while True:
            record = Record.new("person", {"name": f"{name}{number}"})
            await self.until_saved(record)
            self.created.append(record.id)
            number += 1
            await self.told()

    async def edit(self, record: Record) -> None:
        while True:
            record.fields["post"] = f"第{record.version}次"
            record = await self.until_saved(record)
            self.edits[record.id] = record.version
            await self.told()

    async def until_saved(self, record: Record) -> Record:
        """As a person does it: press save again until it says saved."""
        while True:
            try:
                return await self.archive.save(record)
            except ServerUnavailable:
                continue

    async def check(self) -> None:
        created, edits = set(self.created), dict(self.edits)
        found = await self._read([*created, *edits])
        assert created <= found.keys()
        for identifier, version in edits.items():
            assert found[identifier].version >= version

    async def _read(self, identifiers: list[ObjectId]) -> dict[ObjectId, Record]:
        """As a person does it: ask again while the server is coming back."""
        while True:
            try:
                return await self.archive.get_many(identifiers)
            except ServerUnavailable:
                continue


@pytest.mark.timeout(120)
async def test_twenty_kills_under_four_writers_lose_nothing(tmp_path: Path) -> None:
    async with open_archive(Settings(home=tmp_path / "home", operator="刘芳")) as archive:
        writers = Writers(archive)
        edited = [await archive.save(Record.new("person", {"name": name})) for name in ("杨丽", "王德明")]
        tasks = [
            *(asyncio.create_task(writers.create(name)) for name in ("甲", "乙")),
            *(asyncio.create_task(writers.edit(record)) for record in edited),
        ]
        for _ in range(ROUNDS):
            target = writers.acknowledged + WRITES_PER_ROUND
            async with writers.progress:
                await writers.progress.wait_for(lambda target=target: writers.acknowledged >= target)  # type: ignore[misc]
            os.kill(archive.server.pid, signal.SIGKILL)
            await writers.check()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await writers.check()
        await check_whole(archive, [record.id for record in edited])
        assert writers.acknowledged >= ROUNDS * WRITES_PER_ROUND


async def check_whole(archive: Archive, edited: list[ObjectId]) -> None:
    """Versions are gapless, each edit made one, and every version has its one journal entry."""
    for identifier in edited:
        versions = [revision.version for revision in await archive.history(identifier)]
        assert versions == list(range(len(versions), 0, -1))
        posts = [revision.record.fields.get("post") for revision in await archive.history(identifier)]
        assert len(posts) == len(set(posts))
        entries = await archive.journal(record=identifier, limit=10_000)
        assert sorted(entry["version"] for entry in entries) == sorted(versions)
