"""Records that wait, one after the other, with a look at each beside the list: approve it or send it back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widgets import Static

from records.errors import XuedangError
from records.kind import Column as KindColumn
from records.lists.waiting import waiting_records
from records.record import Record
from tui.cjk import one_line
from tui.rows.record_rows import Names, referred, row_of, table_columns
from tui.screens.page import Page
from tui.widgets.preview import RecordPreview
from tui.widgets.table.virtual_table import Row, VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from records.archive import Archive, Change

_PAUSE = 0.6
_COLUMNS = tuple(KindColumn(name) for name in ("date", "kind", "title", "people"))
_OF_ONE_KIND = tuple(KindColumn(name) for name in ("date", "title", "people"))


class _WaitingRows:
    """The rows of records whose identifiers are known."""

    def __init__(
        self, archive: Archive, ids: Sequence[ObjectId], columns: Sequence[KindColumn], page: ReviewScreen
    ):
        self._archive, self._ids, self._columns, self._page = archive, ids, columns, page
        self._names = Names(archive)

    async def rows(self, start: int, count: int) -> Sequence[Row]:
        ids = self._ids[start : start + count]
        try:
            records = await self._archive.get_many(ids)
            await self._names.learn(referred(records.values(), self._columns))
        except XuedangError as error:
            self._page.xuedang.say(error)
            return ()
        kinds = self._archive.kinds
        rows = (
            row_of(records[each], None, self._columns, self._names, kinds) for each in ids if each in records
        )
        # All of them wait: the tone that tells it in other lists would tell nothing here.
        return [replace(row, tone="") for row in rows]


class ReviewScreen(Page):
    """The oldest deeds first. ``groups`` are units with kinds; None shows all that waits."""

    #: The look at the record stands below the list, or beside it where there is room.
    HORIZONTAL_BREAKPOINTS = [
        (0, "-narrow"),
        (100, "-wide"),
    ]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "send_back", mark("Send back"), id="review.send_back"),
        Binding("f7", "approve", mark("Approve"), id="review.approve"),
        Binding("f8", "history", mark("History"), id="review.history"),
        Binding("f9", "approve_all", mark("Approve all"), id="review.approve_all"),
        Binding("ctrl+a", "mark_all", mark("Mark all"), show=False, id="review.mark_all"),
    ]

    def __init__(self, groups: Collection[tuple[ObjectId | None, str]] | None, title: str) -> None:
        super().__init__()
        self._groups, self._title = groups, title
        self._ids: list[ObjectId] = []
        self._busy = False

    def heading(self) -> str:
        return one_line(f"{tr('To approve')} > {self._title}")

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="review-state")
        with Container(id="review-box"):
            yield VirtualTable(id="review", multiple=True)
            yield RecordPreview(id="review-preview")

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#review", VirtualTable)

    @property
    def _columns(self) -> tuple[KindColumn, ...]:
        one_kind = self._groups is not None and len({kind for _, kind in self._groups}) == 1
        return _OF_ONE_KIND if one_kind else _COLUMNS

    def fill(self) -> None:
        self.table.show_columns(table_columns(None, self._columns))
        self.table.focus()
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        """Read anew what waits. The cursor stays on its record, or on the one that took its place."""
        table = self.table
        row, place, marked = table.current, table.cursor, set(table.marked)
        try:
            self._ids = await waiting_records(self.archive, self._groups)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        if row is not None and row.id in self._ids:
            place = self._ids.index(row.id)  # type: ignore[arg-type]
        table.show(_WaitingRows(self.archive, self._ids, self._columns, self), len(self._ids), cursor=place)
        table.marked = marked & set(self._ids)
        table.show_marks()
        self._show_state()
        if not self._ids:
            self.query_one(RecordPreview).show_record(self.archive, None)

    def _show_state(self) -> None:
        count, marked = len(self._ids), len(self.table.marked)
        if not self._ids:
            text = tr("Nothing waits for approval.")
        elif marked:
            text = tr("{marked} marked of {count}", marked=f"{marked:,}", count=f"{count:,}")
        else:
            text = trn("{number:,} record waits.", "{number:,} records wait, the oldest first.", count)
        self.query_one("#review-state", Static).update(text)

    def on_virtual_table_moved(self, message: VirtualTable.Moved) -> None:
        if self.built and message.row is not None and isinstance(message.row.value, Record):
            self.query_one(RecordPreview).show_record(self.archive, message.row.value)

    def on_virtual_table_marks_changed(self) -> None:
        if self.built:
            self._show_state()

    def on_change(self, change: Change) -> None:
        self.read_soon(self._reload, _PAUSE)

    def _reload(self) -> None:
        if not self._busy:
            self._load()

    # --- doing something -----------------------------------------------------------------------

    def idle(self, action: str) -> str:
        done = action in ("approve", "send_back", "history", "approve_all", "mark_all") and not self._ids
        return tr("Nothing waits for approval.") if done else super().idle(action)

    @property
    def _chosen(self) -> list[ObjectId]:
        """The marked records in the order of the list, or the one under the cursor."""
        marked = self.table.marked
        row = self.table.current
        if not marked and row is not None and isinstance(row.id, ObjectId):
            return [row.id]
        return [each for each in self._ids if each in marked]

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        from tui.screens.forms.form import open_form

        if isinstance(message.row.id, ObjectId):
            open_form(self.app, message.row.id)

    @work(exclusive=True, group="act")
    async def action_approve(self) -> None:
        await self._approve(self._chosen)

    @work(exclusive=True, group="act")
    async def action_approve_all(self) -> None:
        await self._approve(list(self._ids))

    async def _approve(self, ids: Sequence[ObjectId]) -> None:
        from tui.screens.lists.approve import approve_records

        self._busy = True
        try:
            if await approve_records(self, ids):
                self.table.clear_marks()
        finally:
            self._busy = False
        self._load()

    @work(exclusive=True, group="act")
    async def action_send_back(self) -> None:
        from tui.screens.lists.approve import send_back_records

        self._busy = True
        try:
            if await send_back_records(self, self._chosen):
                self.table.clear_marks()
        finally:
            self._busy = False
        self._load()

    def action_mark_all(self) -> None:
        self.table.marked = set(self._ids)
        self.table.show_marks()
        self._show_state()

    def action_history(self) -> None:
        from tui.screens.forms.history import HistoryScreen

        row = self.table.current
        if row is not None and isinstance(row.value, Record):
            self.app.push_screen(HistoryScreen(row.value))
