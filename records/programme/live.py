"""A book of standings that stays true: what changed is counted anew, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.programme.adjustments import load_adjustments
from records.programme.book import Book, load_book
from records.programme.counting.counting import count_people
from records.programme.counting.facts import load_unit_facts, recount_people, replace_people
from records.programme.roster import load_roster
from records.programme.views.overview import Overview, overview

if TYPE_CHECKING:
    from records.archive import Archive
    from records.store.changes import Change

#: With more changes than this at once (an import, an undo) everything is counted anew.
_MANY = 300
#: So many people's records are counted here; more are left to the server.
_FEW = 20
#: Kinds that say whom the rules bind, or what they are, beside proving some.
_REGISTERS = frozenset(("person", "unit", "exemption"))


@dataclass(frozen=True, slots=True)
class Touched:
    """Whom changed records name or named: their kinds, people and units, by the old versions and the new."""

    kinds: frozenset[str] = frozenset()
    people: frozenset[ObjectId] = frozenset()
    units: frozenset[ObjectId | None] = frozenset()


@dataclass
class Standings:
    """The book of one archive for one working date after another; `note` tells it of changes."""

    archive: Archive
    _book: Book | None = None
    _changed: set[ObjectId] = field(default_factory=set)
    _anew: bool = False
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def note(self, change: Change) -> None:
        """A record was changed; it is looked at when the book is next asked for."""
        if change.id is None or change.operation in ("removed", "lost"):
            self._anew = True
        else:
            self._changed.add(change.id)

    async def book(self, on: date) -> Book:
        """The book as of a day, with every change noted so far. Raises ServerUnavailable."""
        async with self._lock:
            if self._book is None or self._book.on != on or self._anew or len(self._changed) > _MANY:
                self._anew = False
                self._changed.clear()
                try:
                    self._book = await load_book(self.archive, on)
                except BaseException:
                    self._anew = True
                    raise
            elif self._changed:
                ids = frozenset(self._changed)
                self._changed.clear()
                try:
                    await refresh(self.archive, self._book, ids)
                except BaseException:
                    # Half refreshed is neither the old book nor the new one.
                    self._anew = True
                    raise
            return self._book

    async def overview(self, on: date) -> Overview:
        """The programme at a glance as of a day; worked out in a thread, as it looks at everybody."""
        book = await self.book(on)
        async with self._lock:
            return await asyncio.to_thread(overview, book)


async def refresh(archive: Archive, book: Book, ids: Collection[ObjectId]) -> None:
    """Bring a book up to date with records that were saved, voided, verified or added since it was made."""
    touched = await _touched(archive, ids)
    rules = book.rulebook
    if touched.kinds & _REGISTERS:
        book.roster = await load_roster(archive, rules, book.on)
        book.forget()
    if "rule_setting" in touched.kinds:
        book.adjustments = await load_adjustments(archive, rules, book.on)
        book.forget()
    if touched.people:
        people = sorted(touched.people)
        if len(people) <= _FEW:
            fresh = await count_people(archive, rules, book.on, people, lectures=False)
            replace_people(people, fresh, book.facts)
        else:
            await recount_people(archive, rules, book.on, people, book.facts)
        book.forget_people(touched.people)
    await load_unit_facts(archive, rules, book.on, touched.kinds, sorted(touched.units, key=str), book.facts)
    _forget_named(book, touched)


def _forget_named(book: Book, touched: Touched) -> None:
    """Lectures and notices are judged for people that a paper names no more, too: they are few."""
    book.forget_units()
    if touched.kinds & {"session", "rectification"}:
        book.forget_rules(["R17", "R27"])


async def _touched(archive: Archive, ids: Collection[ObjectId]) -> Touched:
    wanted = list(ids)
    keep = {"kind": 1, "unit": 1, "people.person": 1}
    now = await archive.aggregate([{"$match": {"_id": {"$in": wanted}}}, {"$project": keep}])
    before = await archive.aggregate(
        [
            {"$match": {"rec": {"$in": wanted}}},
            {"$replaceRoot": {"newRoot": "$document"}},
            {"$project": keep},
        ],
        collection="revisions",
    )
    rows: list[dict[str, Any]] = [*now, *before]
    return Touched(
        frozenset(row["kind"] for row in rows),
        frozenset(p["person"] for row in rows for p in row.get("people") or () if p.get("person")),
        frozenset(row.get("unit") for row in rows),
    )
