"""Fields that are computed from the others of the same record; a kind file names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from records.kind import Kind
from records.programme.marking import STANDARD, total_of
from records.values import as_number, as_partial

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


def _scores(fields: Mapping[str, Any]) -> list[Decimal]:
    """The scores of those who sat the test."""
    found = (as_number(row.get("score")) for row in _rows(fields, "results") if not row.get("absent"))
    return [score for score in found if score is not None]


def exam_taken(fields: Mapping[str, Any]) -> int | None:
    """参考人数: everyone with a score."""
    return len(_scores(fields)) if _rows(fields, "results") else None


def exam_passed(fields: Mapping[str, Any]) -> int | None:
    """及格人数: scores of at least the pass mark."""
    mark = as_number(fields.get("pass_mark"))
    if mark is None or not _rows(fields, "results"):
        return None
    return sum(score >= mark for score in _scores(fields))


def exam_average(fields: Mapping[str, Any]) -> Decimal | None:
    """平均分 of those who sat, to one decimal."""
    scores = _scores(fields)
    return (sum(scores, Decimal(0)) / len(scores)).quantize(Decimal("0.1")) if scores else None


def assessment_total(fields: Mapping[str, Any]) -> Decimal | None:
    """总分: the five aspects together, once all are given."""
    return total_of(fields)


def assessment_grade(fields: Mapping[str, Any]) -> str | None:
    """等次 by the standard scale. Saving marks it by the one that the office has set for the year."""
    return STANDARD.grade_of(fields)


def satisfied_rate(fields: Mapping[str, Any]) -> Decimal | None:
    """满意率: those at least basically satisfied, in per cent of the forms returned, to one decimal."""
    returned = as_number(fields.get("returned"))
    given = [as_number(fields.get(name)) for name in ("very", "fairly", "basic")]
    if not returned or any(count is None for count in given):
        return None
    content = sum((count for count in given if count is not None), Decimal(0))
    return (content * 100 / returned).quantize(Decimal("0.1"))


def briefing_year(fields: Mapping[str, Any]) -> int | None:
    """The year within which an issue number is given once: that of sending, else of receipt."""
    when = as_partial(fields.get("submitted_on")) or as_partial(fields.get("received_on"))
    return when.start.year if when else None


def briefing_headline(fields: Mapping[str, Any]) -> str | None:
    """The title of the first item."""
    return next((str(row["title"]) for row in _rows(fields, "items") if row.get("title")), None)


def archive_items(fields: Mapping[str, Any]) -> int:
    """件数: the entries of a dossier's contents."""
    return len(_rows(fields, "contents"))


COMPUTED: dict[str, Computation] = {
    "attendance_expected": attendance_expected,
    "attendance_present": attendance_present,
    "exam_taken": exam_taken,
    "exam_passed": exam_passed,
    "exam_average": exam_average,
    "assessment_total": assessment_total,
    "assessment_grade": assessment_grade,
    "satisfied_rate": satisfied_rate,
    "briefing_year": briefing_year,
    "briefing_headline": briefing_headline,
    "archive_items": archive_items,
}


def fill_computed(kind: Kind, fields: dict[str, Any]) -> None:
    """Set every computed field; one that computes to nothing keeps what is there (an old register may
    give only the totals)."""
    for field in kind.fields:
        if field.computed:
            value = COMPUTED[field.computed](fields)
            if value is not None:
                fields[field.name] = value
