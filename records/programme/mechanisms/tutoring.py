"""Tutoring: the township's tutored sessions and expert lectures, and leading cadres who stayed away
(R14, R17, R18)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.language import translator
from records.programme.mechanisms.ground import Ground, listed, stand_on
from records.programme.mechanisms.people import people_of
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Row, Tone, View
from records.programme.rules import rulebook

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

CATEGORY = "辅导课"


async def tutoring(archive: Archive, scope: Scope) -> View:
    """The year's tutored sessions of the township, the newest first; one with a lecturer is a lecture."""
    ground = await stand_on(archive, scope)
    leaders = {
        each.person.id: each.person.name
        for each in await people_of(ground)
        if "领导干部" in each.person.categories
    }
    found = await _sessions(ground, list(leaders))
    columns = (
        Column("date", tr("Date"), kind="date"),
        Column("title", tr("Title"), grow=1),
        Column("lecturer", tr("Lecturer"), grow=1),
        Column("present", tr("Present"), kind="number"),
        Column("absent", tr("Absent leaders"), grow=1),
        Column("state", tr("State")),
    )
    rows = tuple(_row(row, leaders) for row in found)
    return View(columns, rows, notes=_notes(ground, found))


async def _sessions(ground: Ground, leaders: list[ObjectId]) -> list[dict[str, Any]]:
    stage = ground.match("session", category=CATEGORY, units=False)
    stage["$match"]["unit"] = ground.township
    rows = {"$ifNull": ["$fields.attendance", []]}
    of_leaders = {"$filter": {"input": rows, "cond": {"$in": ["$$this.person", leaders]}}}
    return await ground.rows(
        stage,
        {"$sort": {"date.start": -1, "_id": -1}},
        {
            "$project": {
                "status": 1,
                "date": 1,
                "title": 1,
                "lecturer": "$fields.lecturer",
                "expected": "$fields.expected",
                "present": "$fields.present",
                "leaders": of_leaders,
            }
        },
    )


def _row(row: dict[str, Any], leaders: dict[ObjectId, str]) -> Row:
    states = {each.get("person"): each.get("state") for each in row["leaders"]}
    absent = [name for person, name in leaders.items() if states.get(person) == "缺席"]
    unlisted = sum(person not in states for person in leaders)
    lecture = bool(row.get("lecturer"))
    tone: Tone = "met"
    if row["status"] == "submitted":
        tone, state = "waiting", tr("to approve")
    elif absent and lecture:
        tone, state = "failed", tr("{count} absent without leave", count=len(absent))
    elif unlisted and lecture:
        tone, state = "behind", tr("{count} leading cadres not listed", count=unlisted)
    else:
        state = tr("expert lecture") if lecture else tr("tutored session")
    cells = (
        row["date"].start.isoformat(),
        row["title"],
        row.get("lecturer") or "",
        f"{row.get('present') or 0}/{row.get('expected') or 0}",
        listed(absent),
        state,
    )
    return Row(cells, tone, ids=(row["_id"],))


def _notes(ground: Ground, found: list[dict[str, Any]]) -> tuple[Note, ...]:
    scope = ground.scope
    held = [row for row in found if row["status"] == "verified"]
    months = _months(scope)
    empty = [month for month in months if not any(row["date"].start.month == month for row in held)]
    waiting = {row["date"].start.month for row in found if row["status"] == "submitted"}
    over = [month for month in empty if _month_is_over(scope, month) and month not in waiting]
    text = tr(
        "A tutored session in {held} of {months} months", held=len(months) - len(empty), months=len(months)
    )
    if empty:
        text += tr("; none in {list}", list=listed(map(str, empty)))
    lectures = sum(bool(row.get("lecturer")) for row in held)
    asked = ground.minimum("R18")
    tone: Tone = "met" if lectures >= asked else "failed" if scope.over else "soon"
    return (
        Note(text, "met" if not empty else "failed" if over else "soon"),
        Note(tr("{count} expert lectures this year, {asked} asked for", count=lectures, asked=asked), tone),
    )


def _months(scope: Scope) -> list[int]:
    """The months of the year that lie in the programme and have begun."""
    book, year = rulebook(), scope.period.start.year
    first, last = max(book.start, date(year, 1, 1)), min(book.end, scope.until)
    return list(range(first.month, last.month + 1)) if first <= last else []


def _month_is_over(scope: Scope, month: int) -> bool:
    return (scope.on.year, scope.on.month) > (scope.period.start.year, month)
