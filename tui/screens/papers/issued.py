"""The register of issued documents: what was made, whether the records still say the same, and again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from records.errors import XuedangError
from records.lists.listing import Listing
from records.record import Record
from records.search.query import Condition, Query
from tui.cjk import one_line
from tui.querying import read_query
from tui.rows.issued_rows import COLUMNS, IssuedRows, States, columns, document_label, issued_row, subjects
from tui.rows.paper_lines import PaperText
from tui.rows.record_rows import Names
from tui.screens.page import Page, opens
from tui.screens.papers.issued_files import Get, open_copy, save_files
from tui.widgets.line_input import LineInput
from tui.widgets.table.virtual_table import Row, VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from records.archive import Change
    from tui.trail import Way

#: So many changes are told of a paper that is outdated.
_CHANGES = 8
#: Seconds: in which typing and changes are collected, and between two drawings while states come in.
_PAUSE, _DRAW = 0.4, 0.3


class IssuedScreen(Page):
    """Papers that were issued, newest first; with ``subject`` those made from it or with it in them.

    The states of the rows in view are found in the background. Of outdated papers alone, as many are shown
    as have been found so far.
    """

    NEEDS = {"anew": "make_documents"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "anew", mark("Anew"), id="issued.anew"),
        Binding("f4", "filter", mark("Filter"), id="issued.filter"),
        Binding("f7", "save", mark("Save out"), id="issued.save"),
        Binding("f8", "again", mark("Reprint"), id="issued.again"),
        Binding("f9", "actions", mark("More"), id="issued.actions"),
        Binding("f11", "outdated", mark("Outdated"), id="issued.outdated"),
        Binding("ctrl+o", "open", mark("Open the file"), show=False, id="issued.open"),
    ]

    def __init__(self, about: Record | None = None) -> None:
        super().__init__()
        self._about = about
        self._text = ""
        self._only_outdated = False
        self._folder = ""
        self._listing: Listing | None = None
        self._names: Names | None = None
        self._states: States | None = None
        self._missed = False

    def way_back(self) -> Way:
        return opens(IssuedScreen, self._about)

    def heading(self) -> str:
        parts = [tr("Issued documents")]
        if self._about is not None:
            parts.append(self._about.title)
        if self._only_outdated:
            parts.append(tr("outdated"))
        return one_line(" > ".join(parts))

    def on_archive_open(self) -> None:
        self._listing = self._names = self._states = None  # those of the archive that went away
        super().on_archive_open()

    def body(self) -> ComposeResult:
        with Horizontal(id="filter-line"):
            yield Static(tr("Filter"), id="filter-label")
            yield LineInput(
                self._text, placeholder=tr("words, 2011-03..2011-06, subject:…, language:en"), id="filter"
            )
            yield Static(markup=False, id="count")
        yield Static(markup=False, id="filter-fault")
        yield VirtualTable(id="issued")

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#issued", VirtualTable)

    @property
    def states(self) -> States:
        """The states found so far."""
        if self._states is None:
            self._states = States(self.archive)
        return self._states

    @property
    def names(self) -> Names:
        """The titles of records that papers were made from."""
        if self._names is None:
            self._names = Names(self.archive)
        return self._names

    def fill(self) -> None:
        self._fault("")
        self.table.show_columns(columns())
        self.table.focus()
        self.watch(self.table, "scroll_y", self._scrolled, init=False)
        self._list()

    def read_again(self) -> None:
        self.states.doubt()
        self._list()

    # --- what is listed --------------------------------------------------------------------------

    async def _query(self) -> Query:
        where: tuple[Condition, ...] = ()
        if self._about is not None:
            where = (Condition("subject", "=", self._about.id, also=("subjects",)),)
        query = await read_query(self.archive, f"kind:issued_document {self._text}")
        return query.narrowed(where=(*where, *query.where))

    @work(exclusive=True, group="list")
    async def _list(self) -> None:
        try:
            query = await self._query()
        except XuedangError as error:
            self._fault(str(error))
            return
        self._fault("")
        try:
            if self._only_outdated:
                await self._list_outdated(query)
            else:
                await self._list_all(query)
        except XuedangError as error:
            self.xuedang.say(error)

    async def _list_all(self, query: Query) -> None:
        table, old = self.table, self._listing
        self._listing = Listing(self.archive, query, COLUMNS)
        if old is not None:
            await old.close()
        count = await self._listing.exact_count()
        row = table.current
        place = await self._listing.row_of(row.id) if row and isinstance(row.id, ObjectId) else None
        source = IssuedRows(self._listing, self.names, self.states, self.xuedang.say)
        table.show(source, count, cursor=table.cursor if place is None else place)
        self._count(trn("{number:,} paper", "{number:,} papers", count))
        self._judge()

    async def _list_outdated(self, query: Query) -> None:
        """Ask every paper, the newest first; those that are outdated appear as they are found."""
        loop = asyncio.get_running_loop()
        rows: list[Row] = []
        asked, drawn = 0, loop.time()
        self._show_found(rows, asked, more=True)
        async for record in self.archive.each(query):
            state = self.states.known(record.id)
            if not self.states.settled(record.id):
                state = await self.states.find(record)
            asked += 1
            if state == "outdated":
                await self.names.learn(subjects([record]))
                rows.append(issued_row(record, self.names, self.states))
            if loop.time() - drawn > _DRAW:
                self._show_found(rows, asked, more=True)
                drawn = loop.time()
        self._show_found(rows, asked, more=False)

    def _show_found(self, rows: Sequence[Row], asked: int, *, more: bool) -> None:
        self.table.show_rows(list(rows), cursor=self.table.cursor)
        text = tr("{count} of {asked} outdated", count=f"{len(rows):,}", asked=f"{asked:,}")
        self._count(f"{text}…" if more else text)

    def _count(self, text: str) -> None:
        self.query_one("#count", Static).update(text)

    def _fault(self, text: str) -> None:
        line = self.query_one("#filter-fault", Static)
        line.update(text)
        line.display = bool(text)

    # --- the states of the rows in view ----------------------------------------------------------

    def _scrolled(self) -> None:
        self._judge()

    def on_virtual_table_moved(self) -> None:
        if self.built:
            self._judge()

    def _unsettled(self) -> list[ObjectId]:
        """The papers in view whose state is to be found."""
        table = self.table
        top = round(table.scroll_y)
        rows = (table.row(index) for index in range(top, top + max(1, table.size.height)))
        ids = (row.id for row in rows if row is not None)
        return [each for each in ids if isinstance(each, ObjectId) and not self.states.settled(each)]

    @work(exclusive=True, group="judge")
    async def _judge(self) -> None:
        """Find the states of what is in view; begun anew whenever that is something else."""
        if self._only_outdated:
            return
        await asyncio.sleep(_PAUSE / 4)
        loop = asyncio.get_running_loop()
        drawn = loop.time()
        try:
            while self.built and (waiting := self._unsettled()):
                await self.states.find(waiting[0])
                if len(waiting) == 1 or loop.time() - drawn > _DRAW:
                    self.table.reload()
                    drawn = loop.time()
        except XuedangError as error:
            self.xuedang.say(error)

    def on_change(self, change: Change) -> None:
        self.read_soon(self._reload, _PAUSE)

    def _reload(self) -> None:
        self._missed = not self.in_front
        if self.xuedang.archive is not None and self.built and not self._missed:
            self.read_again()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._missed:
            self._reload()

    # --- filtering -------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.value != self._text:
            self._text = event.value
            self._filter_soon()

    @work(exclusive=True, group="filter")
    async def _filter_soon(self) -> None:
        await asyncio.sleep(_PAUSE)
        self._list()

    def on_input_submitted(self) -> None:
        self.table.focus()

    def action_filter(self) -> None:
        self.query_one("#filter", LineInput).focus()

    def action_outdated(self) -> None:
        """Only the outdated ones, or all."""
        self._only_outdated = not self._only_outdated
        self.refresh_top()
        self._list()

    # --- doing something -------------------------------------------------------------------------

    def idle(self, action: str) -> str:
        of_a_paper = action in ("anew", "save", "again", "actions", "open")
        if of_a_paper and not self.table.row_count:
            return tr("There is no paper in this list. Home, {key:home.documents} makes some.")
        return super().idle(action)

    async def _current(self) -> Record | None:
        """The paper under the cursor, with its data. None, and the user told, when it can't be read."""
        row = self.table.current
        if row is None or not isinstance(row.id, ObjectId):
            return None
        try:
            return await self.archive.get(row.id)
        except XuedangError as error:
            self.xuedang.say(error)
            return None

    @work(exclusive=True, group="act")
    async def on_virtual_table_chosen(self) -> None:
        from tui.screens.papers.paper import PaperScreen

        record = await self._current()
        if record is not None:
            title = f"{document_label(record)} {record.fields.get('doc_no') or record.no or ''}"
            self.app.push_screen(PaperScreen(title, self._reader(record)))

    def _reader(self, record: Record) -> Callable[[], Awaitable[PaperText]]:
        from templates.papers import kept_text
        from templates.register import what_changed

        async def read() -> PaperText:
            try:
                files, more = await kept_text(self.archive, record)
                outdated = await self.states.find(record) == "outdated"
                changes = await what_changed(self.archive, record) if outdated else []
            except XuedangError as error:
                return PaperText(faults=[error.message])
            return PaperText(
                warnings=[tr("The records say something else now than this paper.")] if outdated else [],
                notes=_shortened(changes),
                files=[(each.name, each.blocks) for each in files],
                more=more,
            )

        return read

    @work(exclusive=True, group="act")
    async def action_anew(self) -> None:
        """Open the page of documents with the same document and options, to be made of today's records."""
        from templates.papers import asked
        from tui.screens.papers.document import DocumentScreen

        record = await self._current()
        if record is None:
            return
        try:
            again = asked(record)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.app.push_screen(DocumentScreen(again=again))

    @work(exclusive=True, group="act")
    async def action_save(self) -> None:
        """Write the kept file to a folder."""
        from templates.papers import kept_files

        record = await self._current()
        if record is not None:
            await self._write(
                tr("Save the kept file"), lambda: kept_files(self.archive, record), tr("Written")
            )

    @work(exclusive=True, group="act")
    async def action_again(self) -> None:
        """Lay the paper out once more from its own data, see that it is the same, and write it."""
        from templates.register import made_again

        record = await self._current()
        if record is not None:
            await self._write(
                tr("Print once more"),
                lambda: made_again(self.archive, record),
                tr("Made again, byte for byte as it was kept"),
            )

    async def _write(self, title: str, get: Get, done: str) -> None:
        self._folder = await save_files(self, title, get, done, self._folder)

    @work(exclusive=True, group="act")
    async def action_open(self) -> None:
        record = await self._current()
        if record is not None:
            await open_copy(self, record)

    @work(exclusive=True, group="act")
    async def action_actions(self) -> None:
        from tui.screens.forms.form import open_form
        from tui.screens.menu import choose

        record = await self._current()
        if record is None:
            return
        source = record.fields.get("subject")
        offered = [
            ("source", tr("Open the record it was made from")),
            ("same", tr("All papers of that record")),
            ("record", tr("Open its own record")),
            ("open", tr("Open the file ({key:issued.open})")),
        ]
        answer = await choose(self.app, tr("More"), offered)
        if answer == "source" and isinstance(source, ObjectId):
            open_form(self.app, source)
        elif answer == "same" and isinstance(source, ObjectId):
            try:
                self.app.push_screen(IssuedScreen(await self.archive.get(source)))
            except XuedangError as error:
                self.xuedang.say(error)
        elif answer == "record":
            open_form(self.app, record.id)
        elif answer == "open":
            self.action_open()

    async def _close(self) -> None:
        if self._listing is not None:
            await self._listing.close()
        await super()._close()


def _shortened(changes: Sequence[str]) -> list[str]:
    """The first changes, and how many there are besides."""
    told = [one_line(each) for each in changes[:_CHANGES]]
    if len(changes) > _CHANGES:
        told.append(tr("… and {count} more changes", count=len(changes) - _CHANGES))
    return told
