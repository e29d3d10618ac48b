"""What a form holds apart from its widgets: the typed text of every field, undo, and what differs.

Typed text is plain JSON: a string for a value, a list of strings for a list, a list of objects for
sub-records. So it is compared, kept as a draft, undone and merged by one set of functions, and text
that is not (yet) a valid value is never lost. A field whose text was not touched keeps the very value
it was loaded with.
"""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from bson.objectid import ObjectId

from records.checking.checks import Fault, label_at
from records.field_value import coerce
from records.kind import Field, FieldType, Kind, Label
from records.record import Record
from records.values import PartialDate, Value
from records.visible import visible
from tui.drafts import Draft
from tui.words import mark

Typed: TypeAlias = "str | list[Typed] | dict[str, Typed]"
TypedForm: TypeAlias = dict[str, Typed]

#: Typed under this name, kept in the envelope.
REMARKS = "@remarks"
REMARKS_FIELD = Field(REMARKS, Label("备注", "Remarks"), "longtext")
_UNDO_DEPTH = 500
_UNDO_PAUSE = 1.0  # seconds without typing after which one more undo step begins

#: The types a person may give a field that no kind file names.
CUSTOM_TYPES: tuple[tuple[FieldType, str], ...] = (
    ("text", mark("Text")),
    ("longtext", mark("Long text")),
    ("partial_date", mark("Date")),
    ("integer", mark("Whole number")),
    ("decimal", mark("Number")),
    ("money", mark("Money")),
    ("boolean", mark("Yes or no")),
)


def edit_text(value: object) -> Typed:
    """``value`` as it is typed. Sub-records and lists keep their shape."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return visible(value, keep="\n\t")
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M" if value.second == 0 else "%Y-%m-%d %H:%M:%S")
        case date():
            return value.isoformat()
        case PartialDate():
            return _date_text(value)
        case Decimal():
            return format(value, "f")
        case dict():
            return {str(key): edit_text(each) for key, each in value.items()}
        case list():
            return [edit_text(each) for each in value]
        case _:
            return str(value)


def _date_text(value: PartialDate) -> str:
    """The date as it was written, where that can be read again; a legacy register's form may not be."""
    with suppress(ValueError):
        if PartialDate.parse(value.raw) == value:
            return value.raw
    return f"{value.start}..{value.end}" if value.precision == "range" else value.display("en")


def guess_type(value: object) -> FieldType:
    """The type of a field that no kind file names, from what it holds."""
    match value:
        case bool():
            return "boolean"
        case int():
            return "integer"
        case Decimal() | float():
            return "decimal"
        case PartialDate() | date():
            return "partial_date"
        case ObjectId():
            return "reference"
        case str() if "\n" in value or len(value) > 60:
            return "longtext"
        case _:
            return "text"


def custom_field(name: str, type_: FieldType, value: object = None) -> Field:
    """A field made up for a name that no kind file has; its label is the name."""
    label = Label(name, name)
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        keys = dict.fromkeys(key for each in value if isinstance(each, dict) for key in each)
        fields = tuple(custom_field(key, "text") for key in keys)
        return Field(name, label, "list", fields=fields, custom=True)
    if isinstance(value, list):
        return Field(
            name, label, "list", of=custom_field(name, guess_type(value[0] if value else "")), custom=True
        )
    return Field(name, label, type_, custom=True, to="*" if type_ == "reference" else None)


@dataclass(frozen=True)
class Merge:
    """Two edits of one form brought together; ``clashes`` are the fields both changed, differently."""

    typed: TypedForm
    clashes: tuple[str, ...]


def merge(base: TypedForm, mine: TypedForm, theirs: TypedForm) -> Merge:
    """Three-way, field by field; where both changed a field differently, mine stands until chosen."""
    typed: TypedForm = {}
    clashes = []
    for name in dict.fromkeys([*theirs, *mine]):
        was, my, their = base.get(name, ""), mine.get(name, ""), theirs.get(name, "")
        typed[name] = their if my == was else my
        if was not in (my, their) and my != their:
            clashes.append(name)
    return Merge(typed, tuple(clashes))


class FormState:
    """The state of a form over ``record``."""

    def __init__(self, kind: Kind, record: Record) -> None:
        self.kind = kind
        self.fields: dict[str, Field] = {each.name: each for each in kind.fields}
        self.rebase(record)
        self.typed: TypedForm = copy.deepcopy(self.base)
        self._undo: list[TypedForm] = []
        self._redo: list[TypedForm] = []
        self._last: tuple[str, float] = ("", 0.0)

    def rebase(self, record: Record) -> None:
        """``record`` is what is stored now; the typed text stays."""
        self.record = record
        for name, value in record.fields.items():
            if name not in self.fields:
                self.fields[name] = custom_field(name, guess_type(value), value)
        self.base: TypedForm = typed_form(self.kind, record)

    @property
    def custom(self) -> list[Field]:
        """The fields that no kind file names."""
        known = {each.name for each in self.kind.fields}
        return [each for name, each in self.fields.items() if name not in known]

    @property
    def dirty(self) -> bool:
        """Whether saving would change anything: a comparison, never a count of keystrokes."""
        return bool(self.changed)

    @property
    def changed(self) -> list[str]:
        """The names of the fields whose typed text differs from the stored record's."""
        names = dict.fromkeys([*self.base, *self.typed])
        return [n for n in names if self.typed.get(n, "") != self.base.get(n, "")]

    def set(self, name: str, typed: Typed, *, going_on: bool = False) -> None:
        """A field was typed into. Typing on in one field is one undo step until a pause.

        ``going_on``: still what was begun before, such as a row in its box, however long that takes. A step
        that ends as it began is none.
        """
        if self.typed.get(name, "") == typed:
            return
        now = time.monotonic()
        if self._last[0] != name or not (going_on or now - self._last[1] <= _UNDO_PAUSE):
            self._undo.append(dict(self.typed))
            del self._undo[:-_UNDO_DEPTH]
        self._last = (name, now)
        self._redo.clear()
        self.typed[name] = copy.deepcopy(typed)
        if going_on and self._undo and self._undo[-1] == self.typed:
            self._undo.pop()
            self.end_step()

    def end_step(self) -> None:
        """What is set next is an undo step of its own."""
        self._last = ("", 0.0)

    def replace(self, typed: TypedForm) -> None:
        """All of the form at once, as one undo step."""
        self._undo.append(dict(self.typed))
        self._redo.clear()
        self.end_step()
        self.typed = copy.deepcopy(typed)

    def undo(self) -> list[str]:
        """Take the last step back; the names of the fields that changed."""
        return self._step(self._undo, self._redo)

    def redo(self) -> list[str]:
        """The step last undone, again."""
        return self._step(self._redo, self._undo)

    def _step(self, source: list[TypedForm], target: list[TypedForm]) -> list[str]:
        if not source:
            return []
        before = self.typed
        target.append(before)
        self.typed = source.pop()
        self.end_step()
        return [n for n in {*before, *self.typed} if before.get(n, "") != self.typed.get(n, "")]

    def add_field(self, name: str, type_: FieldType) -> Field:
        """One more field for this record alone."""
        added = self.fields[name] = custom_field(name, type_)
        self.typed.setdefault(name, "")
        return added

    def adopt(self, kind: Kind) -> None:
        """The kind has more fields now; what is typed stays."""
        self.kind = kind
        self.fields |= {each.name: each for each in kind.fields}
        self.base = typed_form(kind, self.record)
        for name, empty in self.base.items():
            self.typed.setdefault(name, copy.deepcopy(empty))

    def retype(self, name: str, type_: FieldType) -> None:
        """Another type for a field that no kind file names; its text stays."""
        self.fields[name] = custom_field(name, type_)

    def to_record(self) -> tuple[Record, list[Fault]]:
        """The record as the form says, and the fields whose text is no value of their type.

        A field cleared is None if the record had it, and absent if it never had.
        """
        made = self.record.copy()
        faults: list[Fault] = []
        for name in self.changed:
            if name == REMARKS:
                made.remarks = str(self.typed[name]).strip() or None
                continue
            value = self._value(name, faults)
            if value in (None, [], {}) and name not in self.record.fields:
                made.fields.pop(name, None)
            else:
                made.fields[name] = value
        placed = [replace(each, label=label_at(self.kind, each.path) or each.label) for each in faults]
        return made, placed

    def _value(self, name: str, faults: list[Fault]) -> Value:
        original = self.record.fields.get(name)
        return to_value(self.fields[name], self.typed.get(name, ""), original, name, faults)

    def to_draft(self, operator: str = "") -> Draft:
        """The state as a draft, to be written at once or in a thread."""
        return Draft(
            kind=self.kind.name,
            record=str(self.record.id),
            version=self.record.version,
            title=self.record.title or self.first_text(),
            base=copy.deepcopy(self.base),
            typed=copy.deepcopy(self.typed),
            extra={each.name: each.type for each in self.custom},
            operator=operator,
        )

    def first_text(self) -> str:
        """The first line of text typed: what a new record is called until it is saved."""
        for field in self.kind.fields:
            text = self.typed.get(field.name, "")
            if field.type == "text" and isinstance(text, str) and text.strip():
                return text.strip()[:60]
        return ""


def typed_form(kind: Kind, record: Record) -> TypedForm:
    """The typed text of every field of ``record``, and of those of its kind that it lacks."""
    typed: TypedForm = {}
    for field in kind.fields:
        value = record.fields.get(field.name)
        typed[field.name] = [] if field.is_list and value is None else edit_text(value)
    for name, value in record.fields.items():
        typed.setdefault(name, edit_text(value))
    typed[REMARKS] = edit_text(record.remarks)
    return typed


def blank_row(field: Field) -> dict[str, Typed]:
    """The typed text of one more row of a list of sub-records, with the defaults filled in."""
    return {
        each.name: [] if each.is_list else edit_text(each.default)
        for each in field.fields
        if not each.computed
    }


def to_value(field: Field, typed: Typed, original: Value, path: str, faults: list[Fault]) -> Value:
    """The value that ``typed`` stands for. What can't be read is put into ``faults`` and kept as None.

    Text equal to that of ``original`` (or, in a list, of one of its items) gives that very value.
    """
    if typed == edit_text(original):
        return original
    if isinstance(typed, list):
        originals = original if isinstance(original, list) else []
        return _list_value(field, typed, originals, path, faults)
    if isinstance(typed, dict):
        return _row_value(field, typed, original if isinstance(original, dict) else {}, path, faults)
    if not typed.strip():
        return None
    try:
        value: Value = coerce(field, typed)
    except ValueError as error:
        faults.append(Fault(path, "error", str(error), field.label.text()))
        return None
    return value


def _list_value(
    field: Field, typed: list[Typed], originals: list[Value], path: str, faults: list[Fault]
) -> Value:
    known = {json.dumps(edit_text(each), sort_keys=True): each for each in originals}
    values: list[Value] = []
    for index, each in enumerate(typed):
        key = json.dumps(each, sort_keys=True)
        item = field.of or field
        value = known[key] if key in known else to_value(item, each, None, f"{path}[{index}]", faults)
        if value not in (None, {}):
            values.append(value)
    return values


def _row_value(
    field: Field, typed: Mapping[str, Typed], original: Mapping[str, Value], path: str, faults: list[Fault]
) -> Value:
    row: dict[str, Value] = {}
    for name, each in typed.items():
        sub = field.field(name) or custom_field(name, "text")
        value = to_value(sub, each, original.get(name), f"{path}.{name}", faults)
        if value is not None or name in original:
            row[name] = value
    return row
