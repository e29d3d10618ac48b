"""The book of standings: whom the rules bind, what was counted, and from the two how everybody stands.

A book is made for a working date by `load_book`; `refresh` brings it up to date after records have changed.
Nothing in it is asked of the database again: a standing is worked out when somebody looks at it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.collecting import rare_collections
from records.errors import NotFound
from records.language import translator
from records.programme.adjustments import Adjustments, load_adjustments
from records.programme.calendar import YEAR, Period, Span, periods
from records.programme.counting.counting import count_people
from records.programme.counting.facts import Facts, load_facts
from records.programme.judging.judging_people import judge_person
from records.programme.judging.judging_township import judge_township
from records.programme.judging.judging_units import judge_unit
from records.programme.judging.slots import Slot, person_slots, unit_slots
from records.programme.roster import Person, Roster, load_roster
from records.programme.rules import Rule, Rulebook, rulebook
from records.programme.standing import Standing
from records.programme.units import BRANCHES, Unit, Units

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: person or unit -> rule -> standings
Cache = dict[ObjectId, dict[str, tuple[Standing, ...]]]
#: Rules that are judged for whoever a notice names, person or unit.
_NOTICES = "notices"


@dataclass
class Book:
    """Everybody's standings as of ``on``. ``facts`` and ``roster`` may be those of one person only."""

    rulebook: Rulebook
    on: date
    adjustments: Adjustments
    roster: Roster
    facts: Facts
    _slots: dict[tuple[str, Span, tuple[Span, ...]], tuple[Slot, ...]] = field(
        default_factory=dict, repr=False
    )
    _unit_slots: dict[tuple[str, Span], tuple[Slot, ...]] = field(default_factory=dict, repr=False)
    _people: Cache = field(default_factory=lambda: defaultdict(dict), repr=False)
    _recent: Cache = field(default_factory=lambda: defaultdict(dict), repr=False)
    _units: Cache = field(default_factory=lambda: defaultdict(dict), repr=False)
    _members: dict[date, dict[ObjectId | None, list[Person]]] = field(default_factory=dict, repr=False)

    # --- standings --------------------------------------------------------------------------------

    def of_person(self, person: ObjectId, rule: str | None = None) -> list[Standing]:
        """A person's standings, by rule and period, oldest first; of one rule or of all that bind them.

        Raises NotFound for somebody who is not in the roster.
        """
        known = self._people[self.person(person).id]
        return [each for name in self._named(rule) for each in self._person(name, person, known)]

    def of_unit(self, unit: ObjectId, rule: str | None = None) -> list[Standing]:
        """A unit's standings; those of the township's own rules for the committee. Raises NotFound."""
        return [each for name in self._named(rule) for each in self._unit(name, unit)]

    def of_township(self, unit: ObjectId | None) -> bool:
        """Whether a record of that unit, or of none, is the township's own."""
        return unit is None or unit == self.root_id

    def all(self) -> Iterator[Standing]:
        """Every standing of everybody: units first, in the order of the tree, then people."""
        for unit in self.roster.units.ordered:
            yield from self.of_unit(unit.id)
        for person in self.roster.people:
            yield from self.of_person(person)

    def recent(self, rule_id: str, person: ObjectId) -> tuple[Standing, ...]:
        """A person's standings in the running period of a rule and the one before: quicker than all."""
        known = self._people[person].get(rule_id)
        if known is not None:
            since = self.recent_since(rule_id)
            return tuple(each for each in known if each.period.end >= since)
        recent = self._recent[person]
        if rule_id not in recent:
            rule = self.rulebook.rules[rule_id]
            asked = rule.of_people or rule.how == _NOTICES
            since = self.recent_since(rule_id)
            recent[rule_id] = tuple(judge_person(self, rule, self.person(person), since)) if asked else ()
        return recent[rule_id]

    def recent_since(self, rule_id: str) -> date:
        """The last day of the period before the running one."""
        begun = [
            each
            for each in periods(self.rulebook.rules[rule_id].period, self.rulebook)
            if each.start <= self.on
        ]
        return begun[-2].end if len(begun) > 1 else begun[0].start if begun else self.rulebook.start

    def standing(self, rule: str, subject: ObjectId, period: Period) -> Standing | None:
        """How a person or unit stands in one period; ``None`` when the rule does not bind them in it."""
        of = self.of_person if subject in self.roster.people else self.of_unit
        found = of(subject, rule)
        return next(
            (each for each in found if each.period.kind == period.kind and each.period.code == period.code),
            None,
        )

    def _named(self, rule: str | None) -> Sequence[str]:
        return tuple(self.rulebook.rules) if rule is None else (self.rulebook.rule(rule).id,)

    def _person(
        self, rule_id: str, person_id: ObjectId, known: dict[str, tuple[Standing, ...]]
    ) -> tuple[Standing, ...]:
        found = known.get(rule_id)
        if found is None:
            rule = self.rulebook.rules[rule_id]
            person = self.person(person_id)
            asked = rule.of_people or rule.how == _NOTICES
            found = tuple(judge_person(self, rule, person)) if asked else ()
            known[rule_id] = found
        return found

    def _unit(self, rule_id: str, unit_id: ObjectId) -> tuple[Standing, ...]:
        known = self._units[unit_id]
        found = known.get(rule_id)
        if found is None:
            rule = self.rulebook.rules[rule_id]
            unit = self.unit(unit_id)
            if unit.id == self.root_id and rule.of_township:
                found = tuple(judge_township(self, rule, unit))
            elif rule.of_units or rule.how == _NOTICES:
                found = tuple(judge_unit(self, rule, unit))
            else:
                found = ()
            known[rule_id] = found
        return found

    # --- who ----------------------------------------------------------------------------------------

    def person(self, person: ObjectId) -> Person:
        """Raises NotFound."""
        found = self.roster.people.get(person)
        if found is None:
            raise NotFound(tr("That person is not in the registers."), hint=_not_counted())
        return found

    def unit(self, unit: ObjectId) -> Unit:
        """Raises NotFound."""
        found = self.units.get(unit)
        if found is None:
            raise NotFound(tr("That unit is not in the registers."), hint=_not_counted())
        return found

    @property
    def units(self) -> Units:
        return self.roster.units

    @property
    def root_id(self) -> ObjectId | None:
        """The township committee, if one is recorded."""
        return self.roster.root_id

    def judged_units(self) -> list[Unit]:
        """The general branches and branches (U)."""
        return [unit for unit in self.units.ordered if unit.category in BRANCHES]

    def groups(self, unit: Unit) -> list[Unit]:
        """The party groups directly under a unit."""
        return [each for each in self.units.ordered if each.parent == unit.id and each.category == "党小组"]

    def below(self, unit: Unit) -> list[ObjectId]:
        """A unit and all under it; in the committee's case the whole township."""
        within = self.units.subtree(unit.id)
        return [each.id for each in self.units.ordered if each.id in within]

    def reach(self, rule: Rule, unit: Unit) -> list[ObjectId | None] | None:
        """Whose records count for a unit under a rule; ``None``: everybody's, also of units that are no more.

        Its own and its party groups'; with ``below`` all under it, and for a party group its branch's too, as
        its members are called to both; for briefings those that report through it (D12); for the township
        also records of no unit.
        """
        if rule.reach == "all":
            return None
        own: list[ObjectId | None] = [unit.id]
        if unit.id == self.root_id:
            return [None, *own]
        if rule.reach == "below":
            above = [unit.parent] if unit.category == "党小组" and unit.parent else []
            return [*self.below(unit), *above]
        if rule.condition == "briefing_duty":
            return [*own, *(e.id for e in self.units.ordered if e.parent == unit.id and not e.briefing_duty)]
        return [*own, *(group.id for group in self.groups(unit))]

    def people_of(self, unit: Unit, day: date) -> list[Person]:
        """Whoever belongs to a unit or one under it on a day and takes part then, by name of the roster."""
        if day not in self._members:
            by_unit: dict[ObjectId | None, list[Person]] = {}
            for person in self.roster.people.values():
                if person.active[0] <= day <= person.active[1]:
                    by_unit.setdefault(person.unit_on(day), []).append(person)
            self._members[day] = by_unit
        found = self._members[day]
        return [person for each in self.below(unit) for person in found.get(each, ())]

    def members(self, unit: Unit, day: date) -> list[Person]:
        """The party members among them, by that day."""
        return [
            person
            for person in self.people_of(unit, day)
            if person.member and (person.joined is None or person.joined <= day)
        ]

    def to_qualify(self, category: str) -> list[ObjectId]:
        """Whom a designation is meant for (D16): active units, cadres, members; township offices."""
        if category == "学习型党组织":
            return [unit.id for unit in self.judged_units()]
        if category == "学习型机关":
            return [unit.id for unit in self.judged_units() if unit.workplace == "机关"]
        day = min(self.on, self.rulebook.end)
        taking_part = [p for p in self.roster.people.values() if p.active[0] <= day <= p.active[1]]
        if category == "学习型党员":
            return [p.id for p in taking_part if p.member and (p.joined is None or p.joined <= day)]
        return [p.id for p in taking_part if "AC" in p.scopes or "村干部" in p.categories]

    # --- what is asked --------------------------------------------------------------------------------

    def slots(self, rule_id: str, span: Span, holes: tuple[Span, ...]) -> tuple[Slot, ...]:
        """The periods of a rule for people bound over that span, without the days they are exempt."""
        key = (rule_id, span, holes)
        if key not in self._slots:
            # Nobody's book has other slots than another's, unless the office has set the rules.
            made = person_slots if self.adjustments.settings else _plain_slots
            self._slots[key] = made(self.adjustments, rule_id, span, holes, self.on)
        return self._slots[key]

    def unit_slots(self, rule_id: str, unit: Unit) -> tuple[Slot, ...]:
        """The periods of a rule for a unit, from its founding on."""
        span = (max(unit.founded or self.rulebook.start, self.rulebook.start), self.rulebook.end)
        key = (rule_id, span)
        if key not in self._unit_slots:
            self._unit_slots[key] = unit_slots(self.adjustments, rule_id, span, self.on)
        return self._unit_slots[key]

    def excused(self, rule_id: str, person: Person, year: int) -> bool:
        """Whether a yearly rule asks nothing of a person in a year: exempt, out of its scope as the office
        has set it, or not taking part."""
        rule = self.rulebook.rules[rule_id]
        span = person.span(rule, (self.rulebook.start, self.rulebook.end))
        if span is None:
            return True
        slots = self.slots(rule_id, span, self.roster.holes(person, rule))
        own = [slot for slot in slots if slot.period.code == year * 100 + YEAR]
        return all(slot.flag != "" or not person.bound_by(slot.rule) for slot in own)

    def forget(self) -> None:
        """Work everything out again: who is there or what the rules are has changed."""
        for cache in (self._slots, self._unit_slots):
            cache.clear()
        for found in (self._people, self._recent, self._units):
            found.clear()
        self._members.clear()

    def forget_people(self, people: Collection[ObjectId]) -> None:
        """Some people's facts have changed; a unit's standings may rest on them."""
        for cache in (self._people, self._recent):
            for person in people:
                cache.pop(person, None)
        self._units.clear()

    def forget_units(self) -> None:
        """What units' standings rest on has changed."""
        self._units.clear()

    def forget_rules(self, rules: Collection[str]) -> None:
        """What some rules rest on has changed, for whomever."""
        for cache in (self._people, self._recent, self._units):
            for known in list(cache.values()):
                for rule in rules:
                    known.pop(rule, None)


def _plain_slots(
    adjustments: Adjustments, rule_id: str, span: Span, holes: tuple[Span, ...], on: date
) -> tuple[Slot, ...]:
    return _slots_as_planned(adjustments.book, rule_id, span, holes, on)


@lru_cache(maxsize=2048)
def _slots_as_planned(
    book: Rulebook, rule_id: str, span: Span, holes: tuple[Span, ...], on: date
) -> tuple[Slot, ...]:
    return person_slots(Adjustments(book), rule_id, span, holes, on)


async def load_book(
    archive: Archive,
    on: date | None = None,
    *,
    rules: Collection[str] | None = None,
    programme: Rulebook | None = None,
) -> Book:
    """The book as of a day (the working date unless given); with ``rules``, only what those rest on.

    ``programme`` is another one than this release ships.
    """
    book = programme or rulebook()
    day = on or archive.settings.today
    with rare_collections():
        roster, facts, adjustments = await asyncio.gather(
            load_roster(archive, book, day),
            load_facts(archive, book, day, rules=rules),
            load_adjustments(archive, book, day),
        )
    return Book(book, day, adjustments, roster, facts)


async def load_person_book(archive: Archive, person: ObjectId, on: date | None = None) -> Book:
    """A book of one person: all that their dashboard shows, and nobody else."""
    book = rulebook()
    day = on or archive.settings.today
    roster, facts, adjustments = await asyncio.gather(
        load_roster(archive, book, day, [person]),
        count_people(archive, book, day, [person]),
        load_adjustments(archive, book, day),
    )
    return Book(book, day, adjustments, roster, facts)


def _not_counted() -> str:
    return tr("A draft does not count yet, a void record no more: open it, and submit what is a draft.")
