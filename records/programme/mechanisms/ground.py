"""What every mechanism stands on: the units of the day, what counts in a period, and names."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.people.figures import COUNTED
from records.programme.adjustments import Adjustments, load_adjustments
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.weeks import is_judged
from records.programme.rules import Rulebook, rulebook
from records.programme.units import BRANCHES, Unit, Units, load_units
from records.values import from_bson, to_bson

if TYPE_CHECKING:
    from records.archive import Archive

Stage = dict[str, Any]
#: For ``$group``: how many are done, how many wait, and which they are.
DONE_AND_WAITING: Mapping[str, Any] = {
    "done": {"$sum": {"$cond": [{"$eq": ["$status", "verified"]}, 1, 0]}},
    "waiting": {"$sum": {"$cond": [{"$eq": ["$status", "submitted"]}, 1, 0]}},
    "ids": {"$push": "$_id"},
}


@dataclass(frozen=True)
class Ground:
    """An archive as a scope sees it. ``below`` is the scope's unit with all under it; None: everything."""

    archive: Archive
    scope: Scope
    units: Units
    below: frozenset[ObjectId] | None
    adjustments: Adjustments

    @property
    def judged(self) -> list[Unit]:
        """General branches and branches of the scope that are founded, in the order of the tree."""
        day = self.scope.until
        found = [u for u in self.units.ordered if u.category in BRANCHES and self.holds(u.id)]
        return [unit for unit in found if unit.founded is None or unit.founded <= day]

    @property
    def township(self) -> ObjectId | None:
        """The township committee, if one is on record."""
        return next((unit.id for unit in self.units.ordered if unit.category == "党委"), None)

    def of_township(self, unit: ObjectId | None) -> bool:
        """Whether a record of that unit, or of none, is the township's own."""
        return unit is None or unit == self.township

    @property
    def book(self) -> Rulebook:
        """The programme."""
        return self.adjustments.book

    def minimum(self, rule: str, begins: date | None = None) -> int:
        """What a rule asks for in the scope's period, or one beginning on a day, as the office has set it."""
        return self.adjustments.rule(rule, begins or self.scope.period.start).minimum or 0

    def judges(self, rule: str, monday: date) -> bool:
        """Whether a weekly rule judges the week that begins on ``monday``, as the office has set it."""
        return is_judged(monday) and self.adjustments.rule(rule, monday).judged

    def holds(self, unit: ObjectId | None) -> bool:
        return self.below is None or unit in self.below

    def name_of(self, unit: ObjectId | None) -> str:
        """What a unit is called; empty for one that is not known."""
        found = self.units.get(unit)
        return (found.short_name or found.name) if found else ""

    def match(
        self,
        *kinds: str,
        first: date | None = None,
        until: date | None = None,
        statuses: Collection[str] = COUNTED,
        units: bool = True,
        **conditions: Any,
    ) -> Stage:
        """The filter for records of these kinds that lie wholly in the scope's period, up to its last day.

        ``first`` and ``until`` are days in place of the period's; ``units`` False leaves the unit aside;
        ``conditions`` are on fields, ``__`` for the full stop.
        """
        last = to_bson(until or self.scope.until)
        found: Stage = {
            "kind": kinds[0] if len(kinds) == 1 else {"$in": list(kinds)},
            "date.start": {"$gte": to_bson(first or self.scope.period.start), "$lte": last},
            "date.end": {"$lte": last},
            "status": {"$in": list(statuses)} if len(statuses) > 1 else next(iter(statuses)),
        }
        if units and self.below is not None:
            found["unit"] = {"$in": sorted(self.below)}
        for name, value in conditions.items():
            found[f"fields.{name.replace('__', '.')}"] = value
        return {"$match": found}

    async def rows(self, *stages: Stage, hint: str | None = None) -> list[dict[str, Any]]:
        """What a pipeline answers, with days and decimals for what MongoDB keeps."""
        return [from_bson(row) for row in await self.archive.aggregate(list(stages), hint=hint)]

    async def titles(self, ids: Iterable[ObjectId | None]) -> dict[ObjectId | None, str]:
        """The names of people, units and records."""
        named: dict[ObjectId | None, str] = {None: ""}
        for each, name in (await self.archive.names(each for each in ids if each is not None)).items():
            named[each] = name
        return named


async def stand_on(archive: Archive, scope: Scope) -> Ground:
    """The ground for a scope: the units as they are on its last day."""
    units, adjustments = await asyncio.gather(
        load_units(archive, scope.until), load_adjustments(archive, rulebook(), scope.on)
    )
    below = None
    if scope.unit is not None:
        owner = units.get(scope.unit)
        below = None if owner is not None and owner.parent is None else units.subtree(scope.unit)
    return Ground(archive, scope, units, below, adjustments)
