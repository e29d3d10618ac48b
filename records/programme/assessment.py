"""The five-aspect assessment: suggested scores with their evidence, grades and ranks (domain decision D17).

An aspect's suggested score is its weight times the mean of its parts, each at most whole. A part that asks
nothing of somebody (a rule that does not bind them or is only shown, no session they were expected at, no
test they took) is left out; an aspect without any part is left to the office.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.kind import Label
from records.programme.adjustments import ASSESSMENT
from records.programme.calendar import YEAR, Period, periods
from records.programme.counting.facts import NONE, Number
from records.programme.counting.measures import evidence
from records.programme.judging.judging_people import fold
from records.programme.judging.proof import records_behind
from records.programme.marking import ASPECTS, Scale
from records.programme.roster import Person
from records.record import Record, Status
from records.values import as_number, from_bson, to_bson

if TYPE_CHECKING:
    from records.archive import Archive
    from records.programme.book import Book
    from records.programme.rules import Rulebook

ASPECT_LABELS: Mapping[str, Label] = {
    "listen": Label("听", "Listen"),
    "write": Label("写", "Write"),
    "speak": Label("说", "Speak"),
    "test": Label("考", "Test"),
    "apply": Label("用", "Apply"),
}
#: The parts of each aspect: rules, and what no rule asks for.
PARTS: Mapping[str, Sequence[str]] = {
    "listen": ("attendance",),
    "write": ("R05", "R21", "R22"),
    "speak": ("R03", "R04", "speeches"),
    "test": ("tests",),
    "apply": ("R20", "R07"),
}
#: Parts that no rule asks for: what they are called, their measure, and the counts of the year they rest on.
_OTHERS: Mapping[str, tuple[Label, Label, tuple[str, ...]]] = {
    "attendance": (
        Label("集中学习到会", "Attendance"),
        Label("次", "sessions"),
        ("study_attended", "study_expected"),
    ),
    "speeches": (
        Label("交流发言", "Exchange speeches"),
        Label("次", "speeches"),
        ("exchange_talks", "exchange_speeches"),
    ),
    "tests": (Label("测试平均分", "Mean of tests"), Label("分", "points"), ("exam_marks", "exams_taken")),
}
_VILLAGE = "村干部"
#: Scores are suggested to a tenth of a point.
_STEP = Decimal("0.1")
#: People looked at between two looks at what else the event loop has to do.
_BREATH = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One part of an aspect in a year: done (verified) of required, what waits beside it, in ``measure``."""

    key: str
    label: Label
    measure: Label
    done: Number
    required: Number
    waiting: Number = 0

    @property
    def share(self) -> Fraction:
        """How much of it is done, at most all."""
        return min(Fraction(1), Fraction(self.done) / Fraction(self.required))


@dataclass(frozen=True, slots=True)
class Aspect:
    """An aspect's parts and what they suggest of its ``weight``; no score where nothing can be told."""

    name: str
    weight: Decimal
    parts: tuple[Part, ...]

    @property
    def score(self) -> Decimal | None:
        if not self.parts:
            return None
        mean = sum((part.share for part in self.parts), Fraction(0)) / len(self.parts)
        exact = self.weight * Decimal(mean.numerator) / Decimal(mean.denominator)
        return exact.quantize(_STEP, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the records suggest for a person in a year; ``total`` and ``grade`` once all five aspects tell."""

    person: ObjectId
    year: int
    aspects: Mapping[str, Aspect]
    scale: Scale

    @property
    def scores(self) -> dict[str, Decimal]:
        """The suggested score of each aspect that has one."""
        return {name: score for name, each in self.aspects.items() if (score := each.score) is not None}

    @property
    def total(self) -> Decimal | None:
        scores = self.scores
        return sum(scores.values(), Decimal(0)) if len(scores) == len(ASPECTS) else None

    @property
    def grade(self) -> str | None:
        return None if self.total is None else self.scale.grade(self.total)

    def fields(self) -> dict[str, Any]:
        """The fields of an assessment that follows the suggestion."""
        scores = self.scores
        fields: dict[str, Any] = {"person": self.person, "year": self.year, **scores}
        fields |= {f"suggested_{name}": score for name, score in scores.items()}
        if self.total is not None:
            fields["suggested"] = self.total
        return fields


# --- suggesting -------------------------------------------------------------------------------------


def year_period(book: Book, year: int) -> Period | None:
    """The year as a period of the programme; None for one outside."""
    return next((each for each in periods("year", book.rulebook) if each.code // 100 == year), None)


def suggest(book: Book, person: ObjectId, year: int) -> Suggestion:
    """Suggested scores of a person for a year, as of the book's day. Raises NotFound for nobody known."""
    book.person(person)
    scale = book.adjustments.scale(year)
    aspects = {
        name: Aspect(
            name,
            scale.weights[name],
            tuple(part for key in PARTS[name] if (part := _part(book, person, year, key))),
        )
        for name in ASPECTS
    }
    return Suggestion(person, year, aspects, scale)


def part_label(rules: Rulebook, key: str) -> Label:
    """What a part of an aspect (one of `PARTS`) is called."""
    return _OTHERS[key][0] if key in _OTHERS else rules.rules[key].label


def _part(book: Book, person: ObjectId, year: int, key: str) -> Part | None:
    if key not in _OTHERS:
        return _of_rule(book, person, year, key)
    label, measure, names = _OTHERS[key]
    first, second = (_of_year(book, person, year, name) for name in names)
    if key == "speeches":
        return Part(key, label, measure, first[0] + second[0], 1, first[1] + second[1])
    if not second[0]:
        return None
    if key == "tests":
        return Part(key, label, measure, first[0] / second[0], 100)
    return Part(key, label, measure, first[0], second[0])


def _of_year(book: Book, person: ObjectId, year: int, measure: str) -> tuple[Number, Number]:
    return fold((book.facts.of_person(measure, person),), "year").get(year * 100 + YEAR, NONE)


def _of_rule(book: Book, person: ObjectId, year: int, rule_id: str) -> Part | None:
    """A rule's periods of the year added up, as far as it is judged for that person and not only shown."""
    rule = book.rulebook.rules[rule_id]
    judged = [
        each
        for each in book.of_person(person, rule_id)
        if each.period.code // 100 == year and each.judged and each.force != "A" and each.required
    ]
    if not judged:
        return None
    return Part(
        rule_id,
        rule.label,
        rule.measure,
        sum(each.done for each in judged),
        sum(each.required for each in judged),
        sum(each.waiting for each in judged),
    )


async def records_of_part(
    archive: Archive, book: Book, person: ObjectId, year: int, part: Part
) -> list[ObjectId]:
    """The records, verified and waiting, that a part of somebody's suggestion counts."""
    found: list[ObjectId] = []
    if part.key not in _OTHERS:
        for standing in book.of_person(person, part.key):
            if standing.period.code // 100 == year:
                found += await records_behind(archive, book, standing)
        return list(dict.fromkeys(found))
    period = year_period(book, year)
    if period is None:
        return []
    for name in _OTHERS[part.key][2]:
        pipeline = evidence(book.rulebook, book.on, book.rulebook.measures[name], [person], period)
        found += [row["_id"] for row in await archive.aggregate(pipeline)]
    return list(dict.fromkeys(found))


# --- what the office gave ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Given:
    """A kept assessment: its scores as far as they are given, and the grade its total has by the scale in
    force. ``stale`` says that the grade kept in it is still another."""

    record: ObjectId
    no: str
    status: Status
    scores: Mapping[str, Decimal]
    total: Decimal | None
    grade: str | None
    reason: str
    stale: bool


async def load_given(archive: Archive, year: int, scale: Scale) -> dict[ObjectId, Given]:
    """The assessments of a year by person, drafts too."""
    match = {"kind": "assessment", "status": {"$ne": "void"}, "date.start": to_bson(date(year, 1, 1))}
    names = ("person", "total", "grade", "change_reason", *ASPECTS)
    keep = dict.fromkeys(("no", "status", *(f"fields.{name}" for name in names)), 1)
    rows = await archive.aggregate([{"$match": match}, {"$project": keep}], hint="kind_date")
    found = {row["_id"]: from_bson(row.get("fields", {})) for row in rows}
    return {
        found[row["_id"]]["person"]: _given(row, found[row["_id"]], scale)
        for row in rows
        if isinstance(found[row["_id"]].get("person"), ObjectId)
    }


def _given(row: Mapping[str, Any], fields: Mapping[str, Any], scale: Scale) -> Given:
    scores = {name: score for name in ASPECTS if (score := as_number(fields.get(name))) is not None}
    total, kept = as_number(fields.get("total")), fields.get("grade")
    grade = scale.grade(total) if total is not None else kept
    return Given(
        row["_id"],
        row.get("no") or "",
        row["status"],
        scores,
        total,
        grade,
        fields.get("change_reason") or "",
        total is not None and kept != grade,
    )


# --- a year ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """One person's year: the suggestion, what was given, and the ranks by what counts: the total that was
    given, else the suggested one. Who has no total has no rank."""

    person: Person
    unit: ObjectId | None
    suggestion: Suggestion
    given: Given | None
    rank: int | None = None
    unit_rank: int | None = None

    @property
    def total(self) -> Decimal | None:
        return self.given.total if self.given is not None else self.suggestion.total

    @property
    def grade(self) -> str | None:
        return self.given.grade if self.given is not None else self.suggestion.grade


@dataclass(frozen=True, slots=True)
class YearOfAssessments:
    """Everybody whom a year's assessment is about, best total first; and the scale they are marked by."""

    year: int
    scale: Scale
    lines: tuple[Line, ...]

    def grades(self) -> dict[str, tuple[int, int]]:
        """For each grade how many were given it, and to how many more it is only suggested."""
        found = dict.fromkeys(self.scale.bands, (0, 0))
        for line in self.lines:
            if line.grade in found:
                given, suggested = found[line.grade]
                settled = line.given is not None
                found[line.grade] = (given + settled, suggested + (not settled))
        return found


async def assessments(archive: Archive, book: Book, year: int) -> YearOfAssessments:
    """The assessment of a year, as of the book's day."""
    scale = book.adjustments.scale(year)
    given = await load_given(archive, year, scale)
    lines = []
    day = last_day(book, year)
    for number, person in enumerate(to_assess(book, year, given)):
        if number % _BREATH == 0:
            await asyncio.sleep(0)
        suggestion = suggest(book, person.id, year)
        lines.append(Line(person, person.unit_on(day), suggestion, given.get(person.id)))
    return YearOfAssessments(year, scale, tuple(ranked(lines)))


def last_day(book: Book, year: int) -> date:
    """The last day of a year that the programme and the book know."""
    return max(book.rulebook.start, min(date(year, 12, 31), book.rulebook.end, book.on))


def to_assess(book: Book, year: int, given: Collection[ObjectId] = ()) -> list[Person]:
    """Whom the assessment of a year is about: those it binds (R23), village cadres (D16), whoever has one."""
    first, last = date(year, 1, 1), last_day(book, year)
    if first > last:
        return []
    rule = book.adjustments.rule(ASSESSMENT, first)
    found = []
    for person in book.roster.people.values():
        there = person.active[0] <= last and person.active[1] >= max(first, book.rulebook.start)
        meant = person.bound_by(rule) or _VILLAGE in person.categories
        if person.id in given or (there and meant and not _excused(book, person, year)):
            found.append(person)
    return found


def _excused(book: Book, person: Person, year: int) -> bool:
    """Whether the assessment asks nothing of somebody; of a village cadre, the yearly evaluation (R12)."""
    rules = [ASSESSMENT] if book.of_person(person.id, ASSESSMENT) else ["R12"]
    return all(book.excused(rule, person, year) for rule in rules)


def ranked(lines: Iterable[Line]) -> list[Line]:
    """The lines with their ranks in the township and in their unit, best first; ties share a rank."""
    ordered = sorted(lines, key=lambda line: (line.total is None, -(line.total or 0), line.person.listed))
    found = []
    places: dict[object, dict[Decimal, int]] = {}
    sizes: dict[object, int] = {}
    for line in ordered:
        ranks: list[int | None] = [None, None]
        for index, among in enumerate(("everybody", line.unit)):
            if line.total is not None:
                sizes[among] = sizes.get(among, 0) + 1
                ranks[index] = places.setdefault(among, {}).setdefault(line.total, sizes[among])
        found.append(replace(line, rank=ranks[0], unit_rank=ranks[1]))
    return found


def drafts(lines: Iterable[Line]) -> list[Record]:
    """New assessments, as suggested, for those who have none yet: drafts that the office completes."""
    return [Record.new("assessment", line.suggestion.fields()) for line in lines if line.given is None]


async def bring_up_to_date(archive: Archive, lines: Iterable[Line]) -> int:
    """Save assessments anew whose kept grade is not that of the scale in force; answers how many.

    Raises InvalidRecord for one with a score above what its aspect now weighs; those before it are saved.
    """
    number = 0
    for line in lines:
        if line.given is not None and line.given.stale:
            await archive.save(await archive.get(line.given.record))
            number += 1
    return number
