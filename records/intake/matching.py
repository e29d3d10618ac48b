"""Who a name in a legacy file is: by ID, by name and birth, by name within a unit, else a question.

A name alone is taken only when exactly one person bears it and the unit it stands under does not
speak against them. Two people are never made one by name, and a misprinted name is never corrected
silently: it comes back with candidates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Literal

from bson.objectid import ObjectId

from records.intake.names import clean_name, match_key
from records.intake.unit_book import UnitBook
from records.record import Record
from records.values import PartialDate

MatchCode = Literal["linked", "unknown", "similar", "homonym", "other_unit", "id_conflict"]
Evidence = Literal["id", "birth", "unit", "name"]


@lru_cache(maxsize=8192)
def name_key(name: str) -> str:
    """A name as compared: no white space, one kind of dot, no remark in brackets behind it, no 同志."""
    return match_key(clean_name(name).name)


@dataclass(frozen=True, slots=True)
class Membership:
    """A stay in a unit; None is open."""

    unit: ObjectId
    start: date | None
    end: date | None

    def covers(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass
class Person:
    """A person as matching sees them."""

    record: Record
    key: str
    id_no: str | None
    birth: PartialDate | None
    memberships: list[Membership]
    other_names: set[str] = field(default_factory=set)
    created: bool = False
    #: Whether the import learnt a former name of somebody who was known before.
    changed: bool = False

    @property
    def id(self) -> ObjectId:
        return self.record.id

    @property
    def name(self) -> str:
        return str(self.record.fields.get("name") or self.record.title)

    @property
    def excused(self) -> bool:
        """Whether the person is away for long, or unable to come."""
        return self.record.fields.get("mobility") not in (None, "", "无")

    def active(self, day: date) -> bool:
        """Whether the person is to be expected at a session that day: there, and able to come."""
        return not self.excused and self.there(day)

    def there(self, day: date) -> bool:
        """Whether the person counts that day, able to come or not."""
        fields = self.record.fields
        start, end = fields.get("active_from"), fields.get("active_to")
        return not (isinstance(start, date) and day < start) and not (isinstance(end, date) and end < day)


@dataclass(frozen=True)
class PersonMatch:
    """``person`` is set for ``linked`` only; otherwise ``candidates`` are who may be meant."""

    code: MatchCode
    person: Person | None = None
    evidence: Evidence | None = None
    candidates: tuple[Person, ...] = ()


class PersonBook:
    """All people of the archive and those that this import makes."""

    def __init__(self, units: UnitBook, records: Iterable[Record] = ()) -> None:
        self.units = units
        self._people: dict[ObjectId, Person] = {}
        self._by_name: dict[str, list[Person]] = {}
        self._by_id_no: dict[str, Person] = {}
        #: People who were merged into others, by name: their sources still tell of them.
        self._absorbed: dict[str, list[Person]] = {}
        self._into: dict[ObjectId, ObjectId] = {}
        #: Names of rows of rosters that are still asked about: whoever bears one may be meant as well.
        self._waiting: set[str] = set()
        #: Whom the import made known or learnt of since somebody last looked, see ``loading/learnt.py``.
        self.touched: dict[ObjectId, Person] = {}
        for record in records:
            if record.merged_into is None:
                self.add(record)
            else:
                self._add_absorbed(record, record.merged_into)

    def __iter__(self) -> Iterator[Person]:
        return iter(self._people.values())

    def get(self, person_id: ObjectId) -> Person | None:
        return self._people.get(person_id)

    def add(self, record: Record, *, created: bool = False) -> Person:
        """Make a person known to later rows; a record known already is read anew."""
        known = self._people.get(record.id)
        if known is not None:
            self._forget(known)
        person = _person(record, created=created)
        self._people[person.id] = person
        for key in {person.key} | person.other_names:
            self._by_name.setdefault(key, []).append(person)
        if person.id_no:
            self._by_id_no[person.id_no] = person
        if created:
            self.touched[person.id] = person
        return person

    def take(self, given: Person) -> Person:
        """Know somebody as another process has come to know them."""
        person = self._people.setdefault(given.id, given)
        vars(person).update(vars(given))
        for key in {person.key} | person.other_names:
            bearers = self._by_name.setdefault(key, [])
            if all(each is not person for each in bearers):
                bearers.append(person)
        return person

    def _add_absorbed(self, record: Record, survivor: ObjectId) -> None:
        self._into[record.id] = survivor
        person = _person(record)
        for key in {person.key} | person.other_names:
            self._absorbed.setdefault(key, []).append(person)

    def absorbed(self, name: str, *, id_no: str | None, birth: PartialDate | None) -> Person | None:
        """The person into whom the one of this name, and this ID number or birth, was merged."""
        for each in self._absorbed.get(name_key(name), ()):
            same_id = id_no is not None and each.id_no == id_no.upper()
            same_birth = birth is not None and each.birth is not None and _agree(each.birth, birth)
            if same_id or (same_birth and not (id_no and each.id_no)):
                into = self._into[each.id]
                while into in self._into:
                    into = self._into[into]
                return self._people.get(into)
        return None

    def wait_for(self, name: str) -> None:
        """Remember that a roster names somebody who can't come in yet."""
        self._waiting.add(name_key(name))

    def learn(self, person: Person, former: str) -> None:
        """Keep a name that the person had before, so that they are found under it as well."""
        key = name_key(former)
        if key in {person.key} | person.other_names:
            return
        known = person.record.fields.get("former_names")
        person.record.fields["former_names"] = [*(known if isinstance(known, list) else []), former]
        person.other_names.add(key)
        person.changed = True
        self.touched[person.id] = person
        self._by_name.setdefault(key, []).append(person)

    def _forget(self, person: Person) -> None:
        for bearers in self._by_name.values():
            if person in bearers:
                bearers.remove(person)
        if person.id_no:
            self._by_id_no.pop(person.id_no, None)

    # --- finding ---------------------------------------------------------------------------------

    def by_id_no(self, id_no: str) -> Person | None:
        return self._by_id_no.get(id_no.upper())

    def named(self, name: str) -> list[Person]:
        """Everyone who bears or bore the name."""
        return list(self._by_name.get(name_key(name), ()))

    def find(
        self,
        name: str,
        *,
        unit: ObjectId | None = None,
        id_no: str | None = None,
        birth: PartialDate | None = None,
    ) -> PersonMatch:
        """Who ``name`` is; ``unit`` is what the row, group, sheet or folder says."""
        survivor = self.absorbed(name, id_no=id_no, birth=birth)
        if survivor is not None:
            return PersonMatch("linked", survivor, "id" if id_no else "birth")
        if id_no:
            holder = self.by_id_no(id_no)
            if holder is not None:
                if name_key(name) in {holder.key} | holder.other_names:
                    return PersonMatch("linked", holder, "id")
                return PersonMatch("id_conflict", candidates=(holder,))
        bearers = self.named(name)
        if birth is not None:
            born = [person for person in bearers if person.birth and _agree(person.birth, birth)]
            if len(born) == 1:
                return PersonMatch("linked", born[0], "birth")
        if not bearers:
            near = tuple(self._similar(name, unit))
            return PersonMatch("similar" if near else "unknown", candidates=near)
        if unit is None:
            if len(bearers) == 1 and name_key(name) not in self._waiting:
                return PersonMatch("linked", bearers[0], "name")
            return PersonMatch("homonym", candidates=tuple(bearers))
        inside = [person for person in bearers if self.belongs(person, unit)]
        if len(inside) == 1:
            return PersonMatch("linked", inside[0], "name" if len(bearers) == 1 else "unit")
        if inside:
            return PersonMatch("homonym", candidates=tuple(inside))
        return PersonMatch("other_unit", candidates=tuple(bearers))

    def belongs(self, person: Person, unit: ObjectId) -> bool:
        """Whether the person is or was of the unit, of one under it or of one above it.

        People whose unit nobody has recorded belong anywhere: nothing contradicts.
        """
        if not person.memberships:
            return True
        near = self.units.subtree(unit) | set(self.units.ancestors(unit))
        root = self.units.root
        if root is not None and unit != root.id:
            near.discard(root.id)
        return any(membership.unit in near for membership in person.memberships)

    def _similar(self, name: str, unit: ObjectId | None) -> list[Person]:
        """People whose names differ from ``name`` by one character, or have more after a dot; of the unit."""
        key = name_key(name)
        near = [
            person
            for person in self._people.values()
            if _one_off(key, person.key) or _own_name(key, person.key) or _letter_more(key, person.key)
        ]
        inside = [person for person in near if unit is not None and self.belongs(person, unit)]
        return inside or ([] if unit is not None else near)

    def of_unit(self, unit: ObjectId, day: date) -> set[ObjectId]:
        """Everyone who belongs to the unit or one under it on ``day``, those away for long included."""
        under = self.units.subtree(unit)
        return {
            person.id
            for person in self._people.values()
            if any(stay.unit in under and stay.covers(day) for stay in person.memberships)
        }

    def expected(self, unit: ObjectId, day: date) -> list[Person]:
        """Everyone of the unit and those under it to be expected on ``day``, in the order of their making."""
        belongs = self.of_unit(unit, day)
        return [self._people[each] for each in sorted(belongs) if self._people[each].active(day)]

    def excused(self, unit: ObjectId, day: date) -> list[Person]:
        """Who belongs to the unit or one under it on ``day``, and is away for long or unable to come."""
        belongs = (self._people[each] for each in sorted(self.of_unit(unit, day)))
        return [person for person in belongs if person.excused and person.there(day)]


def _person(record: Record, *, created: bool = False) -> Person:
    former = record.fields.get("former_names")
    id_no, birth = record.fields.get("id_no"), record.fields.get("birth")
    return Person(
        record,
        name_key(str(record.fields.get("name") or record.title)),
        id_no.upper() if isinstance(id_no, str) and id_no else None,
        birth if isinstance(birth, PartialDate) else None,
        memberships_of(record),
        {name_key(str(each)) for each in former} if isinstance(former, list) else set(),
        created,
    )


def memberships_of(record: Record) -> list[Membership]:
    """The stays of a person record, in order."""
    rows = record.fields.get("memberships")
    stays: list[Membership] = []
    for row in rows if isinstance(rows, list) else []:
        unit = row.get("org") if isinstance(row, dict) else None
        if isinstance(row, dict) and isinstance(unit, ObjectId):
            stays.append(Membership(unit, _day(row.get("from")), _day(row.get("to"), last=True)))
    return stays


def _day(value: object, *, last: bool = False) -> date | None:
    if isinstance(value, PartialDate):
        return value.end if last else value.start
    return value if isinstance(value, date) else None


def _agree(known: PartialDate, given: PartialDate) -> bool:
    return (
        known.start <= given.end
        and given.start <= known.end
        and "year" not in (known.precision, given.precision)
    )


def _one_off(left: str, right: str) -> bool:
    """One character changed in names of more than two, or two characters swapped."""
    if len(left) != len(right):
        return False
    different = [index for index, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    if len(different) == 1:
        return len(left) > 2
    return (
        len(different) == 2
        and left[different[0]] == right[different[1]]
        and left[different[1]] == right[different[0]]
    )


def _own_name(short: str, whole: str) -> bool:
    """Whether a name is another without its father's: 沙吾列 for 沙吾列·木拉提."""
    left, right = sorted((short, whole), key=len)
    return len(left) > 1 and "·" not in left and right.startswith(f"{left}·")


def _letter_more(left: str, right: str) -> bool:
    """Whether names with a dot differ by one character that one of them lacks, the dot itself included."""
    short, long = sorted((left, right), key=len)
    if len(long) != len(short) + 1 or "·" not in long or len(short) < 4:
        return False
    return any(long[:index] + long[index + 1 :] == short for index in range(len(long)))
