"""The office's filing scheme: how codes are made, what is filed and for how long, and who agreed to that.

A scheme is a `filing_scheme` record, edited and verified like any other; verifying needs the approval's name,
date and document number. The newest verified one of a year's or an earlier first year is in force.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.errors import UsageFault
from records.filing import DIGITS, FORM, RETENTIONS, Filed
from records.kind import Kinds
from records.values import from_bson

if TYPE_CHECKING:
    from records.archive import Archive

KIND = "filing_scheme"
_PROPOSED = Path(__file__).with_name("proposed.yaml")


@dataclass(frozen=True, slots=True)
class Period:
    """How long records of a kind are kept; those whose ``field`` is ``value`` when it names a field.

    ``unit`` is the office or matter in their codes; empty for the scheme's.
    """

    kind: str
    retention: str
    field: str = ""
    value: str = ""
    unit: str = ""

    def fits(self, fields: Mapping[str, Any]) -> bool:
        """Whether the condition holds for a record's fields."""
        return not self.field or str(fields.get(self.field, "")) == self.value


@dataclass(frozen=True, slots=True)
class Scheme:
    """How papers of a year are filed. ``record`` is None for the shipped proposal, which is not in force."""

    record: ObjectId | None
    fonds: str
    fonds_name: str
    category: str
    form: str
    unit: str
    digits: int
    periods: tuple[Period, ...]
    approved: str = ""

    @property
    def in_force(self) -> bool:
        return self.record is not None

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are filed, in the order of the table."""
        return tuple(dict.fromkeys(each.kind for each in self.periods))

    def fields_asked(self) -> tuple[str, ...]:
        """The fields that conditions look at."""
        return tuple(dict.fromkeys(each.field for each in self.periods if each.field))

    def period_of(self, kind: str, fields: Mapping[str, Any]) -> Period | None:
        """The row for a record: one whose condition holds before one without; None when it is not filed."""
        rows = [each for each in self.periods if each.kind == kind and each.fits(fields)]
        return min(rows, key=lambda each: not each.field, default=None)

    def filed(self, period: Period, year: int, item: int) -> Filed:
        """The place of one record."""
        unit = period.unit or self.unit
        return Filed(self.fonds, self.category, year, period.retention, unit, item, self.form, self.digits)


async def load_scheme(archive: Archive, year: int) -> Scheme:
    """The scheme in force for the papers of a year; the shipped proposal when there is none."""
    rows = await archive.aggregate(
        [
            {"$match": {"kind": KIND, "status": "verified", "fields.from_year": {"$lte": year}}},
            {"$sort": {"fields.from_year": -1}},
            {"$limit": 1},
        ]
    )
    if rows:
        return scheme_of(rows[0]["_id"], from_bson(rows[0]["fields"]), archive.kinds)
    return scheme_of(None, {"periods": proposed_periods()}, archive.kinds)


async def waiting_scheme(archive: Archive, year: int) -> str:
    """The number of the scheme that would be in force for a year if it were verified; empty for none."""
    rows = await archive.aggregate(
        [
            {
                "$match": {
                    "kind": KIND,
                    "status": {"$in": ["draft", "submitted"]},
                    "fields.from_year": {"$lte": year},
                }
            },
            {"$sort": {"fields.from_year": -1}},
            {"$limit": 1},
        ]
    )
    return str(rows[0].get("no") or "") if rows else ""


def scheme_of(record: ObjectId | None, fields: Mapping[str, Any], kinds: Kinds) -> Scheme:
    """The scheme that a record's fields make; rows of kinds that are gone are passed over."""
    told = (fields.get("approved_by"), fields.get("approved_on"), fields.get("approval_no"))
    return Scheme(
        record,
        str(fields.get("fonds") or ""),
        str(fields.get("fonds_name") or ""),
        str(fields.get("category") or ""),
        str(fields.get("form") or FORM),
        str(fields.get("unit") or ""),
        int(fields.get("digits") or DIGITS),
        tuple(_periods(fields.get("periods") or (), kinds)),
        " ".join(str(each) for each in told if each),
    )


def _periods(rows: Sequence[Any], kinds: Kinds) -> list[Period]:
    found = []
    for row in rows:
        try:
            kind = kinds.of(str(row["kind"]))
        except UsageFault:
            continue
        name = str(row.get("field") or "").strip()
        field = kind.field(name) or next(
            (each for each in kind.fields if name and name in (each.label.zh, each.label.en)), None
        )
        value = str(row.get("value") or "").strip()
        choices = () if field is None else field.choices
        stored = next((c.value for c in choices if value in (c.value, c.label.zh, c.label.en)), value)
        if row.get("retention") in RETENTIONS:
            known = name if field is None else field.name
            found.append(Period(kind.name, str(row["retention"]), known, stored, str(row.get("unit") or "")))
    return found


@cache
def _proposed() -> tuple[Period, ...]:
    import yaml

    rows = yaml.safe_load(_PROPOSED.read_text(encoding="utf-8"))
    return tuple(
        Period(kind, retention, *(next(iter(condition[0].items())) if condition else ("", "")))
        for kind, retention, *condition in rows
    )


def proposed_periods() -> list[dict[str, str]]:
    """The rows of the shipped proposal, as a scheme's form takes them."""
    return [
        {"kind": each.kind, "retention": each.retention}
        | ({"field": each.field, "value": each.value} if each.field else {})
        for each in _proposed()
    ]


async def new_scheme(archive: Archive, year: int) -> dict[str, Any]:
    """The fields that a scheme begins with, named after the committee if the archive knows one yet."""
    from records.search.query import Condition, Query

    where = (Condition("category", "=", "党委"),)
    committee = await archive.find(Query(kind="unit", where=where), limit=1)
    return draft_fields(year, committee[0].title if committee else "")


def draft_fields(year: int, fonds_name: str) -> dict[str, Any]:
    """What a new scheme's form begins with: the shipped proposal, to be approved."""
    return {
        "from_year": year,
        "fonds_name": fonds_name,
        "category": "WS",
        "form": FORM,
        "digits": DIGITS,
        "periods": proposed_periods(),
    }
