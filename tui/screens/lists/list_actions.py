"""What is done with the records of a list: the one under the cursor, the marked ones, or all."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bson.objectid import ObjectId
from textual import work

from records.errors import XuedangError
from records.lists.listing import Listing
from records.name_order import NAMED
from records.record import Record
from records.search.query import Query
from tui.cjk import one_line
from tui.screens.lists.list_look import ArrangedList
from tui.widgets.table.virtual_table import VirtualTable
from tui.words import tr

if TYPE_CHECKING:
    from records.lists.views import ListView

#: So many records can be looked over.
_MOST_MARKED = 5000


class ActingList(ArrangedList):
    """The half of a list that acts on records. ``listing`` is what is listed, once it is known."""

    def __init__(self, view: ListView | None = None) -> None:
        super().__init__(view)
        self.listing: Listing | None = None
        #: What is listed with its numbers whole; None: nothing.
        self.unmasked: Query | None = None

    @property
    @abstractmethod
    def current_id(self) -> ObjectId | None:
        """The record under the cursor."""

    @property
    @abstractmethod
    def kind_name(self) -> str | None:
        """The kind listed, by name; None for a mixed list."""

    @abstractmethod
    def sort_by(self, name: str) -> None:
        """Sort by a column, descending when it is sorted by it already."""

    # --- doing something -----------------------------------------------------------------------

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        from tui.screens.forms.form import open_form

        if isinstance(message.row.value, Record):
            open_form(self.app, message.row.value.id, among=self)

    async def neighbour(self, record: ObjectId, step: int) -> ObjectId | None:
        """The record ``step`` rows on, which the cursor then is on; None at the end. Raises XuedangError."""
        row = await self.listing.row_of(record) if self.listing is not None else None
        if self.listing is None or row is None or row + step < 0:
            return None
        found = await self.listing.rows(row + step, 1)
        if found:
            self.query_one("#records", VirtualTable).cursor = row + step
        return found[0].id if found else None

    @work(exclusive=True, group="new")
    async def action_new_record(self) -> None:
        from tui.screens.forms.form_templates import begin_new
        from tui.screens.forms.kind_picker import KindPicker

        kind = self.kind_name or await self.app.push_screen_wait(KindPicker(self.archive.kinds))
        if kind:
            await begin_new(self.xuedang, kind)

    @property
    def chosen(self) -> Sequence[ObjectId]:
        """The marked records, or the one under the cursor."""
        marked = [each for each in self.table.marked if isinstance(each, ObjectId)]
        return marked or ([self.current_id] if self.current_id is not None else [])

    @work(exclusive=True, group="act")
    async def action_approve(self) -> None:
        from tui.screens.lists.approve import approve_records

        await approve_records(self, self.chosen)
        self.table.clear_marks()

    def action_history(self) -> None:
        from tui.screens.forms.history import HistoryScreen

        row = self.table.current
        if row is not None and isinstance(row.value, Record):
            self.app.push_screen(HistoryScreen(row.value))

    @work(exclusive=True, group="act")
    async def action_void(self) -> None:
        from tui.screens.lists.approve import void_records

        if await void_records(self, self.chosen):
            self.table.clear_marks()

    @work(exclusive=True, group="export")
    async def action_export(self) -> None:
        """Write the marked records, or all that are listed, into a file."""
        from tui.screens.lists.exporting import export_records

        if (query := self._to_export()) is not None:
            await export_records(self.xuedang, query, self.heading())

    @work(exclusive=True, group="export")
    async def action_export_shown(self) -> None:
        """Write the same with the columns shown and nothing else: a table to look at, or to print."""
        from tui.screens.lists.exporting import export_shown

        if (query := self._to_export()) is not None:
            await export_shown(self.xuedang, query, self.heading(), self.kind, self.shown_columns)

    @work(exclusive=True, group="export")
    async def action_export_unmasked(self) -> None:
        """So with identity numbers and phones whole, for a reason."""
        from tui.screens.lists.exporting import export_records

        if (query := self._to_export()) is not None:
            await export_records(self.xuedang, query, self.heading(), unmasked=True)

    @work(exclusive=True, group="unmask")
    async def action_unmask(self) -> None:
        """Show the numbers of this list whole, for a reason; again, masked. Another filter masks them."""
        from tui.unmasking import ask_to_unmask

        listing = self.listing
        if listing is None:
            return
        query = listing.query
        if query == self.unmasked:
            self.unmasked = None
        else:
            count = (await listing.count()).number
            if await ask_to_unmask(self.xuedang, one_line(self.heading()), count=count):
                self.unmasked = query
        self.read_again()

    def _to_export(self) -> Query | None:
        if self.listing is None:
            return None
        marked = tuple(each for each in self.table.marked if isinstance(each, ObjectId))
        listed = self.listing.query
        if not marked:
            return listed
        return Query(ids=marked, kind=listed.kind, sort=listed.sort, include_void=True)

    @work(exclusive=True, group="act")
    async def action_actions(self) -> None:
        from tui.screens.menu import choose

        sorts = [(f"sort:{name}", tr("Sort by {column}", column=label)) for name, label in self._sorts()]
        more = [
            ("add_condition", tr("Add a condition… ({key:list.filter} twice)")),
            ("goto_date", tr("Go to a date or name… ({key:list.date})")),
            ("mark_all", tr("Mark all ({key:list.mark_all})")),
            ("clear_marks", tr("Remove all marks")),
            ("change", tr("Change a field of what is marked… ({key:list.change})")),
            ("undo_change", tr("Take such a change back…")),
            ("void", tr("Declare void… ({key:list.void})")),
            ("pin", tr("Pin or unpin ({key:app.pin})")),
            ("export_shown", tr("Export or print as shown…")),
            ("export", tr("Export with all fields… ({key:list.export})")),
            ("export_unmasked", tr("Export with whole ID numbers and phones…")),
            ("unmask", tr("Show whole ID numbers and phones… ({key:list.unmask})")),
        ]
        if self.kind_name == "session":
            more.insert(0, ("meeting", tr("A meeting and who came")))
        if not self.may("edit"):
            more = [each for each in more if each[0] not in ("change", "undo_change", "void", "meeting")]
        if not self.may("unmask"):
            more = [each for each in more if each[0] not in ("export_unmasked", "unmask")]
        answer = await choose(self.app, tr("More"), [*self.look_menu(), *more, *sorts])
        if answer is None:
            return
        if answer.startswith("sort:"):
            self.sort_by(answer.removeprefix("sort:"))
        else:
            getattr(self, f"action_{answer}")()

    @work(exclusive=True, group="act")
    async def action_change(self) -> None:
        """Change a field of the marked records alike."""
        from tui.screens.lists.changing import change_records

        if self.chosen and await change_records(self, self.chosen):
            self.table.clear_marks()

    @work(exclusive=True, group="act")
    async def action_undo_change(self) -> None:
        from tui.screens.lists.changing import undo_changes

        await undo_changes(self.xuedang)

    def action_clear_marks(self) -> None:
        self.table.clear_marks()

    def action_pin(self) -> None:
        self.xuedang.action_pin()

    @work(exclusive=True, group="act")
    async def action_meeting(self) -> None:
        from tui.screens.quick.quick_attendance import begin_meeting

        await begin_meeting(self.xuedang)

    def _sorts(self) -> list[tuple[str, str]]:
        by_name = [("pinyin", tr("pinyin")), ("stroke", tr("strokes"))]
        return [
            *(by_name if self.kind_name in NAMED else [("title", tr("Title"))]),
            *(("date", tr("Date")), ("no", tr("No.")), ("updated", tr("last change"))),
        ]

    @work(exclusive=True, group="goto")
    async def action_goto_date(self) -> None:
        """To a date, or in a list sorted by title or name to a name: its beginning, pinyin or initials."""
        if self.listing is None:
            return
        order = self.listing.query.order.removeprefix("-")
        try:
            if order == "date":
                row = await self._row_of_date(self.listing)
            elif order in ("title", "pinyin", "stroke") and not self.listing.query.terms:
                row = await self._row_of_name(self.listing)
            else:
                self.notify(tr("Sort by date, title or name first."), severity="warning")
                return
            if row is None:
                return
            if row >= self.table.row_count:
                self.table.resize_rows(await self.listing.exact_count())
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.table.cursor = row

    async def _row_of_date(self, listing: Listing) -> int | None:
        from tui.screens.prompts import ask_date

        chosen = await ask_date(self.app, tr("Go to a date"), None)
        if chosen is None:
            return None
        return await listing.row_of_date(chosen.day or self.xuedang.settings.today)

    async def _row_of_name(self, listing: Listing) -> int | None:
        from tui.screens.prompts import ask_text

        hint = tr("The beginning of the name, its pinyin or initials.")
        text = await ask_text(self.app, tr("Go to a name"), hint=hint)
        row = await listing.row_of_name(text) if text else None
        if text and row is None:
            self.notify(tr("No name here begins with {text}.", text=text), severity="warning")
        return row

    @work(exclusive=True, group="mark-all")
    async def action_mark_all(self) -> None:
        """Mark every record of the list, up to a number that can be looked over."""
        if self.listing is None:
            return
        table = self.table
        try:
            for start in range(0, min(table.row_count, _MOST_MARKED), 500):
                records = await self.listing.rows(start, min(500, _MOST_MARKED - start))
                table.marked.update(record.id for record in records)
        except XuedangError as error:
            self.xuedang.say(error)
        if table.row_count > _MOST_MARKED:
            self.notify(
                tr("Marked the first {count}; narrow the list for the rest.", count=f"{_MOST_MARKED:,}")
            )
        table.show_marks()
