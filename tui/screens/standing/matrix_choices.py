"""What is asked of the operator at the matrix: a period, a unit, a scope, a state, a file to write to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import App

from records.errors import XuedangError
from records.keep.shown import write_table
from records.programme.calendar import Period, read_period
from records.programme.rules import PEOPLE_SCOPES
from records.programme.views.matrix import UNIT_CATEGORIES
from tui.rows.standing_rows import scope_name
from tui.screens.menu import choose
from tui.screens.path_prompt import ask_new_file
from tui.screens.prompts import ask_text
from tui.screens.standing.matrix_place import WANTED, Place
from tui.words import tr, trn

if TYPE_CHECKING:
    from tui.app import XuedangApp


async def ask_action(app: App[Any], place: Place) -> str | None:
    """What F9 can do. Call it, like all of these, from a worker."""
    other = (
        tr("Units as rows ({key:matrix.whom})")
        if place.whom == "people"
        else tr("People as rows ({key:matrix.whom})")
    )
    items = [
        ("whom", other),
        ("period", tr("A period… ({key:matrix.period})")),
        ("unit", tr("Of one unit and below…")),
    ]
    items += [("all", tr("Of all units"))] if place.unit is not None else []
    items += [("scope", tr("Of one scope…")), ("state", tr("By state…"))]
    items += [("export", tr("Export as shown… ({key:matrix.export})")), ("rules", tr("Rule book"))]
    return await choose(app, tr("More"), items)


async def ask_period(app: XuedangApp, place: Place) -> Place:
    """The same over the period typed; nothing typed is now."""
    today = app.settings.today
    answer = await ask_text(
        app,
        tr("Which period?"),
        place.window.name if place.window else "",
        hint=tr("2010-W27, 2011-03, 2011Q1, 2011H1, 2011 or S1; empty for now."),
        check=lambda text: _begun(text, today).display() if text else None,
    )
    if answer is None:
        return place
    return replace(place, window=_begun(answer, today) if answer else None)


def _begun(text: str, today: date) -> Period:
    """The period typed. Raises ValueError for none, and for one that has not begun."""
    try:
        found = read_period(text)
    except XuedangError as error:
        raise ValueError(str(error)) from error
    if found.start > today:
        raise ValueError(tr("That lies after the working date."))
    return found


async def ask_narrowing(app: XuedangApp, place: Place, what: str) -> Place:
    """The same narrowed to a unit, a scope or a state that is asked for."""
    if what == "unit":
        return await _of_unit(app, place)
    if what == "scope":
        scopes = PEOPLE_SCOPES if place.whom == "people" else UNIT_CATEGORIES
        items = [("", tr("All"))] + [(each, scope_name(each)) for each in scopes]
        answer = await choose(app, tr("Of one scope…"), items)
        return place if answer is None else replace(place, scope=answer)
    items = [("", tr("All"))] + [(each, tr(label)) for each, label in WANTED.items()]
    answer = await choose(app, tr("By state…"), items)
    return place if answer is None else replace(place, state=answer)


async def _of_unit(app: XuedangApp, place: Place) -> Place:
    from tui.screens.forms.picker import PickerScreen

    if app.archive is None:
        return place
    picker = PickerScreen(app.archive, tr("Of which unit?"), ("unit",), "", multiple=False)
    chosen = await app.push_screen_wait(picker)
    return replace(place, unit=chosen[0].id) if chosen else place


async def export(
    app: XuedangApp, heading: str, headings: Sequence[str], rows: Sequence[Sequence[str]]
) -> None:
    """Write a table into a file that is asked for, named after what it shows; the journal is told."""
    name = heading.replace(" > ", "-").replace("/", "-").replace(" ", "")
    if app.archive is None:
        return
    path = await ask_new_file(
        app,
        tr("Save the file as"),
        Path.home() / f"{name}.xlsx",
        hint=tr("Ending in .xlsx or .csv."),
        endings=(".xlsx", ".csv"),
    )
    if path is None:
        return
    try:
        count = await write_table(app.archive, path, tr("Rule matrix"), headings, rows, what=heading)
    except XuedangError as error:
        app.say(error)
        return
    app.notify(
        trn("{number:,} row: {path}", "{number:,} rows: {path}", count, path=path), title=tr("Written")
    )
