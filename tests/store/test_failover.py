"""Three nodes, the primary killed during an import and during edits: nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections.abc import AsyncGenerator, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pymongo
import pytest
from pymongo.errors import PyMongoError

from records.archive import Archive
from records.opening import open_archive
from records.record import Record
from records.settings import Settings
from records.store.mongod import candidates
from tests.scripts.mongosh import Mongosh
from tests.scripts.shared_server import SERVER, free_port

NAME = "three"
#: Records of the import; the primary dies when so many are stored.
IMPORTED, DIES_AT = 3000, 1000
EDITS = 30


class ReplicaSet:
    """Three local members that notice within a second that the primary is gone."""

    def __init__(self, folder: Path, processes: ExitStack) -> None:
        self.ports = [free_port() for _ in range(3)]
        self._folder, self._processes = folder, processes
        self._key = folder / "keyfile"
        self._key.touch(mode=0o600)
        self._key.write_text("0123456789abcdef", encoding="utf-8")
        self.members = {port: self._start(port) for port in self.ports}
        self._initiate()

    @property
    def uri(self) -> str:
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        return f"mongodb://admin:admin%27s@{hosts}/xuedang?replicaSet={NAME}&heartbeatFrequencyMS=500"

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
        """As the compose file's first member does it; then elections are made quick."""
        for port in self.ports:
            with self.client(port) as client:
                client.admin.command("hello")
        secrets = self._folder / "secrets"
        secrets.mkdir()
        (secrets / "root-password").write_text("root's", encoding="utf-8")
        accounts = [{"name": "admin", "role": "admin", "password": "admin's"}]
        (secrets / "accounts").write_text(json.dumps(accounts), encoding="utf-8")
        environment = {
            "XUEDANG_REPLICA_SET": NAME,
            "XUEDANG_MEMBER": f"localhost:{self.ports[0]}",
            "XUEDANG_ARCHIVE": "xuedang",
            "XUEDANG_SECRETS": str(secrets),
            "XUEDANG_SERVER_SCRIPTS": str(SERVER),
        }
        shell = Mongosh(self.ports[0])
        shell.run(SERVER / "init.js", environment)
        assert shell.said[-1] == "made the account admin (admin)"
        # One that has been in use by itself gets two more members.
        environment["XUEDANG_MEMBER"] = ",".join(f"127.0.0.1:{port}" for port in self.ports)
        shell = Mongosh(self.ports[0])
        shell.run(SERVER / "init.js", environment)
        assert [each[:29] for each in shell.said] == [f"the replica set has {n} members" for n in (1, 2, 3)]
        with self.client(self.ports[0], username="root", password="root's") as client:
            # Until a new member has copied what is there it has no vote: the set could spare no other.
            while client.admin.command("replSetGetStatus")["votingMembersCount"] < len(self.ports):
                pass
            config = client.admin.command("replSetGetConfig")["config"]
            config["version"] += 1
            config["settings"] |= {"electionTimeoutMillis": 1000, "heartbeatIntervalMillis": 200}
            client.admin.command({"replSetReconfig": config})

    def client(self, port: int, **who: str) -> Any:
        options: dict[str, Any] = {"directConnection": True, "serverSelectionTimeoutMS": 10_000, **who}
        return closing(pymongo.MongoClient("127.0.0.1", port, **options))

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


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReplicaSet]:
    with ExitStack() as processes:
        yield ReplicaSet(tmp_path_factory.mktemp("three"), processes)


async def test_nothing_acknowledged_is_lost_when_the_primary_dies(three: ReplicaSet, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, uri=three.uri)
    async with open_archive(settings) as archive:
        died = await _import_through_a_failover(archive, three)
        await asyncio.to_thread(three.start_again, died)
        await _edit_through_a_failover(archive, three)
    # Leaving seals what is left.
    with three.client(three.primary(), username="admin", password="admin's", authSource="xuedang") as client:
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
