"""Records typed together, stored as one batch that can be taken back like an import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.intake.loading.batches import Batch
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
    batch = Batch(what, what)
    actions = {"created": len(records), "updated": 0, "unchanged": 0, "kept": 0}
    await batch.write(archive, "running", actions, {})
    for record in records:
        record.status = "submitted"
        # The version tells that nobody has edited it since.
        record.origin = {"manual": True, "version": 1}
    report = await archive.save_many(records, batch=batch.id)
    await batch.write(archive, "done", actions, {})
    return batch.id, report
