"""What an import did, or would do: counts, questions, refusals, per-person totals, and all of it in words."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from sys import maxsize
from typing import Any

from records.intake.answers.alike import settled_alike
from records.intake.loading.ledger import Ledger
from records.intake.mappings.mapping import SourceRule
from records.intake.outcome import OUTCOMES, Candidate, FileResult, Item, Question, as_shown, describe_counts
from records.intake.reasons import alike_words, question_words, reason_text, warning_text
from records.intake.returning.mended import REJECT_HEADINGS
from records.intake.tables.table_summary import TableSummary
from records.keep.cells import guarded
from records.language import current_language, labelled, listed, translator
from records.masking import mask_within

tr = translator("records")
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Hints:
    """What a report tells its reader to do next, in the words of the place where it is read.

    ``apply`` after a trial run, ``answer`` above the questions, ``more`` behind a list cut short.
    """

    apply: str
    answer: str
    more: str


def command_hints() -> Hints:
    """The words for whoever reads the report of the command."""
    return Hints(
        tr("Nothing was written. Add --apply to bring it in."),
        tr("Questions (answer them in a mapping file under `answers:`):"),
        tr("--every shows all"),
    )


@dataclass
class ImportReport:
    """The result of ``run_import``.

    ``batch`` is the import's number once applied, None when nothing of it was new. ``totals`` are per person
    and year; declared figures and papers found stand side by side and are never added. ``interrupted`` says
    that the import was cancelled or lost the server: what is loaded stays, and the same import run again
    completes it.
    """

    path: str
    applied: bool
    batch: str | None = None
    mapping: str = ""
    files: list[FileResult] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    units_created: list[str] = field(default_factory=list)
    aliases_learnt: list[tuple[str, str]] = field(default_factory=list)
    totals: list[dict[str, Any]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    rejects_file: Path | None = None
    interrupted: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    #: What the fields of each kind are called.
    field_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    general_questions: list[Question] = field(default_factory=list)
    tables: list[TableSummary] = field(default_factory=list)
    #: What became of the rows of long tables; ``items`` holds everything else.
    long: Ledger = field(default_factory=Ledger)
    #: Documents of the mapping file that hold for nothing here, each with the one that goes before it.
    passed_over: list[tuple[SourceRule, SourceRule]] = field(default_factory=list)
    #: The answers for all of a reason that the mapping file gives.
    alike: Mapping[str, str] = field(default_factory=dict)
    #: The keys of the mapping file's answers that answered something.
    heard: frozenset[str] = frozenset()
    #: The people whom the sources of this import make known: answers that the archive can't offer yet.
    new_people: list[Candidate] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Items by kind and outcome."""
        counts = describe_counts(self.items)
        for (kind, outcome), number in self.long.counts.items():
            of_kind = counts.setdefault(kind, {})
            of_kind[outcome] = of_kind.get(outcome, 0) + number
        return counts

    @property
    def actions(self) -> dict[str, int]:
        """Records created, updated, unchanged and kept as edited."""
        found: dict[str, int] = {"created": 0, "updated": 0, "unchanged": 0, "kept": 0}
        for item in self.items:
            if item.action in found:
                found[item.action] += 1
        for action in found:
            found[action] += self.long.actions[action]
        return found

    @property
    def rejected(self) -> int:
        """Rows, papers and files that were refused."""
        refused = sum(each.state == "refused" for each in self.files)
        return refused + len(self.failed) + len(self.rejects)

    @property
    def answered_alike(self) -> Counter[str]:
        """The keys of the mapping file's answers for all of a reason, with how many rows each settled."""
        found = Counter(self.long.alike)
        for item in self.items:
            found.update(settled_alike(item))
        return found

    @property
    def open_questions(self) -> int:
        return len(self.questions)

    @property
    def questions(self) -> list[tuple[str, Question]]:
        """Everything that is asked, with the kind of record it is about (none for a whole table)."""
        asked = [("", question) for question in self.general_questions]
        return asked + [(item.kind, each) for item in self._items(self.long.asked) for each in item.questions]

    @property
    def rejects(self) -> list[Item]:
        """The rows and papers that were refused, with the reason."""
        return [item for item in self._items(self.long.refused) if item.outcome == "reject"]

    @property
    def flagged(self) -> list[Item]:
        """What is taken, or asked about, and deserves a look as well."""
        return [item for item in self.every_item() if item.flags]

    @property
    def exit_code(self) -> int:
        """0 clean; 1 something was refused or is asked about; 3 interrupted."""
        if self.interrupted:
            return 3
        return 1 if self.rejected or self.open_questions else 0

    def every_item(self) -> Iterator[Item]:
        """Items and the lines within them; of long tables the rows at which a person should look."""
        return self._items(long=True)

    def _items(self, long: bool) -> Iterator[Item]:
        for item in chain(self.items, self.long.noteworthy if long else ()):
            yield item
            yield from item.lines

    def reason(self, item: Item, code: str) -> str:
        """The words for a doubt, with the label of the field that it is about."""
        name, _, detail = code.partition(":")
        label = self.field_labels.get(item.kind, {}).get(detail, detail)
        return reason_text(f"{name}:{label}" if label else name)

    # --- text ------------------------------------------------------------------------------------

    def to_text(self, hints: Hints | None = None, *, every: bool = False) -> str:
        """For a terminal: counts, then what needs a person. ``hints`` as for the command when not given.

        Of each list the first stand there, and how to see the rest; all of them with ``every``.

        Identity numbers and phones in it are masked, as in the JSON; a file of refused rows holds them whole.
        """
        hints = hints or command_hints()
        shown = maxsize if every else _SHOWN
        parts = [self._headline(), "", *self._count_lines(), "", *self._action_lines(hints, shown)]
        parts += self._file_lines(hints, shown) + self._warning_lines(hints, shown)
        parts += self._passed_over_lines()
        parts += self._column_lines(hints, shown) + self._doubt_lines(hints, shown)
        parts += self._alike_lines(hints, shown)
        parts += self._question_lines(hints, shown) + self._reject_lines(hints, shown)
        if self.units_created:
            parts += ["", tr("Units created:") + " " + "、".join(self.units_created)]
        if self.rejects_file:
            parts += ["", tr("Refused rows, to mend and import again: {path}", path=self.rejects_file)]
        if not self.applied and not self.interrupted:
            parts += ["", hints.apply]
        return mask_within("\n".join(parts))

    def _headline(self) -> str:
        if self.interrupted:
            return tr("The import of {path} was interrupted; run it again to complete it.", path=self.path)
        if self.applied and self.batch is None:
            return tr("{path} holds nothing new; nothing was written.", path=self.path)
        if self.applied:
            return tr("{path} was brought in as batch {batch}.", path=self.path, batch=self.batch)
        return tr("Trial run over {path}.", path=self.path)

    def _count_lines(self) -> list[str]:
        words = {
            "import": tr("taken"),
            "import_flagged": tr("taken with a doubt"),
            "ask": tr("asked"),
            "reject": tr("refused"),
            "duplicate": tr("duplicate"),
            "skip": tr("printed twice"),
        }
        lines = []
        for kind, numbers in sorted(self.counts.items()):
            shown = listed(f"{words[name]} {numbers[name]}" for name in OUTCOMES if name in numbers)
            lines.append(f"  {labelled(self.labels.get(kind, kind), shown)}")
        return lines

    def _action_lines(self, hints: Hints, shown: int) -> list[str]:
        done = self.actions
        if self.applied:
            text = tr("{created} created, {updated} updated, {unchanged} unchanged.", **done)
        else:
            text = tr("{created} would be created, {updated} updated, {unchanged} are unchanged.", **done)
        lines = [text]
        if self.kept:
            lines.append(tr("Kept as edited since: {names}", names=listed(self.kept[:shown])))
        lines += [f"  {labelled(name, reason)}" for name, reason in self.failed[:shown]]
        return lines + _more(len(self.failed), hints, shown)

    def _file_lines(self, hints: Hints, shown: int) -> list[str]:
        odd = [each for each in self.files if each.state != "read"]
        if not odd:
            return []
        lines = ["", tr("Files not read or read once:")]
        # A reader's own message names the file already.
        for each in odd[:shown]:
            lines.append(f"  {each.message or labelled(as_shown(each.file), reason_text(each.why))}")
        return lines + _more(len(odd), hints, shown)

    def _warning_lines(self, hints: Hints, shown: int) -> list[str]:
        warned = [each for each in self.files if each.warnings]
        if not warned:
            return []
        lines = ["", tr("Files to look at:")]
        for each in warned[:shown]:
            words = tr("; ").join(warning_text(code) for code in each.warnings)
            lines.append(f"  {labelled(as_shown(each.file), words)}")
        return lines + _more(len(warned), hints, shown)

    def _passed_over_lines(self) -> list[str]:
        if not self.passed_over:
            return []
        lines = ["", tr("Documents of the mapping file that were passed over:")]
        for each, first in self.passed_over:
            words = tr(
                "{other} (line {line}) comes before it for all that it covers here",
                other=first.id,
                line=first.line,
            )
            lines.append("  " + labelled(tr("{id} (line {line})", id=each.id, line=each.line), words))
        return lines

    def _column_lines(self, hints: Hints, shown: int) -> list[str]:
        """The columns of recognised tables that only stand in the origin of the records, file by file."""
        unread: dict[str, dict[str, None]] = {}
        for table in self.tables:
            if table.kind and table.unknown:
                unread.setdefault(table.file, {}).update(dict.fromkeys(table.unknown))
        if not unread:
            return []
        lines = ["", tr("Columns that no field takes (kept with where the record comes from):")]
        for file, headings in list(unread.items())[:shown]:
            lines.append(f"  {labelled(as_shown(file), listed(headings))}")
        return lines + _more(len(unread), hints, shown)

    def _doubt_lines(self, hints: Hints, shown: int) -> list[str]:
        """Why records are taken with a doubt: each reason with how many there are, and the first of them."""
        number: Counter[str] = Counter()
        first: dict[str, Item] = {}
        for item in self.every_item():
            if item.outcome == "import_flagged":
                reasons = list(dict.fromkeys(self.reason(item, code) for code in item.flags))
                number.update(reasons)
                for reason in reasons:
                    first.setdefault(reason, item)
        if not number:
            return []
        lines = ["", tr("Taken with a doubt:")]
        for reason, count in number.most_common(shown):
            place = first[reason].place
            lines.append(tr("  {count} × {reason} (as {place})", count=count, reason=reason, place=place))
        return lines + _more(len(number), hints, shown)

    def _alike_lines(self, hints: Hints, shown: int) -> list[str]:
        """What one answer settled for all rows of its reason, so that nobody takes it for unanswered."""
        settled = self.answered_alike.most_common()
        if not settled:
            return []
        lines = ["", tr("Answered alike for all (`alike:` in the mapping file):")]
        for key, number in settled[:shown]:
            lines.append(f"  {number:,} × {alike_words(key, self.alike.get(key, ''))}")
        return lines + _more(len(settled), hints, shown)

    def _question_lines(self, hints: Hints, shown: int) -> list[str]:
        asked = self.questions
        if not asked:
            return []
        lines = ["", hints.answer]
        for _kind, question in asked[:shown]:
            words = " — ".join(part for part in question_words(question, self.tables) if part)
            lines.append(f"  {question.id}  {labelled(question.place, words)}")
            lines += [
                f"      {number}. {'=' if question.is_another(each.label) else ''}{each.label}"
                for number, each in enumerate(question.candidates, 1)
            ]
        return lines + _more(len(asked), hints, shown)

    def _reject_lines(self, hints: Hints, shown: int) -> list[str]:
        refused = self.rejects
        if not refused:
            return []
        lines = ["", tr("Refused:")]
        lines += [f"  {labelled(item.place, reason_text(item.why))}" for item in refused[:shown]]
        return lines + _more(len(refused), hints, shown)


def _more(number: int, hints: Hints, shown: int) -> list[str]:
    if number <= shown:
        return []
    return [tr("  … and {number} more ({where})", number=number - shown, where=hints.more)]


def write_rejects(items: Iterable[Item], target: Path) -> bool:
    """Write refused rows, in each source's own columns with file, row and reason before them.

    The file is CSV with a UTF-8 byte order mark, one block a source with its own headings, so that
    mended rows can be imported again: nothing in it is masked. A cell that a spreadsheet would take for a
    formula gets a leading apostrophe. Returns whether there was anything to write.
    """
    refused = [item for item in items if item.outcome == "reject" and item.cells]
    if not refused:
        return False
    with target.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        before: tuple[str, str] | None = None
        # A row that the reader refused may have fewer cells than the table has columns.
        heads = {(item.place.file, item.place.sheet): item.headings for item in refused if item.headings}
        for item in refused:
            source = (item.place.file, item.place.sheet)
            if source != before:
                if before is not None:
                    writer.writerow([])
                writer.writerow([*REJECT_HEADINGS[current_language()], *heads.get(source, ())])
                before = source
            row = str(item.place.row or "")
            place = (as_shown(item.place.file), item.place.sheet, row, reason_text(item.why))
            writer.writerow([guarded(cell) for cell in (*place, *item.cells)])
    return True
