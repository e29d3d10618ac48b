"""What the dashboards of a person and of a unit tell beside their standings, from the book alone."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from bson.objectid import ObjectId

from records.programme.book import Book
from records.programme.calendar import YEAR, Period, in_period, periods
from records.programme.counting.facts import NONE, Number
from records.programme.judging.judging_people import fold
from records.programme.judging.judging_units import reached
from records.programme.roster import Exemption
from records.programme.rules import Rule
from records.programme.standing import Standing
from records.programme.units import Unit
from records.programme.views.matrix import Column, Tally, Whom, cell, in_window, rules_for, together

#: Weeks that a unit's board looks back.
WEEKS = 12
#: The weekly rules that have a picture there.
PICTURED = ("R15", "R45")
_REACHED = "R16"
_NOTICES = "R27"


class RuleLine(NamedTuple):
    """A rule on a board in one year: how it stands now (in a past year: at its end), and every period of the
    year, oldest first."""

    rule: Rule
    now: tuple[Standing, ...]
    history: tuple[Standing, ...]

    @property
    def at_hand(self) -> Standing:
        """The standing that the line is about; where several are, the latest."""
        return self.now[-1]


def year_of(year: int) -> Period:
    """The calendar year as a period."""
    return Period("year", year * 100 + YEAR, date(year, 1, 1), date(year, 12, 31))


def rule_lines(book: Book, subject: ObjectId, year: int) -> list[RuleLine]:
    """Every rule that binds a person or unit in a year, in order. Raises NotFound.

    Of a yearly rule, or one of a stage, the history is that of all years or stages up to the year.
    """
    whom: Whom = "people" if subject in book.roster.people else "units"
    window = year_of(year)
    lines = []
    for rule in rules_for(book, whom):
        found = book.of_person(subject, rule.id) if whom == "people" else book.of_unit(subject, rule.id)
        so_far = [each for each in found if each.period.start <= window.end]
        long = rule.period in ("year", "stage", "programme")
        history = tuple(so_far if long else in_window(found, rule, window, book.on))
        now = in_window(so_far, rule, None, min(book.on, window.end))
        if rule.period == "event":
            now = history
        if now and (long or history):
            lines.append(RuleLine(rule, now[-1:] if rule.period != "event" else now, history))
    return lines


def tally(book: Book, subject: ObjectId, year: int) -> Tally:
    """Every standing of a person or unit in a year counted: judged, met, behind, failed, waiting."""
    whom: Whom = "people" if subject in book.roster.people else "units"
    found, window = Tally(), year_of(year)
    for rule in rules_for(book, whom):
        for each in cell(book, Column(rule, window), subject).standings:
            if each.period.start <= window.end:
                found = found.with_cell(together((each,)))
    return found


def attendance(book: Book, person: ObjectId, year: int) -> tuple[Number, Number]:
    """Sessions that a person came to (or made up), and those whose list names them, in a year; verified."""
    code = year * 100 + YEAR
    came, named = (
        fold((book.facts.of_person(name, person),), "year").get(code, NONE)[0]
        for name in ("study_attended", "study_expected")
    )
    return came, named


def unreached(book: Book, unit: ObjectId, day: date) -> Standing | None:
    """The last month begun by a day, if members are not reached in it yet: they are what it lacks."""
    begun = [each for each in book.of_unit(unit, _REACHED) if each.period.start <= day]
    return begun[-1] if begun and begun[-1].lacking else None


def open_notices(book: Book, person: ObjectId) -> list[Standing]:
    """The standings of a person with rectification notices that are not closed as they should be."""
    return [each for each in book.of_person(person, _NOTICES) if each.state != "met"]


def exemptions_of(book: Book, person: ObjectId) -> list[Exemption]:
    """Exemptions that concern a person on the book's day or later, their own and those of a category."""
    who = book.person(person)
    general = [each for each in book.roster.general if not each.categories.isdisjoint(who.categories)]
    return [each for each in (*book.roster.own.get(person, ()), *general) if each.span[1] >= book.on]


def exemptions_in_force(book: Book) -> list[Exemption]:
    """All exemptions that hold on the book's day, the first to end first."""
    every = [*book.roster.general, *(each for found in book.roster.own.values() for each in found)]
    held = [each for each in every if each.span[0] <= book.on <= each.span[1]]
    return sorted(held, key=lambda each: (each.span[1], str(each.record)))


# --- pictures ----------------------------------------------------------------------------------------


class Course(NamedTuple):
    """How a figure went: names of periods, the figures, and what was asked in each (or by then)."""

    periods: tuple[str, ...]
    done: tuple[Number | None, ...]
    asked: tuple[Number | None, ...]
    #: Whether the figures are added up month by month towards the year's minimum.
    adding: bool = False


def course(book: Book, line: RuleLine, year: int) -> Course:
    """The periods of a rule that has several in a year; a yearly rule of people month by month, added up."""
    standing = line.at_hand
    if line.rule.period == "year" and standing.subject in book.roster.people:
        return _added_up(book, line, year)
    return Course(
        tuple(_short(each.period) for each in line.history),
        tuple(each.done for each in line.history),
        tuple(each.required if each.judged else None for each in line.history),
    )


def _short(period: Period) -> str:
    """A period within its year: 03, W27, Q1, H1; a year, a stage or an event as it is."""
    if period.kind in ("week", "month", "quarter", "half"):
        return period.name[4:].lstrip("-")
    return period.name


def _added_up(book: Book, line: RuleLine, year: int) -> Course:
    """Kept papers by month, added up, against an even pace to what the year asks.

    A figure that only a register declares has no months; it stands in the last month of its half-year.
    """
    standing, rule = line.at_hand, line.rule
    assert standing.subject is not None
    kept = [name for name in rule.evidence if not (rule.how == "larger" and name.startswith("declared"))]
    counts = [book.facts.of_person(name, standing.subject) for name in kept]
    by_month: dict[int, Number] = {}
    for table in counts:
        for bucket, count in table.items():
            if (month := _last_month(bucket, year)) is not None:
                by_month[month] = by_month.get(month, 0) + count[0]
    first = max(book.rulebook.start, date(year, 1, 1)).month
    last = min(book.rulebook.end, date(year, 12, 31)).month
    until = book.on.month if book.on.year == year else last
    done: list[Number | None] = []
    total: Number = 0
    for month in range(first, last + 1):
        total += by_month.get(month, 0)
        done.append(total if month <= until else None)
    months = last - first + 1
    pace = tuple(standing.required * (at + 1) / months for at in range(months))
    return Course(tuple(f"{m:02}" for m in range(first, last + 1)), tuple(done), pace, adding=True)


def _last_month(bucket: int, year: int) -> int | None:
    """The last month of the smallest period that holds a bucket, if it is of that year."""
    if bucket // 100 != year:
        return None
    part = bucket % 100
    if part <= 12:
        return part
    if part == YEAR:
        return 12
    if in_period(bucket, "quarter") == bucket:
        return part % 10 * 3
    return part % 10 * 6


# --- units -------------------------------------------------------------------------------------------


def week_course(book: Book, unit: ObjectId, rule: str) -> Course:
    """The last weeks of a weekly rule of a unit up to the running one."""
    found = [each for each in book.of_unit(unit, rule) if each.period.start <= book.on][-WEEKS:]
    return Course(
        tuple(_short(each.period) for each in found),
        tuple(each.done for each in found),
        tuple(each.required if each.judged else None for each in found),
    )


class MemberLine(NamedTuple):
    """Somebody of a unit: their standings of the year counted, and whether the month has reached them
    (verified, waiting; both False for who is no member)."""

    person: ObjectId
    tally: Tally
    member: bool
    reached: tuple[bool, bool]


def people_of(book: Book, unit: Unit, year: int) -> list[ObjectId]:
    """Whoever belongs to a unit or one below it on the last day of the year up to the book's, members first,
    then by name."""
    day = min(book.on, date(year, 12, 31), book.rulebook.end)
    found = book.people_of(unit, day)
    return [each.id for each in sorted(found, key=lambda each: (not each.member, each.listed))]


def member_line(book: Book, person: ObjectId, year: int) -> MemberLine:
    """How somebody of a unit stands in a year, and in the last month of it that has begun (R16)."""
    who, rule = book.person(person), book.rulebook.rules[_REACHED]
    window = year_of(year)
    day = min(book.on, window.end, book.rulebook.end)
    month = next(each for each in periods("month", book.rulebook) if each.start <= day <= each.end)
    member = who.member and (who.joined is None or who.joined <= day)
    return MemberLine(person, tally(book, person, year), member, reached(book, rule, who, month))
