"""Democratic evaluation: each unit's tallies of a year, what they come to, and the results they suggest.

A result is proposed from the counts: the best grade such that more than half of the valid ballots gave it or
a better one. Provisional members take part but get no grade. The office decides; more than a third of
excellent results is pointed out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.errors import Refused
from records.language import translator
from records.programme.assessment import last_day
from records.programme.units import BRANCHES
from records.record import Record, Status
from records.values import from_bson, to_bson

if TYPE_CHECKING:
    from records.archive import Archive
    from records.programme.book import Book

tr = translator("records")

#: The counts of a line and the grade that each stands for, best first.
GRADES: Mapping[str, str] = {
    "excellent": "优秀",
    "qualified": "合格",
    "basic": "基本合格",
    "unqualified": "不合格",
}
NO_GRADE = "不评等次"
#: One in so many may be excellent without a word.
EXCELLENT_PARTS = 3


@dataclass(frozen=True, slots=True)
class Tally:
    """One member's ballots: the counts in the order of `GRADES`, the kept result and the proposed one."""

    person: ObjectId
    counts: tuple[int, ...]
    abstained: int
    result: str
    proposed: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A unit's evaluation in a year; ``record`` is None where it has none yet. ``excellent`` of ``graded``
    results are excellent, kept ones going before proposed ones."""

    unit: ObjectId
    name: str
    members: int
    record: ObjectId | None = None
    no: str = ""
    status: Status | None = None
    issued: int = 0
    returned: int = 0
    valid: int = 0
    tallies: tuple[Tally, ...] = ()

    def _results(self) -> list[str]:
        results = (each.result or each.proposed for each in self.tallies)
        return [each for each in results if each and each != NO_GRADE]

    @property
    def graded(self) -> int:
        return len(self._results())

    @property
    def excellent(self) -> int:
        return self._results().count(GRADES["excellent"])

    @property
    def too_many_excellent(self) -> bool:
        return self.excellent * EXCELLENT_PARTS > self.graded

    @property
    def undecided(self) -> int:
        """How many have ballots that suggest a result, and none yet."""
        return sum(bool(each.proposed) and not each.result for each in self.tallies)


def proposed_result(line: Mapping[str, Any], valid: int, *, provisional: bool) -> str:
    """What a line's counts suggest; empty where they leave it open."""
    if provisional:
        return NO_GRADE
    so_far = 0
    for name, grade in GRADES.items():
        so_far += line.get(name) or 0
        if so_far * 2 > valid > 0:
            return grade
    return ""


async def evaluations(archive: Archive, book: Book, year: int) -> list[Evaluation]:
    """Every branch and general branch with members of its own, or an evaluation, in the order of the tree."""
    match = {
        "kind": "democratic_evaluation",
        "status": {"$ne": "void"},
        "date.start": to_bson(date(year, 1, 1)),
    }
    keep = {"no": 1, "status": 1, "unit": 1, "fields": 1}
    rows = await archive.aggregate([{"$match": match}, {"$project": keep}], hint="kind_date")
    by_unit: dict[ObjectId | None, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_unit.setdefault(row.get("unit"), []).append(row)
    found = []
    for unit in book.units.ordered:
        own = len(_members(book, unit.id, year))
        kept = by_unit.get(unit.id, [])
        found += [_evaluation(book, unit.id, unit.name, own, row) for row in kept]
        if not kept and own and unit.category in BRANCHES:
            found.append(Evaluation(unit.id, unit.name, own))
    return found


def _members(book: Book, unit: ObjectId, year: int) -> list[ObjectId]:
    """The party members of a unit itself and its party groups at the end of the year or by now, by name."""
    day = last_day(book, year)
    known = book.unit(unit)
    own = {unit, *(group.id for group in book.groups(known))}
    found = [person for person in book.members(known, day) if person.unit_on(day) in own]
    return [person.id for person in sorted(found, key=lambda person: person.listed)]


def _evaluation(book: Book, unit: ObjectId, name: str, members: int, row: Mapping[str, Any]) -> Evaluation:
    fields = from_bson(row.get("fields", {}))
    valid = fields.get("valid") or 0
    lines = [line for line in fields.get("lines") or () if isinstance(line, Mapping) and line.get("person")]
    return Evaluation(
        unit,
        name,
        members,
        row["_id"],
        row.get("no") or "",
        row["status"],
        fields.get("issued") or 0,
        fields.get("returned") or 0,
        valid,
        tuple(_tally(book, line, valid) for line in lines),
    )


def _tally(book: Book, line: Mapping[str, Any], valid: int) -> Tally:
    return Tally(
        line["person"],
        tuple(line.get(name) or 0 for name in GRADES),
        line.get("abstain") or 0,
        line.get("result") or "",
        proposed_result(line, valid, provisional=_provisional(book, line["person"])),
    )


def _provisional(book: Book, person: ObjectId) -> bool:
    known = book.roster.people.get(person)
    return known is not None and known.provisional


def draft(book: Book, unit: ObjectId, year: int) -> dict[str, Any]:
    """The fields of a unit's evaluation to begin with: a line for each member, no ballots counted yet."""
    zero = dict.fromkeys((*GRADES, "abstain"), 0)
    lines = [
        {"person": person, **zero} | ({"result": NO_GRADE} if _provisional(book, person) else {})
        for person in _members(book, unit, year)
    ]
    return {"unit": unit, "year": year, "lines": lines}


async def fill_results(archive: Archive, book: Book, evaluation: ObjectId) -> int:
    """Put the proposed results into an evaluation where it has none yet; answers how many.

    What is verified was decided: Refused.
    """
    record = await archive.get(evaluation)
    if record.status == "verified":
        raise Refused(
            tr("{no} is verified: its results are decided.", no=record.no or record.title),
            hint=tr("Change them in its form, if they are wrong."),
        )
    lines, number = _with_results(book, record)
    if number:
        record.fields["lines"] = lines
        await archive.save(record, note=tr("Results proposed from the counts"))
    return number


def _with_results(book: Book, record: Record) -> tuple[list[Any], int]:
    lines: Sequence[Any] = record.fields.get("lines") or []  # type: ignore[assignment]
    valid = record.fields.get("valid")
    made, number = [], 0
    for line in lines:
        if isinstance(line, Mapping) and line.get("person") and not line.get("result"):
            provisional = _provisional(book, line["person"])
            result = proposed_result(line, valid if isinstance(valid, int) else 0, provisional=provisional)
            number += bool(result)
            line = {**line, "result": result} if result else line
        made.append(line)
    return made, number
