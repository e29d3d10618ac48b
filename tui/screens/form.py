"""The form of any kind, made from its kind file: sections, fields, faults, and what can be done with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from bson.objectid import ObjectId
from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static, Tab, Tabs

from records.checks import Fault
from records.errors import NotFound, XuedangError
from records.field_value import show
from records.kind import Field
from records.record import STATUS_LABELS, AttachmentRef, Record
from tui.cjk import one_line
from tui.drafts import Draft, DraftFile
from tui.form_state import CUSTOM_TYPES, REMARKS, REMARKS_FIELD, FormState, Typed, edit_text, merge
from tui.screens.form_parts import ATTACHMENTS, CHECKS, OTHER, Part, parts_of, references_in
from tui.screens.page import Page
from tui.widgets.attachments import AttachmentList
from tui.widgets.checks import CheckList
from tui.widgets.editor import Edited, FormContext
from tui.widgets.field_row import FieldRow
from tui.words import mark, tr

if TYPE_CHECKING:
    from records.archive import Change
    from tui.app import XuedangApp

#: Seconds without typing after which the form is checked and its draft written.
_PAUSE = 0.35


def open_form(app: App[Any], record: ObjectId, *, part: str = "") -> None:
    """Open the form of a stored record."""
    cast("XuedangApp", app).run_worker(_open(cast("XuedangApp", app), record, part))


async def _open(app: XuedangApp, identifier: ObjectId, part: str) -> None:
    archive = app.archive
    if archive is None:
        return
    try:
        record = await archive.get(identifier)
    except XuedangError as error:
        app.say(error)
        return
    app.push_screen(FormScreen(record, part=part))


def new_form(app: App[Any], kind: str, fields: dict[str, Any] | None = None) -> None:
    """Open an empty form of ``kind``, with the kind's defaults and ``fields`` filled in."""
    xuedang = cast("XuedangApp", app)
    if xuedang.archive is None:
        return
    defaults = {each.name: each.default for each in xuedang.archive.kinds.of(kind).fields if each.default is not None}
    xuedang.push_screen(FormScreen(Record.new(kind, defaults | (fields or {}))))


class FormScreen(Page):
    """One record, being edited. What is typed lives in ``state``; widgets only show it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,ctrl+s", "save", mark("Save"), id="form.save"),
        Binding("f7", "approve", mark("Approve"), id="form.approve"),
        Binding("f8", "history", mark("History"), id="form.history"),
        Binding("f9", "actions", mark("Actions"), id="form.actions"),
        Binding("ctrl+z", "undo", mark("Undo"), show=False, id="form.undo"),
        Binding("ctrl+y", "redo", mark("Redo"), show=False, id="form.redo"),
        Binding("ctrl+pagedown,alt+right", "next_part(1)", mark("Next section"), show=False, id="form.next"),
        Binding("ctrl+pageup,alt+left", "next_part(-1)", mark("Previous section"), show=False, id="form.previous"),
        Binding("f11", "full_text", mark("Text on the whole screen"), show=False, id="form.full_text"),
    ]

    def __init__(
        self, record: Record, *, part: str = "", draft: Draft | None = None, draft_file: DraftFile | None = None
    ) -> None:
        super().__init__()
        self._record = record
        self._draft, self._file = draft, draft_file
        self._part = part
        self._state: FormState | None = None
        self._shared: FormContext | None = None
        self.faults: list[Fault] = []
        self.saving = False

    # --- state ---------------------------------------------------------------------------------

    @property
    def state(self) -> FormState:
        """What is typed. Made with the form, as soon as the archive's kinds are known."""
        if self._state is None:
            self._state = FormState(self.archive.kinds.of(self._record.kind), self._record)
            if self._draft is not None:
                self._apply_draft(self._draft)
        return self._state

    def _apply_draft(self, draft: Draft) -> None:
        state = self.state
        for name, type_ in draft.extra.items():
            if name not in state.fields and any(type_ == known for known, _ in CUSTOM_TYPES):
                state.add_field(name, cast("Any", type_))
        known = {name: typed for name, typed in draft.typed.items() if name in state.fields or name == REMARKS}
        state.replace(state.typed | known)
        if draft.version != state.record.version:
            merged = merge(draft.base, state.typed | known, state.base)
            state.replace(merged.typed)
            if merged.clashes:
                self.call_after_refresh(self._show_conflict, draft.base, state.record)

    @property
    def context(self) -> FormContext:
        """What the editors share."""
        if self._shared is None:
            self._shared = FormContext(self.archive, {}, self._attachments, read_only=self._record.status == "void")
        return self._shared

    def _attachments(self) -> list[AttachmentRef]:
        return self.state.record.attachments

    @property
    def record(self) -> Record:
        """The record as stored, or as it would begin."""
        return self.state.record

    @property
    def unsaved(self) -> bool:
        return self._state is not None and self._state.dirty

    def field(self, name: str) -> Field:
        """The field of that name, remarks and custom ones included."""
        return REMARKS_FIELD if name == REMARKS else self.state.fields[name]

    # --- what is shown -------------------------------------------------------------------------

    def heading(self) -> str:
        if self.xuedang.archive is None:
            return ""
        kind = self.state.kind.label.text()
        title = self.record.title or self.state.first_text()
        sign = " *" if self.state.dirty else ""
        return f"{kind} > {one_line(title) or tr('new')}{sign}"

    def body(self) -> ComposeResult:
        yield Static(markup=False, id="form-status")
        parts = self.parts
        yield Tabs(*(Tab(self._tab_label(part), id=part.id) for part in parts), active=self._active_part().id)
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
        self._show_status()
        self._load_names()

    @work(exclusive=True, group="names")
    async def _load_names(self) -> None:
        """The titles of everything referred to come first: then the fields are right when they appear."""
        try:
            self.context.names.update(await self.archive.names(references_in(self.state)))
        except XuedangError as error:
            self.xuedang.say(error)
        await self._show_part()
        self._check()
        self._settle_draft()

    def _settle_draft(self) -> None:
        """The draft this form was opened from works: it is an ordinary one again."""
        if self._draft is not None and self._file is not None:
            self._draft = None
            self.xuedang.drafts.settle(self._file)

    async def _show_part(self) -> None:
        part = self._active_part()
        box = self.query_one("#form-fields", VerticalScroll)
        async with self.batch():
            await box.remove_children()
            if part.id == CHECKS:
                await box.mount(CheckList(self.faults))
            elif part.id == ATTACHMENTS:
                await box.mount(AttachmentList(self.context))
            else:
                await box.mount_all(self._row(name) for name in part.fields)
                if part.id == OTHER:
                    await box.mount(Static(tr("F9 adds a field of your own."), classes="hint"))
        self._show_faults()
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

    def _focus_first(self) -> None:
        if not self.is_current or isinstance(self.focused, Tabs):
            return
        for row in self.query(FieldRow):
            row.focus_editor()
            return
        for widget in self.query("#form-fields VirtualTable"):
            widget.focus()
            return

    def _show_status(self) -> None:
        record, lang_status = self.record, STATUS_LABELS[self.record.status].text()
        parts = [record.no or tr("not saved yet"), lang_status]
        if record.version:
            parts.append(tr("version {version}", version=record.version))
        if record.updated:
            day = record.updated.at.astimezone().strftime("%Y-%m-%d %H:%M")
            parts.append(f"{record.updated.by} {day}")
        if record.void_reason:
            parts.append(tr("void: {reason}", reason=record.void_reason))
        missing = [fault for fault in self.faults if fault.level == "missing"]
        if missing:
            labels = "、".join(fault.label for fault in missing[:4])
            parts.append(tr("{count} missing: {labels}", count=len(missing), labels=labels))
        self.query_one("#form-status", Static).update(one_line("  ".join(parts)))

    async def on_tabs_tab_activated(self, message: Tabs.TabActivated) -> None:
        if message.tab.id and message.tab.id != self._active_part().id:
            self._part = message.tab.id
            await self._show_part()

    def action_next_part(self, step: int) -> None:
        ids = [part.id for part in self.parts]
        self.go_to_part(ids[(ids.index(self._active_part().id) + step) % len(ids)])

    def go_to_part(self, part: str) -> None:
        """Show a section, by its id."""
        self.set_focus(None)
        self.query_one(Tabs).active = part

    @work(exclusive=True, group="jump")
    async def go_to_field(self, path: str) -> None:
        """Show the section of a field and put the cursor there; ``path`` may lead into a row."""
        name = path.split("[")[0].split(".")[0]
        part = next((part for part in self.parts if name in part.fields), None)
        if part is None:
            return
        if part.id != self._active_part().id:
            self._part = part.id
            self.query_one(Tabs).active = part.id
            await self._show_part()
        for row in self.query(FieldRow):
            if row.field.name == name:
                row.focus_editor()
                row.scroll_visible()

    # --- typing --------------------------------------------------------------------------------

    def on_edited(self, message: Edited) -> None:
        message.stop()
        self.state.set(message.name, message.typed)
        for row in self.query(FieldRow):
            if row.field.name == message.name:
                row.typed_in(message.typed)
        self._typed()

    def _typed(self) -> None:
        """Something was typed: check and write the draft after a pause, and show that it is unsaved."""
        self.refresh_top()
        self._keep_soon()

    @work(exclusive=True, group="keep")
    async def _keep_soon(self) -> None:
        await asyncio.sleep(_PAUSE)
        writing = self._draft_writing()
        if writing is not None:
            try:
                await asyncio.to_thread(writing)
            except OSError as error:
                self.notify(str(error), title=tr("The draft could not be written; save soon."), severity="warning")
        self._check()

    def _draft_writing(self) -> Callable[[], None] | None:
        """What is to be done with the draft file now; it may be done in a thread."""
        if self._state is None or self._draft is not None:
            return None
        if not self._state.dirty:
            return self._file.discard if self._file is not None else None
        if self._file is None:
            self._file = self.xuedang.drafts.new_file()
        return partial(self._file.write, self._state.to_draft(self.xuedang.operator))

    def write_draft(self) -> None:
        writing = self._draft_writing()
        if writing is not None:
            with suppress(OSError):  # the process is ending: there is nobody left to tell
                writing()

    def _undo(self, names: list[str]) -> None:
        for row in self.query(FieldRow):
            if row.field.name in names:
                row.put(self._typed_of(row.field))
        if names:
            self._typed()

    def action_undo(self) -> None:
        self._undo(self.state.undo())

    def action_redo(self) -> None:
        self._undo(self.state.redo())

    @work(exclusive=True, group="full-text")
    async def action_full_text(self) -> None:
        """Give the long text under the cursor the whole screen."""
        from tui.screens.long_text import LongTextScreen
        from tui.widgets.text_editors import LongTextEditor

        editor = self.focused
        if isinstance(editor, LongTextEditor):
            text = await self.app.push_screen_wait(LongTextScreen(editor.field, editor.text, editor.read_only))
            if text is not None and text != editor.text:
                editor.put(text)
                editor.announce()

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
                tab.label = self._tab_label(part)  # type: ignore[assignment]
        self._show_status()

    def show_errors(self, faults: list[Fault]) -> None:
        """Faults that stopped a save: the first is put under the cursor."""
        self.faults = faults + [each for each in self.faults if each not in faults]
        self._show_faults()
        self.notify("\n".join(str(fault) for fault in faults[:5]), title=tr("Not saved"), severity="error")
        self.go_to_field(faults[0].path)

    # --- saving and the rest: see form_actions -----------------------------------------------------

    def action_save(self) -> None:
        from tui.screens.form_actions import save

        self.run_worker(save(self), group="save")

    def action_approve(self) -> None:
        from tui.screens.form_actions import approve

        self.run_worker(approve(self), group="save")

    def action_history(self) -> None:
        if self.record.version:
            from tui.screens.history import HistoryScreen

            self.app.push_screen(HistoryScreen(self.record), self._reload_after)

    def _reload_after(self, _: object) -> None:
        self.reload()

    def action_actions(self) -> None:
        from tui.screens.form_actions import choose_action

        self.run_worker(choose_action(self), exclusive=True, group="actions")

    async def may_close(self) -> bool:
        if not self.unsaved:
            self.forget_draft()
            return True
        from tui.screens.form_actions import leave

        return await leave(self)

    def forget_draft(self) -> None:
        """What was typed is saved or given up."""
        if self._file is not None:
            self._file.discard()

    async def saved_as(self, saved: Record, at_save: dict[str, Typed]) -> None:
        """The record was stored; what was typed since then stays typed."""
        state = self.state
        state.rebase(saved)
        state.typed = merge(at_save, state.typed, state.base).typed
        self.context.read_only = saved.status == "void"
        self._keep_soon()
        self.context.names.update(await self.archive.names(references_in(state)))
        await self._show_again()
        self.refresh_top()
        self._check()

    @work(exclusive=True, group="reload")
    async def reload(self) -> None:
        """Read the record again if nothing is typed; otherwise saving will compare."""
        if not self.record.version:
            return
        try:
            record = await self.archive.get(self.record.id)
        except NotFound:
            return
        except XuedangError as error:
            self.xuedang.say(error)
            return
        if record.version != self.record.version and not self.unsaved:
            await self.saved_as(record, dict(self.state.typed))

    def on_change(self, change: Change) -> None:
        if self._state is None or change.id != self.record.id or change.version <= self.record.version or self.saving:
            return
        if self.unsaved:
            self.notify(tr("Somebody saved this record just now. On saving, the two are brought together."))
        else:
            self.reload()

    def action_refresh_page(self) -> None:
        self.reload()

    def _show_conflict(self, base: dict[str, Typed], theirs: Record) -> None:
        from tui.screens.form_actions import resolve

        self.run_worker(resolve(self, base, theirs), group="save")

    def shown(self, name: str, value: Any) -> str:
        """A value of a field on one line."""
        return show(self.field(name), value, names=self.context.names)
