"""The few records that some rules look at one by one: bodies, notices, models, inspections, links."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from bson.objectid import ObjectId

from records.programme.rules import Rulebook
from records.values import PartialDate, from_bson, to_bson

if TYPE_CHECKING:
    from records.archive import Archive


class Paper(NamedTuple):
    """A record as a rule needs it. ``fields`` are plain Python values; ``done`` is whether it is verified."""

    id: ObjectId
    kind: str
    no: str
    title: str
    done: bool
    day: PartialDate | None
    unit: ObjectId | None
    fields: Mapping[str, Any]


#: kind -> the fields that are read of it
READ: Mapping[str, tuple[str, ...]] = {
    "position": ("person", "unit", "body", "role", "from", "to"),
    "typical_model": ("subject", "title", "practice", "summarised_on", "publicised_on"),
    "rectification": ("target", "issued_on", "deadline", "closed_on", "result", "extended_to", "responsible"),
    "inspection": ("target", "findings.person"),
    "theme_activity": ("anniversary", "form"),
    "assessment": ("person", "year", "total", "grade"),
    "designation": ("target", "category", "year", "result"),
    "stage_link": ("stage", "link", "owner", "unit", "state", "due", "done_on"),
}
#: Those that are about one person.
PERSONAL = ("rectification", "designation", "assessment")
LECTURES = "session"
#: Of lectures: whoever is on the sign-in list, and how.
_LECTURE_FIELDS = (
    "category",
    "level",
    "lecturer",
    "start",
    "attendance.person",
    "attendance.state",
    "attendance.made_up_on",
)
_NEVER = PartialDate.day(date.max)


@dataclass
class Papers:
    """Papers by kind, oldest first; ``session`` holds the expert lectures alone."""

    by_kind: dict[str, list[Paper]] = field(default_factory=dict)

    _notices: tuple[list[Paper], dict[Any, list[Paper]]] | None = None

    def of(self, kind: str) -> list[Paper]:
        return self.by_kind.get(kind, [])

    def to(self, subject: ObjectId) -> list[Paper]:
        """The rectification notices to a person or unit."""
        notices = self.of("rectification")
        if self._notices is None or self._notices[0] is not notices:
            targets: dict[Any, list[Paper]] = {}
            for each in notices:
                targets.setdefault(each.fields.get("target"), []).append(each)
            self._notices = (notices, targets)
        return self._notices[1].get(subject, [])


async def load(
    archive: Archive,
    book: Rulebook,
    on: date,
    into: Papers,
    *,
    kinds: Collection[str] | None = None,
) -> None:
    """Read the papers of these kinds (all) as of a day."""
    wanted = [kind for kind in (*READ, LECTURES) if kinds is None or kind in kinds]
    found = await asyncio.gather(*(_read(archive, book, on, kind) for kind in wanted))
    into.by_kind.update(zip(wanted, found, strict=True))


async def load_lectures(archive: Archive, book: Rulebook, on: date, into: Papers) -> None:
    """Read the township's expert lectures alone: who is on no list was not there, so all are looked at."""
    units = [None, *await _committees(archive)]
    into.by_kind[LECTURES] = await _read(archive, book, on, LECTURES, units)


def take(documents: Iterable[Mapping[str, Any]], into: Papers) -> None:
    """Take the personal papers out of documents that were read for another purpose as well."""
    for kind in PERSONAL:
        found = [_paper(kind, each) for each in documents if each["kind"] == kind]
        into.by_kind[kind] = sorted(found, key=lambda paper: (paper.day or _NEVER, paper.id))


async def _read(
    archive: Archive, book: Rulebook, on: date, kind: str, units: Collection[ObjectId | None] | None = None
) -> list[Paper]:
    match: dict[str, Any] = {
        "kind": kind,
        "status": {"$in": ["verified", "submitted"]},
        # Not "no later than": a model that was neither summed up nor publicised has no date at all.
        "date.start": {"$not": {"$gt": to_bson(min(on, book.end))}},
    }
    names = READ.get(kind, _LECTURE_FIELDS)
    if kind == LECTURES:
        match |= {
            "date.start": {"$gte": to_bson(book.start), "$lte": to_bson(min(on, book.end))},
            "fields.category": "辅导课",
            "fields.level": "乡",
            "fields.lecturer": {"$gt": ""},
        }
    elif kind == "stage_link":
        # A link's date is its deadline until it is done: one that lies ahead is as true today.
        del match["date.start"]
    if units is not None:
        match["unit"] = {"$in": list(units)}
    keep = dict.fromkeys(("no", "title", "status", "date", "unit", *(f"fields.{name}" for name in names)), 1)
    rows = await archive.aggregate(
        [{"$match": match}, {"$project": keep}, {"$sort": {"date.start": 1, "_id": 1}}],
        hint="kind_date" if units is None else "unit_date",
    )
    return [_paper(kind, row) for row in rows]


async def _committees(archive: Archive) -> list[ObjectId]:
    """The township committee; units are few."""
    match = {"kind": "unit", "fields.category": "党委"}
    rows = await archive.aggregate([{"$match": match}, {"$project": {"_id": 1}}], hint="kind_date")
    return [row["_id"] for row in rows]


def _paper(kind: str, row: Mapping[str, Any]) -> Paper:
    return Paper(
        row["_id"],
        kind,
        row.get("no", ""),
        row.get("title", ""),
        row["status"] == "verified",
        from_bson(row["date"]) if row.get("date") else None,
        row.get("unit"),
        from_bson(row.get("fields", {})),
    )
