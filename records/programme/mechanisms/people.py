"""Who belongs where on the last day of a scope."""

from __future__ import annotations

from typing import NamedTuple

from bson.objectid import ObjectId

from records.programme.mechanisms.ground import Ground
from records.programme.roster import Person, load_people

#: Cadres of the township and the villages.
CADRES = frozenset(("领导干部", "机关干部职工", "村干部"))


class Belonging(NamedTuple):
    """A person, and the unit whose membership was valid on the day; ``member``: of the party, on that day."""

    person: Person
    unit: ObjectId | None
    member: bool


async def people_of(ground: Ground) -> list[Belonging]:
    """The people of the scope's units on its last day, by unit, then name; those not active then left out."""
    day = ground.scope.until
    found = []
    for person in (await load_people(ground.archive)).values():
        unit = person.unit_on(day)
        if person.active[0] <= day <= person.active[1] and ground.holds(unit):
            joined = person.joined is None or person.joined <= day
            found.append(Belonging(person, unit, person.member and joined))
    return sorted(found, key=lambda each: (ground.units.place(each.unit), each.person.listed))
