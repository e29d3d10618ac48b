"""Tables too long to be held in memory: built, compared and handed on to be stored, part by part.

They come after everything else, so that their rows find the people and units of all other sources. What
they make known themselves is planned before the rows that name it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from itertools import chain, islice

from bson.objectid import ObjectId

from records.intake.build.rosters.units import person_items, unit_items
from records.intake.desk import Desk
from records.intake.loading import long_rows
from records.intake.loading.hashing import content_hash
from records.intake.loading.ledger import Ledger
from records.intake.loading.loading import Planner
from records.intake.loading.long_rows import built_rows
from records.intake.loading.row_worker import RowWorker, worth_a_child
from records.intake.mappings.mapping import SourceRule
from records.intake.outcome import Item
from records.intake.tables.source import SourceTable
from records.record import Record


class LongTables:
    """The long tables of one import, and the ledger of what became of their rows."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tables: list[SourceTable] = []
        self._unread: dict[int, Mapping[int, str]] = {}
        self._planned: dict[ObjectId, str] = {}
        self._worker: RowWorker | None = None
        self.ledger = Ledger()

    def __bool__(self) -> bool:
        return bool(self._tables)

    def add(self, table: SourceTable, unread: Mapping[int, str]) -> None:
        """Put a table aside for later, with its columns that nothing takes. Its kind is ``row_by_row``."""
        self._tables.append(table)
        self._unread[id(table)] = unread

    def begin(self) -> None:
        """All tables are known: get a child ready where it is worth it. ``close`` ends it."""
        if worth_a_child(self._tables):
            tables = [(table, self._unread[id(table)]) for table in self._tables]
            self._worker = RowWorker(tables, self._desk, part=long_rows.PART)

    def close(self) -> None:
        """End the child that builds rows."""
        if self._worker is not None:
            self._worker.close()

    def planned(self, items: list[Item]) -> None:
        """Remember the units and people that were planned before, to see what changes of them."""
        for item in items:
            if item.record_id is not None and item.kind in ("unit", "person"):
                self._planned[item.record_id] = content_hash(item.fields)

    def counted(self, rule: SourceRule, cancelled: Callable[[], bool]) -> tuple[int, int]:
        """How many rows the mapping's rule covers, and how many of them are refused.

        Reads them all, unless it is ``cancelled``: then only so far.
        """
        rows = bad = 0
        for table in self._tables:
            if rule.covers(table.file):
                for item in built_rows(table, self._unread[id(table)], self._desk):
                    if cancelled():
                        return rows, bad
                    rows += 1
                    bad += item.outcome == "reject"
        return rows, bad

    async def records(
        self, planner: Planner, *, cancelled: Callable[[], bool], on_rows: Callable[[int], None] | None = None
    ) -> AsyncIterator[Record]:
        """The records to save, part by part; ends early when cancelled. Fills the ledger.

        ``on_rows`` is told how many rows are done. The event loop stays free: parts are waited for, or built,
        in a thread.
        """
        done = 0
        for table in self._tables:
            parts = self._parts(table)
            while (part := await asyncio.to_thread(next, parts, None)) is not None:
                if cancelled():
                    return
                new = [item for item in self._made_known() if item.record_id not in self._planned]
                self.planned(new)
                plan = await planner.plan([*new, *part], part=True)
                for item in new:
                    self.ledger.enter(item)
                for item in part:
                    self.ledger.enter(item, table.table.first_row)
                self.ledger.kept += plan.kept
                for record, _ in plan.records:
                    yield record
                done += len(part)
                if on_rows is not None:
                    on_rows(done)

    async def amended(self, planner: Planner) -> list[Record]:
        """Units and people planned before of which the long tables told more: another spelling."""
        changed = [
            item
            for item in self._made_known()
            if item.record_id is not None and self._planned.get(item.record_id) != content_hash(item.fields)
        ]
        planner.forget_planned()
        plan = await planner.plan(changed)
        for item in changed:
            self.ledger.enter(item)
        return [record for record, _ in plan.records]

    def _parts(self, table: SourceTable) -> Iterator[list[Item]]:
        if self._worker is not None:
            yield from self._worker.parts(table)
            return
        items = built_rows(table, self._unread[id(table)], self._desk)
        while part := list(islice(items, long_rows.PART)):
            yield part

    def _made_known(self) -> Iterator[Item]:
        return chain(unit_items(self._desk), person_items(self._desk))
