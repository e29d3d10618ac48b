"""Bringing in files: a dry run first, then for good; progress, cancelling, and taking an import back."""

from __future__ import annotations

import time
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Button, ContentSwitcher, Static

from records.errors import XuedangError
from records.visible import visible
from tui.cjk import one_line
from tui.screens.page import Page
from tui.screens.prompts import ask_choice
from tui.widgets.line_input import LineInput
from tui.widgets.virtual_table import Column, FixedRows, Row, VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from records.intake.report import ImportReport


class ImportScreen(Page):
    """A path above; below it the report of the last run, or the imports made before."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "check", mark("Dry run"), id="import.check"),
        Binding("f4", "browse", mark("Browse"), id="import.browse"),
        Binding("f7", "apply", mark("Bring in"), id="import.apply"),
        Binding("f8", "batches", mark("Earlier imports"), id="import.batches"),
        Binding("delete", "undo_batch", mark("Take back"), show=False, id="import.undo"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._path = ""
        self._mapping = ""
        self._busy = False
        self._cancelled = False
        self._started = 0.0
        self._report = ""

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
                yield Button(tr("Dry run (F2)"), id="check", variant="primary", compact=True)
                yield Button(tr("Bring in (F7)"), id="apply", compact=True)
                yield Button(tr("Stop (Esc)"), id="stop", compact=True)
            yield Static(markup=False, id="import-state")
        with ContentSwitcher(initial="report-box", id="import-below"):
            with VerticalScroll(id="report-box"):
                yield Static(visible(self._report, keep="\n"), markup=False, id="report")
            yield VirtualTable(id="batches")

    def fill(self) -> None:
        self.query_one("#stop").display = self._busy
        self.query_one("#path", LineInput).focus()
        if not self._report:
            self.query_one("#report", Static).update(
                tr(
                    "A dry run says what would be taken, refused and asked, and writes nothing.\n"
                    "What is brought in is submitted, not verified: approve it in the lists. Running the "
                    "same import again changes nothing; an import can be taken back."
                )
            )

    async def may_close(self) -> bool:
        if self._busy:
            self._cancelled = True
            self._state(tr("Stopping after what is being stored now…"))
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

    def _start(self, *, apply: bool) -> None:
        self._path = self.query_one("#path", LineInput).value.strip().strip("'\"")
        self._mapping = self.query_one("#mapping", LineInput).value.strip().strip("'\"")
        if self._busy or not self._path:
            return
        self._run(
            Path(self._path).expanduser(), Path(self._mapping).expanduser() if self._mapping else None, apply
        )

    @work(exclusive=True, group="import")
    async def _run(self, path: Path, mapping: Path | None, apply: bool) -> None:
        from records.intake.batch import run_import

        self._busy, self._cancelled = True, False
        self._started = time.monotonic()
        self.query_one("#stop").display = True
        self.query_one("#import-below", ContentSwitcher).current = "report-box"
        self._state(tr("Reading…"))
        try:
            report = await run_import(
                self.archive,
                path,
                mapping=mapping,
                apply=apply,
                on_progress=self._on_progress,
                cancelled=lambda: self._cancelled,
            )
        except XuedangError as error:
            self._state(tr("Stopped."))
            self.xuedang.say(error)
        else:
            self._show_report(report)
        finally:
            self._busy = False
            self.query_one("#stop").display = False

    def _on_progress(self, number: int) -> None:
        """Told how many files are read, later how many records are stored."""
        seconds = time.monotonic() - self._started
        rate = number / seconds if seconds > 1 else 0
        self._state(
            tr(
                "{number} done, {rate} a second, {seconds} s",
                number=number,
                rate=f"{rate:.0f}",
                seconds=f"{seconds:.0f}",
            )
        )

    def _show_report(self, report: ImportReport) -> None:
        self._report = report.to_text()
        self.query_one("#report", Static).update(visible(self._report, keep="\n"))
        self._state(tr("Done in {seconds} s.", seconds=f"{time.monotonic() - self._started:.1f}"))
        self.query_one("#report-box").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        match event.button.id:
            case "check":
                self.action_check()
            case "apply":
                self.action_apply()
            case _:
                self._cancelled = True

    def on_input_submitted(self) -> None:
        self.action_check()

    @work(exclusive=True, group="browse")
    async def action_browse(self) -> None:
        from tui.screens.file_picker import FilePicker

        into = "mapping" if self.query_one("#mapping").has_focus else "path"
        line = self.query_one(f"#{into}", LineInput)
        chosen = await self.app.push_screen_wait(FilePicker(Path(line.value or ".").expanduser().absolute()))
        if chosen is not None:
            line.value = str(chosen)

    # --- earlier imports ------------------------------------------------------------------------

    def action_batches(self) -> None:
        self.query_one("#import-below", ContentSwitcher).current = "batches"
        self._list_batches()

    @work(exclusive=True, group="batches")
    async def _list_batches(self) -> None:
        from records.intake.batch import list_batches

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
        states = {
            "running": tr("not finished"),
            "interrupted": tr("interrupted"),
            "done": tr("done"),
            "undone": tr("taken back"),
        }
        rows = []
        for each in batches:
            when = each["at"].replace(tzinfo=UTC).astimezone().strftime("%Y-%m-%d %H:%M")
            state = states.get(each["state"], each["state"])
            rows.append(Row(each["_id"], (when, str(each["path"]), str(each["by"]), state)))
        table.show(FixedRows(rows), len(rows))
        table.focus()
        self._state(tr("Enter lists what an import brought; Del takes it back."))

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        from records.search.query import Query
        from tui.screens.list import ListScreen

        if isinstance(message.row.id, ObjectId):
            self.app.push_screen(ListScreen(None, query=Query(batch=message.row.id)))

    @work(exclusive=True, group="undo")
    async def action_undo_batch(self) -> None:
        from records.intake.batch import undo

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
        self.query_one("#report", Static).update(visible(self._report, keep="\n"))
        self.query_one("#import-below", ContentSwitcher).current = "report-box"
