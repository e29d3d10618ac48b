"""What needs attention on the working date: overdue, due soon, behind, missed; each with whom it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from bson.objectid import ObjectId

from records.language import current_language, translator
from records.programme.book import Book
from records.programme.calendar import Period
from records.programme.counting.facts import NONE, Number
from records.programme.judging.judging_township import occasions_of
from records.programme.judging.judging_units import SUMMARY_DAYS
from records.programme.rules import PeriodKind, Rule
from records.programme.standing import Standing
from records.programme.wording import amount, missing, subject_name

tr = translator("records")

Urgency = Literal["overdue", "soon", "behind", "missed"]
#: In this order on every list.
URGENCIES: tuple[Urgency, ...] = ("overdue", "soon", "behind", "missed")
#: So many days before its end an open period is due soon.
SOON: Mapping[PeriodKind, int] = {
    "week": 2,
    "month": 7,
    "quarter": 14,
    "half": 21,
    "year": 31,
    "stage": 31,
    "event": 7,
    "programme": 92,
}
#: So long a missed lecture is told.
_LECTURE_DAYS = 31


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to see to: how urgent, by which rule and period, by when, of whom; ``records`` are those to
    open where it is about a record. ``waiting`` of the subjects only wait for an approval."""

    urgency: Urgency
    rule: str
    period: Period
    due: date | None
    text: str
    subjects: tuple[ObjectId, ...] = ()
    records: tuple[ObjectId, ...] = ()
    waiting: int = 0


def alerts(book: Book) -> list[Alert]:
    """Everything that needs attention on the book's day, the most urgent first; rules only shown never do."""
    found = [each for rule in book.rulebook.rules.values() for each in _of_rule(book, rule)]
    found += _windows(book)
    found += _overspent(book)
    return sorted(found, key=_order)


def _order(alert: Alert) -> tuple[int, int, int, str]:
    """By urgency. Of what is overdue, notices come first and what fell due last; else what is due next."""
    due = (alert.due or date.max).toordinal()
    overdue = alert.urgency == "overdue"
    later = int(overdue and not alert.records)
    return URGENCIES.index(alert.urgency), later, -due if overdue else due, alert.rule


def _of_rule(book: Book, rule: Rule) -> Iterator[Alert]:
    grouped: dict[tuple[Urgency, str], list[Standing]] = {}
    for standing in _recent(book, rule):
        urgency = _urgency(book, rule, standing)
        if urgency is None:
            continue
        if rule.how == "notices":
            yield _notice(book, standing, urgency)
        else:
            grouped.setdefault((urgency, standing.period.name), []).append(standing)
    last = max((each[0].period.end for each in grouped.values()), default=None)
    for (urgency, _), standings in grouped.items():
        # Once the programme is over, two periods of a rule have ended: the last one is told.
        if (
            urgency != "missed"
            or rule.period == "event"
            or standings[0].period.end == last
            or not _over(book)
        ):
            yield _alert(book, rule, urgency, standings)


def _over(book: Book) -> bool:
    return book.on > book.rulebook.end


def _recent(book: Book, rule: Rule) -> Iterator[Standing]:
    since = book.recent_since(rule.id)
    for unit in book.units.ordered:
        for each in book.of_unit(unit.id, rule.id):
            if rule.period == "event" or each.period.end >= since:
                yield each
    for person in book.roster.people:
        yield from book.recent(rule.id, person)


def _urgency(book: Book, rule: Rule, standing: Standing) -> Urgency | None:
    if standing.state in ("met", "exempt", "unjudged"):
        return None
    end = due_day(book, rule, standing.period)
    if rule.how == "notices":
        if standing.state == "failed":
            return "overdue" if _open(book, standing) else None
        return "soon" if (end - book.on).days <= SOON["event"] else None
    if rule.how == "lectures":
        fresh = standing.state == "failed" and (book.on - end).days <= _LECTURE_DAYS
        return "missed" if fresh else None
    if rule.how == "models":
        return "behind" if standing.state in ("behind", "failed") else None
    if standing.state == "failed":
        return "overdue" if rule.period == "stage" else "missed"
    if rule.due is not None and book.on > end:
        return "overdue"
    if (end - book.on).days <= SOON[standing.period.kind]:
        return "soon"
    return "behind" if standing.state == "behind" else None


def due_day(book: Book, rule: Rule, period: Period) -> date:
    """By when: the period's last day that counts, or the rule's own date; a summary is written when its
    period is over."""
    if rule.due is not None and period.kind == "year":
        return book.rulebook.due_in(rule, period.code // 100)
    return period.last + timedelta(days=SUMMARY_DAYS if rule.how == "summaries" else 0)


def _open(book: Book, standing: Standing) -> bool:
    """Whether a notice is still to be closed: one closed too late is nothing to see to any more."""
    paper = next(each for each in book.facts.papers.of("rectification") if each.id == standing.record)
    closed = paper.fields.get("closed_on")
    return closed is None or closed > book.on


def _alert(book: Book, rule: Rule, urgency: Urgency, standings: list[Standing]) -> Alert:
    period = standings[0].period
    subjects = tuple(each.subject for each in standings if each.subject is not None)
    waiting = sum(each.waiting > 0 for each in standings)
    label, when = rule.label.text(), period.display()
    if len(standings) == 1:
        standing = standings[0]
        what = missing(standing, book)
        whose = "" if standing.subject == book.root_id else subject_name(standing, book)
        colon = "：" if current_language() == "zh" else ": "
        text = colon.join(each for each in (whose, _of(label, when), what) if each)
    elif standings[0].subject in book.roster.people:
        text = tr("{rule} ({period}): {number} people", rule=label, period=when, number=len(standings))
    else:
        text = tr("{rule} ({period}): {number} units", rule=label, period=when, number=len(standings))
    records = tuple(each.record for each in standings if each.record is not None)
    return Alert(urgency, rule.id, period, due_day(book, rule, period), text, subjects, records, waiting)


def _of(label: str, when: str) -> str:
    return f"{label}（{when}）" if current_language() == "zh" else f"{label} ({when})"


def _notice(book: Book, standing: Standing, urgency: Urgency) -> Alert:
    days = (standing.period.end - book.on).days
    name = subject_name(standing, book)
    if days < 0:
        text = tr("Rectification by {name} is {days} days overdue", name=name, days=-days)
    elif days == 0:
        text = tr("Rectification by {name} is due today", name=name)
    else:
        text = tr("Rectification by {name} is due in {days} days", name=name, days=days)
    subjects = (standing.subject,) if standing.subject is not None else ()
    records = (standing.record,) if standing.record is not None else ()
    return Alert(
        urgency,
        standing.rule,
        standing.period,
        standing.period.end,
        text,
        subjects,
        records,
        int(standing.waiting),
    )


def _windows(book: Book) -> Iterator[Alert]:
    """R31: an anniversary whose window is open and that nothing was held for yet."""
    root = book.root_id
    rule = book.rulebook.rules.get("R31")
    if root is None or rule is None:
        return
    for standing in book.of_unit(root, "R31"):
        for name, (first, last) in occasions_of(book, standing.period.code // 100).items():
            lacking = any(getattr(each, "zh", None) == name for each in standing.lacking)
            if first <= book.on <= last and lacking:
                text = tr("Themed study for {name}: the window is open until {last}", name=name, last=last)
                yield Alert("soon", rule.id, standing.period, last, text, (root,), (), int(standing.waiting))


def _overspent(book: Book) -> Iterator[Alert]:
    """More spent in the year of the working date than was allocated, by verified records."""
    root, rule = book.root_id, book.rulebook.rules.get("R24")
    if root is None or rule is None:
        return
    for standing in book.of_unit(root, rule.id):
        spent = sum(_spent(book, unit, standing.period) for unit in (root, None))
        if standing.period.start.year == book.on.year and spent > standing.done:
            year, more = standing.period.display(), amount(spent - standing.done, rule)
            text = tr("Spending of {year} exceeds the funds allocated by {amount}", year=year, amount=more)
            yield Alert("overdue", rule.id, standing.period, None, text, (root,), ())


def _spent(book: Book, unit: ObjectId | None, year: Period) -> Number:
    return book.facts.of_unit("funds_spent", unit).get(year.code, NONE)[0]
