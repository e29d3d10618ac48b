"""Makes a lone ``mongod`` the primary of a one-node replica set: transactions and change streams need one."""

from __future__ import annotations

import time
from typing import Any

from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from records.errors import ServerUnavailable
from records.language import translator
from records.store.mongod import REPLICA_SET

tr = translator("records")

_POLL_SECONDS = 0.005


def ensure_primary(uri: str, host: str, *, timeout: float) -> str:
    """Wait until the server at ``uri`` takes writes, initiating or mending its replica set; its version.

    A moved data folder carries the old socket path in its configuration; it is given the new one. The client
    used here is thrown away: its pooled connection would still think that there are no sessions.
    Raises ServerUnavailable when it takes longer than ``timeout`` seconds.
    """
    client: MongoClient[dict[str, Any]] = MongoClient(uri, serverSelectionTimeoutMS=int(timeout * 1000))
    try:
        _configure(client, host)
        deadline = time.monotonic() + timeout
        while not client.admin.command("hello").get("isWritablePrimary"):
            if time.monotonic() > deadline:
                raise ServerUnavailable(tr("The embedded server started but takes no writes."))
            time.sleep(_POLL_SECONDS)
        return str(client.server_info()["version"])
    except PyMongoError as error:
        raise ServerUnavailable(tr("The embedded server does not answer: {reason}", reason=error)) from error
    finally:
        client.close()


def _configure(client: MongoClient[dict[str, Any]], host: str) -> None:
    hello = client.admin.command("hello")
    if hello.get("isWritablePrimary") and hello.get("me") == host:
        return
    kept = client.local["system.replset"].find_one()
    if kept is None:
        _initiate(client, host)
    elif kept["members"][0]["host"] != host:
        kept["members"][0]["host"] = host
        kept["version"] += 1
        client.admin.command("replSetReconfig", kept, force=True)


def _initiate(client: MongoClient[dict[str, Any]], host: str) -> None:
    try:
        client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": [{"_id": 0, "host": host}]})
    except OperationFailure as error:
        already = 23
        if error.code != already:
            raise
