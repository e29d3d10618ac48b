"""All that is wrong with a form, in one list; Enter goes to the field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from records.checking.checks import Fault
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import tr

if TYPE_CHECKING:
    from tui.screens.forms.form import FormScreen


class CheckList(Vertical):
    """Errors stop saving, what is missing stops `verified`, warnings stop nothing."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__()
        self._faults = list(faults)

    def compose(self) -> ComposeResult:
        yield Static(markup=False, classes="hint")
        yield VirtualTable()

    def on_mount(self) -> None:
        self.show_faults(self._faults)

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Other faults."""
        self._faults = list(faults)
        words = {"error": tr("error"), "missing": tr("missing"), "warning": tr("warning")}
        order = list(words)
        rows = [
            Row(index, (words[fault.level], fault.label or fault.path, fault.message), _tone(fault), fault)
            for index, fault in enumerate(sorted(self._faults, key=lambda fault: order.index(fault.level)))
        ]
        table = self.query_one(VirtualTable)
        table.show_columns(
            (
                Column("level", tr("Sort"), 8),
                Column("field", tr("Field"), 16),
                Column("message", tr("What"), 24, grow=1),
            )
        )
        table.show_rows(rows, cursor=table.cursor)
        hint = tr("Enter goes to the field.") if rows else tr("Nothing is wrong or missing.")
        self.query_one(Static).update(hint)

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        message.stop()
        if isinstance(message.row.value, Fault):
            cast("FormScreen", self.screen).go_to_field(message.row.value.path)


def _tone(fault: Fault) -> str:
    return {"error": "strong", "missing": "waiting"}.get(fault.level, "")
