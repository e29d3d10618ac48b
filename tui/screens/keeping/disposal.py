"""What has outlived its period: listed in the order of the codes, disposed of as far as it is agreed on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Static

from records.errors import XuedangError
from records.keep.filing.disposing import Due
from records.office.roles import Deed
from tui.cjk import one_line, widest
from tui.screens.page import Page, opens
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from records.keep.filing.disposing import Approval
    from records.store.changes import Change
    from tui.trail import Way

_PAUSE = 0.5


class DisposalScreen(Page):
    """A row a filed record whose period has ended; what is marked is disposed of, all where nothing is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "dispose", mark("Dispose"), id="disposal.dispose"),
        Binding("ctrl+a", "mark_all", mark("Mark all"), show=False, id="disposal.mark_all"),
    ]

    NEEDS: ClassVar[Mapping[str, Deed]] = {"dispose": "edit"}

    def __init__(self) -> None:
        super().__init__()
        self._due: list[Due] | None = None
        self._day: date | None = None
        self._busy = False

    def way_back(self) -> Way:
        return opens(DisposalScreen)

    def heading(self) -> str:
        return f"{tr('Filing')} > {tr('Disposal')}"

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="disposal-state")
        yield VirtualTable(id="disposal", multiple=True)

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#disposal", VirtualTable)

    def fill(self) -> None:
        self.table.focus()
        self._show()
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        from records.keep.filing.disposing import disposable

        today = self.xuedang.settings.today
        try:
            self._due, self._day = await disposable(self.archive, on=today), today
        except XuedangError as error:
            self.xuedang.say(error)
            return
        if self.built:
            self._show()

    def on_change(self, change: Change) -> None:
        if not self._busy and any(each.id == change.id for each in self._due or ()):
            self.read_soon(self._load, _PAUSE)

    def _show(self) -> None:
        table, due = self.table, self._due or []
        rows = [
            Row(
                each.id,
                (
                    one_line(str(each.filed)),
                    str(each.filed.kept_until or ""),
                    one_line(f"{self.archive.kinds.label(each.kind)}  {each.title}"),
                ),
                "",
                each.id,
            )
            for each in due
        ]
        kept = table.marked & {each.id for each in due}
        table.show_columns(
            (
                Column("code", tr("Archival code"), widest((row.cells[0] for row in rows), 26), keep=True),
                Column("until", tr("Kept until"), 10, keep=True),
                Column("title", tr("Title"), 18, grow=1),
            )
        )
        table.show_rows(rows, cursor=table.place_in(rows))
        table.marked = kept
        table.show_marks()
        self._tell()

    def _tell(self) -> None:
        if self._due is None:
            text = tr("Counting…")
        elif not self._due:
            text = tr("The period of no filed record has ended.")
        else:
            text = trn(
                "The period of {number:,} filed record has ended.",
                "The periods of {number:,} filed records have ended.",
                len(self._due),
            )
            text += "\n" + self._told_of_marks()
        self.query_one("#disposal-state", Static).update(text)
        self.refresh_top()
        self.refresh_bindings()

    def _told_of_marks(self) -> str:
        if self.table.marked:
            return tr("{count} marked; the others are kept on.", count=f"{len(self.table.marked):,}")
        return tr(
            "Space marks those that go, {key:disposal.mark_all} all of them; what is kept on stays unmarked."
        )

    def on_virtual_table_marks_changed(self) -> None:
        if self.built:
            self._tell()

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        from tui.screens.forms.form import open_form

        if isinstance(message.row.value, ObjectId):
            open_form(self.app, message.row.value)

    def idle(self, action: str) -> str:
        if action in ("dispose", "mark_all") and not self._due:
            return tr("The period of no filed record has ended.")
        if action == "dispose" and not self.table.marked:
            return tr("Mark with Space what is to be disposed of, or all with {key:disposal.mark_all}.")
        return super().idle(action)

    def action_mark_all(self) -> None:
        self.table.marked = {each.id for each in self._due or ()}
        self.table.show_marks()

    @work(exclusive=True, group="act")
    async def action_dispose(self) -> None:
        """Ask who approved it and in which document, then declare what is marked void."""
        from records.keep.filing.disposing import dispose

        going = [each for each in self._due or () if each.id in self.table.marked]
        approval = await self._approval(going)
        if approval is None:
            return
        self._busy = True
        try:
            count = await dispose(
                self.archive, [each.id for each in going], approval, on=self._day or approval.on
            )
            self.notify(tr("{count} disposed of.", count=f"{count:,}"))
        except XuedangError as error:
            self.xuedang.say(error)
        finally:
            self._busy = False
        self._load()

    async def _approval(self, going: list[Due]) -> Approval | None:
        from records.keep.filing.disposing import Approval
        from tui.screens.lists.approve import needed
        from tui.screens.prompts import ask_choice, ask_date, ask_text

        question = trn(
            "Dispose of {number:,} paper? Nothing is deleted.",
            "Dispose of {number:,} papers? Nothing is deleted.",
            len(going),
        )
        answers = [("yes", tr("Dispose of them")), ("no", tr("Cancel"))]
        if await ask_choice(self.app, tr("Disposal"), question, answers) != "yes":
            return None
        by = await ask_text(self.app, tr("Disposal: who approved it"), check=needed)
        document = by and await ask_text(self.app, tr("Disposal: the number of the document"), check=needed)
        today = self.xuedang.settings.today
        chosen = await ask_date(self.app, tr("Disposal: approved on"), today) if document else None
        if not by or not document or chosen is None:
            return None
        return Approval(by, chosen.day or today, document)
