"""What reports call the kinds and fields that an import is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from records.intake.tables.table_rule import targets_of
from records.kind import Kinds
from records.language import translator

tr = translator("records")
#: Lines of these are parts of another kind's records: the fields of the list that they stand in.
_LINES = {"exam_result": ("exam", "results"), "ballot_line": ("democratic_evaluation", "lines")}


def kind_labels(kinds: Kinds, named: Iterable[str]) -> dict[str, str]:
    """The labels of the kinds that a report names."""
    others = {
        "exam_result": tr("Line of a test's results"),
        "ballot_line": tr("Line of a ballot"),
        "scan": tr("Scan"),
    }
    return others | {name: kinds[name].label.text() for name in named if name in kinds}


def field_labels(kinds: Kinds, named: Iterable[str]) -> dict[str, Mapping[str, str]]:
    """The labels of the fields, and of the other places of columns, of the kinds that a report names."""
    found: dict[str, Mapping[str, str]] = {}
    for name in named:
        kind, part = _LINES.get(name, (name, ""))
        if kind in kinds:
            places = {each.name: each.label for each in targets_of(kinds[kind])}
            inside = {key.removeprefix(f"{part}."): text for key, text in places.items()}
            found[name] = places | inside if part else places
    return found
