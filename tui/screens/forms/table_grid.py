"""A table of a form on the whole screen, as a grid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from records.kind import Field
from tui.grid_state import GridState
from tui.screens.prompts import Prompt
from tui.widgets.editor import FormContext
from tui.widgets.grid import CellGrid, typed_rows
from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.form_state import Typed
    from tui.screens.forms.form import FormScreen


class TableGridScreen(Prompt[None]):
    """Every change is handed on at once (``on_change``); F11, F2 and Escape go back to the form."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,f11,escape", "back", mark("Back to the form"), id="table_grid.back")
    ]

    def __init__(
        self,
        field: Field,
        rows: Sequence[Mapping[str, Typed]],
        context: FormContext,
        on_change: Callable[[Typed], None],
        *,
        unit: ObjectId | None = None,
        pasted: str = "",
        row: int = 0,
    ) -> None:
        super().__init__(field.label.text())
        self._state = GridState(field, rows, context)
        self._on_change, self._unit, self._pasted, self._row = on_change, unit, pasted, row

    def inside(self) -> ComposeResult:
        yield CellGrid(self._state, unit=self._unit, pasted=self._pasted, row=self._row)
        yield Static(
            tr(
                "Tab, Enter, arrows go about  paste from a spreadsheet  {key:table_grid.back} back "
                "to the form"
            ),
            classes="hint",
        )

    def on_cell_grid_changed(self, message: CellGrid.Changed) -> None:
        message.stop()
        self._on_change(typed_rows(self._state))

    @work(exclusive=True, group="back")
    async def action_back(self) -> None:
        await self.query_one(CellGrid).settle()
        self._on_change(typed_rows(self._state))
        self.dismiss(None)


def open_table(form: FormScreen, name: str) -> None:
    """Open a table of a form as a grid."""
    field = form.field(name)
    typed = form.state.typed.get(name, [])
    rows = [row for row in typed if isinstance(row, Mapping)] if isinstance(typed, list) else []
    form.state.end_step()
    form.app.push_screen(
        TableGridScreen(field, rows, form.context, lambda rows: form.put_in(name, rows, own_step=False))
    )
