"""Answers that never arrive: one edit makes one version, whatever the wire does."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from records.archive import Archive
from records.errors import Conflict, ServerUnavailable
from records.opening import open_archive
from records.record import Record
from records.settings import Settings, load_settings
from records.store.driver import Flavour
from records.store.embedded import Running
from tests.store.proxy import Wire, wire


@pytest.fixture
async def cable(tmp_path: Path, mongod: Running) -> AsyncIterator[Wire]:
    async with wire(tmp_path, mongod.socket) as made:
        yield made


@pytest.fixture
async def far_archive(archive_home: Path, cable: Wire) -> AsyncIterator[Archive]:
    async with open_archive(replace(load_settings(), uri=cable.uri)) as archive:
        yield archive


async def test_an_answer_lost_once_is_asked_for_again(far_archive: Archive, cable: Wire) -> None:
    cable.cut_after_commit = True
    saved = await far_archive.save(Record.new("person", {"name": "张伟民"}))
    cable.cut_after_commit = True
    saved.fields["post"] = "组织委员"
    again = await far_archive.save(saved)
    assert cable.cuts == 2
    assert again.version == 2
    assert len(await far_archive.journal(record=saved.id)) == 2


async def test_saving_again_after_a_lost_answer_finds_it_saved(far_archive: Archive, cable: Wire) -> None:
    far_archive.store.database.patience = 0.7
    record = Record.new("person", {"name": "张伟民"})
    for version in (1, 2):
        cable.cut_after_commit = cable.stay_cut = True
        with pytest.raises(ServerUnavailable):
            await far_archive.save(record)
        cable.down = False
        far_archive.store.database.patience = 8.0
        record = await far_archive.save(record)
        far_archive.store.database.patience = 0.7
        assert record.version == version
        assert len(await far_archive.history(record.id)) == version
        record.fields["post"] = "组织委员"
    assert len(await far_archive.journal(record=record.id)) == 2


async def test_a_different_text_after_a_lost_answer_is_a_conflict(far_archive: Archive, cable: Wire) -> None:
    saved = await far_archive.save(Record.new("person", {"name": "张伟民"}))
    far_archive.store.database.patience = 0.7
    cable.cut_after_commit = cable.stay_cut = True
    saved.fields["post"] = "书记"
    with pytest.raises(ServerUnavailable):
        await far_archive.save(saved)
    cable.down = False
    far_archive.store.database.patience = 8.0
    saved.fields["post"] = "副书记"
    with pytest.raises(Conflict) as caught:
        await far_archive.save(saved)
    assert caught.value.theirs.fields["post"] == "书记"


async def test_a_server_that_hangs_is_given_up_in_time(tmp_path: Path) -> None:
    async with open_archive(Settings(home=tmp_path / "home", operator="刘芳")) as archive:
        saved = await archive.save(Record.new("person", {"name": "张伟民"}))
        archive.store.database.patience = 1.0
        saved.fields["post"] = "书记"
        os.kill(archive.server.pid, signal.SIGSTOP)
        started = time.monotonic()
        try:
            with pytest.raises(ServerUnavailable):
                await archive.save(saved)
            with pytest.raises(ServerUnavailable):
                await archive.get(saved.id)
        finally:
            os.kill(archive.server.pid, signal.SIGCONT)
        assert time.monotonic() - started < 12
        archive.store.database.patience = 8.0
        assert (await archive.save(saved)).version == 2
        assert len(await archive.history(saved.id)) == 2


@pytest.mark.parametrize("driver", ["motor", "pymongo"])
async def test_a_cancelled_save_leaves_no_transaction_open(
    archive_home: Path, cable: Wire, driver: Flavour
) -> None:
    async with open_archive(replace(load_settings(), uri=cable.uri), driver=driver) as archive:
        record = await archive.save(Record.new("person", {"name": "张伟民"}))
        record.fields["post"] = "书记"
        cable.hold = b"startTransaction"
        saving = asyncio.create_task(archive.save(record))
        await cable.holding.wait()
        for _ in range(2):
            saving.cancel()
            await asyncio.wait([saving], timeout=0.1)
        assert not saving.done()
        cable.go.set()
        with pytest.raises(asyncio.CancelledError):
            await saving
        where: dict[str, Any] = {"$currentOp": {"idleSessions": True, "localOps": True}}
        running = {"aggregate": 1, "pipeline": [where], "cursor": {}}
        answer = await archive.store.database._client.admin.command(running)
        assert not [each for each in answer["cursor"]["firstBatch"] if "transaction" in each]
        assert (await archive.get(record.id)).fields["post"] == "书记"
        assert (await archive.save(record)).version == 2
