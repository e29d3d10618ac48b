"""What the pages of assessment, selection and coverage share: one year of the programme at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from records.errors import XuedangError
from records.programme.book import Book
from tui.cjk import one_line
from tui.matching import MEANT, score
from tui.screens.page import opens
from tui.screens.standing.one_year import YEAR_KEYS, OneYear
from tui.widgets.line_input import LineInput
from tui.widgets.table.virtual_table import Row, VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from tui.trail import Way


class YearPage(OneYear):
    """A filter, notes, a table with a line each, and below it what is behind the line under the cursor.

    Subclasses work out what a year comes to in ``work_out``, and make rows of it in ``lines``, ``notes`` and
    ``details``.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "filter", mark("Filter"), show=False, id="year.filter"),
        *YEAR_KEYS,
    ]
    TITLE_WORDS: ClassVar[str] = ""

    def __init__(self, year: int | None = None) -> None:
        super().__init__(year)
        self._text = ""
        self._worked_out = False

    # --- what a page says for itself -----------------------------------------------------------

    async def work_out(self, book: Book) -> None:
        """Find out what is to be shown of the year. Raises XuedangError."""

    def lines(self) -> list[Row]:
        """The rows of the table, headings with a tone ``strong`` and no value."""
        return []

    def notes(self) -> Content:
        """What is said of the whole, above the table."""
        return Content("")

    def details(self, row: Row | None) -> list[Row]:
        """The rows below, for the one under the cursor."""
        return []

    def show_columns(self) -> None:
        """Give both tables their columns."""

    def way_back(self) -> Way:
        return opens(type(self), self._year)

    def heading(self) -> str:
        return f"{tr(self.TITLE_WORDS)} > {self.year}"

    # --- showing ---------------------------------------------------------------------------------

    @property
    def counted(self) -> bool:
        return super().counted and self._worked_out

    def body(self) -> ComposeResult:
        with Horizontal(id="filter-line"):
            yield Static(tr("Filter"), id="filter-label")
            yield LineInput(self._text, placeholder=tr("words, pinyin or initials"), id="filter")
            yield Static(markup=False, id="count")
        yield Static(markup=False, id="year-notes")
        yield VirtualTable(id="year-lines")
        yield VirtualTable(id="year-details")

    def fill(self) -> None:
        self.show_columns()
        super().fill()
        self.table.focus()

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#year-lines", VirtualTable)

    @property
    def below(self) -> VirtualTable:
        return self.query_one("#year-details", VirtualTable)

    def show_book(self, book: Book) -> None:
        self._work_out(book)

    @work(exclusive=True, group="year")
    async def _work_out(self, book: Book) -> None:
        try:
            await self.work_out(book)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self._worked_out = True
        if self.built:
            self.show()

    def show(self) -> None:
        """Put the rows in, the cursor on the line that it was on."""
        self.query_one("#year-notes", Static).update(self.notes())
        self._show_lines()
        self.refresh_top()

    def _show_lines(self) -> None:
        rows = self._narrowed(self.lines())
        kept = self.table.current
        place = next(
            (index for index, row in enumerate(rows) if kept is not None and row.id == kept.id), None
        )
        if place is None:
            first = next((index for index, row in enumerate(rows) if row.value is not None), 0)
            place = min(self.table.cursor, max(0, len(rows) - 1)) if kept is not None else first
        self.table.show_rows(rows, cursor=place)
        self._show_details(rows[place] if rows else None)
        count = sum(row.value is not None for row in rows)
        self.query_one("#count", Static).update(trn("{number:,} line", "{number:,} lines", count))
        self.refresh_bindings()

    def _narrowed(self, rows: Sequence[Row]) -> list[Row]:
        """The rows that hold every word typed, and headings that still have one below them."""
        words = self._text.lower().split()
        kept: list[Row] = []
        for row in rows:
            if row.value is not None and not all(_holds(row, word) for word in words):
                continue
            if row.value is None and kept and kept[-1].value is None and words:
                kept.pop()
            kept.append(row)
        if words and kept and kept[-1].value is None:
            kept.pop()
        return kept

    def _show_details(self, row: Row | None) -> None:
        rows = self.details(row)
        self.below.show_rows(rows, cursor=min(self.below.cursor, max(0, len(rows) - 1)))

    def on_virtual_table_moved(self, message: VirtualTable.Moved) -> None:
        if message.table.id == "year-lines" and self.built:
            if message.row is not None:
                self._show_details(message.row)
            self.refresh_bindings()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._text = event.value
        if self.book is not None and self.built:
            self._show_lines()

    def on_input_submitted(self) -> None:
        self.table.focus()

    def action_filter(self) -> None:
        self.query_one("#filter", LineInput).focus()


def _holds(row: Row, word: str) -> bool:
    cells = [one_line(cell) for cell in row.cells]
    if any(word in cell.lower() for cell in cells):
        return True
    return any(score(word, cell) >= MEANT for cell in cells[:2])
