"""Who is to be expected at a session, and how its sign-in list adds up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.checking.computed import attendance_expected, attendance_present
from records.people.dossier import members

if TYPE_CHECKING:
    from records.archive import Archive
    from records.record import Record

#: The list of a session, and the column of it that says whether somebody came.
ATTENDANCE, STATE = "attendance", "state"
#: The state of whoever is picked out of a list in which everybody came.
ABSENT = "缺席"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are on a list (应到), came (实到, late ones included), and are in each state."""

    expected: int
    present: int
    states: Mapping[str, int]


async def expected(archive: Archive, unit: ObjectId, on: date) -> list[Record]:
    """The people of a unit and those below it who are to be expected on a day, in the order of pinyin.

    Those who live elsewhere (流动) are not. Raises ServerUnavailable.
    """
    return [
        person
        for person in await members(archive, unit, on)
        if person.fields.get("mobility") in (None, "", "无")
    ]


def tally(rows: Sequence[Mapping[str, Any]], states: Sequence[str]) -> Tally:
    """A list added up; ``states`` are those to be counted, in order."""
    fields = {ATTENDANCE: rows}
    counts = {state: sum(row.get(STATE) == state for row in rows) for state in states}
    return Tally(attendance_expected(fields) or 0, attendance_present(fields) or 0, counts)
