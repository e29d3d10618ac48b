"""Whether a record may be printed at all, and whether what is printed is a draft."""

from __future__ import annotations

from records.errors import Refused
from records.language import translator
from records.record import Record

tr = translator("templates")


def refuse_void(record: Record) -> None:
    """Raise Refused for a void record: nothing goes out that has been withdrawn."""
    if record.status == "void":
        raise Refused(
            tr("{no} is void, so no document is made from it.", no=record.no or record.title),
            hint=tr("Take the void mark off first, if it is there by mistake."),
        )


def draft_warnings(record: Record) -> list[str]:
    """A warning while a record is not verified."""
    if record.status == "verified":
        return []
    return [tr("{no} is not verified yet; this is a draft.", no=record.no or record.title)]
