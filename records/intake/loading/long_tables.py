"""Tables too long to be held in memory: built, compared and handed on to be stored, part by part.

They come after everything else, so that their rows find the people and units of all other sources. What
they make known themselves is planned before the rows that name it.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from itertools import chain, islice

from bson.objectid import ObjectId

from records.intake.build.registry import builder_of
from records.intake.build.units import person_items, unit_items
from records.intake.context import doubt_unit
from records.intake.desk import Desk
from records.intake.leftovers import Leftovers
from records.intake.loading.hashing import content_hash
from records.intake.loading.ledger import Ledger
from records.intake.loading.loading import Planner
from records.intake.mapping import SourceRule
from records.intake.outcome import Item, Place
from records.intake.tables.meanings import ask_words
from records.intake.tables.source import SourceTable
from records.intake.unread import doubt_group, doubt_unread
from records.record import Record

#: Rows of a part. As many as are stored in one transaction.
PART = 1_000


class LongTables:
    """The long tables of one import, and the ledger of what became of their rows."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._tables: list[SourceTable] = []
        self._unread: dict[int, Mapping[int, str]] = {}
        self._planned: dict[ObjectId, str] = {}
        self.ledger = Ledger()

    def __bool__(self) -> bool:
        return bool(self._tables)

    def add(self, table: SourceTable, unread: Mapping[int, str]) -> None:
        """Put a table aside for later, with its columns that nothing takes. Its kind is ``row_by_row``."""
        self._tables.append(table)
        self._unread[id(table)] = unread

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
                for item in self._built(table):
                    if cancelled():
                        return rows, bad
                    rows += 1
                    bad += item.outcome == "reject"
        return rows, bad

    async def records(
        self, planner: Planner, *, cancelled: Callable[[], bool], on_rows: Callable[[int], None] | None = None
    ) -> AsyncIterator[Record]:
        """The records to save, part by part; ends early when cancelled. Fills the ledger.

        ``on_rows`` is told how many rows are done. The event loop stays free: parts are built in a thread.
        """
        done = 0
        for table in self._tables:
            items = self._built(table)
            while part := await asyncio.to_thread(_next_part, items):
                if cancelled():
                    return
                new = [item for item in self._made_known() if item.record_id not in self._planned]
                self.planned(new)
                plan = await planner.plan([*new, *part])
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

    def _built(self, table: SourceTable) -> Iterator[Item]:
        self._desk.units.source, self._desk.create = table.file, table.rule.create
        leftovers = Leftovers(table)
        for item in builder_of(table.kind.name)(table, self._desk):
            doubt_unread((item,), table.kind.name, self._unread[id(table)])
            doubt_group((item,), table, self._desk.unit_known)
            leftovers.doubt((item,))
            ask_words(table, (item,), self._desk)
            if table.unit_in_doubt:
                doubt_unit((item,), table.unit)
            yield item
        yield from refused_rows(table)
        table.release()

    def _made_known(self) -> Iterator[Item]:
        return chain(unit_items(self._desk), person_items(self._desk))


def _next_part(items: Iterator[Item]) -> list[Item]:
    return list(islice(items, PART))


def refused_rows(table: SourceTable) -> Iterator[Item]:
    """Rows that the reader itself refused."""
    for bad in table.bad_rows:
        # All that stands there, and behind it what the reader found wrong: the byte, the key.
        item = Item(
            table.kind.name, Place(table.file, table.sheet, bad.number), cells=(*bad.cells, bad.detail)
        )
        item.headings = table.headings if len(bad.cells) == len(table.headings) else ()
        item.reject(f"unreadable_row:{bad.reason}")
        yield item
