"""docker-compose.yml and the shared server's first run, on a local mongod with the container's arguments."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import jsonschema
import pymongo
import pytest
import quickjs
import yaml
from pymongo.errors import AutoReconnect, OperationFailure, ServerSelectionTimeoutError

from records.archive import open_archive
from records.errors import XuedangError
from records.record import Record
from records.settings import Settings
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
    {"name": "reader", "role": "reader", "password": "rea/der"},
]


def test_compose_file_keeps_to_the_specification() -> None:
    schema = json.loads((ROOT / "tests/data/compose-spec.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(COMPOSE)


def test_compose_file_holds_what_the_shared_server_needs() -> None:
    assert MONGODB["image"].startswith("mongo:8")
    assert {"--auth", "--replSet", "--keyFile"} <= set(MONGODB["command"])
    assert "healthcheck" in MONGODB
    assert "data:/data/db" in MONGODB["volumes"]
    assert set(MONGODB["secrets"]) == set(COMPOSE["secrets"])
    assert "127.0.0.1" in MONGODB["ports"][0]
    said = json.dumps([MONGODB["command"], MONGODB["environment"], MONGODB["healthcheck"]])
    assert "password" not in said.lower()


def test_every_path_of_the_compose_file_exists() -> None:
    for volume in MONGODB["volumes"]:
        source = volume.split(":")[0]
        assert source in COMPOSE["volumes"] or (ROOT / source).is_dir()
    assert (SERVER / Path(MONGODB["entrypoint"][1]).name).is_file()


def test_prepare_makes_secrets_for_the_owner_only_and_never_twice(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    subprocess.run([SERVER / "prepare", folder], check=True, capture_output=True)
    made = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert len(made["root-password"].strip()) >= 32
    (account,) = json.loads(made["accounts.json"])
    assert account["role"] == "admin"

    again = subprocess.run([SERVER / "prepare", folder], check=False, capture_output=True)
    assert again.returncode == 3
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == made


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

    def first_run(self) -> list[str]:
        """Run init.js as start.sh does; what it printed."""
        environment = {
            **MONGODB["environment"],
            "XUEDANG_ARCHIVE": "xuedang",
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
        password = next(account["password"] for account in ACCOUNTS if account["name"] == name)
        client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(
            "127.0.0.1",
            self.port,
            directConnection=True,
            username=name,
            password=password,
            authSource="xuedang",
            serverSelectionTimeoutMS=5000,
        )
        with closing(client):
            yield client["xuedang"]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("shared")
    (folder / "db").mkdir()
    key = folder / "keyfile"
    key.touch(mode=0o600)
    key.write_bytes(os.urandom(48).hex().encode())
    port = _free_port()
    places = {
        "mongod": str(candidates()[0]),
        "--keyFile": str(key),
        "--port": str(port),
    }
    command = _with_places(MONGODB["command"], places)
    command[command.index("--bind_ip_all")] = "--bind_ip=127.0.0.1"
    command += ["--dbpath", str(folder / "db"), "--nounixsocket", "--oplogSize", "50"]
    command += ["--wiredTigerCacheSizeGB", "0.25", "--logpath", str(folder / "log")]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        _wait_for(process, port)
        try:
            yield Server(port, folder)
        finally:
            process.terminate()


def _with_places(command: list[str], places: dict[str, str]) -> list[str]:
    """The container's command with the program, and the values of some options, as they are here."""
    made = [places.get(command[0], command[0])]
    for before, word in pairwise(command):
        made.append(places[before] if before.startswith("--") and before in places else word)
    return made


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(
        "127.0.0.1", port, directConnection=True, serverSelectionTimeoutMS=500
    )
    with closing(client):
        while process.poll() is None:
            try:
                client.admin.command("hello")
            except (AutoReconnect, ServerSelectionTimeoutError):
                continue
            return
    raise AssertionError(f"mongod left with {process.returncode}")


@pytest.fixture(scope="module")
def ready(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """The server after its first run, and the archive after its administrator has opened it once."""
    server.first_run()

    async def open_once() -> None:
        async with open_archive(settings_of(server, "admin", tmp_path_factory.mktemp("desk"))) as archive:
            assert archive.server.kind == "shared"

    asyncio.run(open_once())
    return server


def settings_of(server: Server, name: str, home: Path) -> Settings:
    """What somebody at a desk has set, with their own account."""
    password = next(account["password"] for account in ACCOUNTS if account["name"] == name)
    address = f"{quote_plus(name)}:{quote_plus(password)}@127.0.0.1:{server.port}"
    return Settings(home=home, uri=f"mongodb://{address}/xuedang?directConnection=true", operator=name)


def test_nobody_reads_without_a_password(ready: Server) -> None:
    client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(
        "127.0.0.1", ready.port, directConnection=True
    )
    with closing(client), pytest.raises(OperationFailure, match="requires authentication"):
        client["xuedang"]["records"].find_one()


def test_nobody_makes_an_account_once_the_first_exists(ready: Server) -> None:
    client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(
        "127.0.0.1", ready.port, directConnection=True
    )
    with closing(client), pytest.raises(OperationFailure):
        client.admin.command({"createUser": "mallory", "pwd": "x", "roles": ["root"]})


@pytest.mark.parametrize("name", [account["name"] for account in ACCOUNTS])
def test_every_account_logs_in_with_its_role(ready: Server, name: str) -> None:
    role = next(account["role"] for account in ACCOUNTS if account["name"] == name)
    with ready.as_user(name) as archive:
        status = archive.command({"connectionStatus": 1})["authInfo"]
        archive["records"].find_one()
    assert [user["user"] for user in status["authenticatedUsers"]] == [name]
    assert f"xuedang_{role}" in {each["role"] for each in status["authenticatedUserRoles"]}


def test_a_reader_reads_and_never_writes(ready: Server) -> None:
    with ready.as_user("reader") as archive:
        assert archive["migrations"].find_one()
        for collection in ("records", "revisions", "journal", "kinds", "counters", "batches"):
            with pytest.raises(OperationFailure, match="not authorized"):
                archive[collection].insert_one({})


@pytest.mark.parametrize("name", ["王岚", "secretary"])
def test_what_happened_stays(ready: Server, name: str) -> None:
    with ready.as_user(name) as archive:
        for collection in ("revisions", "journal", "seals"):
            with pytest.raises(OperationFailure, match="not authorized"):
                archive[collection].update_many({}, {"$set": {"by": "nobody"}})
            with pytest.raises(OperationFailure, match="not authorized"):
                archive[collection].delete_many({})
        with pytest.raises(OperationFailure, match="not authorized"):
            archive["records"].delete_many({})
        with pytest.raises(OperationFailure, match="not authorized"):
            archive.command({"createUser": "friend", "pwd": "x", "roles": ["xuedang_admin"]})


def test_the_next_start_changes_nothing_and_adds_who_is_new(ready: Server) -> None:
    new = {"name": "new", "role": "reader", "password": "n"}
    changed = [{**account, "password": "other"} for account in ACCOUNTS]
    ready.write_secrets("root's password", [*changed, new])
    assert ready.first_run() == ["made the account new (reader)"]
    with ready.as_user("reader") as archive:
        archive["records"].find_one()


def test_a_wrong_password_of_root_is_told(ready: Server) -> None:
    ready.write_secrets("not it", ACCOUNTS)
    with pytest.raises(quickjs.JSException, match="root-password is not the one"):
        ready.first_run()
    ready.write_secrets("root's password", ACCOUNTS)


async def test_the_archive_works_with_each_account_as_its_role_allows(ready: Server, tmp_path: Path) -> None:
    for name in ("王岚", "secretary"):
        async with open_archive(settings_of(ready, name, tmp_path / name)) as archive:
            saved = await archive.save(Record.new("person", {"name": name}))
            saved = await archive.attach(saved.id, data=b"scan", name="scan.txt")
            saved.fields["nation"] = "汉族"
            assert (await archive.save(saved)).version == 3
            assert len(await archive.history(saved.id)) == 3
    async with open_archive(settings_of(ready, "reader", tmp_path / "reader")) as archive:
        assert (await archive.get(saved.id)).title == "secretary"
        with pytest.raises(XuedangError) as refusal:
            await archive.save(Record.new("person", {"name": "nobody"}))
    assert "mongodb://" not in str(refusal.value)
    assert ACCOUNTS[3]["password"] not in str(refusal.value)
