"""Records of an invented township for the bench of the rules: any number, over the whole programme."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from bson.objectid import ObjectId

from records.record import Record, Stamp
from records.values import PartialDate

FIRST, LAST = date(2010, 7, 3), date(2013, 7, 31)
#: Records for each person: 2,000 people have a million.
EACH = 500
_STAMP = Stamp(datetime(2013, 8, 1, tzinfo=UTC), "bench")
_WEEKS = 160
_UNIT_SIZE = 33
_VILLAGE = "上营村"


@dataclass
class Town:
    """The people and units that the records are about."""

    rng: Random
    committee: ObjectId
    units: list[ObjectId]
    people: list[ObjectId]
    unit_of: dict[ObjectId, ObjectId] = field(default_factory=dict)


def documents(size: int) -> Iterator[dict[str, Any]]:
    """``size`` records, oldest first within each kind; the last ones are entries of self-study."""
    people = [ObjectId() for _ in range(max(8, size // EACH))]
    units = [ObjectId() for _ in range(max(2, len(people) // _UNIT_SIZE))]
    town = Town(Random(11), ObjectId(), units, people)
    made = 0
    for document in _all(town):
        if made == size:
            return
        made += 1
        yield document
    while made < size:
        made += 1
        yield _entry(town, town.rng.choice(people), FIRST + timedelta(days=town.rng.randrange(1_125)))


def _all(town: Town) -> Iterator[dict[str, Any]]:
    yield _record("unit", {"name": "青杨河乡党委", "category": "党委"}, town.committee)
    for number, unit in enumerate(town.units):
        fields = {"name": f"第{number}党支部", "category": "党支部", "parent": town.committee}
        yield _record("unit", fields, unit)
    for number, person in enumerate(town.people):
        town.unit_of[person] = town.units[number % len(town.units)]
        yield _person(town, number, person)
    for month in _months():
        for number, person in enumerate(town.people):
            yield from _month_of(town, person, month, cadre=number % 4 == 0)
    members: dict[ObjectId, list[ObjectId]] = {}
    for person, unit in town.unit_of.items():
        members.setdefault(unit, []).append(person)
    for week in range(_WEEKS):
        monday = date(2010, 7, 5) + timedelta(days=7 * week)
        yield _session(town, town.committee, monday, "周一例会", town.people[::40], 90)
        for unit in town.units:
            category = "交流会" if monday.day <= 7 else "党课" if monday.day <= 14 else "集体学习"
            yield _session(town, unit, monday + timedelta(days=2), category, members.get(unit, []), 180)
            yield _briefing(unit, monday + timedelta(days=4), week)


def _months() -> Iterator[date]:
    year, month = 2010, 7
    while (year, month) <= (2013, 7):
        yield date(year, month, 1)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)


def _record(
    kind: str,
    fields: Mapping[str, Any],
    identity: ObjectId | None = None,
    day: PartialDate | None = None,
    unit: ObjectId | None = None,
    people: Mapping[ObjectId, str] | None = None,
    status: str = "verified",
) -> dict[str, Any]:
    record = Record.new(
        kind,
        dict(fields),
        title=str(fields.get("name") or fields.get("title") or kind),
        date=day,
        unit=unit,
        status=status,
        version=1,
        created=_STAMP,
        updated=_STAMP,
    )
    document = record.to_document()
    document["_id"] = identity or ObjectId()
    if people:
        document["people"] = [{"person": person, "role": role} for person, role in people.items()]
    return document


def _person(town: Town, number: int, person: ObjectId) -> dict[str, Any]:
    categories = ["村干部" if number % 8 == 0 else "机关干部职工"] if number % 4 == 0 else ["农民党员"]
    fields = {
        "name": f"人员{number}",
        "political_status": "正式党员",
        "categories": categories,
        "covered": [_VILLAGE] if number % 4 == 0 else [],
        "memberships": [{"org": town.unit_of[person], "from": FIRST}],
    }
    return _record("person", fields, person)


def _day(town: Town, month: date) -> PartialDate:
    return PartialDate.day(max(FIRST, month + timedelta(days=town.rng.randrange(28))))


def _of(
    town: Town, kind: str, person: ObjectId, role: str, day: PartialDate, fields: Mapping[str, Any]
) -> dict[str, Any]:
    status = "submitted" if town.rng.random() < 0.05 else "verified"
    return _record(kind, fields, None, day, town.unit_of[person], {person: role}, status)


def _month_of(town: Town, person: ObjectId, month: date, *, cadre: bool) -> Iterator[dict[str, Any]]:
    whole = PartialDate.month(month.year, month.month)
    yield _of(
        town, "reading_note", person, "author", whole,
        {"person": person, "period": whole, "words": 1_800, "count_basis": "declared"},
    )  # fmt: skip
    if month.month % 3 == 0:
        for category in ("政治理论", "业务"):
            day = _day(town, month)
            fields = {"person": person, "title": f"{category}{month}", "category": category, "finished": day}
            yield _of(town, "book_reading", person, "reader", day, fields)
    if month.month in (5, 11):
        day = _day(town, month)
        fields = {"authors": [person], "title": f"心得{month}", "written_on": day, "words": 1_500}
        yield _of(town, "experience_article", person, "author", day, fields)
    if not cadre:
        return
    for household in range(3):
        day = _day(town, month)
        fields = {
            "visitor": person,
            "household": f"户{household}",
            "village": _VILLAGE,
            "visited_on": day.start,
        }
        yield _of(town, "household_visit", person, "visitor", day, fields)
    day = _day(town, month)
    fields = {
        "lecturers": [person],
        "village": _VILLAGE,
        "theme": "政策",
        "held_on": day.start,
        "farmers": 20,
    }
    yield _of(town, "farmer_tutorial", person, "lecturer", day, fields)


def _entry(town: Town, person: ObjectId, day: date) -> dict[str, Any]:
    exact = PartialDate.day(day)
    fields = {"person": person, "subtype": "自学", "started": exact, "minutes": 90, "content": "学习材料" * 8}
    return _of(town, "study_entry", person, "learner", exact, fields)


def _session(
    town: Town, unit: ObjectId, day: date, category: str, people: list[ObjectId], minutes: int
) -> dict[str, Any]:
    start = datetime(day.year, day.month, day.day, 8, 30)
    states = town.rng.choices(("到", "迟到", "请假", "缺席"), (90, 3, 5, 2), k=len(people))
    fields = {
        "title": f"{category} {day}",
        "category": category,
        "start": start,
        "end": start + timedelta(minutes=minutes),
        "host_unit": unit,
        "attendance": [{"person": p, "state": s} for p, s in zip(people, states, strict=True)],
    }
    return _record("session", fields, None, PartialDate.day(day), unit, dict.fromkeys(people, "attendee"))


def _briefing(unit: ObjectId, day: date, week: int) -> dict[str, Any]:
    items = [{"title": "学习动态", "text": "本周集中学习半天。"}] * 2
    fields = {"unit": unit, "issue": week + 1, "submitted_on": day, "items": items}
    return _record("briefing", fields, None, PartialDate.day(day), unit)
