"""An import as its pages share it: what is brought in, by which mapping file, and what the last run said."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from records.errors import XuedangError
from records.masking import printed
from tui.words import tr

if TYPE_CHECKING:
    from records.archive import Archive
    from records.intake.files.known import KnownReadings
    from records.intake.mappings.mapping import ImportMapping
    from records.intake.mappings.mapping_file import MappingFile
    from records.intake.outcome import Item, Question
    from records.intake.report import Hints, ImportReport
    from records.kind import Kinds

#: As many refused or doubtful rows as a page lists; the reject file holds all.
LISTED = 5000
#: So many answers that no longer fit are told one by one.
_TOLD = 4


class OwnFault(XuedangError):
    """A fault of xuedang's own while it read or built what somebody else wrote; the pages go on."""

    def __init__(self, error: Exception, path: Path) -> None:
        super().__init__(
            tr("xuedang met a fault of its own ({kind}) and stopped this import.", kind=type(error).__name__),
            hint=tr(
                "What you chose and answered is kept. `scripts/run import {path}` writes a report for the "
                "developers.",
                path=path,
            ),
        )


@dataclass(frozen=True)
class Findings:
    """What a run leaves to a person. The lists are cut at ``LISTED``, the counts are of all."""

    questions: tuple[tuple[str, Question], ...] = ()
    refused: tuple[Item, ...] = ()
    flagged: tuple[Item, ...] = ()
    refused_count: int = 0
    flagged_count: int = 0
    doubtful_tables: int = 0


def collect(report: ImportReport) -> Findings:
    """Gather the findings of a report, going through its rows once. A long import keeps them on disk."""
    questions = [("", question) for question in report.general_questions]
    refused: list[Item] = []
    flagged: list[Item] = []
    counts = [0, 0]
    for item in report.every_item():
        questions += [(item.kind, question) for question in item.questions]
        for at, (chosen, found) in enumerate(
            ((item.refused, refused), (bool(item.flags) and not item.refused, flagged))
        ):
            counts[at] += chosen
            if chosen and len(found) < LISTED:
                found.append(item)
    files = sum(each.state == "refused" for each in report.files) + len(report.failed)
    doubtful = sum(each.needs_a_look for each in report.tables)
    return Findings(tuple(questions), tuple(refused), tuple(flagged), counts[0] + files, counts[1], doubtful)


class ImportRun:
    """The state of one import while its pages are open.

    ``mapping`` is the file that answers are written to; it need not exist yet. ``found`` says that it was
    found by itself, ``without`` that it exists and is not used until something is written into it.
    ``seconds`` is how long the last run took, 0 before the first.
    """

    def __init__(
        self,
        path: Path,
        mapping: Path,
        home: Path,
        kinds: Kinds,
        *,
        found: bool = False,
        without: bool = False,
    ) -> None:
        self.path, self.mapping, self.found = path, mapping, found
        # Held here, for the pages are drawn when the server is away as well.
        self.home, self.kinds = home, kinds
        #: Whether something was written into the mapping file since the last run.
        self.changed = False
        self.without = without and mapping.exists()
        self.report: ImportReport | None = None
        self.findings = Findings()
        self.seconds = 0.0
        self.busy = self.cancelled = self.applying = False
        #: Whether something was changed of which the run under way knows nothing.
        self.once_more = False
        #: What was read of the files: a run after another reads only those that were changed.
        self._known: KnownReadings | None = None
        #: What answers of the mapping file were about that answered something before, and don't any more.
        self.no_longer: tuple[str, ...] = ()
        self._answered: frozenset[str] = frozenset()
        self._started = 0.0

    def is_like(self, other: ImportRun) -> bool:
        """Whether both bring in the same by the same mapping file."""
        mine = (self.path, self.mapping, self.without)
        return mine == (other.path, other.mapping, other.without)

    def stop(self) -> str:
        """End after what is being stored now; answers what is to be said of that."""
        self.cancelled = True
        return tr("Stopping after what is being stored now…") if self.applying else tr("Stopping…")

    @staticmethod
    def running() -> str:
        """What whoever asks for another run is told."""
        return tr("The import is running; Esc stops it.")

    async def go(
        self,
        archive: Archive,
        *,
        apply: bool = False,
        mapping: ImportMapping | None = None,
        keeping: bool = False,
        on_progress: Callable[[str], None],
    ) -> ImportReport:
        """Run it, with ``mapping`` instead of what the file says when given. Raises XuedangError.

        When it is stopped what the run before said stays, if ``keeping``.
        """
        from records.intake.batch import run_import
        from records.intake.files.known import KnownReadings

        def tell(number: int) -> None:
            seconds = time.monotonic() - self._started
            rate = number / seconds if seconds > 1 else 0
            on_progress(
                tr(
                    "{number} done, {rate} a second, {seconds} s",
                    number=number,
                    rate=f"{rate:.0f}",
                    seconds=f"{seconds:.0f}",
                )
            )

        self._known = self._known or KnownReadings()
        changed = self.changed
        self.busy, self.cancelled, self.changed, self.applying = True, False, False, apply
        self._started = time.monotonic()
        used = self.mapping.exists() and not self.without
        rules: Path | ImportMapping | None = mapping or (self.mapping if used else None)
        try:
            report = await run_import(
                archive,
                self.path,
                mapping=rules,
                apply=apply,
                on_progress=tell,
                cancelled=lambda: self.cancelled,
                known=self._known,
            )
            if report.interrupted and keeping and self.report is not None:
                self.changed = self.changed or changed
                return self.report
            findings = await asyncio.to_thread(collect, report)
            if not report.interrupted:
                await asyncio.to_thread(self._look_for_lost, report, findings)
            self.findings, self.report = findings, report
            self.seconds = time.monotonic() - self._started
        except XuedangError:
            self.changed = self.changed or changed
            raise
        except Exception as error:
            self.changed = self.changed or changed
            raise OwnFault(error, self.path) from error
        finally:
            self.busy = False
        return report

    def _look_for_lost(self, report: ImportReport, findings: Findings) -> None:
        """Notice the answers that answered something before, and fit no question of this run.

        What a paper or a table is taken for tells what is asked about it, and in which field.
        """
        asked_before = {question for _, each in self.findings.questions for question in each.numbers}
        asked_now = {number for _, each in findings.questions for number in each.numbers}
        before = self._answered | asked_before
        answers = self.rules().answers
        lost = [key for key in answers if key in before and key not in report.heard | asked_now]
        self.no_longer = tuple(self._as_it_is().notes(lost)) if lost else ()
        self._answered = before & answers.keys() | report.heard

    def told_no_longer(self) -> str:
        """Which answers fit no question any more, in words; "" for none."""
        if not self.no_longer:
            return ""
        text = tr("Answers that no longer fit any question: {count}", count=len(self.no_longer))
        more = [f"… {len(self.no_longer) - _TOLD}"] if len(self.no_longer) > _TOLD else []
        return "\n".join([text, *map(printed, self.no_longer[:_TOLD]), *more])

    def file(self) -> MappingFile:
        """The mapping file, to write answers and choices into; from now on it is used."""
        self.without, self.changed = False, True
        return self._as_it_is()

    def _as_it_is(self) -> MappingFile:
        from records.intake.mappings.mapping_file import MappingFile

        return MappingFile(self.mapping, self.kinds, source=str(self.path))

    def rules(self) -> ImportMapping:
        """What the mapping file says now. Raises MappingFault or UnreadableFile."""
        from records.intake.mappings.mapping import ImportMapping
        from records.intake.mappings.mapping_reading import load_mapping

        used = self.mapping.exists() and not self.without
        return load_mapping(self.mapping, self.kinds) if used else ImportMapping()

    @property
    def shown_mapping(self) -> str:
        """The mapping file's path, from the data folder on where it lies in there."""
        inside = self.mapping.is_relative_to(self.home)
        return str(self.mapping.relative_to(self.home) if inside else self.mapping)

    def said(self) -> str:
        """Where choices and answers are kept, and whether that was found by itself."""
        if self.found and not self.without:
            return tr("Mapping file found by itself: {path}", path=self.shown_mapping)
        if self.mapping.exists() and not self.without:
            return tr("Mapping file: {path}", path=self.shown_mapping)
        return tr("Choices and answers will be kept in {path}", path=self.shown_mapping)


def screen_hints() -> Hints:
    """What a report on a screen tells to do next: keys, not options of a command."""
    from records.intake.report import Hints

    return Hints(
        tr(
            "Nothing was written. {key:import.apply} brings it in; {key:import.look} works on what "
            "is doubtful."
        ),
        tr("Questions ({key:import.look} goes through them):"),
        tr("{key:import.look} lists all"),
    )
