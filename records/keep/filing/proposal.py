"""What the papers of a year would be filed as: an ordered list, and what is left out and why.

Order: the period, the longest first; the office or matter; the date, a paper of a whole year after those of
its days; then the table's order of kinds and the number. Item numbers follow the highest of each class, so
what comes to a filed year later stands at the end of its class.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.filing import RETENTIONS, Filed
from records.keep.filing.scheme import Period, Scheme, load_scheme, waiting_scheme
from records.language import translator
from records.values import PartialDate, as_partial, from_bson, to_bson

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

_READ = ("kind", "no", "title", "date", "status", "version")


@dataclass(frozen=True, slots=True)
class Paper:
    """A record to be filed and its place. ``size`` is what it weighs in the database, in bytes."""

    id: ObjectId
    no: str
    kind: str
    title: str
    date: PartialDate
    version: int
    size: int
    filed: Filed


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A record of a kind that is filed which is not, and why."""

    id: ObjectId
    no: str
    kind: str
    title: str
    why: str


@dataclass(frozen=True)
class Proposal:
    """A year as it would be filed. ``before`` counts what is filed of it already.

    ``waiting`` is the number of a scheme for it that is not verified, where none is in force.
    """

    year: int
    scheme: Scheme
    papers: list[Paper] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    before: int = 0
    waiting: str = ""

    def counts(self) -> dict[str, int]:
        """How many would be filed for each period, the longest first."""
        found = dict.fromkeys(RETENTIONS, 0)
        for each in self.papers:
            found[each.filed.retention] += 1
        return found


async def propose(archive: Archive, year: int, *, on: date | None = None) -> Proposal:
    """What would be filed of a year now; papers dated after ``on`` are not here yet."""
    scheme = await load_scheme(archive, year)
    highest = await highest_items(archive, year)
    waiting = "" if scheme.in_force else await waiting_scheme(archive, year)
    proposal = Proposal(year, scheme, before=sum(highest.values()), waiting=waiting)
    kinds = list(scheme.kinds)
    fit: list[tuple[Any, Period, dict[str, Any]]] = []
    for row in await _candidates(archive, scheme, year, on):
        period = scheme.period_of(row["kind"], row.get("fields") or {})
        if period is None:
            continue
        if why := _why_not(row, archive.kinds.of(row["kind"]).label.zh):
            kind = str(row["kind"])
            proposal.left_out.append(LeftOut(row["_id"], _text(row, "no"), kind, _text(row, "title"), why))
            continue
        fit.append((_rank(row, period, scheme, kinds), period, row))
    for _, period, row in sorted(fit, key=lambda each: each[0]):
        place = scheme.filed(period, year, 0).class_
        item = highest[place] = highest.get(place, 0) + 1
        proposal.papers.append(
            Paper(
                row["_id"],
                _text(row, "no"),
                row["kind"],
                _text(row, "title"),
                row["date"],
                row["version"],
                row["size"],
                scheme.filed(period, year, item),
            )
        )
    return proposal


async def highest_items(archive: Archive, year: int) -> dict[tuple[Any, ...], int]:
    """The highest item number of each class of a year; records that are void now keep theirs."""
    rows = await archive.aggregate(
        [
            {"$match": {"archive.year": {"$in": [year, str(year)]}, "archive.item": {"$gt": 0}}},
            {"$project": {"archive": 1}},
        ],
        hint="filed_year",
    )
    highest: dict[tuple[Any, ...], int] = {}
    for row in rows:
        if (filed := Filed.of(row["archive"])) is not None:
            highest[filed.class_] = max(filed.item, highest.get(filed.class_, 0))
    return highest


async def filed_of(archive: Archive, year: int) -> list[ObjectId]:
    """The records that are filed of a year, those that are void now as well."""
    match = {"archive.year": {"$in": [year, str(year)]}, "archive.item": {"$gt": 0}}
    rows = await archive.aggregate([{"$match": match}, {"$project": {"_id": 1}}], hint="filed_year")
    return [row["_id"] for row in rows]


async def _candidates(archive: Archive, scheme: Scheme, year: int, on: date | None) -> list[dict[str, Any]]:
    """The records of a year that are not filed, and those without a date, which may be of any year."""
    last = min(date(year, 12, 31), on) if on is not None else date(year, 12, 31)
    dated = {"date.start": {"$gte": to_bson(date(year, 1, 1)), "$lte": to_bson(last)}}
    undated = {"date": None, "created.at": {"$exists": True}}
    project: dict[str, Any] = dict.fromkeys(_READ, 1)
    project |= {f"fields.{name}": 1 for name in scheme.fields_asked()}
    match = {
        "kind": {"$in": list(scheme.kinds)},
        "status": {"$ne": "void"},
        "archive.item": {"$exists": False},
    }
    rows = await archive.aggregate(
        [
            {"$match": match | {"$or": [dated, undated]}},
            {"$project": project | {"size": {"$bsonSize": "$$ROOT"}}},
        ],
        hint="kind_date",
    )
    return [from_bson(row) for row in rows]


def _why_not(row: Mapping[str, Any], label: str) -> str:
    """Why a record can't be filed; empty when it can. A title that is its kind's ``label`` says nothing."""
    if as_partial(row.get("date")) is None:
        return tr("it has no date")
    if _text(row, "title").strip() in ("", label):
        return tr("it has no title")
    if row["status"] == "draft":
        return tr("it is a draft")
    if row["status"] != "verified":
        return tr("it is not verified")
    return ""


def _rank(row: Mapping[str, Any], period: Period, scheme: Scheme, kinds: list[str]) -> tuple[Any, ...]:
    when: PartialDate = row["date"]
    unit = period.unit or scheme.unit
    number = _text(row, "no")
    order = list(RETENTIONS).index(period.retention)
    return (order, unit, when.end, when.start, kinds.index(row["kind"]), number, str(row["_id"]))


def _text(row: Mapping[str, Any], name: str) -> str:
    return str(row.get(name) or "")
