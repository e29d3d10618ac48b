"""What every field editor is: it shows the typed text of one field and says when it changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId
from textual.binding import Binding, BindingType
from textual.message import Message

from records.kind import Field, Kind
from records.record import AttachmentRef
from tui.words import mark

if TYPE_CHECKING:
    from records.archive import Archive
    from tui.form_state import Typed

#: From a field of a single line to the next one and back.
ALONG: list[BindingType] = [
    Binding("down", "app.focus_next", mark("Next field"), show=False, id="field.next"),
    Binding("up", "app.focus_previous", mark("Previous field"), show=False, id="field.previous"),
]


@dataclass
class Edited(Message):
    """The typed text of a field is another now; ``going_on``: still in the step of undoing begun before."""

    name: str
    typed: Typed
    going_on: bool = False


@dataclass
class FormContext:
    """What editors need from the form around them.

    ``names`` are the titles of referenced records by identifier, shared by all editors of a form;
    ``attachments`` are those of the record now; ``kind`` is that of the record, where there is one.
    """

    archive: Archive
    names: dict[ObjectId, str]
    attachments: Callable[[], Sequence[AttachmentRef]]
    read_only: bool = False
    kind: Kind | None = None

    def title(self, typed: str) -> str:
        """The title of the record with that identifier, or the text itself."""
        return self.names.get(ObjectId(typed), typed) if ObjectId.is_valid(typed) else typed


class Editor:
    """Mixed into a widget. ``typed`` is its text; ``put`` shows another without announcing it."""

    field: Field

    @property
    def typed(self) -> Typed:
        raise NotImplementedError

    def put(self, typed: Typed) -> None:
        raise NotImplementedError

    def announce(self, *, going_on: bool = False) -> None:
        """Tell the form what is typed now."""
        widget: Any = self
        widget.post_message(Edited(self.field.name, self.typed, going_on))
