"""Asking to see identity numbers and phones whole: who may, and for what reason; the journal tells of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.errors import UsageFault
from records.language import translator
from records.store import journal

if TYPE_CHECKING:
    from records.archive import Archive
    from records.record import Record

tr = translator("records")


def demand_reason(archive: Archive, reason: str) -> str:
    """The reason, tidied. Raises Refused when our account may not unmask, UsageFault without a reason."""
    archive.demand("unmask")
    tidy = " ".join(reason.split())
    if not tidy:
        raise UsageFault(
            tr("To see identity numbers and phones whole, a reason is needed."),
            hint=tr("Say for what and for whom; the journal keeps it."),
        )
    return tidy


async def unmask(
    archive: Archive, reason: str, what: str, *, record: Record | None = None, count: int | None = None
) -> None:
    """Put down that ``what`` is about to be shown unmasked: one record, or ``count`` of them.

    Raises as ``demand_reason``, and ServerUnavailable: what can't be put down is not shown.
    """
    told: dict[str, Any] = {"note": what, "reason": demand_reason(archive, reason), "count": count}
    if record is not None:
        told |= {"record": record.id, "no": record.no}
    await journal.note(archive.store, journal.entry("unmask", archive.operator, journal.now(), **told))
