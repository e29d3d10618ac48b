"""Every version of a record, what changed from one to the next, and going back to an older one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from records.errors import XuedangError
from records.privacy.personal import mask_fields
from records.record import Record
from records.visible import visible
from tui.cjk import one_line
from tui.rows.differences import Difference, differences, references
from tui.screens.page import Page, opens
from tui.screens.prompts import ask_choice
from tui.states import TONES
from tui.unmasking import ask_to_unmask
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from records.archive import Change, Revision
    from tui.trail import Way


class HistoryScreen(Page):
    """Versions on the left, the newest first; on the right what the chosen one changed."""

    NEEDS = {"restore": "edit", "unmask": "unmask"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "compare", mark("Against the current"), id="history.compare"),
        Binding("f7", "restore", mark("Restore this version"), id="history.restore"),
        Binding("alt+w", "unmask", mark("Whole numbers"), id="history.unmask"),
    ]

    def __init__(self, record: Record) -> None:
        super().__init__()
        self._record = record
        self._revisions: list[Revision] = []
        self._names: dict[ObjectId, str] = {}
        self._against_current = False
        self._whole = False

    def way_back(self) -> Way:
        return opens(HistoryScreen, self._record)

    def heading(self) -> str:
        return " > ".join((tr("History"), one_line(self._record.no or self._record.title)))

    def body(self) -> ComposeResult:
        with Horizontal():
            yield VirtualTable(id="versions", opens=False)
            with VerticalScroll(id="changes-box"):
                yield Static(markup=False, id="changes-title")
                yield Static(id="changes")

    def fill(self) -> None:
        self._load()

    @work(exclusive=True, group="load")
    async def _load(self) -> None:
        try:
            self._revisions = await self.archive.history(self._record.id)
            ids = [each for revision in self._revisions for each in references(revision.record)]
            self._names = await self.archive.names(ids)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self._record = self._revisions[0].record
        table = self.query_one("#versions", VirtualTable)
        table.show_columns(
            (
                Column("version", tr("Ver."), 4, right=True),
                Column("at", tr("When"), 14, keep=True),
                Column("by", tr("By"), 6, grow=1),
                Column("note", tr("Note"), 4, grow=1),
            )
        )
        rows = [
            Row(
                each.version,
                (str(each.version), _by_the_clock(each.at), each.by, each.note),
                value=each,
            )
            for each in self._revisions
        ]
        table.show_rows(rows, cursor=table.cursor)
        table.focus()
        self._show_changes()

    def on_change(self, change: Change) -> None:
        if change.id == self._record.id and change.version > self._record.version:
            self._load()

    def on_virtual_table_moved(self) -> None:
        if self.built:
            self._show_changes()
            self.refresh_bindings()

    def _chosen(self) -> tuple[Revision, Revision | None] | None:
        """The chosen version and the one it is compared with."""
        index = self.query_one("#versions", VirtualTable).cursor
        if index >= len(self._revisions):
            return None
        chosen = self._revisions[index]
        if self._against_current:
            return self._revisions[0], chosen
        return chosen, self._revisions[index + 1] if index + 1 < len(self._revisions) else None

    def _show_changes(self) -> None:
        pair = self._chosen()
        if pair is None:
            return
        newer, older = pair
        title = (
            tr("First version")
            if older is None
            else tr("{old} to {new}", old=older.version, new=newer.version)
        )
        self.query_one("#changes-title", Static).update(title)
        kind = self.archive.kinds.of(self._record.kind)
        before = older.record if older else None
        found = differences(kind, before, newer.record, self._names, whole=self._whole)
        self.query_one("#changes", Static).update(
            _as_text(found) if found else Content(tr("No field differs."))
        )

    def idle(self, action: str) -> str:
        if action == "compare" and len(self._revisions) < 2:
            return tr("There is only one version.")
        if action == "restore" and self.query_one("#versions", VirtualTable).cursor == 0:
            return tr("That is the current version.")
        if action == "unmask" and not self._holds_personal():
            return tr("No identity number or phone stands in it.")
        return super().idle(action)

    def _holds_personal(self) -> bool:
        kind = self.archive.kinds.get(self._record.kind)
        fields = [each.record.fields for each in self._revisions]
        return any(mask_fields(kind, each) != each for each in fields)

    @work(exclusive=True, group="unmask")
    async def action_unmask(self) -> None:
        """Show numbers whole, for a reason; again, masked."""
        self._whole = not self._whole and await ask_to_unmask(
            self.xuedang, tr("history"), record=self._record
        )
        self._show_changes()

    def action_compare(self) -> None:
        self._against_current = not self._against_current
        self._show_changes()

    @work(exclusive=True, group="restore")
    async def action_restore(self) -> None:
        index = self.query_one("#versions", VirtualTable).cursor
        if index >= len(self._revisions):
            return
        version = self._revisions[index].version
        question = tr("Save the content of version {version} as a new version?", version=version)
        answers = [("yes", tr("Restore")), ("no", tr("Cancel"))]
        if await ask_choice(self.app, tr("Restore"), question, answers) != "yes":
            return
        try:
            await self.archive.restore(self._record.id, version, expected_version=self._record.version)
        except XuedangError as error:
            self.xuedang.say(error)
            return
        self.notify(tr("Version {version} is restored.", version=version))
        self.query_one("#versions", VirtualTable).cursor = 0
        self._load()


def _by_the_clock(at: datetime) -> str:
    """A time to the minute in fourteen cells; this year needs no telling."""
    here = at.astimezone()
    this_year = here.year == datetime.now().astimezone().year
    return here.strftime("%m-%d %H:%M" if this_year else "%y-%m-%d %H:%M")


def _as_text(found: list[Difference]) -> Content:
    """Each difference as its label, then what went with - and what came with +: signs, not colour alone."""
    lines = []
    for each in found:
        lines.append(Content.styled(f"{each.label}\n", TONES["strong"]))
        if each.before:
            lines.append(Content.styled(f"- {visible(each.before)}\n", TONES["failed"]))
        if each.after:
            lines.append(Content.styled(f"+ {visible(each.after)}\n", TONES["met"]))
    return Content.assemble(*lines)
