"""What a rule asks in each of its periods: how much, whether it is judged at all, and which days count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from records.programme.adjustments import Adjustments
from records.programme.calendar import (
    WEEK_DAYS,
    Period,
    Span,
    active_days,
    active_months,
    common,
    days_in,
    periods,
    prorated,
    without,
    working_days,
)
from records.programme.rules import Rule

Flag = Literal["", "exempt", "unjudged"]


class Slot(NamedTuple):
    """One period of a rule: the rule as it was then, what it asks, whether it is judged, and the first and
    last day that count."""

    period: Period
    rule: Rule
    required: int | float
    target: int | None
    flag: Flag
    first: date
    last: date


def person_slots(
    adjustments: Adjustments, rule_id: str, span: Span, holes: Sequence[Span], on: date
) -> tuple[Slot, ...]:
    """The periods of a rule for somebody bound by it over a span, without the days they are exempt (D3, D8).

    Periods that begin after ``on`` are left out.
    """
    book = adjustments.book
    pieces = without(span, holes)
    plain = book.rules[rule_id]
    found = []
    for period in periods(plain.period, book):
        begins = max(period.start, book.start)
        if begins > on:
            break
        if period.start > span[1] or period.end < span[0]:
            continue
        rule = adjustments.rule(rule_id, begins)
        required, flag = _asked(rule, period, (span,), pieces)
        target = _target(rule, period, pieces)
        inside = [part for each in pieces if (part := common(each, (period.start, period.end)))]
        first, last = (inside[0][0], inside[-1][1]) if inside else (begins, min(period.end, book.end))
        found.append(Slot(period, rule, required, target, flag, first, last))
    return tuple(found)


def _asked(rule: Rule, period: Period, span: Sequence[Span], pieces: Sequence[Span]) -> tuple[int, Flag]:
    """What is asked of a person, and whether; those who would be judged but for an exemption are exempt."""
    required = _required(rule, period, pieces)
    if required and rule.judged and rule.minimum:
        return required, ""
    would = _required(rule, period, span)
    if would and rule.judged and rule.minimum:
        return would, "exempt"
    return would, "unjudged"


def _required(rule: Rule, period: Period, pieces: Sequence[Span]) -> int:
    """How much, 0 when the period is not judged (fewer than half its days are active, D3)."""
    minimum = rule.minimum or 0
    if rule.period == "year":
        return prorated(minimum, active_months(pieces, period.code // 100))
    if 2 * active_days(pieces, period.start, period.end) < days_in(period.start, period.end):
        return 0
    if rule.how == "hours":
        inside = (common(each, (period.start, period.end)) for each in pieces)
        return minimum * sum(working_days(*each) for each in inside if each)
    return minimum


def _target(rule: Rule, period: Period, pieces: Sequence[Span]) -> int | None:
    if rule.target is None:
        return None
    if rule.period == "year":
        return prorated(rule.target, active_months(pieces, period.code // 100))
    return rule.target


def unit_slots(adjustments: Adjustments, rule_id: str, span: Span, on: date) -> tuple[Slot, ...]:
    """The periods of a rule for a unit (or the township) that existed over a span. Years are not prorated."""
    book = adjustments.book
    plain = book.rules[rule_id]
    found = []
    for period in periods(plain.period, book):
        begins = max(period.start, book.start)
        if begins > on:
            break
        if plain.stages and period.kind == "stage" and period.code not in plain.stages:
            continue
        inside = common(span, (period.start, period.end))
        if inside is None:
            continue
        rule = adjustments.rule(rule_id, begins)
        found.append(
            Slot(period, rule, rule.minimum or 0, rule.target, _unit_flag(rule, period, inside), *inside)
        )
    return tuple(found)


def _unit_flag(rule: Rule, period: Period, inside: Span) -> Flag:
    if not rule.judged or not rule.minimum:
        return "unjudged"
    if rule.years and period.code // 100 not in rule.years:
        return "unjudged"
    if period.kind == "week" and working_days(period.start, period.end) < WEEK_DAYS:
        return "exempt"
    if period.kind in ("year", "stage", "programme"):
        return ""
    return "" if 2 * days_in(*inside) >= days_in(period.start, period.end) else "unjudged"
