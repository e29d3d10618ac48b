"""Purges a record: the one exception to "nothing is deleted", for personal data that never should have come.

Its content goes, with all versions, its files, its drafts on this machine and its entry in the text index. A
tombstone and the journal keep its number, who did it, when and why. An administrator's work.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.changing.envelope import identity_key
from records.changing.merge_rules import referring
from records.errors import NotFound, Refused, UsageFault
from records.filing import Filed
from records.home_paths import DRAFTS
from records.language import translator
from records.privacy.purged import not_there
from records.record import Record
from records.store import journal
from records.store.history import Stale
from records.store.purging import files_of, key_hash, named_by_others, remove_files, take_out

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """What a purge would take out; nothing is yet.

    ``record`` is None when it was purged before, and only what an interruption left over goes. ``files``
    are those that nobody else has. ``referring`` counts the records of each kind that refer to it.
    """

    no: str
    id: ObjectId
    record: Record | None
    versions: int = 0
    files: frozenset[ObjectId] = frozenset()
    referring: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Purged:
    """What a purge removed: versions, files, and drafts on this machine."""

    versions: int
    files: int
    drafts: int


async def plan_purge(archive: Archive, no: str) -> PurgePlan:
    """What would be taken out. Raises NotFound; Refused for an account that may not, or a filed record."""
    archive.demand("purge")
    try:
        record = await archive.get(no)
    except NotFound:
        row = await archive.store.tombstones.find_one({"no": no.strip().upper()})
        if row is None:
            raise
        return PurgePlan(row["no"], row["_id"], None)
    if (filed := Filed.of(record.archive)) is not None:
        raise Refused(
            tr("{no} is filed as {code} and can't be purged.", no=record.no or record.title, code=filed),
            hint=tr("What is filed is destroyed by a disposal only, with the approval of the archives."),
        )
    had = await files_of(archive.store, record.id)
    alone = had - await named_by_others(archive.store, had, record.id)
    rows = await archive.aggregate(
        [{"$match": referring(archive.kinds, record.id)}, {"$group": {"_id": "$kind", "n": {"$sum": 1}}}]
    )
    counts = Counter({str(row["_id"]): int(row["n"]) for row in rows})
    return PurgePlan(
        record.no or str(record.id),
        record.id,
        record,
        record.version,
        frozenset(alone),
        dict(counts.most_common()),
    )


async def purge(archive: Archive, plan: PurgePlan, reason: str) -> Purged:
    """Take the record out for good; run again, it removes what an interrupted run left.

    Raises UsageFault without a reason, Refused when somebody saved the record meanwhile, ServerUnavailable.
    """
    archive.demand("purge")
    store = archive.store
    if plan.record is not None:
        await _take_out(archive, plan.record, plan, " ".join(reason.split()))
    row = await store.tombstones.find_one({"_id": plan.id})
    if row is None:
        raise await not_there(store, plan.no)
    files = await remove_files(store, row.get("files", ()), plan.id)
    return Purged(plan.versions, files, _drop_drafts(archive.settings.home, plan.id))


async def _take_out(archive: Archive, record: Record, plan: PurgePlan, reason: str) -> None:
    if not reason:
        raise UsageFault(tr("A purge needs a reason."), hint=tr("The journal keeps it; name nobody in it."))
    at = journal.now()
    entry = journal.entry(
        "purge", archive.operator, at, record=record.id, no=record.no, reason=reason, versions=record.version
    )
    kind = archive.kinds.get(record.kind)
    key = record.origin.get("key") or (identity_key(kind, record.fields) if kind is not None else None)
    tombstone: dict[str, Any] = {
        "_id": record.id,
        "no": record.no or str(record.id),
        "kind": record.kind,
        "at": at,
        "by": archive.operator,
        "reason": reason,
        "entry": entry["_id"],
        "files": sorted(plan.files),
    }
    if isinstance(key, str):
        tombstone["key"] = key_hash(key)
    try:
        await take_out(archive.store, record.id, record.version, tombstone, entry)
    except Stale:
        raise Refused(
            tr("{no} was changed meanwhile; nothing was purged.", no=plan.no), hint=tr("Look at it again.")
        ) from None


def _drop_drafts(home: Path, record: ObjectId) -> int:
    """Remove what was typed into forms of the record on this machine; answers how many drafts."""
    dropped = 0
    for path in sorted((home / DRAFTS).glob("*/*.json")):
        with suppress(OSError, ValueError, AttributeError):
            if json.loads(path.read_text("utf-8")).get("record") == str(record):
                path.unlink()
                dropped += 1
    return dropped
