"""What becomes of what is typed in a form: it is saved, brought together with another's, or given up."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING

from records.errors import Conflict, InvalidRecord, XuedangError
from records.record import Record, Status
from tui.form_state import TypedForm, merge, typed_form
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
