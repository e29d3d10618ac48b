"""Approving, sending back and voiding several records at once, and saying which could not be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from bson.objectid import ObjectId
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, ProgressBar, Static

from records.checking.checks import Fault
from records.errors import Conflict, InvalidRecord, Refused, XuedangError
from records.language import clauses
from records.record import Record
from records.search.query import Query
from tui.screens.prompts import Prompt, ask_choice, ask_text
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.screens.page import Page

Refusals = Sequence[tuple[Record, Sequence[Fault]]]


class RefusedScreen(Prompt[None]):
    """What could not be done, each with why; the records are opened from here, and Escape leads back."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f9", "as_list", mark("As a list"), id="refused.list")]

    def __init__(self, title: str, refused: Refusals) -> None:
        super().__init__(title)
        self._refused = refused

    def inside(self) -> ComposeResult:
        yield VirtualTable((Column("record", tr("Record"), 18, grow=1), Column("why", tr("Why"), 26, grow=2)))
        yield Static(
            tr("Enter opens the record, {key:refused.list} shows them as a list; Esc goes back."),
            classes="prompt-hint",
        )

    def on_mount(self) -> None:
        rows = [Row(record.id, (_name(record), _why(faults))) for record, faults in self._refused]
        table = self.query_one(VirtualTable)
        table.styles.height = min(len(rows), 14) + 1
        table.show_rows(rows)
        table.focus()

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        from tui.screens.forms.form import open_form

        if isinstance(message.row.id, ObjectId):
            open_form(self.app, message.row.id, part="checks")

    def action_as_list(self) -> None:
        from tui.screens.lists.list import ListScreen

        ids = tuple(record.id for record, _ in self._refused)
        self.app.push_screen(ListScreen(None, query=Query(ids=ids), title=self.prompt_title))


def _name(record: Record) -> str:
    return f"{record.no or ''} {record.title}".strip()


def _why(faults: Sequence[Fault]) -> str:
    return clauses(faults)


class ProgressPrompt(Prompt[None]):
    """A bar over the page while many records are worked on; Escape stops after the present chunk."""

    #: Keys do not wait for the work that it shows.
    STOPS_WORK: ClassVar[bool] = True

    def __init__(self, title: str, total: int) -> None:
        super().__init__(title)
        self._total = total
        self.stopped = False

    def inside(self) -> ComposeResult:
        yield ProgressBar(self._total)
        with Horizontal(classes="prompt-buttons"):
            yield Button(tr("Stop"), compact=True)

    def reach(self, number: int) -> None:
        """So many are done."""
        for bar in self.query(ProgressBar):
            bar.update(progress=number)

    def action_cancel(self) -> None:
        self.stopped = True

    def on_button_pressed(self) -> None:
        self.stopped = True


async def approve_records(page: Page, ids: Sequence[ObjectId], *, question: str = "") -> bool:
    """Verify records, and tell what became of them; whether it was done. From a worker.

    ``question`` is asked first; without one, the number of records is, unless it is a single one.
    """
    if not ids:
        return False
    if len(ids) > 1 or question:
        answers = [("yes", tr("Approve")), ("no", tr("Cancel"))]
        text = question or tr(
            "Verify {count} records? Those that lack something stay as they are.", count=f"{len(ids):,}"
        )
        if await ask_choice(page.app, tr("Approve"), text, answers) != "yes":
            return False
    progress = ProgressPrompt(tr("Approving"), len(ids))
    page.app.push_screen(progress)
    try:
        report = await page.archive.approve_many(
            ids, on_progress=progress.reach, stopped=lambda: progress.stopped
        )
    except XuedangError as error:
        page.xuedang.say(error)
        return True  # the chunks until then are approved
    finally:
        progress.dismiss(None)
    await _tell(
        page,
        tr("{count} verified.", count=f"{report.approved:,}"),
        tr(
            "{done} verified, {refused} not",
            done=f"{report.approved:,}",
            refused=f"{len(report.refused):,}",
        ),
        report.refused,
        stopped=report.stopped,
    )
    return True


async def send_back_records(page: Page, ids: Sequence[ObjectId]) -> bool:
    """Make submitted records drafts again for one reason; whether it was done. From a worker."""
    from records.lists.waiting import send_back

    if not ids:
        return False
    title = tr("Send {count} records back", count=f"{len(ids):,}") if len(ids) > 1 else tr("Send back")
    hint = tr("It becomes a draft again; the reason goes into its remarks.")
    reason = await ask_text(page.app, title, hint=hint, check=needed)
    if not reason:
        return False
    done, refused = 0, list[tuple[Record, Sequence[Fault]]]()
    progress = ProgressPrompt(title, len(ids))
    page.app.push_screen(progress)
    try:
        for number, identifier in enumerate(ids, 1):
            if progress.stopped:
                break
            record = await page.archive.get(identifier)
            try:
                await send_back(page.archive, record, reason, on=page.xuedang.settings.today)
                done += 1
            except InvalidRecord as error:
                refused.append((record, error.faults))
            except (Refused, Conflict) as error:
                refused.append((record, [Fault("status", "error", error.message)]))
            progress.reach(number)
    except XuedangError as error:
        page.xuedang.say(error)
    finally:
        progress.dismiss(None)
    await _tell(
        page,
        tr("{count} sent back.", count=f"{done:,}"),
        tr("{done} sent back, {refused} not", done=f"{done:,}", refused=f"{len(refused):,}"),
        refused,
        stopped=progress.stopped,
    )
    return True


async def _tell(page: Page, done: str, title: str, refused: Refusals, *, stopped: bool) -> None:
    """What became of it: a word when all went well, else the list of those that could not be."""
    if stopped:
        page.notify(tr("Stopped; the rest is as it was."), severity="warning")
    if refused:
        await page.app.push_screen_wait(RefusedScreen(title, refused))
    else:
        page.notify(done)


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
