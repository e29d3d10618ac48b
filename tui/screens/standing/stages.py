"""The stage board: the three stages, their links with owners and days left, and what each stage lacks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Static

from records.errors import XuedangError
from records.programme.consolidation import Proof
from records.programme.judging.lacks import stage_lacks
from records.programme.links import Board, Lack, StageLine, Summary, board
from records.programme.stages import stages
from records.record import Record
from tui.screens.page import Page, open_page, opens
from tui.screens.standing.stage_rows import (
    Detail,
    LinkPlace,
    box_text,
    detail_columns,
    detail_rows,
    link_columns,
    link_rows,
    records_of,
    summary_name,
    summary_state,
)
from tui.widgets.table.virtual_table import Row, VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Change
    from tui.trail import Way


def open_stages(app: App[Any]) -> None:
    """Open the stage board."""
    open_page(app, StageBoard)


class StageBoard(Page):
    """A box for each stage, the links below, at the foot what the stage under the cursor has and lacks."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "mark_done", mark("Link done"), id="stages.done"),
        Binding("f4", "units", mark("Units"), id="stages.units"),
        Binding("f7", "next_stage", mark("Next stage"), id="stages.next"),
        Binding("f9", "summary", mark("Stage summary"), id="stages.summary"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._board: Board | None = None
        self._units_shown = False

    def way_back(self) -> Way:
        return opens(StageBoard)

    def heading(self) -> str:
        return tr("Stages")

    def body(self) -> ComposeResult:
        with Horizontal(id="stage-boxes"):
            for each in stages():
                yield Static(markup=False, classes="stage-box", id=f"stage-{each.number}")
        yield VirtualTable(link_columns(), id="stage-links")
        yield VirtualTable(detail_columns(), id="stage-details")

    def fill(self) -> None:
        if self._board is not None:
            self._show(self._board)
        self._load()
        self._links.focus()

    @property
    def _links(self) -> VirtualTable:
        return self.query_one("#stage-links", VirtualTable)

    @property
    def _place(self) -> LinkPlace | None:
        """What the cursor of the links is on."""
        row = self._links.current if self.built else None
        return row.value if row is not None and isinstance(row.value, LinkPlace) else None

    # --- reading and showing -------------------------------------------------------------------

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        archive, on = self.archive, self.xuedang.settings.today
        try:
            found = await board(archive, on, await stage_lacks(archive, on))
        except XuedangError as error:
            self.xuedang.say(error)
            return
        first = self._board is None
        self._board = found
        if self.built:
            self._show(found, at=found.current if first else None)
            self.refresh_bindings()

    def _show(self, found: Board, at: StageLine | None = None) -> None:
        """Show a board, the cursor where it was, or on the first link of the stage ``at``."""
        ascii = self.xuedang.settings.ascii
        rows = link_rows(found.stages, units=self._units_shown, ascii=ascii)
        kept = self._links.current
        wanted = ("stage", at.stage.number) if at is not None else kept.id if kept is not None else None
        cursor = next((index for index, row in enumerate(rows) if row.id == wanted), 0)
        self._links.show_rows(rows, cursor=cursor + (at is not None))
        place = rows[self._links.cursor].value
        self._show_place(place if isinstance(place, LinkPlace) else None)

    def _show_place(self, place: LinkPlace | None) -> None:
        """The boxes and the details of the stage and link under the cursor."""
        if self._board is None or place is None:
            return
        ascii = self.xuedang.settings.ascii
        for line in self._board.stages:
            current = line.stage.number == place.stage.stage.number
            box = self.query_one(f"#stage-{line.stage.number}", Static)
            box.update(box_text(line, current=current, ascii=ascii))
            box.set_class(current, "-current")
        table = self.query_one("#stage-details", VirtualTable)
        rows = detail_rows(place, self._board.root)
        table.show_rows(rows, cursor=table.cursor)

    def on_virtual_table_moved(self, message: VirtualTable.Moved) -> None:
        if message.table.id == "stage-links" and message.row is not None and self.built:
            self._show_place(cast(LinkPlace, message.row.value))

    def on_change(self, change: Change) -> None:
        self.read_soon(self._load)

    # --- going somewhere -----------------------------------------------------------------------

    def idle(self, action: str) -> str:
        if action == "units" and self._board is not None and not _any_units(self._board):
            return tr("There is no unit yet below the committee.")
        return super().idle(action)

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        if message.table.id == "stage-details":
            self._open_detail(message.row)
        elif self._board is not None and isinstance(message.row.value, LinkPlace):
            self._open_link(self._board, message.row.value)

    def _open_link(self, found: Board, place: LinkPlace) -> None:
        from tui.screens.forms.form import new_form, open_form

        if place.link is None:
            self.action_summary()
        elif place.record is not None:
            open_form(self.app, place.record.id)
        else:
            unit = place.unit.unit if place.unit is not None else None
            new_form(self.app, "stage_link", found.link_draft(place.link, unit))

    def _open_detail(self, row: Row) -> None:
        """The records behind a line; for one without any a draft, or the units it is about."""
        from tui.screens.forms.form import new_form, open_form

        detail = cast(Detail, row.value)
        records = records_of(detail)
        if len(records) == 1:
            open_form(self.app, records[0])
        elif records:
            self._list(records, row.cells[1])
        elif isinstance(detail, Lack):
            if detail.units:
                self._list(detail.units, row.cells[1])
        elif isinstance(detail, Proof):
            new_form(self.app, detail.kind, dict(detail.draft or {}))
        elif isinstance(detail, Summary) and self._board is not None:
            new_form(self.app, "stage_summary", self._board.summary_draft(detail))

    def _list(self, ids: Sequence[ObjectId], title: str) -> None:
        from records.search.query import Query
        from tui.screens.lists.list import ListScreen

        self.app.push_screen(ListScreen(None, query=Query(ids=tuple(ids)), title=title))

    def action_next_stage(self) -> None:
        """Move to the first link of the next stage, after the last to that of the first."""
        place, found = self._place, self._board
        if found is not None and place is not None:
            numbers = [line.stage.number for line in found.stages]
            after = (numbers.index(place.stage.stage.number) + 1) % len(numbers)
            self._show(found, at=found.stages[after])

    def action_units(self) -> None:
        """Show how each unit stands with its links, or hide that again."""
        self._units_shown = not self._units_shown
        if self._board is not None:
            self._show(self._board)

    @work(exclusive=True, group="summary")
    async def action_summary(self) -> None:
        """Open the summary of the stage under the cursor, or of a year of it; begin it if there is none."""
        from tui.screens.forms.form import new_form, open_form
        from tui.screens.menu import choose

        place, found = self._place, self._board
        if found is None or place is None:
            return
        line = place.stage
        chosen = line.summaries[-1]
        if len(line.summaries) > 1:
            items = [
                (str(index), f"{summary_name(each, line)}  {summary_state(each)}")
                for index, each in enumerate(line.summaries)
            ]
            answer = await choose(self.app, tr("Which summary?"), items)
            if answer is None:
                return
            chosen = line.summaries[int(answer)]
        if chosen.id is not None:
            open_form(self.app, chosen.id)
        else:
            new_form(self.app, "stage_summary", found.summary_draft(chosen))

    # --- marking a link as done ----------------------------------------------------------------

    @work(exclusive=True, group="done")
    async def action_mark_done(self) -> None:
        """Write into the link's record that it is done, on a day that is asked for."""
        from tui.screens.prompts import ask_date

        place, found = self._place, self._board
        if found is None or place is None or place.link is None:
            self.notify(tr("Put the cursor on a link first."))
            return
        name = place.link.link.label.text()
        if place.record is not None and place.record.state == "完成":
            self.notify(tr("{link} is done already; Enter opens its record.", link=name))
            return
        today = self.xuedang.settings.today
        chosen = await ask_date(self.app, tr("{link}: done on", link=name), today)
        if chosen is None:
            return
        try:
            saved = await self._save_done(found, place, chosen.day or today)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        if saved.status == "verified":
            self.notify(tr("{no}: done.", no=saved.no))
        else:
            self.notify(tr("{no}: done, waits for approval (Enter, then {key:form.approve}).", no=saved.no))
        self._load()

    async def _save_done(self, found: Board, place: LinkPlace, day: date) -> Record:
        """The link's record, or a new one, with its state; it is submitted unless it is verified already."""
        assert place.link is not None
        if place.record is not None:
            record = await self.archive.get(place.record.id)
        else:
            unit = place.unit.unit if place.unit is not None else None
            record = Record.new("stage_link", found.link_draft(place.link, unit))
        record.fields |= {"state": "完成", "done_on": day}
        if record.status == "draft":
            record.status = "submitted"
        return await self.archive.save(record, note=tr("Marked as done on the stage board"))


def _any_units(found: Board) -> bool:
    """Whether any link is one that units have a part in."""
    return any(link.units for line in found.stages for link in line.links)
