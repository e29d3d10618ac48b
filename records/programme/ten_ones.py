"""How many of the Ten Ones a unit has done in a year, as far as records prove it.

Eight items are judged; the third and the seventh have lost their wording in the source and stay out
until the office confirms them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from records.programme.units import Units
from records.values import PartialDate, to_bson

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive

#: item -> the kinds that must all be on record for the unit
_PROOFS: Mapping[int, tuple[str, ...]] = {
    1: ("position",),
    2: ("study_plan",),
    5: ("party_class",),
    6: ("library", "study_archive"),
    8: ("theme_activity",),
    9: ("exam",),
    10: ("nomination",),
}
NOTES = 4
FIRM = len(_PROOFS) + 1


async def ten_ones_done(archive: Archive, units: Units, until: date) -> dict[ObjectId, int]:
    """Items done by each unit, those under it included, from 1 January to ``until``."""
    year = PartialDate.year_of(until.year)
    kinds = await _kinds_by_unit(archive, year, until)
    writers = await _writers_by_unit(archive, year, until)
    exempt = await _exempt_by_unit(archive, year, until)
    done: dict[ObjectId, int] = {}
    for unit in units.ordered:
        below = units.subtree(unit.id)
        seen = set().union(*(kinds.get(each, set()) for each in below))
        proved = sum(all(kind in seen for kind in proof) for proof in _PROOFS.values())
        expected = sum(u.members for u in units.ordered if u.id in below)
        excused = len(set().union(*(exempt.get(each, set()) for each in below)))
        wrote = len(set().union(*(writers.get(each, set()) for each in below)))
        done[unit.id] = proved + (expected > 0 and wrote >= expected - excused)
    return done


async def _kinds_by_unit(archive: Archive, year: PartialDate, until: date) -> dict[Any, set[str]]:
    first, last = to_bson(year.start), to_bson(until)
    yearly = [kind for proof in _PROOFS.values() for kind in proof if kind != "position"]
    serving = {"$or": [{"fields.to": None}, {"fields.to": {"$gte": last}}]}
    rows = await archive.aggregate(
        [
            {
                "$match": {
                    "status": "verified",
                    "$or": [
                        {"kind": {"$in": yearly}, "date.start": {"$gte": first, "$lte": last}},
                        {
                            "kind": "position",
                            "fields.body": "领导小组",
                            "date.start": {"$lte": last},
                            **serving,
                        },
                    ],
                }
            },
            {"$group": {"_id": {"unit": "$unit", "kind": "$kind"}}},
        ]
    )
    found: dict[Any, set[str]] = defaultdict(set)
    for row in rows:
        found[row["_id"].get("unit")].add(row["_id"]["kind"])
    return found


async def _writers_by_unit(archive: Archive, year: PartialDate, until: date) -> dict[Any, set[Any]]:
    return await _people(
        archive,
        {
            "kind": "reading_note",
            "status": "verified",
            "date.start": {"$gte": to_bson(year.start)},
            "date.end": {"$lte": to_bson(until)},
        },
    )


async def _exempt_by_unit(archive: Archive, year: PartialDate, until: date) -> dict[Any, set[Any]]:
    return await _people(
        archive,
        {
            "kind": "exemption",
            "status": "verified",
            "fields.rules": "R22",
            "fields.from": {"$lte": to_bson(until)},
            "fields.to": {"$gte": to_bson(year.start)},
        },
    )


async def _people(archive: Archive, match: dict[str, Any]) -> dict[Any, set[Any]]:
    rows = await archive.aggregate(
        [
            {"$match": match},
            {"$group": {"_id": "$unit", "people": {"$addToSet": "$fields.person"}}},
        ]
    )
    return {row["_id"]: set(row["people"]) for row in rows}
