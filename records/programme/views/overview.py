"""The programme at a glance on the working date: the stage, the week, the coverage, and what is to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from records.programme.book import Book
from records.programme.calendar import Period, holding
from records.programme.rules import Rule
from records.programme.stages import Stage
from records.programme.standing import Standing
from records.programme.views.alerts import Alert, alerts

#: What a week asks for: the Monday meeting, half a day of group study, briefings.
WEEKLY = ("R13", "R15", "R45")
COVERAGE = ("R34", "R35")


@dataclass(frozen=True, slots=True)
class Share:
    """So many of those that a rule binds are done with it (met, or qualified); others only wait."""

    rule: Rule
    done: int
    required: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Overview:
    """``stage`` is None before and after the programme; ``days_left`` are those of the stage, its last day
    counting 0. ``week`` likewise."""

    on: date
    start: date
    end: date
    stage: Stage | None
    days_left: int
    week: Period | None
    weekly: tuple[Share, ...]
    coverage: tuple[Share, ...]
    alerts: tuple[Alert, ...]


def overview(book: Book) -> Overview:
    """The programme as of the book's day."""
    rules = book.rulebook
    stage = next((each for each in rules.stages if each.start <= book.on <= each.end), None)
    week = holding("week", book.on, rules)
    return Overview(
        book.on,
        rules.start,
        rules.end,
        stage,
        (stage.end - book.on).days if stage else 0,
        week,
        tuple(_of_week(book, rules.rules[rule], week) for rule in WEEKLY) if week else (),
        tuple(share for rule in COVERAGE if (share := _covered(book, rules.rules[rule])) is not None),
        tuple(alerts(book)),
    )


def _of_week(book: Book, rule: Rule, week: Period) -> Share:
    found = [
        standing
        for unit in book.units.ordered
        for standing in book.of_unit(unit.id, rule.id)
        if standing.period.code == week.code and standing.judged
    ]
    met = sum(standing.state == "met" for standing in found)
    return Share(rule, met, len(found), sum(_waits(standing) for standing in found))


def _waits(standing: Standing) -> bool:
    return standing.state != "met" and standing.done + standing.waiting >= standing.required


def _covered(book: Book, rule: Rule) -> Share | None:
    root = book.root_id
    standings = book.of_unit(root, rule.id) if root is not None else []
    if not standings or not standings[-1].judged:
        return None
    last = standings[-1]
    return Share(rule, int(last.done), int(last.required), int(last.waiting))
