"""What can be done with the record of a form besides saving it: each action, and when it is possible."""

from __future__ import annotations

import copy
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from records.checking.attendance import ATTENDANCE
from records.errors import XuedangError
from records.filing import Filed
from records.kind import FieldType
from records.kind_file import may_be_field
from records.name_order import NAMED
from records.record import Record
from records.typed_path import is_file, typed_path
from tui.form_state import CUSTOM_TYPES, edit_text
from tui.rows import differences
from tui.rows.record_rows import WITH_DOSSIER
from tui.screens.forms.form_saving import save
from tui.screens.forms.form_templates import keep_as_template, remove_template
from tui.screens.lists.approve import needed
from tui.screens.menu import choose
from tui.screens.prompts import ask_text
from tui.words import tr

if TYPE_CHECKING:
    from records.office.roles import Deed
    from tui.screens.forms.form import FormScreen


@dataclass(frozen=True, slots=True)
class Action:
    """A line of the menu, shown when it is ``possible`` now and our account has the right to the ``deed``."""

    key: str
    label: str
    possible: object
    do: Callable[[FormScreen], Awaitable[object]]
    deed: Deed | None = "edit"


def _actions(form: FormScreen, record: Record) -> tuple[Action, ...]:
    """All there are, in their order, for the record as it is stored now."""
    kind, status = record.kind, record.status
    stored, filed = bool(record.version), Filed.of(record.archive) is not None
    live = status != "void" and not filed
    return (
        Action("submit", tr("Submit: save as ready for approval"), live and status == "draft",
               partial(save, status="submitted")),
        Action("redraft", tr("Back to draft"), live and status != "draft", partial(save, status="draft")),
        Action("attach", tr("Attach a file…"), stored and live, attach),
        Action("field", tr("Add a field to this record…"), live, partial(add_field, for_all=False)),
        Action("field-all", tr("Add a field to all records of this kind…"), live,
               partial(add_field, for_all=True)),
        Action("retype", tr("Choose the type of an added field…"), live and form.state.custom, retype_field),
        Action("attendance", tr("Sign-in list by initials"),
               live and ATTENDANCE in form.state.fields, _open_attendance),
        Action("fill", tr("Fill the contents from the year's records"), live and kind == "study_archive",
               fill_contents),
        Action("dossier", tr("Study archive and timeline"), stored and kind in WITH_DOSSIER, _open_dossier,
               deed=None),
        Action("transfer", tr("Transfer to another unit…"), stored and live and kind == "person",
               _begin_transfer),
        Action("merge", tr("Merge with another record…"), stored and live and kind in NAMED, merge_into),
        Action("documents", tr("Make a Word document"), stored, _make_document, deed="make_documents"),
        Action("issued", tr("Papers issued from it"), stored, _open_issued, deed=None),
        Action("correct", tr("Make a correction of what is filed"), filed and status != "void", correct),
        Action("duplicate", tr("Duplicate"), stored, duplicate),
        Action("template", tr("Keep as a template…"), True, keep_as_template),
        Action("no-template", tr("Remove a template…"), True, remove_template),
        Action("raw", tr("The whole document (JSON)"), True, _open_raw, deed=None),
        Action("pin", tr("Pin or unpin ({key:app.pin})"), stored, _pin, deed=None),
        Action("void", tr("Declare void…"), stored and live, void),
        Action("unvoid", tr("Make valid again"), status == "void" and not filed, unvoid),
    )  # fmt: skip


async def choose_action(form: FormScreen) -> None:
    """Offer everything else that can be done with this record, and do what is chosen."""
    record = await _as_stored(form)
    offered = {
        each.key: each
        for each in _actions(form, record)
        if each.possible and (each.deed is None or form.may(each.deed))
    }
    key = await choose(form.app, tr("Actions"), [(each.key, each.label) for each in offered.values()])
    if key is not None:
        await offered[key].do(form)


async def _as_stored(form: FormScreen) -> Record:
    """The record as it is now: a form with unsaved changes does not show what others did to it meanwhile."""
    if form.record.version and form.unsaved:
        with suppress(XuedangError):
            return await form.archive.get(form.record.id)
    return form.record


async def fill_contents(form: FormScreen) -> None:
    """Fill a dossier's contents; what was arranged by hand stays. It can be undone, and is not saved yet."""
    from records.people.dossier import fill_study_archive

    record, faults = form.state.to_record()
    if faults:
        form.show_errors(faults)
        return
    try:
        filled = await fill_study_archive(form.archive, record)
        await form.learn_names(differences.references(filled))
    except XuedangError as error:
        form.xuedang.say(error)
        return
    form.put_in("contents", edit_text(filled.fields["contents"]))
    form.go_to_field("contents")


async def void(form: FormScreen) -> None:
    """Take the record out of every list and count, with a reason."""
    if form.unsaved:
        form.notify(tr("Save or give up what is typed first."), severity="warning")
        return
    reason = await ask_text(
        form.app, tr("Declare void"), hint=tr("The reason stays with the record."), check=needed
    )
    if reason:
        record = form.record
        await _stored(form, form.archive.void(record.id, reason, expected_version=record.version))


async def unvoid(form: FormScreen) -> None:
    """Make a record valid again that was declared void; unsaved changes are brought in by saving them."""
    if form.unsaved:
        try:
            await form.archive.unvoid(form.record.id)
        except XuedangError as error:
            form.xuedang.say(error)
            return
        form.notify(tr("It is valid again. What you typed can be saved now."))
        return
    await _stored(form, form.archive.unvoid(form.record.id, expected_version=form.record.version))


async def _stored(form: FormScreen, storing: Awaitable[Record]) -> bool:
    """Show what was stored without what is typed, which stays typed; whether it was stored."""
    try:
        saved = await storing
    except XuedangError as error:
        form.xuedang.say(error)
        return False
    await form.saved_as(saved, copy.deepcopy(form.state.base))
    return True


async def merge_into(form: FormScreen) -> None:
    """Take another person or unit into this one."""
    from tui.screens.keeping.merging import merge_with_another

    if form.unsaved:
        form.notify(tr("Save or give up what is typed first."), severity="warning")
        return
    await merge_with_another(form.xuedang, form.record)


async def correct(form: FormScreen) -> None:
    """Open the correction of a filed record: the one that is begun already, or a new draft of its content."""
    from records.keep.filing.correcting import begin_correction, corrections_of
    from tui.screens.forms.form import open_form

    try:
        begun = await corrections_of(form.archive, form.record.id)
        filed = await form.archive.get(form.record.id)
        correction = begun[-1] if begun else await form.archive.save(begin_correction(filed))
    except XuedangError as error:
        form.xuedang.say(error)
        return
    open_form(form.app, correction.id)
    form.notify(tr("Change it here; once verified it takes the place of {no}.", no=form.record.no))


async def duplicate(form: FormScreen) -> None:
    """Open a new form with the same content."""
    from tui.screens.forms.form import new_form

    new_form(form.xuedang, form.record.kind, form.record.copy().fields)


async def attach(form: FormScreen) -> None:
    """Keep a file with the record; what is typed stays typed."""
    answer = await ask_text(form.app, tr("Attach a file"), hint=tr("The path of the file"), check=_file)
    record = form.record
    if answer and await _stored(
        form, form.archive.attach(record.id, typed_path(answer), expected_version=record.version)
    ):
        form.go_to_part("attachments")


def _file(text: str) -> str:
    path = typed_path(text)
    if not is_file(path):
        raise ValueError(tr("There is no such file."))
    return f"{path.stat().st_size:,} B"


#: Stands among the types of a new field: a text that is shown whole in forms only.
_MASKED = "masked"


async def add_field(form: FormScreen, *, for_all: bool) -> None:
    """Add a field with a name and a type: to this record, or to its kind for everyone."""
    name = await ask_text(
        form.app, tr("Add a field"), hint=tr("Its name"), check=lambda text: _free(form, text)
    )
    more = [(_MASKED, tr("Personal number, masked elsewhere"))] if for_all else []
    type_ = await _ask_type(form, more) if name else None
    if not name or type_ is None:
        return
    if for_all:
        kind_of: dict[str, object] = {"type": type_} if type_ != _MASKED else {"type": "text", "masked": True}
        definition = {**kind_of, "label": [name, name]}
        try:
            await form.archive.add_field(form.record.kind, name, definition)
        except XuedangError as error:
            form.xuedang.say(error)
            return
        form.state.adopt(form.archive.kinds.of(form.record.kind))
    else:
        form.state.add_field(name, cast("FieldType", type_))
    await form.rebuild()
    form.go_to_field(name)


def _free(form: FormScreen, name: str) -> None:
    if not may_be_field(name.strip()):
        raise ValueError(tr("A name without dots is needed."))
    if name.strip() in form.state.fields:
        raise ValueError(tr("There is such a field already."))


async def _ask_type(form: FormScreen, more: Sequence[tuple[str, str]] = ()) -> str | None:
    """Which type; ``more`` choices stand at the end."""
    types = [(type_, tr(label)) for type_, label in CUSTOM_TYPES]
    return await choose(form.app, tr("Its type"), [*types, *more])


async def retype_field(form: FormScreen) -> None:
    """Give an added field another type; its text stays."""
    custom = [each for each in form.state.custom if not each.is_list]
    name = await choose(form.app, tr("Which field?"), [(each.name, each.name) for each in custom])
    type_ = await _ask_type(form) if name else None
    if name and type_ is not None:
        form.state.retype(name, cast("FieldType", type_))
        await form.rebuild()
        form.go_to_field(name)


# --- ways on ---------------------------------------------------------------------------------------------


async def _open_attendance(form: FormScreen) -> None:
    from tui.screens.quick.quick_attendance import open_attendance

    open_attendance(form)


async def _open_dossier(form: FormScreen) -> None:
    from tui.screens.standing.dossier import open_dossier

    open_dossier(form.xuedang, form.record)


async def _begin_transfer(form: FormScreen) -> None:
    from tui.screens.keeping.transfer import begin_transfer

    begin_transfer(form.app, form.record)


async def _make_document(form: FormScreen) -> None:
    from tui.screens.papers.document import DocumentScreen

    form.app.push_screen(DocumentScreen(subject=form.record))


async def _open_issued(form: FormScreen) -> None:
    from tui.screens.papers.issued import IssuedScreen

    form.app.push_screen(IssuedScreen(form.record))


async def _open_raw(form: FormScreen) -> None:
    from tui.screens.forms.raw_document import open_raw

    open_raw(form)


async def _pin(form: FormScreen) -> None:
    form.xuedang.action_pin()
