"""People as name lists print them: with the organisation they belonged to, in the office's order."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from records.people.dossier import archive_numbers
from records.programme.units import Units
from records.record import Record
from records.references import membership

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a list. ``place`` sorts: the unit's order, archive number, name by pinyin.

    ``strokes`` sorts as lists say that are 按姓氏笔画为序.
    """

    id: ObjectId
    name: str
    organisation: str
    post: str
    place: tuple[int, str, str, str]
    strokes: tuple[str, str]


async def people_of(
    archive: Archive, records: Collection[Record], units: Units, on: date
) -> dict[ObjectId, Person]:
    """The people of these person records as on a day, sorted as a name list is."""
    archived = await archive_numbers(archive, [record.id for record in records], on.year)
    found = []
    for record in records:
        rows = record.fields.get("memberships")
        joined = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        unit_id = membership(joined, on) or membership(joined, None) or record.unit
        unit = units.get(unit_id)
        found.append(
            Person(
                id=record.id,
                name=str(record.fields.get("name") or record.title),
                organisation=unit.name if unit else "",
                post=str(record.fields.get("post") or ""),
                place=(units.place(unit_id), archived.get(record.id, "\uffff"), *_key(record, "pinyin")),
                strokes=_key(record, "stroke"),
            )
        )
    return {person.id: person for person in sorted(found, key=lambda person: person.place)}


def _key(record: Record, way: str) -> tuple[str, str]:
    """What a name is sorted by, namesakes by their number."""
    return record.order.get(way, ""), record.no or ""
