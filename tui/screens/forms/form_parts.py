"""How a form is divided: the kind's sections, then what every record has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bson.objectid import ObjectId

from tui.form_state import REMARKS, FormState, Typed
from tui.words import tr

OTHER = "other"
ATTACHMENTS = "attachments"
CHECKS = "checks"


@dataclass(frozen=True, slots=True)
class Part:
    """One tab of a form; the fields it shows, by name."""

    id: str
    label: str
    fields: tuple[str, ...] = ()


def parts_of(state: FormState) -> list[Part]:
    """The tabs of a form, in order. A field that no section names stands under the others."""
    parts = [
        Part(f"section-{index}", section.label.text(), section.fields)
        for index, section in enumerate(state.kind.sections)
    ]
    placed = {name for part in parts for name in part.fields}
    rest = tuple(name for name in state.fields if name not in placed)
    parts.append(Part(OTHER, tr("Other"), (*rest, REMARKS)))
    parts.append(Part(ATTACHMENTS, tr("Attachments")))
    parts.append(Part(CHECKS, tr("Checks")))
    return parts


def references_in(state: FormState) -> list[ObjectId]:
    """Every identifier typed anywhere in a form, and the record's unit."""
    found = [
        ObjectId(text)
        for text in _texts(list(state.typed.values()))
        if len(text) == 24 and ObjectId.is_valid(text)
    ]
    return [*found, *([state.record.unit] if state.record.unit else [])]


def _texts(typed: Typed) -> Iterator[str]:
    if isinstance(typed, str):
        yield typed
    else:
        for each in typed.values() if isinstance(typed, dict) else typed:
            yield from _texts(each)
