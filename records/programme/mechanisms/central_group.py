"""The central group: its members' attendance at its sessions, and absences that are to be made up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.language import translator
from records.name_order import name_order
from records.programme.mechanisms.ground import Ground, stand_on
from records.programme.mechanisms.people import people_of
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Row, Series, Tone, View
from records.values import to_bson

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

CATEGORY = "中心组"
_MEMBER = "中心组成员"
_PRESENT = ("到", "迟到")


async def central_group(archive: Archive, scope: Scope) -> View:
    """A line for each member: those with absences to make up first."""
    ground = await stand_on(archive, scope)
    attended = await _attendance(ground)
    sessions = await _sessions(ground)
    belonging = await people_of(ground)
    members = {each.person.id for each in belonging if _MEMBER in each.person.categories}
    everyone = [*members, *(person for person in attended if person not in members)]
    names = await ground.titles(everyone)
    everyone.sort(key=lambda each: name_order(names.get(each, ""), person=True).get("pinyin", ""))
    rows = [_row(names.get(each, ""), each, attended.get(each), each in members) for each in everyone]
    order: dict[Tone, int] = {"behind": 0, "plain": 2}
    rows.sort(key=lambda row: order.get(row.tone, 1))
    columns = (
        Column("member", tr("Member"), grow=1),
        Column("expected", tr("Expected"), kind="number"),
        Column("present", tr("Present"), kind="number"),
        Column("leave", tr("On leave"), kind="number"),
        Column("absent", tr("Absent"), kind="number"),
        Column("made_up", tr("Made up"), kind="number"),
        Column("rate", tr("Attendance"), kind="number"),
        Column("state", tr("State")),
    )
    notes = (*_notes(sessions, attended), await _plan_note(ground))
    points = tuple((f"{row['date'].start:%m-%d}", float(row["rate"])) for row in sessions)
    series = (Series(tr("Attendance in % by session"), points),)
    return View(columns, tuple(rows), notes, series)


async def _attendance(ground: Ground) -> dict[ObjectId, dict[str, Any]]:
    """By person: how often expected, present, away; the sessions still to be made up."""
    row = "$fields.attendance"
    # Before the day that it was made up, it was an absence.
    made_up = {
        "$and": [{"$eq": [f"{row}.state", "补学"]}, {"$lte": [f"{row}.made_up_on", to_bson(ground.scope.on)]}]
    }
    away = {"$and": [{"$not": [{"$in": [f"{row}.state", [*_PRESENT]]}]}, {"$not": [made_up]}]}

    def count(condition: Any) -> dict[str, Any]:
        return {"$sum": {"$cond": [condition, 1, 0]}}

    found = await ground.rows(
        ground.match("session", statuses=["verified"], category=CATEGORY),
        {"$unwind": row},
        {
            "$group": {
                "_id": f"{row}.person",
                "expected": {"$sum": 1},
                "present": count({"$in": [f"{row}.state", [*_PRESENT]]}),
                "leave": count({"$eq": [f"{row}.state", "请假"]}),
                "made_up": count(made_up),
                "away": count(away),
                "sessions": {"$push": "$_id"},
                "owed": {"$push": {"$cond": [away, "$_id", None]}},
            }
        },
    )
    return {row["_id"]: row for row in found if isinstance(row["_id"], ObjectId)}


async def _sessions(ground: Ground) -> list[dict[str, Any]]:
    """The group's sessions with their attendance in per cent, in order."""
    expected = {"$max": [{"$ifNull": ["$fields.expected", 0]}, 1]}
    return await ground.rows(
        ground.match("session", statuses=["verified"], category=CATEGORY),
        {"$sort": {"date.start": 1, "_id": 1}},
        {
            "$project": {
                "date": 1,
                "rate": {"$multiply": [100, {"$divide": [{"$ifNull": ["$fields.present", 0]}, expected]}]},
            }
        },
    )


def _row(name: str, person: ObjectId, row: dict[str, Any] | None, member: bool) -> Row:
    if row is None:
        return Row((name, "0", "0", "", "", "", "-", tr("on no attendance list")), ids=(person,))
    owed = tuple(each for each in row["owed"] if each is not None)
    rate = row["present"] * 100 // row["expected"]
    state = tr("{count} to make up", count=len(owed)) if owed else tr("nothing to make up")
    if not member:
        state = tr("{state}, not a member now", state=state)
    cells = (
        name,
        str(row["expected"]),
        str(row["present"]),
        str(row["leave"] or ""),
        str(row["away"] - row["leave"] or ""),
        str(row["made_up"] or ""),
        f"{rate}%",
        state,
    )
    return Row(cells, "behind" if owed else "met", ids=owed or tuple(row["sessions"]))


def _notes(sessions: list[dict[str, Any]], attended: dict[ObjectId, dict[str, Any]]) -> tuple[Note, ...]:
    expected = sum(row["expected"] for row in attended.values())
    present = sum(row["present"] for row in attended.values())
    rate = present * 100 // expected if expected else 0
    owed = sum(row["away"] for row in attended.values())
    return (
        Note(tr("{count} sessions, attendance {rate}%", count=len(sessions), rate=rate)),
        Note(tr("{count} absences to make up", count=owed), "behind" if owed else "met"),
    )


async def _plan_note(ground: Ground) -> Note:
    """Whether the year has a study plan of the township committee, approved by the working date."""
    year = ground.scope.period.start.year
    found = await ground.archive.aggregate(
        [
            {
                "$match": {
                    "kind": "study_plan",
                    "status": "verified",
                    "fields.owner": ground.township,
                    "fields.year": year,
                }
            },
            {"$limit": 1},
            {"$project": {"_id": 1}},
        ]
    )
    if found:
        return Note(tr("Study plan of {year} on record", year=year), "met")
    return Note(tr("No study plan of {year} on record", year=year), "behind")
