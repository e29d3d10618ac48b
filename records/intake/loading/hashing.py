"""Values with one spelling, and their hash: how a second run knows that a row says the same as before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from hashlib import sha256
from typing import Any

import msgspec

from records.values import PartialDate

_PLAIN = frozenset((str, int, float, bool, type(None)))
_encode = msgspec.json.Encoder(enc_hook=lambda value: canonical(value), order="deterministic").encode
_spell = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


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


def identity_hash(content: Mapping[str, Any]) -> str:
    """The hash that stands in an identity: equal for equal values, and never to be computed otherwise."""
    return sha256(_spell(canonical(dict(content))).encode()).hexdigest()


def content_hash(fields: Mapping[str, Any]) -> str:
    """The hash of what a row came to: a second run that finds it again need not compare the values.

    Equal values may differ in it (a date written otherwise); values are compared then.
    """
    return sha256(_encode({name: value for name, value in fields.items() if value is not None})).hexdigest()


def only_adds(known: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
    """Whether values add to what is known, and contradict nothing of it: blanks filled, entries completed.

    Entries of a list are the same where they tell of the same unit.
    """
    return all(_adds(known.get(name), value) for name, value in told.items())


def more_exact(known: Any, told: Any) -> bool:
    """Whether a time says more exactly what a known one says: the hour of its day, a day of its month."""
    if isinstance(known, PartialDate):
        return isinstance(told, PartialDate) and known.start <= told.start and told.end <= known.end
    day = isinstance(known, date) and (not isinstance(known, datetime) or known.time() == time())
    return day and isinstance(told, datetime) and told.date() == date(known.year, known.month, known.day)


def _adds(known: Any, told: Any) -> bool:
    if known in (None, "", []) or more_exact(known, told):
        return True
    if isinstance(known, list) and isinstance(told, list) and all(isinstance(each, dict) for each in known):
        left = list(told)
        for entry in known:
            found = next(
                (each for each in left if only_adds(entry, each) and entry.keys() <= each.keys()), None
            )
            if found is None:
                return False
            left.remove(found)
        return True
    return bool(canonical(known) == canonical(told))
