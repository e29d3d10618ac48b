"""A page whose typed text is kept as a draft: on disk after a pause, and at once when the process ends."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Callable
from contextlib import suppress
from functools import partial

from textual import work

from tui.drafts import Draft, DraftFile
from tui.screens.page import Page
from tui.words import tr

#: Seconds without typing after which the draft is written.
PAUSE = 0.35


async def _write_aside(page: Page, writing: Callable[[], None] | None) -> None:
    """Do what is to be done with a draft file in a thread; say so where the disk refuses it."""
    if writing is not None:
        try:
            await asyncio.to_thread(writing)
        except OSError as error:
            page.notify(
                str(error), title=tr("The draft could not be written; save soon."), severity="warning"
            )


class KeptPage(Page):
    """``draft_file``: the draft this page was opened from, marked as tried until ``settle_draft``.

    Until then it stays on disk as it was.
    """

    def __init__(self, draft_file: DraftFile | None = None) -> None:
        super().__init__()
        self._file = draft_file
        self._opened_draft = draft_file is not None
        self._given_up = False

    @abstractmethod
    def to_draft(self) -> Draft:
        """What is typed; asked only while ``unsaved``, or while a text is in another program."""

    @abstractmethod
    def unsaved_words(self) -> str:
        """What is typed and not stored."""

    @abstractmethod
    async def store(self) -> bool:
        """Store it; whether that is done."""

    async def may_close(self) -> bool:
        if not self.unsaved:
            self.discard_draft()
            return True
        from tui.screens.prompts import ask_choice

        answers = [("save", tr("Save")), ("stay", tr("Go on editing")), ("drop", tr("Give up the changes"))]
        answer = await ask_choice(self.app, tr("Unsaved changes"), self.unsaved_words(), answers)
        if answer == "drop":
            self.discard_draft()
        return answer == "drop" or (answer == "save" and await self.store())

    def settle_draft(self) -> None:
        """The draft opened works: it is an ordinary one again."""
        if self._opened_draft and self._file is not None:
            self._opened_draft = False
            self.xuedang.drafts.settle(self._file)

    def discard_draft(self) -> None:
        """The page closes: what was typed is saved or given up."""
        self._given_up = True
        if self._file is not None:
            self._file.discard()

    def _draft_writing(self) -> Callable[[], None] | None:
        """What is to be done with the draft file now; it may be done in a thread."""
        if self._opened_draft:
            return None
        if self._given_up or not (self.unsaved or self.xuedang.drafts.away(self.to_draft().typed)):
            return self._file.discard if self._file is not None else None
        if self._file is None:
            self._file = self.xuedang.drafts.new_file()
        return partial(self._file.write, self.to_draft())

    @work(exclusive=True, group="keep")
    async def keep_soon(self) -> None:
        """Something was typed."""
        await asyncio.sleep(PAUSE)
        await _write_aside(self, self._draft_writing())
        self.kept()

    def kept(self) -> None:
        """Nothing was typed for a moment, and what is typed is on disk."""

    def write_draft(self) -> None:
        writing = self._draft_writing()
        if writing is not None:
            with suppress(OSError):  # the process is ending: there is nobody left to tell
                writing()
