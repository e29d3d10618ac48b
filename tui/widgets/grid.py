"""A grid typed across like a spreadsheet: cells above, the line below holds the one under the cursor."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from records.errors import XuedangError
from records.intake.people_named import whom
from records.kind import NUMBER_TYPES, Field
from tui.cjk import one_line
from tui.grid_state import GridState
from tui.widgets.cell_line import CellLine
from tui.widgets.table.table_rows import Column, Row
from tui.widgets.table.virtual_table import VirtualTable
from tui.words import tr, trn

if TYPE_CHECKING:
    from tui.form_state import Typed

_WIDTHS = {"boolean": 6, "integer": 6, "decimal": 7, "choice": 10, "reference": 10, "datetime": 16}


class _Cells:
    """The rows of a state for the table."""

    def __init__(self, grid: CellGrid) -> None:
        self._grid = grid

    async def rows(self, start: int, count: int) -> Sequence[Row]:
        state = self._grid.state
        last = min(start + count, len(state.rows))
        return [self._row(state, index) for index in range(start, last)]

    def _row(self, state: GridState, index: int) -> Row:
        cells = tuple(one_line(state.text(index, column)) for column in state.columns)
        tones = tuple("failed" if state.fault(index, column) else "" for column in state.columns)
        return Row(index, cells, tones=tones)


class CellGrid(Vertical):
    """Cells of a ``GridState``; names are looked up as soon as they are typed.

    ``unit`` is whose member is meant where two people have one name.
    """

    @dataclass
    class Changed(Message):
        """Something in the grid is another now."""

        grid: CellGrid

    def __init__(
        self,
        state: GridState,
        *,
        unit: ObjectId | None = None,
        id: str | None = None,
        pasted: str = "",
        row: int = 0,
    ) -> None:
        super().__init__(id=id)
        self.state = state
        self.unit = unit
        self._at = (min(row, max(0, len(state.rows) - 1)), 0)
        self._pasted = pasted
        self._why: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        columns = [_column(each) for each in self.state.columns]
        yield VirtualTable(columns, frozen=1, cell_cursor=True)
        with Horizontal(classes="grid-line"):
            yield Static(markup=False, classes="grid-label")
            yield CellLine()
        yield Static(markup=False, classes="grid-note")

    def on_mount(self) -> None:
        self._table.can_focus = False
        if not self.state.rows:
            self.state.add(0)
        self._table.show(_Cells(self), len(self.state.rows))
        self._table.cursor = self.row
        self._enter()
        self.query_one(CellLine).focus()
        if self._pasted:
            self.paste(self._pasted)

    @property
    def _table(self) -> VirtualTable:
        return self.query_one(VirtualTable)

    @property
    def column(self) -> Field:
        """The field under the cursor."""
        return self.state.columns[self._at[1]]

    @property
    def row(self) -> int:
        """The row under the cursor."""
        return self._at[0]

    # --- going about ---------------------------------------------------------------------------

    def go_to(self, row: int, column: int) -> None:
        """Leave the cell and go to another one."""
        self._leave()
        table = self._table
        table.cursor, table.cursor_column = row, column
        self._enter()

    def move(self, step: int) -> None:
        """So many rows down; below the last one a row is added, unless the last is empty."""
        row, column = self._at
        if row + step >= len(self.state.rows) and step == 1 and self.state.filled(row):
            self._leave()
            self.state.add(len(self.state.rows))
            self._redraw()
        self.go_to(max(0, min(row + step, len(self.state.rows) - 1)), column)

    def across(self, step: int, *, wrap: bool = True) -> None:
        """The next cell; behind the last one of a row the first of the next."""
        row, column = self._at
        column += step
        if 0 <= column < len(self.state.columns):
            self.go_to(row, column)
        elif wrap and column < 0 < row:
            self.go_to(row - 1, len(self.state.columns) - 1)
        elif wrap and column > 0:
            self._at = (row, 0)
            self._settle(row, self.state.columns[-1])
            self.move(1)

    def page(self, direction: int) -> None:
        """A page of rows."""
        self.move(direction * max(1, self._table.size.height - 2))

    def on_virtual_table_moved(self, message: VirtualTable.Moved) -> None:
        message.stop()
        if (self._table.cursor, self._table.cursor_column) != self._at:  # by a click
            self._leave()
            self._enter()

    def on_virtual_table_cell_selected(self, message: VirtualTable.CellSelected) -> None:
        message.stop()
        self.pick()

    def _enter(self) -> None:
        self._at = (self._table.cursor, self._table.cursor_column)
        self.query_one(CellLine).show_cell(
            self.state.text(self.row, self.column), locked=self.state.context.read_only
        )
        self._tell()

    def _leave(self) -> None:
        self._settle(self.row, self.column)

    def _settle(self, row: int, column: Field) -> None:
        """Take what stands in a cell for what it means, names included."""
        if row >= len(self.state.rows):
            return
        before = dict(self.state.rows[row])
        self.state.settle(row, column)
        typed = self.state.typed(row, column.name)
        if column.type == "reference" and typed and not ObjectId.is_valid(typed):
            self._look_up([row])
        if before != self.state.rows[row]:
            self._announce()

    def _tell(self) -> None:
        """Say which cell it is, and what is wrong with it or how to fill it."""
        column = self.column
        self.query_one(".grid-label", Static).update(f"{self.row + 1} {column.label.text()}")
        fault = self.state.fault(self.row, column)
        note = self.query_one(".grid-note", Static)
        note.set_class(bool(fault), "-error")
        note.update(
            one_line(f"! {fault}")
            if fault
            else tr("{key:grid.fill_down} fill down  {key:grid.choose} choose  {key:grid.add} row")
        )

    def _redraw(self) -> None:
        table = self._table
        if table.row_count != len(self.state.rows):
            table.resize_rows(len(self.state.rows))
        table.reload()

    def _announce(self) -> None:
        self._redraw()
        self._tell()
        self.post_message(self.Changed(self))

    def show_again(self) -> None:
        """The state was changed from outside."""
        self._at = (min(self.row, len(self.state.rows) - 1), self._at[1])
        self._redraw()
        self._enter()
        self.post_message(self.Changed(self))

    # --- typing --------------------------------------------------------------------------------

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.state.context.read_only:
            return
        if event.value != self.state.text(self.row, self.column):
            self.state.put(self.row, self.column.name, event.value)
            self._announce()

    def fill_down(self) -> None:
        """The cell's text into the empty ones below; an empty cell takes the one above."""
        self._leave()
        number = self.state.fill_down(self.row, self.column.name)
        self.show_again()
        if number > 1:
            self.notify(trn("{number:,} cell filled.", "{number:,} cells filled.", number))

    def add_row(self) -> None:
        """A row below; somebody who is named in this one is named there, too."""
        self._leave()
        key = self.state.columns[0]
        same = {key.name: self.state.typed(self.row, key.name)} if key.type == "reference" else {}
        self.state.add(self.row + 1, same)
        self._redraw()
        self.go_to(self.row + 1, 1 if same else 0)
        self._announce()

    def remove_row(self) -> None:
        """Take the row out; one always stays."""
        self.state.remove(self.row)
        if not self.state.rows:
            self.state.add(0)
        self._table.resize_rows(len(self.state.rows))
        self.show_again()

    def undo(self) -> None:
        """Take the last step back."""
        if self.state.undo():
            self.show_again()

    def redo(self) -> None:
        """The step last undone, again."""
        if self.state.redo():
            self.show_again()

    @work(exclusive=True, group="pick")
    async def pick(self) -> None:
        """Choose the value of a cell: a record, or one of a few."""
        row, column = self.row, self.column
        typed = self.state.text(row, column)
        if column.type == "reference":
            from tui.screens.forms.picker import pick

            chosen = await pick(self.app, self.state.context.archive, column, typed, replaced=True)
            if not chosen:
                return
            self.state.context.names[chosen[0].id] = chosen[0].title
            value = str(chosen[0].id)
        elif column.choices or column.type == "boolean":
            from tui.screens.menu import choose

            offered = [(choice.value, choice.label.text()) for choice in column.choices]
            offered = offered or [("true", tr("yes")), ("false", tr("no"))]
            answer = await choose(self.app, column.label.text(), offered)
            if answer is None:
                return
            value = answer
        else:
            return
        self.state.put(row, column.name, value)
        self._enter()
        self._announce()

    async def settle(self) -> None:
        """Take all that is typed for what it means, names included, before the grid is left or saved."""
        self.workers.cancel_group(self, "names")
        self.state.settle(self.row, self.column)
        await self._name_cells(range(len(self.state.rows)))

    # --- names, and text from elsewhere ----------------------------------------------------------

    def paste(self, text: str) -> None:
        """Put lines of cells in, as a spreadsheet copies them."""
        if self.state.context.read_only:
            return
        self._leave()
        pasted = self.state.read(text, self._at[1])
        if pasted.left_out:
            self.notify(
                trn(
                    "{number:,} column fits none here and was left out.",
                    "{number:,} columns fit none here and were left out.",
                    pasted.left_out,
                )
            )
        self._put_in(pasted.rows)

    @work(exclusive=False, group="names")
    async def _put_in(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Look the names up first, so that each row goes to its person."""
        key = self.state.columns[0]
        if key.type == "reference":
            known = await self._whom(key, [row.get(key.name, "") for row in rows])
            rows = [dict(row) | _named(row, key.name, known) for row in rows]
        placed = self.state.place(rows, self.row)
        self._redraw()
        self._enter()
        self._announce()
        if placed.changed:
            names = self._named_rows(placed.changed)
            self.notify(tr("Rows that stood there already are changed: {names}", names=names))
        if placed.twice:
            names = self._named_rows(placed.twice)
            self.notify(
                tr("Twice in what was pasted, the later one holds: {names}", names=names), severity="warning"
            )
        await self._name_cells(placed.rows)

    def _named_rows(self, rows: Sequence[int]) -> str:
        key = self.state.columns[0]
        return tr(", ").join(
            tr("{name} (row {row})", name=self.state.text(at, key), row=at + 1) for at in rows
        )

    async def _whom(self, column: Field, names: Sequence[str]) -> dict[str, str]:
        """The identifiers of names, as typed; those nobody is known by are left out."""
        try:
            found = await whom(self.state.context.archive, column, names, unit=self.unit)
        except XuedangError as error:
            self.notify(str(error), severity="error")
            return {}
        self.state.context.names.update({each.id: each.title for each in found.values() if each.id})
        self._why = {name: each.why for name, each in found.items()}
        return {name: str(each.id) for name, each in found.items() if each.id}

    @work(exclusive=False, group="names")
    async def _look_up(self, rows: Sequence[int]) -> None:
        await self._name_cells(rows)

    async def _name_cells(self, rows: Sequence[int]) -> None:
        """Find out whom the names in some rows mean; go to the first that is not known for sure."""
        open_: list[tuple[int, int]] = []
        named: set[tuple[int, int]] = set()
        for at, column in enumerate(self.state.columns):
            texts = {row: self.state.typed(row, column.name) for row in rows if row < len(self.state.rows)}
            texts = {row: text for row, text in texts.items() if text and not ObjectId.is_valid(text)}
            if column.type != "reference" or not texts:
                continue
            known = await self._whom(column, list(texts.values()))
            for row, text in texts.items():
                if self.state.typed(row, column.name) != text:
                    continue  # changed meanwhile
                if text in known:
                    self.state.rows[row][column.name] = known[text]
                    named.add((row, at))
                elif why := self._why.get(text):
                    self.state.marks[row, column.name] = why
                    open_.append((row, at))
        if self.is_attached:
            self._announce()
            if len(rows) > 1 and open_:
                self.go_to(*open_[0])
            elif self._at in named:  # another cell may be typed into just now: its text stays
                self._enter()


def _named(row: Mapping[str, str], key: str, known: Mapping[str, str]) -> dict[str, str]:
    name = row.get(key, "")
    return {key: known.get(name, name)} if name else {}


def typed_rows(state: GridState) -> Typed:
    """The rows as a form holds them, without the empty ones."""
    return [dict(row) for row in state.kept]


def _column(field: Field) -> Column:
    grow = 2 if field.type in ("text", "longtext") else 1 if field.type == "reference" else 0
    right = field.type in NUMBER_TYPES
    return Column(field.name, field.label.text(), _WIDTHS.get(field.type, 10), grow=grow, right=right)
