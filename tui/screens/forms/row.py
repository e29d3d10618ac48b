"""The box in which one sub-record is edited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from records.kind import Field
from tui.screens.prompts import Prompt
from tui.widgets.editor import Edited, Editor, FormContext
from tui.widgets.field_row import FieldRow
from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.form_state import Typed


class RowScreen(Prompt["dict[str, Typed]"]):
    """All fields of one row; F2 or OK takes them over into the form, Escape leaves the row as it was.

    ``on_change`` gets the row at every change, so that it is in the form's draft; after Escape who opened
    the box puts back what was.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f2", "ok", mark("OK"), id="row.take")]

    def __init__(
        self,
        field: Field,
        row: Mapping[str, Typed],
        context: FormContext,
        on_change: Callable[[dict[str, Typed]], None] = lambda row: None,
    ) -> None:
        super().__init__(field.label.text())
        self._on_change = on_change
        self._field, self._shared = field, context
        self._row = dict(row)

    def inside(self) -> ComposeResult:
        with VerticalScroll(classes="row-fields"):
            for each in self._field.fields:
                empty: Typed = [] if each.is_list else ""
                yield FieldRow(each, self._row.get(each.name, empty), self._shared)
        yield from self.buttons(tr("OK ({key:row.take})"))

    def on_mount(self) -> None:
        self.query(FieldRow).first().focus_editor()

    def on_edited(self, message: Edited) -> None:
        message.stop()
        self._row[message.name] = message.typed
        self._on_change(dict(self._row))

    def write_draft(self) -> None:
        """Hand on what is typed now, also the keys whose messages have not arrived yet."""
        before = dict(self._row)
        for row in self.query(FieldRow):
            if isinstance(row.editor, Editor):
                self._row[row.field.name] = row.editor.typed
        if self._row != before:
            self._on_change(dict(self._row))

    def action_ok(self) -> None:
        self.dismiss(self._row)
