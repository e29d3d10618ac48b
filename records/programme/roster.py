"""Who the rules bind: people with their scopes, active spans and memberships; units; exemptions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.programme.calendar import Span, common
from records.programme.rules import Rule, Rulebook
from records.programme.units import KNOWN, Unit, Units, load_units
from records.values import as_partial, from_bson

if TYPE_CHECKING:
    from records.archive import Archive

_MEMBERS = ("正式党员", "预备党员")
_LEADING, _AGENCY, _VILLAGE, _STATION, _CENTRAL = (
    "领导干部",
    "机关干部职工",
    "村干部",
    "站所学校职工",
    "中心组成员",
)
_CADRES = frozenset((_LEADING, _AGENCY, _VILLAGE))
_EARLIEST, _LATEST = date(1900, 1, 1), date(2199, 12, 31)


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """One person as the rules see them. ``active`` is when they take part; ``joined`` the party."""

    id: ObjectId
    name: str
    no: str
    member: bool
    provisional: bool
    categories: frozenset[str]
    covered: tuple[str, ...]
    memberships: tuple[tuple[date, date, ObjectId], ...]
    active: Span
    joined: date | None
    post: str
    mobility: str
    birth: date | None
    education: str
    scopes: frozenset[str]
    #: Where the name stands by pinyin (``name_order.py``).
    pinyin: str

    @property
    def listed(self) -> tuple[str, str]:
        """What lists of people go by: the name, namesakes by their number."""
        return self.pinyin, self.no

    def unit_on(self, day: date) -> ObjectId | None:
        """The unit of the membership valid that day, the latest begun when several are."""
        found = [each for each in self.memberships if each[0] <= day <= each[1]]
        return max(found, key=lambda each: (each[0], each[1]))[2] if found else None

    def span(self, rule: Rule, programme: Span) -> Span | None:
        """The days on which a rule binds the person: in the programme, active, and, where it binds them only
        as a member, since they joined the party."""
        active = common(self.active, programme)
        if active is None or self.joined is None or not self._as_member(rule):
            return active
        return common(active, (self.joined, _LATEST))

    def _as_member(self, rule: Rule) -> bool:
        if "AC" in rule.who and "AC" in self.scopes:
            return False
        if "ALL" in rule.who:
            return not self.categories & (_CADRES | {_STATION, _CENTRAL})
        return "PC" in rule.who

    def bound_by(self, rule: Rule) -> bool:
        """Whether the rule is about this person at all."""
        if rule.condition == "covered" and not self.covered:
            return False
        return not self.scopes.isdisjoint(rule.who)

    def force(self, rule: Rule) -> str:
        """H, P or A; some rules bind some people harder than others."""
        for scope, force in rule.force_for.items():
            if scope in self.scopes:
                return force
        return rule.force


def scopes_of(member: bool, categories: Collection[str]) -> frozenset[str]:
    """The scopes of domain §2: PC, LC, CG, AC, ALL."""
    held = frozenset(categories)
    found = set()
    if held & _CADRES and member:
        found.add("PC")
    if _LEADING in held:
        found.add("LC")
    if _CENTRAL in held:
        found.add("CG")
    if held & {_LEADING, _AGENCY}:
        found.add("AC")
    if member or held & (_CADRES | {_STATION, _CENTRAL}):
        found.add("ALL")
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A verified exemption (D8): of a person, or of categories of people, from rules, for a span of days."""

    record: ObjectId
    person: ObjectId | None
    categories: frozenset[str]
    rules: frozenset[str]
    span: Span


@dataclass(frozen=True)
class Roster:
    """People by identifier, in the order of lists; units; exemptions of one person, and of a category."""

    people: Mapping[ObjectId, Person]
    units: Units
    own: Mapping[ObjectId, tuple[Exemption, ...]] = field(default_factory=dict)
    general: tuple[Exemption, ...] = ()

    @cached_property
    def root_id(self) -> ObjectId | None:
        """The township committee, if one is recorded."""
        return next((unit.id for unit in self.units.ordered if unit.category == "党委"), None)

    def holes(self, person: Person, rule: Rule) -> tuple[Span, ...]:
        """The spans in which the person is exempt from the rule."""
        if not rule.exemptible or not (self.own or self.general):
            return ()
        found = [each.span for each in self.own.get(person.id, ()) if rule.id in each.rules]
        found += [
            each.span
            for each in self.general
            if rule.id in each.rules and not each.categories.isdisjoint(person.categories)
        ]
        return tuple(sorted(found))


def unit_bound(unit: Unit, rule: Rule) -> bool:
    """Whether the rule is about this unit; a briefing duty may be off (D12)."""
    if rule.condition == "briefing_duty" and not unit.briefing_duty:
        return False
    scope = {"党委": "T", "党总支": "U", "党支部": "U", "党小组": "G"}.get(unit.category)
    return scope in rule.who


async def load_roster(
    archive: Archive, book: Rulebook, on: date, people: Collection[ObjectId] | None = None
) -> Roster:
    """The people (all, or those asked for), every unit, and the verified exemptions, as of a day."""
    import asyncio

    units, persons, exemptions = await asyncio.gather(
        load_units(archive, on, count_members=people is None),
        load_people(archive, people),
        _load_exemptions(archive, book, people),
    )
    own: dict[ObjectId, list[Exemption]] = {}
    for each in exemptions:
        if each.person is not None:
            own.setdefault(each.person, []).append(each)
    return Roster(
        persons,
        units,
        {person: tuple(found) for person, found in own.items()},
        tuple(each for each in exemptions if each.person is None),
    )


_PROJECTION = dict.fromkeys(
    (
        "no",
        "order.pinyin",
        *(
            f"fields.{name}"
            for name in (
                "name",
                "political_status",
                "categories",
                "covered",
                "memberships",
                "active_from",
                "active_to",
                "joined_party",
                "post",
                "mobility",
                "birth",
                "education",
            )
        ),
    ),
    1,
)


async def load_people(archive: Archive, people: Collection[ObjectId] | None = None) -> dict[ObjectId, Person]:
    """People of the registers by name, submitted ones too: a register is a fact and needs no approval."""
    match: dict[str, Any] = {"kind": "person", "status": {"$in": KNOWN}}
    if people is not None:
        match["_id"] = {"$in": list(people)}
    rows = await archive.aggregate([{"$match": match}, {"$project": _PROJECTION}])
    found = sorted(map(_person, rows), key=lambda person: person.listed)
    return {person.id: person for person in found}


def _person(row: Mapping[str, Any]) -> Person:
    fields = row.get("fields", {})
    member = fields.get("political_status") in _MEMBERS
    categories = frozenset(each for each in fields.get("categories") or () if isinstance(each, str))
    memberships = _memberships(fields.get("memberships"))
    joined, birth = _day(fields.get("joined_party")), _day(fields.get("birth"))
    return Person(
        id=row["_id"],
        name=fields.get("name") or "",
        no=row.get("no") or "",
        member=member,
        provisional=fields.get("political_status") == "预备党员",
        categories=categories,
        covered=tuple(each for each in fields.get("covered") or () if isinstance(each, str) and each),
        memberships=memberships,
        active=_active(fields, memberships),
        joined=joined,
        post=fields.get("post") or "",
        mobility=fields.get("mobility") or "",
        birth=birth,
        education=fields.get("education") or "",
        scopes=scopes_of(member, categories),
        pinyin=row.get("order", {}).get("pinyin", ""),
    )


def _memberships(rows: Any) -> tuple[tuple[date, date, ObjectId], ...]:
    found = []
    for row in rows if isinstance(rows, list) else ():
        if isinstance(row, Mapping) and isinstance(row.get("org"), ObjectId):
            begun, ended = _day(row.get("from")), _day(row.get("to"), last=True)
            found.append((begun or _EARLIEST, ended or _LATEST, row["org"]))
    return tuple(found)


def _active(fields: Mapping[str, Any], memberships: tuple[tuple[date, date, ObjectId], ...]) -> Span:
    """When the person takes part: as the record says; else from the first membership to the last."""
    begun = _day(fields.get("active_from")) or min((each[0] for each in memberships), default=_EARLIEST)
    ended = _day(fields.get("active_to"), last=True) or max(
        (each[1] for each in memberships), default=_LATEST
    )
    return begun, ended


def _day(value: Any, *, last: bool = False) -> date | None:
    found = as_partial(from_bson(value))
    if found is None:
        return None
    return found.end if last else found.start


async def _load_exemptions(
    archive: Archive, book: Rulebook, people: Collection[ObjectId] | None
) -> list[Exemption]:
    match: dict[str, Any] = {"kind": "exemption", "status": "verified"}
    if people is not None:
        match["fields.person"] = {"$in": [*people, None]}
    rows = await archive.aggregate([{"$match": match}, {"$project": {"fields": 1}}])
    return [found for row in rows if (found := _exemption(row, book))]


def _exemption(row: Mapping[str, Any], book: Rulebook) -> Exemption | None:
    fields = row["fields"]
    begun, ended = _day(fields.get("from")), _day(fields.get("to"), last=True)
    span = common((begun or book.start, ended or book.end), (book.start, book.end))
    if span is None:
        return None
    person = fields.get("person")
    return Exemption(
        row["_id"],
        person if isinstance(person, ObjectId) else None,
        frozenset(fields.get("categories") or ()),
        frozenset(each for each in fields.get("rules") or () if each != "R16"),
        span,
    )
