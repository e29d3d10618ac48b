"""What is typed on a command line: ``FIELD=VALUE`` words become values of the right type, a name a record."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from records.checking.checks import Fault
from records.errors import InvalidRecord, UsageFault, nearest
from records.field_value import coerce
from records.kind import Field, Kind
from records.language import translator
from records.people.naming import find_named, named

if TYPE_CHECKING:
    from records.archive import Archive
    from records.record import Record

tr = translator("scripts")


async def subject(archive: Archive, text: str, kind: str) -> Record:
    """The person or unit that ``text`` names. Raises UsageFault when none or several fit."""
    try:
        return await named(archive, text, (kind,))
    except ValueError as error:
        raise UsageFault(str(error), hint=tr("`xuedang find` looks for words.")) from error


async def read_fields(archive: Archive, kind: Kind, assignments: Sequence[str]) -> dict[str, Any]:
    """The typed values of ``FIELD=VALUE`` words; a list field given several times grows.

    Raises UsageFault for an unknown field, InvalidRecord with every value that is not understood.
    """
    fields: dict[str, Any] = {}
    faults: list[Fault] = []
    for name, text in map(_split, assignments):
        field = _field_named(kind, name)
        try:
            value = await _value(archive, field, text)
        except ValueError as error:
            faults.append(Fault(field.name, "error", str(error), field.label.text()))
            continue
        if field.is_list and isinstance(value, list):
            fields[field.name] = [*fields.get(field.name, []), *value]
        else:
            fields[field.name] = value
    if faults:
        raise InvalidRecord(faults)
    return fields


def _split(assignment: str) -> tuple[str, str]:
    name, equals, text = assignment.partition("=")
    if not equals or not name.strip():
        raise UsageFault(
            tr("{word!r} is not FIELD=VALUE.", word=assignment), hint=tr("Write it as --set title=… .")
        )
    return name.strip(), text


def _field_named(kind: Kind, name: str) -> Field:
    for field in kind.fields:
        if name in (field.name, field.label.zh, field.label.en):
            if field.computed:
                raise UsageFault(
                    tr("{name} is computed and can't be set.", name=field.label.text()),
                    hint=tr("Set what it is computed from."),
                )
            return field
    otherwise = tr(
        "`xuedang kinds {kind}` lists its fields; --extra keeps one it does not name.", kind=kind.name
    )
    hint = nearest(name, [field.name for field in kind.fields], otherwise)
    raise UsageFault(tr("{kind} has no field {name!r}.", kind=kind.label.text(), name=name), hint=hint)


def emptied_apart(kind: Kind, assignments: Sequence[str]) -> tuple[list[str], list[str]]:
    """The ``FIELD=VALUE`` words that have a value, and the names of the fields whose word has none."""
    split = [(each, *_split(each)) for each in assignments]
    filled = [each for each, _, text in split if text.strip()]
    return filled, [_field_named(kind, name).name for _, name, text in split if not text.strip()]


def read_extra(kind: Kind, assignments: Sequence[str]) -> dict[str, str]:
    extra = dict(map(_split, assignments))
    for name in extra:
        if kind.field(name):
            raise UsageFault(
                tr("{kind} names the field {name!r} itself.", kind=kind.label.text(), name=name),
                hint=tr("Use --set."),
            )
    return extra


async def _value(archive: Archive, field: Field, text: str) -> Any:
    """One typed value. Raises ValueError with a text to show beside the field."""
    if field.type == "reference":
        return await find_named(archive, field, text)
    if field.is_list and text.lstrip().startswith("["):
        return await _rows(archive, field, text)
    if field.of is not None and field.of.type == "reference":
        parts = re.split(r"[、;；]", text)
        return [await find_named(archive, field.of, part) for part in parts if part.strip()]
    return coerce(field, text)


async def _rows(archive: Archive, field: Field, text: str) -> list[Any]:
    """A list written as JSON; names inside sub-records are looked up as well."""
    try:
        rows = json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(
            tr("not readable as JSON: {reason}, at character {place}", reason=error.msg, place=error.pos + 1)
        ) from error
    if field.of is not None:
        return [await _value(archive, field.of, str(row)) for row in rows]
    made = []
    for row in rows:
        if not isinstance(row, dict):
            raise ValueError(
                tr("each entry of the list must be an object, such as {example}", example='{"name": …}')
            )
        made.append({name: await _part(archive, field.field(name), part) for name, part in row.items()})
    return made


async def _part(archive: Archive, field: Field | None, part: Any) -> Any:
    if field is None or part is None:
        return part
    if isinstance(part, str):
        return await _value(archive, field, part)
    # JSON's own numbers are read like typed ones, so that an amount stays exact.
    return coerce(field, str(part)) if isinstance(part, float) else coerce(field, part)
