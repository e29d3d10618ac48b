"""Who was to come to a meeting, as its unit and the figures of the book tell it together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.matching import Person
from records.intake.names import NamedPart
from records.values import PartialDate


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
    all who belong there, or they stand among the absent whom 应到 and 实到 make up. Those who joined the
    party later were not, where the book leaves just them out.
    """
    people = desk.people.expected(unit, day)
    excused = desk.people.excused(unit, day)
    if not people or expected is None:
        return people
    for meant in (people, people + excused, _joined(people, day), _joined(people + excused, day)):
        if len(meant) == expected:
            return meant
    if present is None or expected - present != len(away):
        return people
    found = [desk.people.find(desk.renamed(part.name), unit=unit).person for part in away]
    named = {person.id for person in found if person is not None}
    return people + [person for person in excused if person.id in named]


def _joined(people: Sequence[Person], day: date) -> list[Person]:
    """Without those who became members after that day: a later roster has them, the book has not."""
    since = ((person, person.record.fields.get("joined_party")) for person in people)
    return [
        person for person, joined in since if not (isinstance(joined, PartialDate) and joined.start > day)
    ]
