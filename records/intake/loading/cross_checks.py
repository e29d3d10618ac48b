"""What only shows when everything is read: near copies of papers, registers against sign-in books."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from bson.objectid import ObjectId

from records.checking.alike import copied, runs
from records.intake.answers.alike import TAKE
from records.intake.desk import Desk
from records.intake.outcome import Candidate, Item, Question
from records.intake.settling import is_offered
from records.language import translator
from records.values import PartialDate

tr = translator("records")

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
            own = runs(item.fields["text"])
            original = kept.like(own)
            if original is None or _both_wanted(item, original, desk):
                kept.add(item, own)


class _Kept:
    """Papers that stay. Only those that share a run are compared: most papers of an author share none."""

    def __init__(self) -> None:
        self._papers: list[tuple[Item, int]] = []
        self._with: dict[int, list[int]] = defaultdict(list)

    def add(self, item: Item, own: frozenset[int]) -> None:
        for run in own:
            self._with[run].append(len(self._papers))
        self._papers.append((item, len(own)))

    def like(self, own: frozenset[int]) -> Item | None:
        """The first paper of which this one is a copy."""
        shared: Counter[int] = Counter()
        for run in own:
            if run in self._with:
                shared.update(self._with[run])
        for place in sorted(shared):
            item, size = self._papers[place]
            if copied(shared[place], len(own), size):
                return item
        return None


def _authors(item: Item) -> tuple[ObjectId, ...]:
    found = item.fields.get("authors") or [item.fields.get("person")]
    return tuple(sorted(each for each in found if isinstance(each, ObjectId)))


def _both_wanted(item: Item, original: Item, desk: Desk) -> bool:
    original.note("has_near_duplicate")
    choices = (Candidate(TAKE, tr("take it as well"), sense=TAKE), Candidate("drop", tr("leave it out")))
    question = Question(
        "near_duplicate",
        item.place,
        "text",
        original.place.file.rsplit("/", 1)[-1],
        choices,
        True,
        (item.evidence,),
    )
    answer = desk.settle(item, question, fits=is_offered)
    if answer is not None and answer.value == TAKE:
        item.note("taken_beside_near_duplicate")
        return True
    return False


def compare_registers(items: Sequence[Item], desk: Desk) -> list[tuple[str, str]]:
    """Hold registers against sign-in books; answers what is to be told of whole tables: file, warning's code.

    Flagged is who declares fewer sessions than the books prove, and who declares more than they hold where
    they hold all: of the entries of a unit and period that can be compared, most declare no more. Where most
    do, the books are part of what there was, which is told once for the table; not of a unit that kept none
    in most months of the period, since nobody would expect them to come to what was declared.

    Only people whose sessions came in with the same import are compared. Sessions that are asked about or
    refused may have been held as well; a central group's whose members nobody recorded count for those who
    declare more than half of them, since its members come to most.
    """
    books = _Books.of(items)
    compared: dict[tuple[str, str], dict[object, _Compared]] = defaultdict(lambda: defaultdict(_Compared))
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
        joint = sum(period.contains(day) for unit, day in books.group if unit in near)
        enough = declared >= came - unsure
        few = declared <= held + unsure or held + joint / 2 < declared <= held + joint + unsure
        if held and not enough:
            item.flag("register_differs_from_sign_in")
        elif held:
            unit = person.memberships[-1].unit if person.memberships else None
            group = compared[item.place.file, item.place.sheet][unit, period.start, period.end]
            group.add(item, held, more=not few)
            group.kept = group.kept or books.kept_by({stay.unit for stay in person.memberships}, period)
    return [
        (file, code)
        for (file, sheet), groups in compared.items()
        if (code := _told_once(sheet, groups.values())) is not None
    ]


@dataclass
class _Compared:
    """The entries of a register about one unit and period that sign-in books tell of: ``number`` of them.

    ``more`` are those that declare more sessions than the books hold, ``held`` how many that is at most;
    ``kept`` says whether the unit itself has books of most months.
    """

    number: int = 0
    more: list[Item] = field(default_factory=list)
    held: int = 0
    kept: bool = False

    def add(self, item: Item, held: int, *, more: bool) -> None:
        self.number += 1
        self.held = max(self.held, held)
        if more:
            self.more.append(item)

    @property
    def partial(self) -> bool:
        """Whether the books can't be all there was: most entries declare more."""
        return len(self.more) * 2 > self.number


def _told_once(sheet: str, groups: Iterable[_Compared]) -> str | None:
    """Flag the rows that declare more than books which hold all; the warning where books hold a part."""
    partial: list[_Compared] = []
    for group in groups:
        if group.partial:
            if group.kept:
                partial.append(group)
            continue
        for item in group.more:
            item.flag("register_differs_from_sign_in")
    if not partial:
        return None
    more = sum(len(group.more) for group in partial)
    number = sum(group.number for group in partial)
    return f"books_hold_part:{max(group.held for group in partial)}/{more}/{number}/{sheet}"


@dataclass
class _Books:
    """What the sign-in books say: days by person, and days by unit that say nothing certain of people.

    ``unsure`` holds the first and last day on which such a session may have been held.
    """

    held: dict[ObjectId, list[date]] = field(default_factory=lambda: defaultdict(list))
    came: dict[ObjectId, list[date]] = field(default_factory=lambda: defaultdict(list))
    unsure: list[tuple[ObjectId, date, date]] = field(default_factory=list)
    group: list[tuple[ObjectId, date]] = field(default_factory=list)
    #: The first day of each month of which a unit has a meeting in its books.
    months: dict[ObjectId, set[date]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def of(cls, items: Iterable[Item]) -> _Books:
        books = cls()
        sessions = [item for item in items if item.kind == "session" and "host_unit" in item.fields]
        days = [_day(item) for item in sessions]
        for item, span in ((each, each.vague.get("start")) for each in sessions):
            if span is not None and item.taken:
                # Nobody knows on which of these days it was held.
                books.months[item.fields["host_unit"]].add(span.start.replace(day=1))
                books.unsure.append((item.fields["host_unit"], span.start, span.end))
        for number, item in enumerate(sessions):
            unit = item.fields["host_unit"]
            # A session whose own day can't be read was held between its neighbours in the book.
            before = next((day for day in reversed(days[: number + 1]) if day), None)
            after = next((day for day in days[number:] if day), None)
            rows = item.fields.get("attendance") or ()
            if before is None or after is None or "start" in item.vague:
                continue
            books.months[unit].add(before.replace(day=1))
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

    def kept_by(self, units: Iterable[ObjectId], period: PartialDate) -> bool:
        """Whether one of the units has meetings in its books in most months of a period."""
        first, last = period.start, period.end
        number = (last.year - first.year) * 12 + last.month - first.month + 1
        return any(
            sum(period.contains(month) for month in self.months.get(unit, ())) * 2 > number for unit in units
        )


def _day(item: Item) -> date | None:
    start = item.fields.get("start")
    return start.date() if isinstance(start, datetime) else None
