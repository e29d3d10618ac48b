"""The list of a kind, or of all records: filtered by what is typed, however long it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from records.errors import XuedangError
from records.kind import Kind
from records.language import labelled
from records.lists.listing import Listing
from records.record import Record
from records.search.query import Query
from records.sorts import SORTS, Sort, has_order
from tui.cjk import one_line
from tui.querying import index_note, read_query
from tui.rows.record_rows import WITH_DOSSIER, ListingRows, Names, column_in_order, order_of_column
from tui.screens.lists.list_actions import ActingList
from tui.screens.lists.list_filter import Chip, build_condition, chips_of, without
from tui.screens.page import opens
from tui.stylesheet import LISTS
from tui.widgets.chips import ChipBar
from tui.widgets.line_input import LineInput
from tui.widgets.table.virtual_table import VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from records.archive import Change
    from records.lists.views import ListView
    from tui.trail import Way

#: Seconds in which changes are collected before the list looks again.
_PAUSE = 0.3


class ListScreen(ActingList):
    """Records of one kind (None: of all), in its kind's order (newest first) until sorted otherwise.

    ``query`` is what is listed as long as the filter, ``text`` at first, says nothing else; with ``ids`` it
    lists the records behind a figure, and ``title`` says in the top bar which figure that is. The cursor is
    on the record ``at`` at first if it is listed. ``view`` is the saved view that ``kind`` and ``text`` come
    from; order and columns are its own.
    """

    CSS_PATH = LISTS
    INTO_FILTER = ()  # pressed there, F4 offers conditions
    NEEDS = {"new_record": "edit", "approve": "edit", "void": "edit", "change": "edit", "unmask": "unmask"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "new_record", mark("New"), id="list.new"),
        Binding("f4", "filter", mark("Filter"), id="list.filter"),
        Binding("f7", "approve", mark("Approve"), id="list.approve"),
        Binding("f8", "history", mark("History"), id="list.history"),
        Binding("f9", "actions", mark("More"), id="list.actions"),
        Binding("delete", "void", mark("Void"), show=False, id="list.void"),
        Binding("alt+c", "change", mark("Change a field of many"), show=False, id="list.change"),
        Binding("ctrl+g", "goto_date", mark("Go to a date"), show=False, id="list.date"),
        Binding("ctrl+e", "export", mark("Export"), show=False, id="list.export"),
        Binding("alt+w", "unmask", mark("Whole numbers"), show=False, id="list.unmask"),
        Binding("ctrl+a", "mark_all", mark("Mark all"), show=False, id="list.mark_all"),
    ]

    def __init__(
        self,
        kind: str | None,
        *,
        text: str = "",
        query: Query | None = None,
        title: str = "",
        at: ObjectId | None = None,
        view: ListView | None = None,
    ) -> None:
        super().__init__(view)
        self._kind_name = self._given = kind
        self._title = title
        self._text = text
        self._at = at
        self._base = query or Query()
        self._sort: Sort | None = self._base.sort or (view.sort if view is not None else None)
        self._names: Names | None = None
        self._fault = ""
        self._chips: list[Chip] = []
        self._count_text = ""
        self._changes: list[Change] = []

    @property
    def kind(self) -> Kind | None:
        """The kind listed; None for a mixed list."""
        return self.archive.kinds[self._kind_name] if self._kind_name else None

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#records", VirtualTable)

    @property
    def kind_name(self) -> str | None:
        return self._kind_name

    @property
    def sort(self) -> Sort | None:
        return self._sort

    @property
    def filter_text(self) -> str:
        return self._text

    @property
    def subject(self) -> Record | None:
        row = self.table.current if self.built else None
        value = row.value if row is not None else None
        return value if isinstance(value, Record) and value.kind in WITH_DOSSIER else None

    def on_archive_open(self) -> None:
        self._names = self.listing = None  # those of the archive that went away
        super().on_archive_open()

    @property
    def pinnable(self) -> ObjectId | None:
        return self.current_id

    def way_back(self) -> Way:
        # Names the record under the cursor, and the order: what is listed may have changed meanwhile.
        base = self._base.narrowed(sort=self._sort)
        about = {"text": self._text, "query": base, "title": self._title, "view": self.view}
        return opens(ListScreen, self._given, at=self.current_id, **about)

    def heading(self) -> str:
        if self._title:
            return one_line(self._title)
        if self.xuedang.archive is None and self._kind_name:
            return self._kind_name
        label = self.kind.label.text() if self.kind else tr("All records")
        return labelled(label, one_line(self.view.name)) if self.view else label

    def body(self) -> ComposeResult:
        with Horizontal(id="filter-line"):
            yield Static(tr("Filter"), id="filter-label")
            yield LineInput(
                self._text, placeholder=tr("words, 2011-03..2011-06, status:submitted, person:…"), id="filter"
            )
            yield Static(self._count_text, markup=False, id="count")
        yield ChipBar(id="chips")
        yield Static(markup=False, id="filter-fault")
        yield VirtualTable(self.table_columns(), id="records", multiple=True, resizable=True)

    def fill(self) -> None:
        self.query_one("#filter-fault").display = False
        self._show_chips()
        self._open_listing(self._at)
        self._at = None
        self.table.focus()

    def list_again(self) -> None:
        self._open_listing(self.current_id)

    def use(self, text: str, sort: Sort | None) -> None:
        self._sort = sort
        line = self.query_one("#filter", LineInput)
        with self.prevent(Input.Changed):
            line.value = self._text = text
        self._open_listing()

    # --- what is listed ------------------------------------------------------------------------

    @work(exclusive=True, group="listing")
    async def _open_listing(self, keep: ObjectId | None = None) -> None:
        """List what the filter asks for; the cursor stays on the record ``keep`` if it is listed."""
        try:
            query = await read_query(self.archive, self._text, self._base)
            kind = self._given or query.kind
            if kind != self._kind_name:
                self._kind_name = kind
                self.forget_columns()
                self.refresh_top()
            await self.learn_columns()
            self._chips = await chips_of(self.archive, self._text, self._base, kind)
        except XuedangError as error:
            self._show_fault(str(error))
            return
        self._show_fault("")
        self._show_chips()
        if self._sort is not None and not has_order(kind, self._sort):
            self._sort = None
        query = query.narrowed(kind=kind, sort=query.sort or self._sort or (self.kind and self.kind.sort))
        old, self.listing = (
            self.listing,
            Listing(self.archive, query, [column.name for column in self.shown_columns]),
        )
        if old is not None:
            await old.close()
        await self._show_listing(keep)

    async def _show_listing(self, keep: ObjectId | None) -> None:
        listing = self.listing
        if listing is None:
            return
        if self._names is None:
            self._names = Names(self.archive)
        try:
            count = await listing.count()
            row = await listing.row_of(keep) if keep is not None else None
        except XuedangError as error:
            self.xuedang.say(error)
            return
        nothing = tr("Nothing is found like this; {key:list.filter} changes the filter.")
        self.table.nothing = nothing if self._text.strip() else ""
        self.table.show_columns(self.table_columns(), sorted_by=column_in_order(listing.query.order))
        source = ListingRows(
            self.archive,
            listing,
            self.kind,
            self._names,
            self.xuedang.say,
            self.shown_columns,
            whole=listing.query == self.unmasked,
        )
        if listing.query.terms:
            self._show_fault(await index_note(self.archive))
        self.table.show(source, max(count.number, (row or 0) + 1 if row is not None else 0), cursor=row or 0)
        self._show_count(count.number, exact=not count.capped)
        if count.capped:
            await self._count_exactly(listing)

    async def _count_exactly(self, listing: Listing) -> None:
        try:
            number = await listing.exact_count()
        except XuedangError as error:
            self.xuedang.say(error)
            return
        if listing is self.listing:
            self.table.resize_rows(number)
            self._show_count(number, exact=True)

    def _show_count(self, number: int, *, exact: bool) -> None:
        self._count_text = (
            trn("{number:,} record", "{number:,} records", number)
            if exact
            else tr("over {count}…", count=f"{number:,}")
        )
        marked = len(self.table.marked)
        if marked:
            self._count_text = tr(
                "{marked} marked of {count}", marked=f"{marked:,}", count=f"{self.table.row_count:,}"
            )
        self.query_one("#count", Static).update(self._count_text)

    def _show_fault(self, text: str) -> None:
        self._fault = text
        line = self.query_one("#filter-fault", Static)
        line.update(text)
        line.display = bool(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._text = event.value
        self._filter_soon()

    @work(exclusive=True, group="filter")
    async def _filter_soon(self) -> None:
        import asyncio

        await asyncio.sleep(_PAUSE)
        self._open_listing()

    def on_input_submitted(self) -> None:
        self.table.focus()

    def action_filter(self) -> None:
        """Into the filter; from there, a condition step by step."""
        line = self.query_one("#filter", LineInput)
        if line.has_focus:
            self.action_add_condition()
        else:
            line.focus()

    @work(exclusive=True, group="condition")
    async def action_add_condition(self) -> None:
        """One more condition, chosen and not typed; it is written into the filter."""
        condition = await build_condition(self.xuedang, self.kind)
        if condition:
            self.use(f"{self._text} {condition}".strip(), self._sort)

    def _show_chips(self) -> None:
        self.query_one(ChipBar).show([chip.label for chip in self._chips])

    def on_chip_bar_removed(self, message: ChipBar.Removed) -> None:
        if message.index >= len(self._chips):
            return
        chip = self._chips[message.index]
        if chip.base:
            nothing = Query()
            self._base = self._base.narrowed(**{name: getattr(nothing, name) for name in chip.base})
            self._open_listing(self.current_id)
        else:
            self.use(without(self._text, chip), self._sort)

    def on_chip_bar_edited(self, message: ChipBar.Edited) -> None:
        chip, line = self._chips[message.index], self.query_one("#filter", LineInput)
        line.focus()
        if not chip.base:
            line.cursor_position = chip.end

    def on_virtual_table_heading_clicked(self, message: VirtualTable.HeadingClicked) -> None:
        if order := order_of_column(self._kind_name, message.key):
            self.sort_by(order)

    def sort_by(self, name: str) -> None:
        """Sort by a column, descending when it is sorted by it already."""
        shown = self.listing.query.order if self.listing is not None else None
        wanted = f"-{name}" if shown == name else name
        self._sort = next(sort for sort in SORTS if sort == wanted)
        self._open_listing(self.current_id)

    @property
    def current_id(self) -> ObjectId | None:
        row = self.table.current if self.built else None
        return row.id if row is not None and isinstance(row.id, ObjectId) else None

    # --- staying up to date --------------------------------------------------------------------

    def on_change(self, change: Change) -> None:
        self._changes.append(change)
        self.read_soon(self._take_changes, _PAUSE)

    @work(exclusive=True, group="changes")
    async def _take_changes(self) -> None:
        """Draw changed rows anew without losing the place."""
        changes, self._changes = self._changes, []
        listing = self.listing
        if listing is None or self.xuedang.archive is None:
            return
        try:
            refreshed = [await listing.refresh(change) for change in changes[-50:]]
            if not any(each.all for each in refreshed) and len(changes) <= 50:
                if any(each.row is not None for each in refreshed):
                    self.table.reload()
                return
            listing.forget()
            await self._relist(listing)
        except XuedangError as error:
            self.xuedang.say(error)

    async def _relist(self, listing: Listing) -> None:
        """Rows came or went: count again and keep the cursor on its record, marks on theirs."""
        current = self.current_id
        count = await listing.count()
        number = count.number if not count.capped else max(count.number, self.table.row_count)
        row = await listing.row_of(current) if current is not None else None
        table = self.table
        table.resize_rows(number)
        table.reload()
        if row is not None:
            table.cursor = row
        self._show_count(number, exact=not count.capped)
        if count.capped:
            await self._count_exactly(listing)

    def on_virtual_table_marks_changed(self) -> None:
        self._show_count(self.table.row_count, exact=True)

    def read_again(self) -> None:
        self._open_listing(self.current_id)

    async def _close(self) -> None:
        if self.listing is not None:
            await self.listing.close()
        await super()._close()
