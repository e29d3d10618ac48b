"""How a form is drawn: its sections, the rows of fields, what is wrong, and where the cursor goes."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections.abc import Sequence
from contextlib import suppress

from rich.cells import cell_len
from textual import work
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static, Tab
from textual.worker import WorkerError

from records.checking.checks import Fault
from records.errors import XuedangError
from records.filing import Filed
from records.kind import Field
from records.language import current_language
from records.record import STATUS_LABELS, AttachmentRef, Record
from tui.cjk import one_line
from tui.drafts import DraftFile
from tui.form_state import REMARKS, REMARKS_FIELD, FormState, Typed, edit_text
from tui.screens.forms.form_parts import ATTACHMENTS, CHECKS, OTHER, Part, parts_of, references_in
from tui.screens.kept import KeptPage
from tui.widgets.attachments import AttachmentList
from tui.widgets.checks import CheckList
from tui.widgets.editor import Editor, FormContext
from tui.widgets.field_row import FieldRow
from tui.widgets.part_tabs import PartTabs
from tui.words import tr

#: As many missing fields are named in the line below the top bar.
_NAMED = 4
#: The group of the worker that puts the fields on the screen.
_FILLING = "names"


def _missing(labels: Sequence[str], named: int) -> list[str]:
    """How many fields are missing, and the first of them by name."""
    if not labels:
        return []
    if not named:
        return [tr("{count} missing", count=len(labels))]
    comma = "、" if current_language() == "zh" else ", "
    names = comma.join(labels[:named]) + (tr("…") if len(labels) > named else "")
    return [tr("{count} missing: {labels}", count=len(labels), labels=names)]


class FormView(KeptPage):
    """Draws a ``FormState``. What is done with it is in ``form.py``."""

    def __init__(self, part: str, draft_file: DraftFile | None) -> None:
        super().__init__(draft_file)
        self._part = part
        self._corrected = ""  # the number of the filed record that this one corrects
        self._shared: FormContext | None = None
        self.faults: list[Fault] = []

    @property
    @abstractmethod
    def state(self) -> FormState:
        """What is typed."""

    def on_archive_open(self) -> None:
        if self._shared is not None:
            self._shared.archive = self.archive
        super().on_archive_open()

    def settled(self) -> None:
        """The fields are on the screen for the first time."""

    @property
    def context(self) -> FormContext:
        """What the editors share."""
        if self._shared is None:
            self._shared = FormContext(
                self.archive,
                {},
                self._attachments,
                read_only=self.locked(self.record),
                kind=self.archive.kinds.get(self.record.kind),
            )
        return self._shared

    def locked(self, record: Record) -> bool:
        """Whether nothing can be typed: it is void or filed, or our account may not edit."""
        return record.status == "void" or Filed.of(record.archive) is not None or not self.may("edit")

    def _attachments(self) -> list[AttachmentRef]:
        return self.state.record.attachments

    @property
    def record(self) -> Record:
        """The record as stored, or as it would begin."""
        return self.state.record

    def field(self, name: str) -> Field:
        """The field of that name, remarks and custom ones included."""
        return REMARKS_FIELD if name == REMARKS else self.state.fields[name]

    # --- what is shown -------------------------------------------------------------------------

    def heading(self) -> str:
        if self.xuedang.archive is None:
            return ""
        kind = self.state.kind.label.text()
        title = self.record.title or self.state.first_text()
        name = one_line(title) or tr("new")
        return f"{kind} > {name}{' *' if self.state.dirty else ''}"

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="form-status")
        parts = self.parts
        tabs = (Tab(self._tab_label(part), id=part.id) for part in parts)
        yield PartTabs(*tabs, active=self._active_part().id)
        yield VerticalScroll(id="form-fields", can_focus=False)

    @property
    def parts(self) -> list[Part]:
        return parts_of(self.state)

    def _active_part(self) -> Part:
        parts = self.parts
        return next((part for part in parts if part.id == self._part), parts[0])

    def _tab_label(self, part: Part) -> str:
        match part.id:
            case _ if part.id == CHECKS and self.faults:
                return f"{part.label} {len(self.faults)}"
            case _ if part.id == ATTACHMENTS and self.record.attachments:
                return f"{part.label} {len(self.record.attachments)}"
        return part.label

    def fill(self) -> None:
        self.show_status()
        self._load_names()

    @work(exclusive=True, group=_FILLING)
    async def _load_names(self) -> None:
        """The titles of everything referred to come first: then the fields are right when they appear."""
        try:
            self.context.names.update(await self.archive.names(references_in(self.state)))
            if self.record.corrects is not None:
                self._corrected = (await self.archive.get(self.record.corrects)).no or ""
                self.show_status()
        except XuedangError as error:
            self.xuedang.say(error)
        await self._show_part()
        self._check()
        self.app.call_later(self.complete)  # behind the cursor, which is put there in the same way
        self.settled()

    def take_typed(self) -> None:
        """Take over what the fields hold: of what was typed last, no message may have arrived yet, and of a
        field that is taken away none will."""
        for row in self.query(FieldRow):
            if isinstance(row.editor, Editor) and row.field.computed is None:
                self.state.set(row.field.name, row.editor.typed)

    async def rebuild(self) -> None:
        self.take_typed()
        await super().rebuild()

    async def _show_part(self) -> None:
        part = self._active_part()
        box = self.query_one("#form-fields", VerticalScroll)
        within = self.focused is not None and box in self.focused.ancestors
        async with self.batch():
            await box.remove_children()
            if part.id == CHECKS:
                await box.mount(CheckList(self.faults))
            elif part.id == ATTACHMENTS:
                await box.mount(AttachmentList(self.context))
            else:
                await box.mount_all(self._row(name) for name in part.fields)
                if part.id == OTHER:
                    await box.mount(
                        Static(tr("{key:form.actions} adds a field of your own."), classes="hint")
                    )
        self._show_faults()
        if within and isinstance(self.focused, PartTabs):
            self.set_focus(None)  # there it went when what had the cursor was taken away
        self._focus_first()

    async def _show_again(self) -> None:
        """The state was replaced: put it into the widgets in place, so that the cursor stays where it is."""
        rows = list(self.query(FieldRow))
        part = self._active_part()
        locked = any(row.locked != self.context.read_only for row in rows)
        if not rows or locked or not {row.field.name for row in rows} >= set(part.fields):
            await self._show_part()
            return
        for row in rows:
            row.put(self._typed_of(row.field))
        self._show_faults()

    def _typed_of(self, field: Field) -> Typed:
        empty: Typed = [] if field.is_list else ""
        return self.state.typed.get(field.name, empty)

    def _row(self, name: str) -> FieldRow:
        field = self.field(name)
        return FieldRow(field, self._typed_of(field), self.context)

    def on_screen_resume(self) -> None:
        # What lay in front, such as a grid of rows, may have come before the fields: they got no cursor.
        if self.built and self.focused is None:
            self._focus_first()

    def _focus_first(self) -> None:
        if not self.is_active or isinstance(self.focused, PartTabs):
            return
        for row in self.query(FieldRow):
            row.focus_editor()
            return
        for widget in self.query("#form-fields VirtualTable"):
            widget.focus()
            return

    @property
    def also_editing(self) -> Sequence[str]:
        """The names of those who edit the same record elsewhere."""
        return ()

    def show_status(self) -> None:
        """Draw the line below the top bar again: the fullest that is read whole."""
        if not self.built:
            return
        record = self.record
        first = [record.no or tr("not saved yet"), STATUS_LABELS[record.status].text()]
        if self.also_editing:
            first.insert(0, tr("! {names} is editing it, too", names="、".join(self.also_editing)))
        known = [tr("version {version}", version=record.version)] if record.version else []
        if record.updated:
            day = record.updated.at.astimezone().strftime("%Y-%m-%d %H:%M")
            known.append(f"{record.updated.by} {day}")
        if (filed := Filed.of(record.archive)) is not None:
            first.append(tr("filed as {code}", code=filed))
        if self._corrected:
            first.append(tr("corrects {no}", no=self._corrected))
        void = [tr("void: {reason}", reason=record.void_reason)] if record.void_reason else []
        if not self.may("edit"):
            first.append(tr("read only: your account may not edit"))
        lacking = [fault.label for fault in self.faults if fault.level == "missing"]
        # What the history tells as well is left out first, then the names that the checks tell as well.
        lines = [
            one_line("  ".join([*first, *known[:left], *void, *_missing(lacking, named)]))
            for named in range(min(len(lacking), _NAMED), -1, -1)
            for left in range(len(known), -1, -1)
        ]
        room = self.size.width - 2
        line = next((each for each in lines if cell_len(each) <= room), lines[-1])
        self.query_one("#form-status", Static).update(line)

    async def on_tabs_tab_activated(self, message: PartTabs.TabActivated) -> None:
        # What was said before another tab was chosen may arrive late: the fields are those of the other then.
        if self.built and self.query_one(PartTabs).active == message.tab.id != self._active_part().id:
            self._part = message.tab.id
            self.take_typed()
            await self._show_part()

    def action_next_part(self, step: int) -> None:
        ids = [part.id for part in self.parts]
        self.go_to_part(ids[(ids.index(self._active_part().id) + step) % len(ids)])

    def go_to_part(self, part: str) -> None:
        """Show a section, by its id, the cursor in it."""
        if not self.built:
            self._part = part  # the widgets that are being built show it
            return
        tabs = self.query_one(PartTabs)
        self.set_focus(None)
        if tabs.active == part:
            self._focus_first()
        tabs.active = part

    @work(exclusive=True, group="jump")
    async def go_to_field(self, path: str) -> None:
        """Show the section of a field and put the cursor there, in a table on the row that ``path`` leads to.

        Fields that are being filled are waited for: they come with the cursor in the first of them.
        """
        for worker in [each for each in self.workers if each.node is self and each.group == _FILLING]:
            with suppress(WorkerError):
                await worker.wait()
        name, _, rest = path.partition("[")
        name, at = name.split(".")[0], rest.partition("]")[0]
        part = next((part for part in self.parts if name in part.fields), None)
        if part is None:
            return
        if part.id != self._active_part().id:
            self._part = part.id
            self.query_one(PartTabs).active = part.id
            self.take_typed()
            await self._show_part()
        for row in self.query(FieldRow):
            if row.field.name == name:
                row.focus_editor(int(at) if at.isdigit() else None)
                row.scroll_visible()
        # The cursor is put there by the application, later: keys wait for this worker, and so for that.
        there = asyncio.Event()
        self.app.call_later(there.set)
        await there.wait()

    # --- faults --------------------------------------------------------------------------------

    @work(exclusive=True, group="check")
    async def _check(self) -> None:
        record, faults = self.state.to_record()
        try:
            ready, found = await self.archive.check(record)
        except XuedangError:
            return  # without a server the form stays usable; saving will say so
        for row in self.query(FieldRow):
            if row.field.computed is not None:
                row.put(edit_text(ready.fields.get(row.field.name)))
        broken = {fault.path for fault in faults}
        self.faults = faults + [fault for fault in found if fault.path not in broken]
        self._show_faults()

    def _show_faults(self) -> None:
        by_field: dict[str, list[Fault]] = {}
        untouched = not self.record.version and not self.state.dirty
        for fault in () if untouched else self.faults:
            by_field.setdefault(fault.path.split("[")[0].split(".")[0], []).append(fault)
        for row in self.query(FieldRow):
            row.show_faults(by_field.get(row.field.name, []))
        for list_ in self.query(CheckList):
            list_.show_faults(self.faults)
        for tab in self.query(Tab):
            part = next((part for part in self.parts if part.id == tab.id), None)
            if part is not None:
                tab.label = self._tab_label(part)
        self.show_status()

    def show_errors(self, faults: list[Fault]) -> None:
        """Faults that stopped a save: the first is put under the cursor."""
        self.faults = faults + [each for each in self.faults if each not in faults]
        self._show_faults()
        self.notify("\n".join(str(fault) for fault in faults[:5]), title=tr("Not saved"), severity="error")
        self.go_to_field(faults[0].path)
