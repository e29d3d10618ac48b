"""The people who belong to a unit on the working date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from textual import work
from textual.app import ComposeResult

from records.errors import XuedangError
from records.field_value import show
from records.people.dossier import members
from records.record import Record
from tui.screens.prompts import Prompt
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import tr

if TYPE_CHECKING:
    from records.archive import Archive


class PeopleScreen(Prompt[Record]):
    """Enter answers the person under the cursor."""

    def __init__(self, archive: Archive, unit: Record, day: date) -> None:
        super().__init__(tr("Members of {unit} on {day}", unit=unit.title, day=day.isoformat()))
        self._archive, self._unit, self._day = archive, unit, day

    def inside(self) -> ComposeResult:
        yield VirtualTable(
            (
                Column("name", tr("Name"), 12, grow=1),
                Column("status", tr("Standing"), 12),
                Column("no", tr("No."), 12),
            ),
            id="people",
        )

    def on_mount(self) -> None:
        self._load()

    @work(exclusive=True)
    async def _load(self) -> None:
        try:
            people = await members(self._archive, self._unit.id, self._day)
        except XuedangError as error:
            self.notify(str(error), severity="error")
            return
        field = self._archive.kinds.of("person").field("political_status")
        rows = [
            Row(
                each.id,
                (each.title, show(field, each.fields.get("political_status")), each.no or ""),
                value=each,
            )
            for each in people
        ]
        table = self.query_one(VirtualTable)
        table.show_rows(rows)
        table.focus()

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        if isinstance(message.row.value, Record):
            self.dismiss(message.row.value)
