"""What a record holds: whether two hold the same, and what comes of one that is brought in again."""

from __future__ import annotations

from typing import Any

from records.record import Record
from records.store.history import plain


def content(record: Record) -> dict[str, Any]:
    """What a record holds, as it comes back from the database, whenever and whoever wrote it."""
    document = record.to_document()
    for key in ("version", "created", "updated", "no", "schema"):
        document.pop(key, None)
    return plain(document)


def same_content(one: Record, other: Record) -> bool:
    """Whether two records hold the same, apart from where they came from."""
    mine, theirs = content(one), content(other)
    mine.pop("origin", None)
    theirs.pop("origin", None)
    return mine == theirs


def merged(current: Record, incoming: Record) -> Record:
    """A stored record with what was brought in again laid over it.

    Fields that did not come this time stay. A verified record whose content changes is submitted again,
    because nobody has approved that content.
    """
    result = current.copy()
    result.fields |= incoming.fields
    result.origin = dict(incoming.origin)
    result.remarks = incoming.remarks or current.remarks
    result.attachments += [ref for ref in incoming.attachments if ref not in current.attachments]
    if result.status == "verified" and result.fields != current.fields:
        result.status = "submitted"
    elif result.status == "draft" and incoming.status != "void":
        result.status = incoming.status
    return result
