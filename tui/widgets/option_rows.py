"""The options of a document as rows of a form: the same editors as a record's fields have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Checkbox, Static

from records.errors import UsageFault
from records.field_value import coerce
from records.kind import Choice, Field, FieldType, Label
from records.language import labelled
from tui.cjk import one_line
from tui.widgets.editor import Editor, FormContext
from tui.widgets.field_row import FieldRow
from tui.widgets.toggles import SignedCheck
from tui.words import tr

if TYPE_CHECKING:
    from records.archive import Archive
    from templates.spec import DocumentSpec, Option
    from tui.form_state import Typed

#: What every document is asked for besides its own options; no option has such a name.
LANGUAGE, FOLDER, KEEP = "~language", "~folder", "~keep"
_LANGUAGES = (Choice("zh", Label("中文", "中文")), Choice("en", Label("English", "English")))
_TYPES: Mapping[str, FieldType] = {
    "text": "text",
    "integer": "integer",
    "day": "date",
    "record": "reference",
    "flag": "boolean",
}


#: Language, folder, and whether to keep it, as fields.
COMMON: tuple[Field, ...] = (
    Field(LANGUAGE, Label("语言", "Language"), "choice", required=True, choices=_LANGUAGES),
    Field(FOLDER, Label("存入文件夹", "Folder"), "text", required=True),
    Field(KEEP, Label("存为已出文件", "Keep as issued"), "boolean"),
)


def field_of(option: Option) -> Field:
    """An option as a field that an editor can be made for."""
    return Field(
        option.name,
        option.label,
        "choice" if option.choices else _TYPES[option.type],
        required=option.required,
        choices=tuple(Choice(each, Label(each, each)) for each in option.choices),
        to="|".join(option.kinds) or None,
    )


def option_row(field: Field, typed: str, context: FormContext) -> FieldRow | FlagRow:
    """The row of a field; yes or no is a box to tick, so that Space is enough."""
    if field.type == "boolean":
        return FlagRow(field, typed)
    return FieldRow(field, typed, context)


class FlagEditor(Editor, SignedCheck):
    """A box to tick. Its typed text is ``true`` or empty."""

    def __init__(self, field: Field, typed: str) -> None:
        super().__init__(_word(bool(typed)), bool(typed), compact=True)
        self.field = field

    @property
    def typed(self) -> Typed:
        return "true" if self.value else ""

    def put(self, typed: Typed) -> None:
        with self.prevent(Checkbox.Changed):
            self.value = bool(typed)

    def watch_value(self) -> None:
        super().watch_value()
        self.label = _word(self.value)

    def on_checkbox_changed(self, event: Checkbox.Changed) -> None:
        event.stop()
        self.announce()


def _word(value: bool) -> str:
    return tr("yes") if value else tr("no")


class FlagRow(Horizontal):
    """The label and the box of an option that is yes or no."""

    def __init__(self, field: Field, typed: str) -> None:
        super().__init__(classes="field-line")
        self.field = field
        self.editor = FlagEditor(field, typed)

    def compose(self) -> ComposeResult:
        yield Static(one_line(self.field.label.text()), markup=False, classes="field-label")
        yield self.editor

    def focus_editor(self) -> None:
        """Put the cursor onto the box."""
        self.editor.focus()


async def chosen_options(archive: Archive, spec: DocumentSpec, typed: Mapping[str, str]) -> dict[str, Any]:
    """What is typed as options that a document takes: records by number, days as YYYY-MM-DD.

    Raises UsageFault for what can't be read, NotFound for a record that is gone.
    """
    options: dict[str, Any] = {}
    for option in spec.all_options:
        text = typed.get(option.name, "").strip()
        if not text:
            continue
        if option.type == "record":
            record = await archive.get(ObjectId(text)) if ObjectId.is_valid(text) else None
            options[option.name] = record.no or text if record else text
        elif option.type == "flag":
            options[option.name] = True
        else:
            try:
                value = coerce(field_of(option), text)
            except ValueError as error:
                raise UsageFault(labelled(option.label.text(), error)) from error
            options[option.name] = value.isoformat() if option.type == "day" else str(value)
    return options


async def typed_options(
    archive: Archive, spec: DocumentSpec, options: Mapping[str, Any], names: dict[ObjectId, str]
) -> dict[str, str]:
    """Options as they are typed, the other way round; ``names`` learns what the records are called."""
    from templates.papers import named_record

    typed: dict[str, str] = {}
    for option in spec.all_options:
        value = options.get(option.name)
        if value is None or value is False or value == "":
            continue
        typed[option.name] = "true" if option.type == "flag" else str(value)
        if option.type == "record":
            record = await named_record(archive, str(value), option.kinds)
            if record is not None:
                names[record.id] = record.title
                typed[option.name] = str(record.id)
    return typed


def lacking(spec: DocumentSpec, typed: Mapping[str, str]) -> list[str]:
    """The labels of required options that are not filled."""
    return [
        each.label.text()
        for each in spec.all_options
        if each.required and not typed.get(each.name, "").strip()
    ]
