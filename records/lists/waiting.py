"""What waits for approval: how much of it by unit and kind, since when, and what can't be approved yet.

Only few records wait in an archive however long, and they have an index of their own (``open``); all is
counted there. Approval itself is ``Archive.approve_many``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from records.checking.completing import COMPLETIONS
from records.errors import Refused, UsageFault
from records.kind import Field, Kind, Kinds
from records.language import translator
from records.record import Record
from records.values import from_bson, to_bson

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive

tr = translator("records")

_WAITING = {"$match": {"status": "submitted"}}


@dataclass(frozen=True, slots=True)
class WaitingGroup:
    """Submitted records of one unit and kind.

    unit      the record's; of one without, the unit of its first person on its date; None for neither
    lacking   so many have a required field empty and can't be verified
    oldest    the earliest date of a record, None when none has one
    since     when (UTC) the one that waits longest was last saved
    """

    unit: ObjectId | None
    kind: str
    count: int
    lacking: int
    oldest: date | None
    since: datetime

    def days(self, today: date) -> int:
        """For how many days the longest waits. ``today`` is the calendar's: approving is done today, whatever
        day the archive is told as of."""
        return max(0, (today - self.since.astimezone().date()).days)


async def waiting(archive: Archive) -> list[WaitingGroup]:
    """Everything submitted, counted by unit and kind, the largest group first."""
    lacks = {"$cond": [_lacks(archive.kinds), 1, 0]}
    measures: dict[str, Any] = {
        "count": {"$sum": 1},
        "lacking": {"$sum": lacks},
        "oldest": {"$min": "$date.start"},
        "since": {"$min": "$updated.at"},
    }
    together = {name: {next(iter(how)): f"${name}"} for name, how in measures.items()}
    pipeline: list[dict[str, Any]] = [
        _WAITING,
        # People are looked up for groups of records, and only where the record has no unit of its own.
        {"$group": {"_id": {"kind": "$kind", **_WHOSE}, **measures}},
        *_unit_of("$_id"),
        {"$group": {"_id": {"unit": "$unit", "kind": "$_id.kind"}, **together}},
        {"$sort": {"count": -1, "_id": 1}},
    ]
    return [_group(row) for row in await archive.aggregate(pipeline, hint="open")]


def _group(row: dict[str, Any]) -> WaitingGroup:
    oldest = from_bson(row["oldest"])
    return WaitingGroup(
        unit=row["_id"].get("unit"),
        kind=row["_id"]["kind"],
        count=row["count"],
        lacking=row["lacking"],
        oldest=oldest.date() if isinstance(oldest, datetime) else oldest,
        since=row["since"].replace(tzinfo=UTC),
    )


async def waiting_records(
    archive: Archive, groups: Collection[tuple[ObjectId | None, str]] | None = None
) -> list[ObjectId]:
    """The records of some groups (unit and kind), or all that wait, the oldest deeds first."""
    kinds = {} if groups is None else {"kind": {"$in": sorted({kind for _, kind in groups})}}
    waits = {"status": "submitted", **kinds}
    shown = {"kind": 1, "unit": 1, "day": "$date.start"}
    own: list[dict[str, Any]] = [{"$match": {**waits, "unit": {"$ne": None}}}, {"$project": shown}]
    others: list[dict[str, Any]] = [
        {"$match": {**waits, "unit": None}},
        {"$project": {"kind": 1, "day": "$date.start", "whose": _WHOSE}},
        *_unit_of("$whose"),
        {"$project": {"kind": 1, "unit": 1, "day": 1}},
    ]
    rows = [*await archive.aggregate(own, hint="open"), *await archive.aggregate(others, hint="open")]
    wanted = [row for row in rows if groups is None or (row.get("unit"), row["kind"]) in groups]
    wanted.sort(key=lambda row: (row.get("day") or _FIRST_DAY, row["_id"]))
    return [row["_id"] for row in wanted]


async def send_back(archive: Archive, record: Record, reason: str, *, on: date) -> Record:
    """Make a submitted record a draft again, the reason added to its remarks.

    ``record`` is as it was looked at. Raises UsageFault without a reason, Refused when it does not wait (any
    more), Conflict when somebody changed it meanwhile, InvalidRecord when it can't be saved as it is.
    """
    if not reason.strip():
        raise UsageFault(tr("A reason is needed."), hint=tr("Say what is to be put right."))
    if record.status != "submitted":
        raise Refused(tr("{no} does not wait for approval.", no=record.no or record.title))
    back = record.copy()
    back.status = "draft"
    line = tr("Sent back {day} by {by}: {reason}", day=on, by=archive.operator, reason=reason.strip())
    back.remarks = "\n".join(filter(None, (record.remarks, line)))
    return await archive.save(back, note=line)


# --- whose they are --------------------------------------------------------------------------------

_NO_UNIT = {"$eq": [{"$ifNull": ["$unit", None]}, None]}
#: The record's unit; of one without it, the person and the day that tell it.
_WHOSE: dict[str, Any] = {
    "unit": {"$ifNull": ["$unit", None]},
    "person": {"$cond": [_NO_UNIT, {"$ifNull": [{"$first": "$people.person"}, None]}, None]},
    "day": {"$cond": [_NO_UNIT, {"$ifNull": ["$date.start", None]}, None]},
}
_FIRST_DAY, _LAST_DAY = to_bson(date.min), to_bson(date.max)


def _unit_of(whose: str) -> list[dict[str, Any]]:
    """Stages that set ``unit`` from what ``_WHOSE`` gave at ``whose``; as ``references.membership`` would."""
    begun = {"$ifNull": ["$$each.from", _FIRST_DAY]}
    ended = {"$ifNull": ["$$each.to", _LAST_DAY]}
    day = f"{whose}.day"
    valid = {"$and": [{"$lte": [begun, day]}, {"$gte": [ended, day]}]}
    # The latest begun of those valid on the day; without a day the last open one, else the last to end.
    on_day = {"first": begun, "second": ended, "org": "$$each.org"}
    undated = {"first": ended, "second": begun, "org": "$$each.org"}
    found = {
        "$filter": {
            "input": {"$ifNull": [{"$first": "$member.fields.memberships"}, []]},
            "as": "each",
            "cond": {"$or": [{"$eq": [day, None]}, valid]},
        }
    }
    ranked = {
        "$map": {"input": found, "as": "each", "in": {"$cond": [{"$eq": [day, None]}, undated, on_day]}}
    }
    return [
        {
            "$lookup": {
                "from": "records",
                "localField": whose[1:] + ".person",
                "foreignField": "_id",
                "as": "member",
            }
        },
        {
            "$set": {
                "unit": {
                    "$ifNull": [
                        f"{whose}.unit",
                        {"$let": {"vars": {"last": {"$max": ranked}}, "in": "$$last.org"}},
                        None,
                    ]
                }
            }
        },
    ]


# --- what they lack --------------------------------------------------------------------------------


def _lacks(kinds: Kinds) -> dict[str, Any]:
    """Whether a record has a field empty that its kind requires, in sub-records too."""
    branches = [
        {"case": {"$eq": ["$kind", kind.name]}, "then": {"$or": empty}}
        for kind in kinds.values()
        if (empty := _empty(kind))
    ]
    return {"$switch": {"branches": branches, "default": False}} if branches else {"$literal": False}


def _empty(kind: Kind) -> list[dict[str, Any]]:
    completion = COMPLETIONS.get(kind.name)
    filled_in = completion.fills if completion else ()
    tests = [
        _blank(f"$fields.{each.name}") for each in kind.fields if _needed(each) and each.name not in filled_in
    ]
    for each in kind.fields:
        parts = [_blank(f"$$this.{sub.name}") for sub in each.fields if _needed(sub)]
        if parts:
            rows = {"$cond": [{"$isArray": f"$fields.{each.name}"}, f"$fields.{each.name}", []]}
            tests.append({"$anyElementTrue": [{"$map": {"input": rows, "as": "this", "in": {"$or": parts}}}]})
    return tests


def _needed(field: Field) -> bool:
    return field.required and not field.computed


def _blank(path: str) -> dict[str, Any]:
    return {"$in": [{"$ifNull": [path, None]}, [None, "", [], {}]]}
