"""Notices to put something right: the visit of inspection that led to each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bson.objectid import ObjectId

from records.intake.outcome import Item

#: So long after the visit the notice is written at the latest.
_AFTER = timedelta(days=31)


def link_notices(items: list[Item]) -> None:
    """Give each notice the only visit of this import to whom it addresses, in the month before it.

    Visits stand before the notices: what refers to them must find which record they are.
    """
    notices = [item for item in items if item.kind == "rectification" and "inspection" not in item.fields]
    visits = [item for item in items if item.kind == "inspection"]
    linked = False
    for notice in notices if visits else ():
        led = _led_to(notice, visits)
        if notice.taken and led is not None:
            led.record_id = led.record_id or ObjectId()
            notice.fields["inspection"] = led.record_id
            linked = True
    if linked:
        items.sort(key=lambda each: each.kind == "rectification")


def _led_to(notice: Item, visits: Sequence[Item]) -> Item | None:
    target, issued = notice.fields.get("target"), notice.fields.get("issued_on")
    found = [
        visit
        for visit in visits
        if visit.taken
        and visit.fields.get("target") == target
        and isinstance(issued, date)
        and isinstance(day := visit.fields.get("date"), date)
        and timedelta() <= issued - day <= _AFTER
    ]
    return found[0] if len(found) == 1 and target is not None else None
