"""The office's systems one by one: supervision, funding, briefings and the rest, each a page of one make."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from bson.objectid import ObjectId
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from records.errors import XuedangError
from records.programme.mechanisms.registry import GROUND, MECHANISMS, Mechanism, mechanism
from records.programme.mechanisms.scope import neighbour, period_label, period_of
from records.programme.mechanisms.view import Row as ViewRow
from records.programme.mechanisms.view import View
from records.search.query import Query
from records.values import PartialDate
from tui.cjk import one_line
from tui.keys.key_names import key_of
from tui.rows.mechanism_rows import chart_of, narrowed, notes_text, table_columns, table_rows
from tui.screens.page import Page, opens
from tui.widgets.line_input import LineInput
from tui.widgets.plot import Plot, wanted
from tui.widgets.table.virtual_table import VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from records.archive import Change
    from tui.app import XuedangApp
    from tui.trail import Way


@dataclass(frozen=True, slots=True)
class Place:
    """What a page shows: ``period`` None follows the working date; ``subject`` is a record looked into."""

    name: str
    period: PartialDate | None = None
    unit: ObjectId | None = None
    unit_name: str = ""
    subject: ObjectId | None = None

    @property
    def mechanism(self) -> Mechanism:
        return mechanism(self.name)


def open_mechanism(app: App[Any], name: str | None = None) -> None:
    """Open the page of a mechanism; without a name, choose one."""
    xuedang = cast("XuedangApp", app)
    if xuedang.archive is None:
        return
    if name is None:
        xuedang.run_worker(_choose(xuedang), exclusive=True, group="mechanisms")
        return
    xuedang.push_screen(MechanismScreen(Place(name)))


async def _choose(app: XuedangApp) -> None:
    from tui.screens.menu import choose

    names = [(each.name, each.label.text()) for each in MECHANISMS.values()]
    chosen = await choose(app, tr("Work of the office"), names)
    if chosen is not None:
        open_mechanism(app, chosen)


class MechanismScreen(Page):
    """What a mechanism tells: lines about the whole, a table, and a picture where there is room."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "draft", mark("Draft"), id="mechanism.draft"),
        Binding("f4", "filter", mark("Filter"), id="mechanism.filter"),
        Binding("f7", "period(-1)", mark("Earlier"), id="mechanism.earlier"),
        Binding("f8", "period(1)", mark("Later"), id="mechanism.later"),
        Binding("f9", "actions", mark("More"), id="mechanism.actions"),
        Binding("f11", "picture", mark("Picture"), show=False, id="mechanism.picture"),
    ]

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.view: View | None = None
        self._text = ""
        self._picture: bool | None = None

    # --- what it says for itself -----------------------------------------------------------------

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#mechanism", VirtualTable)

    @property
    def period(self) -> PartialDate:
        """The period shown."""
        return self.place.period or period_of(self.place.mechanism.span, self.xuedang.settings.today)

    @property
    def line(self) -> ViewRow | None:
        """The line under the cursor."""
        row = self.table.current if self.built else None
        return row.value if row is not None and isinstance(row.value, ViewRow) else None

    def way_back(self) -> Way:
        return opens(MechanismScreen, self.place)

    def heading(self) -> str:
        label = self.place.mechanism.label.text()
        title = self.view.title if self.view is not None and self.place.subject is not None else ""
        period = period_label(self.place.mechanism.span, self.period)
        return " > ".join(one_line(each) for each in (label, title, self.place.unit_name, period) if each)

    def body(self) -> ComposeResult:
        with Horizontal(id="filter-line"):
            yield Static(tr("Filter"), id="filter-label")
            yield LineInput(self._text, placeholder=tr("words, pinyin or initials"), id="filter")
            yield Static(markup=False, id="count")
        yield Static(markup=False, id="mechanism-notes")
        yield VirtualTable(id="mechanism")
        yield Plot(id="mechanism-plot")

    def fill(self) -> None:
        self.query_one("#mechanism-plot").display = False
        self._load()
        self.table.focus()

    # --- counting and showing --------------------------------------------------------------------

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        place, on = self.place, self.xuedang.settings.today
        try:
            self.view = await place.mechanism.view(
                self.archive, on, period=self.period, unit=place.unit, subject=place.subject
            )
        except XuedangError as error:
            self.xuedang.say(error)
            return
        if self.built:
            self._show(self.view)

    def _show(self, view: View) -> None:
        """Show a view, the cursor on the line that it was on."""
        self.refresh_top()
        notes = self.query_one("#mechanism-notes", Static)
        notes.update(notes_text(view.notes, ascii=self.xuedang.settings.ascii))
        notes.display = bool(view.notes)
        self._show_rows(view)
        self._show_picture(view)

    def _show_rows(self, view: View) -> None:
        kept, index = self.line, self.table.cursor
        lines = narrowed(view.rows, self._text)
        rows = table_rows(view, lines)
        same = (i for i, line in enumerate(lines) if kept and line.cells[:2] == kept.cells[:2])
        first = next((i for i, line in enumerate(lines) if not line.heading), 0)
        self.table.show_columns(table_columns(view))
        self.table.show_rows(rows, cursor=next(same, index if kept else first))
        shown = sum(not line.heading for line in lines)
        self.query_one("#count", Static).update(trn("{number:,} line", "{number:,} lines", shown))
        self.refresh_bindings()

    def _show_picture(self, view: View) -> None:
        plot, chart = self.query_one("#mechanism-plot", Plot), chart_of(view)
        plot.display = wanted(self._picture, self.size.height) and chart is not None
        if chart is not None:
            plot.show(chart)

    def on_input_changed(self, event: Input.Changed) -> None:
        self._text = event.value
        if self.view is not None and self.built:
            self._show_rows(self.view)

    def on_input_submitted(self) -> None:
        self.table.focus()

    def on_virtual_table_moved(self) -> None:
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "period" and self.place.mechanism.span == "always":
            return False
        return super().check_action(action, parameters)

    def idle(self, action: str) -> str:
        if action == "draft" and (self.line is None or self.line.proposal is None):
            return tr("This line proposes no record; put the cursor on another.")
        return super().idle(action)

    # --- staying up to date ----------------------------------------------------------------------

    def on_change(self, change: Change) -> None:
        if change.operation == "lost" or change.kind in self.place.mechanism.kinds:
            self.read_soon(self._load)

    def read_again(self) -> None:
        self._load()

    # --- going somewhere -------------------------------------------------------------------------

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        row = message.row.value
        if not isinstance(row, ViewRow) or row.heading:
            return
        if row.inside is not None and self.place.subject is None:
            self.app.push_screen(MechanismScreen(replace(self.place, subject=row.inside)))
        else:
            self._open_records(row)

    def _open_records(self, row: ViewRow) -> None:
        """The form of the one record behind a line, or a list of them all."""
        from tui.screens.forms.form import open_form
        from tui.screens.lists.list import ListScreen

        if row.query is None and len(row.ids) == 1:
            open_form(self.app, row.ids[0])
            return
        if row.query is None and not row.ids:
            self.notify(tr("There is no record behind this line."))
            return
        kinds = self.place.mechanism.kinds - GROUND
        query = row.query or Query(ids=row.ids, kind=next(iter(kinds)) if len(kinds) == 1 else None)
        title = f"{self.place.mechanism.label.text()} > {row.cells[0]}"
        self.app.push_screen(ListScreen(query.kind, query=query, title=title))

    def action_draft(self) -> None:
        """Open the form of what the line proposes. Nothing is stored before somebody saves it."""
        from tui.screens.forms.form import new_form

        if self.line is not None and self.line.proposal is not None:
            new_form(self.app, self.line.proposal.kind, dict(self.line.proposal.fields))

    def action_filter(self) -> None:
        self.query_one("#filter", LineInput).focus()

    def action_period(self, steps: int) -> None:
        """Show the period before or after; the one that holds the working date is the last."""
        span, today = self.place.mechanism.span, self.xuedang.settings.today
        wanted = neighbour(span, self.period, steps)
        if wanted.start > today:
            self.notify(tr("That lies after the working date."))
            return
        self.go(replace(self.place, period=None if wanted == period_of(span, today) else wanted))

    def go(self, place: Place) -> None:
        """Show another place on this page."""
        self.place = place
        self.refresh_top()
        self._load()

    def action_picture(self) -> None:
        """Show the picture, or take it away."""
        if self.view is None:
            return
        if chart_of(self.view) is None:
            self.notify(tr("There is no picture of this."))
            return
        self._picture = not self.query_one("#mechanism-plot").display
        self._show_picture(self.view)

    @work(exclusive=True, group="act")
    async def action_actions(self) -> None:
        from tui.screens.menu import choose

        items = [("unit", tr("Of one unit only…"))]
        items += [("all", tr("Of all units"))] if self.place.unit is not None else []
        items += [("now", tr("Back to the working date"))] if self.place.period is not None else []
        if self.line is not None and (self.line.ids or self.line.query):
            items.append(("records", tr("The records behind this line")))
        items += [
            ("picture", tr("Picture ({press})", press=key_of("mechanism.picture"))),
            ("other", tr("Other work of the office…")),
        ]
        match await choose(self.app, tr("More"), items):
            case "unit":
                await self._choose_unit()
            case "all":
                self.go(replace(self.place, unit=None, unit_name=""))
            case "now":
                self.go(replace(self.place, period=None))
            case "records" if self.line is not None:
                self._open_records(self.line)
            case "picture":
                self.action_picture()
            case "other":
                open_mechanism(self.app)

    async def _choose_unit(self) -> None:
        from tui.screens.forms.picker import PickerScreen

        picker = PickerScreen(self.archive, tr("Of which unit?"), ("unit",), "", multiple=False)
        chosen = await self.app.push_screen_wait(picker)
        if chosen:
            self.go(replace(self.place, unit=chosen[0].id, unit_name=chosen[0].title))
