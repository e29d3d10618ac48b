"""The matrix of standings: people or units against rules, or against the periods of one rule.

A cell sums up the standings of one rule, for one person or unit, that belong to a window: a period, or "now",
which is each rule's running period. Nothing here asks the database: the book has counted already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal, NamedTuple

from bson.objectid import ObjectId

from records.programme.book import Book
from records.programme.calendar import Period, periods
from records.programme.roster import Person
from records.programme.rules import Rule
from records.programme.standing import Standing, State

Whom = Literal["people", "units"]
#: The categories of organisations that have rows, and may be asked for like the scopes of people.
UNIT_CATEGORIES = ("党委", "党总支", "党支部", "党小组")
#: What decides how several standings are together: the first that one of them is in.
_WORST: tuple[State, ...] = ("failed", "behind", "pace", "met")


class Cell(NamedTuple):
    """The standings of a cell, oldest first, and how they are together; "" where the rule asks nothing.

    ``met`` and ``judged`` count those that are met and those that are judged at all.
    """

    state: State | Literal[""]
    standings: tuple[Standing, ...] = ()
    met: int = 0
    judged: int = 0

    @property
    def waiting(self) -> bool:
        """Whether something that is not met yet waits for approval."""
        return any(each.waiting and each.state in ("pace", "behind", "failed") for each in self.standings)


class Column(NamedTuple):
    """A column: a rule and the window its cells are about; ``None`` is each rule's running period."""

    rule: Rule
    window: Period | None

    @property
    def key(self) -> str:
        return self.rule.id if self.window is None else f"{self.rule.id}@{self.window.name}"


EMPTY = Cell("")


def rules_for(book: Book, whom: Whom) -> list[Rule]:
    """The rules that may bind people, or organisations (the township's own among them)."""
    return [
        rule
        for rule in book.rulebook.rules.values()
        if rule.how == "notices"
        or (rule.of_people if whom == "people" else rule.of_units or rule.of_township)
    ]


def columns_of_rule(book: Book, rule: Rule, whom: Whom) -> list[Column]:
    """A column for each period of a rule that has begun; for events one for each year."""
    if rule.period == "event":
        found: Iterable[Period] = periods("year", book.rulebook)
    elif whom == "people":
        found = periods(rule.period, book.rulebook)
    else:
        # Some rules are about some stages only, and some about years besides.
        named = {
            each.period.name: each.period
            for unit in book.units.ordered
            for each in book.of_unit(unit.id, rule.id)
        }
        found = sorted(named.values(), key=lambda each: (each.end, each.start))
    return [Column(rule, each) for each in found if each.start <= book.on]


def subjects(
    book: Book, whom: Whom, window: Period | None, *, unit: ObjectId | None = None, scope: str = ""
) -> list[ObjectId]:
    """Whose rows there are, in the order of the units, people of one by name.

    They are those who take part in the window (or now). ``unit`` keeps those of a unit and all below it,
    people by the membership on the window's last day; ``scope`` keeps people of one scope (PC, LC, CG, AC,
    ALL), or units of one category.
    """
    first, day = _span(book, window)
    within = frozenset(book.units.subtree(unit)) if unit is not None else None
    if whom == "units":
        return [
            each.id
            for each in book.units.ordered
            if each.category in UNIT_CATEGORIES
            and (within is None or each.id in within)
            and (not scope or each.category == scope)
        ]
    place = {each.id: index for index, each in enumerate(book.units.ordered)}
    found: list[tuple[int, Person]] = []
    for person in book.roster.people.values():
        if not person.scopes or (scope and scope not in person.scopes):
            continue
        if person.active[0] > day or person.active[1] < first:
            continue
        of = person.unit_on(day)
        if within is None or of in within:
            found.append((place.get(of, len(place)) if of else len(place), person))
    return [person.id for _, person in sorted(found, key=lambda each: (each[0], each[1].listed))]


def _span(book: Book, window: Period | None) -> tuple[date, date]:
    if window is None:
        day = min(book.on, book.rulebook.end)
        return day, day
    last = min(window.end, book.on, book.rulebook.end)
    return window.start, max(last, window.start)


def unit_of(book: Book, person: ObjectId, window: Period | None = None) -> ObjectId | None:
    """The unit that a person belongs to on the last day of the window."""
    return book.person(person).unit_on(_span(book, window)[1])


def cell(book: Book, column: Column, subject: ObjectId) -> Cell:
    """What stands where a person's or unit's row meets a column."""
    rule, window = column
    if subject in book.roster.people:
        # The running period and the one before are all that "now" can mean, except for what has no periods.
        quick = window is None and rule.period != "event"
        found: Sequence[Standing] = (
            book.recent(rule.id, subject) if quick else book.of_person(subject, rule.id)
        )
    elif book.units.get(subject) is not None:
        found = book.of_unit(subject, rule.id)
    else:
        return EMPTY
    return together(in_window(found, rule, window, book.on))


def in_window(
    standings: Sequence[Standing], rule: Rule, window: Period | None, on: date
) -> tuple[Standing, ...]:
    """The standings of a rule that a window is about.

    Now: those of the running periods, of the last one when none runs any more; events of the year. In a
    period: its own; else those of the shorter periods within it; else that of the period which holds its end.
    An event is one of the period that it ends, or falls due, in; a model has no such day and is asked about
    in every period from its own on.
    """
    if rule.period == "event":
        first, last = (window.start, window.end) if window else (date(on.year, 1, 1), date.max)
        lasting = rule.how == "models"
        return tuple(
            each
            for each in standings
            if first <= each.period.end and (each.period.start if lasting else each.period.end) <= last
        )
    if window is None:
        running = [each for each in standings if each.period.start <= on <= each.period.end]
        return tuple(running or standings[-1:])
    own = [each for each in standings if each.period[:2] == window[:2]]
    within = own or [each for each in standings if each.period.lies_in(window)]
    if within:
        return tuple(within)
    return tuple(each for each in standings if each.period.start <= window.end <= each.period.end)


def together(standings: Sequence[Standing]) -> Cell:
    """Several standings as one: as bad as the worst of those that are judged."""
    if not standings:
        return EMPTY
    judged = [each for each in standings if each.judged]
    states = {each.state for each in judged}
    state: State = next((each for each in _WORST if each in states), "unjudged")
    if not judged and any(each.state == "exempt" for each in standings):
        state = "exempt"
    met = sum(each.state == "met" for each in judged)
    return Cell(state, tuple(standings), met, len(judged))


class Tally(NamedTuple):
    """A column summed up: how many of its cells are judged, and how many of those are met, behind or failed;
    how many wait. A cell counts once, as its state tells."""

    judged: int = 0
    met: int = 0
    behind: int = 0
    failed: int = 0
    waiting: int = 0

    def with_cell(self, each: Cell) -> Tally:
        """The tally with one more cell."""
        if not each.judged and not each.waiting:
            return self
        return Tally(
            self.judged + bool(each.judged),
            self.met + (each.state == "met"),
            self.behind + (each.state == "behind"),
            self.failed + (each.state == "failed"),
            self.waiting + each.waiting,
        )
