"""What the pages about one import share: its state, the trial run, and how far it has come."""

from __future__ import annotations

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType
from textual.widgets import Static

from records.errors import XuedangError, system_reason
from records.intake.mappings.mapping import ImportMapping
from records.language import labelled
from tui.cjk import one_line
from tui.import_run import ImportRun
from tui.screens.page import Page
from tui.words import mark, tr


class ImportPage(Page):
    """A page over an ``ImportRun`` whose report is there. F2 runs the import again, writing nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "try", mark("Dry run"), id="import_page.try"),
    ]

    def __init__(self, run: ImportRun) -> None:
        super().__init__()
        # ``run`` is a method of every widget.
        self.importing = run

    async def may_close(self) -> bool:
        if self.importing.busy:
            self.state(self.importing.stop())
            return False
        return True

    def state(self, text: str) -> None:
        """Say something in the line above the page's content."""
        for line in self.query(".import-line").results(Static):
            line.update(one_line(text))

    def said(self) -> str:
        """What that line says when nothing is going on."""
        return self.importing.said()

    def say_refused(self, path: object, error: OSError) -> None:
        """The system did not let a file be opened or written."""
        self.notify(labelled(path, system_reason(error)), severity="error", timeout=15)

    def trial_mapping(self) -> ImportMapping | None:
        """What a trial run goes by instead of the mapping file."""
        return None

    def after_trial(self) -> None:
        """The report is another one now."""

    def idle(self, action: str) -> str:
        running = action == "try" and self.importing.busy
        return self.importing.running() if running else super().idle(action)

    def action_try(self) -> None:
        self.try_now()

    @work(exclusive=True, group="import")
    async def try_now(self) -> None:
        """Run the import again, writing nothing, and show what it says."""
        self.state(tr("Reading…"))
        try:
            mapping = self.trial_mapping()
            await self.importing.go(self.archive, mapping=mapping, on_progress=self.state)
            self.notify(tr("Run again; nothing was written."), timeout=3)
            if lost := self.importing.told_no_longer():
                self.notify(lost, severity="warning", timeout=20, markup=False)
        except XuedangError as error:
            self.xuedang.say(error)
        if self.built:
            self.state(self.said())
            self.after_trial()
