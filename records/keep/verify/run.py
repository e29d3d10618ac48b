"""One verification under way: the moment it looks at, what it found, how far it is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from bson.objectid import ObjectId

from records.archive import Archive
from records.keep.verify.finding import KEPT, NOBODY, About, Finding, Report
from records.store.driver import Document, Sort
from records.store.pieces import Moment, cut

#: Told what is being looked at, how many documents were, and how many there are in all, about.
Progress = Callable[[str, int, int], None]
#: Documents between two looks at what else the event loop has to do.
_BREATH = 25
#: What is read of a record to name it.
_NAMES = {"no": 1, "title": 1}


@dataclass(slots=True)
class Run:
    """What every check is given."""

    archive: Archive
    report: Report
    on_progress: Progress
    #: What all of it is read as of.
    now: Moment = field(init=False)
    total: int = 0
    done: int = 0
    #: Documents among the records that do not pass the core schema.
    broken: set[Any] = field(default_factory=set)

    def found(self, code: str, what: str, todo: str, about: About = NOBODY, where: str = "") -> None:
        """The one way in which a check tells what it found (see ``Finding``)."""
        self.report.add(Finding(code, what, todo, about, where))

    def has_room(self, code: str) -> bool:
        """Whether findings of a code are still kept: what only names a record better need not be asked."""
        return self.report.counts[code] < KEPT

    async def documents(self, collection: str, step: str, by: Sort = (("_id", 1),)) -> AsyncIterator[bytes]:
        """The documents of a collection as they are stored, in the order of an index."""
        async for piece in self.now.pieces(collection, by=by):
            documents = cut(piece)
            for number, document in enumerate(documents):
                if number % _BREATH == 0:
                    await asyncio.sleep(0)
                yield document
            self.report.looked[collection] += len(documents)
            self.done += len(documents)
            self.on_progress(step, self.done, max(self.total, self.done))

    async def about(self, record: ObjectId) -> About:
        """The record with an identifier, as it can still be told: itself, or its last version."""
        store = self.archive.store
        row: Document | None = await store.records.find_one({"_id": record}, projection=_NAMES)
        if row is None:
            kept = await store.revisions.find_one(
                {"rec": record},
                projection={f"document.{name}": 1 for name in _NAMES},
                sort=[("version", -1)],
            )
            row = kept["document"] if kept else None
        if row is None:
            row = await store.journal.find_one({"record": record}, projection={"no": 1}) or {}
        return About(record, str(row.get("no") or ""), str(row.get("title") or ""))
