"""Two people changed the same fields: both texts side by side, one is chosen for each field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from records.field_value import show
from records.kind import Field
from records.masking import masked
from records.record import Record
from records.visible import visible
from tui.cjk import one_line
from tui.form_state import REMARKS, TypedForm, edit_text, to_value, typed_form
from tui.screens.closing import ClosesItself
from tui.stylesheet import PAGES
from tui.widgets.toggles import ArrowSet, SignedRadio
from tui.words import mark, tr

if TYPE_CHECKING:
    from records.checking.checks import Fault
    from tui.form_state import Typed
    from tui.screens.forms.form import FormScreen


class ConflictScreen(ClosesItself, ModalScreen["TypedForm | None"]):
    """Answers the typed text chosen for each clashing field, or None to go on editing with one's own."""

    CSS_PATH = PAGES
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "save", mark("Save"), id="conflict.save"),
        Binding("escape", "cancel", mark("Back"), id="conflict.cancel"),
        Binding("right,down", "app.focus_next", mark("Next"), show=False, id="prompt.next"),
        Binding("left,up", "app.focus_previous", mark("Previous"), show=False, id="prompt.previous"),
    ]

    def __init__(self, form: FormScreen, theirs: Record, mine: TypedForm, clashes: Sequence[str]) -> None:
        super().__init__()
        self._form, self._record, self._clashes = form, theirs, clashes
        self._mine = mine
        self._theirs = typed_form(form.state.kind, theirs)

    def compose(self) -> ComposeResult:
        by = self._record.updated.by if self._record.updated else "?"
        with Vertical(classes="prompt-box wide-box") as box:
            box.border_title = tr("Changed by you and by {by}", by=one_line(by))
            yield Static(
                tr("Fields that only one of you changed are brought together already."), classes="prompt-hint"
            )
            with VerticalScroll(classes="conflicts", can_focus=False):
                for index, name in enumerate(self._clashes):
                    yield from self._clash(index, name, one_line(by))
            yield Static(
                tr("Left and Right choose, Tab goes on, {key:conflict.save} saves what is chosen."),
                classes="prompt-hint",
            )
            with Horizontal(classes="prompt-buttons"):
                yield Button(tr("Save ({key:conflict.save})"), id="save", variant="primary", compact=True)
                yield Button(tr("Go on editing (Esc)"), id="cancel", compact=True)

    def _clash(self, index: int, name: str, by: str) -> ComposeResult:
        field = self._form.field(name)
        yield Static(one_line(field.label.text()), markup=False, classes="conflict-field")
        with Horizontal(classes="conflict-sides"):
            yield Static(self._text(field, self._mine, name), markup=False, classes="conflict-mine")
            yield Static(self._text(field, self._theirs, name), markup=False, classes="conflict-theirs")
        yield ArrowSet(
            SignedRadio(tr("mine"), value=True),
            SignedRadio(tr("{by}'s", by=by)),
            id=f"choice-{index}",
            compact=True,
        )

    def _text(self, field: Field, typed: TypedForm, name: str) -> str:
        text: Typed = typed.get(name, "")
        faults: list[Fault] = []
        original = self._record.remarks if name == REMARKS else self._record.fields.get(name)
        value = original if text == edit_text(original) else to_value(field, text, None, name, faults)
        if field.type == "longtext" and isinstance(text, str):
            return visible(text, keep="\n") or "—"
        if faults and field.masked:
            return masked(str(text))
        return visible(str(text)) if faults else show(field, value, names=self._form.context.names) or "—"

    def on_mount(self) -> None:
        self.query(ArrowSet).first().focus()

    def action_save(self) -> None:
        chosen: TypedForm = {}
        for index, name in enumerate(self._clashes):
            theirs = self.query_one(f"#choice-{index}", ArrowSet).pressed_index == 1
            chosen[name] = (self._theirs if theirs else self._mine).get(name, "")
        self.dismiss(chosen)

    def action_cancel(self) -> None:
        self.dismiss(None)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        if event.button.id == "save":
            self.action_save()
        else:
            self.dismiss(None)
