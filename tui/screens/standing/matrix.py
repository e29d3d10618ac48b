"""The rule matrix: people or units against the rules, or against the periods of one rule."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any, ClassVar, cast

from bson.objectid import ObjectId
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Input, Static

from records.programme.book import Book
from records.programme.calendar import Period
from records.programme.views.matrix import Cell, Column, Tally, Whom, cell
from records.programme.wording import subject_name
from tui.cjk import fit, one_line
from tui.rows.standing_rows import cell_lines, column_line, matrix_columns, rule_line
from tui.screens.page import opens
from tui.screens.standing.book_page import BookPage
from tui.screens.standing.matrix_choices import ask_action, ask_narrowing, ask_period, export
from tui.screens.standing.matrix_place import OF_URGENCY, Place
from tui.screens.standing.matrix_rows import TOTALS, MatrixRows, exported
from tui.widgets.line_input import LineInput
from tui.widgets.table.virtual_table import VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.app import XuedangApp
    from tui.trail import Way

#: Seconds that counting goes on, and then rests: a key takes many turns of the loop, and each would wait.
_SLICE = 0.004


def open_matrix(
    app: App[Any],
    *,
    whom: Whom | None = None,
    rule: str | None = None,
    period: Period | None = None,
    unit: ObjectId | None = None,
    urgency: str = "",
) -> None:
    """Open the matrix: of all rules now or in a period, or of one rule's periods with the cursor on one.

    The ``urgency`` of an alert keeps whom it is about there.
    """
    from records.programme.rules import rulebook

    xuedang = cast("XuedangApp", app)
    if xuedang.archive is None:
        return
    if whom is None:
        whom = "units" if rule is not None and not rulebook().rule(rule).of_people else "people"
    place = Place(whom, rule, period, unit, state=OF_URGENCY.get(urgency, ""))
    xuedang.push_screen(MatrixScreen(place))


class MatrixScreen(BookPage):
    """A row for each person or unit under one of totals; below, what the cell under the cursor says."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "board", mark("Dashboard"), id="matrix.board"),
        Binding("f4", "filter", mark("Filter"), id="matrix.filter"),
        Binding("f7", "step(-1)", mark("Earlier"), id="matrix.earlier"),
        Binding("f8", "step(1)", mark("Later"), id="matrix.later"),
        Binding("f9", "actions", mark("More"), id="matrix.actions"),
        Binding("f11", "turn", mark("Rules/periods"), id="matrix.turn"),
        Binding("ctrl+u", "whom", mark("People or units"), show=False, id="matrix.whom"),
        Binding("ctrl+g", "period", mark("Type a period"), show=False, id="matrix.period"),
        Binding("ctrl+e", "export", mark("Export"), show=False, id="matrix.export"),
    ]

    ON_FIGURES = ("board", "step", "turn", "export")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.columns: list[Column] = []
        #: Whose rows are shown, and each column summed up over them once that is counted.
        self.ids: list[ObjectId] = []
        self.tallies: dict[str, Tally] | None = None
        self._text = ""
        self._shown: Place | None = None

    # --- what it says for itself -----------------------------------------------------------------

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#matrix", VirtualTable)

    @property
    def ascii(self) -> bool:
        return self.xuedang.settings.ascii

    @property
    def column(self) -> Column | None:
        """The column under the cursor; None on the names."""
        key = self.table.current_column.key if self.table.current_column else ""
        return next((each for each in self.columns if each.key == key), None)

    @property
    def subject_id(self) -> ObjectId | None:
        """Whose row the cursor is on; None on the totals."""
        row = self.table.current if self.built else None
        return row.id if row is not None and isinstance(row.id, ObjectId) else None

    def cell(self, column: Column, subject: ObjectId) -> Cell:
        """What stands there now."""
        return cell(self._book, column, subject)

    @property
    def _book(self) -> Book:
        assert self.book is not None
        return self.book

    def way_back(self) -> Way:
        return opens(MatrixScreen, self.place)

    def heading(self) -> str:
        whose = tr("people") if self.place.whom == "people" else tr("units")
        return f"{tr('Rule matrix')} > {whose} > {one_line(self.place.heading(self.book))}"

    def body(self) -> ComposeResult:
        with Horizontal(id="filter-line"):
            yield Static(tr("Filter"), id="filter-label")
            yield LineInput(self._text, placeholder=tr("name, unit, pinyin or initials"), id="filter")
            yield Static(tr("Counting…"), markup=False, id="count")
        yield VirtualTable(id="matrix", cell_cursor=True)
        yield Static(markup=False, id="matrix-detail")

    def fill(self) -> None:
        self._shown = None
        super().fill()
        self.table.focus()

    # --- counting and showing --------------------------------------------------------------------

    def show_book(self, book: Book) -> None:
        self.refresh_top()
        self._survey()

    def show_place(self, place: Place) -> None:
        """Show another matrix, the cursor on the row it was on if that is there too."""
        if place == self.place:
            return
        self.place = place
        if self.book is not None and self.built:
            self.show_book(self.book)

    @work(exclusive=True, group="survey")
    async def _survey(self) -> None:
        """Show the rows, and count the columns over them; where a state is asked for, count first."""
        # Not an argument: a worker's description tells its arguments, which of a book takes a second.
        place, book = self.place, self._book
        self.columns = place.columns(book)
        candidates = place.candidates(book, self._text)
        if not place.state:
            self._show_rows(candidates)
        elif self._shown != place:
            self._show_rows([])
            self.query_one("#count", Static).update(tr("Counting…"))
        ids, tallies = await self._count(book, place, candidates)
        if place.state:
            self._show_rows(ids)
        self.tallies = tallies
        self.table.reload()
        self._show_detail()

    async def _count(
        self, book: Book, place: Place, candidates: Sequence[ObjectId]
    ) -> tuple[list[ObjectId], dict[str, Tally]]:
        asked = {each.key for each in place.asked(self.columns, book.on)}
        columns, kept = self.columns, []
        tallies = dict.fromkeys((each.key for each in columns), Tally())
        begun = perf_counter()
        for subject in candidates:
            cells = [(each.key, cell(book, each, subject)) for each in columns]
            if not place.state or any(key in asked and place.wants(each) for key, each in cells):
                kept.append(subject)
                for key, each in cells:
                    tallies[key] = tallies[key].with_cell(each)
            if perf_counter() - begun > _SLICE:
                await asyncio.sleep(_SLICE)
                begun = perf_counter()
        return kept, tallies

    def _show_rows(self, ids: list[ObjectId]) -> None:
        table, place = self.table, self.place
        same, self._shown = self._shown == place, place
        if not same:
            self.tallies = None
            before = (table.current_column.key if table.current_column else "").partition("@")[0]
            table.show_columns(
                matrix_columns(self.columns, place.whom, of_rule=place.rule is not None),
                frozen=2 if place.whom == "people" else 1,
            )
        current, self.ids = self.subject_id, ids
        if same and table.row_count == len(ids) + 1:
            table.reload()
        else:
            cursor = ids.index(current) + 1 if current in ids else min(table.cursor, len(ids)) or 1
            table.show(MatrixRows(self), len(ids) + 1, cursor=cursor)
        if not same:
            table.cursor_column = self._first_column(before)
        self._show_count()
        self._show_detail()
        self.refresh_bindings()

    def _first_column(self, rule: str) -> int:
        """The cursor stays on its rule; among the periods of a rule it goes to the one asked about."""
        names = len(self.table.columns) - len(self.columns)
        if self.place.rule is None:
            rules = [each.rule.id for each in self.columns]
            return names + (rules.index(rule) if rule in rules else 0)
        asked = self.place.asked(self.columns, self._book.on)
        return names + self.columns.index(asked[-1]) if asked else 0

    def _show_count(self) -> None:
        number = f"{len(self.ids):,}"
        text = tr("people: {count}", count=number) if self.place.whom == "people" else tr(
            "units: {count}", count=number
        )  # fmt: skip
        narrowing = self.place.narrowing(self._book)
        self.query_one("#count", Static).update(f"{narrowing}  {text}" if narrowing else text)

    def _show_detail(self) -> None:
        box = self.query_one("#matrix-detail", Static)
        first, *rest = self._detail() or [""]
        # The rule gives way: how it stands may need two lines.
        width = box.content_size.width
        box.update("\n".join((fit(first, width) if width else first, *rest)), layout=False)

    def _detail(self) -> list[str]:
        row, column = self.table.current, self.column
        if self.counted and not self.ids and self._text.strip():
            return [self._nobody()]
        if row is None or self.book is None:
            return []
        if column is None:
            return [one_line(" ".join(row.cells[: len(row.cells) - len(self.columns)]))]
        if row.id == TOTALS:
            tally = self.tallies.get(column.key) if self.tallies is not None else None
            window = column.window.display() if column.window else tr("now")
            return [rule_line(column.rule), column_line(tally, window)]
        found = self.cell(column, cast(ObjectId, row.id))
        return cell_lines(self.book, column, found, row.cells[0], ascii=self.ascii)

    def on_virtual_table_moved(self) -> None:
        if self.built and self.book is not None:
            self._show_detail()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._text = event.value
        if self.book is not None and self.built:
            self._survey()

    def on_input_submitted(self) -> None:
        self.table.focus()

    # --- going somewhere -------------------------------------------------------------------------

    def on_virtual_table_cell_selected(self, message: VirtualTable.CellSelected) -> None:
        column = self.column
        if self.book is None:
            return
        if column is None:
            self.action_board()
        elif message.row_id == TOTALS:
            self._open_unmet(column)
        else:
            found = self.cell(column, cast(ObjectId, message.row_id))
            if not found.standings:
                self.notify(tr("The rule does not ask anything here."))
                return
            name = subject_name(found.standings[0], self.book)
            period = found.standings[-1].period.display() if len(found.standings) == 1 else ""
            title = " > ".join(
                each for each in (name, f"{column.rule.id} {column.rule.label.text()}", period) if each
            )
            self.open_behind(found.standings, title)

    def _open_unmet(self, column: Column) -> None:
        """Those of a column who have not met it."""
        unmet = [each for each in self.ids if self.cell(column, each).state in ("pace", "behind", "failed")]
        if not unmet:
            self.notify(tr("Everybody here has met it."))
            return
        self.open_ids(unmet, f"{column.rule.id} {column.rule.label.text()} > {tr('Not met yet')}")

    def idle(self, action: str) -> str:
        if action == "board" and self.counted and not self.ids:
            return self._nobody()
        return super().idle(action)

    def _nobody(self) -> str:
        """Why no row is shown, and what to do."""
        if self._text.strip():
            return tr("Nobody here is called so; {key:matrix.filter} changes the filter.")
        return tr("Nobody is shown here; {key:matrix.actions} shows others.")

    def action_board(self) -> None:
        """The dashboard of whose row it is."""
        if self.subject_id is None:
            self.notify(tr("Put the cursor on somebody first."))
        else:
            self.open_board(self.subject_id)

    def action_filter(self) -> None:
        self.query_one("#filter", LineInput).focus()

    def action_step(self, steps: int) -> None:
        """The period, or the rule, before or after."""
        if self.book is None:
            return
        place = self.place.neighbour(self.book, steps)
        if place is None:
            self.notify(tr("There is none beyond."))
        else:
            self.show_place(place)

    def action_turn(self) -> None:
        """From all rules to the periods of the one under the cursor, and back to all rules."""
        column = self.column
        if self.place.rule is not None:
            self.show_place(replace(self.place, rule=None, window=None))
        elif column is not None:
            self.show_place(replace(self.place, rule=column.rule.id))
        else:
            self.notify(tr("Put the cursor on a rule first."))

    def action_whom(self) -> None:
        """People for units and the other way round, with all rules."""
        whom: Whom = "units" if self.place.whom == "people" else "people"
        self.show_place(replace(self.place, whom=whom, rule=None, scope=""))

    @work(exclusive=True, group="act")
    async def action_period(self) -> None:
        """Type which period is asked about; nothing typed is now."""
        self.show_place(await ask_period(self.xuedang, self.place))

    @work(exclusive=True, group="act")
    async def action_actions(self) -> None:
        match await ask_action(self.app, self.place):
            case "whom":
                self.action_whom()
            case "period":
                self.action_period()
            case "all":
                self.show_place(replace(self.place, unit=None))
            case "export":
                self.action_export()
            case "rules":
                self._open_rules()
            case str() as narrowed:
                self.show_place(await ask_narrowing(self.xuedang, self.place, narrowed))

    def _open_rules(self) -> None:
        from tui.screens.standing.rules import open_rules

        open_rules(self.app, self.column.rule.id if self.column else None)

    @work(exclusive=True, group="export")
    async def action_export(self) -> None:
        """Write all rows as they are shown into a file for a spreadsheet."""
        if self.book is not None:
            headings, rows = await exported(self)
            await export(self.xuedang, self.heading(), headings, rows)
