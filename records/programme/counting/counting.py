"""A few people's records counted here, not by the server: their few hundred are read once, in one go.

Two dozen pipelines over the same records cost the server many times what handing them out does. What counts
is what the pipelines of ``measures.py`` count; a test compares the two for everybody.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from bson.decimal128 import Decimal128
from bson.objectid import ObjectId

from records.programme.calendar import HALVES, QUARTERS, YEAR
from records.programme.counting import papers
from records.programme.counting.facts import Call, Count, Facts, add, plain
from records.programme.counting.measures import HELP, of_people
from records.programme.rules import Measure, Rulebook
from records.values import to_bson

if TYPE_CHECKING:
    from records.archive import Archive

Document = Mapping[str, Any]


async def count_people(
    archive: Archive, book: Rulebook, on: date, people: Collection[ObjectId], *, lectures: bool = True
) -> Facts:
    """The counts and papers of a few people as of a day; ``lectures`` for R17, which are read apart."""
    facts = Facts()
    wanted = of_people(book, on, people, {kind: papers.READ[kind] for kind in papers.PERSONAL})
    reading = archive.aggregate(wanted, hint="person_date")
    if lectures:
        documents, _ = await asyncio.gather(reading, papers.load_lectures(archive, book, on, facts.papers))
    else:
        documents = await reading
    papers.take(documents, facts.papers)
    return Counter(book, on, frozenset(people), facts).count(documents)


Predicate = Callable[[Any], bool]


class Wanted(NamedTuple):
    """A measure made ready: its conditions on the record and on a row of it, and where its names stand."""

    name: str
    rows: str | None
    own: tuple[tuple[str, Predicate], ...]
    of_row: tuple[tuple[str, Predicate], ...]
    of: str
    day: str
    sum: str | None
    share: str | None


def _wanted(measure: Measure) -> Wanted:
    conditions = [(name, _predicate(value)) for name, value in measure.where.items()]
    return Wanted(
        measure.name,
        measure.rows,
        tuple((name, holds) for name, holds in conditions if not name.startswith("row.")),
        tuple((name[4:], holds) for name, holds in conditions if name.startswith("row.")),
        measure.of,
        (measure.day or "").removeprefix("row."),
        measure.sum,
        measure.share,
    )


@dataclass
class Counter:
    """Counts documents (as the database holds them) of some people as of a day into ``facts``."""

    book: Rulebook
    on: date
    people: Collection[ObjectId]
    facts: Facts = field(default_factory=Facts)

    def __post_init__(self) -> None:
        self._first, self._last = to_bson(self.book.start), to_bson(min(self.on, self.book.end))
        self._measures: dict[str, list[Wanted]] = {}
        for each in self.book.measures.values():
            if not each.of_unit and not each.once and each.name != HELP:
                self._measures.setdefault(each.kind, []).append(_wanted(each))
        self._once = [each for each in self.book.measures.values() if each.once]
        self._read: dict[tuple[ObjectId, str], tuple[int, Any, Any, int, Document]] = {}
        self._visited: dict[tuple[ObjectId, int, str, str], list[int]] = {}

    def count(self, documents: Iterable[Document]) -> Facts:
        """The counts of these documents; each is looked at once."""
        for document in documents:
            bucket = bucket_of(document["date"])
            kind, fields = document["kind"], document.get("fields") or {}
            verified = document["status"] == "verified"
            for wanted in self._measures.get(kind, ()):
                self._count(wanted, fields, bucket, verified)
            if kind == self._once[0].kind:
                self._note_book(document, bucket)
            elif kind == "household_visit":
                self._note_visit(document, bucket)
        self._count_books()
        self._count_visits()
        return self.facts

    # --- what is counted record by record, or row by row --------------------------------------------

    def _count(self, wanted: Wanted, fields: Document, bucket: int | None, verified: bool) -> None:
        for name, holds in wanted.own:
            if not holds(fields.get(name)):
                return
        if wanted.rows is None:
            self._add(wanted, fields, {}, bucket, verified)
            return
        rows = fields.get(wanted.rows)
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, Mapping) and all(holds(row.get(name)) for name, holds in wanted.of_row):
                self._add(wanted, fields, row, self._day(wanted, row, bucket), verified)

    def _add(
        self, wanted: Wanted, fields: Document, row: Document, bucket: int | None, verified: bool
    ) -> None:
        value = self._value(wanted, fields, row) if wanted.sum else 1
        if bucket is None or not value:
            return
        number = plain(value)
        count: Count = (number, 0) if verified else (0, number)
        named = _get(wanted.of, fields, row)
        # Somebody named twice is one person (D9).
        for person in dict.fromkeys(named) if isinstance(named, list) else (named,):
            if person in self.people:
                self._put(wanted.name, person, bucket, count)

    def _put(self, name: str, person: ObjectId, bucket: int, count: Count) -> None:
        counts = self.facts.people[name].setdefault(person, {})
        counts[bucket] = add(counts[bucket], count) if bucket in counts else count

    def _day(self, wanted: Wanted, row: Document, bucket: int | None) -> int | None:
        """The bucket of a row's own day where it has one, if that lies in the programme up to the day."""
        own = row.get(wanted.day) if wanted.day else None
        if not isinstance(own, datetime):
            return bucket
        return own.year * 100 + own.month if self._first <= own <= self._last else None

    def _value(self, wanted: Wanted, fields: Document, row: Document) -> Any:
        number = _number(_get(wanted.sum or "", fields, row))
        if wanted.share is None or not number:
            return number
        full = _number(fields.get(wanted.share))
        return float(number) * 100 / float(full) if full > 0 else 0

    # --- books: each title once for all time -----------------------------------------------------------

    def _note_book(self, document: Document, bucket: int | None) -> None:
        fields = document.get("fields") or {}
        person = fields.get("person")
        if bucket is None or not isinstance(person, ObjectId) or person not in self.people:
            return
        rank = 0 if document["status"] == "verified" else 1
        found = (rank, document["date"]["start"], document["date"]["end"], bucket, fields)
        key = (person, str(fields.get(self._once[0].once or "") or "").strip())
        if key not in self._read or found[:3] < self._read[key][:3]:
            self._read[key] = found

    def _count_books(self) -> None:
        ready = [_wanted(each) for each in self._once]
        for (person, _title), (rank, _start, _end, bucket, fields) in self._read.items():
            for wanted in ready:
                if all(holds(fields.get(name)) for name, holds in wanted.own):
                    self._put(wanted.name, person, bucket, (0, 1) if rank else (1, 0))

    # --- visits: households, and help given ---------------------------------------------------------------

    def _note_visit(self, document: Document, bucket: int | None) -> None:
        fields = document.get("fields") or {}
        person = fields.get("visitor")
        if bucket is None or not isinstance(person, ObjectId) or person not in self.people:
            return
        done = int(document["status"] == "verified")
        key = (person, bucket, _place(fields), str(fields.get("household") or ""))
        self._visited.setdefault(key, []).append(done)
        if _filled(fields.get("help")):
            self._put(HELP, person, bucket, (done, 1 - done))

    def _count_visits(self) -> None:
        for (person, bucket, village, household), done in self._visited.items():
            call: Call = (village, household, any(done))
            self.facts.calls.setdefault(person, {}).setdefault(bucket, []).append(call)


def bucket_of(day: Document) -> int | None:
    """The smallest standard period that holds a stored date wholly, as ``calendar.py`` codes it."""
    start, end = day["start"], day["end"]
    if day["precision"] in ("day", "month"):
        return int(start.year * 100 + start.month)
    if start.year != end.year:
        return None
    if start.month == end.month:
        return int(start.year * 100 + start.month)
    for base, months in ((QUARTERS, 3), (HALVES, 6)):
        if (start.month - 1) // months == (end.month - 1) // months:
            return int(start.year * 100 + base + (start.month - 1) // months + 1)
    return int(start.year * 100 + YEAR)


def _get(name: str, fields: Document, row: Document) -> Any:
    return row.get(name[4:]) if name.startswith("row.") else fields.get(name)


def _place(fields: Document) -> str:
    return "".join(str(fields.get(name) or "") for name in ("village", "group"))


def _number(value: Any) -> Any:
    """A number of the database as it is; 0 for what is none."""
    if isinstance(value, int | float | Decimal128) and not isinstance(value, bool):
        return value.to_decimal() if isinstance(value, Decimal128) else value
    return 0


def _predicate(wanted: Any) -> Predicate:
    """A condition of `rules.yaml`, as ``measures.py`` says it to the server."""
    if wanted == "*":
        return _filled
    if wanted is None:
        return lambda value: value is None
    if isinstance(wanted, list):
        return lambda value: value in wanted
    return lambda value: type(value) is type(wanted) and bool(value == wanted)


def _filled(value: Any) -> bool:
    return value is not None and value not in ("", [])
