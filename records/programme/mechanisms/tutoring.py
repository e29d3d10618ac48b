"""Tutoring: the township's tutored sessions and expert lectures, and leading cadres who stayed away
(R14, R17, R18)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from records.language import listed, translator
from records.programme.mechanisms.ground import Ground, stand_on
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Row, Tone, View
from records.programme.roster import Roster, load_roster
from records.programme.rules import rulebook

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

CATEGORY = "辅导课"


async def tutoring(archive: Archive, scope: Scope) -> View:
    """The year's tutored sessions of the township, the newest first."""
    ground = await stand_on(archive, scope)
    roster = await load_roster(archive, ground.book, scope.until)
    found = await _sessions(ground)
    columns = (
        Column("date", tr("Date"), kind="date"),
        Column("title", tr("Title"), grow=1),
        Column("lecturer", tr("Lecturer"), grow=1),
        Column("present", tr("Present"), kind="number"),
        Column("absent", tr("Absent leaders"), grow=1),
        Column("state", tr("State")),
    )
    rows = tuple(_row(row, _absent(ground, roster, row)) for row in found)
    return View(columns, rows, notes=_notes(ground, found))


async def _sessions(ground: Ground) -> list[dict[str, Any]]:
    stage = ground.match("session", category=CATEGORY, units=False)
    stage["$match"]["unit"] = {"$in": [ground.township, None]}
    wanted = ("level", "lecturer", "expected", "present", "attendance")
    return await ground.rows(
        stage,
        {"$sort": {"date.start": -1, "_id": -1}},
        {"$project": {"status": 1, "date": 1, "title": 1, **{name: f"$fields.{name}" for name in wanted}}},
    )


def _is_lecture(row: Mapping[str, Any]) -> bool:
    """Whether an expert spoke: a session of township level with a lecturer."""
    return row.get("level") == "乡" and bool(row.get("lecturer"))


def _absent(ground: Ground, roster: Roster, row: dict[str, Any]) -> list[str]:
    """The leading cadres who missed a lecture without leave: absent, or on no line of its list (R17).

    Those exempt on the day are left out; a session without a list tells of nobody.
    """
    on_list, day = row.get("attendance") or [], row["date"].start
    if not on_list or not _is_lecture(row):
        return []
    rule = ground.book.rule("R17")
    states = {each.get("person"): each for each in on_list}
    return [
        person.name
        for person in roster.people.values()
        if person.bound_by(rule)
        and person.active[0] <= day <= person.active[1]
        and not any(first <= day <= last for first, last in roster.holes(person, rule))
        and not _excused(states.get(person.id, {}), ground.scope.on)
    ]


def _excused(row: Mapping[str, Any], on: date) -> bool:
    state, made_up = row.get("state"), row.get("made_up_on")
    return state in ("到", "迟到", "请假") or (state == "补学" and (made_up is None or made_up <= on))


def _row(row: dict[str, Any], absent: list[str]) -> Row:
    tone: Tone = "met"
    if row["status"] == "submitted":
        tone, state = "waiting", tr("to approve")
    elif absent:
        tone, state = "failed", tr("{count} absent without leave", count=len(absent))
    else:
        state = tr("expert lecture") if _is_lecture(row) else tr("tutored session")
    cells = (
        row["date"].start.isoformat(),
        row["title"],
        row.get("lecturer") or "",
        f"{row.get('present') or 0}/{row.get('expected') or 0}",
        "" if tone == "waiting" else listed(absent),
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
    lectures = sum(map(_is_lecture, held))
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
