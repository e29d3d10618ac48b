"""What can be done with the record of a form: save, submit, approve, void, attach, and leave."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import TYPE_CHECKING, cast

from records.checking.attendance import ATTENDANCE
from records.errors import Conflict, InvalidRecord, XuedangError
from records.filing import Filed
from records.kind import FieldType
from records.kind_file import may_be_field
from records.record import Record, Status
from tui.form_state import CUSTOM_TYPES, TypedForm, edit_text, merge, typed_form
from tui.rows import differences
from tui.screens.lists.approve import needed
from tui.screens.prompts import ask_choice, ask_text
from tui.words import tr

if TYPE_CHECKING:
    from tui.screens.forms.form import FormScreen


async def save(form: FormScreen, *, status: Status | None = None) -> bool:
    """Store what is typed; whether it is stored now. What is typed stays whatever happens."""
    record, faults = form.state.to_record()
    if faults:
        form.show_errors(faults)
        return False
    if status is not None:
        record.status = status
    elif not form.state.dirty and record.version:
        form.notify(tr("Nothing is changed."))
        return True
    at_save = copy.deepcopy(form.state.typed)
    base = form.state.base
    form.saving = True
    try:
        saved = await form.archive.save(record, expected_version=record.version)
    except InvalidRecord as error:
        form.show_errors(error.faults)
        return False
    except Conflict as conflict:
        return await resolve(form, base, conflict.theirs)
    except XuedangError as error:
        form.xuedang.say(error)
        return False
    finally:
        form.saving = False
    await form.saved_as(saved, at_save)
    form.notify(tr("Saved as {no}, version {version}.", no=saved.no, version=saved.version))
    return True


async def resolve(form: FormScreen, base: TypedForm, theirs: Record) -> bool:
    """Somebody saved first. Bring the two together: by itself where possible, else the user chooses."""
    from tui.screens.forms.conflict import ConflictScreen

    mine = form.state.typed
    merged = merge(base, mine, typed_form(form.state.kind, theirs))
    form.state.rebase(theirs)
    typed = merged.typed
    if merged.clashes:
        chosen = await form.app.push_screen_wait(ConflictScreen(form, theirs, mine, merged.clashes))
        if chosen is None:
            form.state.replace(typed)
            await form.saved_as(theirs, typed_form(form.state.kind, theirs))
            return False
        typed = typed | chosen
    form.state.replace(typed)
    form.notify(tr("Brought together with what {by} saved.", by=theirs.updated.by if theirs.updated else "?"))
    return await save(form)


async def approve(form: FormScreen) -> None:
    """Verify the record, after saving what is typed."""
    if (form.state.dirty or not form.record.version) and not await save(form):
        return
    if form.record.status == "verified":
        form.notify(tr("It is verified already."))
        return
    try:
        report = await form.archive.approve([form.record.id])
    except XuedangError as error:
        form.xuedang.say(error)
        return
    for _, faults in report.refused:
        form.show_errors(faults)
    for record in report.approved:
        await form.saved_as(record, copy.deepcopy(form.state.typed))
        form.notify(tr("{no} is verified.", no=record.no))


async def leave(form: FormScreen) -> bool:
    """Ask what to do with unsaved changes; whether the form may close."""
    answer = await ask_choice(
        form.app,
        tr("Unsaved changes"),
        tr("{count} fields differ from what is stored.", count=len(form.state.changed)),
        [("save", tr("Save")), ("stay", tr("Go on editing")), ("drop", tr("Give up the changes"))],
    )
    if answer == "save":
        return await save(form)
    if answer == "drop":
        form.forget_draft()
        return True
    return False


#: What changes no record.
_READING = frozenset(("dossier", "documents", "issued", "raw", "pin"))


def _offered(form: FormScreen) -> list[tuple[str, str]]:
    """The actions that the record's state allows, as key and label."""
    record = form.record
    stored, filed = bool(record.version), Filed.of(record.archive) is not None
    live = record.status != "void" and not filed
    every = [
        ("submit", tr("Submit: save as ready for approval"), live and record.status == "draft"),
        ("redraft", tr("Back to draft"), live and record.status in ("submitted", "verified")),
        ("attach", tr("Attach a file"), stored and live),
        ("field", tr("Add a field to this record"), live),
        ("field-all", tr("Add a field to all records of this kind"), live),
        ("retype", tr("Choose the type of an added field"), live and bool(form.state.custom)),
        ("attendance", tr("Sign-in list by initials"), ATTENDANCE in form.state.fields),
        ("fill", tr("Fill the contents from the year's records"), live and record.kind == "study_archive"),
        (
            "dossier",
            tr("Study archive and timeline"),
            stored and record.kind in ("person", "unit", "study_archive"),
        ),
        ("transfer", tr("Transfer to another unit…"), stored and live and record.kind == "person"),
        ("merge", tr("Merge with another record…"), stored and live and record.kind in ("person", "unit")),
        ("documents", tr("Make a Word document"), stored),
        ("issued", tr("Papers issued from it"), stored),
        ("correct", tr("Make a correction of what is filed"), filed and record.status != "void"),
        ("duplicate", tr("Duplicate"), stored),
        ("template", tr("Keep as a template"), True),
        ("no-template", tr("Remove a template"), True),
        ("raw", tr("The whole document (JSON)"), True),
        ("pin", tr("Pin or unpin ({key:app.pin})"), stored),
        ("void", tr("Declare void"), stored and live),
        ("unvoid", tr("Make valid again"), record.status == "void" and not filed),
    ]
    may_edit, may_make = form.may("edit"), form.may("make_documents")
    return [
        (key, label)
        for key, label, possible in every
        if possible and (may_edit or key in _READING) and (may_make or key != "documents")
    ]


async def choose_action(form: FormScreen) -> None:
    """Offer everything else that can be done with this record."""
    from tui.screens.menu import choose

    record = form.record
    answer = await choose(form.app, tr("Actions"), _offered(form))
    match answer:
        case "submit":
            await save(form, status="submitted")
        case "redraft":
            await save(form, status="draft")
        case "attach":
            await attach(form)
        case "field" | "field-all":
            await add_field(form, for_all=answer == "field-all")
        case "retype":
            await retype_field(form)
        case "attendance":
            from tui.screens.quick.quick_attendance import open_attendance

            open_attendance(form)
        case "fill":
            await fill_contents(form)
        case "dossier":
            from tui.screens.standing.dossier import open_dossier

            open_dossier(form.xuedang, record)
        case "transfer":
            from tui.screens.keeping.transfer import begin_transfer

            begin_transfer(form.app, record)
        case "merge":
            await merge_into(form)
        case "documents":
            from tui.screens.papers.document import DocumentScreen

            form.app.push_screen(DocumentScreen(subject=record))
        case "issued":
            from tui.screens.papers.issued import IssuedScreen

            form.app.push_screen(IssuedScreen(record))
        case "correct":
            await correct(form)
        case "duplicate":
            duplicate(form)
        case "template" | "no-template":
            from tui.screens.forms.form_templates import keep_as_template, remove_template

            await (keep_as_template(form) if answer == "template" else remove_template(form))
        case "raw":
            from tui.screens.forms.raw_document import open_raw

            open_raw(form)
        case "pin":
            form.xuedang.action_pin()
        case "void":
            await void(form)
        case "unvoid":
            await _amended(form, "unvoid", "")


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
        await _amended(form, "void", reason)


async def _amended(form: FormScreen, what: str, reason: str) -> None:
    record = form.record
    try:
        if what == "void":
            saved = await form.archive.void(record.id, reason, expected_version=record.version)
        else:
            saved = await form.archive.unvoid(record.id, expected_version=record.version)
    except XuedangError as error:
        form.xuedang.say(error)
        return
    await form.saved_as(saved, copy.deepcopy(form.state.typed))


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
        correction = begun[-1] if begun else await form.archive.save(begin_correction(form.record))
    except XuedangError as error:
        form.xuedang.say(error)
        return
    open_form(form.app, correction.id)
    form.notify(tr("Change it here; once verified it takes the place of {no}.", no=form.record.no))


def duplicate(form: FormScreen) -> None:
    """Open a new form with the same content."""
    from tui.screens.forms.form import new_form

    new_form(form.xuedang, form.record.kind, form.record.copy().fields)


async def attach(form: FormScreen) -> None:
    """Keep a file with the record; what is typed stays typed."""
    answer = await ask_text(form.app, tr("Attach a file"), hint=tr("The path of the file"), check=_file)
    if not answer:
        return
    try:
        saved = await form.archive.attach(
            form.record.id, _file_path(answer), expected_version=form.record.version
        )
    except XuedangError as error:
        form.xuedang.say(error)
        return
    await form.saved_as(saved, copy.deepcopy(form.state.base))
    form.go_to_part("attachments")


def _file_path(text: str) -> Path:
    """A path as typed, pasted or dragged into the terminal: quotes and ~ are understood."""
    return Path(text.strip().strip("'\"")).expanduser()


def _file(text: str) -> str:
    path = _file_path(text)
    if not path.is_file():
        raise ValueError(tr("There is no such file."))
    return f"{path.stat().st_size:,} B"


async def add_field(form: FormScreen, *, for_all: bool) -> None:
    """Add a field with a name and a type: to this record, or to its kind for everyone."""
    name = await ask_text(
        form.app, tr("Add a field"), hint=tr("Its name"), check=lambda text: _free(form, text)
    )
    type_ = await _ask_type(form) if name else None
    if not name or type_ is None:
        return
    if for_all:
        definition = {"type": type_, "label": [name, name]}
        try:
            await form.archive.add_field(form.record.kind, name, definition)
        except XuedangError as error:
            form.xuedang.say(error)
            return
        form.state.adopt(form.archive.kinds.of(form.record.kind))
    else:
        form.state.add_field(name, type_)
    await form.rebuild()
    form.go_to_field(name)


def _free(form: FormScreen, name: str) -> None:
    if not may_be_field(name.strip()):
        raise ValueError(tr("A name without dots is needed."))
    if name.strip() in form.state.fields:
        raise ValueError(tr("There is such a field already."))


async def _ask_type(form: FormScreen) -> FieldType | None:
    from tui.screens.menu import choose

    answer = await choose(form.app, tr("Its type"), [(type_, tr(label)) for type_, label in CUSTOM_TYPES])
    return cast("FieldType | None", answer)


async def retype_field(form: FormScreen) -> None:
    """Give an added field another type; its text stays."""
    from tui.screens.menu import choose

    custom = [each for each in form.state.custom if not each.is_list]
    name = await choose(form.app, tr("Which field?"), [(each.name, each.name) for each in custom])
    type_ = await _ask_type(form) if name else None
    if name and type_ is not None:
        form.state.retype(name, type_)
        await form.rebuild()
        form.go_to_field(name)
