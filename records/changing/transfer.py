"""A person goes over to another unit: from a day on, and without touching any figure of the time before.

The present membership ends the day before, a new one begins. Records dated since then (a transfer is often
recorded weeks later) go to the unit that the person has on their date; older ones stay where they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.errors import Refused, UsageFault
from records.language import translator
from records.record import Record
from records.references import Target, membership
from records.values import as_partial, to_bson

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

#: So many days after the working date a transfer may lie: one that is announced, not a slip of the pen.
FURTHEST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Transfer:
    """What a transfer would do; nothing of it is stored yet.

    ``old`` is None for a person who had no unit on the day; ``moved`` are the records dated since then that
    get another unit. ``recorded`` says that the membership stands already and only records are to follow,
    as after an interruption.
    """

    person: Record
    old: Record | None
    new: Record
    on: date
    memberships: tuple[Mapping[str, Any], ...]
    moved: tuple[ObjectId, ...]
    recorded: bool = False


async def plan_transfer(archive: Archive, person: Record, unit: ObjectId, on: date) -> Transfer:
    """What would come of ``person`` (as it was looked at) belonging to ``unit`` from the day ``on``.

    Raises UsageFault for records of a wrong kind, NotFound, and Refused, saying why: void, the same unit, a
    day that is not after the beginning of the present membership, too far ahead, or before a membership that
    is known to follow.
    """
    new = await archive.get(unit)
    _refuse_kinds(person, new)
    furthest = archive.settings.today + timedelta(days=FURTHEST_DAYS)
    if on > furthest:
        raise Refused(
            tr("{day} is more than a year after the working date.", day=on),
            hint=tr("Check the year, or change the working date."),
        )
    rows = _memberships(person)
    same = [row for row in rows if row.get("org") == unit and _begun(row) == on and row.get("to") is None]
    recorded = bool(same)
    later = [row for row in rows if (begun := _begun(row)) and begun >= on and row not in same]
    if later:
        raise Refused(
            tr("{person} has a membership that begins on {day}.", person=person.title, day=_begun(later[0])),
            hint=tr("Choose a later day, or correct the memberships in the form."),
        )
    old_id = membership(rows, on - timedelta(days=1) if recorded else on)
    if old_id == unit:
        since = max(
            (begun for row in rows if row.get("org") == unit and (begun := _begun(row))), default=None
        )
        raise _belongs_already(person, new, since)
    after = rows if recorded else (*(_ended(row, on) for row in rows), {"org": unit, "from": on, "to": None})
    moved = await _moved(archive, person, after, on)
    if recorded and not moved:
        raise _belongs_already(person, new, on)
    old = await archive.get(old_id) if old_id else None
    return Transfer(person, old, new, on, after, tuple(moved), recorded)


def _belongs_already(person: Record, unit: Record, since: date | None) -> Refused:
    said = tr("{person} belongs to {unit} already.", person=person.title, unit=unit.title)
    if since is not None:
        said = tr(
            "{person} belongs to {unit} already, since {day}.",
            person=person.title,
            unit=unit.title,
            day=since,
        )
    return Refused(said, hint=tr("Choose another unit."))


async def transfer(archive: Archive, plan: Transfer) -> Record:
    """Store a transfer; answers the person as stored.

    Raises Conflict when the person was changed since it was looked at, InvalidRecord or Refused when it can't
    be saved. Interrupted after that, planning the same transfer again finds the records still to be moved.
    """
    person = plan.person
    if not plan.recorded:
        changed = person.copy()
        changed.fields["memberships"] = [dict(row) for row in plan.memberships]
        person = await archive.save(changed, expected_version=person.version, note=_note(plan))
    # Once more, because what was saved since the plan was made may belong to it.
    await archive.move(await _moved(archive, person, plan.memberships, plan.on), note=_note(plan))
    return person


def _refuse_kinds(person: Record, unit: Record) -> None:
    if person.kind != "person" or unit.kind != "unit":
        raise UsageFault(tr("A transfer takes a person to a unit."))
    for each in (person, unit):
        if each.status == "void":
            raise Refused(
                tr("{no} is void.", no=each.no or each.title), hint=tr("Make it valid again first.")
            )


def _memberships(person: Record) -> tuple[Mapping[str, Any], ...]:
    rows = person.fields.get("memberships")
    return tuple(row for row in rows if isinstance(row, Mapping)) if isinstance(rows, list) else ()


def _begun(row: Mapping[str, Any]) -> date | None:
    begun = as_partial(row.get("from"))
    return begun.start if begun else None


def _ended(row: Mapping[str, Any], on: date) -> Mapping[str, Any]:
    """A membership that goes on to ``on`` or beyond ends the day before; another stays as it is."""
    ended = as_partial(row.get("to"))
    return row if ended and ended.end < on else {**row, "to": on - timedelta(days=1)}


async def _moved(
    archive: Archive, person: Record, after: tuple[Mapping[str, Any], ...], on: date
) -> list[ObjectId]:
    """The person's records since ``on`` whose unit would be another with the memberships ``after``."""
    where = {"people.person": person.id, "date.start": {"$gte": to_bson(on)}, "status": {"$ne": "void"}}
    rows = await archive.aggregate([{"$match": where}, {"$project": {"_id": 1}}], hint="person_date")
    whose = {person.id: Target(person.id, "person", person.title, person.status, after)}
    return await archive.moved([row["_id"] for row in rows], whose)


def _note(plan: Transfer) -> str:
    if plan.old is None:
        return tr("joins {new} on {day}", new=plan.new.title, day=plan.on)
    return tr("from {old} to {new} on {day}", old=plan.old.title, new=plan.new.title, day=plan.on)
