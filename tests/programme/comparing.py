"""The book of standings beside the slow computation."""

from __future__ import annotations

from collections.abc import Iterable

from records.programme.book import Book
from records.programme.standing import Standing
from tests.programme.slow.rules import Found, Key, Plain, Slow, found_of
from tests.programme.slow.units import all_units

Difference = tuple[Key, Found | None, Found | None]


def as_found(standings: Iterable[Standing]) -> dict[Key, Found]:
    """Standings as the slow computation gives them."""
    found: dict[Key, Found] = {}
    for each in standings:
        key = (each.rule, each.subject, each.period.name, each.record)
        assert key not in found
        found[key] = found_of(each.state, each.required, each.done, each.waiting)
    return found


def compared(book: Book, records: Iterable[Plain]) -> tuple[int, list[Difference]]:
    """How many standings there are, and where the two differ: what the book says, what is so."""
    slow = Slow(records, book.on)
    ours = as_found(book.all())
    theirs = dict((*slow.of_people(), *all_units(slow)))
    keys = sorted(ours.keys() | theirs.keys(), key=str)
    return len(keys), [
        (key, ours.get(key), theirs.get(key)) for key in keys if ours.get(key) != theirs.get(key)
    ]
