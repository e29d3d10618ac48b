"""Inspections as papers tell of them: whom each visited, what it found, and what had been found before."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.language import Language
from records.programme.mechanisms.findings import ENDS, findings_of
from records.programme.mechanisms.ground import stand_on
from records.programme.mechanisms.scope import Scope
from records.programme.units import Units
from records.record import Record
from records.values import PartialDate
from templates.contexts.people import Person, people_of
from templates.contexts.text import Line, lines_of, listed

if TYPE_CHECKING:
    from records.archive import Archive


@dataclass(frozen=True, slots=True)
class Found:
    """One problem. ``times`` counts the days of inspection that found it at this target so far."""

    text: str
    item: str
    person: ObjectId | None
    person_name: str
    serious: bool
    deadline: date | None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Visit:
    """One inspection. ``name`` is the unit's, or for a person sampled the unit's and the person's.

    ``place`` sorts: units in the order of their tree, then people.
    """

    id: ObjectId
    name: str
    is_unit: bool
    day: date | None
    methods: tuple[str, ...]
    verdict: str
    score: Decimal | None
    found: tuple[Found, ...]
    practice: tuple[Line, ...]
    requirements: tuple[Line, ...]
    place: tuple[int, int, tuple[str, ...], date]


async def visits_of(
    archive: Archive, records: Collection[Record], units: Units, period: PartialDate, on: date
) -> list[Visit]:
    """These inspections in the office's order: by unit, then by day.

    Whether a problem was found before is told from the verified inspections up to the day ``on``.
    """
    times = await _times(archive, period, on)
    findings = {record.id: _rows(record) for record in records}
    wanted = [_reference(record.fields.get("target")) for record in records]
    wanted += [_reference(row.get("person")) for rows in findings.values() for row in rows]
    known = await archive.get_many([each for each in wanted if each is not None])
    day = min(period.end, on)
    people = await people_of(archive, [r for r in known.values() if r.kind == "person"], units, day)
    visits = []
    for record in records:
        target = known.get(_reference(record.fields.get("target")) or record.id)
        unit = units.get(target.id if target else None)
        person = people.get(target.id) if target else None
        name = unit.name if unit else record.title
        if person is not None:
            name = person.organisation + person.name if person.organisation else person.name
        held = record.date.start if record.date else None
        numbered = times.get(record.id, [])
        visits.append(
            Visit(
                id=record.id,
                name=name,
                is_unit=person is None,
                day=held,
                methods=tuple(str(each) for each in _list(record.fields.get("method"))),
                verdict=str(record.fields.get("verdict") or ""),
                score=_decimal(record.fields.get("score")),
                found=tuple(
                    _found(row, known, numbered[index] if index < len(numbered) else 1)
                    for index, row in enumerate(findings[record.id])
                ),
                practice=lines_of(str(record.fields.get("good_practice") or "")),
                requirements=lines_of(str(record.fields.get("requirements") or "")),
                place=_place(units, unit.id if unit else None, person, held),
            )
        )
    return sorted(visits, key=lambda visit: visit.place)


def _place(
    units: Units, unit: ObjectId | None, person: Person | None, held: date | None
) -> tuple[int, int, tuple[str, ...], date]:
    if person is None:
        return units.place(unit), 0, (), held or date.min
    of_unit, *among = person.place
    return of_unit, 1, tuple(among), held or date.min


async def _times(archive: Archive, period: PartialDate, on: date) -> Mapping[ObjectId, list[int]]:
    """By verified inspection of the period: for each of its problems, for which time it was found."""
    found: dict[ObjectId, list[int]] = {}
    for finding in await findings_of(await stand_on(archive, Scope(on, period))):
        found.setdefault(finding.inspection, []).append(finding.times)
    return found


def _found(row: Mapping[str, object], known: Mapping[ObjectId, Record], times: int) -> Found:
    person = _reference(row.get("person"))
    named = known.get(person) if person else None
    deadline = row.get("deadline")
    return Found(
        text=str(row.get("text") or "").strip().rstrip(ENDS),
        item=str(row.get("item") or row.get("rule") or "").strip(),
        person=person,
        person_name=str(named.fields.get("name") or named.title) if named else "",
        serious=row.get("severity") == "严重",
        deadline=deadline if isinstance(deadline, date) else None,
        times=times,
    )


def methods_named(archive: Archive, methods: Collection[str], lang: Language) -> str:
    """The methods of visits, each once, in the order of the kind's choices."""
    several = archive.kinds["inspection"].field("method")
    field = several.of if several else None
    choices = [choice.value for choice in field.choices] if field else []
    once = sorted(dict.fromkeys(methods), key=lambda each: choices.index(each) if each in choices else 99)
    if lang == "zh" or field is None:
        return listed(once, lang)
    return listed([field.choice_label(each, lang).lower() for each in once], lang)


def _rows(record: Record) -> list[Mapping[str, object]]:
    return [row for row in _list(record.fields.get("findings")) if isinstance(row, dict)]


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []


def _reference(value: object) -> ObjectId | None:
    return value if isinstance(value, ObjectId) else None


def _decimal(value: object) -> Decimal | None:
    return Decimal(str(value)) if isinstance(value, Decimal | int | float) else None
