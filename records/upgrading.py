"""Documents of earlier releases in the form of this one.

A document is brought up in memory whenever it is read, and stored so at its next save. `bring_up_all` does it
to all that are left; what is filed stays as it was filed, and earlier versions as they were.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.errors import XuedangError
from records.language import translator

if TYPE_CHECKING:
    from records.archive import Archive
    from records.record import Record

tr = translator("records")

#: Changes a document of one schema into one of the next. It may lack keys: lists read a part of them.
Step = Callable[[dict[str, Any]], None]
#: The first makes schema 2 of schema 1, and so on. None is ever taken away: earlier versions, and what is
#: filed, need it for ever. Each comes with a migration ``NNNN-schema-2``, which keeps earlier releases out
#: and may change what queries look for, and with a backup of the release before (tests/data/backups).
STEPS: tuple[Step, ...] = ()

_CHUNK = 1000


def current() -> int:
    """The schema of the documents that this release writes."""
    return 1 + len(STEPS)


def brought_up(document: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of a stored document, of whichever schema, in today's form and without its schema."""
    made = dict(document)
    schema = made.pop("schema", None)
    if schema is not None and schema < current():
        made = copy.deepcopy(made)
        for step in STEPS[schema - 1 :]:
            step(made)
    return made


@dataclass(slots=True)
class BroughtUp:
    """``failed`` are those that could not be stored, and why; they are read in today's form all the same."""

    done: int = 0
    failed: list[tuple[Record, XuedangError]] = field(default_factory=list)


async def bring_up_all(archive: Archive, on_progress: Callable[[int], None] = lambda _: None) -> BroughtUp:
    """Store every record of an earlier schema as a new version in today's form, an administrator's work.

    Others go on working. Interrupted at any point, it goes on where it was when it is called again: what is
    done is no longer of an earlier schema. Raises Refused, ServerUnavailable, DiskFull.
    """
    archive.demand("administer")
    report, last, batch = BroughtUp(), ObjectId("0" * 24), ObjectId()
    while ids := await _earlier(archive, last):
        note = tr("stored in the form of this release")
        failed = await archive.rewrite(ids, _as_read, action="bring_up", note=note, batch=batch)
        report.failed += failed
        report.done += len(ids) - len(failed)
        last = ids[-1]
        on_progress(report.done)
    return report


async def _earlier(archive: Archive, last: ObjectId) -> list[ObjectId]:
    """The next ones of an earlier schema, by their identifiers."""
    criteria = {"schema": {"$lt": current()}, "archive.item": {"$exists": False}, "_id": {"$gt": last}}
    found = archive.store.records.find(criteria, projection={"_id": 1}, sort=[("_id", 1)], limit=_CHUNK)
    return [row["_id"] for row in await found]


def _as_read(record: Record) -> Record:
    """Reading it was all it needed."""
    return record
