"""Bringing in files: a dry run first, then for good; progress, cancelling, and taking an import back."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, ContentSwitcher, Static

from records.errors import ServerUnavailable, XuedangError
from records.masking import printed
from records.typed_path import typed_path
from tui.cjk import one_line
from tui.import_run import ImportRun, screen_hints
from tui.screens.menu import choose
from tui.screens.page import Page
from tui.screens.prompts import ask_choice
from tui.widgets.line_input import LineInput
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from records.intake.report import ImportReport


class ImportScreen(Page):
    """A path above; below it the report of the last run, or the imports made before."""

    NEEDS = {"apply": "edit", "undo_batch": "edit"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "check", mark("Dry run"), id="import.check"),
        Binding("f4", "browse", mark("Browse"), id="import.browse"),
        Binding("f7", "apply", mark("Bring in"), id="import.apply"),
        Binding("f8", "batches", mark("Earlier imports"), id="import.batches"),
        Binding("f9", "look", mark("Look into it"), id="import.look"),
        Binding("delete", "undo_batch", mark("Take back"), show=False, id="import.undo"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._path = ""
        self._mapping = ""
        self._run: ImportRun | None = None
        #: The path for which a mapping file was looked for last.
        self._looked = ""
        self._report = ""
        self._shown: ImportReport | None = None

    def heading(self) -> str:
        return tr("Import")

    def body(self) -> ComposeResult:
        with Vertical(id="import-paths"):
            with Horizontal(classes="field-line"):
                yield Static(tr("File or folder"), classes="field-label")
                yield LineInput(
                    self._path, placeholder=tr("a roster, a register, or a folder of notes"), id="path"
                )
            with Horizontal(classes="field-line"):
                yield Static(tr("Mapping file"), classes="field-label")
                yield LineInput(
                    self._mapping, placeholder=tr("not needed when the headings are known"), id="mapping"
                )
            with Horizontal(classes="rows-buttons"):
                yield Button(tr("Dry run ({key:import.check})"), id="check", variant="primary", compact=True)
                yield Button(tr("Bring in ({key:import.apply})"), id="apply", compact=True)
                yield Button(tr("Look into it ({key:import.look})"), id="look", compact=True)
                yield Button(tr("Stop (Esc)"), id="stop", compact=True)
            yield Static(markup=False, id="import-state")
        with ContentSwitcher(initial="report-box", id="import-below"):
            with VerticalScroll(id="report-box"):
                yield Static(printed(self._report, keep="\n"), markup=False, id="report")
            yield VirtualTable(id="batches")

    def fill(self) -> None:
        self.query_one("#stop").display = self._busy
        self.query_one("#look").display = self.report is not None
        self.query_one("#path", LineInput).focus()
        if not self._report:
            self.query_one("#report", Static).update(
                tr(
                    "A dry run ({key:import.check}) says what would be taken, refused and asked, "
                    "and writes nothing. "
                    "Then {key:import.look} shows the tables, the questions and the refused rows, "
                    "one by one; what you choose and "
                    "answer there is kept in a mapping file and found again next time.\n"
                    "What is brought in is submitted, not verified: approve it in the lists. Running the "
                    "same import again changes nothing; an import can be taken back."
                )
            )

    async def may_close(self) -> bool:
        if self._run is not None and self._run.busy:
            self._state(self._run.stop())
            return False
        return True

    def _state(self, text: str) -> None:
        for line in self.query("#import-state").results(Static):
            line.update(one_line(text))

    # --- running -------------------------------------------------------------------------------

    def action_check(self) -> None:
        self._start(apply=False)

    def action_apply(self) -> None:
        self._start(apply=True)

    @property
    def _busy(self) -> bool:
        return self._run is not None and self._run.busy

    @property
    def report(self) -> ImportReport | None:
        """What the last run said."""
        return self._run.report if self._run is not None else None

    def _start(self, *, apply: bool) -> None:
        self._path = self.query_one("#path", LineInput).value.strip().strip("'\"")
        self._mapping = self.query_one("#mapping", LineInput).value.strip().strip("'\"")
        if self._busy:
            self.notify(ImportRun.running())
            return
        if not self._path:
            self.notify(tr("Type the path of a file or folder first."))
            self.query_one("#path", LineInput).focus()
            return
        try:
            run = self._prepared()
        except ServerUnavailable as error:
            self.xuedang.say(error)
            return
        if self._run is None or not self._run.is_like(run):
            self._run = run
        self._go(self._run, apply)

    def _prepared(self) -> ImportRun:
        """What to run: a mapping file that nobody named is looked for, once for each path."""
        from records.intake.mappings.mapping_file import default_mapping, find_mapping

        home, path = self.archive.settings.home, typed_path(self._path)
        found = None
        if not self._mapping and self._looked != self._path:
            found = find_mapping(home, path)
        if found is not None:
            self._mapping = str(found)
            self.query_one("#mapping", LineInput).value = self._mapping
        self._looked = self._path
        named = typed_path(self._mapping) if self._mapping else default_mapping(home, path)
        return ImportRun(
            path, named, home, self.archive.kinds, found=found is not None, without=not self._mapping
        )

    @work(exclusive=True, group="import")
    async def _go(self, run: ImportRun, apply: bool) -> None:
        self.query_one("#stop").display = True
        self.query_one("#import-below", ContentSwitcher).current = "report-box"
        self._state(tr("Reading…"))
        try:
            await run.go(self.archive, apply=apply, on_progress=self._state)
        except XuedangError as error:
            self._state(tr("Stopped."))
            self.xuedang.say(error)
        else:
            self._show_report()
        finally:
            self.query_one("#stop").display = False

    def _show_report(self) -> None:
        """Show what the last run said, wherever it was started."""
        run = self._run
        if run is None or run.report is None or run.report is self._shown:
            return
        self._shown = run.report
        self._report = run.report.to_text(screen_hints())
        self.query_one("#report", Static).update(printed(self._report, keep="\n"))
        self.query_one("#look").display = True
        self._name_mapping(run)
        done = tr("Done in {seconds} s.", seconds=f"{run.seconds:.1f}")
        self._state(f"{done} {run.said()}")
        if lost := run.told_no_longer():
            self.notify(lost, severity="warning", timeout=20, markup=False)
        self.query_one("#report-box").focus()

    def _name_mapping(self, run: ImportRun) -> None:
        """Show the file that was written or found: the next run from here goes by what this line says."""
        if run.mapping.exists() and not run.without:
            self.query_one("#mapping", LineInput).value = self._mapping = str(run.mapping)

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.built:
            if self._run is not None and self._run.changed:
                # Also where no run was made with it on the pages, or one was stopped.
                self._name_mapping(self._run)
            self._show_report()
            if self._run is not None and self._run.changed:
                self._state(
                    tr(
                        "What you chose and answered is kept; {key:import.check} runs the import "
                        "again with it."
                    )
                )

    @work(exclusive=True, group="look")
    async def action_look(self) -> None:
        """Go into what the last run said: its tables, its questions, its refused rows."""
        run = self._run
        if run is None or run.report is None or run.busy:
            self._state(tr("{key:import.check} first: a dry run says what there is to look into."))
            return
        from records.intake.papers.paper_rule import papers_of

        report, found = run.report, run.findings
        doubtful = found.doubtful_tables
        items = [
            ("questions", tr("Questions: {count}", count=f"{len(found.questions):,}")),
            (
                "tables",
                tr("Tables: {count}, {doubtful} to look at", count=len(report.tables), doubtful=doubtful),
            ),
            (
                "refused",
                tr(
                    "Refused: {count}; taken with a doubt: {flagged}",
                    count=f"{found.refused_count:,}",
                    flagged=f"{found.flagged_count:,}",
                ),
            ),
        ]
        papers = papers_of(report)
        if papers:
            look = sum(each.needs_a_look for each in papers)
            count = sum(not each.tables for each in papers)
            items.append(("papers", tr("Papers: {count}, {doubtful} to look at", count=count, doubtful=look)))
        if doubtful:
            # What is not understood as a table leaves nothing to ask about its rows.
            items.insert(0, items.pop(1))
        match await choose(self.app, tr("Look into it"), items):
            case "tables":
                from tui.screens.importing.import_tables import ImportTables

                self.app.push_screen(ImportTables(run))
            case "questions":
                from tui.screens.importing.import_questions import ImportQuestions

                self.app.push_screen(ImportQuestions(run))
            case "papers":
                from tui.screens.importing.import_papers import ImportPapers

                self.app.push_screen(ImportPapers(run))
            case "refused":
                from tui.screens.importing.import_refused import ImportRefused

                self.app.push_screen(ImportRefused(run))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        match event.button.id:
            case "check":
                self.action_check()
            case "apply":
                self.action_apply()
            case "look":
                self.action_look()
            case _:
                if self._run is not None:
                    self._run.cancelled = True

    def on_input_submitted(self) -> None:
        self.action_check()

    @work(exclusive=True, group="browse")
    async def action_browse(self) -> None:
        from tui.screens.importing.file_picker import FilePicker

        into = "mapping" if self.query_one("#mapping").has_focus else "path"
        line = self.query_one(f"#{into}", LineInput)
        chosen = await self.app.push_screen_wait(FilePicker(typed_path(line.value or ".").absolute()))
        if chosen is not None:
            line.value = str(chosen)

    # --- earlier imports ------------------------------------------------------------------------

    def action_batches(self) -> None:
        self.query_one("#import-below", ContentSwitcher).current = "batches"
        self._list_batches()

    @work(exclusive=True, group="batches")
    async def _list_batches(self) -> None:
        from records.intake.loading.batches import list_batches, state_text

        try:
            batches = await list_batches(self.archive)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        table = self.query_one("#batches", VirtualTable)
        table.show_columns(
            (
                Column("at", tr("When"), 16),
                Column("path", tr("Path"), 20, grow=1),
                Column("by", tr("By"), 8),
                Column("state", tr("State"), 10),
            )
        )
        rows = []
        for each in batches:
            when = each["at"].replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M")
            cells = (when, str(each["path"]), str(each["by"]), state_text(each["state"]))
            rows.append(Row(each["_id"], cells))
        table.show_rows(rows)
        table.focus()
        self._state(tr("Enter lists what an import brought; {key:import.undo} takes it back."))

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        from records.search.query import Query
        from tui.screens.lists.list import ListScreen

        if isinstance(message.row.id, ObjectId):
            self.app.push_screen(ListScreen(None, query=Query(batch=message.row.id)))

    @work(exclusive=True, group="undo")
    async def action_undo_batch(self) -> None:
        from records.intake.loading.undo import undo

        row = self.query_one("#batches", VirtualTable).current
        if row is None or not isinstance(row.id, ObjectId) or not self.query_one("#batches").has_focus:
            return
        question = tr("What it brought and nobody edited since becomes void; what was edited stays.")
        answers = [("no", tr("Cancel")), ("yes", tr("Take back"))]
        if await ask_choice(self.app, tr("Take an import back"), question, answers) != "yes":
            return
        try:
            report = await undo(self.archive, row.id)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self._report = report.to_text()
        self.query_one("#report", Static).update(printed(self._report, keep="\n"))
        self.query_one("#import-below", ContentSwitcher).current = "report-box"
