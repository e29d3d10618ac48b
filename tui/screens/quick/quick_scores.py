"""The scores of a test, typed or pasted into a grid over its form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.checking.results import RESULTS
from records.errors import XuedangError
from records.kind import Field, Label
from records.search.query import Query
from tui.form_state import Typed
from tui.rows.record_rows import short_date
from tui.screens.forms.option_picker import choose_option
from tui.screens.forms.row import RowScreen
from tui.screens.forms.table_grid import open_table
from tui.widgets.editor import FormContext
from tui.words import tr

if TYPE_CHECKING:
    from tui.app import XuedangApp

_KIND = "exam"
_ASKED = ("title", "held_on", "category", "unit", "full_mark", "pass_mark")
_NEW, _OFFERED = "new", 30


async def begin_scores(app: XuedangApp) -> None:
    """Ask which test it is, an old or a new one, and open its results. From a worker."""
    from tui.screens.forms.form import FormScreen, new_form

    archive = app.archive
    if archive is None:
        return
    try:
        exams = await archive.find(Query(kind=_KIND), limit=_OFFERED)
    except XuedangError as error:
        app.say(error)
        return
    offered = [(str(exam.id), f"{short_date(exam.date)}  {exam.title}") for exam in exams]
    answer = await choose_option(app, tr("Which test?"), [(_NEW, tr("A new test")), *offered])
    if answer is None:
        return
    form: FormScreen | None
    if answer == _NEW:
        kind = archive.kinds.of(_KIND)
        asked = tuple(field for name in _ASKED if (field := kind.field(name)) is not None)
        whole = Field(_KIND, Label(tr("A new test"), tr("A new test")), "list", fields=asked)
        begun: dict[str, Typed] = {each.name: str(each.default) for each in asked if each.default is not None}
        begun["held_on"] = app.settings.today.isoformat()
        typed = await app.push_screen_wait(RowScreen(whole, begun, FormContext(archive, {}, tuple)))
        if typed is None:
            return
        form = new_form(app, _KIND, typed=typed)
    else:
        form = FormScreen(next(exam for exam in exams if str(exam.id) == answer))
        app.push_screen(form)
    if form is not None:
        form.call_after_refresh(open_table, form, RESULTS)
