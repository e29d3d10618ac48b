"""Saves many records, a transaction per chunk; one is checked while the one before is being written."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bson.objectid import ObjectId

from records.changing.content import merged, same_content
from records.changing.envelope import derive, identity_key
from records.changing.numbering import numbered, pass_over_taken
from records.changing.saving import BREATH, CHUNK_BYTES, TARGETS_KEPT, Saver, refuse_void, stored_form
from records.checking import checking
from records.checking.checks import Fault
from records.checking.completing import COMPLETIONS, not_yet_filled
from records.checking.computed import fill_computed
from records.collecting import rare_collections
from records.errors import Conflict, Refused, UsageFault, XuedangError
from records.filing import refuse_filed
from records.kind import Kind
from records.language import translator
from records.privacy.purged import purged_keys, purged_numbers
from records.programme.marking import MARKED
from records.programme.scales import ScaleOf, load_scales
from records.record import Record, Stamp
from records.references import Reference, Target, before_others, references_of
from records.store import history, journal
from records.store.driver import Document
from records.store.driver_errors import TakenKey
from records.values import CODEC

tr = translator("records")

CHUNK = 1000
_CHUNK_TRIES = 3


@dataclass(slots=True)
class SaveReport:
    """What became of many records; every one is counted once."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[tuple[Record, XuedangError]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.created + self.updated + self.unchanged + len(self.rejected)


@dataclass(slots=True)
class Pending:
    """A record on its way: as it came, and as it will be stored."""

    given: Record
    ready: Record
    kind: Kind
    references: list[Reference]
    marks: list[Fault]

    @property
    def key(self) -> str | None:
        found = self.ready.origin.get("key")
        return found if isinstance(found, str) else None


@dataclass(slots=True)
class ChunkPlan:
    """What a chunk comes down to, compared with what is stored."""

    new: list[Pending] = field(default_factory=list)
    changed: list[tuple[Pending, Document]] = field(default_factory=list)
    unchanged: int = 0
    rejected: list[tuple[Record, XuedangError]] = field(default_factory=list)

    def drop(self, refused: Collection[int]) -> None:
        """Leave out the items with these identities (of ``id``)."""
        self.new = [item for item in self.new if id(item) not in refused]
        self.changed = [(item, old) for item, old in self.changed if id(item) not in refused]


class _TooLarge(Exception):
    """More bytes than one transaction should hold."""


class BulkSaver:
    """One call of ``Archive.save_many``."""

    def __init__(
        self,
        saver: Saver,
        batch: ObjectId | None,
        on_progress: Callable[[int], None] | None,
        offer: Callable[[Sequence[Document]], None],
        coming: Mapping[ObjectId, Target],
        compared: bool,
    ) -> None:
        """``offer`` is shown the new documents of each chunk before it is stored.

        ``coming`` are records that come later in the call and are referred to before. ``compared`` says that
        all were checked and looked for just now: that is not done again, unless somebody came in between.
        """
        self._saver = saver
        self._store = saver.store
        self._batch = batch
        self._on_progress, self._offer = on_progress, offer
        self._coming, self._compared = coming, compared
        self._targets: dict[ObjectId, Target] = dict(coming)
        self._writing: asyncio.Task[None] | None = None
        self._any_purged: bool | None = None
        self.report = SaveReport()

    async def save(self, records: Iterable[Record] | AsyncIterable[Record]) -> SaveReport:
        try:
            with rare_collections():
                async for chunk in _chunks(records):
                    items = await self._check(chunk)
                    await self._written()
                    self._writing = asyncio.create_task(self._store_items(items))
                await self._written()
        finally:
            if self._writing is not None:
                # Cancelled or failed in between: the chunk under way is whole or not there, so wait for it.
                await asyncio.wait([self._writing])
        return self.report

    async def _written(self) -> None:
        if self._writing is not None:
            writing, self._writing = self._writing, None
            try:
                await asyncio.shield(writing)
            except asyncio.CancelledError:
                self._writing = writing
                raise
            if self._on_progress is not None:
                self._on_progress(self.report.total)

    # --- checking --------------------------------------------------------------------------------

    async def _check(self, chunk: Sequence[Record]) -> list[Pending]:
        """Computed fields, envelope and checks; what has errors is rejected here."""
        items = []
        scales: ScaleOf | None = None
        for record in chunk:
            ready = _independent(record)
            try:
                kind = self._saver.kinds.of(record.kind)
            except UsageFault as unknown:
                self.report.rejected.append((record, unknown))
                continue
            if kind.name == MARKED and scales is None:
                await self._written()  # a setting may be in the chunk that is being written just now
                scales = await load_scales(self._store.records.aggregate)
            marks = await self._saver.fill_computed(kind, ready.fields, scales)
            items.append(Pending(record, ready, kind, references_of(kind, ready.fields), marks))
        await self._load_targets(items)
        # Other records of the chunk take names and units from them.
        items.sort(key=lambda item: before_others(item.kind.name))
        sound = []
        for number, item in enumerate(items):
            if number % BREATH == 0:
                await asyncio.sleep(0)
            try:
                self._check_alone(item)
            except XuedangError as error:
                self.report.rejected.append((item.given, error))
                self._targets.pop(item.ready.id, None)
            else:
                sound.append(item)
        return sound

    def _check_alone(self, item: Pending) -> None:
        ready = item.ready
        derive(item.kind, ready, item.references, self._targets)
        check = checking.reference_faults if self._compared else checking.faults_of
        faults = [*check(item.kind, ready, item.references, self._targets), *item.marks]
        if faults:
            # What approval fills in comes with storing: only then is known whether it is verified already.
            checking.refuse_faults(ready, not_yet_filled(item.kind.name, faults))
        refuse_void(ready)
        if self._batch is not None:
            ready.origin["batch"] = self._batch
        if "manual" not in ready.origin and "key" not in ready.origin:
            key = identity_key(item.kind, ready.fields)
            if key is not None:
                ready.origin["key"] = key
        rows = ready.fields.get("memberships")
        known = tuple(row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else ()
        self._targets[ready.id] = Target(ready.id, ready.kind, ready.title, ready.status, known)

    async def _load_targets(self, items: Sequence[Pending]) -> None:
        if len(self._targets) > TARGETS_KEPT:
            self._targets = dict(self._coming)
        known = self._targets
        wanted = {whom for item in items for _, _, whom in item.references if whom not in known}
        if wanted:
            wanted -= {item.ready.id for item in items}
        if wanted:
            # They may be in the chunk that is being written just now.
            await self._written()
            self._targets |= await self._saver.targets(wanted)

    # --- storing ---------------------------------------------------------------------------------

    async def _store_items(self, items: Sequence[Pending]) -> None:
        """Store a chunk; a record whose identity stands twice in it goes in a second round, as an update."""
        while items:
            seen: set[str] = set()
            now: list[Pending] = []
            later: list[Pending] = []
            for item in items:
                key = item.key
                (later if key in seen else now).append(item)
                if key:
                    seen.add(key)
            await self._store_round(now)
            items = later

    async def _store_round(self, items: Sequence[Pending]) -> None:
        for number in range(_CHUNK_TRIES):
            try:
                await self._attempt(items, looked=self._compared and number == 0)
            except history.Stale:
                continue
            except TakenKey as clash:
                if clash.index == "no":
                    numbered = [(item.kind, item.ready) for item in items if item.given.no is None]
                    await pass_over_taken(self._store, numbered)
                continue
            except _TooLarge:
                half = len(items) // 2
                await self._store_round(items[:half])
                await self._store_round(items[half:])
            return
        for item in items:
            # Somebody else keeps getting in between, or one record is at fault: find out which.
            try:
                await self._attempt([item])
            except TakenKey as clash:
                self.report.rejected.append((item.given, await self._saver.explain(clash, item.ready)))
            except history.Stale:
                theirs = await self._saver.current(item.ready.id)
                self.report.rejected.append((item.given, Conflict(item.given, theirs)))

    async def _attempt(self, items: Sequence[Pending], *, looked: bool = False) -> None:
        """One transaction for all of them; ``looked``: the new ones are known not to be stored."""
        plan = await self._compare(items, looked=looked)
        await self._complete(plan)
        async with numbered(self._store, [(item.kind, item.ready) for item in plan.new]):
            new, replaced = await self._write(plan, alone=len(items) == 1)
        self.report.created += new
        self.report.updated += replaced
        self.report.unchanged += plan.unchanged
        self.report.rejected += plan.rejected

    async def _write(self, plan: ChunkPlan, *, alone: bool) -> tuple[int, int]:
        """Store what a chunk comes to; how many are new, how many changed."""
        at = journal.now()
        stamp = Stamp(at, self._saver.operator)
        new, replaced = [], []
        for item in plan.new:
            item.ready.version, item.ready.created, item.ready.updated = 1, stamp, stamp
            if packed := packed_of(plan, item):
                new.append(packed)
        for item, old in plan.changed:
            item.ready.version, item.ready.updated = old["version"] + 1, stamp
            if packed := packed_of(plan, item):
                replaced.append(history.Replacement(packed, old))
        size = sum(len(packed.data) for packed in (*new, *(each.new for each in replaced)))
        if size > CHUNK_BYTES and not alone:
            raise _TooLarge
        if size:
            self._store.check_space(size)
            entry = journal.entry("save_many", self._saver.operator, at, batch=self._batch)
            self._offer([packed.document for packed in new])
            await history.write_chunk(self._store, new, replaced, entry=entry)
        return len(new), len(replaced)

    async def _compare(self, items: Sequence[Pending], *, looked: bool) -> ChunkPlan:
        """Which are new, changed, the same as stored, or can't be stored beside what is there."""
        plan = ChunkPlan()
        stored = await self._stored([item for item in items if item.given.version > 0] if looked else items)
        for item in items:
            old = stored.get(item.key or "") or stored.get(item.given.id)
            if old is None and item.given.version == 0:
                item.ready.no = item.given.no
                plan.new.append(item)
            else:
                try:
                    self._compare_stored(plan, item, old)
                except Refused as unfit:
                    plan.rejected.append((item.given, unfit))
        await self._reject_purged(plan)
        await self._reject_taken(plan)
        return plan

    async def _complete(self, plan: ChunkPlan) -> None:
        """Fill in what becomes verified just now; take out what lacks something even so."""
        before = {id(item): old["status"] for item, old in plan.changed}
        refused: set[int] = set()
        for item in items_of(plan):
            if item.kind.name not in COMPLETIONS or item.ready.status != "verified":
                continue
            if before.get(id(item)) != "verified":
                item.ready = await self._saver.complete(item.ready)
            fill_computed(item.kind, item.ready.fields)
            try:
                checking.refuse_faults(item.ready, checking.faults_of(item.kind, item.ready, (), {}))
            except XuedangError as unfit:
                plan.rejected.append((item.given, unfit))
                refused.add(id(item))
        plan.drop(refused)

    def _compare_stored(self, plan: ChunkPlan, item: Pending, old: Document | None) -> None:
        if old is None:
            raise Refused(tr("{no} is not in this archive.", no=item.given.no or item.given.title))
        current = Record.from_document(old)
        if item.given.version > 0:
            refuse_void(current)
        if current.status == "void":
            # Somebody took it out for a reason; bringing it in again is no reason to put it back.
            plan.unchanged += 1
            return
        edited = item.given.id == current.id and (item.given.version > 0 or not item.key)
        ready = item.ready if edited else merged(current, item.ready)
        if not edited:
            references = references_of(item.kind, ready.fields)
            derive(item.kind, ready, references, self._targets)
        if same_content(current, ready):
            plan.unchanged += 1
        elif edited and item.given.version != current.version:
            plan.rejected.append((item.given, Conflict(item.given, current)))
        else:
            refuse_filed(current, "save_many")
            item.ready = ready
            plan.changed.append((item, old))

    async def _stored(self, items: Sequence[Pending]) -> dict[Any, Document]:
        keys = [item.key for item in items if item.key]
        # One without a key may be stored too: by a call whose acknowledgement was lost.
        ids = [item.given.id for item in items if item.given.version > 0 or not item.key]
        found: dict[Any, Document] = {}
        if keys:
            for row in await self._store.records.find({"origin.key": {"$in": keys}}):
                found[row["origin"]["key"]] = row
        if ids:
            found |= {row["_id"]: row for row in await self._store.records.find({"_id": {"$in": ids}})}
        return found

    async def _reject_purged(self, plan: ChunkPlan) -> None:
        """Take out what an administrator purged: bringing it in again is no reason to have it again."""
        if self._any_purged is None:
            self._any_purged = await self._store.tombstones.count({}, limit=1) > 0
        if not self._any_purged:
            return
        keys = await purged_keys(self._store, [item.key for item in plan.new if item.key])
        ids = await purged_numbers(self._store, [item.ready.id for item in plan.new])
        refused: set[int] = set()
        for item in plan.new:
            no = keys.get(item.key or "") or ids.get(item.ready.id)
            if no is not None:
                plan.rejected.append((item.given, Refused(tr("It was purged ({no}), and stays out.", no=no))))
                refused.add(id(item))
        plan.drop(refused)

    async def _reject_taken(self, plan: ChunkPlan) -> None:
        """Take out what would break a unique combination, in the archive or within the chunk."""
        values = [value for item in items_of(plan) for value in item.ready.extra.get("unique", ())]
        if not values:
            return
        rows = await self._store.records.find({"unique": {"$in": values}})
        holders = {value: Record.from_document(row) for row in rows for value in row["unique"]}
        refused: set[int] = set()
        for item in items_of(plan):
            for value in item.ready.extra.get("unique", ()):
                holder = holders.setdefault(value, item.ready)
                if holder.id != item.ready.id:
                    plan.rejected.append((item.given, self._taken(item.ready, value, holder)))
                    refused.add(id(item))
                    break
        plan.drop(refused)

    def _taken(self, record: Record, value: str, holder: Record) -> XuedangError:
        return checking.taken(self._saver.kinds, record, value, holder)


def _independent(record: Record) -> Record:
    """A copy for deriving in: what is set on it does not reach the record given. Values are shared."""
    ready = object.__new__(Record)
    ready.__dict__.update(record.__dict__)
    ready.fields, ready.origin, ready.extra = dict(record.fields), dict(record.origin), dict(record.extra)
    return ready


def packed_of(plan: ChunkPlan, item: Pending) -> history.Packed | None:
    try:
        return history.Packed.of(stored_form(item.ready, converted=False), CODEC)
    except Refused as unfit:
        plan.rejected.append((item.given, unfit))
        return None


def items_of(plan: ChunkPlan) -> list[Pending]:
    return [*plan.new, *(item for item, _ in plan.changed)]


async def _chunks(records: Iterable[Record] | AsyncIterable[Record]) -> AsyncIterator[list[Record]]:
    """Chunks of at most ``CHUNK``. What is filled in from other records comes after those before it."""
    chunk: list[Record] = []
    async for record in each_of(records):
        if chunk and _filled_in(record) and not _filled_in(chunk[-1]):
            yield chunk
            chunk = []
        chunk.append(record)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _filled_in(record: Record) -> bool:
    return record.kind in COMPLETIONS and record.status == "verified"


def each_of(records: Iterable[Record] | AsyncIterable[Record]) -> AsyncIterable[Record]:
    """The records one after the other, wherever they come from."""
    return records if isinstance(records, AsyncIterable) else _each(records)


async def _each(records: Iterable[Record]) -> AsyncIterator[Record]:
    for record in records:
        yield record
