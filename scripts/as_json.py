"""Records and kinds as plain data for ``--json``: dates as ISO text, amounts and identifiers as text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from bson.objectid import ObjectId

from records.kind import Field, Kind, Kinds, Label
from records.privacy.personal import mask_fields, mask_origin
from records.record import Record, Stamp
from records.values import PartialDate


def plain(value: Any) -> Any:
    """A value as JSON can hold it. A decimal stays exact, as text."""
    if isinstance(value, PartialDate):
        return {
            "start": value.start.isoformat(),
            "end": value.end.isoformat(),
            "precision": value.precision,
            "raw": value.raw,
        }
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal | ObjectId | Path):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    return value


def record_as_json(kinds: Kinds, record: Record, *, whole: bool = False) -> dict[str, Any]:
    """Everything a record holds, identity numbers and phones masked unless ``whole``."""
    kind = kinds.get(record.kind)
    fields = record.fields if whole else mask_fields(kind, record.fields)
    origin = record.origin if whole else mask_origin(kind, record.origin)
    return {
        "id": str(record.id),
        "kind": record.kind,
        "no": record.no,
        "title": record.title,
        "date": plain(record.date),
        "unit": plain(record.unit),
        "people": [{"person": str(ref.person), "role": ref.role} for ref in record.people],
        "status": record.status,
        "void_reason": record.void_reason,
        "remarks": record.remarks,
        "attachments": [
            {"file": str(ref.file), "name": ref.name, "sha256": ref.sha256, "size": ref.size}
            for ref in record.attachments
        ],
        "fields": plain(fields),
        "version": record.version,
        "created": _stamp(record.created),
        "updated": _stamp(record.updated),
        "origin": plain(origin),
        "archive": plain(record.archive),
        **({"merged_into": str(record.merged_into)} if record.merged_into else {}),
    }


def kind_as_json(kind: Kind) -> dict[str, Any]:
    """A kind as a program needs it to make or read its records."""
    return {
        "name": kind.name,
        "code": kind.code,
        "label": _label(kind.label),
        "group": kind.group,
        "key": list(kind.key),
        "search": list(kind.search),
        "sort": kind.sort,
        "list": [column.name for column in kind.columns],
        "fields": [_field(each) for each in kind.fields],
    }


def _field(field: Field) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": field.name,
        "label": _label(field.label),
        "type": field.type,
        "required": field.required,
        "identify": field.identify,
    }
    if field.choices:
        made["choices"] = [{"value": each.value, "label": _label(each.label)} for each in field.choices]
    if field.to:
        made["to"] = field.to
    if field.of:
        made["of"] = _field(field.of)
    if field.fields:
        made["fields"] = [_field(each) for each in field.fields]
    if field.computed:
        made["computed"] = field.computed
    if field.masked:
        made["masked"] = True
    if field.custom:
        made["custom"] = True
    return made


def _label(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _stamp(stamp: Stamp | None) -> dict[str, str] | None:
    return {"at": stamp.at.isoformat(), "by": stamp.by} if stamp else None
