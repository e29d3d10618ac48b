"""What makes a row the same record again: the kind's key fields, never a path or a row number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from records.envelope import identity_text
from records.kind import Kind


def key_of(kind: Kind, fields: Mapping[str, Any]) -> str | None:
    """The identity of a record from its kind's ``key``; None when nothing of it is filled."""
    parts = [_part(fields, path) for path in kind.key]
    texts = [identity_text(part) for part in parts]
    if not any(texts):
        return None
    return f"{kind.code}:" + "|".join(texts)


def _part(fields: Mapping[str, Any], path: str) -> Any:
    name, _, rest = path.partition(".")
    value = fields.get(name)
    if not rest:
        return value
    rows: Sequence[Any] = value if isinstance(value, list) else ()
    return [row.get(rest) for row in rows if isinstance(row, Mapping)]


def shingles(text: str, size: int = 8) -> frozenset[int]:
    """The runs of ``size`` characters of a text, hashed: what two copies of a paper have in common."""
    plain = "".join(text.split())
    return frozenset(hash(plain[index : index + size]) for index in range(max(1, len(plain) - size + 1)))


def likeness(shared: int, one: int, other: int) -> float:
    """Shared runs over all runs of two texts (Jaccard): 1 for the same text, 0 with nothing in common."""
    union = one + other - shared
    return shared / union if union else 0.0
