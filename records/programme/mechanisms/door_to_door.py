"""Door to door: which members were reached this month, at a session or at home, and who was not (R16)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.language import translator
from records.programme.mechanisms.ground import Ground, Stage, stand_on
from records.programme.mechanisms.people import Belonging, people_of
from records.programme.mechanisms.scope import Scope
from records.programme.mechanisms.view import Column, Note, Proposal, Row, Tone, View
from records.values import PartialDate, to_bson

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: Days without being reached after which a member is announced.
LONG = 25
#: How far back a last meeting is looked for.
_YEAR = timedelta(days=366)
_ATTENDED = ("到", "迟到")


@dataclass(frozen=True, slots=True)
class Last:
    """When somebody was last reached, how (``session`` or ``door_delivery``) and by which record."""

    on: date
    how: str
    record: ObjectId


@dataclass(frozen=True)
class Reached:
    """The members of the scope, and when each was last reached by records approved, and by any."""

    month: PartialDate
    members: tuple[Belonging, ...]
    verified: dict[ObjectId, Last]
    any: dict[ObjectId, Last]

    def is_met(self, person: ObjectId) -> bool:
        last = self.verified.get(person)
        return last is not None and last.on >= self.month.start

    def counts(self, units: Collection[ObjectId]) -> tuple[int, int]:
        """Members of these units, and how many of them were reached this month."""
        own = [each.person.id for each in self.members if each.unit in units]
        return len(own), sum(map(self.is_met, own))


async def reached_members(ground: Ground, month: PartialDate) -> Reached:
    """When the members of the scope were last reached, up to the end of ``month`` or the working date."""
    until = min(ground.scope.on, month.end)
    first = month.start - _YEAR
    rows = [
        *await ground.rows(*_at_sessions(ground, first, until)),
        *await ground.rows(*_at_home(ground, first, until)),
    ]
    verified: dict[ObjectId, Last] = {}
    anyhow: dict[ObjectId, Last] = {}
    for row in rows:
        last = Last(**row["last"])
        person = row["_id"]["person"]
        for known in (verified, anyhow) if row["_id"]["status"] == "verified" else (anyhow,):
            if person not in known or known[person].on < last.on:
                known[person] = last
    members = tuple(each for each in await people_of(ground) if each.member)
    return Reached(month, members, verified, anyhow)


def _at_sessions(ground: Ground, first: date, until: date) -> list[Stage]:
    """Those present, and those who made it up, on the day that they did."""
    row = "$fields.attendance"
    made_up = {"$eq": [f"{row}.state", "补学"]}
    return [
        ground.match("session", first=first, until=until, units=False),
        {"$project": {"status": 1, "date": 1, "fields.attendance": 1}},
        {"$unwind": row},
        {"$match": {"fields.attendance.state": {"$in": [*_ATTENDED, "补学"]}}},
        {"$set": {"on": {"$cond": [made_up, f"{row}.made_up_on", "$date.start"]}}},
        {"$match": {"on": {"$lte": to_bson(until)}}},
        {"$group": _last(f"{row}.person", "session")},
    ]


def _at_home(ground: Ground, first: date, until: date) -> list[Stage]:
    return [
        ground.match("door_delivery", first=first, until=until, units=False),
        {"$set": {"on": "$date.start"}},
        {"$group": _last("$fields.member", "door_delivery")},
    ]


def _last(person: str, how: str) -> Stage:
    return {
        "_id": {"person": person, "status": "$status"},
        "last": {"$max": {"on": "$on", "how": how, "record": "$_id"}},
    }


async def door_to_door(archive: Archive, scope: Scope) -> View:
    """Every member: those longest unreached first, those reached this month last."""
    ground = await stand_on(archive, scope)
    reached = await reached_members(ground, scope.period)
    columns = (
        Column("member", tr("Member")),
        Column("unit", tr("Unit"), grow=1),
        Column("mobility", tr("Mobility")),
        Column("last", tr("Last reached"), kind="date"),
        Column("how", tr("How")),
        Column("days", tr("Days"), kind="number"),
        Column("state", tr("State")),
    )
    mobility = {choice.value: choice.label.text() for choice in _field_choices(archive, "mobility")}
    rows = [_row(ground, each, reached, mobility) for each in reached.members]
    order: dict[Tone, int] = {"overdue": 0, "failed": 1, "soon": 2, "waiting": 3, "met": 9}
    rows.sort(key=lambda row: (order.get(row.tone, 5), row.cells[3]))
    return View(columns, tuple(rows), notes=_notes(reached, rows))


def _field_choices(archive: Archive, name: str) -> Any:
    field = archive.kinds.of("person").field(name)
    return field.choices if field else ()


def _row(ground: Ground, belonging: Belonging, reached: Reached, mobility: dict[str, str]) -> Row:
    person = belonging.person
    last = reached.verified.get(person.id)
    until = ground.scope.until
    days = (until - last.on).days if last else None
    tone, state = _state(person.id, reached, days, ground.scope)
    how = {"session": tr("session"), "door_delivery": tr("at home")}
    cells = (
        person.name,
        ground.name_of(belonging.unit),
        "" if person.mobility in ("", "无") else mobility.get(person.mobility, person.mobility),
        last.on.isoformat() if last else "",
        how[last.how] if last else tr("never"),
        str(days) if days is not None else "",
        state,
    )
    waiting = reached.any.get(person.id)
    behind = [each.record for each in (last, waiting) if each is not None]
    proposal = None if tone == "met" else Proposal("door_delivery", {"member": person.id, "date": until})
    return Row(cells, tone, ids=tuple(dict.fromkeys(behind)) or (person.id,), proposal=proposal)


def _state(person: ObjectId, reached: Reached, days: int | None, scope: Scope) -> tuple[Tone, str]:
    if reached.is_met(person):
        return "met", tr("reached")
    waiting = reached.any.get(person)
    if waiting is not None and waiting.on >= reached.month.start:
        return "waiting", tr("to approve")
    if days is None or days > LONG:
        return "overdue", tr("over {days} days", days=LONG)
    if scope.over:
        return "failed", tr("not reached")
    return "soon", tr("not yet reached")


def _notes(reached: Reached, rows: list[Row]) -> tuple[Note, ...]:
    met, members = sum(row.tone == "met" for row in rows), len(rows)
    share = met * 100 // members if members else 100
    text = tr(
        "Reached {met} of {members} members ({share}%) in {month}",
        met=met,
        members=members,
        share=share,
        month=f"{reached.month.start:%Y-%m}",
    )
    long = sum(row.tone == "overdue" for row in rows)
    found = [Note(text, "met" if met == members else "behind")]
    if long:
        found.append(Note(tr("{count} unreached for over {days} days", count=long, days=LONG), "overdue"))
    return tuple(found)
