"""What only shows when everything is read: near copies of papers, registers against sign-in books."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.identity import likeness, shingles
from records.intake.outcome import Candidate, Item, Question
from records.language import translator
from records.values import PartialDate

tr = translator("records")

#: Two papers of one author with this share of eight-character runs in common are copies of one another.
NEAR = 0.5
TAKE = "take"
_TEXT_KINDS = ("experience_article", "research_report", "reading_note")


def find_near_copies(items: Sequence[Item], desk: Desk) -> None:
    """Of papers by one author that are nearly the same, the longest stays; the others are asked about."""
    by_author: dict[tuple[ObjectId, ...], list[Item]] = defaultdict(list)
    for item in items:
        if item.kind in _TEXT_KINDS and item.taken and item.fields.get("text"):
            by_author[_authors(item)].append(item)
    for papers in by_author.values():
        if len(papers) < 2:
            continue
        papers.sort(key=lambda item: (-len(item.fields["text"]), item.place.file))
        kept = _Kept()
        for item in papers:
            runs = shingles(item.fields["text"])
            original = kept.like(runs)
            if original is None or _both_wanted(item, original, desk):
                kept.add(item, runs)


class _Kept:
    """Papers that stay. Only those that share a run are compared: most papers of an author share none."""

    def __init__(self) -> None:
        self._papers: list[tuple[Item, int]] = []
        self._with: dict[int, list[int]] = defaultdict(list)

    def add(self, item: Item, runs: frozenset[int]) -> None:
        for run in runs:
            self._with[run].append(len(self._papers))
        self._papers.append((item, len(runs)))

    def like(self, runs: frozenset[int]) -> Item | None:
        """The first paper that shares at least ``NEAR`` of all runs of both."""
        shared: Counter[int] = Counter()
        for run in runs:
            if run in self._with:
                shared.update(self._with[run])
        for place in sorted(shared):
            item, size = self._papers[place]
            if likeness(shared[place], len(runs), size) >= NEAR:
                return item
        return None


def _authors(item: Item) -> tuple[ObjectId, ...]:
    found = item.fields.get("authors") or [item.fields.get("person")]
    return tuple(sorted(each for each in found if isinstance(each, ObjectId)))


def _both_wanted(item: Item, original: Item, desk: Desk) -> bool:
    original.note("has_near_duplicate")
    choices = (Candidate(TAKE, tr("take it as well")), Candidate("drop", tr("leave it out")))
    question = Question(
        "near_duplicate",
        item.place,
        "text",
        original.place.file.rsplit("/", 1)[-1],
        choices,
        True,
        (item.evidence,),
    )
    answer = desk.settle(item, question)
    if answer is not None and answer.value == TAKE:
        item.note("taken_beside_near_duplicate")
        return True
    return False


def compare_registers(items: Sequence[Item], desk: Desk) -> None:
    """Flag registers that declare more sessions than sign-in books hold, or fewer than the person came to.

    Only people whose sessions came in with the same import are compared. Sessions that are asked about or
    refused may have been held as well; a central group's whose members nobody recorded count for those who
    declare more than half of them, since its members come to most.
    """
    books = _Books.of(items)
    for item in items:
        declared, period = item.fields.get("sessions"), item.fields.get("period")
        person = desk.people.get(item.fields["person"]) if "person" in item.fields else None
        if item.kind != "study_register" or declared is None or person is None:
            continue
        if not isinstance(period, PartialDate):
            continue
        held = sum(period.contains(day) for day in books.held.get(person.id, ()))
        came = sum(period.contains(day) for day in books.came.get(person.id, ()))
        near = {unit for stay in person.memberships for unit in (stay.unit, *desk.units.ancestors(stay.unit))}
        unsure = sum(
            first <= period.end and period.start <= last for unit, first, last in books.unsure if unit in near
        )
        group = sum(period.contains(day) for unit, day in books.group if unit in near)
        enough = declared >= came - unsure
        few = declared <= held + unsure or held + group / 2 < declared <= held + group + unsure
        if held and not (enough and few):
            item.flag("register_differs_from_sign_in")


@dataclass
class _Books:
    """What the sign-in books say: days by person, and days by unit that say nothing certain of people.

    ``unsure`` holds the first and last day on which such a session may have been held.
    """

    held: dict[ObjectId, list[date]] = field(default_factory=lambda: defaultdict(list))
    came: dict[ObjectId, list[date]] = field(default_factory=lambda: defaultdict(list))
    unsure: list[tuple[ObjectId, date, date]] = field(default_factory=list)
    group: list[tuple[ObjectId, date]] = field(default_factory=list)

    @classmethod
    def of(cls, items: Iterable[Item]) -> _Books:
        books = cls()
        sessions = [item for item in items if item.kind == "session" and "host_unit" in item.fields]
        days = [_day(item) for item in sessions]
        for number, item in enumerate(sessions):
            unit = item.fields["host_unit"]
            # A session whose own day can't be read was held between its neighbours in the book.
            before = next((day for day in reversed(days[: number + 1]) if day), None)
            after = next((day for day in days[number:] if day), None)
            rows = item.fields.get("attendance") or ()
            if before is None or after is None:
                continue
            if not rows and item.taken and "central_group" in item.notes:
                books.group.append((unit, before))
            elif not rows or not item.taken or item.questions:
                books.unsure.append((unit, min(before, after), max(before, after)))
            if item.taken:
                for row in rows:
                    books.held[row["person"]].append(before)
                    if row["state"] in ("到", "迟到"):
                        books.came[row["person"]].append(before)
        return books


def _day(item: Item) -> date | None:
    start = item.fields.get("start")
    return start.date() if isinstance(start, datetime) else None
