"""The change stream of the records: what was saved, by whichever instance, a few milliseconds later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any, Literal, NamedTuple

from bson.objectid import ObjectId

from records.errors import ServerUnavailable
from records.store.connection import Store
from records.store.driver import arrived
from records.store.driver_errors import HistoryLost

Operation = Literal["created", "updated", "removed", "lost"]
_OPERATIONS: Mapping[str, Operation] = {
    "insert": "created",
    "replace": "updated",
    "update": "updated",
    "delete": "removed",
}
_PIPELINE: list[dict[str, Any]] = [
    {"$match": {"operationType": {"$in": list(_OPERATIONS)}}},
    {"$project": {"operationType": 1, "documentKey": 1, "fullDocument.kind": 1, "fullDocument.version": 1}},
]
_WAIT_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)


class Change(NamedTuple):
    """A record was created, updated or (by an admin's purge) removed.

    ``lost`` tells that changes went by unseen, because the server no longer knew the given token: read anew
    what you keep. ``token`` resumes after this change.
    """

    id: ObjectId | None
    kind: str
    version: int
    operation: Operation
    token: Mapping[str, Any]


async def changes(
    store: Store, *, resume_after: Mapping[str, Any] | None = None, ready: asyncio.Event | None = None
) -> AsyncGenerator[Change]:
    """Every change one by one, as ``arriving`` gives them."""
    async with aclosing(arriving(store, resume_after=resume_after, ready=ready)) as some:
        async for batch in some:
            for change in batch:
                yield change


async def arriving(
    store: Store, *, resume_after: Mapping[str, Any] | None = None, ready: asyncio.Event | None = None
) -> AsyncGenerator[list[Change]]:
    """The changes from now on, or after a token, as many together as have come; for ever, also over a server
    that goes away and returns.

    ``ready`` is set when the stream listens: whatever a read does not see by then will come.
    """
    token, start, failures = resume_after, None, 0
    while True:
        try:
            # From the present of readers, which is a little behind that of the server: else what was saved
            # in between would neither be read nor come.
            if token is None and start is None:
                start = await store.records.moment()
            first = start if token is None else None
            async with store.records.watch(_PIPELINE, resume_after=token, start_at=first) as stream:
                failures, token = 0, stream.resume_token or token
                if ready is not None:
                    ready.set()
                while True:
                    if events := await arrived(stream):
                        token = events[-1]["_id"]
                        yield [_change(event) for event in events]
        except HistoryLost:
            token = start = None
            yield [Change(None, "", 0, "lost", {})]
        except ServerUnavailable:
            await asyncio.sleep(_WAIT_SECONDS[min(failures, len(_WAIT_SECONDS) - 1)])
            failures += 1


def _change(event: Mapping[str, Any]) -> Change:
    document = event.get("fullDocument") or {}
    return Change(
        id=event["documentKey"]["_id"],
        kind=document.get("kind", ""),
        version=document.get("version", 0),
        operation=_OPERATIONS[event["operationType"]],
        token=event["_id"],
    )
