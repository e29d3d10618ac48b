"""Who was to come to a meeting, as its unit and the figures of the book tell it together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.matching import Person
from records.intake.names import NamedPart


def expected_people(
    desk: Desk,
    unit: ObjectId,
    day: date,
    expected: int | None,
    present: int | None,
    away: Sequence[NamedPart],
) -> list[Person]:
    """Everyone of the unit to be expected that day.

    Those away for long or unable to come are not, unless the book counts them: its 应到 is the number of
    all who belong there, or they stand among the absent whom 应到 and 实到 make up.
    """
    people = desk.people.expected(unit, day)
    excused = desk.people.excused(unit, day)
    if not people or not excused or expected is None:
        return people
    if expected == len(people) + len(excused):
        return people + excused
    if present is None or expected - present != len(away):
        return people
    found = [desk.people.find(desk.renamed(part.name), unit=unit).person for part in away]
    named = {person.id for person in found if person is not None}
    return people + [person for person in excused if person.id in named]
