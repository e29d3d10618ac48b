"""Which items of an import are one: the identity of each, which tells it again when it comes in again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from bson.objectid import ObjectId

from records.intake.answers.alike import DROP, TAKE
from records.intake.build.registry import row_by_row
from records.intake.loading.hashing import canonical
from records.intake.loading.preparing import identity_of
from records.intake.loading.seen import Seen
from records.intake.outcome import Candidate, Item, Question
from records.kind import Kinds
from records.language import translator

tr = translator("records")
#: Gives what the operator answered to a question, see ``Desk.settle``.
Settle = Callable[[Item, Question], Candidate | None]
#: Kinds of which one person, period or unit has one record: a second row about the same is a conflict.
_ONE_EACH = frozenset(("study_register", "exam", "study_plan", "democratic_evaluation"))
#: Registers of such a kind are often kept a measure a file: 笔记 in one, 集中学习 in another.
_BY_MEASURES = "study_register"
#: Of so many identities is it remembered which file told of them first: memory must not grow with the rows.
_LOOKED_BACK = 20_000


class Identities:
    """Gives items their keys, one part of an import after the other."""

    def __init__(self, kinds: Kinds, settle: Settle) -> None:
        self._kinds, self._settle = kinds, settle
        #: What several rows tell of the same, by its identity.
        self._told: dict[str, dict[str, Any]] = {}
        self._seen = Seen()
        self._told_in: dict[str, str] = {}

    def number(self, items: Sequence[Item]) -> None:
        """Keys for all; rows that share one are a conflict or told apart by order, as their kind needs."""
        seen: dict[str, Item] = {}
        counts: dict[str, int] = {}
        # Only papers are numbered before: a row of a register is nobody's meeting, and nothing names it.
        meetings = {it.record_id: it for it in items if it.kind == "evaluation_minutes" and it.record_id}
        for item in items:
            base = self._base(item, meetings)
            if row_by_row(item.kind):
                number = self._seen.again(base)
                item.key = base if number == 1 else f"{base}#{number}"
                self._look_back(item, base)
                continue
            first = seen.get(base)
            if first is None or (first.record_id is not None and first.record_id == item.record_id):
                seen[base] = item
                item.key = base
                continue
            if item.kind in _ONE_EACH:
                seen[base] = self._conflict(item, first)
                continue
            counts[base] = counts.get(base, 1) + 1
            item.key = f"{base}#{counts[base]}"
            if item.place.file != first.place.file:
                item.flag("told_elsewhere")

    def _base(self, item: Item, meetings: dict[ObjectId, Item]) -> str:
        kind = self._kinds[item.kind]
        meeting = meetings.get(item.fields["meeting"]) if "meeting" in item.fields else None
        if meeting is not None:
            # The meeting is told by its own identity: its number differs from archive to archive.
            return f"{kind.code}:{meeting.key}"
        return item.key if item.checked else identity_of(kind, item)

    def _look_back(self, item: Item, base: str) -> None:
        """Flag what another file told of: whether these are two or one told twice, nobody knows from here."""
        if len(self._told_in) < _LOOKED_BACK:
            self._told_in.setdefault(base, item.place.file)
        if self._told_in.get(base, item.place.file) != item.place.file:
            item.flag("told_elsewhere")

    def _conflict(self, item: Item, first: Item) -> Item:
        """Two rows say something about the same: the one that counts, the first until it is settled."""
        if canonical(item.fields) == canonical(first.fields):
            item.repeat()
            return first
        if item.kind == _BY_MEASURES and self._goes_with(item, first):
            return first
        choices = (
            Candidate(TAKE, tr("this row, not {place}", place=first.place), sense=TAKE),
            Candidate(DROP, tr("{place}, not this row", place=first.place)),
        )
        question = Question("conflicting_row", item.place, "", str(first.place), choices, True, item.cells)
        answer = self._settle(item, question)
        if answer is None or answer.value != TAKE:
            return first
        first.reject("dropped_by_answer")
        item.key = first.key
        return item

    def _goes_with(self, item: Item, first: Item) -> bool:
        """Whether a row adds to the record of those before it about the same: it tells of other measures."""
        told = self._told.setdefault(first.key, dict(first.fields))
        if any(canonical(told[name]) != canonical(item.fields[name]) for name in told.keys() & item.fields):
            return False
        told |= item.fields
        item.key = first.key
        item.record_id = first.record_id = first.record_id or ObjectId()
        return True
