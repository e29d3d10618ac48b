"""docker-compose.yml and the shared server's first run, on a local mongod with the container's arguments."""

from __future__ import annotations

import json
import re
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

import jsonschema
import pymongo
import pytest
import quickjs
from bson.objectid import ObjectId
from pymongo.errors import OperationFailure, ServerSelectionTimeoutError

from records.changing.purging import plan_purge, purge
from records.errors import Refused
from records.keep.export import export
from records.keep.verify.whole_archive import verify
from records.opening import open_archive
from records.record import Record
from records.search.query import Query
from records.settings import Settings
from records.store import schema
from records.store.sign_in import address_of
from tests.scripts.shared_server import (
    ACCOUNTS,
    COMPOSE,
    MONGODB,
    ROOT,
    SERVER,
    Server,
    local_mongod,
    password_of,
    settings_of,
)

Client = pymongo.MongoClient[dict[str, Any]]


def test_compose_file_keeps_to_the_specification() -> None:
    rules = json.loads((ROOT / "tests/data/compose-spec.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(rules).validate(COMPOSE)


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
    for member in COMPOSE["services"].values():
        for volume in member["volumes"]:
            source = volume.split(":")[0]
            made_by_prepare = source == "./secrets/tls"
            assert source in COMPOSE["volumes"] or (ROOT / source).is_dir() or made_by_prepare
        for script in (member["entrypoint"][1], member["healthcheck"]["test"][2]):
            assert (SERVER / Path(script).name).is_file()


def test_three_members_differ_in_nothing_but_port_and_volume() -> None:
    """Each listens on the port that is published: the set's addresses are the same inside and outside."""
    services = COMPOSE["services"]
    assert {name for name, each in services.items() if each.get("profiles") == ["three"]} == {
        "mongodb2",
        "mongodb3",
    }
    for each in services.values():
        port = each["environment"]["XUEDANG_PORT"]
        assert each["ports"] == [f"${{XUEDANG_LISTEN:-127.0.0.1}}:{port}:{port}"]
        assert each["command"] == MONGODB["command"]
        assert each["volumes"][1:] == MONGODB["volumes"][1:]
    assert len({each["volumes"][0] for each in services.values()}) == 3
    assert [name for name, each in services.items() if each.get("secrets")] == ["mongodb"]


def test_prepare_makes_secrets_for_the_owner_only_and_never_twice(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"
    subprocess.run([SERVER / "prepare", folder], check=True, capture_output=True)
    # Docker would make the folder that it binds, as root: `prepare --tls` could then not write into it later.
    assert (folder / "tls").stat().st_mode & 0o777 == 0o700
    files = [path for path in folder.iterdir() if path.name != "tls"]
    made = {path.name: path.read_text(encoding="utf-8") for path in files}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert len(made["root-password"].strip()) >= 32
    (account,) = json.loads(made["accounts.json"])
    assert account["role"] == "admin"

    again = subprocess.run([SERVER / "prepare", folder], check=False, capture_output=True)
    assert again.returncode == 3
    assert {path.name for path in folder.iterdir()} == {*made, "tls"}
    assert {path.name: path.read_text(encoding="utf-8") for path in files} == made


async def test_a_server_with_tls_takes_no_plain_line(tmp_path: Path) -> None:
    """The options of start.sh with the certificates of `prepare --tls`."""
    words = [str(SERVER / "prepare"), "--tls", "server.qingyanghe", "--into", str(tmp_path)]
    made = subprocess.run(words, check=True, capture_output=True, text=True)
    assert made.stderr == ""
    tls = tmp_path / "tls"
    assert {path.stat().st_mode & 0o777 for path in tls.iterdir()} == {0o600}
    assert subprocess.run(words, check=False, capture_output=True).returncode == 3

    said = " ".join(re.findall(r"options\+=\((--tls.*)\)", (SERVER / "start.sh").read_text(encoding="utf-8")))
    with local_mongod(tmp_path, said.replace("/run/xuedang", str(tls)).split()) as port:
        plain: Client = pymongo.MongoClient("127.0.0.1", port, serverSelectionTimeoutMS=300)
        with closing(plain), pytest.raises(ServerSelectionTimeoutError):
            plain.admin.command("hello")
        uri = f"mongodb://127.0.0.1:{port}/xuedang?directConnection=true&tls=true&tlsCAFile={tls / 'ca.pem'}"
        assert not address_of(Settings(home=tmp_path, uri=uri)).exposed
        client: Client = pymongo.MongoClient(uri)
        with closing(client):
            assert client.admin.command("hello")["ok"] == 1


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
    async with open_archive(settings_of(ready, "王岚", tmp_path / "operator")) as archive:
        assert archive.operator == "王岚"
        saved = await archive.save(Record.new("person", {"name": "李秀兰"}))
        saved = await archive.attach(saved.id, data=b"scan", name="scan.txt")
        saved.fields["nation"] = "汉族"
        assert (await archive.save(saved)).version == 3
        assert len(await archive.history(saved.id)) == 3
    async with open_archive(settings_of(ready, "secretary", tmp_path / "secretary")) as archive:
        paper = Record.new("issued_document", paper_about(saved.id), status="verified")
        paper.attachments = [await archive.keep_file("证明.docx", b"a new file")]
        paper = await archive.save(paper)
        assert paper.no is not None
        for refused in (
            archive.save(saved),
            archive.void(paper.id, "wrong"),
            archive.attach(saved.id, data=b"x", name="x"),
        ):
            with pytest.raises(Refused, match="secretary"):
                await refused
        with pytest.raises(Refused, match="unmasked"):
            await export(archive, Query(kind="person"), tmp_path / "people.csv", unmask_for="curious")
        assert not (tmp_path / "people.csv").exists()
    async with open_archive(settings_of(ready, "reader", tmp_path / "reader")) as archive:
        assert (await archive.get(paper.id)).fields["subject"] == saved.id
        assert not archive.may("edit")
        with pytest.raises(Refused) as refusal:
            await archive.save(Record.new("person", {"name": "nobody"}))
    assert password_of("reader") not in str(refusal.value)
    async with open_archive(settings_of(ready, "admin", tmp_path / "admin")) as archive:
        entries = await archive.journal(record=paper.id)
        assert [(entry["action"], entry["by"]) for entry in entries] == [("save", "secretary")]
        assert archive.store.records.passes_validator
        lacking = paper.copy()
        lacking.title = None  # type: ignore[assignment]
        with pytest.raises(Refused, match="lacks"):
            schema.check_core(lacking.to_document())
        purging = await plan_purge(archive, saved.no or "")
    async with open_archive(settings_of(ready, "王岚", tmp_path / "operator")) as archive:
        for way in (plan_purge(archive, saved.no or ""), purge(archive, purging, "误录")):
            with pytest.raises(Refused, match="administrator"):
                await way
    async with open_archive(settings_of(ready, "admin", tmp_path / "admin")) as archive:
        assert (await purge(archive, purging, "误录")).files == 1
        # The paper of before is no real one.
        assert [each.code for each in (await verify(archive)).findings] == ["file_unlike"]


def paper_about(subject: ObjectId) -> dict[str, Any]:
    """The fields of a paper that was made from one record."""
    return {"document": "证明", "subject": subject, "template_sha256": "00", "snapshot": "{}"}
