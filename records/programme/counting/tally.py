"""One pass over a period's records: counts and sums by kind, unit and category."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from records.values import PartialDate, from_bson, to_bson

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive

Pipeline = list[dict[str, Any]]

#: Kinds whose records are deeds of the period.
_DEEDS = [
    "session",
    "party_class",
    "preaching",
    "farmer_tutorial",
    "household_visit",
    "study_entry",
    "book_reading",
    "reading_note",
    "experience_article",
    "research_report",
    "briefing",
    "publicity",
    "exam",
    "theme_activity",
    "door_delivery",
    "talk",
    "communication",
    "inspection",
    "rectification",
    "evaluation_minutes",
    "satisfaction",
    "typical_model",
    "funding",
    "rule_document",
    "implementation_plan",
    "award",
    "democratic_evaluation",
]
#: Kinds dated by a whole year: a plan counts for every period it touches, a judgement by its signature.
_PLANS = ["study_plan"]
_JUDGEMENTS = ["assessment", "designation", "nomination"]
_SUMMED = (
    "minutes",
    "present",
    "expected",
    "words",
    "items",
    "solved",
    "unsolved",
    "closed",
    "amount",
    "satisfied",
    "returned",
    "people",
)


@dataclass(frozen=True)
class Row:
    """Records of one kind, unit and category: how many, and the sums of `_SUMMED`."""

    kind: str
    unit: ObjectId | None
    category: str
    count: int
    sums: Mapping[str, Decimal]


class Tally:
    """The rows of a period, to be counted and summed by kind, category and units."""

    def __init__(self, rows: Collection[Row]) -> None:
        self._rows: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            self._rows[row.kind].append(row)

    def rows(self, kind: str, *categories: str, units: Collection[ObjectId] | None = None) -> list[Row]:
        return [
            row
            for row in self._rows.get(kind, ())
            if (not categories or row.category in categories) and (units is None or row.unit in units)
        ]

    def count(self, kind: str, *categories: str, units: Collection[ObjectId] | None = None) -> int:
        return sum(row.count for row in self.rows(kind, *categories, units=units))

    def sum(
        self, kind: str, name: str, *categories: str, units: Collection[ObjectId] | None = None
    ) -> Decimal:
        return sum((row.sums[name] for row in self.rows(kind, *categories, units=units)), Decimal(0))

    def categories(self, kind: str) -> list[tuple[str, int]]:
        """Categories of a kind with their counts, most frequent first."""
        counts: dict[str, int] = defaultdict(int)
        for row in self._rows.get(kind, ()):
            counts[row.category] += row.count
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


async def load_tally(archive: Archive, period: PartialDate, units: Collection[ObjectId] | None) -> Tally:
    """The verified records of ``period``; of ``units`` only, or of the whole township with None."""
    documents = await archive.aggregate(
        [
            {"$match": {"status": "verified", **_scope(units), "$or": _in_period(period)}},
            {"$group": _group(period)},
        ]
    )
    return Tally(
        [
            Row(
                document["_id"]["kind"],
                document["_id"].get("unit"),
                document["_id"].get("category") or "",
                document["count"],
                {name: _decimal(document[name]) for name in _SUMMED},
            )
            for document in documents
        ]
    )


async def count_waiting(archive: Archive, period: PartialDate, units: Collection[ObjectId] | None) -> int:
    """Records of the period that are submitted and wait for approval: not counted as done."""
    found = await archive.aggregate(
        [
            {"$match": {"status": "submitted", **_scope(units), "$or": _in_period(period)}},
            {"$count": "waiting"},
        ]
    )
    return int(found[0]["waiting"]) if found else 0


def _scope(units: Collection[ObjectId] | None) -> dict[str, Any]:
    return {} if units is None else {"unit": {"$in": list(units)}}


def _in_period(period: PartialDate) -> list[dict[str, Any]]:
    first, last = to_bson(period.start), to_bson(period.end)
    inside = {"date.start": {"$gte": first, "$lte": last}, "date.end": {"$lte": last}}
    signed = {"$gte": first, "$lte": last}
    return [
        {"kind": {"$in": _DEEDS}, **inside},
        {"kind": {"$in": _PLANS}, "date.start": {"$lte": last}, "date.end": {"$gte": first}},
        {"kind": {"$in": _JUDGEMENTS}, "date.end": {"$gte": first, "$lte": last}},
        {"kind": {"$in": _JUDGEMENTS}, "date.end": {"$gt": last}, "fields.signed_on": signed},
        {"kind": {"$in": _JUDGEMENTS}, "date.end": {"$gt": last}, "fields.assessed_on": signed},
        {"kind": {"$in": _JUDGEMENTS}, "date.end": {"$gt": last}, "fields.notice_to": signed},
    ]


def _when(kind: str, value: Any) -> dict[str, Any]:
    return {"$cond": [{"$eq": ["$kind", kind]}, value, 0]}


def _is_date(path: str) -> dict[str, Any]:
    return {"$eq": [{"$type": path}, "date"]}


def _rows_where(path: str, condition: dict[str, Any] | None = None) -> dict[str, Any]:
    rows = {"$cond": [{"$isArray": path}, path, []]}
    return {"$size": {"$filter": {"input": rows, "cond": condition}} if condition else rows}


def _sums(period: PartialDate) -> dict[str, Any]:
    visit_open = {"$and": [{"$gt": ["$fields.difficulty", ""]}, {"$ne": ["$fields.solved", True]}]}
    done = {"$and": [_is_date("$fields.closed_on"), {"$lte": ["$fields.closed_on", to_bson(period.end)]}]}
    timed = {"$and": [_is_date("$fields.start"), _is_date("$fields.end")]}
    minutes = {"$divide": [{"$subtract": ["$fields.end", "$fields.start"]}, 60_000]}
    return {
        "minutes": _when("session", {"$cond": [timed, minutes, 0]}),
        "present": "$fields.present",
        "expected": "$fields.expected",
        "words": "$fields.words",
        "items": _when("briefing", _rows_where("$fields.items")),
        "solved": {
            "$switch": {
                "branches": [
                    {
                        "case": {"$eq": ["$kind", "household_visit"]},
                        "then": {"$cond": [{"$eq": ["$fields.solved", True]}, 1, 0]},
                    },
                    {
                        "case": {"$eq": ["$kind", "research_report"]},
                        "then": _rows_where("$fields.problems", {"$eq": ["$$this.solved", True]}),
                    },
                ],
                "default": 0,
            }
        },
        "unsolved": _when("household_visit", {"$cond": [visit_open, 1, 0]}),
        "closed": _when("rectification", {"$cond": [done, 1, 0]}),
        "amount": "$fields.amount",
        "satisfied": _when(
            "satisfaction",
            {"$add": [{"$ifNull": [f"$fields.{name}", 0]} for name in ("very", "fairly", "basic")]},
        ),
        "returned": _when("satisfaction", "$fields.returned"),
        "people": "$fields.count",
    }


def _group(period: PartialDate) -> dict[str, Any]:
    category = {
        "$switch": {
            "branches": [
                {
                    "case": {"$in": ["$kind", ["session", "funding", "rule_document"]]},
                    "then": "$fields.category",
                },
                {"case": {"$eq": ["$kind", "publicity"]}, "then": "$fields.form"},
                {"case": {"$eq": ["$kind", "designation"]}, "then": "$fields.result"},
            ],
            "default": None,
        }
    }
    return {
        "_id": {"kind": "$kind", "unit": "$unit", "category": category},
        "count": {"$sum": 1},
        **{name: {"$sum": value} for name, value in _sums(period).items()},
    }


def _decimal(value: Any) -> Decimal:
    plain = from_bson(value)
    return plain if isinstance(plain, Decimal) else Decimal(str(plain))
