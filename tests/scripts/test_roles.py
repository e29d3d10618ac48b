"""What each role may do to each collection, tried with real accounts through the raw driver."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pymongo
import pytest
from bson.objectid import ObjectId
from pymongo.errors import OperationFailure

from records.keep.verify.whole_archive import verify
from records.opening import open_archive
from records.store import schema
from tests.scripts.shared_server import Server, settings_of

Database = pymongo.database.Database[dict[str, Any]]
NOT_AUTHORIZED, NOT_VALID = 13, 121

#: account -> collection -> what it may: insert, update, remove. What is not named is refused.
SECRETARY = {
    "records": "i", "journal": "i", "unsealed": "i", "counters": "iu", "fs.files": "i", "fs.chunks": "i",
}  # fmt: skip
OPERATOR = SECRETARY | {
    "records": "iu", "revisions": "i", "unsealed": "ir", "seals": "i", "leases": "u", "batches": "iu",
    "kinds": "iu", "list_views": "iur", "bulk_changes": "iu", "presence": "iur",
}  # fmt: skip
ADMIN = OPERATOR | {
    "records": "iur", "revisions": "ir", "leases": "iu", "migrations": "iur",
    "tombstones": "i", "fs.files": "ir", "fs.chunks": "ir",
}  # fmt: skip
RESTORER = {name: letters.replace("r", "") + "r" for name, letters in ADMIN.items()}
ALLOWED: Mapping[str, Mapping[str, str]] = {
    "reader": {}, "secretary": SECRETARY, "王岚": OPERATOR, "admin": ADMIN, "restorer": RESTORER,
}  # fmt: skip

COLLECTIONS = sorted(
    value
    for name, value in vars(schema).items()
    if name.isupper() and isinstance(value, str) and name != "NAMED"
)

WRITES: Mapping[str, Callable[[Any, Any], object]] = {
    "i": lambda collection, session: collection.insert_one({}, session=session),
    "u": lambda collection, session: collection.update_many(
        {"_id": "none"}, {"$set": {"by": "nobody"}}, session=session
    ),
    "r": lambda collection, session: collection.delete_many({"_id": "none"}, session=session),
}

#: Ways around: to drop, rename, rewrite or let expire what is there, and to get more rights.
DETOURS: Mapping[str, Callable[[Database], object]] = {
    "drop the journal": lambda db: db.command("drop", "journal"),
    "drop the revisions": lambda db: db.command("drop", "revisions"),
    "drop the archive": lambda db: db.command("dropDatabase"),
    "rename a collection": lambda db: db.client.admin.command(
        {"renameCollection": f"{db.name}.seals", "to": f"{db.name}.gone"}
    ),
    "write with an aggregation": lambda db: list(db["records"].aggregate([{"$limit": 1}, {"$out": "seals"}])),
    "merge with an aggregation": lambda db: list(
        db["journal"].aggregate([{"$limit": 1}, {"$set": {"by": "x"}}, {"$merge": "journal"}])
    ),
    "read another archive": lambda db: db.client["other"]["records"].find_one(),
    "read the passwords": lambda db: db.client.admin["system.users"].find_one(),
    "read the oplog": lambda db: db.client.local["oplog.rs"].find_one(),
    "make a role": lambda db: db.command({"createRole": "mine", "privileges": [], "roles": []}),
    "change a role": lambda db: db.command({"updateRole": "xuedang_reader", "privileges": []}),
    "set a parameter": lambda db: db.client.admin.command({"setParameter": 1, "notablescan": True}),
    "change the replica set": lambda db: db.client.admin.command({"replSetStepDown": 1}),
    "stop the server": lambda db: db.client.admin.command("shutdown"),
    "sign in others": lambda db: db.client.admin.command(
        {"createUser": "friend", "pwd": "x", "roles": ["root"]}
    ),
}

#: What an administrator may, and nobody else.
ADMINISTRATION: Mapping[str, Callable[[Database], object]] = {
    "make an account": lambda db: db.command(
        {"createUser": "friend", "pwd": "x", "roles": ["xuedang_admin"]}
    ),
    "take a role": lambda db: db.command({"grantRolesToUser": "reader", "roles": ["xuedang_admin"]}),
    "set another's password": lambda db: db.command({"updateUser": "admin", "pwd": "mine now"}),
    "remove an account": lambda db: db.command({"dropUser": "admin"}),
    "list the accounts": lambda db: db.command({"usersInfo": 1}),
    "let the journal expire": lambda db: db["journal"].create_index("at", expireAfterSeconds=1),
    "let files expire": lambda db: db["fs.files"].create_index("uploadDate", expireAfterSeconds=1),
    "take the validator away": lambda db: db.command({"collMod": "records", "validator": {}}),
    "convert an index": lambda db: db.command(
        {"collMod": "journal", "index": {"name": "_id_", "expireAfterSeconds": 1}}
    ),
    "drop an index": lambda db: db["records"].drop_index("no"),
    "make a view": lambda db: db.create_collection("all", viewOn="records", pipeline=[]),
}


def refused(attempt: Callable[[], object]) -> bool:
    """Whether the server refused it for want of a right."""
    try:
        attempt()
    except OperationFailure as error:
        return error.code == NOT_AUTHORIZED
    return False


@pytest.mark.parametrize("name", ALLOWED)
def test_each_role_writes_what_its_row_says_and_nothing_else(ready: Server, name: str) -> None:
    with ready.as_user(name) as archive, archive.client.start_session() as session:
        got: dict[str, str] = {}
        for collection in COLLECTIONS:
            for letter, write in WRITES.items():
                # Authorization comes first; what is allowed is undone.
                session.start_transaction()
                if not refused(lambda: write(archive[collection], session)):  # noqa: B023  called at once
                    got[collection] = got.get(collection, "") + letter
                session.abort_transaction()
    assert got == ALLOWED[name]


@pytest.mark.parametrize("name", ["reader", "secretary", "王岚", "admin"])
def test_no_role_finds_a_way_around(ready: Server, name: str) -> None:
    with ready.as_user(name) as archive:
        assert [what for what, way in DETOURS.items() if not refused(lambda: way(archive))] == []  # noqa: B023
        if name != "admin":
            ways = ADMINISTRATION.items()
            assert [what for what, way in ways if not refused(lambda: way(archive))] == []  # noqa: B023


def test_a_secretary_adds_papers_and_no_other_record(ready: Server) -> None:
    stamp = {"at": datetime.now(UTC), "by": "secretary"}
    paper: dict[str, Any] = {
        "kind": "issued_document", "title": "证明", "status": "verified", "version": 1, "schema": 1,
        "fields": {}, "created": stamp, "updated": stamp,
    }  # fmt: skip
    with ready.as_user("secretary") as archive:
        mine = archive["records"].insert_one(paper | {"_id": ObjectId()}).inserted_id
        for wrong in ({"kind": "person"}, {"version": 2}, {"status": "nothing"}):
            with pytest.raises(OperationFailure) as invalid:
                archive["records"].insert_one(paper | wrong | {"_id": ObjectId()})
            assert invalid.value.code == NOT_VALID
        someone = paper | {"_id": ObjectId(), "kind": "person"}
        ways: list[Callable[[], object]] = [
            lambda: archive["records"].insert_one(someone, bypass_document_validation=True),
            lambda: archive["records"].update_one({"_id": mine}, {"$set": {"title": "x"}}),
            lambda: archive["records"].replace_one({"_id": ObjectId()}, someone, upsert=True),
            lambda: archive["records"].find_one_and_replace({"_id": mine}, someone),
            lambda: archive["records"].find_one_and_delete({"_id": mine}),
        ]
        assert all(refused(way) for way in ways)


async def test_a_weaker_validator_is_found_and_mended_with_its_guard(ready: Server, tmp_path: Path) -> None:
    async with open_archive(settings_of(ready, "admin", tmp_path)) as archive:
        await schema.set_validator(archive.store.database)
        assert [each.code for each in (await verify(archive)).findings] == ["validator_missing"]
        await schema.mend(archive.store.database, guarded=bool(archive.store.account))
        assert (await verify(archive)).findings == []
    test_a_secretary_adds_papers_and_no_other_record(ready)
