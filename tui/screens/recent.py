"""The records pinned and those opened last, to be opened again; and the pin itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.errors import XuedangError
from tui.cjk import one_line
from tui.words import tr

if TYPE_CHECKING:
    from records.archive import Archive
    from records.record import Record
    from tui.app import XuedangApp


def record_line(archive: Archive, record: Record) -> str:
    """A record in a line: what it is called, and its kind."""
    return f"{one_line(record.title) or record.no or '-'}  {archive.kinds.label(record.kind)}"


async def choose_recent(app: XuedangApp) -> None:
    """Offer the pinned records and those opened last, and open the one that is chosen."""
    from tui.screens.forms.form import open_form
    from tui.screens.forms.option_picker import choose_option

    archive = app.archive
    if archive is None:
        return
    try:
        pinned, recent = await app.bookmarks.records(archive, app.operator)
    except XuedangError as error:
        app.say(error)
        return
    pins = [(str(each.id), f"* {record_line(archive, each)}") for each in pinned]
    others = [(str(each.id), f"  {record_line(archive, each)}") for each in recent]
    if not pins and not others:
        app.notify(tr("No record was opened or pinned yet."))
        return
    chosen = await choose_option(app, tr("Pinned (*) and recent records"), [*pins, *others])
    if chosen is not None:
        open_form(app, ObjectId(chosen))


def pin(app: XuedangApp, record: ObjectId | None) -> None:
    """Pin ``record``, or take its pin away, and say which; None: there is no stored record here."""
    if record is None:
        app.notify(tr("Only a stored record can be pinned: open it, or put the cursor on it in a list."))
        return
    try:
        pinned = app.bookmarks.pin(app.operator, record)
    except OSError as error:
        app.notify(str(error), title=tr("The pin could not be kept."), severity="warning")
        return
    app.notify(tr("Pinned: Home and {key:app.recent} lead here.") if pinned else tr("Not pinned any more."))
    for page in app.pages:
        page.on_pinned()
