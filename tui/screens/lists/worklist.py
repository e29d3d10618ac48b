"""The work-list: what waits for approval, by unit and kind, approved group by group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from records.errors import XuedangError
from records.lists.waiting import WaitingGroup, waiting, waiting_records
from tui.cjk import one_line
from tui.screens.page import Page, open_page, opens
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from records.archive import Change
    from tui.app import XuedangApp
    from tui.trail import Way

_ALL = "all"


def open_worklist(app: XuedangApp) -> None:
    """Open the work-list."""
    open_page(app, WorklistScreen)


class WorklistScreen(Page):
    """A row a unit and kind, the units with most first; the row on top is everything."""

    NEEDS = {"approve": "edit"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f7", "approve", mark("Approve"), id="worklist.approve"),
        Binding("f9", "as_list", mark("As a list"), id="worklist.list"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[WaitingGroup] | None = None
        self._names: dict[ObjectId, str] = {}
        self._busy = False

    def way_back(self) -> Way:
        return opens(WorklistScreen)

    def heading(self) -> str:
        return tr("To approve")

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="worklist-state")
        yield VirtualTable(id="worklist", multiple=True)

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#worklist", VirtualTable)

    def fill(self) -> None:
        if self._groups is None:
            self.query_one("#worklist-state", Static).update(tr("Counting…"))
        else:
            self._show()
        self.table.focus()
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        try:
            groups = await waiting(self.archive)
            self._names |= await self.archive.names(each.unit for each in groups if each.unit)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        totals: dict[ObjectId | None, int] = {}
        for each in groups:
            totals[each.unit] = totals.get(each.unit, 0) + each.count
        self._groups = sorted(groups, key=lambda each: (-totals[each.unit], str(each.unit), -each.count))
        self._show()

    def _show(self) -> None:
        groups = self._groups or []
        table = self.table
        table.show_columns(
            (
                Column("unit", tr("Unit"), 16, grow=3),
                Column("kind", tr("Kind"), 12, grow=1),
                Column("count", tr("Count"), 6, right=True, keep=True),
                Column("lacking", tr("Lacking"), 7, right=True, keep=True),
                Column("oldest", tr("Oldest"), 10, keep=True),
                Column("days", tr("Days here"), 9, right=True, keep=True),
            )
        )
        rows = [self._row((each.unit, each.kind), [each]) for each in groups]
        if groups:
            rows.insert(0, self._row(_ALL, groups))
        place = table.place_in(rows, table.cursor)
        marked = table.marked & {row.id for row in rows}
        table.show_rows(rows, cursor=place)
        table.marked = marked
        table.show_marks()
        self.query_one("#worklist-state", Static).update(self._state(groups))

    def _row(self, id: object, groups: Sequence[WaitingGroup]) -> Row:
        one = groups[0]
        whole = id == _ALL
        lacking = sum(each.lacking for each in groups)
        dates = [each.oldest for each in groups if each.oldest]
        cells = (
            tr("All") if whole else self._unit(one),
            "" if whole else self.archive.kinds.label(one.kind),
            f"{sum(each.count for each in groups):,}",
            f"{lacking:,}" if lacking else "",
            min(dates).isoformat() if dates else "",
            str(max(each.days(date.today()) for each in groups)),
        )
        return Row(_ALL if whole else (one.unit, one.kind), cells, "strong" if whole else "", tuple(groups))

    def _unit(self, group: WaitingGroup) -> str:
        return one_line(self._names.get(group.unit, "?")) if group.unit else tr("without a unit")

    def _state(self, groups: Sequence[WaitingGroup]) -> str:
        if not groups:
            return tr("Nothing waits for approval.")
        count, lacking = sum(each.count for each in groups), sum(each.lacking for each in groups)
        if not lacking:
            return tr(
                "{count} records wait. Enter looks at them, {key:worklist.approve} approves them.",
                count=f"{count:,}",
            )
        return tr(
            "{count} records wait, {lacking} of them lack something. Enter looks at them, "
            "{key:worklist.approve} approves them.",
            count=f"{count:,}",
            lacking=f"{lacking:,}",
        )

    def on_change(self, change: Change) -> None:
        self.read_soon(self._reload)

    def _reload(self) -> None:
        if not self._busy:
            self._load()

    # --- doing something -----------------------------------------------------------------------

    def idle(self, action: str) -> str:
        done = action == "approve" and not self._groups
        return tr("Nothing waits for approval.") if done else super().idle(action)

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        groups = message.row.value
        if isinstance(groups, tuple):
            from tui.screens.lists.review import ReviewScreen

            title = tr("All") if message.row.id == _ALL else self._called(groups[0])
            keys = None if message.row.id == _ALL else frozenset((each.unit, each.kind) for each in groups)
            self.app.push_screen(ReviewScreen(keys, title))

    def _called(self, group: WaitingGroup) -> str:
        return f"{self._unit(group)} > {self.archive.kinds.label(group.kind)}"

    @property
    def _chosen(self) -> list[WaitingGroup]:
        """The marked groups, or the one under the cursor; the row on top is all of them."""
        row = self.table.current
        ids = self.table.marked or ({row.id} if row is not None else set())
        return [each for each in self._groups or () if _ALL in ids or (each.unit, each.kind) in ids]

    @work(exclusive=True, group="act")
    async def action_approve(self) -> None:
        """Approve every record of the chosen groups, those that were here when the question was asked."""
        from tui.screens.lists.approve import approve_records

        groups = self._chosen
        if not groups:
            return
        self._busy = True
        try:
            ids = await waiting_records(self.archive, {(each.unit, each.kind) for each in groups})
            if await approve_records(self, ids, question=self._question(groups, len(ids))):
                self.table.clear_marks()
        except XuedangError as error:
            self.xuedang.say(error)
        finally:
            self._busy = False
        self._load()

    def _question(self, groups: Sequence[WaitingGroup], count: int) -> str:
        lines = [tr("Verify all {count} records?", count=f"{count:,}")]
        lines += [f"  {self._called(each)}  {each.count:,}" for each in groups[:6]]
        if len(groups) > 6:
            lines.append(tr("  … and {count} more groups", count=len(groups) - 6))
        lacking = sum(each.lacking for each in groups)
        if lacking:
            lines.append(
                trn(
                    "{number:,} lacks something and stays as it is.",
                    "{number:,} lack something and stay as they are.",
                    lacking,
                )
            )
        return "\n".join(lines)

    def action_as_list(self) -> None:
        """Everything that waits as an ordinary list, with filters."""
        from tui.screens.lists.list import ListScreen

        self.app.push_screen(ListScreen(None, text="status:submitted"))
