"""Values as every screen but a person's own form shows them: identity numbers masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bson.objectid import ObjectId

from records import field_value
from records.kind import Field
from records.visible import mask_within, masked, visible


def show(field: Field | None, value: Any, *, names: Mapping[ObjectId, str] | None = None) -> str:
    """A value on one line; of a masked field only the ends."""
    text = field_value.show(field, value, names=names)
    return masked(text) if field is not None and field.masked else text


def printed(text: str, *, keep: str = "") -> str:
    """What a source prints, made visible (``keep`` as ``visible`` has it), identity numbers masked."""
    return visible(mask_within(text), keep=keep)
