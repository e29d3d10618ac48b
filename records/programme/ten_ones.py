"""The Ten Ones: what each unit does once a year, as far as records prove it.

Eight are firm. The third and the seventh have lost their wording in the plan: they are shown with what they
probably were, and count towards R46 only once the office has confirmed that in a setting (T3, T7).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from bson.objectid import ObjectId

from records.kind import Label
from records.programme.calendar import YEAR, in_period
from records.programme.counting.facts import NONE
from records.programme.judging import judging_units
from records.programme.judging.judging_people import fold
from records.programme.rules import TenOne
from records.programme.standing import Standing
from records.programme.units import Unit

if TYPE_CHECKING:
    from records.archive import Archive
    from records.programme.book import Book

#: Items that count whether or not the office has confirmed anything.
FIRM = 8
#: The rule that asks for them, and the one whose notes the fourth looks at.
TEN_ONES = "R46"
NOTEBOOKS = "R22"


class Item(NamedTuple):
    """One item in one year: done (verified), or waiting; whether it counts; and which members it lacks."""

    id: str
    number: int
    label: Label
    done: bool
    waiting: bool
    counts: bool
    reconstructed: bool
    lacking: tuple[ObjectId, ...] = ()


def ten_ones_of(book: Book, unit: ObjectId, year: int) -> Standing | None:
    """How a unit stands with them in a year; None where they are not asked of it."""
    return next((each for each in book.of_unit(unit, TEN_ONES) if each.period.code // 100 == year), None)


def items(book: Book, unit: Unit, year: int) -> tuple[Item, ...]:
    """The ten items of a unit, those under it included, in a year up to the book's day."""
    return tuple(_item(book, unit, year, each) for each in book.rulebook.ten_ones)


def _item(book: Book, unit: Unit, year: int, ten: TenOne) -> Item:
    begins = date(year, 1, 1)
    verified, submitted, lacking = _PROOFS[ten.how](book, unit, year, ten)
    wording = book.adjustments.wording(ten.id, begins)
    return Item(
        ten.id,
        ten.number,
        Label(wording, wording) if wording else ten.label,
        verified,
        submitted and not verified,
        not ten.reconstructed or book.adjustments.confirmed(ten.id, begins),
        ten.reconstructed,
        lacking,
    )


Proof = tuple[bool, bool, tuple[ObjectId, ...]]


def _records(book: Book, unit: Unit, year: int, ten: TenOne) -> Proof:
    """Every measure has something in the year; what stands (a set of rules) may be from an earlier one."""
    chosen = book.adjustments.proof(ten.id, date(year, 1, 1))
    names: Sequence[str] = (chosen,) if chosen in ten.alternatives else ten.measures
    below = book.below(unit)
    verified = [_any(book, name, below, year, ten.standing, 0) for name in names]
    submitted = [_any(book, name, below, year, ten.standing, 1) for name in names]
    either = all(one or other for one, other in zip(verified, submitted, strict=True))
    return all(verified), either, ()


def _any(book: Book, measure: str, units: Sequence[ObjectId], year: int, standing: bool, which: int) -> bool:
    for unit in units:
        for bucket, count in book.facts.of_unit(measure, unit).items():
            if count[which] and (bucket // 100 == year or (standing and bucket // 100 < year)):
                return True
    return False


def _leading_body(book: Book, unit: Unit, year: int, _: TenOne) -> Proof:
    """A leading group that served in the year, in the unit or one under it."""
    first, last = date(year, 1, 1), min(date(year, 12, 31), book.on)
    below = set(book.below(unit))
    serving = [
        paper.done
        for paper in book.facts.papers.of("position")
        if paper.unit in below
        and paper.fields.get("body") == "领导小组"
        and judging_units.serves(paper.fields, first, last)
    ]
    return any(serving), bool(serving), ()


def _notebooks(book: Book, unit: Unit, year: int, _: TenOne) -> Proof:
    """Every member who is not exempt from notes has some in the year."""
    day = min(date(year, 12, 31), book.rulebook.end, book.on)
    expected = [person for person in book.members(unit, day) if not book.excused(NOTEBOOKS, person, year)]
    code = year * 100 + YEAR
    counts = {
        person.id: fold((book.facts.of_person("note_words", person.id),), "year").get(code, NONE)
        for person in expected
    }
    lacking = tuple(person for person, count in counts.items() if not count[0])
    either = all(count[0] or count[1] for count in counts.values())
    return bool(expected) and not lacking, bool(expected) and either, lacking


def _tested(book: Book, unit: Unit, year: int, _: TenOne) -> Proof:
    """A test of the unit's own, or one of the township's that its people took."""
    below = book.below(unit)
    own = [_any(book, "exams_held", below, year, False, which) for which in (0, 1)]
    day = min(date(year, 12, 31), book.rulebook.end, book.on)
    for person in book.people_of(unit, day):
        for bucket, count in book.facts.of_person("exams_taken", person.id).items():
            if in_period(bucket, "year") == year * 100 + YEAR:
                own = [own[0] or bool(count[0]), own[1] or bool(count[1])]
    return own[0], own[1], ()


_PROOFS: Mapping[str, Callable[[Book, Unit, int, TenOne], Proof]] = {
    "measures": _records,
    "leading_body": _leading_body,
    "notebooks": _notebooks,
    "tested": _tested,
}


async def ten_ones_done(archive: Archive, until: date) -> dict[ObjectId, tuple[int, int]]:
    """Items done by each unit in the year of ``until``, up to that day, and how many count."""
    from records.programme.book import load_book

    book = await load_book(archive, until, rules=(TEN_ONES,))
    found: dict[ObjectId, tuple[int, int]] = {}
    for unit in book.roster.units.ordered:
        counted = [item for item in items(book, unit, until.year) if item.counts]
        found[unit.id] = (sum(item.done for item in counted), len(counted))
    return found
