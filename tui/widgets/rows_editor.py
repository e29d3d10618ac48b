"""The editor for sub-records (attendance, resolutions, problems): a table, edited row by row."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from records.field_value import show
from records.kind import NUMBER_TYPES, Field
from records.record import Record
from records.values import PartialDate
from tui.form_state import Typed, blank_row, to_value
from tui.rows.record_rows import short_date
from tui.widgets.editor import Editor, FormContext
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from records.checking.checks import Fault

_MOST_LINES = 12
_WIDTHS = {"boolean": 5, "integer": 6, "choice": 8, "date": 10, "partial_date": 10, "reference": 10}


class RowsEditor(Editor, Vertical):
    """A table of sub-records. Adding to a list that begins with a person asks for several at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("insert,f4", "add", mark("Add"), show=False, id="rows.add"),
        Binding("delete", "remove", mark("Remove"), show=False, id="rows.remove"),
        Binding("alt+up", "shift(-1)", mark("Move up"), show=False, id="rows.shift_up"),
        Binding("alt+down", "shift(1)", mark("Move down"), show=False, id="rows.shift_down"),
        Binding("f11,ctrl+d", "grid", mark("Type across the table"), show=False, id="rows.grid"),
    ]

    def __init__(
        self, field: Field, typed: list[Typed], context: FormContext, *, disabled: bool = False
    ) -> None:
        super().__init__()
        self.field = field
        self._shared = context
        self._locked = disabled
        self._rows: list[dict[str, Typed]] = [dict(each) for each in typed if isinstance(each, dict)]

    @property
    def typed(self) -> Typed:
        return [dict(row) for row in self._rows]

    def put(self, typed: Typed) -> None:
        self._rows = (
            [dict(each) for each in typed if isinstance(each, dict)] if isinstance(typed, list) else []
        )
        self._show_rows()

    def compose(self) -> ComposeResult:
        yield VirtualTable([_column(each) for each in self._shown_fields()])
        if not self._locked:
            with Horizontal(classes="rows-buttons"):
                yield Button(tr("Add ({key:rows.add})"), id="rows-add", compact=True)
                yield Button(tr("Remove ({key:rows.remove})"), id="rows-remove", compact=True)

    def on_mount(self) -> None:
        self._show_rows()

    @property
    def _table(self) -> VirtualTable:
        return self.query_one(VirtualTable)

    def _shown_fields(self) -> list[Field]:
        return list(self.field.fields)

    def _show_rows(self) -> None:
        rows = [Row(index, self._cells(row)) for index, row in enumerate(self._rows)]
        table = self._table
        table.styles.height = min(len(rows), _MOST_LINES) + 2
        table.show_rows(rows, cursor=table.cursor)

    def _cells(self, row: dict[str, Typed]) -> tuple[str, ...]:
        cells = []
        for each in self._shown_fields():
            typed = row.get(each.name, "")
            faults: list[Fault] = []
            value = to_value(each, typed, None, each.name, faults)
            if isinstance(value, PartialDate):
                cells.append(short_date(value))
            else:
                cells.append(str(typed) if faults else show(each, value, names=self._shared.names))
        return tuple(cells)

    def _rows_changed(self, cursor: int, *, going_on: bool = False) -> None:
        self._show_rows()
        self._table.cursor = cursor
        self.announce(going_on=going_on)

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        message.stop()
        if not self._locked:
            self._edit(message.table.cursor)

    def on_virtual_table_moved(self, message: VirtualTable.Moved) -> None:
        message.stop()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        if event.button.id == "rows-add":
            self.action_add()
        else:
            self.action_remove()

    def action_add(self) -> None:
        if not self._locked:
            self._add()

    @work(exclusive=True, group="pick")
    async def _add(self) -> None:
        first = self.field.fields[0]
        if first.type == "reference":
            from tui.screens.forms.picker import pick

            chosen = await pick(self.app, self._shared.archive, first, multiple=True)
            new = [self._new_row(first, record) for record in chosen]
        else:
            await self._in_box(len(self._rows), blank_row(self.field))
            return
        if new:
            self._rows += new
            self._rows_changed(len(self._rows) - 1)

    def _new_row(self, first: Field, record: Record) -> dict[str, Typed]:
        self._shared.names[record.id] = record.title
        return blank_row(self.field) | {first.name: str(record.id)}

    @work(exclusive=True, group="pick")
    async def _edit(self, index: int) -> None:
        await self._in_box(index, self._rows[index])

    async def _in_box(self, index: int, row: dict[str, Typed]) -> None:
        """Have the row at ``index``, or a new one there, changed in its box; it is kept as it is typed."""
        from tui.screens.forms.row import RowScreen

        before, begun = list(self._rows), False

        def keep(now: dict[str, Typed]) -> None:
            nonlocal begun
            self._rows = [*before[:index], now, *before[index + 1 :]]
            self.announce(going_on=begun)
            begun = True

        answer = await self.app.push_screen_wait(RowScreen(self.field, row, self._shared, keep))
        if answer is None:
            self._rows = before
            if begun:
                self._rows_changed(self._table.cursor, going_on=True)
        elif index == len(before) or answer != row:
            self._rows = [*before[:index], answer, *before[index + 1 :]]
            self._rows_changed(index, going_on=begun)

    def action_grid(self) -> None:
        """The table on the whole screen, to be typed across."""
        self._open_grid("")

    def on_paste(self, event: events.Paste) -> None:
        """Cells of a spreadsheet go into the grid, where what is wrong with them can be seen."""
        event.stop()
        self._open_grid(event.text)

    def _open_grid(self, pasted: str) -> None:
        from tui.screens.forms.table_grid import TableGridScreen

        if not self._locked:
            screen = TableGridScreen(
                self.field, self._rows, self._shared, self._take, pasted=pasted, row=self._table.cursor
            )
            self.app.push_screen(screen)

    def _take(self, typed: Typed) -> None:
        self.put(typed)
        self.announce()

    def action_remove(self) -> None:
        if self._rows and not self._locked:
            index = min(self._table.cursor, len(self._rows) - 1)
            del self._rows[index]
            self._rows_changed(max(0, index - 1))

    def action_shift(self, step: int) -> None:
        here, there = self._table.cursor, self._table.cursor + step
        if 0 <= there < len(self._rows) and not self._locked:
            self._rows[here], self._rows[there] = self._rows[there], self._rows[here]
            self._rows_changed(there)


def _column(field: Field) -> Column:
    label = field.label.text()
    width = _WIDTHS.get(field.type, 10)
    grow = 3 if field.type in ("text", "longtext", "list") else 0
    return Column(field.name, label, width, grow=grow, right=field.type in NUMBER_TYPES)
