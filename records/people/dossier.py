"""A person's or a unit's study archive: what they did in order of time, and the dossier made of it.

The dossier itself is a record (kind ``study_archive``). Its contents are filled from the year's records in
the order of its thirteen parts; what the office changes by hand (order, additions, notes, pages) stays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.errors import Refused, UsageFault
from records.language import translator
from records.people.dossier_parts import MAKERS, PARTS, PERSON_PARTS, PERSONAL, UNIT_PARTS, Row, arranged
from records.people.figures import COUNTED, DESCRIBING, Totals, subject_query, totals
from records.record import Record
from records.references import membership
from records.search.query import Condition, Query
from records.values import PartialDate, as_partial, to_bson

if TYPE_CHECKING:
    from records.archive import Archive

__all__ = ["Hint", "Totals", "fill_study_archive", "hints", "members", "papers", "timeline", "totals"]

tr = translator("records")


@dataclass(frozen=True, slots=True)
class Hint:
    """Something that keeps a dossier from being complete; ``part`` names the part it concerns, if one."""

    text: str
    part: str = ""


async def timeline(
    archive: Archive,
    *,
    person: ObjectId | None = None,
    unit: ObjectId | None = None,
    year: int | None = None,
) -> list[Record]:
    """Every live record in which a person takes part, or of a unit and those below it, the newest first.

    ``year`` limits it to what begins in that year. The records that describe people and units themselves are
    left out.
    """
    query = subject_query(person=person, unit=unit, year=year)
    where = {"$and": [await archive.filter(query), {"kind": {"$nin": list(DESCRIBING)}}]}
    rows = await archive.aggregate([{"$match": where}, {"$sort": {"date.start": -1, "_id": -1}}])
    return [Record.from_document(row) for row in rows]


async def members(archive: Archive, unit: ObjectId, on: date) -> list[Record]:
    """The people who belong to a unit or to one below it on a day, in the order of pinyin.

    A membership without a beginning or end is open; people outside their active time are left out.
    """
    units = await archive.units_below(unit)
    where = {
        "kind": "person",
        "status": {"$ne": "void"},
        "fields.memberships.org": {"$in": sorted(units)},
    }
    rows = await archive.aggregate([{"$match": where}, {"$sort": {"order.pinyin": 1, "_id": 1}}])
    people = (Record.from_document(row) for row in rows)
    return [person for person in people if _belongs(person, units, on)]


def _belongs(person: Record, units: set[ObjectId], on: date) -> bool:
    rows = person.fields.get("memberships")
    known = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    begun, ended = as_partial(person.fields.get("active_from")), as_partial(person.fields.get("active_to"))
    active = (begun is None or begun.start <= on) and (ended is None or on <= ended.end)
    return active and membership(known, on) in units


# --- the dossier ---------------------------------------------------------------------------------


async def fill_study_archive(archive: Archive, record: Record) -> Record:
    """A copy of a dossier with its contents filled from its subject's records of the year; it is not saved.

    New records go to their part in order of date; rows keep the order, pages and notes they were given by
    hand, and rows added by hand stay. A row that was filled in leaves when its record became void or no
    longer belongs to the year. Raises Refused for a closed dossier, UsageFault without subject and year.
    """
    subject_id, year = record.fields.get("subject"), record.fields.get("year")
    if not isinstance(subject_id, ObjectId) or not isinstance(year, int):
        raise UsageFault(
            tr("The dossier has no subject or year yet."), hint=tr("Choose the person or unit and the year.")
        )
    if record.fields.get("closed_on"):
        raise Refused(
            tr("{no} is closed.", no=record.no or record.title),
            hint=tr("Clear the closing date to fill it again."),
        )
    subject = await archive.get(subject_id)
    found = await papers(archive, subject, year)
    names = await archive.names(maker for _, each in found for maker in _makers(each))
    rows = [_described(part, each, names) for part, each in found]
    filled = record.copy()
    filled.fields["contents"] = [*arranged(_rows(record.fields.get("contents")), rows)]
    return filled


async def find_study_archive(archive: Archive, subject: ObjectId, year: int) -> Record | None:
    """The dossier of a person or unit of a year, if one was begun."""
    where = (Condition("subject", "=", subject), Condition("year", "=", year))
    found = await archive.find(Query(kind="study_archive", where=where), limit=1)
    return found[0] if found else None


async def archive_numbers(archive: Archive, subjects: Sequence[ObjectId], year: int) -> dict[ObjectId, str]:
    """The numbers that people's or units' dossiers of a year have."""
    where = {
        "kind": "study_archive",
        "status": {"$ne": "void"},
        "fields.subject": {"$in": list(subjects)},
        "fields.year": year,
    }
    numbers = {"$project": {"subject": "$fields.subject", "number": "$fields.archive_no"}}
    rows = await archive.aggregate([{"$match": where}, numbers])
    return {row["subject"]: row["number"] for row in rows if row.get("number")}


def _rows(value: object) -> list[Row]:
    return [dict(row) for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


async def papers(archive: Archive, subject: Record, year: int) -> list[tuple[str, Record]]:
    """The records that go into a dossier, each with its part, in the order of parts and dates.

    The first is the person or unit itself. Records that wait for approval are among them.
    """
    person = subject.kind == "person"
    if person:
        of_year = await timeline(archive, person=subject.id, year=year)
    else:
        below = await timeline(archive, unit=subject.id, year=year)
        of_year = [each for each in below if each.unit == subject.id]
    of_year += await _positions(archive, subject, year)
    placed: dict[ObjectId, tuple[str, Record]] = {}
    for each in of_year:
        part = _person_part(each, subject.id) if person else _unit_part(each)
        if part and each.status in COUNTED:
            placed[each.id] = (part, each)
    order = {part: index for index, part in enumerate(PARTS)}
    ordered = sorted(
        placed.values(), key=lambda item: (order[item[0]], _first_day(item[1]), item[1].no or "")
    )
    return [(PARTS[0], subject), *ordered]


async def _positions(archive: Archive, subject: Record, year: int) -> list[Record]:
    """Positions held during the year, whenever they began."""
    if subject.kind == "person":
        whose: dict[str, Any] = {"people.person": subject.id}
    else:
        whose = {"unit": subject.id}
    span = PartialDate.year_of(year)
    where = {
        "kind": "position",
        "status": {"$in": list(COUNTED)},
        **whose,
        "fields.from": {"$lte": to_bson(span.end)},
        "$or": [{"fields.to": None}, {"fields.to": {"$gte": to_bson(span.start)}}],
    }
    return [Record.from_document(row) for row in await archive.aggregate([{"$match": where}])]


def _person_part(record: Record, person: ObjectId) -> str | None:
    roles = {ref.role for ref in record.people if ref.person == person}
    for part, kinds in PERSON_PARTS.items():
        if roles & kinds.get(record.kind, frozenset()):
            return part
    return None


def _unit_part(record: Record) -> str | None:
    if PERSONAL.get(record.kind) in {ref.role for ref in record.people}:
        return None
    return next((part for part, kinds in UNIT_PARTS.items() if record.kind in kinds), None)


def _first_day(record: Record) -> date:
    return record.date.start if record.date else date.min


def _makers(record: Record) -> list[ObjectId]:
    """Who is responsible for a paper: those who wrote, spoke or went; for a meeting, the unit."""
    role = MAKERS.get(record.kind)
    people = [ref.person for ref in record.people if ref.role == role]
    return list(dict.fromkeys(people)) or ([record.unit] if record.unit else [])


def _described(part: str, record: Record, names: Mapping[ObjectId, str]) -> Row:
    """A row of the contents: part, record, title, who is responsible, document number and date."""
    row: Row = {"part": part, "record": record.id, "title": record.title, "filled": True}
    if responsible := "、".join(names[maker] for maker in _makers(record) if maker in names):
        row["responsible"] = responsible
    number = record.fields.get("doc_no") or record.fields.get("certificate_no")
    if isinstance(number, str):
        row["doc_no"] = number
    if record.date:
        row["date"] = record.date
    return row


async def hints(archive: Archive, record: Record) -> list[Hint]:
    """What a dossier still lacks: records not filled in, empty parts, pages, approval, an appraisal."""
    rows = _rows(record.fields.get("contents"))
    found: list[Hint] = []
    if not record.fields.get("closed_on") and record.fields.get("subject") and record.fields.get("year"):
        filled = _rows((await fill_study_archive(archive, record)).fields["contents"])
        known = {row.get("record") for row in rows}
        if new := sum(row.get("record") not in known for row in filled):
            found.append(Hint(tr("{number} records of the year are not in the contents", number=new)))
    linked = [row["record"] for row in rows if isinstance(row.get("record"), ObjectId)]
    waiting = [each for each in (await archive.get_many(linked)).values() if each.status != "verified"]
    if waiting:
        found.append(Hint(tr("{number} records are not verified", number=len(waiting))))
    if unpaged := sum(not row.get("pages") for row in rows):
        found.append(Hint(tr("{number} entries have no number of pages", number=unpaged)))
    present = {row.get("part") for row in rows}
    found += [
        Hint(tr("nothing here yet"), part) for part in await _expected(archive, record) if part not in present
    ]
    if not record.fields.get("appraisal"):
        found.append(Hint(tr("the year's appraisal is not written")))
    return found


async def _expected(archive: Archive, record: Record) -> list[str]:
    """The parts that a dossier has papers for; the last, the rule check, is worked out in printing."""
    subject = record.fields.get("subject")
    found = await archive.get_many([subject]) if isinstance(subject, ObjectId) else {}
    parts: Mapping[str, object] = (
        UNIT_PARTS if any(each.kind == "unit" for each in found.values()) else PERSON_PARTS
    )
    return [part for part in PARTS[:-1] if part in parts]
