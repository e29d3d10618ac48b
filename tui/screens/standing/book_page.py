"""What the pages share that show standings: the live book, read again when records change, and ways on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from textual import work

from records.errors import XuedangError
from records.programme.book import Book
from records.programme.judging.proof import records_behind
from records.programme.standing import Standing
from tui.screens.page import Page
from tui.words import tr

if TYPE_CHECKING:
    from records.archive import Change

#: Seconds in which changes are collected before the book is brought up to date.
_PAUSE = 0.4


class BookPage(Page):
    """A page over the book of standings. Subclasses show it in ``show_book``, as often as it is called.

    A page that is covered by another waits with reading again until it is back in front.
    """

    #: Actions that are about figures, and rest until these are counted.
    ON_FIGURES: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        super().__init__()
        self.book: Book | None = None
        self._reading = self._again = self._missed = False

    # --- what a page says for itself -----------------------------------------------------------

    async def read_book(self, on: date) -> Book:
        """The book as of a day, with all that is known to have changed. Raises XuedangError."""
        return await self.xuedang.standings.book(on)

    def show_book(self, book: Book) -> None:
        """Put in what the book says, without losing the place."""

    @property
    def counted(self) -> bool:
        """Whether the figures are there."""
        return self.book is not None

    def idle(self, action: str) -> str:
        if action in self.ON_FIGURES and not self.counted:
            return tr("The figures are still being counted; try again in a moment.")
        return super().idle(action)

    # --- reading -------------------------------------------------------------------------------

    def fill(self) -> None:
        if self.book is not None and self.book.on == self.xuedang.settings.today:
            self.show_book(self.book)
        self.reread()

    def reread(self) -> None:
        """Read the book and show it; once more if it is asked for meanwhile."""
        self._again = True
        if not self._reading:
            self._reading = True
            self._read()

    @work(group="book")
    async def _read(self) -> None:
        try:
            while self._again and self.xuedang.archive is not None:
                self._again = False
                self.book = await self.read_book(self.xuedang.settings.today)
                if self.built and not self._again:
                    self.show_book(self.book)
                    self.refresh_bindings()
        except XuedangError as error:
            self.xuedang.say(error)
        finally:
            self._reading = False

    def on_archive_open(self) -> None:
        self.book = None  # that of the archive that went away
        super().on_archive_open()

    def on_change(self, change: Change) -> None:
        self.read_soon(self._changed, _PAUSE)

    def _changed(self) -> None:
        if self.in_front:
            self.reread()
        else:
            self._missed = True

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._missed and self.built:
            self._missed = False
            self.reread()

    def read_again(self) -> None:
        self.reread()

    # --- going somewhere -------------------------------------------------------------------------

    @work(exclusive=True, group="behind", description="records behind")
    async def open_behind(self, standings: Sequence[Standing], title: str) -> None:
        """Open the records behind some figures: the form of the only one, or a list of them all."""
        if self.book is None:
            return
        found: dict[ObjectId, None] = {}
        try:
            for each in standings:
                found |= dict.fromkeys(await records_behind(self.archive, self.book, each))
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.open_ids(tuple(found), title)

    def open_ids(self, ids: Sequence[ObjectId], title: str) -> None:
        """Open records: the form of the only one, or a list of them all under a title."""
        from records.search.query import Query
        from tui.screens.forms.form import open_form
        from tui.screens.lists.list import ListScreen

        if not self.is_active:
            return  # left meanwhile
        if not ids:
            self.notify(tr("No record counts here yet."))
        elif len(ids) == 1:
            open_form(self.app, ids[0])
        else:
            self.app.push_screen(ListScreen(None, query=Query(ids=tuple(ids)), title=title))

    @work(exclusive=True, group="dossier")
    async def open_study_archive(self, subject: ObjectId) -> None:
        """Open the study archive of a person or unit."""
        from tui.screens.standing.dossier import open_dossier

        try:
            record = await self.archive.get(subject)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        open_dossier(self.xuedang, record)

    def open_board(self, subject: ObjectId) -> None:
        """Open the dashboard of a person or unit."""
        from tui.screens.standing.person_board import open_person_board
        from tui.screens.standing.unit_board import open_unit_board

        if self.book is None:
            return
        if self.book.units.get(subject) is not None:
            open_unit_board(self.app, subject)
        elif subject in self.book.roster.people:
            open_person_board(self.app, subject)
