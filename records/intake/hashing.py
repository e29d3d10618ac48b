"""Values with one spelling, and their hash: how a second run knows that a row says the same as before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from records.values import PartialDate

_PLAIN = frozenset((str, int, float, bool, type(None)))
_encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


def canonical(value: Any) -> Any:
    """A value as plain data with one spelling, for hashes: equal values give equal text."""
    if value.__class__ in _PLAIN:
        return value
    if isinstance(value, PartialDate):
        return [value.start.isoformat(), value.end.isoformat()]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, dict):
        return {key: canonical(each) for key, each in sorted(value.items()) if each is not None}
    if isinstance(value, list | tuple):
        return [canonical(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)


def content_hash(fields: Mapping[str, Any]) -> str:
    """The hash of what a row came to, so that a second run knows it unchanged."""
    return sha256(_encode(canonical(dict(fields))).encode()).hexdigest()
