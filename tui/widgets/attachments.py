"""The files kept with a record: add, open, save out."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Button

from records.errors import XuedangError
from records.file_names import safe_file_name
from records.record import AttachmentRef
from tui.opening import open_path
from tui.widgets.editor import FormContext
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.app import XuedangApp
    from tui.screens.forms.form import FormScreen


class AttachmentList(Vertical):
    """A record's attachments as a table with buttons."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("insert,f4", "attach", mark("Attach"), id="attachments.add"),
        Binding("ctrl+o", "open", mark("Open"), show=False, id="attachments.open"),
        Binding("ctrl+e", "save_out", mark("Save out"), id="attachments.save_out"),
    ]

    def __init__(self, context: FormContext) -> None:
        super().__init__()
        self._shared = context

    def compose(self) -> ComposeResult:
        yield VirtualTable(
            (Column("name", tr("File"), 24, grow=1), Column("size", tr("Bytes"), 12, right=True))
        )
        with Horizontal(classes="rows-buttons"):
            yield Button(tr("Attach ({key:attachments.add})"), id="attach", compact=True)
            yield Button(tr("Open (Enter)"), id="open", compact=True)
            yield Button(tr("Save out ({key:attachments.save_out})"), id="save-out", compact=True)

    def on_mount(self) -> None:
        rows = [
            Row(str(ref.file), (ref.name, f"{ref.size:,}"), value=ref) for ref in self._shared.attachments()
        ]
        table = self.query_one(VirtualTable)
        table.styles.height = min(len(rows), 12) + 2
        table.show_rows(rows)

    @property
    def _current(self) -> AttachmentRef | None:
        row = self.query_one(VirtualTable).current
        return row.value if row is not None and isinstance(row.value, AttachmentRef) else None

    def on_button_pressed(self, event: Button.Pressed) -> None:
        event.stop()
        match event.button.id:
            case "attach":
                self.action_attach()
            case "open":
                self.action_open()
            case _:
                self.action_save_out()

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        message.stop()
        self.action_open()

    def action_attach(self) -> None:
        from tui.screens.forms.form_actions import attach

        form = cast("FormScreen", self.screen)
        if form.record.version:
            # The form's worker: the list is built anew with the file, which would end a worker of its own.
            form.run_worker(attach(form), exclusive=True, group="attach")
        else:
            self.notify(tr("Save the record first."), severity="warning")

    @work(exclusive=True)
    async def action_open(self) -> None:
        """Write the file into a private folder and give it to the system's viewer."""
        ref = self._current
        if ref is None:
            return
        folder = Path(tempfile.mkdtemp(prefix="xuedang-"))
        target = folder / safe_file_name(ref.name)
        if not await self._write(ref, target):
            return
        if await open_path(self.app, target):
            self.notify(str(target), title=tr("Opened a copy"))

    @work(exclusive=True)
    async def action_save_out(self) -> None:
        """Write the file where the user says; an existing file is not replaced."""
        from tui.screens.path_prompt import ask_new_file

        ref = self._current
        if ref is None:
            return
        start = Path.home() / safe_file_name(ref.name)
        path = await ask_new_file(self.app, tr("Save the file as"), start)
        if path is not None and await self._write(ref, path):
            self.notify(str(path), title=tr("Written"))

    async def _write(self, ref: AttachmentRef, target: Path) -> bool:
        try:
            await self._shared.archive.save_attachment(ref, target)
        except XuedangError as error:
            cast("XuedangApp", self.app).say(error)
            return False
        return True
