"""Meetings on one person's card: when, what about, how that person was there. Of others it tells nothing."""

from __future__ import annotations

from bson.objectid import ObjectId

from records.intake.build.meetings.marks import state_with_reason
from records.intake.desk import Desk
from records.intake.names import clean_name
from records.intake.outcome import Item
from records.intake.tables.source import SourceRow, SourceTable

#: What stands before the name above such rows.
_WHOSE = ("姓名", "党员姓名", "干部姓名", "学员姓名")
#: That nobody else's attendance is known: whoever else has it makes the meeting whole (``told_twice``).
OF_ONE = "attendance_of_one:attendance"


def owner_of(table: SourceTable) -> str:
    """Whose card the rows are of; empty for the book of a unit."""
    if any(map(table.has, ("absentees", "on_leave", "attendees", "expected", "present"))):
        return ""
    pairs = table.facts.pairs
    return clean_name(next((pairs[key] for key in _WHOSE if pairs.get(key)), "")).name


def mark_owner(owner: str, row: SourceRow, item: Item, desk: Desk, unit: ObjectId) -> None:
    """Put down how the owner was there, and nobody else."""
    person = desk.person(owner, item, "attendance", unit=unit, blocking=False)
    printed = row.text("turnout")
    signed = "turnout" not in row.cells or clean_name(printed).name == owner
    state = {"state": "到"} if signed else state_with_reason(printed) if printed else None
    if person is None:
        item.flag("attendance_incomplete")
        return
    if state is None:
        item.flag("attendance_mark_unknown")
        return
    item.fields["attendance"] = [{"person": person.id, **state}]
    item.flag(OF_ONE)
