"""Records typed together, stored as one batch that can be taken back like an import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.record import Record

if TYPE_CHECKING:
    from records.archive import Archive
    from records.changing.bulk import SaveReport


async def save_together(
    archive: Archive, records: Sequence[Record], what: str
) -> tuple[ObjectId, SaveReport]:
    """Store new records as submitted, under one batch called ``what``; its number, and what became of them.

    The batch stands among the imports (``list_batches``) and is taken back like one (``undo``). Raises
    ServerUnavailable, DiskFull.
    """
    batch = ObjectId()
    entry = {
        "path": what,
        "at": datetime.now(UTC),
        "by": archive.operator,
        "mapping": {"id": "", "sha256": ""},
        "counts": {},
        "actions": {"created": len(records), "updated": 0, "unchanged": 0, "kept": 0},
    }
    await _write(archive, batch, entry | {"state": "running"})
    for record in records:
        record.status = "submitted"
        # The version tells that nobody has edited it since.
        record.origin = {"manual": True, "version": 1}
    report = await archive.save_many(records, batch=batch)
    await _write(archive, batch, entry | {"state": "done"})
    return batch, report


async def _write(archive: Archive, batch: ObjectId, entry: dict[str, object]) -> None:
    await archive.store.batches.update_one({"_id": batch}, {"$set": entry}, upsert=True)
