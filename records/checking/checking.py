"""What is wrong with a record that only the archive can tell: references to nothing, or to the wrong kind.

The checks that need nothing but the record itself are in ``checks.py``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from records.checking.checks import Fault, label_at, validate
from records.errors import InvalidRecord, Refused
from records.kind import Kind, Kinds
from records.language import clauses, translator
from records.programme.marking import Scale
from records.record import Record
from records.references import Reference, Targets

tr = translator("records")


def faults_of(kind: Kind, record: Record, references: Sequence[Reference], targets: Targets) -> list[Fault]:
    """Every fault of a record, the pure ones first."""
    pure = validate(kind, record.fields, on=date.today())
    return [*pure, *reference_faults(kind, record, references, targets)]


def reference_faults(
    kind: Kind, record: Record, references: Sequence[Reference], targets: Targets
) -> Iterator[Fault]:
    """References to nothing, or to a record of another kind."""
    for each, path, whom in references:
        target = targets.get(whom)
        if target is None:
            if whom != record.id:
                yield Fault(path, "error", tr("there is no such record"), label_at(kind, path))
        elif each.targets and target.kind not in each.targets:
            problem = tr("{title} is of another kind", title=target.title)
            yield Fault(path, "error", problem, label_at(kind, path))


def above_scale(scale: Scale, kind: Kind, fields: Mapping[str, Any]) -> Iterator[Fault]:
    """Scores of an assessment that are more than their aspect weighs."""
    for path, score, weight in scale.above(fields):
        message = tr("{value} is more than the {bound} points it weighs", value=score, bound=weight)
        yield Fault(path, "error", message, label_at(kind, path))


def refuse_faults(record: Record, faults: list[Fault]) -> None:
    """Raises InvalidRecord for errors, and Refused for a verified record that lacks something required."""
    errors = [fault for fault in faults if fault.level == "error"]
    if errors:
        raise InvalidRecord(errors)
    missing = [fault for fault in faults if fault.level == "missing"]
    if record.status == "verified" and missing:
        raise Refused(
            tr(
                "{title} can't be verified yet; it lacks: {fields}",
                title=record.no or record.title,
                fields=clauses(missing),
            ),
            hint=tr("Fill these in first, or keep it as submitted."),
        )


def taken(kinds: Kinds, record: Record, value: str, holder: Record | None) -> InvalidRecord:
    """The error for a unique combination that another live record has."""
    kind = kinds[record.kind]
    names = value.partition(":")[2].partition("=")[0].split("+")
    fields = [kind.field(name) for name in names]
    labels = " + ".join(each.label.text() if each else name for each, name in zip(fields, names, strict=True))
    whose = (holder.no or holder.title) if holder else "?"
    message = tr("{no} already has the same {fields}", no=whose, fields=labels)
    refused = InvalidRecord([Fault(names[0], "error", message, labels)])
    refused.hint = tr("Change that one instead of adding another; `xuedang change {no}` does so.", no=whose)
    return refused
