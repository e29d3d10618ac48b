"""The data of the embedded server move to another one: whole, or not at all."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import bson
import pytest

from records.archive import Archive
from records.errors import DiskFull, Refused, ServerUnavailable
from records.journal_words import sentence
from records.keep import server_upgrade
from records.keep.backup.make import back_up
from records.keep.backup.rotation import last
from records.keep.server_upgrade import upgrade_server
from records.keep.verify.whole_archive import verify
from records.opening import open_archive
from records.record import Record
from records.search.query import Query
from records.settings import Settings
from records.store import moving
from records.store.embedded import EmbeddedServer
from records.store.mongod import candidates
from tests.scripts.terminal import Terminal

_ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A data folder with an embedded server of its own, and no other."""
    monkeypatch.delenv("MONGODB_URI", raising=False)
    monkeypatch.setenv("XUEDANG_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XUEDANG_OPERATOR", "刘芳")
    return Settings(home=tmp_path / "home", operator="刘芳")


async def stored(archive: Archive) -> list[bytes]:
    names = ("records", "revisions")
    return [
        bson.encode(row)
        for name in names
        for row in await archive.store.database.collection(name).find({}, sort=[("_id", 1)])
    ]


async def test_killed_half_way_the_old_stands_and_run_again_the_new_takes_its_place(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    """From 6.0 to 6.0, in a new folder: no other version is at hand."""
    terminal = Terminal(capsys)
    second = replace(settings, database="shangying")
    async with open_archive(settings) as archive:
        await archive.save_many(
            [Record.new("person", {"name": "张伟民"}), Record.new("person", {"name": "李秀兰"})]
        )
        before = await stored(archive)
        await back_up(archive, settings.home / "before.xdb")
        async with open_archive(second) as other:
            await other.save(Record.new("unit", {"name": "上营村党支部"}))
        with pytest.raises(Refused, match="using"):
            await upgrade_server(settings)
    command = [sys.executable, "-c", _KILL_ITSELF]
    killed = subprocess.run(command, env=os.environ | {"PYTHONPATH": str(_ROOT)}, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert moving.place(settings.home).exists()
    async with open_archive(settings) as archive:
        assert await stored(archive) == before
    assert not moving.place(settings.home).exists()

    found = await asyncio.to_thread(terminal.json, "upgrade-server", "--old", str(candidates()[0]))
    assert (found["old"], found["new"], sorted(found["archives"])) == (
        "6.0.5",
        "6.0.5",
        ["shangying", "xuedang"],
    )
    (kept,) = moving.kept(settings.home)
    assert found["kept"] == str(kept)
    async with open_archive(settings) as archive:
        assert await stored(archive) == before
        await archive.searcher.settled()
        assert len(await archive.find(Query("李秀兰"))) == 1
        assert (await verify(archive)).findings == []
        assert (told := await last(archive)) is not None
        assert (told.path.name, told.restored) == ("before.xdb", False)
        (newest,) = await archive.journal(limit=1)
        assert "another server" in sentence(newest)
        await archive.save(Record.new("person", {"name": "王德明"}))
        async with open_archive(second) as other:
            assert await last(other) is None  # the file that it was moved with is gone
            assert (await other.count(Query(kind="unit"))).number == 1
        assert await asyncio.to_thread(terminal.json, "upgrade-server", "--confirm") == {
            "removed": [str(kept)]
        }
        assert not kept.exists()


#: Moves the data, and kills itself with the first documents in their new place.
_KILL_ITSELF = """
import asyncio, os, signal
from records.keep.server_upgrade import upgrade_server
from records.settings import load_settings
kill = lambda name, done: os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(upgrade_server(load_settings(), on_progress=kill))
"""


async def test_what_it_is_refused_for(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(Refused, match="no database"):
        await upgrade_server(settings)
    with pytest.raises(Refused, match="shared"):
        await upgrade_server(replace(settings, uri="mongodb://127.0.0.1"))
    (settings.home / "db").mkdir(parents=True)
    (settings.home / "db" / "WiredTiger").write_text("as if there were one")
    with moving.alone(settings.home), pytest.raises(Refused, match="being moved"):
        await asyncio.to_thread(EmbeddedServer(settings.home).join)
    monkeypatch.setattr(server_upgrade, "LEAST_FREE_BYTES", 2**62)
    with pytest.raises(DiskFull, match="MB"):
        await upgrade_server(settings)
    facts = settings.home / "server.json"
    facts.write_text(json.dumps({"major": "5.0"}))
    with pytest.raises(ServerUnavailable, match=r"mongod 5\.0") as caught:
        await upgrade_server(settings)
    assert "--old" in caught.value.hint
    monkeypatch.setenv("XUEDANG_CALLED", "scripts/run")
    with pytest.raises(ServerUnavailable) as caught:
        await upgrade_server(settings)
    assert "`scripts/run restore FILE`" in caught.value.hint
    with pytest.raises(ServerUnavailable, match=r"belong to mongod 5\.0") as caught:
        await asyncio.to_thread(EmbeddedServer(settings.home).join)
    assert "upgrade-server" in caught.value.hint


@pytest.mark.parametrize("done", range(4))
def test_what_was_decided_is_finished_by_whoever_comes_next(tmp_path: Path, done: int) -> None:
    """Killed after the decision, before or after each of the renames."""
    for name, major in (("db", "6.0"), ("upgrade/db", "7.0")):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "major").write_text(major)
    (tmp_path / "server.json").write_text(json.dumps({"major": "7.0", "swap": "db-6.0-20121015-081500"}))
    old = tmp_path / "db-6.0-20121015-081500"
    if done > 0:
        (tmp_path / "db").rename(old)
    if done > 1:
        (tmp_path / "db").mkdir()  # whoever came next made it, and was killed as well
    if done > 2:
        (tmp_path / "upgrade" / "db").rename(tmp_path / "db")
    moving.settle(tmp_path)
    assert [(tmp_path / "db" / "major").read_text(), (old / "major").read_text()] == ["7.0", "6.0"]
    assert json.loads((tmp_path / "server.json").read_text()) == {"major": "7.0"}
    assert not moving.place(tmp_path).exists()
