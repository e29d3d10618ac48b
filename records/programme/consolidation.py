"""The review at the end: whom the programme was put before, what they said, and what is made lasting.

R42: an evaluation meeting each for the whole system, the grassroots and those who are served. R43: a test of
public satisfaction and a self-evaluation summary, of the township and of each unit. R44: practices fixed as
rules.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from records.kind import Label
from records.language import translator
from records.programme.stages import Stage
from records.programme.units import BRANCHES, Unit, Units
from records.values import to_bson

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive

tr = translator("records")

#: Whom a meeting is held with, by the value of its record.
AUDIENCES: Mapping[str, Label] = {
    "全系统": Label("全系统评议会", "Evaluation by the whole system"),
    "基层": Label("基层评议会", "Evaluation by the grassroots"),
    "服务对象": Label("服务对象评议会", "Evaluation by those served"),
}
_TEST = Label("群众满意度测评", "Test of public satisfaction")
_SUMMARY = Label("自评总结", "Self-evaluation summary")
_RULES = Label("好做法固化为制度", "Practices fixed as rules")


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing the review asks for. ``done`` are verified records of the township, ``waiting`` submitted
    ones; ``units`` says how many of ``of_units`` units have theirs (0 of 0 where none is asked of them).

    ``kind`` and ``draft`` are what a new record of it begins with; ``detail`` says more, in words.
    """

    rule: str
    label: Label
    kind: str
    done: tuple[ObjectId, ...] = ()
    waiting: tuple[ObjectId, ...] = ()
    of_others: tuple[ObjectId, ...] = ()
    units: int = 0
    of_units: int = 0
    detail: str = ""
    draft: Mapping[str, Any] | None = None

    @property
    def met(self) -> bool:
        """Whether the township itself has it."""
        return bool(self.done)

    @property
    def records(self) -> tuple[ObjectId, ...]:
        """Every record behind it."""
        return (*self.done, *self.waiting, *self.of_others)


async def consolidation(
    archive: Archive, stage: Stage, on: date, units: Units, root: Unit | None
) -> tuple[Proof, ...]:
    """What the review in ``stage`` has come to by the day ``on``."""
    rows = await archive.aggregate(_pipeline(stage, on), hint="kind_date")
    township = root.id if root else None
    bound = {unit.id for unit in units.ordered if unit.category in BRANCHES}
    own = {"unit": township} if township else {}
    tests, summaries = _of(rows, "satisfaction"), _of(rows, "stage_summary")
    meetings = [
        _proof("R42", label, "evaluation_minutes", _of(rows, "evaluation_minutes", audience), township)
        for audience, label in AUDIENCES.items()
    ]
    return (
        *(
            replace(proof, draft=own | {"category": "创建评议", "audience": audience})
            for proof, audience in zip(meetings, AUDIENCES, strict=True)
        ),
        replace(
            _proof("R43", _TEST, "satisfaction", tests, township, bound),
            detail=_share(tests),
            draft=dict(own),
        ),
        replace(
            _proof("R43", _SUMMARY, "stage_summary", summaries, township, bound),
            draft=own | {"stage": str(stage.number), "period": stage.period},
        ),
        replace(
            _proof("R44", _RULES, "rule_document", _of(rows, "rule_document"), township), draft=dict(own)
        ),
    )


def _pipeline(stage: Stage, on: date) -> list[dict[str, Any]]:
    """The records of the review with what is told of them, dated within the stage and not after ``on``."""
    first, last = to_bson(stage.start), to_bson(min(stage.end, on))
    ends = {"date.end": {"$lte": last}}
    kinds = {"$in": ["evaluation_minutes", "satisfaction", "rule_document", "stage_summary"]}
    kept = ("audience", "returned", "very", "fairly", "basic")
    return [
        {
            "$match": {
                "kind": kinds,
                "status": {"$in": ["verified", "submitted"]},
                "date.start": {"$gte": first, "$lte": last},
                # A summary is of the whole stage, and may be written before its last day.
                "$or": [ends, {"kind": "stage_summary", "fields.stage": str(stage.number)}],
            }
        },
        {"$project": {"kind": 1, "unit": 1, "status": 1} | {f"fields.{name}": 1 for name in kept}},
        {"$sort": {"_id": 1}},
    ]


Row = Mapping[str, Any]


def _of(rows: Sequence[Row], kind: str, audience: str | None = None) -> list[Row]:
    return [
        row
        for row in rows
        if row["kind"] == kind and audience in (None, row.get("fields", {}).get("audience"))
    ]


def _proof(
    rule: str,
    label: Label,
    kind: str,
    rows: Sequence[Row],
    township: ObjectId | None,
    bound: Collection[ObjectId] = (),
) -> Proof:
    def ids(status: str) -> tuple[ObjectId, ...]:
        return tuple(row["_id"] for row in rows if row["status"] == status and row.get("unit") == township)

    others = [row for row in rows if row.get("unit") in bound]
    have = {row["unit"] for row in others if row["status"] == "verified"}
    of_others = tuple(row["_id"] for row in others)
    return Proof(rule, label, kind, ids("verified"), ids("submitted"), of_others, len(have), len(bound))


def _share(tests: Sequence[Row]) -> str:
    """How many of the forms that came back are satisfied, over all tests that count."""
    counted = [row.get("fields", {}) for row in tests if row["status"] == "verified"]
    returned = sum(fields.get("returned") or 0 for fields in counted)
    if not returned:
        return ""
    satisfied = sum(fields.get(name) or 0 for fields in counted for name in ("very", "fairly", "basic"))
    return tr(
        "{satisfied} of {returned} satisfied ({share:.1f}%)",
        satisfied=satisfied,
        returned=returned,
        share=100 * satisfied / returned,
    )
