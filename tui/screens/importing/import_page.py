"""What the pages about one import share: its state, the trial run, and how far it has come."""

from __future__ import annotations

import asyncio
from typing import ClassVar

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
        #: Held while something is written into the mapping file: one thing after the other, and a page is
        #: left when it is there.
        self.writing = asyncio.Lock()

    async def may_close(self) -> bool:
        async with self.writing:
            pass
        below = (page for page in self.app.screen_stack if isinstance(page, ImportPage) and page is not self)
        if self.importing.busy and not any(page.importing is self.importing for page in below):
            self.importing.once_more = False
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

    def _in_front(self) -> ImportPage:
        """The page of this import that somebody works on, which may have been opened while it runs."""
        pages = (page for page in reversed(self.app.screen_stack) if isinstance(page, ImportPage))
        return next((page for page in pages if page.importing is self.importing), self)

    def _progress(self, text: str) -> None:
        self._in_front().state(text)

    def action_try(self) -> None:
        self.try_now()

    def try_changed(self) -> None:
        """Run the import again with what was just changed; a run that knows nothing of it ends first."""
        if self.importing.busy:
            self.importing.once_more = True
            self.importing.stop()
        else:
            self.try_now()

    def try_now(self) -> None:
        """Run the import again, writing nothing, and show what it says.

        It goes on when the page is left for another one of the import.
        """
        self.app.run_worker(self._try(), group="import", exclusive=True)

    async def _try(self) -> None:
        run, told = self.importing, self.importing.report
        self.state(tr("Reading…"))
        try:
            while True:
                self.importing.once_more = False
                mapping = self._in_front().trial_mapping()
                await run.go(self.archive, mapping=mapping, keeping=True, on_progress=self._progress)
                if not self.importing.once_more:
                    break
        except XuedangError as error:
            self.xuedang.say(error)
        if run.report is not told:
            self.notify(tr("Run again; nothing was written."), timeout=3)
            if lost := run.told_no_longer():
                self.notify(lost, severity="warning", timeout=20, markup=False)
        for page in self.app.screen_stack:
            # One that was opened meanwhile shows what the run says as well.
            if isinstance(page, ImportPage) and page.importing is run and page.built:
                page.state(page.said())
                page.after_trial()
