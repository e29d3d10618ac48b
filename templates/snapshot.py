"""What a document was made from, as JSON: enough to make the very same file again.

A snapshot holds each sheet's context and the printed fields of its record; pictures are in it by their
checksum, their bytes are attachments.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from records.errors import Refused
from records.language import translator
from templates.pictures import Picture

tr = translator("templates")


@dataclass(frozen=True)
class Frozen:
    """One sheet as it was printed: its file name, its context and the names every template has."""

    name: str
    context: object
    common: Mapping[str, Any]


class _Sheet(msgspec.Struct):
    name: str
    context: msgspec.Raw
    common: dict[str, Any]


class _Snapshot(msgspec.Struct):
    sheets: list[_Sheet]
    merged: str


def freeze(sheets: Sequence[Frozen], merged: str) -> str:
    """The snapshot of a document; ``merged`` is the name of its one file, or empty."""
    encode = msgspec.json.encode
    rows = [_Sheet(each.name, msgspec.Raw(encode(each.context)), dict(each.common)) for each in sheets]
    return msgspec.json.format(encode(_Snapshot(rows, merged)), indent=1).decode()


def printed(sheets: Sequence[Frozen], merged: str) -> str:
    """The snapshot as far as two papers are to be compared. Charts are the same when they show the same
    figures, for other fonts or another version of what draws them make other pictures of these."""
    return freeze([_undrawn(each) for each in sheets], merged)


def _undrawn(sheet: Frozen) -> Frozen:
    return dataclasses.replace(sheet, context=_shown(sheet.context))


def _shown(value: Any) -> Any:
    """The same context with what its drawn pictures show instead of their bytes."""
    if isinstance(value, Picture):
        return Picture("", "", 0, 0, drawn=value.drawn) if value.drawn else value
    if isinstance(value, tuple):
        return tuple(map(_shown, value))
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {each.name: getattr(value, each.name) for each in dataclasses.fields(value)}
        changed = {name: new for name, old in fields.items() if (new := _shown(old)) != old}
        return dataclasses.replace(value, **changed) if changed else value
    return value


def thaw(text: str, context: type) -> tuple[list[Frozen], str]:
    """Sheets and the merged file's name from a snapshot; ``context`` is the class of their contexts.

    Raises Refused for one that this version can't read.
    """
    try:
        found = msgspec.json.decode(text.encode(), type=_Snapshot)
        sheets = [
            Frozen(each.name, msgspec.json.decode(each.context, type=context), each.common)
            for each in found.sheets
        ]
    except msgspec.ValidationError as error:
        raise Refused(
            tr("The data of this document is of an earlier form: {reason}", reason=error),
            hint=tr("Save the file that was kept with it instead."),
        ) from error
    return sheets, found.merged
