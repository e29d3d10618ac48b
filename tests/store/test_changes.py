"""The change stream: what is saved by anyone arrives, also over a restart and from a token."""

from __future__ import annotations

import asyncio
import os
import signal
from contextlib import aclosing
from pathlib import Path

from records.archive import Archive, Change
from records.opening import open_archive
from records.record import Record
from records.settings import Settings
from tests.store.conftest import NewPerson


async def take(archive: Archive, number: int, ready: asyncio.Event) -> list[Change]:
    taken: list[Change] = []
    async with aclosing(archive.changes(ready=ready)) as stream:
        async for change in stream:
            taken.append(change)
            if len(taken) == number:
                break
    return taken


async def test_creations_and_edits_arrive_with_kind_and_version(
    archive: Archive, new_person: NewPerson
) -> None:
    ready = asyncio.Event()
    waiting = asyncio.create_task(take(archive, 3, ready))
    await ready.wait()
    record = await new_person()
    await archive.save(record)
    await archive.save_many([Record.new("unit", {"name": "柳树湾村党支部"})])
    arrived = [(c.kind, c.version, c.operation) for c in await asyncio.wait_for(waiting, 20)]
    assert arrived == [("person", 1, "created"), ("person", 2, "updated"), ("unit", 1, "created")]


async def test_a_token_brings_what_was_missed(archive: Archive, new_person: NewPerson) -> None:
    ready = asyncio.Event()
    waiting = asyncio.create_task(take(archive, 1, ready))
    await ready.wait()
    await new_person("张伟民")
    (first,) = await waiting
    missed = await new_person("杨丽")
    async with aclosing(archive.changes(resume_after=first.token)) as stream:
        assert (await anext(stream)).id == missed.id


async def test_the_stream_outlives_a_killed_server(tmp_path: Path) -> None:
    async with open_archive(Settings(home=tmp_path / "home", operator="刘芳")) as archive:
        ready = asyncio.Event()
        waiting = asyncio.create_task(take(archive, 2, ready))
        await ready.wait()
        first = await archive.save(Record.new("person", {"name": "张伟民"}))
        os.kill(archive.server.pid, signal.SIGKILL)
        second = await archive.save(Record.new("person", {"name": "杨丽"}))
        changes = await asyncio.wait_for(waiting, 30)
        assert [change.id for change in changes] == [first.id, second.id]
