"""Where Home leads: by its menu, lines and keys, and by the buttons that an empty archive begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual import work

from records.errors import XuedangError
from tui.screens.page import Page
from tui.screens.places import open_place
from tui.screens.standing.attention import open_alert
from tui.widgets.flow import Flow
from tui.widgets.table.virtual_table import VirtualTable
from tui.words import trn

if TYPE_CHECKING:
    from bson.objectid import ObjectId
    from textual.widgets import Button

    from records.lists.views import ListView
    from records.programme.views.alerts import Alert


class HomeWays(Page):
    """The half of Home that leads somewhere. ``root`` is the unit that alerts are told of."""

    def __init__(self) -> None:
        super().__init__()
        self.root: ObjectId | None = None
        #: The action that waits until the archive is open.
        self.wanted = ""

    def once_open(self, action: str) -> bool:
        """Whether the archive is open. While it is being opened ``action`` waits for that: no key is lost."""
        if self.xuedang.archive is None and self.xuedang.trouble is None:
            self.wanted = action
        return self.xuedang.archive is not None

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        if message.table.id == "recent":
            if message.row.value is not None:
                self._open_record(message.row.value)
            else:
                self.nothing_here()
            return
        if message.table.id == "attention":
            if message.row.value is not None:
                open_alert(self.xuedang, cast("Alert", message.row.value), self.root)
            else:
                self.nothing_here()
            return
        if message.row.value is not None:
            from tui.screens.lists.list_look import open_view

            open_view(self.xuedang, cast("ListView", message.row.value))
            return
        name = str(message.row.id)
        if name.startswith("place:"):
            open_place(self.xuedang, name.removeprefix("place:"))
        elif name.startswith("group:"):
            self.nothing_here()
        else:
            self._open_list(None if name == "all" else name)

    def _open_list(self, kind: str | None) -> None:
        from tui.screens.lists.list import ListScreen

        self.app.push_screen(ListScreen(kind))

    def _open_record(self, record: Any) -> None:
        from tui.screens.forms.form import open_form

        open_form(self.xuedang, record.id)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        from tui.screens.forms.form import new_form

        match event.button.id:
            case "start-demo":
                self._fill_demo()
            case "start-import":
                self.action_import_files()
            case "start-unit":
                new_form(self.xuedang, "unit")
            case "start-person":
                new_form(self.xuedang, "person")

    @work(exclusive=True, group="demo")
    async def _fill_demo(self) -> None:
        from records.demo.fill import fill_demo
        from records.settings import load_settings

        figures = self.query_one("#figures", Flow)
        self.query_one("#welcome").display = False
        try:
            await fill_demo(
                self.archive,
                "small",
                lambda number: figures.update(trn("{number:,} record", "{number:,} records", number)),
            )
        except XuedangError as error:
            self.xuedang.say(error)
        self.xuedang.set_working_date(load_settings().working_date)

    def action_nothing(self) -> None:
        """Home has nowhere to go back to."""

    @work(exclusive=True, group="new")
    async def action_new_record(self) -> None:
        """Ask for a kind, then open an empty form of it."""
        if not self.once_open("new_record"):
            return
        from tui.screens.forms.form_templates import begin_new
        from tui.screens.forms.kind_picker import KindPicker

        chosen = await self.app.push_screen_wait(KindPicker(self.archive.kinds))
        if chosen:
            await begin_new(self.xuedang, chosen)

    def action_waiting(self) -> None:
        if self.once_open("waiting"):
            from tui.screens.lists.worklist import open_worklist

            open_worklist(self.xuedang)

    def action_rule_matrix(self) -> None:
        if self.once_open("rule_matrix"):
            open_place(self.xuedang, "matrix")

    def action_import_files(self) -> None:
        if self.once_open("import_files"):
            from tui.screens.importing.import_ import ImportScreen

            self.app.push_screen(ImportScreen())

    def action_documents(self) -> None:
        if self.once_open("documents"):
            from tui.screens.papers.document import DocumentScreen

            self.app.push_screen(DocumentScreen())
