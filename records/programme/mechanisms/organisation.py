"""Organisation: the leading group of the township and of each unit, who heads it, and vacancies (R40)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.language import listed, translator
from records.programme.mechanisms.ground import Ground, stand_on
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Proposal, Row, Tone, View
from records.programme.units import Unit
from records.values import to_bson

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

GROUP, OFFICE = "领导小组", "办公室"
HEAD, DEPUTY, DIRECTOR = "组长", "副组长", "主任"


async def organisation(archive: Archive, scope: Scope) -> View:
    """The township, then each unit, in the order of the tree, as it is on the working date."""
    ground = await stand_on(archive, scope)
    serving = await _serving(ground)
    asked = [unit for unit in ground.units.ordered if unit.id == ground.township and ground.holds(unit.id)]
    asked += ground.judged
    people = [row["person"] for rows in serving.values() for row in rows]
    names = await ground.titles([*people, *(unit.secretary for unit in asked)])
    rows = [_row(ground, unit, serving.get(unit.id, []), names) for unit in asked]
    columns = (
        Column("unit", tr("Unit"), grow=1),
        Column("secretary", tr("Secretary")),
        Column("head", tr("Head")),
        Column("deputies", tr("Deputies"), kind="number"),
        Column("members", tr("Size"), kind="number"),
        Column("vacant", tr("Vacant"), grow=1),
        Column("state", tr("State")),
    )
    groups = sum(bool(row.cells[4] != "0") for row in rows)
    met = sum(row.tone == "met" for row in rows)
    text = tr(
        "{groups} of {units} units have a leading group; {met} are headed by the secretary",
        groups=groups,
        units=len(rows),
        met=met,
    )
    note = Note(text, "met" if met == len(rows) else "behind")
    return View(columns, tuple(rows), notes=(note,))


async def _serving(ground: Ground) -> dict[ObjectId | None, list[dict[str, Any]]]:
    """By unit: those who serve in its leading group and office on the working date."""
    day = to_bson(ground.scope.until)
    stage = ground.match("position", first=date.min, statuses=["verified"], body={"$in": [GROUP, OFFICE]})
    found = await ground.rows(
        stage,
        {"$match": {"$or": [{"fields.to": None}, {"fields.to": {"$gte": day}}]}},
        {"$project": {"unit": 1, "person": "$fields.person", "body": "$fields.body", "role": "$fields.role"}},
    )
    by_unit: dict[ObjectId | None, list[dict[str, Any]]] = defaultdict(list)
    for row in found:
        by_unit[row.get("unit")].append(row)
    return by_unit


def _row(ground: Ground, unit: Unit, serving: list[dict[str, Any]], names: dict[ObjectId | None, str]) -> Row:
    group = [row for row in serving if row["body"] == GROUP]
    heads = [row["person"] for row in group if row["role"] == HEAD]
    vacant = _vacancies(unit, group, serving, unit.id == ground.township)
    tone: Tone = "behind"
    if not group:
        tone, state = "failed", tr("no leading group")
    elif not heads:
        state = tr("no head")
    elif unit.secretary is None:
        tone, state = "met", tr("headed, no secretary recorded")
    elif unit.secretary not in heads:
        state = tr("headed by somebody else")
    else:
        tone, state = "met", tr("headed by the secretary")
    cells = (
        ground.name_of(unit.id),
        names.get(unit.secretary, ""),
        listed(names.get(head, "") for head in heads),
        str(sum(row["role"] == DEPUTY for row in group)),
        str(len(group)),
        listed(vacant),
        state,
    )
    fields = {"unit": unit.id, "body": GROUP, "role": HEAD, "from": ground.scope.on, "person": unit.secretary}
    proposal = Proposal("position", {name: value for name, value in fields.items() if value})
    return Row(
        cells,
        tone,
        ids=tuple(row["_id"] for row in serving) or (unit.id,),
        proposal=None if heads else proposal,
    )


def _vacancies(
    unit: Unit, group: list[dict[str, Any]], serving: list[dict[str, Any]], township: bool
) -> list[str]:
    """What nobody fills: the secretary and the head everywhere; deputies and the office at the township."""
    found = []
    if unit.secretary is None:
        found.append(tr("secretary"))
    if not any(row["role"] == HEAD for row in group):
        found.append(tr("head"))
    if township and not any(row["role"] == DEPUTY for row in group):
        found.append(tr("deputy heads"))
    if township and not any(row["body"] == OFFICE and row["role"] == DIRECTOR for row in serving):
        found.append(tr("director of the office"))
    return found
