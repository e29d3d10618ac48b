"""Backups: of one moment, put back whole or not at all, and nothing about them can be changed unseen."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import bson
import pytest
from bson.objectid import ObjectId
from pyrage import x25519

from records.archive import Archive
from records.errors import DiskFull, Refused, UnreadableFile, UsageFault, XuedangError
from records.keep.backup import rotation
from records.keep.backup.chain import Chain
from records.keep.backup.compare import compare
from records.keep.backup.container import DamagedBackup, Writing
from records.keep.backup.make import Cancelled, back_up
from records.keep.backup.plain_dump import dump
from records.keep.backup.restore import restore
from records.keep.backup.rotation import if_due, kept
from records.keep.backup.secrecy import Key, Lock
from records.opening import open_archive
from records.record import Record
from records.search.query import Query
from records.settings import Settings
from records.store.connection import open_store
from records.store.migrations import HalfRestored
from tests.databases import Databases

_ROOT = Path(__file__).resolve().parents[2]


def no_key(wrapped: bytes) -> Key:
    raise AssertionError("nothing is encrypted here")


@pytest.fixture
def elsewhere(archive: Archive, databases: Databases, tmp_path: Path) -> Iterator[Settings]:
    """An empty archive beside the one of the test."""
    with databases.one() as name:
        yield replace(archive.settings, home=tmp_path / "elsewhere", database=name)


@pytest.fixture
async def filled(archive: Archive, tmp_path: Path) -> Archive:
    """Some of everything: people, versions, an attachment, a void record, a field of its own."""
    unit = await archive.save(Record.new("unit", {"name": "柳树湾村党支部"}))
    names = ("张伟民", "李秀兰", "赵永刚")
    people = [Record.new("person", {"name": name, "爱好": "书法"}) for name in names]
    await archive.save_many(people)
    report = await archive.save(Record.new("research_report", {"title": "上营村饮水调研", "unit": unit.id}))
    scan = tmp_path / "扫描件.bin"
    scan.write_bytes(os.urandom(300_000))
    report = await archive.attach(report.id, scan)
    await archive.save(replace(report, fields=report.fields | {"title": "上营村饮水再调研"}))
    gone = await archive.save(Record.new("unit", {"name": "误录支部"}))
    await archive.void(gone.id, "误录")
    return archive


async def everything(archive: Archive) -> dict[str, list[bytes]]:
    """All documents, as bytes, but what only says what is going on just now."""
    found = {}
    for name in ("records", "revisions", "fs.files", "fs.chunks", "counters", "kinds"):
        rows = await archive.store.database.collection(name).find({}, sort=[("_id", 1)])
        found[name] = [bson.encode(row) for row in rows]
    return found


async def test_what_is_put_back_is_what_was_there_while_others_wrote(
    filled: Archive, elsewhere: Settings, tmp_path: Path
) -> None:
    before = await everything(filled)
    writer: asyncio.Task[None] | None = None

    async def keep_writing() -> None:
        while True:
            await filled.save(Record.new("unit", {"name": f"新支部{ObjectId()}"}))

    def begin(done: int) -> None:
        nonlocal writer
        writer = writer or asyncio.create_task(keep_writing())

    made = await back_up(filled, tmp_path / "备份.xdb", on_progress=begin)
    assert writer is not None
    writer.cancel()
    await asyncio.wait([writer])
    counted: list[int] = []
    found = await restore(elsewhere, tmp_path / "备份.xdb", no_key, counted.append)
    assert found.differences == []
    assert max(counted) == made.documents
    async with open_archive(elsewhere) as again:
        assert await everything(again) == before
        await again.searcher.settled()
        (report,) = await again.find(Query("再调研"))
        pieces = [piece async for piece in again.attachment(report.attachments[0])]
        assert b"".join(pieces) == (tmp_path / "扫描件.bin").read_bytes()
        assert [each.version for each in await again.history(report.id)] == [3, 2, 1]
        # And work goes on from there: numbers are not given twice.
        assert (await again.save(Record.new("unit", {"name": "上营村党支部"}))).no is not None
    journalled = await filled.store.journal.find_one({"action": "backup"})
    assert journalled is not None
    assert journalled["backup"] == made.id
    assert Path(tmp_path / "备份.xdb").stat().st_mode & 0o777 == 0o600


async def test_each_increment_can_be_put_back(filled: Archive, databases: Databases, tmp_path: Path) -> None:
    first = await back_up(filled, tmp_path / "1.xdb")
    (person,) = await filled.find(Query(kind="person", text="张伟民"))
    await filled.save(replace(person, fields=person.fields | {"post": "组织委员"}))
    second = await back_up(filled, tmp_path / "2.xdb", base=first)
    await filled.save_many([Record.new("unit", {"name": f"第{number}支部"}) for number in range(20)])
    third = await back_up(filled, tmp_path / "3.xdb", base=second)
    assert not any(part.collection == "fs.chunks" for part in third.parts if part.backup == third.id)
    for name, units in (("1.xdb", 1), ("2.xdb", 1), ("3.xdb", 21)):
        with databases.one() as database:
            there = replace(filled.settings, home=tmp_path / f"home-{name}", database=database)
            assert (await restore(there, tmp_path / name, no_key)).differences == []
            async with open_archive(there) as again:
                assert len(await again.find(Query(kind="unit"), limit=100)) == units
                (found,) = await again.find(Query(kind="person", text="张伟民"))
                assert found.fields.get("post") == (None if name == "1.xdb" else "组织委员")
    (tmp_path / "1.xdb").rename(tmp_path / "aside.xdb")
    with pytest.raises(UnreadableFile, match=r"1\.xdb"):
        Chain(tmp_path / "3.xdb", no_key)
    await back_up(filled, tmp_path / "1.xdb")
    with pytest.raises(DamagedBackup, match="another backup"):
        Chain(tmp_path / "3.xdb", no_key)


async def test_an_archive_with_anything_in_it_is_left_alone(filled: Archive, tmp_path: Path) -> None:
    await back_up(filled, tmp_path / "a.xdb")
    before = await everything(filled)
    with pytest.raises(Refused, match="not empty"):
        await restore(filled.settings, tmp_path / "a.xdb", no_key)
    assert await everything(filled) == before
    with pytest.raises(UsageFault, match="there already"):
        await back_up(filled, tmp_path / "a.xdb")


async def test_a_bit_that_flips_anywhere_is_found_and_placed(filled: Archive, tmp_path: Path) -> None:
    await back_up(filled, tmp_path / "a.xdb")
    data = (tmp_path / "a.xdb").read_bytes()
    bad = tmp_path / "bad.xdb"
    with Chain(tmp_path / "a.xdb", no_key) as sound:
        sound.check()
        parts = sound.manifest.parts
    ends = [*range(0, 600, 7), *range(600, len(data) - 3000, 4001), *range(len(data) - 3000, len(data), 37)]
    told = set()
    for number, place in enumerate(ends):
        flipped = bytearray(data)
        flipped[place] ^= 1 << number % 8
        bad.write_bytes(flipped)
        with pytest.raises(XuedangError, match=r"bad\.xdb") as caught, Chain(bad, no_key) as chain:
            chain.check()
        told |= {part.member for part in parts if part.member in caught.value.message}
    assert "fs.chunks/000001.bson.zst" in told
    for packed_by in (8, 12, 14):  # a member that says it is packed, as none is
        flipped = bytearray(data)
        flipped[data.rindex(b"PK\x01\x02") + 10] = packed_by
        bad.write_bytes(flipped)
        with pytest.raises(DamagedBackup, match=r"bad\.xdb"), Chain(bad, no_key) as chain:
            chain.check()
    for length in (0, 10, len(data) // 2, len(data) - 1):
        bad.write_bytes(data[:length])
        with pytest.raises(DamagedBackup, match=r"bad\.xdb"), Chain(bad, no_key) as chain:
            chain.check()


async def test_a_damaged_backup_puts_nothing_back(
    filled: Archive, elsewhere: Settings, tmp_path: Path
) -> None:
    await back_up(filled, tmp_path / "a.xdb")
    data = bytearray((tmp_path / "a.xdb").read_bytes())
    data[len(data) // 2] ^= 16
    (tmp_path / "a.xdb").write_bytes(data)
    with pytest.raises(DamagedBackup, match="bytes"):
        await restore(elsewhere, tmp_path / "a.xdb", no_key)
    async with open_archive(elsewhere) as again:
        assert (await again.status())["kinds"] == {}


async def test_an_encrypted_backup_opens_for_its_key_alone(
    filled: Archive, elsewhere: Settings, tmp_path: Path
) -> None:
    await back_up(filled, tmp_path / "words.xdb", lock=Lock.by_passphrase("山高水长"))
    assert b"records/" in (tmp_path / "words.xdb").read_bytes()
    with pytest.raises(Refused, match="passphrase"):
        Chain(tmp_path / "words.xdb", lambda wrapped: Key.by_passphrase(wrapped, "山高水短"))
    own = x25519.Identity.generate()
    lock = Lock.by_keys([str(own.to_public())])
    await back_up(filled, tmp_path / "key.xdb", lock=lock)
    other = x25519.Identity.generate()
    with pytest.raises(Refused, match="key"):
        Chain(tmp_path / "key.xdb", lambda _: Key.by_identity(str(other)))
    found = await restore(elsewhere, tmp_path / "key.xdb", lambda _: Key.by_identity(f"# 钥匙\n{own}\n"))
    assert found.differences == []
    with pytest.raises(UsageFault, match="age1"):
        Lock.by_keys(["age1nonsense"])


def test_a_passphrase_that_takes_too_long_here_is_not_called_wrong() -> None:
    wrapped = Lock.by_passphrase("山高水长").wrapped
    slow = re.sub(rb"(scrypt \S+) \d+", rb"\1 40", wrapped, count=1)
    with pytest.raises(Refused, match="too busy or too slow") as caught:
        Key.by_passphrase(slow, "山高水长")
    assert "other programs" in caught.value.hint


async def test_a_difference_is_named(filled: Archive, elsewhere: Settings, tmp_path: Path) -> None:
    await back_up(filled, tmp_path / "a.xdb")
    await restore(elsewhere, tmp_path / "a.xdb", no_key)
    (report,) = await filled.find(Query(kind="research_report"))
    async with open_store(elsewhere) as store:
        await store.records.update_one({"_id": report.id}, {"$set": {"fields.title": "改过的"}})
        with Chain(tmp_path / "a.xdb", no_key) as chain:
            found = [str(each) for each in await compare(store, chain)]
    assert any(str(report.no) in each and "not the same" in each for each in found)


async def test_stopping_and_a_full_disk_leave_no_file(filled: Archive, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        await back_up(filled, tmp_path / "a.xdb", cancelled=lambda: True)
    small = tmp_path / "small"
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(small)]
    if subprocess.run(mount, capture_output=True, check=False).returncode == 0:
        try:
            with pytest.raises(DiskFull, match=r"a\.xdb"):
                await back_up(filled, small / "a.xdb")
            assert list(small.iterdir()) == []
        finally:
            subprocess.run(["umount", "-l", str(small)], check=True)
    assert [each.name for each in tmp_path.iterdir() if "xdb" in each.name] == []
    with pytest.raises(Refused, match="nowhere"):
        Writing(Path("/proc/nowhere/a.xdb"), None)


async def test_a_restore_that_is_killed_is_begun_anew(
    filled: Archive, elsewhere: Settings, tmp_path: Path
) -> None:
    await back_up(filled, tmp_path / "a.xdb")
    killed = subprocess.run(
        [sys.executable, "-c", _KILL_ITSELF, str(tmp_path / "a.xdb")],
        env=os.environ
        | {
            "XUEDANG_HOME": str(elsewhere.home),
            "XUEDANG_ARCHIVE": elsewhere.database,
            "PYTHONPATH": str(_ROOT),
        },
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    with pytest.raises(HalfRestored, match="has not ended"):
        async with open_archive(elsewhere):
            pass
    assert (await restore(elsewhere, tmp_path / "a.xdb", no_key)).differences == []
    async with open_archive(elsewhere) as again:
        assert await everything(again) == await everything(filled)


#: Puts a backup back, and kills itself after the first documents are in.
_KILL_ITSELF = """
import asyncio, os, signal, sys
from pathlib import Path
from records.keep.backup.restore import restore
from records.keep.backup.rotation import if_due, kept
from records.settings import load_settings
kill = lambda done: os.kill(os.getpid(), signal.SIGKILL)
asyncio.run(restore(load_settings(), Path(sys.argv[1]), lambda _: None, kill))
"""


async def test_a_last_backup_grows_old_when_work_goes_on(archive: Archive, tmp_path: Path) -> None:
    assert await rotation.last(archive) is None
    await back_up(archive, tmp_path / "a.xdb")

    async def is_old(days: int) -> bool:
        moment = datetime.now(UTC) - timedelta(days=days)
        await archive.store.journal.update_one({"action": "backup"}, {"$set": {"at": moment}})
        found = await rotation.last(archive)
        assert found is not None
        assert (found.path, found.by) == (tmp_path / "a.xdb", "刘芳")
        return found.old

    assert not await is_old(3)  # nothing has happened since
    await archive.save(Record.new("unit", {"name": "柳树湾村党支部"}))
    assert [await is_old(days) for days in (1, 3)] == [False, True]
    archive.settings = replace(archive.settings, backup_every=7)
    assert [await is_old(days) for days in (3, 9)] == [False, True]
    since = await rotation.missing_since(archive)
    assert since is not None and (datetime.now(UTC) - since).days == 9
    archive.settings = replace(archive.settings, backup_every=0)
    assert not await is_old(90)
    assert await rotation.missing_since(archive) is None


async def test_without_any_backup_the_first_entry_counts(archive: Archive) -> None:
    for name in ("柳树湾村党支部", "上营村党支部"):
        await archive.save(Record.new("unit", {"name": name}))
    assert await rotation.missing_since(archive) is None, "nothing is older than a day"
    moment = datetime.now(UTC) - timedelta(days=3)
    await archive.store.journal.update_one({}, {"$set": {"at": moment}})
    since = await rotation.missing_since(archive)
    assert since is not None and abs(since - moment) < timedelta(seconds=1)


async def test_the_layout_of_mongodump(filled: Archive, tmp_path: Path) -> None:
    count = await dump(filled, tmp_path / "dump")
    folder = tmp_path / "dump" / filled.store.database.name
    found: dict[str, list[Any]] = {
        path.stem: bson.decode_all(path.read_bytes()) for path in folder.glob("*.bson")
    }
    assert sum(map(len, found.values())) == count
    kept = await rotation.last(filled)
    assert kept is not None and kept.path == folder, "who took the archive out stands in the journal"
    assert len(found["records"]) == await filled.store.records.count({})
    facts = bson.json_util.loads((folder / "records.metadata.json").read_text(encoding="utf-8"))
    assert {index["name"] for index in facts["indexes"]} == set(await filled.store.records.indexes())
    with pytest.raises(UsageFault, match="there already"):
        await dump(filled, tmp_path / "dump")


async def test_backups_are_made_by_themselves_and_old_ones_go(
    filled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rotation, "MUCH", 50)
    filled.settings = replace(filled.settings, backup_folder=str(tmp_path / "disk"))
    morning = datetime(2012, 3, 5, 8, 15)

    async def after(days: float, *, touched: bool = True, only_for_much: bool = False) -> Path | None:
        if touched:
            await filled.save(Record.new("unit", {"name": f"支部{ObjectId()}"}))
        return await if_due(filled, morning + timedelta(days=days), only_for_much=only_for_much)

    first = await after(0)
    assert first is not None
    assert first.name.endswith("-20120305-081500-full.xdb")
    assert await after(0.5) is None
    assert await after(1, touched=False, only_for_much=True) is None
    second = await after(1)
    assert second is not None
    assert second.name.endswith("-more.xdb")
    assert await after(3, touched=False) is None
    await filled.save_many([Record.new("unit", {"name": f"村{number}"}) for number in range(50)])
    assert await after(1.1, touched=False, only_for_much=True) is not None
    third = await after(7.5)
    assert third is not None
    assert third.name.endswith("-full.xdb")
    with Chain(second, no_key) as chain:
        chain.check()
    for day in (15, 23, 31, 39):
        assert await after(day) is not None
    left = [each.path.name[-24:] for each in kept(tmp_path / "disk", filled.store.database.name)]
    assert left == ["20120305-081500-full.xdb", "20120405-081500-full.xdb", "20120413-081500-full.xdb"]
    filled.settings = replace(filled.settings, backup_every=0)
    assert await after(90) is None
    filled.settings = replace(filled.settings, backup_every=1, backup_folder=None)
    assert await after(90) is None  # a shared server's, and this desk is not the one
