"""The journal: what was done, by whom, from where, the newest first; found by words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from records.errors import XuedangError
from records.journal_words import names_of, sentence, when
from tui.cjk import one_line
from tui.screens.page import Page, open_page, opens
from tui.widgets.line_input import LineInput
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from tui.app import XuedangApp
    from tui.trail import Way

#: Entries read at once; F9 reads as many more.
_PAGE = 1000


def open_journal(app: XuedangApp) -> None:
    """Open the journal."""
    open_page(app, JournalScreen)


class JournalScreen(Page):
    """A row an entry. Enter opens the record that it tells of."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "filter", mark("Filter"), id="journal.filter"),
        Binding("f9", "older", mark("Older ones"), id="journal.older"),
    ]

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text
        self._entries: list[tuple[dict[str, Any], tuple[str, ...]]] = []
        self._ended = False

    def way_back(self) -> Way:
        return opens(JournalScreen, self._text)

    def heading(self) -> str:
        return tr("Journal")

    def body(self) -> ComposeResult:
        with Horizontal(id="filter-line"):
            yield Static(tr("Filter"), id="filter-label")
            yield LineInput(self._text, placeholder=tr("who, what, when, from where"), id="filter")
            yield Static("", markup=False, id="count")
        yield VirtualTable(id="journal")

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#journal", VirtualTable)

    def fill(self) -> None:
        self.table.show_columns(
            (
                Column("when", tr("When"), 16, keep=True),
                Column("who", tr("Who"), 8),
                Column("what", tr("What was done"), 24, grow=3),
                Column("from", tr("From where"), 10, grow=1),
            )
        )
        self.table.focus()
        self._entries, self._ended = [], False
        self.action_older()

    def idle(self, action: str) -> str:
        done = action == "older" and self._ended
        return tr("These are all entries.") if done else super().idle(action)

    @work(exclusive=True, group="load")
    async def action_older(self) -> None:
        """Read the entries that come before those shown."""
        before = self._entries[-1][0]["_id"] if self._entries else None
        try:
            found = await self.archive.journal(before=before, limit=_PAGE)
            names = await names_of(self.archive, found)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        for each in found:
            cells = (
                f"{when(each):%Y-%m-%d %H:%M}",
                one_line(str(each.get("by", ""))),
                one_line(sentence(each, names)),
                one_line(str(each.get("from", ""))),
            )
            self._entries.append((each, cells))
        self._ended = len(found) < _PAGE
        self._show()
        self.refresh_bindings()

    def _show(self) -> None:
        if not self.built:
            return
        words = self._text.casefold().split()
        rows = [
            Row(entry["_id"], cells, "", entry.get("record"))
            for entry, cells in self._entries
            if all(word in " ".join(cells).casefold() for word in words)
        ]
        table = self.table
        table.show_rows(rows, cursor=table.place_in(rows))
        shown = trn("{number:,} entry", "{number:,} entries", len(rows))
        if not self._ended:
            shown = tr("over {count} entries", count=f"{len(rows):,}")
        self.query_one("#count", Static).update(shown)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._text = event.value
        self._show()

    def on_input_submitted(self) -> None:
        self.table.focus()

    def action_filter(self) -> None:
        self.query_one("#filter", LineInput).focus()

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        from tui.screens.forms.form import open_form

        record = message.row.value
        if isinstance(record, ObjectId):
            open_form(self.xuedang, record)
        else:
            self.nothing_here()
