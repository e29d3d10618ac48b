"""The Party organisations on a day: their tree, order, members and secretaries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from records.errors import Refused
from records.language import translator
from records.values import as_partial, from_bson, to_bson

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive

tr = translator("records")

#: Registers of people and units come in as `submitted`; they are facts, not deeds to be approved.
KNOWN = ["submitted", "verified"]
#: The units that rules bind one by one; the committee above them is the township itself.
BRANCHES = ("党总支", "党支部")
_RANKS = {"党委": 0, "党总支": 1, "党支部": 2, "党小组": 3}


@dataclass(frozen=True, slots=True)
class Unit:
    """One organisation on a day. ``members`` counts formal and probationary members of its own."""

    id: ObjectId
    name: str
    short_name: str
    category: str
    parent: ObjectId | None
    secretary: ObjectId | None
    no: str
    briefing_duty: bool = True
    members: int = 0
    probationary: int = 0
    founded: date | None = None
    workplace: str = ""


@dataclass(frozen=True)
class Units:
    """Every organisation, in the order of the tree: a unit, then those under it, by rank and number."""

    ordered: tuple[Unit, ...]
    _children: Mapping[ObjectId | None, tuple[Unit, ...]] = field(repr=False)

    @classmethod
    def of(cls, units: Iterable[Unit]) -> Units:
        known = {unit.id: unit for unit in units}
        children: dict[ObjectId | None, list[Unit]] = {}
        for unit in sorted(known.values(), key=lambda u: (_RANKS.get(u.category, 9), u.no, u.name)):
            parent = unit.parent if unit.parent in known and unit.parent != unit.id else None
            children.setdefault(parent, []).append(unit)
        frozen = {parent: tuple(found) for parent, found in children.items()}
        ordered: dict[ObjectId, Unit] = {}
        _walk(None, frozen, ordered)
        return cls(tuple(ordered.values()), frozen)

    def root(self) -> Unit:
        """The township committee. Raises Refused when no unit is one."""
        for unit in self.ordered:
            if unit.category == "党委":
                return unit
        raise Refused(
            tr("No unit is recorded as the Party committee (党委), so no one can issue the document."),
            hint=tr("Add a unit of that category first."),
        )

    def get(self, unit_id: ObjectId | None) -> Unit | None:
        return next((unit for unit in self.ordered if unit.id == unit_id), None)

    def place(self, unit_id: ObjectId | None) -> int:
        """Where a unit stands in the order; unknown ones come last."""
        return next((i for i, unit in enumerate(self.ordered) if unit.id == unit_id), len(self.ordered))

    def subtree(self, unit_id: ObjectId) -> frozenset[ObjectId]:
        """A unit and all under it."""
        found: dict[ObjectId, Unit] = {}
        _walk(unit_id, self._children, found)
        return frozenset(found) | {unit_id}


def _walk(
    parent: ObjectId | None, children: Mapping[ObjectId | None, tuple[Unit, ...]], into: dict[ObjectId, Unit]
) -> None:
    for unit in children.get(parent, ()):
        if unit.id not in into:
            into[unit.id] = unit
            _walk(unit.id, children, into)


async def load_units(archive: Archive, on: date, *, count_members: bool = True) -> Units:
    """The organisations of the archive with their members on the day ``on`` (0 when they are not counted)."""
    documents = await archive.aggregate(
        [
            {"$match": {"kind": "unit", "status": {"$in": KNOWN}}},
            {
                "$project": {
                    "no": 1,
                    "fields.name": 1,
                    "fields.short_name": 1,
                    "fields.category": 1,
                    "fields.parent": 1,
                    "fields.secretary": 1,
                    "fields.briefing_duty": 1,
                    "fields.founded": 1,
                    "fields.workplace": 1,
                }
            },
        ]
    )
    members = await _members(archive, on) if count_members else {}
    return Units.of(_unit(document, members) for document in documents)


def _unit(document: Mapping[str, Any], members: Mapping[tuple[Any, bool], int]) -> Unit:
    fields = document.get("fields", {})
    formal, probationary = members.get((document["_id"], False), 0), members.get((document["_id"], True), 0)
    return Unit(
        id=document["_id"],
        name=fields.get("name") or "",
        short_name=fields.get("short_name") or "",
        category=fields.get("category") or "",
        parent=fields.get("parent"),
        secretary=fields.get("secretary"),
        no=document.get("no") or "",
        briefing_duty=fields.get("briefing_duty") is not False,
        members=formal + probationary,
        probationary=probationary,
        founded=founded.start if (founded := as_partial(from_bson(fields.get("founded")))) else None,
        workplace=fields.get("workplace") or "",
    )


async def _members(archive: Archive, on: date) -> dict[tuple[Any, bool], int]:
    """Party members by (unit, probationary?) through the membership valid on the day."""
    day = to_bson(on)
    rows = await archive.aggregate(
        [
            {
                "$match": {
                    "kind": "person",
                    "status": {"$in": KNOWN},
                    "fields.political_status": {"$in": ["正式党员", "预备党员"]},
                }
            },
            {"$project": {"status": "$fields.political_status", "joined": "$fields.memberships"}},
            {"$unwind": "$joined"},
            {
                "$match": {
                    "$and": [
                        {"$or": [{"joined.from": None}, {"joined.from": {"$lte": day}}]},
                        {"$or": [{"joined.to": None}, {"joined.to": {"$gte": day}}]},
                    ]
                }
            },
            {"$group": {"_id": {"person": "$_id", "status": "$status"}, "org": {"$last": "$joined.org"}}},
            {"$group": {"_id": {"org": "$org", "status": "$_id.status"}, "count": {"$sum": 1}}},
        ]
    )
    return {(row["_id"].get("org"), row["_id"]["status"] == "预备党员"): row["count"] for row in rows}
