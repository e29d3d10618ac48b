"""Who is editing a record right now: a note beside the archive that runs out by itself.

A note is no lock: nobody waits for it, and saving never looks at it. Whoever may not write leaves none.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.errors import XuedangError

if TYPE_CHECKING:
    from records.archive import Archive

#: A note holds so many milliseconds; who goes on editing renews it every ``RENEW_SECONDS``.
_HOLDS_MS = 40_000
RENEW_SECONDS = 15.0


async def note_editing(archive: Archive, record: ObjectId, editor: ObjectId) -> None:
    """Tell others that ``editor`` (an identifier of one open form) has unsaved changes of ``record``."""
    until = {"$add": ["$$NOW", _HOLDS_MS]}
    note = {"record": record, "by": {"$literal": archive.operator}, "until": until}
    with suppress(XuedangError):
        await archive.store.presence.update_one({"_id": editor}, [{"$set": note}], upsert=True)


async def forget_editing(archive: Archive, editor: ObjectId) -> None:
    """It is saved or given up. What can't be taken away now runs out."""
    with suppress(XuedangError):
        await archive.store.presence.delete_many({"_id": editor})


async def others_editing(archive: Archive, record: ObjectId, editor: ObjectId) -> list[str]:
    """The names of those who edit ``record`` in other forms. Nobody when the server can't be asked."""
    still = {"record": record, "_id": {"$ne": editor}, "$expr": {"$gt": ["$until", "$$NOW"]}}
    with suppress(XuedangError):
        rows = await archive.store.presence.find(still)
        return sorted({row["by"] for row in rows})
    return []
