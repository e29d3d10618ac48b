"""The form of any kind, made from its kind file: sections, fields, faults, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from bson.objectid import ObjectId
from textual import work
from textual.app import App
from textual.binding import Binding, BindingType

from records.errors import NotFound, XuedangError
from records.record import Record
from tui.drafts import Draft, DraftFile
from tui.form_state import CUSTOM_TYPES, REMARKS, FormState, Typed, TypedForm, merge
from tui.rows.record_rows import WITH_DOSSIER
from tui.screens.forms.form_parts import references_in
from tui.screens.forms.form_presence import Presence
from tui.screens.forms.form_view import FormView
from tui.widgets.editor import Edited
from tui.widgets.field_row import FieldRow
from tui.words import mark, tr, trn

if TYPE_CHECKING:
    from records.archive import Change
    from tui.app import XuedangApp
    from tui.screens.forms.form_among import Among
    from tui.trail import Way


def open_form(app: App[Any], record: ObjectId, *, part: str = "", among: Among | None = None) -> None:
    """Open the form of a stored record; ``among`` is the list whose other records can be gone to."""
    cast("XuedangApp", app).run_worker(_open(cast("XuedangApp", app), record, part, among), group="open")


async def _open(app: XuedangApp, identifier: ObjectId, part: str, among: Among | None) -> None:
    archive = app.archive
    if archive is None:
        return
    try:
        record = await archive.get(identifier)
    except XuedangError as error:
        app.say(error)
        return
    app.push_screen(FormScreen(record, part=part, among=among))


def new_form(
    app: App[Any], kind: str, fields: dict[str, Any] | None = None, *, typed: TypedForm | None = None
) -> FormScreen | None:
    """Open an empty form of ``kind``, with the kind's defaults and ``fields`` filled in.

    ``typed`` is what was typed already, elsewhere: it is unsaved from the beginning.
    """
    xuedang = cast("XuedangApp", app)
    if xuedang.archive is None:
        return None
    defaults = {
        each.name: each.default for each in xuedang.archive.kinds.of(kind).fields if each.default is not None
    }
    form = FormScreen(Record.new(kind, defaults | (fields or {})), typed=typed)
    xuedang.push_screen(form)
    return form


class FormScreen(FormView):
    """One record, being edited. What is typed lives in ``state``; widgets only show it."""

    NEEDS = {"save": "edit", "approve": "edit", "undo": "edit", "redo": "edit"}
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2,ctrl+s", "save", mark("Save"), id="form.save"),
        Binding("f7", "approve", mark("Approve"), id="form.approve"),
        Binding("f8", "history", mark("History"), id="form.history"),
        Binding("f9", "actions", mark("Actions"), id="form.actions"),
        Binding("ctrl+z", "undo", mark("Undo"), show=False, id="form.undo"),
        Binding("ctrl+y", "redo", mark("Redo"), show=False, id="form.redo"),
        Binding("ctrl+pagedown,alt+right", "next_part(1)", mark("Next section"), show=False, id="form.next"),
        Binding(
            "ctrl+pageup,alt+left", "next_part(-1)", mark("Previous section"), show=False, id="form.previous"
        ),
        Binding("alt+pagedown", "neighbour(1)", mark("Next record"), show=False, id="form.next_record"),
        Binding(
            "alt+pageup", "neighbour(-1)", mark("Previous record"), show=False, id="form.previous_record"
        ),
        Binding("f11", "full_text", mark("Text on the whole screen"), show=False, id="form.full_text"),
    ]

    def __init__(
        self,
        record: Record,
        *,
        part: str = "",
        draft: Draft | None = None,
        draft_file: DraftFile | None = None,
        typed: TypedForm | None = None,
        among: Among | None = None,
    ) -> None:
        super().__init__(part, draft_file)
        self._among = among
        self._typed_before = typed
        self._record = record
        self._draft = draft
        self._state: FormState | None = None
        self.saving = False
        self._presence, self._shown = Presence(), False

    @property
    def subject(self) -> Record | None:
        stored = self._state is not None and self.record.version and self.record.kind in WITH_DOSSIER
        return self.record if stored else None

    @property
    def record_id(self) -> ObjectId | None:
        return self.record.id if self._state is not None and self.record.version else None

    def way_back(self) -> Way | None:
        identifier = self.record_id
        return partial(open_form, record=identifier, part=self._part) if identifier is not None else None

    # --- state ---------------------------------------------------------------------------------

    @property
    def state(self) -> FormState:
        """What is typed. Made with the form, as soon as the archive's kinds are known."""
        if self._state is None:
            self._state = FormState(self.archive.kinds.of(self._record.kind), self._record)
            if self._draft is not None:
                self._apply_draft(self._draft)
            elif self._typed_before:
                self._state.typed |= self._typed_before
        return self._state

    def _apply_draft(self, draft: Draft) -> None:
        state = self.state
        for name, type_ in draft.extra.items():
            if name not in state.fields and any(type_ == known for known, _ in CUSTOM_TYPES):
                state.add_field(name, cast("Any", type_))
        known = {
            name: typed for name, typed in draft.typed.items() if name in state.fields or name == REMARKS
        }
        state.replace(state.typed | known)
        if draft.version != state.record.version:
            merged = merge(draft.base, state.typed | known, state.base)
            state.replace(merged.typed)
            if merged.clashes:
                self.call_after_refresh(self._show_conflict, draft.base, state.record)

    def settled(self) -> None:
        self.settle_draft()
        if self._typed_before:
            self._typed_before = None
            self._typed()
        if not self._shown:
            self._shown = True
            self._presence.begin(self)

    @property
    def also_editing(self) -> Sequence[str]:
        return self._presence.others

    async def on_unmount(self) -> None:
        await self._presence.leave(self)

    @property
    def unsaved(self) -> bool:
        return self._state is not None and self._state.dirty

    # --- typing --------------------------------------------------------------------------------

    def on_edited(self, message: Edited) -> None:
        message.stop()
        self.state.set(message.name, message.typed, going_on=message.going_on)
        self._typed()

    def _typed(self) -> None:
        """Something was typed: write the draft and check after a pause, and show that it is unsaved."""
        self.refresh_top()
        self.keep_soon()

    def kept(self) -> None:
        self._presence.typed(self)
        self._check()

    def to_draft(self) -> Draft:
        return self.state.to_draft(self.xuedang.operator)

    def write_draft(self) -> None:
        if self._state is not None:
            self.take_typed()
            super().write_draft()

    def put_in(self, name: str, typed: Typed, *, own_step: bool = True) -> None:
        """Fill a field in as if it had been typed; as a step of undoing, or part of the one before."""
        if own_step:
            self.state.end_step()
        self.state.set(name, typed)
        for row in self.query(FieldRow):
            if row.field.name == name:
                row.put(typed)
        self._typed()

    async def learn_names(self, ids: Iterable[ObjectId]) -> None:
        """Look up the titles of records that a field will refer to. Raises XuedangError."""
        self.context.names.update(await self.archive.names(ids))

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
        from tui.screens.forms.long_text import LongTextScreen
        from tui.widgets.text_editors import LongTextEditor

        editor = self.focused
        if isinstance(editor, LongTextEditor):

            def keep(text: str) -> None:
                begun = editor.elsewhere is not None
                editor.elsewhere = text
                editor.announce(going_on=begun)

            text = await self.app.push_screen_wait(
                LongTextScreen(editor.field, editor.text, editor.read_only, keep)
            )
            begun, editor.elsewhere = editor.elsewhere is not None, None
            if text is not None and (begun or text != editor.text):
                editor.put(text)
                editor.announce(going_on=begun)

    # --- what is done with it: see form_saving and form_actions ----------------------------------

    def action_save(self) -> None:
        from tui.screens.forms.form_saving import save

        self.run_worker(save(self), group="save")

    def action_approve(self) -> None:
        from tui.screens.forms.form_saving import approve

        self.run_worker(approve(self), group="save")

    def idle(self, action: str) -> str:
        unsaved = action == "history" and self._state is not None and not self.record.version
        return (
            tr("It has no history before it is saved: {key:form.save}.") if unsaved else super().idle(action)
        )

    def action_history(self) -> None:
        from tui.screens.forms.history import HistoryScreen

        self.app.push_screen(HistoryScreen(self.record), self._reload_after)

    def _reload_after(self, _: object) -> None:
        self.reload()

    def action_neighbour(self, step: int) -> None:
        from tui.screens.forms.form_among import go_to_neighbour

        self.run_worker(go_to_neighbour(self, self._among, step), exclusive=True, group="neighbour")

    def show_instead(self, record: Record) -> None:
        """Show another record of the list this one was opened from."""
        self.app.switch_screen(FormScreen(record, part=self._part, among=self._among))

    def action_actions(self) -> None:
        from tui.screens.forms.form_actions import choose_action

        self.run_worker(choose_action(self), exclusive=True, group="actions")

    def unsaved_words(self) -> str:
        return trn(
            "{number:,} field differs from what is stored.",
            "{number:,} fields differ from what is stored.",
            len(self.state.changed),
        )

    async def store(self) -> bool:
        from tui.screens.forms.form_saving import save

        return await save(self)

    async def saved_as(self, saved: Record, at_save: dict[str, Typed]) -> None:
        """The record was stored; what was typed since then stays typed."""
        state = self.state
        state.rebase(saved)
        state.typed = merge(at_save, state.typed, state.base).typed
        self.context.read_only = self.locked(saved)
        self.keep_soon()
        self.context.names.update(await self.archive.names(references_in(state)))
        await self._show_again()
        self.refresh_top()
        self.xuedang.opened(saved.id)
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
        if self._state is not None and change.id == self.record.id and change.operation == "removed":
            purged = tr("An administrator purged this record: it can't be saved any more. Close the form.")
            self.notify(purged, severity="error", timeout=30)
            return
        if (
            self._state is None
            or change.id != self.record.id
            or change.version <= self.record.version
            or self.saving
        ):
            return
        if self.unsaved:
            self.notify(tr("Somebody saved this record just now. On saving, the two are brought together."))
        else:
            self.reload()

    def read_again(self) -> None:
        self.reload()

    def _show_conflict(self, base: dict[str, Typed], theirs: Record) -> None:
        from tui.screens.forms.form_saving import resolve

        self.run_worker(resolve(self, base, theirs), group="save")
