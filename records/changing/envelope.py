"""Derives a record's envelope from its fields, as its kind file says. Pure: the archive is not asked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from bson.objectid import ObjectId

from records.checking.checks import is_blank
from records.field_value import show
from records.kind import Kind
from records.name_order import NAMED, name_order
from records.record import PersonRef, Record
from records.references import Reference, Targets, membership
from records.tokens import name_keys
from records.values import PartialDate, as_partial

_SLOT = re.compile(r"\{([a-z][a-z0-9_|]*)\}")
#: Where people and units keep the names that pickers find them by.
_NAME_FIELDS: Mapping[str, tuple[str, ...]] = {
    "person": ("name", "former_names"),
    "unit": ("name", "short_name", "aliases"),
}


def derive(kind: Kind, record: Record, references: Sequence[Reference], targets: Targets) -> None:
    """Set title, date, unit, people, keys and order of ``record`` from its fields.

    ``references`` are what its fields refer to, ``targets`` those records; one that is not there gives no
    name and no unit.
    """
    record.date = _date(kind, record.fields)
    record.unit = _unit(kind, record, targets)
    record.people = _people(references, targets)
    record.title = _title(kind, record.fields, references, targets)
    record.keys = _keys(record)
    record.order = name_order(record.title, person=record.kind == "person") if record.kind in NAMED else {}
    unique = unique_keys(kind, record)
    if unique:
        record.extra["unique"] = unique
    else:
        record.extra.pop("unique", None)


def unique_keys(kind: Kind, record: Record) -> list[str]:
    """What only one live record may have, one text for each of the kind's unique combinations.

    A combination with an empty part binds nobody; a void record frees its own. What corrects a filed record
    shares that one's, which stay taken: it may have no rival but another correction.
    """
    if record.status == "void":
        return []
    found = []
    for names in kind.unique:
        parts = [_part(record, name) for name in names]
        if not any(is_blank(part) for part in parts):
            found.append(f"{kind.code}:{'+'.join(names)}=" + "|".join(map(identity_text, parts)))
    found += [f"*:{name}=" + identity_text(text) for name in kind.serials if (text := _part(record, name))]
    return found if record.corrects is None else [f"{text}~{record.corrects}" for text in found]


def identity_key(kind: Kind, fields: Mapping[str, Any]) -> str | None:
    """What makes a record the same one when it comes in again: its kind's ``key``, never a path or a row.

    None when nothing of it is filled.
    """
    texts = [identity_text(_field_part(fields, path)) for path in kind.key]
    return f"{kind.code}:" + "|".join(texts) if any(texts) else None


def identity_text(value: Any) -> str:
    """A value as part of a key: the same for the same meaning."""
    if isinstance(value, str):
        return " ".join(value.split()).replace("|", "¦")
    if is_blank(value):
        return ""
    if isinstance(value, PartialDate):
        return f"{value.start}..{value.end}" if value.start != value.end else value.start.isoformat()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list):
        return ",".join(sorted(map(identity_text, value)))
    if isinstance(value, Mapping):
        return ",".join(f"{name}={identity_text(part)}" for name, part in sorted(value.items()))
    return " ".join(str(value).split()).replace("|", "¦")


def year_of(record: Record) -> int:
    """The year a record is numbered in: its date's, else that of its making (or now)."""
    if record.date is not None:
        return record.date.start.year
    return (record.created.at if record.created else datetime.now()).year


def _part(record: Record, name: str) -> Any:
    if name in record.fields:
        return record.fields[name]
    envelope: Mapping[str, Any] = {
        "unit": record.unit,
        "date": record.date,
        "year": record.date.start.year if record.date else None,
        "title": record.title,
    }
    return envelope.get(name)


def _field_part(fields: Mapping[str, Any], path: str) -> Any:
    """The value of a field; of one in sub-records (``items.title``) those of all of them."""
    name, _, rest = path.partition(".")
    value = fields.get(name)
    if not rest:
        return value
    return [row.get(rest) for row in _candidates(value) if isinstance(row, Mapping)]


def _date(kind: Kind, fields: Mapping[str, Any]) -> PartialDate | None:
    for name in kind.date:
        if (found := as_partial(fields.get(name))) is not None:
            return found
    return None


def _unit(kind: Kind, record: Record, targets: Targets) -> ObjectId | None:
    day = record.date.start if record.date else None
    for name in kind.unit:
        for candidate in _candidates(record.fields.get(name)):
            if isinstance(candidate, Mapping):
                continue
            target = targets.get(candidate)
            if target is None:
                continue
            unit = target.id if target.kind == "unit" else target.unit_on(day)
            if unit is not None:
                return unit
        rows = [row for row in _candidates(record.fields.get(name)) if isinstance(row, Mapping)]
        if rows and (unit := membership(rows, None)):
            return unit
    return None


def _candidates(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else () if value is None else (value,)


def _people(references: Sequence[Reference], targets: Targets) -> list[PersonRef]:
    found: dict[PersonRef, None] = {}
    for each, _, whom in references:
        target = targets.get(whom)
        if each.role and target is not None and target.kind == "person":
            found[PersonRef(whom, each.role)] = None
    return list(found)


def _title(kind: Kind, fields: Mapping[str, Any], references: Sequence[Reference], targets: Targets) -> str:
    names: Mapping[ObjectId, str] | None = None
    parts = list(_template(kind.title))
    for place in range(1, len(parts), 2):
        told = ""
        for name in parts[place].split("|"):
            if (value := fields.get(name)) is None:
                continue
            if names is None and not isinstance(value, str):
                names = {whom: targets[whom].title for _, _, whom in references if whom in targets}
            if told := show(kind.field(name), value, "zh", names):
                break
        parts[place] = told
    return " ".join("".join(parts).split()) or kind.label.zh


@cache
def _template(title: str) -> tuple[str, ...]:
    """A title's words and slots in turn, words first."""
    return tuple(_SLOT.split(title))


def _keys(record: Record) -> list[str]:
    names: dict[str, None] = {}
    for field in _NAME_FIELDS.get(record.kind, ()):
        for value in _candidates(record.fields.get(field)):
            if isinstance(value, str):
                names |= dict.fromkeys(name_keys(value, person=record.kind == "person"))
    return list(names)
