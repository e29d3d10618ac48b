"""Values as plain JSON and back, exactly.

Where the type of a field says what is meant, a value is written as a person would: ``"2011-04-08"``,
``"3680.00"``, ``{"no": "RY-2010-0003", "title": "…"}``. Whatever would not come back the same (a text where
a date belongs, a value of a field that no kind names) is written with its type: ``{"$decimal": "1.50"}``.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

import bson
from bson.objectid import ObjectId

from records.kind import Field
from records.values import PartialDate, to_bson


@dataclass(frozen=True, slots=True)
class Named:
    """How a record is named for those that refer to it: its number and title."""

    no: str
    title: str


#: The records that some references lead to.
Names = Mapping[ObjectId, Named]


class Resolve(Protocol):
    """Finds the record that a reference of a file means; None when it is not here."""

    def __call__(self, field: Field | None, no: str, title: str, identifier: str = "") -> ObjectId | None: ...


class Unresolved(ValueError):
    """A reference leads to a record that is not here."""

    def __init__(self, no: str, title: str) -> None:
        super().__init__(f"{no} {title}".strip())
        self.no, self.title = no, title


def pack(value: Any) -> Any:
    """A value as JSON holds it, each type marked that JSON has not."""
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, list):
        return [pack(item) for item in value]
    if isinstance(value, Mapping):
        if any(str(name).startswith("$") for name in value):
            return {"$map": [[name, pack(item)] for name, item in value.items()]}
        return {name: pack(item) for name, item in value.items()}
    for tag, kind, write in _TAGS:
        if isinstance(value, kind):
            return {tag: write(value)}
    return {"$bson": base64.b64encode(bson.encode({"value": to_bson(value)})).decode("ascii")}


def unpack(value: Any) -> Any:
    """What ``pack`` wrote. Raises ValueError for what it never writes."""
    if isinstance(value, list):
        return [unpack(item) for item in value]
    if not isinstance(value, Mapping):
        return value
    if len(value) == 1 and (tag := next(iter(value))).startswith("$"):
        if tag not in _READERS:
            raise ValueError(tag)
        return _READERS[tag](value[tag])
    return {name: unpack(item) for name, item in value.items()}


def spelled(value: Any) -> str:
    """A value in one spelling: two are the same, type and all, exactly when these texts are."""
    return json.dumps(pack(value), ensure_ascii=False, sort_keys=True)


def to_plain(field: Field | None, value: Any, names: Names) -> Any:
    """A field's value for a JSON file."""
    written = _written(field, value, names)
    try:
        if spelled(from_plain(field, written, _as_written)) == spelled(value):
            return written
    except (ValueError, TypeError, KeyError):
        pass
    return pack(value) if spelled(unpack(pack(value))) == spelled(value) else {"$is": value}


def from_plain(field: Field | None, value: Any, resolve: Resolve) -> Any:
    """What ``to_plain`` wrote. Raises ValueError (Unresolved for a reference that leads to nothing here)."""
    if isinstance(value, Mapping) and value.keys() & _READERS.keys():
        return unpack(value)
    if field is not None and field.is_list and isinstance(value, list):
        return [_item(field, item, resolve) for item in value]
    match field.type if field is not None else "":
        case "date" | "datetime" if isinstance(value, str):
            return date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        case "decimal" | "money" if isinstance(value, str):
            return Decimal(value)
        case "partial_date" if isinstance(value, Mapping):
            return _partial([value["start"], value["end"], value["precision"], value["raw"]])
        case "reference" | "attachment" if isinstance(value, Mapping):
            no, title = str(value.get("no") or ""), str(value.get("title") or "")
            found = resolve(field, no, title, str(value.get("id") or ""))
            if found is None:
                raise Unresolved(no or str(value.get("id")), title)
            return found
    return unpack(value)


def _item(field: Field, item: Any, resolve: Resolve) -> Any:
    if field.of is not None:
        return from_plain(field.of, item, resolve)
    if isinstance(item, Mapping) and not item.keys() & _READERS.keys():
        return {name: from_plain(field.field(name), part, resolve) for name, part in item.items()}
    return unpack(item)


def _written(field: Field | None, value: Any, names: Names) -> Any:
    if isinstance(value, ObjectId) and value in names:
        return {"id": str(value), "no": names[value].no, "title": names[value].title}
    if field is not None and field.is_list and isinstance(value, list):
        if field.of is not None:
            return [to_plain(field.of, item, names) for item in value]
        return [
            {name: to_plain(field.field(name), part, names) for name, part in item.items()}
            if isinstance(item, Mapping)
            else pack(item)
            for item in value
        ]
    if isinstance(value, PartialDate):
        start, end, precision, raw = _parts(value)
        return {"start": start, "end": end, "precision": precision, "raw": raw}
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else pack(value)


def _as_written(field: Field | None, no: str, title: str, identifier: str = "") -> ObjectId | None:
    return ObjectId(identifier) if ObjectId.is_valid(identifier) else None


def _parts(value: PartialDate) -> list[str]:
    return [value.start.isoformat(), value.end.isoformat(), value.precision, value.raw]


def _partial(parts: list[Any]) -> PartialDate:
    start, end, precision, raw = parts
    return PartialDate(date.fromisoformat(start), date.fromisoformat(end), precision, raw)


_TAGS: tuple[tuple[str, type, Any], ...] = (
    ("$partial", PartialDate, _parts),
    # A datetime is a date as well: the narrower type first.
    ("$time", datetime, datetime.isoformat),
    ("$date", date, date.isoformat),
    ("$decimal", Decimal, str),
    ("$ref", ObjectId, str),
)
_READERS: Mapping[str, Any] = {
    "$partial": _partial,
    "$time": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$decimal": Decimal,
    "$ref": ObjectId,
    "$map": lambda pairs: {name: unpack(item) for name, item in pairs},
    "$bson": lambda text: bson.decode(base64.b64decode(text))["value"],
    "$is": lambda value: value,
}
