"""A filed record is corrected by another one that is linked to it; verified, that one counts in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.record import Record

if TYPE_CHECKING:
    from records.archive import Archive


def begin_correction(filed: Record) -> Record:
    """A new draft with the content of a filed record, to be changed and saved. Its number is a new one."""
    copy = filed.copy()
    return Record.new(
        filed.kind, copy.fields, remarks=copy.remarks, attachments=copy.attachments, corrects=filed.id
    )


async def corrections_of(archive: Archive, filed: ObjectId) -> list[Record]:
    """The records that correct a filed one, those that are not void."""
    rows = await archive.aggregate(
        [{"$match": {"corrects": filed, "status": {"$ne": "void"}}}, {"$sort": {"_id": 1}}], hint="corrects"
    )
    return [Record.from_document(row) for row in rows]
