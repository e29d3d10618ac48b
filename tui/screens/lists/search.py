"""Search everywhere: hits while typing, the place of each hit shown below with the words marked."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from rich.text import Text
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.widgets import Input, Static

from records.errors import XuedangError
from records.lists.listing import Listing
from records.record import Record
from records.search.query import Query
from records.visible import visible
from tui.querying import index_note, read_query
from tui.rows.record_rows import ListingRows, Names, columns_of, table_columns
from tui.screens.page import Page, opens
from tui.widgets.line_input import LineInput
from tui.widgets.preview import RecordPreview, mark_words
from tui.widgets.table.virtual_table import VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from records.values import Value
    from tui.trail import Way

_PAUSE = 0.2
_AROUND = 40  # characters shown on either side of a hit
_MOST_PLACES = 3


def text_parts(value: Value) -> Iterator[str]:
    """Every text within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from text_parts(each)
    elif isinstance(value, list):
        for each in value:
            yield from text_parts(each)


def places(record: Record, words: list[str], masked: Collection[str] = ()) -> Text:
    """The first places in a record's texts at which ``words`` stand, the words marked.

    Fields named in ``masked`` are left out.
    """
    shown = Text()
    found = 0
    shown_fields = {name: value for name, value in record.fields.items() if name not in masked}
    for text in [record.title, *text_parts(shown_fields), record.remarks or ""]:
        low = text.lower()
        at = min((low.find(word.lower()) for word in words if word.lower() in low), default=-1)
        if at < 0 or text == record.title:
            continue
        start, end = max(0, at - _AROUND), at + 2 * _AROUND
        line = Text(("…" if start else "") + visible(" ".join(text[start:end].split())) + "\n")
        mark_words(line, words)
        shown.append_text(line)
        found += 1
        if found == _MOST_PLACES:
            break
    return shown


class SearchScreen(Page):
    """One line to type in, the hits below it; Down goes into the hits, Enter opens one.

    Beside them, on a narrow screen below, is the record under the cursor, with the words marked.
    """

    DEFAULT_CSS = """
    SearchScreen #search-box { layout: vertical; }
    SearchScreen #search-preview { height: 1fr; border-top: solid $panel; }
    SearchScreen.-wide #search-box { layout: horizontal; }
    SearchScreen.-wide #hits { width: 1fr; }
    SearchScreen.-wide #search-preview {
        width: 31%; height: 100%; border-top: none; border-left: solid $panel;
    }
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "ask", mark("Change the words"), id="search.ask"),
        Binding("down", "into_hits", show=False, id="search.into"),
        Binding("f9", "as_list", mark("As a list"), id="search.list"),
    ]

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._text = text
        self._query = Query()
        self._listing: Listing | None = None
        self._names: Names | None = None

    def on_archive_open(self) -> None:
        self._names = self._listing = None  # those of the archive that went away
        super().on_archive_open()

    def way_back(self) -> Way:
        return opens(SearchScreen, self._text)

    def heading(self) -> str:
        return tr("Search")

    def body(self) -> ComposeResult:
        with Horizontal(id="filter-line"):
            yield Static(tr("Find"), id="filter-label")
            yield LineInput(
                self._text, placeholder=tr('words "a phrase" -without unit:… 2011-03..2011-06'), id="filter"
            )
            yield Static("", markup=False, id="count")
        yield Static(markup=False, id="filter-fault")
        with Container(id="search-box"):
            yield VirtualTable(table_columns(None), id="hits")
            yield RecordPreview(id="search-preview")

    def fill(self) -> None:
        self.query_one("#filter-fault").display = False
        self.query_one("#filter", LineInput).focus()
        if self._text:
            self._search_soon()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._text = event.value
        self._search_soon()

    def on_input_submitted(self) -> None:
        self.action_into_hits()

    @work(exclusive=True, group="search")
    async def _search_soon(self) -> None:
        await asyncio.sleep(_PAUSE)
        fault = self.query_one("#filter-fault", Static)
        if not self._text.strip():
            return
        if self._names is None:
            self._names = Names(self.archive)
        try:
            self._query = await read_query(self.archive, self._text)
            old, self._listing = (
                self._listing,
                Listing(self.archive, self._query, [c.name for c in columns_of(None)]),
            )
            if old is not None:
                await old.close()
            count = await self._listing.count()
        except XuedangError as error:
            fault.update(str(error))
            fault.display = True
            return
        note = await index_note(self.archive)
        fault.update(note)
        fault.display = bool(note)
        source = ListingRows(self.archive, self._listing, None, self._names, self.xuedang.say)
        hits = self.query_one("#hits", VirtualTable)
        hits.words = self._words
        hits.nothing = tr("Nothing is found; try other words, fewer of them, or a part of one.")
        hits.show(source, count.number)
        text = (
            tr("over {count}", count=f"{count.number:,}")
            if count.capped
            else trn("{number:,} hit", "{number:,} hits", count.number)
        )
        self.query_one("#count", Static).update(text)
        if not count.number:
            self._preview.show_record(self.archive, None)

    def on_virtual_table_moved(self, message: VirtualTable.Moved) -> None:
        if message.row is not None and isinstance(message.row.id, ObjectId):
            self._show_places(message.row.id)

    @work(exclusive=True, group="places")
    async def _show_places(self, record: ObjectId) -> None:
        words = self._words
        try:
            whole = await self.archive.get(record)
        except XuedangError:
            return  # gone meanwhile; the list says so when it is drawn again
        kind = self.archive.kinds.of(whole.kind)
        masked = [field.name for field in kind.fields if field.masked]
        self._preview.show_record(self.archive, whole, words, places(whole, words, masked) + Text("\n"))

    @property
    def _words(self) -> list[str]:
        """What is searched for, without what must not occur."""
        return [term.text for term in self._query.terms if not term.negated]

    @property
    def _preview(self) -> RecordPreview:
        return self.query_one("#search-preview", RecordPreview)

    def action_ask(self) -> None:
        self.query_one("#filter", LineInput).focus()

    def action_into_hits(self) -> None:
        self.query_one("#hits", VirtualTable).focus()

    def action_as_list(self) -> None:
        from tui.screens.lists.list import ListScreen

        self.app.push_screen(ListScreen(self._query.kind, text=self._text))

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        from tui.screens.forms.form import open_form

        if isinstance(message.row.id, ObjectId):
            open_form(self.app, message.row.id)

    async def _close(self) -> None:
        if self._listing is not None:
            await self._listing.close()
        await super()._close()
