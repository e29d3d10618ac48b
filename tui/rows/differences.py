"""What differs between two versions of a record, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bson.objectid import ObjectId

from records.field_value import show
from records.kind import Kind
from records.record import STATUS_LABELS, Record
from tui.words import tr


@dataclass(frozen=True, slots=True)
class Difference:
    """One field, as shown in the older and in the newer version; empty where it had nothing."""

    label: str
    before: str
    after: str


def differences(
    kind: Kind, before: Record | None, after: Record, names: Mapping[ObjectId, str], *, whole: bool = False
) -> list[Difference]:
    """From ``before`` (None: from nothing) to ``after``, in the order of the kind's fields.

    Identity numbers and phones are masked unless ``whole``; two that differ may look the same then.
    """
    found = []
    old = before.fields if before is not None else {}
    order = dict.fromkeys([*(field.name for field in kind.fields), *old, *after.fields])
    for name in order:
        was, now = old.get(name), after.fields.get(name)
        if was == now and (name in old) == (name in after.fields):
            continue
        field = kind.field(name)
        label = field.label.text() if field else name
        if show(field, was, names=names, whole=True) != show(field, now, names=names, whole=True):
            texts = [show(field, value, names=names, whole=whole) for value in (was, now)]
            found.append(Difference(label, *texts))
    return found + [each for each in _envelope(before, after) if each.before != each.after]


def _envelope(before: Record | None, after: Record) -> list[Difference]:
    old = before or Record(after.id, after.kind, status=after.status)
    return [
        Difference(tr("Status"), STATUS_LABELS[old.status].text(), STATUS_LABELS[after.status].text()),
        Difference(tr("Reason for voiding"), old.void_reason or "", after.void_reason or ""),
        Difference(tr("Remarks"), old.remarks or "", after.remarks or ""),
        Difference(tr("Attachments"), _files(old), _files(after)),
    ]


def _files(record: Record) -> str:
    return "、".join(ref.name for ref in record.attachments)


def references(record: Record) -> list[ObjectId]:
    """Every record that the fields of ``record`` refer to."""
    found: list[ObjectId] = []
    waiting: list[object] = list(record.fields.values())
    while waiting:
        value = waiting.pop()
        if isinstance(value, ObjectId):
            found.append(value)
        elif isinstance(value, dict):
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return found
