"""Plans: each unit's implementation plan of the first stage (R38) and its study plan of the year."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.language import translator
from records.people.figures import COUNTED
from records.programme.mechanisms.ground import Ground, stand_on
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Proposal, Row, Tone, View
from records.programme.stages import stages
from records.programme.units import Unit

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")


async def plans(archive: Archive, scope: Scope) -> View:
    """A line for each unit; those that lack a plan first."""
    ground = await stand_on(archive, scope)
    adopted, yearly = await _implementation_plans(ground), await _study_plans(ground)
    rows = [_row(ground, unit, adopted.get(unit.id), yearly.get(unit.id)) for unit in ground.judged]
    order: dict[Tone, int] = {"failed": 0, "behind": 1, "soon": 2, "waiting": 3}
    rows.sort(key=lambda row: order.get(row.tone, 4))
    columns = (
        Column("unit", tr("Unit"), grow=1),
        Column("plan", tr("Implementation plan"), kind="date"),
        Column("plan_state", tr("R38")),
        Column("study_plan", tr("Study plan"), grow=1),
        Column("items", tr("Entries"), kind="number"),
        Column("approved", tr("Approved on"), kind="date"),
        Column("state", tr("State")),
    )
    return View(columns, tuple(rows), notes=await _notes(ground, adopted, yearly))


async def _implementation_plans(ground: Ground) -> dict[ObjectId | None, dict[str, Any]]:
    """By unit: its first implementation plan, an approved one before one that waits."""
    found = await ground.rows(
        ground.match("implementation_plan", first=date.min, until=ground.scope.on),
        {"$sort": {"status": -1, "date.start": 1}},
        {
            "$group": {
                "_id": "$unit",
                "plan": {"$first": {"status": "$status", "on": "$date.start", "id": "$_id"}},
            }
        },
    )
    return {row["_id"]: row["plan"] for row in found}


async def _study_plans(ground: Ground) -> dict[ObjectId, dict[str, Any]]:
    """By owner, a unit or a person: the study plan of the year. It is dated by its year, not by a day."""
    stage = ground.match("study_plan", first=ground.scope.period.start, until=ground.scope.period.end)
    found = await ground.rows(
        stage,
        {
            "$project": {
                "status": 1,
                "title": 1,
                "owner": "$fields.owner",
                "items": {"$size": {"$ifNull": ["$fields.items", []]}},
                "approved_on": "$fields.approved_on",
            }
        },
    )
    return {row["owner"]: row for row in found if isinstance(row.get("owner"), ObjectId)}


def _row(ground: Ground, unit: Unit, plan: dict[str, Any] | None, study: dict[str, Any] | None) -> Row:
    scope, year = ground.scope, ground.scope.period.start.year
    plan_tone, plan_state = _adopted(plan, scope.on)
    tone, state = _study_state(study, scope)
    cells = (
        ground.name_of(unit.id),
        plan["on"].isoformat() if plan else "",
        plan_state,
        study["title"] if study else "",
        str(study["items"]) if study else "",
        study["approved_on"].isoformat() if study and study.get("approved_on") else "",
        state,
    )
    worst: Tone = plan_tone if plan_tone in ("failed", "behind") and tone in ("met", "waiting") else tone
    ids = tuple(each for each in (plan and plan["id"], study and study["_id"]) if each)
    proposal = None if study else Proposal("study_plan", {"owner": unit.id, "year": year})
    return Row(cells, worst, ids=ids or (unit.id,), proposal=proposal)


def _adopted(plan: dict[str, Any] | None, on: date) -> tuple[Tone, str]:
    """R38: an implementation plan by the end of the first stage."""
    due = stages()[0].end
    if plan is None:
        return ("failed", tr("none")) if on > due else ("soon", tr("due {day}", day=f"{due:%m-%d}"))
    if plan["status"] == "submitted":
        return "waiting", tr("to approve")
    return ("behind", tr("late")) if plan["on"] > due else ("met", tr("in time"))


def _study_state(study: dict[str, Any] | None, scope: Scope) -> tuple[Tone, str]:
    if study is None:
        return ("failed", tr("no study plan")) if scope.over else ("behind", tr("no study plan yet"))
    if study["status"] == "submitted":
        return "waiting", tr("to approve")
    approved = study.get("approved_on")
    if approved is None or approved > scope.on:
        return "behind", tr("not approved yet")
    return "met", tr("approved")


async def _notes(
    ground: Ground, adopted: dict[ObjectId | None, dict[str, Any]], yearly: dict[ObjectId, dict[str, Any]]
) -> tuple[Note, ...]:
    judged = [unit.id for unit in ground.judged]
    known = {unit.id for unit in ground.units.ordered}
    plans_met = sum(_adopted(adopted.get(unit), ground.scope.on)[0] == "met" for unit in judged)
    studies = sum(_study_state(yearly.get(unit), ground.scope)[0] == "met" for unit in judged)
    people = sum(row["status"] in COUNTED and owner not in known for owner, row in yearly.items())
    return (
        Note(
            tr("Implementation plan in time: {count} of {units} units", count=plans_met, units=len(judged)),
            "met" if plans_met == len(judged) else "behind",
        ),
        Note(
            tr("Study plan of the year approved: {count} of {units} units", count=studies, units=len(judged)),
            "met" if studies == len(judged) else "behind",
        ),
        Note(tr("{count} people have a study plan of their own", count=people)),
    )
