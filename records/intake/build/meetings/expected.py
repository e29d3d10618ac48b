"""Who was to come to a meeting, as its unit and the figures of the book tell it together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.matching import Person
from records.intake.names import NamedPart
from records.intake.unit_book import Unit
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


def expected_within(
    desk: Desk,
    unit: ObjectId,
    span: PartialDate,
    figures: tuple[int | None, int | None],
    away: Sequence[NamedPart],
    called: str,
) -> list[Person] | None:
    """Who was to come to a meeting that was ``called`` so, of which no more may be told than the month.

    None where somebody came or left meanwhile: nobody knows then who belonged there on the day.
    """
    found = []
    for day in dict.fromkeys((span.start, span.end)):
        people = expected_people(desk, unit, day, *figures, away)
        found.append(part_named(desk, unit, day, figures[0], called, people))
    ids = [{person.id for person in people} for people in found]
    belong = desk.people.of_unit(unit, span.start) == desk.people.of_unit(unit, span.end)
    return found[0] if ids[0] == ids[-1] and belong else None


def part_named(
    desk: Desk, unit: ObjectId, day: date, expected: int | None, title: str, people: list[Person]
) -> list[Person]:
    """Of a meeting that a unit holds for a part of it, its people: 机关干部学习交流会 of a township.

    The title must name the place of just one branch below, or the weekly meeting of those in the offices, and
    应到 be as many as that branch has, and not as many as the whole.
    """
    if expected is None or len(people) == expected:
        return people
    root = desk.units.root
    if root is not None and len(root.parsed.place) > 1:
        # 松坪乡…例会 names no village called so.
        title = re.sub(rf"{re.escape(root.parsed.place.rstrip('乡镇'))}(?:[乡镇]|街道)", "", title)
    below = (desk.units.get(each) for each in desk.units.subtree(unit) - {unit})
    named = [
        each for each in below if each is not None and each.category == "党支部" and _is_named(each, title)
    ]
    if len(named) != 1:
        return people
    part = desk.people.expected(named[0].id, day)
    for meant in (part, part + desk.people.excused(named[0].id, day)):
        if len(meant) == expected:
            return meant
    return people


def _is_named(unit: Unit, title: str) -> bool:
    place = unit.parsed.place
    offices = unit.record.fields.get("workplace") == "机关" and "机关" in place
    return (len(place) > 1 and place in title) or (offices and ("机关" in title or "例会" in title))


def _joined(people: Sequence[Person], day: date) -> list[Person]:
    """Without those who became members after that day: a later roster has them, the book has not."""
    since = ((person, person.record.fields.get("joined_party")) for person in people)
    return [
        person for person, joined in since if not (isinstance(joined, PartialDate) and joined.start > day)
    ]
