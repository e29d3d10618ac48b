"""Contests and tests: pass rates, and within one the results with their ranks (R32)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.language import translator
from records.programme.mechanisms.ground import Ground, stand_on
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Row, Series, Tone, View
from records.programme.units import KNOWN
from records.values import as_number, from_bson

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

CONTEST = "百题竞赛"


async def exams(archive: Archive, scope: Scope) -> View:
    """The year's contests and tests, the newest first; with one as subject, its results."""
    ground = await stand_on(archive, scope)
    if scope.subject is not None:
        return await _results(ground, scope.subject)
    field = archive.kinds.of("exam").field("category")
    found = await _exams(ground)
    columns = (
        Column("date", tr("Date"), kind="date"),
        Column("title", tr("Title"), grow=1),
        Column("category", tr("Category")),
        Column("taken", tr("Taken"), kind="number"),
        Column("absent", tr("Missed"), kind="number"),
        Column("passed", tr("Passed"), kind="number"),
        Column("rate", tr("Rate"), kind="number"),
        Column("average", tr("Average"), kind="number"),
        Column("best", tr("Best"), kind="number"),
        Column("state", tr("State")),
    )
    rows = tuple(_exam(row, field.choice_label(row["category"]) if field else "") for row in found)
    points = tuple(
        (f"{row['date'].start:%m-%d}", row["passed"] * 100 / row["taken"])
        for row in reversed(found)
        if row["taken"]
    )
    return View(
        columns,
        rows,
        # The contest is the township's: of a unit's tests nothing can be told about it.
        notes=(_contest_note(ground, found),) if ground.below is None else (),
        series=(Series(tr("Pass rate in %"), points),),
    )


async def _exams(ground: Ground) -> list[dict[str, Any]]:
    results = {"$ifNull": ["$fields.results", []]}
    scored = {"$filter": {"input": results, "cond": {"$and": [_is_number("$$this.score"), _sat("$$this")]}}}
    return await ground.rows(
        ground.match("exam"),
        {"$sort": {"date.start": -1, "_id": -1}},
        {
            "$project": {
                "status": 1,
                "date": 1,
                "title": 1,
                "unit": 1,
                "category": "$fields.category",
                "taken": {"$ifNull": ["$fields.taken", 0]},
                "passed": {"$ifNull": ["$fields.passed", 0]},
                "average": "$fields.average",
                "listed": {"$size": results},
                "best": {"$max": {"$map": {"input": scored, "in": "$$this.score"}}},
            }
        },
    )


def _is_number(path: str) -> dict[str, Any]:
    return {"$isNumber": path}


def _sat(path: str) -> dict[str, Any]:
    return {"$ne": [f"{path}.absent", True]}


def _exam(row: dict[str, Any], category: str) -> Row:
    taken, passed = row["taken"], row["passed"]
    waiting = row["status"] == "submitted"
    cells = (
        row["date"].start.isoformat(),
        row["title"],
        category,
        str(taken),
        str(row["listed"] - taken or "") if row["listed"] else "",
        str(passed),
        pass_rate(passed, taken),
        str(row.get("average") or "-"),
        _score(row.get("best")),
        tr("to approve") if waiting else tr("approved"),
    )
    return Row(cells, "waiting" if waiting else "plain", ids=(row["_id"],), inside=row["_id"])


def _score(score: Any) -> str:
    return "-" if score is None else f"{score:f}" if hasattr(score, "as_tuple") else f"{score:g}"


def _contest_note(ground: Ground, found: list[dict[str, Any]]) -> Note:
    """R32: the township's contest of the year."""
    own = [row for row in found if row.get("category") == CONTEST and ground.of_township(row.get("unit"))]
    held = sum(row["status"] == "verified" for row in own)
    asked = ground.minimum("R32")
    if held >= asked:
        return Note(tr("The hundred-question contest was held."), "met")
    if own:
        return Note(tr("The hundred-question contest waits for approval."), "waiting")
    tone: Tone = "failed" if ground.scope.over else "soon"
    return Note(tr("No hundred-question contest this year yet"), tone)


@dataclass(frozen=True, slots=True)
class Result:
    """One person's result. ``rank`` is None for those who missed the exam; equal scores share one."""

    person: ObjectId | None
    score: Decimal | None
    rank: int | None
    passed: bool
    makeup: bool

    @property
    def sat(self) -> bool:
        return self.rank is not None


async def results_of(archive: Archive, exam: ObjectId) -> list[Result]:
    """Everybody's result in an exam, the best first. Those who missed it come last."""
    rows = await archive.aggregate(
        [
            {"$match": {"_id": exam}},
            {"$unwind": "$fields.results"},
            {
                "$project": {
                    "person": "$fields.results.person",
                    "score": "$fields.results.score",
                    "makeup": {"$eq": ["$fields.results.makeup", True]},
                    "passed": {"$gte": ["$fields.results.score", "$fields.pass_mark"]},
                    "sat": {"$and": [_is_number("$fields.results.score"), _sat("$fields.results")]},
                }
            },
            {
                "$setWindowFields": {
                    "partitionBy": "$sat",
                    "sortBy": {"score": -1},
                    "output": {"rank": {"$rank": {}}},
                }
            },
            {"$sort": {"sat": -1, "rank": 1}},
        ]
    )
    return [_result_of(from_bson(row)) for row in rows]


def _result_of(row: dict[str, Any]) -> Result:
    person, sat = row.get("person"), row["sat"]
    return Result(
        person if isinstance(person, ObjectId) else None,
        as_number(row["score"]) if sat else None,
        row["rank"] if sat else None,
        sat and row["passed"],
        row["makeup"],
    )


def pass_rate(passed: int, sat: int) -> str:
    """Such as 87.5%; - when nobody sat."""
    return f"{passed * 100 / sat:.1f}%" if sat else "-"


async def _results(ground: Ground, exam: ObjectId) -> View:
    """Everybody's result with its rank."""
    record = await ground.archive.get(exam)
    found = await results_of(ground.archive, exam)
    people = [each.person for each in found if each.person is not None]
    names = await ground.titles(people)
    units = await _units(ground, people)
    columns = (
        Column("rank", tr("Rank"), kind="number"),
        Column("person", tr("Person")),
        Column("unit", tr("Unit"), grow=1),
        Column("score", tr("Score"), kind="number"),
        Column("state", tr("State")),
    )
    rows = tuple(_result(each, names, units) for each in found)
    sat, passed = sum(each.sat for each in found), sum(each.passed for each in found)
    text = tr("{sat} of {listed} sat it, {passed} passed", sat=sat, listed=len(found), passed=passed)
    rate = tr(", pass rate {rate:.1f}%", rate=passed * 100 / sat) if sat else ""
    return View(columns, rows, notes=(Note(text + rate),), title=record.title)


async def _units(ground: Ground, people: list[ObjectId]) -> dict[ObjectId, str]:
    """The units of people now: a result list names them for finding somebody, not for counting."""
    rows = await ground.archive.aggregate(
        [
            {"$match": {"_id": {"$in": people}, "kind": "person", "status": {"$in": KNOWN}}},
            {"$project": {"unit": 1}},
        ]
    )
    return {row["_id"]: ground.name_of(row.get("unit")) for row in rows}


def _result(found: Result, names: dict[ObjectId | None, str], units: dict[ObjectId, str]) -> Row:
    tone: Tone = "met" if found.passed else "failed" if found.sat else "behind"
    state = {"met": tr("passed"), "failed": tr("not passed")}.get(tone, tr("absent"))
    if found.makeup:
        state = tr("{state}, make-up", state=state)
    person = found.person
    cells = (
        "-" if found.rank is None else str(found.rank),
        names.get(person, ""),
        units.get(person, "") if person else "",
        _score(found.score),
        state,
    )
    return Row(cells, tone, ids=(person,) if person else ())
