"""What a person's study comes to: words noted, articles, reports, meetings attended; declared and kept.

A register declares the totals of a half-year or year; the kept papers prove some of the same work. The two
are never added: for each half-year the larger one counts, the halves are summed, and the basis is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from bson.objectid import ObjectId

from records.people.dossier_parts import ASSISTING
from records.record import Status
from records.search.query import Query
from records.values import PartialDate, from_bson

if TYPE_CHECKING:
    from records.archive import Archive

Basis = Literal["none", "declared", "measured", "mixed"]
Measure = Literal["notes_words", "articles", "reports"]
#: What a register declares, and the kind of paper that proves it.
MEASURES: Mapping[Measure, str] = {
    "notes_words": "reading_note",
    "articles": "experience_article",
    "reports": "research_report",
}
#: The states in which a record counts at all: verified ones are done, submitted ones wait.
COUNTED: tuple[Status, ...] = ("verified", "submitted")
#: Kinds that describe people and units instead of what they did.
DESCRIBING = ("person", "unit")
_ROLES = ("author", "subject")


@dataclass(frozen=True, slots=True)
class Figure:
    """The larger of what is declared and what the kept papers show, and which of the two it is."""

    declared: int | None = None
    kept: int = 0

    @property
    def value(self) -> int:
        return max(self.declared or 0, self.kept)

    @property
    def basis(self) -> Basis:
        if not self.value:
            return "none"
        return "declared" if (self.declared or 0) > self.kept else "measured"


@dataclass(frozen=True, slots=True)
class YearFigure:
    """A year's figure: its halves' summed, with papers that only the year dates.

    ``whole`` is what a register declares for the year at once; it counts when it is larger.
    """

    halves: tuple[Figure, Figure] = (Figure(), Figure())
    loose: int = 0
    whole: int | None = None

    @property
    def value(self) -> int:
        return max(self.whole or 0, self.summed)

    @property
    def summed(self) -> int:
        return sum(half.value for half in self.halves) + self.loose

    @property
    def basis(self) -> Basis:
        if (self.whole or 0) > self.summed:
            return "declared"
        found: set[Basis] = {half.basis for half in self.halves if half.value}
        if self.loose:
            found.add("measured")
        return "mixed" if len(found) > 1 else next(iter(found), "none")


@dataclass(frozen=True, slots=True)
class Total:
    """A year's figure of one person, or of several summed, and what it rests on."""

    value: int = 0
    basis: Basis = "none"

    def plus(self, value: int, basis: Basis) -> Total:
        if basis == "none" or self.basis == basis:
            return Total(self.value + value, self.basis)
        return Total(self.value + value, basis if self.basis == "none" else "mixed")


@dataclass(frozen=True, slots=True)
class Attendance:
    """Meetings with a sign-in list: how many a person was expected at, came to (late ones included), had
    leave for, missed, and made up for later."""

    expected: int = 0
    present: int = 0
    leave: int = 0
    absent: int = 0
    made_up: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """Counts by kind and status, figures by year, and a person's attendance by year.

    ``people`` holds each person's figures by half-year; ``years`` is their sum.
    """

    kinds: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    years: Mapping[int, Mapping[Measure, Total]] = field(default_factory=dict)
    people: Mapping[ObjectId, Mapping[int, Mapping[Measure, YearFigure]]] = field(default_factory=dict)
    attendance: Mapping[int, Attendance] = field(default_factory=dict)

    def count(self, kind: str, *statuses: str) -> int:
        """Live records of a kind; of these statuses only, when any are given."""
        found = self.kinds.get(kind, {})
        return sum(number for status, number in found.items() if not statuses or status in statuses)

    def value(self, measure: Measure, year: int | None = None) -> int:
        """A figure, of one year or of all; of a unit: of all its people."""
        wanted = [each for at, each in self.years.items() if year in (None, at)]
        return sum(each[measure].value for each in wanted if measure in each)


async def totals(
    archive: Archive,
    *,
    person: ObjectId | None = None,
    unit: ObjectId | None = None,
    year: int | None = None,
) -> Totals:
    """What a person, or a unit with those below it, has on record.

    The counts by kind are of all live records, but of a person's only those of their own work: what they
    merely chaired, recorded, checked or approved is others'.
    """
    query = subject_query(person=person, unit=unit, year=year)
    people = await _figures(archive, query, person)
    return Totals(
        kinds=await _counts(archive, query, person),
        years=_summed(people),
        people=people,
        attendance=await _attendance(archive, query, person) if person else {},
    )


def subject_query(
    *, person: ObjectId | None = None, unit: ObjectId | None = None, year: int | None = None
) -> Query:
    """The live records of a person or unit, of one year when it is given: those that begin in it."""
    first, last = (date(year, 1, 1), date(year, 12, 31)) if year else (None, None)
    return Query(person=person, unit=unit, date_from=first, date_to=last)


async def _counts(archive: Archive, query: Query, person: ObjectId | None) -> dict[str, dict[str, int]]:
    where = {"$and": [await archive.filter(query), {"kind": {"$nin": list(DESCRIBING)}}]}
    if person is not None:
        own = {"person": person, "role": {"$nin": sorted(ASSISTING)}}
        where["$and"].append({"people": {"$elemMatch": own}})
    rows = await archive.aggregate(
        [{"$match": where}, {"$group": {"_id": {"kind": "$kind", "status": "$status"}, "n": {"$sum": 1}}}]
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        found[row["_id"]["kind"]][row["_id"]["status"]] = row["n"]
    return dict(found)


async def _figures(
    archive: Archive, query: Query, person: ObjectId | None
) -> dict[ObjectId, dict[int, dict[Measure, YearFigure]]]:
    """The figures by person and year."""
    kinds = [*MEASURES.values(), "study_register"]
    scope = {"kind": {"$in": kinds}, "status": {"$in": list(COUNTED)}, "date": {"$exists": True}}
    wanted = ["kind", "date", "people", "fields.words", *(f"fields.{measure}" for measure in MEASURES)]
    rows = await archive.aggregate(
        [
            {"$match": {"$and": [await archive.filter(query), scope]}},
            {"$project": dict.fromkeys(wanted, 1)},
        ]
    )
    sheets: dict[ObjectId, _Sheet] = defaultdict(_Sheet)
    for row in rows:
        for whom in {ref["person"] for ref in row["people"] if ref["role"] in _ROLES}:
            if person in (None, whom):
                sheets[whom].enter(row["kind"], from_bson(row["date"]), row.get("fields", {}))
    return {whom: sheet.years() for whom, sheet in sheets.items()}


#: A year, and its half (1 or 2; 0 for what belongs to the year as a whole).
_Period = tuple[int, int]


class _Sheet:
    """What one person declared and what papers they have, by half-year."""

    def __init__(self) -> None:
        self.declared: dict[tuple[Measure, _Period], int] = {}
        self.kept: dict[tuple[Measure, _Period], int] = defaultdict(int)

    def enter(self, kind: str, when: PartialDate, fields: Mapping[str, Any]) -> None:
        period = _period(when)
        if kind == "study_register":
            for measure in MEASURES:
                if isinstance(number := fields.get(measure), int):
                    known = self.declared.get((measure, period), 0)
                    self.declared[measure, period] = max(known, number)
            return
        for measure, paper in MEASURES.items():
            if paper == kind:
                number = fields.get("words") if measure == "notes_words" else 1
                self.kept[measure, period] += number if isinstance(number, int) else 0

    def years(self) -> dict[int, dict[Measure, YearFigure]]:
        known = sorted({year for _, (year, _) in (*self.declared, *self.kept)})
        return {year: {measure: self._year(measure, year) for measure in MEASURES} for year in known}

    def _year(self, measure: Measure, year: int) -> YearFigure:
        first, second = (
            Figure(self.declared.get((measure, (year, half))), self.kept.get((measure, (year, half)), 0))
            for half in (1, 2)
        )
        whole = (measure, (year, 0))
        return YearFigure((first, second), self.kept.get(whole, 0), self.declared.get(whole))


def _period(when: PartialDate) -> _Period:
    """The half-year that holds a date wholly; a longer span belongs to the year it begins in."""
    year = when.start.year
    for half in (1, 2):
        if when.within(PartialDate.half(year, half)):
            return year, half
    return year, 0


def _summed(
    people: Mapping[ObjectId, Mapping[int, Mapping[Measure, YearFigure]]],
) -> dict[int, dict[Measure, Total]]:
    """Everybody's figures of a year together, each person's by their own larger ones."""
    found: dict[int, dict[Measure, Total]] = defaultdict(lambda: dict.fromkeys(MEASURES, Total()))
    for years in people.values():
        for year, measures in years.items():
            for measure, figure in measures.items():
                found[year][measure] = found[year][measure].plus(figure.value, figure.basis)
    return dict(sorted(found.items()))


async def _attendance(archive: Archive, query: Query, person: ObjectId | None) -> dict[int, Attendance]:
    scope = {"kind": "session", "status": {"$in": list(COUNTED)}, "date": {"$exists": True}}
    rows = await archive.aggregate(
        [
            {"$match": {"$and": [await archive.filter(query), scope]}},
            {"$unwind": "$fields.attendance"},
            {"$match": {"fields.attendance.person": person}},
            {
                "$group": {
                    "_id": {"year": {"$year": "$date.start"}, "state": "$fields.attendance.state"},
                    "n": {"$sum": 1},
                }
            },
        ]
    )
    states: dict[int, dict[str, int]] = defaultdict(dict)
    for row in rows:
        states[row["_id"]["year"]][row["_id"].get("state") or ""] = row["n"]
    return {
        year: Attendance(
            expected=sum(found.values()),
            present=found.get("到", 0) + found.get("迟到", 0),
            leave=found.get("请假", 0),
            absent=found.get("缺席", 0),
            made_up=found.get("补学", 0),
        )
        for year, found in sorted(states.items())
    }
