"""Three nodes, the primary killed during an import and during edits: nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import socket
import subprocess
from collections.abc import AsyncGenerator, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pymongo
import pytest
from pymongo.errors import PyMongoError

from records.archive import Archive, open_archive
from records.record import Record
from records.settings import Settings
from records.store.mongod import candidates

NAME = "three"
#: Records of the import; the primary dies when so many are stored.
IMPORTED, DIES_AT = 3000, 1000
EDITS = 30


class ReplicaSet:
    """Three local members that notice within a second that the primary is gone."""

    def __init__(self, folder: Path, processes: ExitStack) -> None:
        self.ports = [_free_port() for _ in range(3)]
        self._folder, self._processes = folder, processes
        self.members = {port: self._start(port) for port in self.ports}
        self._initiate()

    @property
    def uri(self) -> str:
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        return f"mongodb://{hosts}/xuedang?replicaSet={NAME}&heartbeatFrequencyMS=500"

    def _start(self, port: int) -> subprocess.Popen[bytes]:
        data = self._folder / str(port)
        data.mkdir(exist_ok=True)
        command = [str(candidates()[0]), "--replSet", NAME, "--port", str(port), "--bind_ip", "127.0.0.1"]
        command += ["--dbpath", str(data), "--logpath", f"{data}.log", "--nounixsocket", "--oplogSize", "50"]
        command += [
            "--wiredTigerCacheSizeGB",
            "0.25",
            "--setParameter",
            "diagnosticDataCollectionEnabled=false",
        ]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        self._processes.callback(_end, process)
        return process

    def _initiate(self) -> None:
        members = [{"_id": at, "host": f"127.0.0.1:{port}"} for at, port in enumerate(self.ports)]
        settings = {"electionTimeoutMillis": 1000, "heartbeatIntervalMillis": 200}
        config = {"_id": NAME, "members": members, "settings": settings}
        for port in self.ports:
            with self.client(port) as client:
                client.admin.command("hello")
        with self.client(self.ports[0]) as client:
            client.admin.command({"replSetInitiate": config})
        self.primary()

    def client(self, port: int) -> Any:
        return closing(
            pymongo.MongoClient("127.0.0.1", port, directConnection=True, serverSelectionTimeoutMS=10_000)
        )

    def primary(self) -> int:
        """The port of the member that takes writes, once there is one."""
        while True:
            for port, process in self.members.items():
                if process.poll() is None:
                    try:
                        with self.client(port) as client:
                            if client.admin.command("hello")["isWritablePrimary"]:
                                return port
                    except PyMongoError:
                        continue

    def kill_primary(self) -> int:
        port = self.primary()
        self.members[port].kill()
        self.members[port].wait()
        return port

    def start_again(self, port: int) -> None:
        """Bring a killed member back and wait until it has caught up enough to take part."""
        self.members[port] = self._start(port)
        with self.client(port) as client:
            while not client.admin.command("hello").get("secondary"):
                pass


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReplicaSet]:
    with ExitStack() as processes:
        yield ReplicaSet(tmp_path_factory.mktemp("three"), processes)


async def test_nothing_acknowledged_is_lost_when_the_primary_dies(three: ReplicaSet, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, uri=three.uri, operator="刘芳")
    async with open_archive(settings) as archive:
        died = await _import_through_a_failover(archive, three)
        await asyncio.to_thread(three.start_again, died)
        await _edit_through_a_failover(archive, three)
    # Leaving seals what is left.
    with three.client(three.primary()) as client:
        sealed = [each["id"] for seal in client["xuedang"]["seals"].find() for each in seal["entries"]]
        assert sorted(sealed) == sorted(row["_id"] for row in client["xuedang"]["journal"].find())


async def _import_through_a_failover(archive: Archive, three: ReplicaSet) -> int:
    killed: list[asyncio.Future[int]] = []

    def on_progress(done: int) -> None:
        if done >= DIES_AT and not killed:
            killed.append(asyncio.ensure_future(asyncio.to_thread(three.kill_primary)))

    async def rows() -> AsyncGenerator[Record]:
        for number in range(IMPORTED):
            yield Record.new("person", {"name": f"张伟民{number}"})

    report = await archive.save_many(rows(), on_progress=on_progress)
    assert (report.created, len(report.rejected)) == (IMPORTED, 0)
    assert await archive.store.records.count({"kind": "person"}) == IMPORTED
    entries = await archive.store.journal.find({"action": "save_many"})
    assert sum(entry["count"] for entry in entries) == IMPORTED
    return await killed[0]


async def _edit_through_a_failover(archive: Archive, three: ReplicaSet) -> None:
    record = await archive.save(Record.new("person", {"name": "李秀兰"}))
    for number in range(EDITS):
        record.remarks = f"第{number}次"
        if number == EDITS // 2:
            dying = asyncio.ensure_future(asyncio.to_thread(three.kill_primary))
        record = await archive.save(record)
    await dying
    # Each acknowledged version is there once, and each has its entry.
    assert [each.version for each in await archive.history(record.id)] == list(range(EDITS + 1, 0, -1))
    assert len(await archive.journal(record=record.id)) == EDITS + 1
