"""The units known during an import: found by any spelling, created when a source may create them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from bson.objectid import ObjectId

from records.intake.unit_names import (
    WORKPLACES,
    UnitCategory,
    UnitName,
    abbreviates,
    ends_alike,
    formal_name,
    is_township,
    is_within,
    parse_unit_name,
    tidy_unit,
    township_of_title,
    without_township,
    workplace_of,
)
from records.record import Record
from records.values import Value

_CATEGORIES: dict[str, UnitCategory] = {name: name for name in get_args(UnitCategory)}
How = Literal["exact", "form", "inferred", "none"]


@dataclass
class Unit:
    """A unit as matching sees it. ``record`` is saved at the end of the import when ``changed``."""

    record: Record
    name: str
    parsed: UnitName
    spellings: set[str] = field(default_factory=set)
    changed: bool = False
    created: bool = False
    #: Whether a list of units names it with what it is: nothing about it was made up.
    listed: bool = False
    #: Whether the source that names it was allowed to bring in units.
    allowed: bool = False
    source: str = ""
    learnt: list[str] = field(default_factory=list)
    #: Doubts of the list of units that told of it.
    doubts: list[str] = field(default_factory=list)
    #: Who leads it, as that list says: looked up when the rosters are read.
    secretary: str = ""

    @property
    def id(self) -> ObjectId:
        return self.record.id

    @property
    def category(self) -> UnitCategory | None:
        return self.parsed.category

    @property
    def parent(self) -> ObjectId | None:
        value = self.record.fields.get("parent")
        return value if isinstance(value, ObjectId) else None


@dataclass(frozen=True)
class UnitMatch:
    """``unit`` is None when nothing or more than one fits; ``candidates`` then suggests, best first."""

    unit: Unit | None
    how: How
    central_group: bool = False
    candidates: tuple[Unit, ...] = ()


class UnitBook:
    """All units of the archive and those that this import makes."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._units: dict[ObjectId, Unit] = {}
        self._spelling: dict[str, set[ObjectId]] = {}
        self._subtrees: dict[ObjectId, set[ObjectId]] = {}
        #: The townships whose members the rosters say they list.
        self._townships: set[str] = set()
        #: The file being read, so that a unit made from it says where it comes from.
        self.source = ""
        #: The units that were made or changed since somebody last looked, see ``loading/learnt.py``.
        self.touched: dict[ObjectId, Unit] = {}
        for record in records:
            self._add(record)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def get(self, unit_id: ObjectId) -> Unit | None:
        return self._units.get(unit_id)

    @property
    def root(self) -> Unit | None:
        """The township's committee: the only one, or the only one of a township among several; or None."""
        committees = [unit for unit in self._units.values() if unit.category == "党委"]
        if len(committees) > 1:
            committees = [unit for unit in committees if is_township(unit.name)]
        return committees[0] if len(committees) == 1 else None

    def subtree(self, unit_id: ObjectId) -> set[ObjectId]:
        """The unit and all under it."""
        found = self._subtrees.get(unit_id)
        if found is None:
            found = more = {unit_id}
            while more:
                more = {unit.id for unit in self._units.values() if unit.parent in found} - found
                found = found | more
            self._subtrees[unit_id] = found
        return found

    def ancestors(self, unit_id: ObjectId) -> list[ObjectId]:
        """The units above, nearest first."""
        line: list[ObjectId] = []
        unit = self._units.get(unit_id)
        while unit is not None and unit.parent is not None and unit.parent not in line:
            line.append(unit.parent)
            unit = self._units.get(unit.parent)
        return line

    # --- finding ---------------------------------------------------------------------------------

    def find(self, text: str, *, within: ObjectId | None = None) -> UnitMatch:
        """The unit that ``text`` means; ``within`` prefers units under that one when several fit."""
        plain = tidy_unit(text)
        if not plain:
            return UnitMatch(None, "none")
        exact = self._choose(self._spelling.get(plain, set()), within)
        parsed = parse_unit_name(plain)
        if exact is not None:
            return UnitMatch(exact, "exact", parsed.central_group)
        for how, fits in (("form", self._by_form(parsed)), ("inferred", self._by_inference(parsed))):
            chosen = self._choose({unit.id for unit in fits}, within)
            if chosen is not None:
                return UnitMatch(chosen, "form" if how == "form" else "inferred", parsed.central_group)
            if fits:
                return UnitMatch(None, "none", candidates=tuple(fits))
        return UnitMatch(None, "none", candidates=self._suggest(plain))

    def learn(self, unit: Unit, text: str) -> None:
        """Keep a spelling as an alias of ``unit``, so that people find it under that name as well."""
        plain = tidy_unit(text)
        if not plain or plain in unit.spellings or plain.endswith("中心组"):
            return
        unit.spellings.add(plain)
        unit.learnt.append(plain)
        self._spelling.setdefault(plain, set()).add(unit.id)
        aliases = unit.record.fields.get("aliases")
        unit.record.fields["aliases"] = [*(aliases if isinstance(aliases, list) else []), plain]
        self._change(unit)

    def take(self, given: Unit) -> None:
        """Know a unit as another process has come to know it."""
        unit = self._units.setdefault(given.id, given)
        vars(unit).update(vars(given))
        self._subtrees.clear()
        for spelling in unit.spellings:
            self._spelling.setdefault(spelling, set()).add(unit.id)

    def _change(self, unit: Unit) -> None:
        unit.changed = True
        self.touched[unit.id] = unit

    def _choose(self, ids: set[ObjectId], within: ObjectId | None) -> Unit | None:
        if len(ids) > 1 and within is not None:
            ids = ids & self.subtree(within)
        return self._units[next(iter(ids))] if len(ids) == 1 else None

    def _by_form(self, name: UnitName) -> list[Unit]:
        if not name.place and name.category == "党委":
            return [self.root] if self.root else []
        wanted = {name.place, without_township(name.place)} - {""}
        if not wanted:
            return []
        # A bare place may mean any unit of it.
        bare = name.category is None and name.ordinal is None
        return [
            unit
            for unit in self._units.values()
            if _compatible(name, unit.parsed)
            and (bare or unit.parsed.ordinal == name.ordinal)
            and wanted & {unit.parsed.place, without_township(unit.parsed.place)}
        ]

    def _by_inference(self, name: UnitName) -> list[Unit]:
        if not name.place and name.level in ("社区", "村"):
            # 社区 in an office that has just one, as 学校 where there is one school.
            return [
                unit
                for unit in self._units.values()
                if unit.parsed.level == name.level
                and unit.parsed.ordinal == name.ordinal
                and name.category in (None, unit.category)
            ]
        if not name.place or (name.ordinal is None and name.category is None and len(name.place) < 2):
            return []
        same = [
            unit
            for unit in self._units.values()
            if _compatible(name, unit.parsed) and unit.parsed.ordinal == name.ordinal and unit.parsed.place
        ]
        contained = [
            unit
            for unit in same
            if unit.parsed.place.endswith(name.place)
            or (not name.level and unit.parsed.place.startswith(name.place))
        ]
        if contained or name.level:
            # 石门村党支部 is no short form of 石门镇机关党支部, nor 铁道社区支部 of 铁东街道机关支部.
            return contained
        words = WORKPLACES.get(name.place)
        if words:
            at_work = [unit for unit in same if any(word in unit.name for word in words)]
            if at_work:
                return at_work
        short = [unit for unit in same if abbreviates(name.place, unit.parsed.place)]
        short = short or [unit for unit in same if ends_alike(name.place, unit.parsed.place)]
        # 物业支部 is a branch with 物业 anywhere in its place, when just one has it.
        return short or [unit for unit in same if len(name.place) >= 2 and name.place in unit.parsed.place]

    def _suggest(self, plain: str) -> tuple[Unit, ...]:
        from rapidfuzz import fuzz, process

        names = {unit.id: unit.name for unit in self._units.values()}
        near = process.extract(plain, names, scorer=fuzz.WRatio, limit=3, score_cutoff=70)
        return tuple(self._units[key] for _, _, key in near)

    def hear(self, title: str) -> None:
        """Note the township that the title of a roster names: 某某乡党员花名册."""
        if (named := township_of_title(title)) is not None:
            self._townships.add(named)

    # --- creating --------------------------------------------------------------------------------

    def may_exist(self, text: str) -> bool:
        """Whether a unit above known ones may be taken from a source that lists no units.

        A general branch (党总支) named like the place of branches that are known is sure enough, or like the
        village of which several are parts, and so is the committee of the township after which several are
        called (某镇机关党支部, a works of its name, 镇机关党支部), or whose members the only rosters list
        (某某乡党员花名册); a branch that nobody listed is not.
        """
        parsed = parse_unit_name(text)
        branches = [unit for unit in self._units.values() if unit.category == "党支部"]
        if parsed.category == "党委" and parsed.place and parsed.level in ("乡", "镇", "街道"):
            known = self._townships == {parsed.place + parsed.level}
            named = sum(_is_below(unit.name, parsed) for unit in branches) > 1
            return self.root is None and (named or (known and len(branches) > 1))
        if parsed.category != "党总支":
            return False
        same = any(unit.parsed.place == parsed.place for unit in branches)
        return same or sum(is_within(unit.name, parsed.place, parsed.level) for unit in branches) > 1

    def create(self, text: str, *, under: ObjectId | None = None) -> Unit:
        """A new unit from its name alone: category, workplace and parent are inferred from it."""
        name = self._full(formal_name(text))
        parsed = parse_unit_name(name)
        fields: dict[str, Value] = {"name": name, "category": parsed.category or "党支部"}
        workplace = workplace_of(name, parsed.category)
        if workplace:
            fields["workplace"] = workplace
        unit = self._add(Record.new("unit", fields))
        unit.created = True
        self._change(unit)
        unit.source = self.source
        self._set_parent(unit, under)
        self._subtrees.clear()
        if parsed.category in ("党委", "党总支"):
            self._adopt(unit)
            self._subtrees.clear()
        self.learn(unit, text)
        return unit

    def _full(self, name: str) -> str:
        """A general branch's name with the place as its branches print it (with 村, when they do)."""
        parsed = parse_unit_name(name)
        if parsed.category != "党总支":
            return name
        for unit in self._units.values():
            if (
                unit.category == "党支部"
                and unit.parsed.place == parsed.place
                and unit.name.startswith(parsed.place)
            ):
                stem = re.sub(r"(?:第[一二三四五六七八九十]+)?党支部$", "", unit.name)
                return f"{stem}党总支"
        for level in ("村", "社区") if not parsed.level else ():
            # 上营总支 above 上营村东片党支部 and 上营村西片党支部.
            if any(is_within(unit.name, parsed.place, level) for unit in self._units.values()):
                return f"{parsed.place}{level}党总支"
        return name

    def amend(self, unit: Unit, fields: Mapping[str, Value]) -> None:
        """Give a unit what a list of units says of it."""
        unit.record.fields |= fields
        self._spell(unit)
        self._change(unit)
        self._subtrees.clear()

    def _add(self, record: Record) -> Unit:
        name = str(record.fields.get("name") or record.title)
        unit = Unit(record, name, parse_unit_name(name))
        category = _CATEGORIES.get(str(record.fields.get("category")))
        if category is not None:
            unit.parsed = replace(unit.parsed, category=category, central_group=False)
        self._units[record.id] = unit
        self._subtrees.clear()
        self._spell(unit)
        return unit

    def _spell(self, unit: Unit) -> None:
        """Know the unit by all names that its record has."""
        fields = unit.record.fields
        aliases = fields.get("aliases")
        names = [unit.name, fields.get("short_name"), *(aliases if isinstance(aliases, list) else [])]
        for spelling in names:
            if isinstance(spelling, str) and tidy_unit(spelling):
                unit.spellings.add(tidy_unit(spelling))
                self._spelling.setdefault(tidy_unit(spelling), set()).add(unit.id)

    def _set_parent(self, unit: Unit, under: ObjectId | None) -> None:
        parent = under if under != unit.id else None
        if parent is None and unit.category in ("党支部", "党总支", "党委"):
            above = self._superior(unit)
            parent = above.id if above else None
        if parent is not None:
            unit.record.fields["parent"] = parent

    def _superior(self, unit: Unit) -> Unit | None:
        if unit.category == "党支部":
            for other in self._units.values():
                above = other.category == "党总支" or (other.category == "党委" and other is not self.root)
                if above and other.parsed.place and other.parsed.place == unit.parsed.place:
                    return other
            for other in self._units.values():
                general = other.category == "党总支" and is_within(
                    unit.name, other.parsed.place, other.parsed.level
                )
                if general:
                    return other
        return self.root if self.root is not unit else None

    def _adopt(self, above: Unit) -> None:
        """Units made earlier come under a superior that is met later, when no one has placed them better."""
        for unit in self._units.values():
            if unit is above or unit.category not in ("党支部", "党总支", "党委"):
                continue
            placed = self._units.get(unit.parent) if unit.parent else None
            nearer = placed is None or (placed is self.root and above is not self.root)
            if nearer and self._superior(unit) is above and unit.parent != above.id:
                unit.record.fields["parent"] = above.id
                self._change(unit)


def _compatible(wanted: UnitName, unit: UnitName) -> bool:
    """Whether category and level are the same, as far as ``wanted`` and the unit's name tell them."""
    levels = not wanted.level or not unit.level or wanted.level == unit.level
    return levels and (wanted.category is None or wanted.category == unit.category)


def _is_below(branch: str, township: UnitName) -> bool:
    """Whether a branch is named after the township: 柳河镇…, 柳河船厂…, or its offices alone, 镇机关…"""
    if branch.startswith(township.place + township.level):
        return True
    rest = branch.removeprefix(township.place) if len(township.place) > 1 else branch
    works = rest != branch and not rest.startswith(("村", "社区"))
    return works or branch.startswith(township.level + "机关")
