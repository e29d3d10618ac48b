"""The shared server of the compose file on a local mongod, with real accounts."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pymongo
import pytest
import yaml

from records.opening import open_archive
from records.settings import Settings
from records.store import schema
from records.store.mongod import candidates
from tests.scripts.mongosh import Mongosh

ROOT = Path(__file__).resolve().parents[2]
SERVER = ROOT / "scripts" / "server"
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
MONGODB = COMPOSE["services"]["mongodb"]

ACCOUNTS = [
    {"name": "admin", "role": "admin", "password": "adm-in"},
    {"name": "王岚", "role": "operator", "password": "op'er\"ator"},
    {"name": "secretary", "role": "secretary", "password": "sec:ret@ary"},
    {"name": "restorer", "role": "restorer", "password": "rest-orer"},
    {"name": "reader", "role": "reader", "password": "rea/der"},
]


class Server:
    """A local mongod with the container's own arguments, and its secrets."""

    def __init__(self, port: int, folder: Path) -> None:
        self.port = port
        self.secrets = folder / "secrets"
        self.secrets.mkdir()
        self.write_secrets("root's password", ACCOUNTS)

    def write_secrets(self, root: str, accounts: list[dict[str, str]]) -> None:
        (self.secrets / "root-password").write_text(f"{root}\n", encoding="utf-8")
        (self.secrets / "accounts").write_text(json.dumps(accounts), encoding="utf-8")

    def first_run(self, archives: str = "xuedang") -> list[str]:
        """Run init.js as start.sh does; what it printed."""
        environment = {
            **MONGODB["environment"],
            "XUEDANG_ARCHIVE": archives,
            "XUEDANG_MEMBER": f"127.0.0.1:{self.port}",
            "XUEDANG_SECRETS": str(self.secrets),
            "XUEDANG_SERVER_SCRIPTS": str(SERVER),
        }
        shell = Mongosh(self.port)
        shell.run(SERVER / "init.js", environment)
        return shell.said

    @contextmanager
    def as_user(self, name: str) -> Iterator[pymongo.database.Database[dict[str, Any]]]:
        """The archive, as this account sees it."""
        with self.signed_in(name, password_of(name)) as archive:
            yield archive

    @contextmanager
    def signed_in(
        self, name: str, password: str, source: str = "xuedang"
    ) -> Iterator[pymongo.database.Database[dict[str, Any]]]:
        """The archive, as whoever signs in so sees it."""
        client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(
            "127.0.0.1",
            self.port,
            directConnection=True,
            username=name,
            password=password,
            authSource=source,
            serverSelectionTimeoutMS=5000,
        )
        with closing(client):
            yield client["xuedang"]


@pytest.fixture(scope="session")
def shared_mongod(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("shared")
    with local_mongod(folder, []) as port:
        yield Server(port, folder)


@contextmanager
def local_mongod(folder: Path, options: list[str]) -> Iterator[int]:
    """A mongod with the container's own arguments and ``options``; its port, once it listens."""
    (folder / "db").mkdir()
    key = folder / "keyfile"
    key.touch(mode=0o600)
    key.write_bytes(os.urandom(48).hex().encode())
    port = free_port()
    command = _with_places(MONGODB["command"], {"mongod": str(candidates()[0]), "--keyFile": str(key)})
    command[command.index("--bind_ip_all")] = "--bind_ip=127.0.0.1"
    command += ["--port", str(port), "--dbpath", str(folder / "db"), "--nounixsocket", "--oplogSize", "50"]
    command += ["--wiredTigerCacheSizeGB", "0.25", "--logpath", str(folder / "log"), *options]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        _wait_for(process, port)
        try:
            yield port
        finally:
            process.terminate()


def _with_places(command: list[str], places: dict[str, str]) -> list[str]:
    """The container's command with the program, and the values of some options, as they are here."""
    made = [places.get(command[0], command[0])]
    for before, word in pairwise(command):
        made.append(places[before] if before.startswith("--") and before in places else word)
    return made


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    while process.poll() is None:
        with suppress(ConnectionRefusedError), socket.create_connection(("127.0.0.1", port)):
            return
    raise AssertionError(f"mongod left with {process.returncode}")


@pytest.fixture
def ready(opened: Server) -> Iterator[Server]:
    """A server with an archive in which nothing is yet. Another test's records are no matter of this one."""
    yield opened
    with opened.signed_in("root", "root's password", "admin") as archive:
        for name in archive.list_collection_names(filter={"type": "collection"}):
            if name != schema.MIGRATIONS and not name.startswith("system."):
                archive[name].delete_many({})


@pytest.fixture(scope="session")
def opened(shared_mongod: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The server after its first run, and the archive after its administrator has opened it once."""
    shared_mongod.first_run()

    async def open_once() -> None:
        async with open_archive(
            settings_of(shared_mongod, "admin", tmp_path_factory.mktemp("desk"))
        ) as archive:
            assert archive.server.kind == "shared"

    asyncio.run(open_once())
    return shared_mongod


def password_of(name: str) -> str:
    """The password that an account was made with."""
    return next(account["password"] for account in ACCOUNTS if account["name"] == name)


def settings_of(server: Server, name: str, home: Path) -> Settings:
    """What somebody at a desk has set, with their own account."""
    password = password_of(name)
    address = f"{quote_plus(name)}:{quote_plus(password)}@127.0.0.1:{server.port}"
    return Settings(home=home, uri=f"mongodb://{address}/xuedang?directConnection=true", operator=name)
