"""One field in a form: its label, its editor, and a line below with what the text means or what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from records.checking.checks import Fault
from records.field_value import coerce, show
from records.kind import DATE_TYPES, NUMBER_TYPES, Field
from records.values import PartialDate, count_words
from tui.cjk import one_line
from tui.widgets.choice import ChoiceEditor, attachment_options, choice_options
from tui.widgets.editor import Edited, Editor, FormContext
from tui.widgets.reference import ListEditor, ReferenceEditor
from tui.widgets.rows_editor import RowsEditor
from tui.widgets.table.virtual_table import VirtualTable
from tui.widgets.text_editors import LineEditor, LongTextEditor
from tui.words import trn

if TYPE_CHECKING:
    from tui.form_state import Typed

#: Seconds without a key after which a long text is counted.
PAUSE = 0.2
#: Types whose typed forms are many, so that what was understood is shown at once.
_INTERPRETED = DATE_TYPES | NUMBER_TYPES


def make_editor(field: Field, typed: Typed, context: FormContext) -> Widget:
    """The editor for a field's type."""
    locked = context.read_only or field.computed is not None
    if field.is_subrecords:
        return RowsEditor(field, typed if isinstance(typed, list) else [], context, disabled=locked)
    if field.is_list:
        return ListEditor(field, typed if isinstance(typed, list) else [], context, disabled=locked)
    text = typed if isinstance(typed, str) else str(typed)
    match field.type:
        case "longtext":
            return LongTextEditor(field, text, disabled=locked)
        case "reference":
            return ReferenceEditor(field, text, context, disabled=locked)
        case "attachment":
            return ChoiceEditor(field, text, attachment_options(context.attachments()), disabled=locked)
        case "boolean":
            return ChoiceEditor(field, text, choice_options(field), disabled=locked)
        case "choice" if not field.open_choice:
            return ChoiceEditor(field, text, choice_options(field), disabled=locked)
        case _:
            return LineEditor(field, text, disabled=locked)


class FieldRow(Vertical):
    """Label, editor and note of one field."""

    def __init__(self, field: Field, typed: Typed, context: FormContext) -> None:
        super().__init__(classes="-wide" if field.is_subrecords else "")
        self.field = field
        self._typed = typed
        self._shared = context
        self._faults: Sequence[Fault] = ()
        self.locked = context.read_only
        self.editor = make_editor(field, typed, context)
        self._later: Timer | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(classes="field-line"):
            yield Static(self._label(), markup=False, classes="field-label")
            yield self.editor
        yield Static("", markup=False, classes="field-note")

    def on_mount(self) -> None:
        self._show_note()

    def _label(self) -> str:
        sign = "*" if self.field.required or self.field.identify else ""
        return f"{one_line(self.field.label.text())}{sign}"

    def put(self, typed: Typed) -> None:
        """Show another text, as after an undo."""
        self._typed = typed
        if isinstance(self.editor, Editor):
            self.editor.put(typed)
        self._show_note()

    def on_edited(self, message: Edited) -> None:
        """The editor holds another text now. A long one is counted after a pause: a note lays all out."""
        if message.name != self.field.name:
            return
        self._typed = message.typed
        if self._later is not None:
            self._later.stop()
        if self.field.type == "longtext":
            self._later = self.set_timer(PAUSE, self._show_note)
        else:
            self._show_note()

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """The faults of this field, those of its rows included."""
        if list(faults) != list(self._faults):
            self._faults = list(faults)
            self._show_note()

    def _show_note(self) -> None:
        if not self.query(".field-note"):
            return  # not composed yet, or being taken away
        reading_fault, meaning = self._meaning()
        error = reading_fault or self._first("error")
        fault = error or self._first("warning")
        note = self.query_one(".field-note", Static)
        parts = [f"! {fault}" if fault else "", meaning]
        text = "  ".join(part for part in parts if part)
        note.update(one_line(text))
        note.display = bool(text)
        self.set_class(bool(error), "-error")
        self.set_class(bool(fault) and not error, "-warning")

    def _first(self, level: str) -> str:
        fault = next((fault for fault in self._faults if fault.level == level), None)
        if fault is None:
            return ""
        return str(fault) if "[" in fault.path else fault.message

    def _meaning(self) -> tuple[str, str]:
        """What is wrong with the text as a value of its type, and what it means."""
        typed, field = self._typed, self.field
        if field.type == "longtext" and isinstance(typed, str):
            return "", trn(
                "{number:,} character", "{number:,} characters", count_words(typed)
            ) if typed else ""
        if not isinstance(typed, str) or not typed.strip():
            return "", field.help.text() if field.help and self.has_focus_within else ""
        measure = f" {field.measure.text()}" if field.measure else ""
        if field.type not in _INTERPRETED:
            return "", measure.strip()
        try:
            value = coerce(field, typed)
        except ValueError as error:
            return str(error), ""
        shown = show(field, value)
        if isinstance(value, PartialDate) and value.precision not in ("day", "range"):
            shown = f"{shown}  {value.start}..{value.end}"
        return "", f"= {shown}{measure}" if shown != typed.strip() or measure else ""

    def on_descendant_focus(self) -> None:
        self._show_note()

    def on_descendant_blur(self) -> None:
        self._show_note()

    def focus_editor(self, at: int | None = None) -> None:
        """Put the cursor into the editor, of a table into the row ``at``."""
        if at is not None:
            for table in self.editor.query(VirtualTable):
                table.cursor = at
        if self.editor.focusable:
            self.editor.focus()
            return
        for widget in self.editor.query("*"):
            if widget.focusable:
                widget.focus()
                return
