"""Papers issued so far: which attachment is the paper itself, what was issued before, what is about whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.office.roles import PAPER
from records.record import AttachmentRef, Record
from records.values import Value

if TYPE_CHECKING:
    from records.archive import Archive

#: How the attachments are called that a paper is made again from: its template and pictures.
TEMPLATE, PICTURE = "template-", "picture-"
#: What two papers that are the same have in common.
_SAME = ("subject", "language", "template_sha256", "snapshot")


def papers_of(record: Record) -> list[AttachmentRef]:
    """The papers that an issued document keeps, without what they are made again from."""
    return [each for each in record.attachments if not each.name.startswith((TEMPLATE, PICTURE))]


async def issued_before(archive: Archive, fields: Mapping[str, Value], name: str) -> Record | None:
    """The issued document that is the very same paper under the same file name, if it is in force."""
    where = {
        "kind": PAPER,
        "status": "verified",
        **{f"fields.{each}": fields[each] for each in _SAME},
        "attachments.name": name,
    }
    found = await archive.aggregate([{"$match": where}, {"$limit": 1}, {"$project": {"_id": 1}}])
    return await archive.get(found[0]["_id"]) if found else None


async def issued_about(archive: Archive, records: Sequence[ObjectId]) -> list[Record]:
    """The issued documents in force that are about one of these records."""
    some = {"$in": list(records)}
    about = [{"fields.subject": some}, {"fields.subjects": some}]
    rows = await archive.aggregate([{"$match": {"kind": PAPER, "status": "verified", "$or": about}}])
    return [Record.from_document(row) for row in rows]
