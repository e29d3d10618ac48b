"""Fields that are computed from the others of the same record; a kind file names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from records.kind import Kind

#: A computed field: from the fields of a record to its value; None when there is nothing to compute.
Computation = Callable[[Mapping[str, Any]], Any]


def _rows(fields: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    return [row for row in fields.get(name) or [] if isinstance(row, Mapping)]


def attendance_expected(fields: Mapping[str, Any]) -> int | None:
    """应到: everyone on the attendance list."""
    rows = _rows(fields, "attendance")
    return len(rows) if rows else None


def attendance_present(fields: Mapping[str, Any]) -> int | None:
    """实到: those who came, late ones included. A make-up (补学) is not presence."""
    rows = _rows(fields, "attendance")
    return sum(row.get("state") in ("到", "迟到") for row in rows) if rows else None


COMPUTED: dict[str, Computation] = {
    "attendance_expected": attendance_expected,
    "attendance_present": attendance_present,
}


def fill_computed(kind: Kind, fields: dict[str, Any]) -> None:
    """Set every computed field; one that computes to nothing keeps what is there (an old register may
    give only the totals)."""
    for field in kind.fields:
        if field.computed:
            value = COMPUTED[field.computed](fields)
            if value is not None:
                fields[field.name] = value
