"""The records that others refer to: their kind, their names for titles, and a person's unit on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from bson.objectid import ObjectId

from records.kind import Field, Kind
from records.values import as_partial, from_bson

#: What is read of a referenced record.
PROJECTION = {"kind": 1, "title": 1, "status": 1, "fields.memberships": 1}
#: The kinds that others refer to, in the order in which they refer to each other.
_FIRST = ("unit", "person", "evaluation_minutes")

#: First and last day in a unit.
_Stay: TypeAlias = tuple[date, date, ObjectId]


def before_others(kind: str) -> int:
    """The rank of a kind when records of several are stored: what others refer to comes first."""
    return _FIRST.index(kind) if kind in _FIRST else len(_FIRST)


@dataclass(frozen=True, slots=True)
class Target:
    """A record as those that refer to it need it."""

    id: ObjectId
    kind: str
    title: str
    status: str
    memberships: tuple[Mapping[str, Any], ...] = ()
    _stays: list[_Stay] = field(default_factory=list, init=False, repr=False, compare=False)

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Target:
        rows = from_bson(document.get("fields", {}).get("memberships")) or ()
        return cls(
            id=document["_id"],
            kind=document["kind"],
            title=document.get("title", ""),
            status=document.get("status", "draft"),
            memberships=tuple(row for row in rows if isinstance(row, Mapping)),
        )

    def unit_on(self, day: date | None) -> ObjectId | None:
        """The unit a person belonged to on a day; without a day, the one they belong to now."""
        if self.memberships and not self._stays:
            # Read once: everything that names a person in a register asks for it.
            self._stays.extend(_stays(self.memberships))
        return _unit_of(self._stays, day)


Targets = Mapping[ObjectId, Target]


class Reference(NamedTuple):
    """A field that refers to a record, where in the fields it stands, and whom it names."""

    field: Field
    path: str
    whom: ObjectId


def membership(rows: Iterable[Mapping[str, Any]], day: date | None) -> ObjectId | None:
    """The unit of the membership valid on ``day``, the latest begun when several are.

    A missing start or end is open. Without a day it is the last open one, else the last to end.
    """
    return _unit_of(list(_stays(rows)), day)


def _stays(rows: Iterable[Mapping[str, Any]]) -> Iterator[_Stay]:
    for row in rows:
        unit = row.get("org")
        begun, ended = as_partial(row.get("from")), as_partial(row.get("to"))
        if isinstance(unit, ObjectId):
            yield begun.start if begun else date.min, ended.end if ended else date.max, unit


def _unit_of(stays: list[_Stay], day: date | None) -> ObjectId | None:
    found = [stay for stay in stays if day is None or stay[0] <= day <= stay[1]]
    if len(found) < 2:
        return found[0][2] if found else None
    by = (lambda each: (each[1], each[0])) if day is None else (lambda each: (each[0], each[1]))
    return max(found, key=by)[2]


def references_of(kind: Kind, fields: Mapping[str, Any]) -> list[Reference]:
    """Every reference that a record's fields hold."""
    found: list[Reference] = []
    for each in kind.fields:
        if each.type in ("reference", "list") and (value := fields.get(each.name)):
            found += _within(each, value, each.name)
    return found


def _within(each: Field, value: Any, path: str) -> Iterator[Reference]:
    if each.type == "reference" and isinstance(value, ObjectId):
        yield Reference(each, path, value)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            place = f"{path}[{index}]"
            if each.of is not None:
                yield from _within(each.of, item, place)
            elif isinstance(item, Mapping):
                for sub in each.fields:
                    yield from _within(sub, item.get(sub.name), f"{place}.{sub.name}")
