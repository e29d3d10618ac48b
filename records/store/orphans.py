"""Transactions that a process left open when it died: the server holds them, and what they wrote, a minute.

Whoever meets them is refused with a write conflict until then. Clients say in their name which process they
are, so that those of this machine whose process is gone can be told and ended at once.
"""

from __future__ import annotations

import inspect
import os
import platform
import re
import sys
from typing import Any

from pymongo.errors import OperationFailure

#: The most that a server keeps of a client's name, in bytes.
_LONGEST = 128
_NAME = re.compile(r"xuedang (\d+) on (.*)", re.DOTALL)


def client_name() -> str:
    """What this process calls itself to the server."""
    return f"xuedang {os.getpid()} on {_machine()}"


def _machine() -> str:
    return platform.node().encode("ascii", "replace").decode()[: _LONGEST - 32]


async def end_orphans(client: Any) -> int:
    """End the transactions of processes of this machine that are no more; how many there were.

    ``client`` is a Motor or PyMongo client. Only sessions of the same account are seen, which is all that a
    plain account may end.
    """
    stages = [
        {"$currentOp": {"idleSessions": True}},
        {"$match": {"transaction": {"$exists": True}, "appName": {"$regex": "^xuedang "}}},
        {"$project": {"lsid": 1, "appName": 1}},
    ]
    try:
        answer = client.admin.aggregate(stages)
        # Motor gives a cursor at once, PyMongo when it is awaited.
        cursor = await answer if inspect.isawaitable(answer) else answer
        gone = [{"id": row["lsid"]["id"]} async for row in cursor if _is_gone(row["appName"])]
        if gone:
            await client.admin.command({"killSessions": gone})
    except OperationFailure:
        return 0  # not allowed to this account: the server ends them by itself, later
    return len(gone)


def _is_gone(name: str) -> bool:
    told = _NAME.fullmatch(name)
    if told is None or told[2] != _machine():
        return False
    if sys.platform == "win32":
        return False  # there, this question would end the process
    try:
        os.kill(int(told[1]), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False
