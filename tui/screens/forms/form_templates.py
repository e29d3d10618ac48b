"""Templates of frequent entries: begun from at F2, made and removed in the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import XuedangError
from records.form_templates import form_templates, remove_form_template, save_form_template
from tui.screens.forms.option_picker import choose_option
from tui.screens.lists.approve import needed
from tui.screens.prompts import ask_text
from tui.words import tr

if TYPE_CHECKING:
    from tui.app import XuedangApp
    from tui.screens.forms.form import FormScreen

_EMPTY = "@empty"


async def begin_new(app: XuedangApp, kind: str) -> None:
    """Open a new form, empty or from a template where the kind has some. From a worker."""
    from tui.screens.forms.form import new_form

    if app.archive is None:
        return
    try:
        known = {each.name: each for each in await form_templates(app.archive, kind)}
    except XuedangError as error:
        app.say(error)
        return
    answer: str | None = _EMPTY
    if known:
        offered = [(_EMPTY, tr("(an empty form)")), *((name, name) for name in known)]
        answer = await choose_option(app, app.archive.kinds.of(kind).label.text(), offered)
    if answer is not None:
        new_form(app, kind, typed=dict(known[answer].typed) if answer in known else None)


async def keep_as_template(form: FormScreen) -> None:
    """Keep what the form holds under a name. From a worker."""
    name = await ask_text(
        form.app,
        tr("Keep as a template"),
        form.state.first_text(),
        hint=tr("A new record begins with it ({key:list.new}); its dates and numbers are left out."),
        check=needed,
    )
    if not name:
        return
    try:
        await save_form_template(form.archive, form.state.kind, name, form.state.typed)
    except XuedangError as error:
        form.xuedang.say(error)
        return
    form.notify(tr("The template {name} is kept.", name=name))


async def remove_template(form: FormScreen) -> None:
    """Choose a template of the kind, and keep it no longer. From a worker."""
    kind = form.state.kind.name
    try:
        known = [(each.name, each.name) for each in await form_templates(form.archive, kind)]
        if not known:
            form.notify(tr("There are no templates for this kind."))
            return
        name = await choose_option(form.app, tr("Remove a template"), known)
        if name is not None:
            await remove_form_template(form.archive, kind, name)
    except XuedangError as error:
        form.xuedang.say(error)
