"""Editors that offer a few values: a choice, yes or no, one of the record's attachments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.css.query import NoMatches
from textual.events import Event
from textual.widgets import Select

from records.kind import Field
from records.record import AttachmentRef
from tui.cjk import one_line
from tui.widgets.editor import Editor
from tui.words import tr

if TYPE_CHECKING:
    from tui.form_state import Typed


class ChoiceEditor(Editor, Select[str]):
    """A drop-down list. A value that is not offered (from a legacy file) stays and is shown as it is."""

    def __init__(
        self, field: Field, typed: str, options: Sequence[tuple[str, str]], *, disabled: bool = False
    ) -> None:
        self._offered = list(options)
        super().__init__(
            self._with(typed),
            prompt="—",
            value=typed if typed else Select.NULL,
            compact=True,
            disabled=disabled,
        )
        self.field = field

    async def on_event(self, event: Event) -> None:
        """As Textual's; one that is taken away before it was mounted has lost its parts already."""
        try:
            await super().on_event(event)
        except NoMatches:
            if self.children:
                raise

    def _with(self, typed: str) -> list[tuple[str, str]]:
        known = {value for _, value in self._offered}
        extra = [(one_line(typed), typed)] if typed and typed not in known else []
        return [*self._offered, *extra]

    @property
    def typed(self) -> Typed:
        return self.value if isinstance(self.value, str) else ""

    def put(self, typed: Typed) -> None:
        if self.typed != typed:
            with self.prevent(Select.Changed):
                self.set_options(self._with(str(typed)))
                self.value = str(typed) if typed else Select.NULL

    def on_select_changed(self, event: Select.Changed) -> None:
        event.stop()
        self.announce()


def choice_options(field: Field) -> list[tuple[str, str]]:
    """What a choice or yes/no field offers, as label and typed text."""
    if field.type == "boolean":
        return [(tr("yes"), "true"), (tr("no"), "false")]
    return [(choice.label.text(), choice.value) for choice in field.choices]


def attachment_options(attachments: Sequence[AttachmentRef]) -> list[tuple[str, str]]:
    """The record's attachments, as label and typed text."""
    return [(one_line(each.name), str(each.file)) for each in attachments]
