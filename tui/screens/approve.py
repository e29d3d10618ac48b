"""Approving and voiding several records at once, and saying which could not be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bson.objectid import ObjectId
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Button, ProgressBar, Static

from records.archive import ApproveReport
from records.checks import Fault
from records.errors import XuedangError
from records.record import Record
from tui.screens.prompts import Prompt, ask_choice, ask_text
from tui.widgets.virtual_table import Column, FixedRows, Row, VirtualTable
from tui.words import tr

if TYPE_CHECKING:
    from tui.screens.page import Page

#: So many at a time, so that progress shows and stopping is possible in between.
_CHUNK = 20


class RefusedScreen(Prompt[ObjectId]):
    """What could not be approved, each with why; Enter opens the record."""

    def __init__(self, report: ApproveReport) -> None:
        super().__init__(
            tr("{done} verified, {refused} not", done=len(report.approved), refused=len(report.refused))
        )
        self._refused = report.refused

    def inside(self) -> ComposeResult:
        yield VirtualTable((Column("record", tr("Record"), 18, grow=1), Column("why", tr("Why"), 26, grow=2)))
        yield Static(tr("Enter opens the record; Esc goes back."), classes="prompt-hint")

    def on_mount(self) -> None:
        rows = [Row(record.id, (_name(record), _why(faults))) for record, faults in self._refused]
        table = self.query_one(VirtualTable)
        table.styles.height = min(len(rows), 14) + 1
        table.show(FixedRows(rows), len(rows))
        table.focus()

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        if isinstance(message.row.id, ObjectId):
            self.dismiss(message.row.id)


def _name(record: Record) -> str:
    return f"{record.no or ''} {record.title}".strip()


def _why(faults: Sequence[Fault]) -> str:
    return "; ".join(str(fault) for fault in faults)


class ProgressPrompt(Prompt[None]):
    """A bar over the page while many records are worked on; Escape stops after the present chunk."""

    def __init__(self, title: str, total: int) -> None:
        super().__init__(title)
        self._total = total
        self.stopped = False

    def inside(self) -> ComposeResult:
        yield ProgressBar(self._total)
        with Horizontal(classes="prompt-buttons"):
            yield Button(tr("Stop"), compact=True)

    def advance(self, number: int) -> None:
        self.query_one(ProgressBar).advance(number)

    def action_cancel(self) -> None:
        self.stopped = True

    def on_button_pressed(self) -> None:
        self.stopped = True


async def approve_records(page: Page, ids: Sequence[ObjectId]) -> None:
    """Verify records; those that lack something are listed. From a worker."""
    if not ids:
        return
    if len(ids) > 1:
        answers = [("yes", tr("Approve")), ("no", tr("Cancel"))]
        text = tr("Verify {count} records? Those that lack something stay as they are.", count=len(ids))
        if await ask_choice(page.app, tr("Approve"), text, answers) != "yes":
            return
    total = ApproveReport()
    progress = ProgressPrompt(tr("Approving"), len(ids))
    page.app.push_screen(progress)
    try:
        for start in range(0, len(ids), _CHUNK):
            if progress.stopped:
                break
            chunk = ids[start : start + _CHUNK]
            report = await page.archive.approve(chunk)
            total.approved.extend(report.approved)
            total.refused.extend(report.refused)
            progress.advance(len(chunk))
    except XuedangError as error:
        page.xuedang.say(error)
    finally:
        progress.dismiss(None)
    if total.refused:
        chosen = await page.app.push_screen_wait(RefusedScreen(total))
        if chosen is not None:
            from tui.screens.form import open_form

            open_form(page.app, chosen, part="checks")
    else:
        page.notify(tr("{count} verified.", count=len(total.approved)))


async def void_records(page: Page, ids: Sequence[ObjectId]) -> bool:
    """Declare records void for one reason; whether it was done. From a worker."""
    if not ids:
        return False
    title = tr("Declare {count} records void", count=len(ids)) if len(ids) > 1 else tr("Declare void")
    reason = await ask_text(page.app, title, hint=tr("The reason stays with the record."), check=needed)
    if not reason:
        return False
    done = 0
    for identifier in ids:
        try:
            record = await page.archive.get(identifier)
            if record.status != "void":
                await page.archive.void(identifier, reason, expected_version=record.version)
                done += 1
        except XuedangError as error:
            page.xuedang.say(error)
            break
    page.notify(tr("{count} declared void.", count=done))
    return True


def needed(text: str) -> None:
    """Refuse an empty reason. Raises ValueError."""
    if not text.strip():
        raise ValueError(tr("A reason is needed."))
