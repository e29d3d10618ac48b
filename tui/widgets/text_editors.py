"""Editors in which text is typed: one line for values, several for long text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import Binding, BindingType
from textual.geometry import Region
from textual.strip import Strip
from textual.suggester import SuggestFromList
from textual.widgets import Input, TextArea

from records.kind import Field
from tui.cjk import TEXT_AREA_BOUNDARY
from tui.drafts import Outside
from tui.external_editor import Edited, edit_outside, editor_command
from tui.widgets.editor import ALONG, Editor
from tui.widgets.line_input import LineInput
from tui.widgets.long_area import LongTextArea
from tui.words import mark, tr

if TYPE_CHECKING:
    from tui.app import XuedangApp
    from tui.form_state import Typed

_BOUNDARY = re.compile(TEXT_AREA_BOUNDARY)
_EXAMPLES = {
    "date": "2011-06-28",
    "datetime": "2011-06-28 08:30",
    "partial_date": "2010-07, 2010年上半年",
}


class LineEditor(Editor, LineInput):
    """One line: text, numbers, money, dates. What it means is shown below it by the field's row."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *ALONG,
        Binding("enter", "app.focus_next", mark("Next field"), show=False, id="field.enter"),
    ]

    def __init__(self, field: Field, typed: str, *, disabled: bool = False) -> None:
        example = _EXAMPLES.get(field.type)
        # Said to be one: where colours are few it looks like what was typed.
        shown = tr("such as {example}", example=example) if example else ""
        super().__init__(typed, placeholder=shown, disabled=disabled)
        self.field = field
        self.password = field.masked
        if field.choices:
            self.suggester = SuggestFromList([choice.label.text() for choice in field.choices])

    @property
    def typed(self) -> Typed:
        return self.value

    def put(self, typed: Typed) -> None:
        if self.value != typed:
            with self.prevent(Input.Changed):
                self.value = str(typed)

    def on_focus(self) -> None:
        """A masked value, such as an identity number, is shown only while it is being edited."""
        self.password = False

    def on_blur(self) -> None:
        self.password = self.field.masked

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.announce()


class LongTextEditor(Editor, LongTextArea, inherit_bindings=False):
    """Several lines with Chinese wrapping; Tab goes to the next field, Ctrl+Z undoes within the text.

    The keys F6 and F7, which select text in Textual, are the application's here.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in TextArea.BINDINGS
        if not (isinstance(binding, Binding) and binding.key in ("f6", "f7"))
    ] + [
        Binding("ctrl+home", "go(0)", mark("Beginning of the text"), show=False, id="long_text.start"),
        Binding("ctrl+end", "go(1)", mark("End of the text"), show=False, id="long_text.end"),
        Binding("ctrl+o", "outside", mark("Edit in your own editor"), show=False, id="long_text.outside"),
    ]

    def __init__(self, field: Field, typed: str, *, disabled: bool = False) -> None:
        super().__init__(typed, soft_wrap=True, tab_behavior="focus", compact=True, show_line_numbers=False)
        self.field = field
        self.read_only = disabled
        self._word_pattern = _BOUNDARY
        #: The text as it is meanwhile on the whole screen or in another editor; None: it is edited here.
        self.elsewhere: str | None = None
        self.tooltip = tr(
            "{key:form.full_text} gives the text the whole screen, {key:long_text.outside} your own editor."
        )

    @property
    def typed(self) -> Typed:
        return self.text if self.elsewhere is None else self.elsewhere

    def render_lines(self, crop: Region) -> list[Strip]:
        """Blank once it is taken away: a page that is built anew may be drawn below a box before it is laid
        out again, and Textual then asks a text without colours for its colours."""
        if not self.is_attached:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)

    def put(self, typed: Typed) -> None:
        if self.text != typed:
            with self.prevent(TextArea.Changed):
                self.load_text(str(typed))

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self.announce()

    def action_go(self, end: int) -> None:
        """To the beginning or the end of the whole text."""
        self.move_cursor(self.document.end if end else self.document.start)

    def action_outside(self) -> None:
        """Hand the text to the operator's own editor; what comes back is one step that can be undone."""
        from textual.app import SuspendNotSupported

        command = editor_command()
        if not command:
            self.notify(tr("No editor is set: set EDITOR before starting xuedang."), severity="warning")
            return
        if self.read_only:
            return
        app = cast("XuedangApp", self.app)

        def keep(path: Path, text: str) -> None:
            self.elsewhere = text
            app.drafts.outside = Outside(self.field.name, path, text)
            app.write_drafts()

        try:
            with app.suspend():
                edited = edit_outside(self.text, command, app.drafts.editor_folder, keep)
        except SuspendNotSupported:
            self.notify(tr("Here no other program can have the screen."), severity="warning")
            return
        finally:
            self.elsewhere = app.drafts.outside = None
        self.take_back(edited)
        app.write_drafts()

    def take_back(self, edited: Edited) -> None:
        """Take over what another editor made of the text."""
        if edited.trouble:
            self.notify(edited.trouble, severity="warning", timeout=12)
        if edited.text != self.text:
            self.replace(edited.text, self.document.start, self.document.end, maintain_selection_offset=False)

    def action_delete_word_right(self) -> None:
        if self.selection.is_empty and not self.cursor_at_end_of_text:
            self._delete_via_keyboard(self.cursor_location, self.get_cursor_word_right_location())
        else:
            super().action_delete_word_right()
