"""From the form of one record to that of the next in the list it was opened from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bson.objectid import ObjectId

from records.errors import XuedangError
from tui.words import tr

if TYPE_CHECKING:
    from tui.screens.forms.form import FormScreen


class Among(Protocol):
    """The list that a form was opened from."""

    async def neighbour(self, record: ObjectId, step: int) -> ObjectId | None:
        """The record ``step`` rows on from ``record``; None at the end, or when it is listed no more."""


async def go_to_neighbour(form: FormScreen, among: Among | None, step: int) -> None:
    """Show the next record in place of this one, at the same section, after asking about what is unsaved."""
    if among is None or not form.record.version:
        form.notify(tr("It was not opened from a list."))
        return
    try:
        other = await among.neighbour(form.record.id, step)
        record = await form.archive.get(other) if other is not None else None
    except XuedangError as error:
        form.xuedang.say(error)
        return
    if record is None:
        form.notify(tr("There is no further record in the list."))
    elif await form.may_close():
        form.show_instead(record)
