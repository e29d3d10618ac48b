"""Stores what an import brings under a batch, which is written down when its first record comes."""

from __future__ import annotations

import asyncio
import filecmp
from collections.abc import AsyncIterable, AsyncIterator, Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.changing.bulk import each_of
from records.changing.trying import Tried
from records.home_paths import rejects_file
from records.intake.loading.batches import Batch, State
from records.intake.loading.loading import Plan
from records.intake.mappings.mapping import ImportMapping
from records.intake.outcome import Place
from records.intake.report import ImportReport, write_rejects
from records.intake.unit_book import UnitBook
from records.language import labelled
from records.record import Record
from records.references import Target, before_others

if TYPE_CHECKING:
    from records.archive import Archive


class Storing:
    """Stores records under one batch, and fills the report with those that can't be stored.

    ``on_progress`` is told how many are done in all. A ``trial`` goes the same way and writes nothing.
    """

    def __init__(
        self,
        archive: Archive,
        path: Path,
        mapping: ImportMapping,
        report: ImportReport,
        on_progress: Callable[[int], None] | None,
        *,
        trial: bool = False,
    ) -> None:
        self._archive, self._path = archive, path
        self._report, self._on_progress = report, on_progress
        self._batch = Batch(str(path), path.name, mapping)
        self._done = 0
        self._tried = Tried() if trial else None

    async def save(
        self,
        records: Iterable[Record] | AsyncIterable[Record],
        *,
        coming: Mapping[ObjectId, Target] | None = None,
        compared: bool = False,
    ) -> None:
        """Store records; ``coming`` and ``compared`` as for ``Archive.save_many``."""
        if self._tried is not None:
            saved = await self._archive.try_many(records, tried=self._tried, coming=coming, compared=compared)
        else:
            saved = await self._archive.save_many(
                self._noted(records),
                batch=self._batch.id,
                on_progress=self._tell,
                coming=coming,
                compared=compared,
            )
        self._done += saved.total
        self._report.failed += [(_called(record), str(why)) for record, why in saved.rejected]

    async def begin(self) -> None:
        """Write the batch down, as running."""
        self._report.batch = str(self._batch.id)
        await self._write("running")

    async def end(self) -> None:
        """Write the rows that were refused, and how it ended if anything came.

        The journal tells of it, too, beside each chunk that was stored.
        """
        self._report.rejects_file = await asyncio.to_thread(self._write_rejects)
        if self._report.batch is None:
            return
        await self._write("interrupted" if self._report.interrupted else "done")

    def _tell(self, number: int) -> None:
        if self._on_progress is not None:
            self._on_progress(self._done + number)

    async def _noted(self, records: Iterable[Record] | AsyncIterable[Record]) -> AsyncIterator[Record]:
        async for record in each_of(records):
            if self._report.batch is None:
                await self.begin()
            yield record

    async def _write(self, state: State) -> None:
        await self._batch.write(self._archive, state, self._report.actions, self._report.counts)

    def _write_rejects(self) -> Path | None:
        target = rejects_file(self._archive.settings.home, self._batch.id)
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _once(target) if write_rejects(self._report.rejects, target) else None


def _called(record: Record) -> str:
    """What a record that can't be stored is called, and where it stands."""
    own = record.title or record.no or record.fields.get("name") or record.fields.get("title") or ""
    row = record.origin.get("row")
    place = Place(str(record.origin.get("file", "")), str(record.origin.get("sheet", "")), row)
    return labelled(own, str(place)) if own and row else str(own or place)


def _once(target: Path) -> Path:
    """The file of an earlier import that holds the same rows, the new one taken away; else the new one."""
    size = target.stat().st_size
    others = sorted(each for each in target.parent.glob(rejects_file(Path(), "*").name) if each != target)
    for other in others:
        if other.stat().st_size == size and filecmp.cmp(other, target, shallow=False):
            target.unlink()
            return other
    return target


def in_order(plan: Plan, units: UnitBook) -> list[Record]:
    """What others refer to comes first: units from the top down, people, minutes."""

    def rank(record: Record) -> tuple[int, int]:
        depth = len(units.ancestors(record.id)) if record.kind == "unit" else 0
        return before_others(record.kind), depth

    return sorted((record for record, _ in plan.records), key=rank)


def leaders(ordered: Iterable[Record]) -> dict[ObjectId, Target]:
    """The people of an import who lead units of it, which come before them and refer to them all the same."""
    records = list(ordered)
    leading = {record.fields.get("secretary") for record in records if record.kind == "unit"}
    return {
        record.id: Target(record.id, record.kind, record.title, record.status)
        for record in records
        if record.kind == "person" and record.id in leading
    }
