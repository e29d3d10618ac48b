"""What becomes of one row or paper: taken, taken with a doubt, asked about, refused, or seen before."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from typing import Any, Literal, get_args

from bson.objectid import ObjectId

from records.values import PartialDate

Outcome = Literal["import", "import_flagged", "ask", "reject", "duplicate", "skip"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
#: What an import did, or in a dry run would do, with a record.
Action = Literal["created", "updated", "unchanged", "kept", "merged", "none"]
#: The evidence of a paper begins with the hash of its bytes.
_BYTES = re.compile("[0-9a-f]{64}")


@lru_cache(maxsize=1024)
def as_shown(path: str) -> str:
    """A path that can be printed and stored: bytes of its name that are no UTF-8 stand there as \\xNN."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the archive: a path below the imported folder; ``row`` as a spreadsheet shows it."""

    file: str
    sheet: str = ""
    row: int | None = None

    def __str__(self) -> str:
        parts = [as_shown(self.file), self.sheet, str(self.row) if self.row else ""]
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible answer: ``value`` is what an answer file writes, ``label`` what a person reads.

    ``sense`` is what it says whatever stands in the row, so that it can be said of all such rows at once.
    """

    value: str
    label: str
    target: ObjectId | None = None
    sense: str = ""
    #: Whether it is a unit where people may be meant as well.
    unit: bool = False


@dataclass(frozen=True)
class Question:
    """Something the operator decides.

    ``blocking``: the record is not taken until it is answered. Otherwise the record is taken without the
    doubtful value. ``id`` depends on what is asked about what, never on a path, so an answer keeps fitting.
    ``cells`` are the row as printed, under ``headings``: what whoever answers looks at. Under the numbers
    ``former`` earlier releases asked the same.
    """

    code: str
    place: Place
    field: str
    raw: str
    candidates: tuple[Candidate, ...] = ()
    blocking: bool = True
    evidence: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    #: Whether it is about a whole paper: ``raw`` is then what that is called now, which may be changed.
    of_paper: bool = False
    #: Whether it asks who a name is where a unit may be meant as well.
    or_unit: bool = False
    former: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        if self.of_paper:
            return _number_of(self.code, self.place.sheet, *self.evidence)
        return _number_of(self.code, self.place.sheet, self.field, self.raw, *self.evidence)

    @property
    def numbers(self) -> tuple[str, ...]:
        """All numbers under which it may be answered."""
        return (self.id, *self.former)

    def key_in(self, answers: Container[str]) -> str | None:
        """Under which of its numbers it is answered."""
        return next((key for key in self.numbers if key in answers), None)

    def is_another(self, words: str) -> bool:
        """Whether a candidate's own words are another one's number: alone they say too little."""
        if not words.isdigit() or not 1 <= int(words) <= len(self.candidates):
            return False
        counted = self.candidates[int(words) - 1]
        return any(words in (each.value, each.label) and each != counted for each in self.candidates)


def _number_of(*stuff: str) -> str:
    told = "\x1f".join(stuff)
    return f"q-{sha256(told.encode()).hexdigest()[:10]}"


@dataclass(slots=True)
class Item:
    """One record-to-be, or the reason why there is none.

    ``flags`` are doubts a person should see, ``notes`` harmless readings (a ditto mark, a full-width
    number). ``fields`` are the kind's fields. ``evidence`` tells two items of the same name apart in
    questions. ``lines`` are the parts that a source counts by themselves (the results of an exam).
    ``attach`` is the relative path whose bytes are kept with the record, ``attach_to`` the number of a
    record that is there already and gets them. ``group`` is the line that heads the part of the table.
    """

    kind: str
    place: Place
    outcome: Outcome = "import"
    fields: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    why: str = ""
    flags: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    cells: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    group: str = ""
    lines: list[Item] = field(default_factory=list)
    attach: str | None = None
    attach_to: str | None = None
    remarks: str | None = None
    record_id: ObjectId | None = None
    action: Action = "none"
    evidence: str = ""
    row_hash: str = ""
    #: Whether it only adds to a record that another source brought, whose origin stays: a transfer.
    adds: bool = False
    #: Whether it tells the day of a record that was known by its month: that gets its identity.
    dated: bool = False
    #: Whether it is a list that people signed at a meeting, or a day of a sheet of marks.
    signed: bool = False
    #: Whether it went through the checks already, and ``key`` is its identity but for a number.
    checked: bool = False
    #: Times told where a field keeps a day, by field. It stays empty; they tell the record from others.
    vague: dict[str, PartialDate] = field(default_factory=dict)

    def flag(self, *codes: str) -> None:
        """Note a doubt; the record is still taken."""
        for code in codes:
            if code not in self.flags:
                self.flags.append(code)
        if self.flags and self.outcome == "import":
            self.outcome = "import_flagged"

    def want_day(self, name: str, told: PartialDate) -> None:
        """Leave a field of a day empty of which a month or a year is told, and say so."""
        self.vague[name] = told
        self.flag(f"day_wanting:{name}")

    def settled(self, code: str) -> None:
        """Take back a doubt that another source settled."""
        if code in self.flags:
            self.flags.remove(code)
        if not self.flags and self.outcome == "import_flagged":
            self.outcome = "import"

    def note(self, *codes: str) -> None:
        for code in codes:
            if code not in self.notes:
                self.notes.append(code)

    def ask(self, question: Question) -> None:
        """Put a question; a blocking one keeps the record out."""
        if self.cells and not question.cells:
            question = replace(question, cells=self.cells, headings=self.headings)
        self.questions.append(question)
        if self.outcome in ("import", "import_flagged"):
            self.outcome = "ask"
            self.why = question.code

    def question(
        self, code: str, field: str, raw: str, candidates: tuple[Candidate, ...] = (), blocking: bool = True
    ) -> Question:
        """A question about something that is printed here.

        A row is told apart by its cells, a paper by its bytes: what is read of it changes with what it is
        taken for, and an answer must outlive that.
        """
        if not _BYTES.match(self.evidence):
            return Question(code, self.place, field, raw, candidates, blocking, self.cells)
        former = _number_of(code, self.place.sheet, field, raw, *self.cells)
        told = (self.evidence,)
        return Question(code, self.place, field, raw, candidates, blocking, told, former=(former,))

    def paper_question(self, code: str, field: str, called: str = "") -> Question:
        """A question about a whole paper that is ``called`` so for now: whose it is, or when it was."""
        former = _number_of(code, self.place.sheet, field, called, self.evidence)
        told = (self.evidence,)
        return Question(code, self.place, field, called, (), True, told, of_paper=True, former=(former,))

    def reject(self, why: str) -> None:
        self.outcome, self.why = "reject", why

    def repeat(self) -> None:
        """The row is printed twice; its first printing is the one that counts."""
        self.outcome, self.why = "skip", "duplicate_row"

    def duplicate(self, why: str) -> None:
        self.outcome, self.why = "duplicate", why

    def became(self, line: Item) -> Outcome:
        """What became of one of its lines: of a test that is refused, or asked about, no result comes in."""
        return line.outcome if self.taken or not line.taken else self.outcome

    @property
    def refused(self) -> bool:
        return self.outcome == "reject"

    @property
    def taken(self) -> bool:
        """Whether a record comes of it now."""
        if self.outcome in ("import", "import_flagged"):
            return True
        return self.outcome == "ask" and not any(question.blocking for question in self.questions)


_values = attrgetter(*(name for name in Item.__slots__ if name != "place"))
_where = attrgetter("place.file", "place.sheet", "place.row")


def taken_apart(items: Iterable[Item]) -> list[tuple[Any, ...]]:
    """Items as plain data: a fifth of what it costs to pickle the objects."""
    return [(_where(item), _values(item)) for item in items]


def put_together(items: Iterable[tuple[Any, ...]]) -> list[Item]:
    """The items that were taken apart."""
    return [Item(values[0], Place(*where), *values[1:]) for where, values in items]


@dataclass(frozen=True, slots=True)
class FileResult:
    """A file as a whole.

    ``why`` says in a word why it was not read. ``skipped`` are rows that are no records (sheet, row,
    reason; row 0 for a whole sheet), ``unknown_columns`` headings that no field takes (sheet, heading).
    """

    file: str
    state: Literal["read", "ignored", "refused", "duplicate"]
    why: str = ""
    message: str = ""
    format: str = ""
    sha256: str = ""
    warnings: tuple[str, ...] = ()
    skipped: tuple[tuple[str, int, str], ...] = ()
    unknown_columns: tuple[tuple[str, str], ...] = ()


def describe_counts(items: Sequence[Item]) -> dict[str, dict[str, int]]:
    """Items by kind and outcome."""
    counts: dict[str, dict[str, int]] = {}
    for item in items:
        kind = counts.setdefault(item.kind, {})
        kind[item.outcome] = kind.get(item.outcome, 0) + 1
        for line in item.lines:
            target, outcome = counts.setdefault(line.kind, {}), item.became(line)
            target[outcome] = target.get(outcome, 0) + 1
    return counts
