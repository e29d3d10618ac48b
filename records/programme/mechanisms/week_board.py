"""The week board: group study of each unit in minutes against half a day, and the township's meetings.

R13 (Monday meeting) and R15 (half a day) are the week's, R14 (tutored session) and R16 (members reached) the
month's that the week begins in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.language import listed, translator
from records.programme.mechanisms.door_to_door import Reached, reached_members
from records.programme.mechanisms.ground import Ground, Stage, stand_on
from records.programme.mechanisms.scope import Scope, period_of
from records.programme.mechanisms.view import Column, Note, Row, Tone, View
from records.programme.rules import rulebook
from records.programme.units import BRANCHES, Unit

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: The rank of a party group, whose members are called to its own sessions and its branch's.
GROUP = "党小组"
#: Minutes of a session, when both its ends are known.
MINUTES = {
    "$cond": [
        {
            "$and": [
                {"$eq": [{"$type": "$fields.start"}, "date"]},
                {"$eq": [{"$type": "$fields.end"}, "date"]},
            ]
        },
        {"$dateDiff": {"startDate": "$fields.start", "endDate": "$fields.end", "unit": "minute"}},
        0,
    ]
}


async def week_board(archive: Archive, scope: Scope) -> View:
    """Each general branch, branch and party group in the order of the tree."""
    ground = await stand_on(archive, scope)
    studied = await _studied(ground)
    month = period_of("month", scope.period.start)
    reached = await reached_members(ground, month)
    shown = [u for u in ground.units.ordered if u.category in (*BRANCHES, GROUP) and ground.holds(u.id)]
    rows = tuple(_row(ground, unit, studied, reached) for unit in shown)
    return View(
        _columns(),
        rows,
        notes=(_study_note(scope, rows), *await _township_notes(ground, month)),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("unit", tr("Unit"), grow=1),
        Column("sessions", tr("Sessions"), kind="number"),
        Column("minutes", tr("Minutes"), kind="number"),
        Column("needed", tr("Needed"), kind="number"),
        Column("waiting", tr("To approve"), kind="number"),
        Column("reached", tr("Reached"), kind="number"),
        Column("state", tr("State")),
    )


def _group_study() -> Any:
    """The categories of session that are group study."""
    return {"$in": list(rulebook().measures["group_minutes"].where["category"])}


async def _studied(ground: Ground) -> dict[ObjectId | None, dict[str, Any]]:
    """By unit: sessions and minutes of the week, approved and waiting."""
    verified = {"$eq": ["$status", "verified"]}
    group: Stage = {
        "$group": {
            "_id": "$unit",
            "sessions": {"$sum": {"$cond": [verified, 1, 0]}},
            "minutes": {"$sum": {"$cond": [verified, MINUTES, 0]}},
            "waiting": {"$sum": {"$cond": [verified, 0, MINUTES]}},
            "ids": {"$push": "$_id"},
        }
    }
    rows = await ground.rows(ground.match("session", category=_group_study(), units=False), group)
    return {row["_id"]: row for row in rows}


def _row(
    ground: Ground, unit: Unit, studied: Mapping[ObjectId | None, Mapping[str, Any]], reached: Reached
) -> Row:
    """A unit's study is its own and that of the units below it, a party group's also its branch's."""
    below = ground.units.subtree(unit.id)
    called = below | {unit.parent} if unit.category == GROUP else below
    own = [studied[each] for each in called if each in studied]
    minutes, waiting = sum(row["minutes"] for row in own), sum(row["waiting"] for row in own)
    needed = ground.minimum("R15")
    tone, state = _state(ground, needed - minutes, waiting)
    members, met = reached.counts(below)
    cells = (
        ground.name_of(unit.id),
        str(sum(row["sessions"] for row in own)),
        str(minutes),
        str(needed),
        str(waiting or ""),
        f"{met}/{members}" if members else "-",
        state,
    )
    ids = tuple(each for row in own for each in row["ids"])
    return Row(cells, tone, ids=ids or (unit.id,))


def _state(ground: Ground, lack: int, waiting: int) -> tuple[Tone, str]:
    if lack <= 0:
        return "met", tr("half a day done")
    if waiting >= lack:
        return "waiting", tr("to approve")
    if not ground.judges("R15", ground.scope.period.start):
        return "plain", tr("not judged")
    if ground.scope.over:
        return "failed", tr("{minutes} min short", minutes=lack)
    return "soon", tr("{minutes} min to come", minutes=lack)


def _study_note(scope: Scope, rows: tuple[Row, ...]) -> Note:
    if scope.on < scope.period.start:
        return Note(tr("The week has not begun."))
    met = sum(row.tone == "met" for row in rows)
    text = tr("{met} of {units} units studied half a day", met=met, units=len(rows))
    if met == len(rows):
        return Note(text, "met")
    return Note(text, "behind" if scope.over else "soon")


async def _township_notes(ground: Ground, month: Any) -> list[Note]:
    """R13: the week's Monday meeting; R14: the month's tutored session. Both are the township's own."""
    scope = ground.scope
    if ground.township is None or ground.below is not None:
        return []
    monday = await _held(ground, scope.period.start, scope.until, "周一例会")
    last = min(scope.on, month.end)
    tutored = await _held(ground, month.start, last, "辅导课")
    over = scope.on > month.end
    return [
        _held_note(tr("Monday meeting"), monday, scope.over and ground.judges("R13", scope.period.start)),
        _held_note(tr("Tutored session in {month}", month=f"{month.start:%Y-%m}"), tutored, over),
    ]


async def _held(ground: Ground, first: date, last: date, category: str) -> list[date]:
    stage = ground.match(
        "session", first=first, until=last, statuses=["verified"], units=False, category=category
    )
    stage["$match"]["unit"] = {"$in": [ground.township, None]}
    return [row["date"].start for row in await ground.rows(stage, {"$project": {"date": 1}})]


def _held_note(what: str, held: list[date], over: bool) -> Note:
    if held:
        days = listed(f"{day:%m-%d}" for day in sorted(held))
        return Note(tr("{what}: held on {days}", what=what, days=days), "met")
    if over:
        return Note(tr("{what}: not held", what=what), "failed")
    return Note(tr("{what}: not yet held", what=what), "soon")
