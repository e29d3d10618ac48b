"""Drafts that an application left behind: open, give up, or leave for later."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, cast

from bson.objectid import ObjectId
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from records.errors import NotFound, XuedangError
from records.record import Record
from tui.cjk import one_line
from tui.drafts import Leftover
from tui.screens.prompts import Prompt
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.app import XuedangApp
    from tui.screens.page import Page


async def offer_drafts(page: Page) -> None:
    """Show what was left behind, if anything, and do with it what the user says. From a worker."""
    app = page.xuedang
    while leftovers := app.drafts.leftovers():
        answer = await app.push_screen_wait(DraftsScreen(leftovers))
        if answer is None:
            return
        action, leftover = answer
        try:
            if action == "discard":
                app.drafts.discard(leftover)
            else:
                await _open(page, leftover)
                return
        except FileNotFoundError:
            continue  # another window took it meanwhile


async def _open(page: Page, leftover: Leftover) -> None:
    """Open a draft in its form. It is renamed first, so one that brings the application down says so."""
    from tui.screens.forms.form import FormScreen
    from tui.screens.forms.raw_document import DOCUMENT, RawDocumentScreen
    from tui.screens.quick.quick_entries import ROWS, EntriesScreen

    draft = leftover.draft
    if ROWS in draft.typed and draft.kind in page.archive.kinds:
        page.app.push_screen(EntriesScreen.from_draft(draft, page.xuedang.drafts.take(leftover)))
        return
    try:
        kind = page.archive.kinds.of(draft.kind)
        record = await page.archive.get(ObjectId(draft.record))
    except NotFound:
        record = Record(ObjectId(draft.record), kind.name)
        if draft.version:
            page.notify(tr("The record of this draft is not in this archive; it opens as a new one."))
    except XuedangError as error:
        page.xuedang.say(error)
        return
    file = page.xuedang.drafts.take(leftover)
    if DOCUMENT not in draft.typed:
        page.app.push_screen(FormScreen(record, draft=draft, draft_file=file))
        return
    form = FormScreen(record.copy())
    await page.app.push_screen(form)
    # Saved as a change of the version that was read, so that what others saved since is not overwritten.
    record.version = draft.version
    page.app.push_screen(RawDocumentScreen(form, record, draft=draft, draft_file=file))


def _by_the_clock(stamp: str) -> str:
    """A draft's stamp, which is in UTC, as the clock here shows it; one that is none stays."""
    try:
        return datetime.fromisoformat(stamp).astimezone().strftime("%Y-%m-%d %H:%M")
    except ValueError:
        return stamp


class DraftsScreen(Prompt["tuple[str, Leftover]"]):
    """The drafts found, newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("delete", "discard", mark("Give up"), id="drafts.discard"),
    ]

    def __init__(self, leftovers: list[Leftover]) -> None:
        super().__init__(tr("Unsaved work was found"))
        self._leftovers = leftovers

    def inside(self) -> ComposeResult:
        yield Static(tr("It was typed when xuedang ended without saving."), classes="prompt-hint")
        yield VirtualTable((Column("title", tr("Record"), 24, grow=1), Column("when", tr("When"), 16)))
        with Horizontal(classes="prompt-buttons"):
            yield Button(tr("Open (Enter)"), id="open", variant="primary", compact=True)
            yield Button(tr("Give up ({key:drafts.discard})"), id="discard", compact=True)
            yield Button(tr("Later (Esc)"), id="later", compact=True)

    def on_mount(self) -> None:
        rows = []
        for index, each in enumerate(self._leftovers):
            title = one_line(each.draft.title) or f"{self._kind(each)} {tr('(no title yet)')}".strip()
            sign = tr(" (opened before)") if each.tried else ""
            when = _by_the_clock(each.draft.saved_at)
            rows.append(Row(index, (title + sign, when), value=each))
        table = self.query_one(VirtualTable)
        table.styles.height = min(len(rows), 10) + 1
        table.show_rows(rows)
        table.focus()

    def _kind(self, leftover: Leftover) -> str:
        """What kind of record the draft is of, as far as this archive knows it."""
        archive = cast("XuedangApp", self.app).archive
        kind = archive.kinds.get(leftover.draft.kind) if archive is not None else None
        return kind.label.text() if kind is not None else ""

    @property
    def _current(self) -> Leftover:
        return self._leftovers[self.query_one(VirtualTable).cursor]

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        self.dismiss(("open", self._current))

    def action_discard(self) -> None:
        self.dismiss(("discard", self._current))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        match event.button.id:
            case "open":
                self.dismiss(("open", self._current))
            case "discard":
                self.action_discard()
            case _:
                self.dismiss(None)
