"""Who else is editing the record of a form; told in its head, never in the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.office.presence import RENEW_SECONDS, forget_editing, note_editing, others_editing

if TYPE_CHECKING:
    from tui.screens.forms.form import FormScreen


class Presence:
    """One open form's part: ``others`` are the names of those editing its record elsewhere."""

    def __init__(self) -> None:
        self._editor = ObjectId()
        self._noted = False
        self.others: Sequence[str] = ()

    def begin(self, form: FormScreen) -> None:
        """The form is on the screen: look now, and again as long as it is open."""
        form.set_interval(RENEW_SECONDS, lambda: self.look(form))
        self.look(form)

    def look(self, form: FormScreen) -> None:
        """Tell others whether something is typed here, and show who types elsewhere."""
        if form.record.version and form.xuedang.archive is not None:
            form.run_worker(self._look(form), exclusive=True, group="presence")

    def typed(self, form: FormScreen) -> None:
        """Something was typed or saved: look when that is news."""
        if form.unsaved != self._noted:
            self.look(form)

    async def _look(self, form: FormScreen) -> None:
        archive, record, unsaved = form.archive, form.record.id, form.unsaved
        if unsaved:
            self._noted = True
            await note_editing(archive, record, self._editor)
        else:
            await self.leave(form)
        others = await others_editing(archive, record, self._editor)
        if others != self.others:
            self.others = others
            form.show_status()

    async def leave(self, form: FormScreen) -> None:
        """Nothing is typed here any more."""
        if self._noted and (archive := form.xuedang.archive) is not None:
            self._noted = False
            await forget_editing(archive, self._editor)
