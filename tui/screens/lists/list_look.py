"""How a list is shown: its columns, which the operator chooses, and the views that are saved under a name."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from textual import work

from records.errors import XuedangError
from records.kind import Column as KindColumn
from records.kind import Kind
from records.sorts import Sort
from tui.rows.record_rows import arranged, columns_of, possible_columns
from tui.screens.page import Page
from tui.widgets.table.virtual_table import Column, VirtualTable
from tui.words import tr

if TYPE_CHECKING:
    from records.lists.views import ListView
    from tui.app import XuedangApp


class ArrangedList(Page):
    """The half of a list that says how it is shown. ``view`` is the saved view it shows, if any."""

    def __init__(self, view: ListView | None = None) -> None:
        super().__init__()
        self.view = view
        #: What the operator chose; empty: the kind's own. None: not looked up yet.
        self._chosen: tuple[KindColumn, ...] | None = view.columns if view is not None else None

    # --- what the list itself says -------------------------------------------------------------

    @property
    @abstractmethod
    def kind(self) -> Kind | None:
        """The kind listed; None for a mixed list."""

    @property
    @abstractmethod
    def table(self) -> VirtualTable:
        """The table of records."""

    @property
    @abstractmethod
    def sort(self) -> Sort | None:
        """The order that was chosen."""

    @property
    @abstractmethod
    def filter_text(self) -> str:
        """What is typed into the filter."""

    @abstractmethod
    def list_again(self) -> None:
        """List the records anew, the cursor on the same one."""

    @abstractmethod
    def use(self, text: str, sort: Sort | None) -> None:
        """Filter by ``text`` and sort so from now on."""

    # --- columns -------------------------------------------------------------------------------

    @property
    def shown_columns(self) -> tuple[KindColumn, ...]:
        """The columns of the list, in order."""
        return self._chosen or tuple(KindColumn(each.name) for each in columns_of(self.kind))

    def table_columns(self) -> list[Column]:
        """The columns as the table wants them."""
        return arranged(self.kind, self.shown_columns)

    def forget_columns(self) -> None:
        """The list is of another kind now, which has columns of its own."""
        self._chosen = None if self.view is None else self.view.columns

    async def learn_columns(self) -> None:
        """Look up, once, which columns this operator chose last for lists of this kind."""
        if self._chosen is None:
            from records.lists.views import kept_columns

            names = {each.name for each in possible_columns(self.kind)}
            kept = await kept_columns(self.archive, self.kind.name if self.kind else None)
            self._chosen = tuple(each for each in kept if each.name in names)

    def action_columns(self) -> None:
        self._choose_columns()

    @work(exclusive=True, group="columns")
    async def _choose_columns(self) -> None:
        from tui.screens.lists.columns import ColumnChoice, choose_columns

        shown = self.shown_columns
        widths = {each.name: each.width for each in shown}
        rest = [each for each in possible_columns(self.kind) if each.name not in widths]
        choices = [
            ColumnChoice(column.key, column.label, column.key in widths, widths.get(column.key), column.width)
            for column in arranged(self.kind, [*shown, *rest])
        ]
        answer = await choose_columns(self.app, choices)
        if answer is not None:
            await self._take_columns([KindColumn(each.name, each.width) for each in answer])

    def on_virtual_table_column_resized(self, message: VirtualTable.ColumnResized) -> None:
        wanted = [
            KindColumn(each.name, message.width if each.name == message.key else each.width)
            for each in self.shown_columns
        ]
        self._keep_resized(wanted)

    @work(exclusive=True, group="columns")
    async def _keep_resized(self, columns: Sequence[KindColumn]) -> None:
        await self._take_columns(columns)

    async def _take_columns(self, columns: Sequence[KindColumn]) -> None:
        """Show these columns, and next time too; those of a saved view are kept with the view alone."""
        from records.lists.views import keep_columns

        self._chosen = tuple(columns)
        self.list_again()
        if self.view is None:
            try:
                await keep_columns(self.archive, self.kind.name if self.kind else None, columns)
            except XuedangError as error:
                self.xuedang.say(error)

    # --- saved views ---------------------------------------------------------------------------

    @work(exclusive=True, group="views")
    async def action_save_view(self) -> None:
        """Keep filter, order and columns under a name that is asked for."""
        from records.lists.views import ListView, list_views, save_view
        from tui.screens.prompts import ask_choice, ask_text

        title, before = tr("Save as a view"), self.view.name if self.view else ""
        hint = tr("Filter, order and columns are kept under this name, for everybody.")
        name = await ask_text(self.app, title, before, hint=hint)
        if not name:
            return
        kind = self.kind.name if self.kind else None
        view = ListView(name, kind, self.filter_text, self.sort, self.shown_columns)
        try:
            taken = any(each.name == " ".join(name.split()) for each in await list_views(self.archive))
            if taken and name != before:
                answers = [("yes", tr("Replace")), ("no", tr("Cancel"))]
                text = tr("There is a view {name} already.", name=name)
                if await ask_choice(self.app, title, text, answers) != "yes":
                    return
            self.view = await save_view(self.archive, view)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.refresh_top()
        self.notify(
            tr("It stands on the home screen and in the palette ({key:app.palette})."), title=self.view.name
        )

    @work(exclusive=True, group="views")
    async def action_open_view(self) -> None:
        """Choose one of the saved views; one of this kind is shown here."""
        from records.lists.views import list_views
        from tui.screens.forms.option_picker import choose_option

        try:
            views = await list_views(self.archive)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        if not views:
            self.notify(tr("No view is saved yet."))
            return
        mine = self.kind.name if self.kind else None
        views.sort(key=lambda view: view.kind != mine)
        labels = [(str(view.id), view_label(self.xuedang, view)) for view in views]
        chosen = await choose_option(self.app, tr("Open a view"), labels)
        view = next((each for each in views if str(each.id) == chosen), None)
        if view is None:
            return
        if view.kind != mine:
            open_view(self.xuedang, view)
            return
        self.view, self._chosen = view, view.columns
        self.refresh_top()
        self.use(view.text, view.sort)

    @work(exclusive=True, group="views")
    async def action_rename_view(self) -> None:
        from records.lists.views import rename_view
        from tui.screens.prompts import ask_text

        view = self.view
        name = await ask_text(self.app, tr("Rename the view"), view.name) if view else None
        if view is None or not name:
            return
        try:
            self.view = await rename_view(self.archive, view, name)
        except XuedangError as error:
            self.xuedang.say(error)
        self.refresh_top()

    @work(exclusive=True, group="views")
    async def action_delete_view(self) -> None:
        from records.lists.views import delete_view
        from tui.screens.prompts import ask_choice

        if (view := self.view) is None:
            return
        answers = [("yes", tr("Delete")), ("no", tr("Cancel"))]
        text = tr("Delete the view {name}? The records stay.", name=view.name)
        if await ask_choice(self.app, tr("Delete the view"), text, answers) != "yes":
            return
        try:
            await delete_view(self.archive, view)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.view = None
        self.refresh_top()

    def look_menu(self) -> list[tuple[str, str]]:
        """What can be done here, for the menu of the list."""
        items = [
            ("columns", tr("Columns…")),
            ("save_view", tr("Save as a view…")),
            ("open_view", tr("Open a view…")),
        ]
        if self.view is not None:
            name = self.view.name
            items += [
                ("rename_view", tr("Rename the view {name}…", name=name)),
                ("delete_view", tr("Delete the view {name}…", name=name)),
            ]
        return items


def view_label(app: XuedangApp, view: ListView) -> str:
    """A view's name, with the kind of its list."""
    kinds = app.archive.kinds if app.archive is not None else {}
    kind = kinds.get(view.kind) if view.kind else None
    return f"{view.name}  ({kind.label.text() if kind else tr('All records')})"


def open_view(app: XuedangApp, view: ListView) -> None:
    """The list of a saved view; one whose kind is gone shows all kinds."""
    from tui.screens.lists.list import ListScreen

    if app.archive is not None and view.kind not in app.archive.kinds:
        view = replace(view, kind=None, columns=())
    app.push_screen(ListScreen(view.kind, text=view.text, view=view))
