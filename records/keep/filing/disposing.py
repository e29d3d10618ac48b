"""Filed records whose period has ended: proposed, and once somebody has agreed, declared void as disposed of.

A period begins on 1 January of the year after the papers' own and lasts its years: what is kept for 10 years
of 2011 may go from 1 January 2022 on. Nothing is deleted; the journal and each record tell who agreed, when
and in which document. An appraisal that keeps a paper longer simply leaves it out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.errors import Refused, UsageFault
from records.filing import YEARS_KEPT, Filed
from records.language import translator
from records.record import Record

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")


@dataclass(frozen=True, slots=True)
class Due:
    """A filed record whose period has ended."""

    id: ObjectId
    no: str
    kind: str
    title: str
    filed: Filed


@dataclass(frozen=True, slots=True)
class Approval:
    """Who agreed to a disposal, when, and in which document."""

    by: str
    on: date
    document: str

    def __str__(self) -> str:
        return f"{self.by} {self.on.isoformat()} {self.document}"


async def disposable(archive: Archive, *, on: date) -> list[Due]:
    """What may be disposed of on a day, in the order of the codes."""
    latest = on.year - 1 - min(YEARS_KEPT.values())
    rows = await archive.aggregate(
        [
            {"$match": {"archive.year": {"$lte": latest}, "status": {"$ne": "void"}}},
            {"$project": {"kind": 1, "no": 1, "title": 1, "archive": 1}},
        ],
        hint="filed_year",
    )
    found = []
    for row in rows:
        filed = Filed.of(row["archive"])
        if filed is not None and _over(filed, on):
            found.append(Due(row["_id"], row.get("no") or "", row["kind"], row["title"], filed))
    return sorted(found, key=lambda each: each.filed.place)


async def dispose(
    archive: Archive,
    ids: Sequence[ObjectId],
    approval: Approval,
    *,
    on: date,
    on_progress: Callable[[int], None] | None = None,
) -> int:
    """Declare filed records void as disposed of; answers how many. Run again, it does the rest.

    Raises UsageFault for an approval without name or document, Refused for a record whose period has not
    ended.
    """
    if not approval.by.strip() or not approval.document.strip():
        raise UsageFault(tr("A disposal needs who approved it and the number of that document."))
    early = [each for each in (await archive.get_many(ids)).values() if not _may_go(each, on)]
    if early:
        first = early[0]
        filed = Filed.of(first.archive)
        raise Refused(
            tr(
                "{no} ({code}) can't be disposed of: its period has not ended.",
                no=first.no or first.title,
                code=filed or tr("not filed"),
            )
        )
    reason = tr("disposed of: {approval}", approval=approval)

    def gone(record: Record) -> Record | None:
        if record.status == "void":
            return None
        record.status, record.void_reason = "void", reason
        return record

    failed = await archive.rewrite(ids, gone, action="dispose", note=reason, batch=ObjectId())
    if failed:
        raise failed[0][1]
    if on_progress is not None:
        on_progress(len(ids))
    return len(ids)


def _may_go(record: Record, on: date) -> bool:
    filed = Filed.of(record.archive)
    return filed is not None and _over(filed, on)


def _over(filed: Filed, on: date) -> bool:
    return filed.kept_until is not None and on.year > filed.kept_until
