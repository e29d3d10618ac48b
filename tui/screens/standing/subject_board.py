"""What the dashboards of a person and of a unit share: whose they are, whether with pictures."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.programme.book import Book
from records.record import Record
from tui.cjk import one_line
from tui.screens.page import opens
from tui.screens.standing.one_year import OneYear
from tui.widgets.plot import wanted
from tui.widgets.table.virtual_table import Row, VirtualTable
from tui.words import tr

if TYPE_CHECKING:
    from tui.trail import Way


class SubjectBoard(OneYear):
    """A dashboard."""

    def __init__(self, subject_id: ObjectId, year: int | None = None) -> None:
        super().__init__(year)
        self.subject_id = subject_id
        self._record: Record | None = None
        self._picture: bool | None = None

    @property
    def ascii(self) -> bool:
        return self.xuedang.settings.ascii

    @property
    def subject(self) -> Record | None:
        return self._record

    @property
    def record_id(self) -> ObjectId | None:
        return self.subject_id

    def way_back(self) -> Way:
        return opens(type(self), self.subject_id, self._year)

    def heading(self) -> str:
        name = self._record.title if self._record is not None else ""
        return " > ".join(each for each in (tr("How it stands"), one_line(name), str(self.year)) if each)

    async def read_book(self, on: date) -> Book:
        self._record = await self.archive.get(self.subject_id)
        return await self.book_of_subject(on)

    async def book_of_subject(self, on: date) -> Book:
        """The book that the figures come from. Raises XuedangError."""
        return await super().read_book(on)

    @property
    def pictured(self) -> bool:
        """Whether pictures are wanted."""
        return wanted(self._picture, self.size.height)

    def put(self, table: VirtualTable, rows: Sequence[Row]) -> None:
        """Rows into a table, the cursor on the row that it was on."""
        table.show_rows(rows, cursor=table.place_in(rows, table.cursor))

    def action_study_archive(self) -> None:
        self.open_study_archive(self.subject_id)
