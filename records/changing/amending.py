"""Changes many stored records: approval, another unit, references that lead elsewhere.

A transaction and one journal entry a chunk, so that 20,000 records take seconds and stopping leaves every
chunk whole or undone. What a single record alone is refused for never holds up the others.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from bson.objectid import ObjectId

from records.changing.saving import BREATH, CHUNK_BYTES, TARGETS_KEPT, Saver, stored_form
from records.checking import checking
from records.checking.checks import Fault
from records.checking.completing import COMPLETIONS
from records.checking.surroundings import Ask
from records.errors import Conflict, NotFound, Refused, XuedangError
from records.filing import Filed, refuse_filed
from records.language import translator
from records.programme.marking import MARKED
from records.programme.scales import load_scales
from records.record import Record, Stamp
from records.references import Target, references_of
from records.store import history, journal
from records.store.driver import Document
from records.store.driver_errors import TakenKey
from records.store.whole import whole

tr = translator("records")

CHUNK = 250
_SINGLE_TRIES = 3

#: What becomes of a record: a changed copy, or None when there is nothing to change.
Rewrite = Callable[[Record], Record | None]
#: A record that could not be changed, and why.
Failed = tuple[Record, XuedangError]


@dataclass(slots=True)
class BulkApproval:
    """What became of a request to approve many; a record verified already is in neither number.

    ``refused`` holds each with why, without its fields; ``stopped`` says that the rest was left alone.
    """

    approved: int = 0
    refused: list[tuple[Record, list[Fault]]] = field(default_factory=list)
    stopped: bool = False


@dataclass(frozen=True, slots=True)
class _Amended:
    """A stored document and what it becomes."""

    old: Document
    ready: Record


class Amender:
    """Amends records of one archive in the name of its operator."""

    def __init__(self, saver: Saver) -> None:
        self._saver, self._store = saver, saver.store
        self._targets: dict[ObjectId, Target] = {}

    # --- approval --------------------------------------------------------------------------------

    async def approve(
        self,
        ids: Sequence[ObjectId],
        on_progress: Callable[[int], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> BulkApproval:
        """Verify records; see ``Archive.approve_many``."""
        report = BulkApproval()
        wanted = list(dict.fromkeys(ids))
        for start in range(0, len(wanted), CHUNK):
            if stopped is not None and stopped():
                report.stopped = True
                break
            chunk = wanted[start : start + CHUNK]
            singly = await self._approve_chunk(chunk, report)
            await self._approve_singly(singly, report)
            if on_progress is not None:
                on_progress(start + len(chunk))
        return report

    async def _approve_chunk(self, chunk: Sequence[ObjectId], report: BulkApproval) -> list[ObjectId]:
        """Approve what can be; answers those to be looked at one by one, after the others are stored."""
        documents = await self._documents(chunk)
        singly = [each for each in chunk if each not in documents]
        amended: list[_Amended] = []
        live = [documents[each] for each in chunk if each in documents]
        live = [each for each in live if each["status"] != "verified"]
        ask = _remembering(self._store.records.aggregate)
        async for old, ready, faults in self._check_alone(live):
            if ready.status == "void" or ready.kind in COMPLETIONS or ready.corrects is not None:
                # What such a kind gets on approval is counted after the others of the chunk are approved;
                # a correction takes the place of what it corrects.
                singly.append(ready.id)
            elif blocking := [fault for fault in faults if fault.level != "warning"]:
                report.refused.append((_slim(ready), blocking))
            elif [f for f in await self._saver.check_around(ready, ask) if f.level != "warning"]:
                # What is missing may be a record of this very chunk: a nomination before its award.
                singly.append(ready.id)
            else:
                ready.status = "verified"
                amended.append(_Amended(old, ready))
        left = await self._write(amended, "approve")
        report.approved += len(amended) - len(left)
        return singly + left

    async def _approve_singly(self, ids: Sequence[ObjectId], report: BulkApproval) -> None:
        found = await self._saver.approve(ids)
        report.approved += len(found.approved)
        report.refused += [(_slim(record), faults) for record, faults in found.refused]

    # --- another unit ----------------------------------------------------------------------------

    async def moved(
        self, ids: Sequence[ObjectId], whose: Mapping[ObjectId, Target] | None = None
    ) -> list[ObjectId]:
        """The live records of ``ids`` whose unit is another than their fields now tell.

        ``whose`` are people as they will be, for asking before they are saved.
        """
        return [
            each.ready.id for each in await self._moved(list((await self._documents(ids)).values()), whose)
        ]

    async def move(self, ids: Sequence[ObjectId], note: str) -> int:
        """Save those of ``moved`` under their unit; answers how many. Their status stays what it was."""
        number = 0
        for start in range(0, len(ids), CHUNK):
            documents = await self._documents(ids[start : start + CHUNK])
            amended = await self._moved(list(documents.values()))
            for left in await self._write(amended, "move", note):
                with suppress(Refused):  # declared void meanwhile
                    await self._saver.derive_again(left, note)
            number += len(amended)
        return number

    async def _moved(
        self, documents: Sequence[Document], whose: Mapping[ObjectId, Target] | None = None
    ) -> list[_Amended]:
        live = [each for each in documents if each["status"] != "void" and not Filed.of(each.get("archive"))]
        found = self._check_alone(live, whose or {})
        return [_Amended(old, ready) async for old, ready, _ in found if ready.unit != old.get("unit")]

    # --- what others refer to --------------------------------------------------------------------

    async def rewrite(
        self,
        ids: Sequence[ObjectId],
        change: Rewrite,
        *,
        action: str,
        note: str,
        batch: ObjectId,
        together: bool = False,
        checked: bool = False,
    ) -> list[Failed]:
        """Save what ``change`` makes of each record; see ``Archive.rewrite``."""
        failed: list[Failed] = []
        unfit = failed if checked else None
        if together:
            documents = await self._documents(ids)
            documents = _thawed(documents, action, failed)
            gone = [each for each in ids if each not in documents]
            if gone and not failed:
                failed.append((Record(gone[0], ""), NotFound(tr("There is no record {no}.", no=gone[0]))))
            if failed:
                return failed
            left = await self._write(await self._changed(documents.values(), change), action, note, batch)
            rivals = [await self._saver.current(each) for each in left]
            return [(_slim(each), Conflict(each, each)) for each in rivals]
        for start in range(0, len(ids), CHUNK):
            documents = await self._documents(ids[start : start + CHUNK])
            documents = _thawed(documents, action, failed)
            amended = await self._changed(documents.values(), change, unfit)
            left = await self._write(amended, action, note, batch)
            for each in left:
                if why := await self._rewrite_singly(each, change, action, note, batch, checked):
                    failed.append(why)
        return failed

    async def _rewrite_singly(
        self, record: ObjectId, change: Rewrite, action: str, note: str, batch: ObjectId, checked: bool
    ) -> Failed | None:
        """One that was in the way of its chunk, perhaps because somebody saved it meanwhile."""
        for _ in range(_SINGLE_TRIES):
            unfit: list[Failed] = []
            documents = _thawed(await self._documents([record]), action, unfit)
            amended = await self._changed(documents.values(), change, unfit if checked else None)
            if unfit:
                return unfit[0]
            (portion,) = self._portions(amended, note) or [[]]
            if not portion:
                return None
            try:
                await whole(self._store_portion(portion, action, note, batch))
            except history.Stale:
                continue
            except TakenKey as clash:
                ready = amended[0].ready
                return _slim(ready), await self._saver.explain(clash, ready)
            except Refused as refused:
                return _slim(amended[0].ready), refused
            return None
        current = await self._saver.current(record)
        return _slim(current), Conflict(current, current)

    async def _changed(
        self, documents: Iterable[Document], change: Rewrite, unfit: list[Failed] | None = None
    ) -> list[_Amended]:
        """What ``change`` makes of them; with ``unfit``, those that may not be stored so go there instead."""
        changed = [(old, new) for old in documents if (new := change(Record.from_document(old))) is not None]
        await self._load_targets([new for _, new in changed])
        amended = []
        for old, new in changed:
            _, ready, faults = await self._saver.check_alone(new, self._targets)
            if unfit is not None:
                try:
                    checking.refuse_faults(ready, faults)
                except XuedangError as why:
                    unfit.append((_slim(ready), why))
                    continue
            amended.append(_Amended(old, ready))
        return amended

    # --- what would be wrong with them -------------------------------------------------------------

    async def check_many(self, records: Sequence[Record]) -> AsyncIterator[tuple[Record, list[Fault]]]:
        """Each record as it would be stored, and everything that is wrong with it."""
        ask = _remembering(self._store.records.aggregate)
        async for _, ready, faults in self._check_alone([record.to_document() for record in records]):
            if (filed := Filed.of(ready.archive)) is not None:
                faults.append(Fault("archive", "error", tr("it is filed as {code}", code=filed)))
            yield ready, faults + await self._saver.check_around(ready, ask)

    # --- both ------------------------------------------------------------------------------------

    async def _documents(self, ids: Sequence[ObjectId]) -> dict[ObjectId, Document]:
        return {row["_id"]: row for row in await self._store.records.find({"_id": {"$in": list(ids)}})}

    async def _check_alone(
        self, documents: Sequence[Document], whose: Mapping[ObjectId, Target] | None = None
    ) -> AsyncIterator[tuple[Document, Record, list[Fault]]]:
        """Each as it would be stored, with the faults that it has by itself."""
        records = [Record.from_document(each) for each in documents]
        await self._load_targets(records)
        targets = {**self._targets, **(whose or {})}
        marked = any(record.kind == MARKED for record in records)
        scales = await load_scales(self._store.records.aggregate) if marked else None
        for number, (old, record) in enumerate(zip(documents, records, strict=True)):
            if number % BREATH == 0:
                await asyncio.sleep(0)
            _, ready, faults = await self._saver.check_alone(record, targets, scales)
            yield old, ready, faults

    async def _load_targets(self, records: Sequence[Record]) -> None:
        if len(self._targets) > TARGETS_KEPT:
            self._targets.clear()
        kinds = self._saver.kinds
        wanted = {
            whom for record in records for *_, whom in references_of(kinds.of(record.kind), record.fields)
        }
        self._targets |= await self._saver.targets(wanted - self._targets.keys())

    async def _write(
        self, amended: Sequence[_Amended], action: str, note: str = "", batch: ObjectId | None = None
    ) -> list[ObjectId]:
        """Store them; answers those that must be tried one by one, because one of them is in the way."""
        left: list[ObjectId] = []
        for some in self._portions(amended, note):
            try:
                await whole(self._store_portion(some, action, note, batch))
            except (history.Stale, TakenKey, Refused):
                left += [each.new.id for each in some]
        return left

    def _portions(self, amended: Sequence[_Amended], note: str) -> list[list[history.Replacement]]:
        at = journal.now()
        portions: list[list[history.Replacement]] = []
        size = CHUNK_BYTES
        for each in amended:
            each.ready.version = each.old["version"] + 1
            each.ready.updated = Stamp(at, self._saver.operator)
            packed = history.Packed.of(stored_form(each.ready, note))
            size += len(packed.data)
            if size > CHUNK_BYTES:
                portions.append([])
                size = len(packed.data)
            portions[-1].append(history.Replacement(packed, each.old))
        return portions

    async def _store_portion(
        self, some: Sequence[history.Replacement], action: str, note: str, batch: ObjectId | None
    ) -> None:
        self._store.check_space(sum(len(each.new.data) for each in some))
        # The entry bears the very moment of the versions: that is how a record's history finds it.
        at = some[0].new.document["updated"]["at"]
        entry = journal.entry(action, self._saver.operator, at, note=note, batch=batch)
        await history.write_chunk(self._store, [], some, entry=entry)


def _thawed(
    documents: dict[ObjectId, Document], action: str, failed: list[Failed]
) -> dict[ObjectId, Document]:
    """Those that ``action`` may change; the filed ones among the others go into ``failed``."""
    fit = {}
    for identifier, document in documents.items():
        try:
            if document.get("archive"):
                refuse_filed(Record.from_document(document), action)
        except Refused as frozen:
            failed.append((_slim(Record.from_document(document)), frozen))
        else:
            fit[identifier] = document
    return fit


def _remembering(ask: Ask) -> Ask:
    """``ask`` that looks up a single record once: those of a chunk share their people and units."""
    known: dict[object, list[Document]] = {}

    async def asked(pipeline: Sequence[Mapping[str, Any]]) -> list[Document]:
        match = pipeline[0].get("$match", {})
        if len(pipeline) > 1 or match.keys() != {"_id"} or not isinstance(match["_id"], ObjectId):
            return await ask(pipeline)
        if match["_id"] not in known:
            known[match["_id"]] = await ask(pipeline)
        return known[match["_id"]]

    return asked


def _slim(record: Record) -> Record:
    """What names a record, without its fields: of thousands, these would fill the memory."""
    return Record(record.id, record.kind, no=record.no, title=record.title, status=record.status)
