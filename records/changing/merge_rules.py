"""Two people who are one, or two units: what moves, what differs, and what they become. Nothing is stored.

The survivor keeps its own; what it lacks comes from the other, whose names become former names or aliases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson.objectid import ObjectId

from records.checking.checks import is_blank
from records.kind import Field, Kind, Kinds
from records.record import Record
from records.values import as_partial

#: Where a person or unit keeps its names, and the list that takes those of another.
NAMES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "person": (("name", "former_names"), "former_names"),
    "unit": (("name", "short_name", "aliases"), "aliases"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which the two differ, and what it becomes."""

    field: str
    survivor: Any
    absorbed: Any
    becomes: Any


def joined(kind: Kind, survivor: Record, absorbed: Record) -> Record:
    """The survivor with the other's names, and with whatever it lacked itself."""
    result = survivor.copy()
    sources, target = NAMES[kind.name]
    for name, value in absorbed.fields.items():
        if name not in (target, "memberships") and is_blank(result.fields.get(name)) and not is_blank(value):
            result.fields[name] = value
    names = list(_texts(survivor, (target,)))
    known = {*_texts(survivor, sources)}
    names += [name for name in dict.fromkeys(_texts(absorbed, sources)) if name not in known]
    if names:
        result.fields[target] = list(names)
    if kind.name == "person":
        _join_memberships(result, absorbed)
    if result.fields.get("parent") == absorbed.id:
        result.fields["parent"] = absorbed.fields.get("parent")
    result.fields = replaced(kind, result, absorbed.id, survivor.id).fields
    result.remarks = survivor.remarks or absorbed.remarks
    result.attachments += [ref for ref in absorbed.attachments if ref not in survivor.attachments]
    return result


def _texts(record: Record, fields: Iterable[str]) -> Iterator[str]:
    for name in fields:
        value = record.fields.get(name)
        yield from (str(each) for each in (value if isinstance(value, list) else [value]) if each)


def _join_memberships(result: Record, absorbed: Record) -> None:
    """The survivor's memberships, and those of the other in times for which the survivor has none."""
    own, others = _rows(result), _rows(absorbed)
    spans = [_span(row) for row in own]
    free: list[dict[str, Any]] = [
        row
        for row in others
        if not any(first <= _span(row)[1] and _span(row)[0] <= last for first, last in spans)
    ]
    if free:
        result.fields["memberships"] = [*_sorted([*own, *free])]


def _rows(record: Record) -> list[dict[str, Any]]:
    rows = record.fields.get("memberships")
    return [dict(row) for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _sorted(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(rows, key=_span)


def _span(row: Mapping[str, Any]) -> tuple[date, date]:
    begun, ended = as_partial(row.get("from")), as_partial(row.get("to"))
    return begun.start if begun else date.min, ended.end if ended else date.max


def differences(kind: Kind, survivor: Record, absorbed: Record, result: Record) -> list[Difference]:
    """The fields in which the two differ or the survivor gains something, in the order of the form."""
    names = [each.name for each in kind.fields]
    names += [name for name in {**survivor.fields, **absorbed.fields} if name not in names]
    found = []
    for name in names:
        mine, theirs = survivor.fields.get(name), absorbed.fields.get(name)
        becomes = result.fields.get(name)
        if becomes != mine or (not is_blank(theirs) and theirs != mine):
            found.append(Difference(name, mine, theirs, becomes))
    return found


# --- references ----------------------------------------------------------------------------------


def referring(kinds: Kinds, whom: ObjectId) -> dict[str, Any]:
    """The filter of every other record, void ones too, whose fields refer to ``whom``."""
    roads: list[dict[str, Any]] = []
    for kind in kinds.values():
        paths = [path for each in kind.fields for path in _paths(each)]
        if paths:
            roads.append({"kind": kind.name, "$or": [{path: whom} for path in paths]})
    undeclared = {"$map": {"input": {"$objectToArray": "$fields"}, "as": "one", "in": "$$one.v"}}
    roads.append({"$expr": {"$in": [whom, undeclared]}})
    return {"_id": {"$ne": whom}, "kind": {"$in": list(kinds)}, "$or": roads}


def _paths(each: Field) -> Iterator[str]:
    inner = each.of if each.of is not None else each
    if inner.type == "reference":
        yield f"fields.{each.name}"
    for sub in each.fields:
        if sub.type == "reference":
            yield f"fields.{each.name}.{sub.name}"


def replaced(kind: Kind, record: Record, old: ObjectId, new: ObjectId) -> Record:
    """A record that refers to ``new`` wherever it referred to ``old``.

    Where both stood in one list the entry of ``new`` stays, filled up from the other.
    """
    result = record.copy()
    once = {
        str(check.args.get("rows")): str(check.args.get("field") or "")
        for check in kind.checks
        if check.name == "once"
    }
    for name, value in record.fields.items():
        if isinstance(value, list) and old in _held(value):
            result.fields[name] = _entries(value, old, new, once.get(name))
        else:
            result.fields[name] = _turned(value, old, new)
    return result


def held_twice(kind: Kind, record: Record, old: ObjectId, new: ObjectId) -> bool:
    """Whether a list of the record that may name each but once names both."""
    lists = (record.fields.get(str(check.args.get("rows"))) for check in kind.checks if check.name == "once")
    return any(isinstance(value, list) and {old, new} <= set(_held(value)) for value in lists)


def _held(value: Any) -> Iterator[ObjectId]:
    if isinstance(value, ObjectId):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _held(part)
    elif isinstance(value, list):
        for item in value:
            yield from _held(item)


def _turned(value: Any, old: ObjectId, new: ObjectId) -> Any:
    if value == old:
        return new
    if isinstance(value, list):
        return [_turned(item, old, new) for item in value]
    if isinstance(value, Mapping):
        return {name: _turned(part, old, new) for name, part in value.items()}
    return value


def _entries(items: list[Any], old: ObjectId, new: ObjectId, once: str | None) -> list[Any]:
    """A list in which ``old`` stands: no entry of it twice that was not twice before."""
    found: list[Any] = []
    place = next((at for at, item in enumerate(items) if once and _is_of(item, once, new)), None)
    for item in items:
        turned = _turned(item, old, new)
        if turned != item and turned in (*found, *items):
            continue
        if turned != item and once and place is not None and _is_of(turned, once, new):
            continue
        found.append(turned)
    if once and place is not None:
        other: Any = next((item for item in items if _is_of(item, once, old)), {})
        at = next(at for at, item in enumerate(found) if _is_of(item, once, new))
        missing = {
            name: part for name, part in other.items() if name != once and is_blank(found[at].get(name))
        }
        found[at] = {**found[at], **_turned(missing, old, new)}
    return found


def _is_of(item: Any, once: str, whom: ObjectId) -> bool:
    return isinstance(item, Mapping) and item.get(once) == whom
