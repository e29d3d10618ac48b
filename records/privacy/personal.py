"""Identity numbers and phones of records: masked wherever they are shown but in the person's own form.

Which fields hold such is said once, in the kind files (``masked: true``). A mask is never a value: what comes
back with one in it, from a file or a text, gets the stored number in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from records.kind import Field, Kind
from records.masking import is_mask, is_number, masked


def is_personal(field: Field | None, value: object) -> bool:
    """Whether a value is to be masked: of a field that its kind says is, or a number in one nobody names."""
    if not isinstance(value, str):
        return False
    return field.masked if field is not None else is_number(value)


def mask(field: Field | None, value: Any) -> Any:
    """A field's value with what is personal in it masked: texts, lists of them, entries of sub-records."""
    if is_personal(field, value):
        return masked(value)
    if isinstance(value, list):
        return [mask(_entry_of(field), item) for item in value]
    if isinstance(value, Mapping):
        return {name: mask(field.field(name) if field else None, part) for name, part in value.items()}
    return value


def _entry_of(field: Field | None) -> Field | None:
    """What tells of an entry of a list: a value's own field, or the list for its sub-records."""
    return field.of if field is not None and field.of is not None else field


def mask_fields(kind: Kind | None, fields: Mapping[str, Any]) -> dict[str, Any]:
    """A record's fields with what is personal in them masked; a kind whose file is gone (None) names none."""
    return {name: mask(kind.field(name) if kind else None, value) for name, value in fields.items()}


def mask_origin(kind: Kind | None, origin: Mapping[str, Any]) -> dict[str, Any]:
    """What a record remembers of its source, without its identity there and the cells that hold such."""
    hidden = {"key"} if kind is not None and _keyed_by_masked(kind) else set()
    if mask(None, origin.get("cells")) != origin.get("cells"):
        hidden |= {"cells", "headings"}
    return {name: value for name, value in origin.items() if name not in hidden}


def _keyed_by_masked(kind: Kind) -> bool:
    return any((field := kind.field(path)) is not None and field.masked for path in kind.key)


def put_back(
    kind: Kind, fields: Mapping[str, Any], stored: Mapping[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """The fields with each mask replaced by the stored value that it stands for.

    A mask is never a value: one that stands for something else is replaced, too, and one for which nothing
    is stored is left out. Answers the labels of both, too.
    """
    found: dict[str, Any] = {}
    others: list[str] = []
    for name, value in fields.items():
        field = kind.field(name)
        before = len(others)
        back = _put_back(field, value, stored.get(name), others)
        if back is not _NOTHING:
            found[name] = back
        if len(others) > before:
            others[before:] = [field.label.text() if field else name]
    return found, others


_NOTHING = object()


def _put_back(field: Field | None, value: Any, stored: Any, others: list[str]) -> Any:
    if isinstance(value, str) and is_mask(value) and (field is None or field.masked):
        if is_personal(field, stored):
            if masked(stored) != value:
                others.append(value)
            return stored
        if field is None:
            return value  # nobody said that it holds numbers: asterisks are asterisks
        others.append(value)
        return _NOTHING if stored is None else stored
    if isinstance(value, list):
        old = stored if isinstance(stored, list) else []
        parts = [
            _put_back(_entry_of(field), item, old[at] if at < len(old) else None, others)
            for at, item in enumerate(value)
        ]
        return [part for part in parts if part is not _NOTHING]
    if isinstance(value, Mapping):
        was = stored if isinstance(stored, Mapping) else {}
        pairs = [
            (name, _put_back(field.field(name) if field else None, part, was.get(name), others))
            for name, part in value.items()
        ]
        return {name: part for name, part in pairs if part is not _NOTHING}
    return value
