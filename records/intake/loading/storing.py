"""The batch that an import is stored under: written down when its first record comes, and at its end."""

from __future__ import annotations

from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.changing.bulk import each_of
from records.intake.mapping import ImportMapping
from records.intake.report import ImportReport
from records.people.references import Target
from records.record import Record
from records.store import journal

if TYPE_CHECKING:
    from records.archive import Archive


class Storing:
    """Stores records under one batch, and fills the report with those that can't be stored.

    ``on_progress`` is told how many are done in all.
    """

    def __init__(
        self,
        archive: Archive,
        path: Path,
        mapping: ImportMapping,
        report: ImportReport,
        on_progress: Callable[[int], None] | None,
    ) -> None:
        self._archive, self._path, self._mapping = archive, path, mapping
        self._report, self._on_progress = report, on_progress
        self.id = ObjectId()
        #: Whether the batch has been written down.
        self.begun = False
        self._started = datetime.now(UTC)
        self._done = 0

    async def save(
        self,
        records: Iterable[Record] | AsyncIterable[Record],
        *,
        coming: Mapping[ObjectId, Target] | None = None,
        compared: bool = False,
    ) -> None:
        """Store records; ``coming`` and ``compared`` as for ``Archive.save_many``."""
        saved = await self._archive.save_many(
            self._noted(records), batch=self.id, on_progress=self._tell, coming=coming, compared=compared
        )
        self._done += saved.total
        self._report.failed += [
            (record.title or record.no or str(record.origin.get("file", "")), str(why))
            for record, why in saved.rejected
        ]

    async def begin(self) -> None:
        """Write the batch down, as running."""
        self.begun = True
        await self._write("running")

    async def end(self) -> None:
        """Write down how it ended; the journal tells of it, too, beside each chunk that was stored."""
        await self._write("interrupted" if self._report.interrupted else "done")
        entry = journal.entry(
            "import",
            self._archive.operator,
            journal.now(),
            batch=self.id,
            file=self._path.name,
            interrupted=self._report.interrupted or None,
            outcomes={name: number for name, number in self._report.actions.items() if number},
        )
        await journal.note(self._archive.store, entry)

    def _tell(self, number: int) -> None:
        if self._on_progress is not None:
            self._on_progress(self._done + number)

    async def _noted(self, records: Iterable[Record] | AsyncIterable[Record]) -> AsyncIterator[Record]:
        async for record in each_of(records):
            if not self.begun:
                await self.begin()
            yield record

    async def _write(self, state: str) -> None:
        entry: dict[str, Any] = {
            "path": str(self._path),
            "at": self._started,
            "by": self._archive.operator,
            "mapping": {"id": self._mapping.id, "sha256": self._mapping.digest},
            "counts": self._report.counts,
            "actions": self._report.actions,
            "state": state,
        }
        await self._archive.store.batches.update_one({"_id": self.id}, {"$set": entry}, upsert=True)
