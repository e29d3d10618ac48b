"""Taking an import back: what it made is void, what it changed is as it was, edits are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.changing.saving import stored_form
from records.errors import NotFound, Refused
from records.intake.loading.batches import mark_undone, state_of
from records.intake.loading.loading import untouched
from records.language import translator
from records.record import Record, Stamp
from records.store import history, journal

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")
_CHUNK = 500
_TRIES = 3
_SLIM = {"kind": 1, "no": 1, "title": 1, "version": 1, "unit": 1, "origin.version": 1}


@dataclass
class UndoReport:
    """What undoing did: records made void, restored, and kept because somebody changed them since."""

    batch: str
    voided: int = 0
    restored: int = 0
    kept: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Plain data."""
        return {"batch": self.batch, "voided": self.voided, "restored": self.restored, "kept": self.kept}

    def to_text(self) -> str:
        """For a terminal."""
        lines = [
            tr(
                "Import {batch} was taken back: {number} records are void.",
                batch=self.batch,
                number=self.voided,
            )
        ]
        if self.restored:
            lines.append(tr("{number} records are as they were before it.", number=self.restored))
        if self.kept:
            lines.append(tr("Kept, because they were changed since or are still referred to:"))
            lines += [f"  {name}" for name in self.kept]
        return "\n".join(lines)


async def undo(archive: Archive, batch: ObjectId) -> UndoReport:
    """Take an import back. Raises NotFound for an unknown batch, Refused for one that was taken back before.

    Created and untouched since: void, its identity free again. Updated: as before the import. Edited since,
    or still referred to by records that stay: kept and listed.
    """
    if await state_of(archive, batch) == "undone":
        raise Refused(tr("Import {batch} was taken back before.", batch=batch))
    report = UndoReport(str(batch))
    rows = await archive.aggregate(
        [{"$match": {"origin.batch": batch, "status": {"$ne": "void"}}}, {"$project": _SLIM}]
    )
    records = [Record.from_document(row) for row in rows]
    clean = [record for record in records if untouched(record)]
    report.kept = [_name(record) for record in records if not untouched(record)]
    needed = await _still_needed(archive, clean)
    report.kept += [_name(record) for record in clean if record.id in needed]
    clean = [record for record in clean if record.id not in needed]
    # What refers to others goes first, so that nothing ever refers to a void record.
    clean.sort(key=lambda record: {"person": 1, "unit": 2}.get(record.kind, 0))
    for start in range(0, len(clean), _CHUNK):
        await _take_back(archive, batch, [record.id for record in clean[start : start + _CHUNK]], report)
    await mark_undone(archive, batch)
    return report


def _name(record: Record) -> str:
    return " ".join(filter(None, (record.no, record.title)))


async def _still_needed(archive: Archive, records: Sequence[Record]) -> set[ObjectId]:
    """People and units of the batch that records outside it, or kept ones, refer to."""
    going = {record.id for record in records}
    candidates = [record.id for record in records if record.kind in ("person", "unit") and _created(record)]
    needed: set[ObjectId] = set()
    for start in range(0, len(candidates), _CHUNK):
        some = candidates[start : start + _CHUNK]
        rows = await archive.aggregate(
            [
                {
                    "$match": {
                        "status": {"$ne": "void"},
                        "$or": [{"people.person": {"$in": some}}, {"unit": {"$in": some}}],
                    }
                },
                {"$project": {"unit": 1, "people.person": 1}},
            ]
        )
        for row in rows:
            if row["_id"] not in going:
                needed |= {ref["person"] for ref in row.get("people", ())}
                if row.get("unit") is not None:
                    needed.add(row["unit"])
    found = needed & going
    # A person who stays keeps the units they belong to.
    for record in records:
        if record.id in found and record.unit in going and record.unit is not None:
            found.add(record.unit)
    return found


def _created(record: Record) -> bool:
    return record.version == 1


async def _take_back(archive: Archive, batch: ObjectId, ids: Sequence[ObjectId], report: UndoReport) -> None:
    """One chunk in one transaction; a record that somebody changes meanwhile is left and listed."""
    rows = await archive.aggregate([{"$match": {"_id": {"$in": list(ids)}}}])
    at = journal.now()
    replaced: list[history.Replacement] = []
    voided: set[ObjectId] = set()
    for row in rows:
        record = Record.from_document(row)
        new = await _before(archive, record) if not _created(record) else None
        if new is None:
            new = _voided(record, batch)
            voided.add(record.id)
        new.version, new.updated = record.version + 1, Stamp(at, archive.operator)
        replaced.append(history.Replacement(history.Packed.of(stored_form(new)), row))
    entry = journal.entry("undo_import", archive.operator, at, batch=batch)
    for _ in range(_TRIES):
        try:
            await history.write_chunk(archive.store, [], replaced, entry=dict(entry))
        except history.Stale:
            replaced = await _still_current(archive, replaced, report)
            continue
        done = {each.new.id for each in replaced}
        report.voided += len(done & voided)
        report.restored += len(done - voided)
        return
    raise Refused(
        tr("Records of the import are being changed by others; nothing more was taken back."),
        hint=tr("Run it again."),
    )


def _voided(record: Record, batch: ObjectId) -> Record:
    """Void, and its identity free for another import."""
    return replace(
        record,
        status="void",
        void_reason=tr("import {batch} was taken back", batch=batch),
        origin={key: value for key, value in record.origin.items() if key != "key"},
        extra={key: value for key, value in record.extra.items() if key != "unique"},
    )


async def _still_current(
    archive: Archive, replaced: Sequence[history.Replacement], report: UndoReport
) -> list[history.Replacement]:
    """Those whose stored version is the one that was read; the others are listed as kept."""
    ids = [each.new.id for each in replaced]
    rows = await archive.aggregate([{"$match": {"_id": {"$in": ids}}}, {"$project": {"version": 1}}])
    current = {row["_id"]: row["version"] for row in rows}
    stale = [each for each in replaced if current.get(each.new.id) != each.old["version"]]
    report.kept += [str(each.old.get("title")) for each in stale]
    return [each for each in replaced if each not in stale]


async def _before(archive: Archive, record: Record) -> Record | None:
    """The record as it was before the import updated it; None when that version can't be found."""
    try:
        old = await archive.revision(record.id, record.version - 1)
    except NotFound:
        return None
    return old.copy()
