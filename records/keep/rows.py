"""A record as the rows of an exported table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from records.keep.cells import guarded, to_cell
from records.keep.layout import Column, Undeclared
from records.keep.plain import Names, pack
from records.kind import Kind
from records.record import STATUS_LABELS, Record

#: A spreadsheet takes 32,767 characters a cell; what is longer goes on in rows marked ``1+``.
MOST_CHARACTERS = 32_000
#: The reader of .csv files takes a record of more lines for one whose quotes never close.
MOST_LINES = 150


def is_entries(value: Any) -> bool:
    """Whether a list of sub-records can be laid out an entry a row."""
    return (
        isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) and item for item in value)
    )


def note_undeclared(kind: Kind, record: Record, found: Undeclared) -> None:
    """Remember what a record holds that needs a column besides those of its kind."""
    fields: Mapping[str, Any] = record.fields
    for name, value in fields.items():
        known = kind.field(name)
        if known is None or (known.is_subrecords and (known.custom or not is_entries(value))):
            found.fields[name] = None
        elif known.is_subrecords and isinstance(value, list):
            for item in value:
                for part in item:
                    if known.field(part) is None:
                        found.parts[name, part] = None


def rows_of(
    kind: Kind, record: Record, columns: Sequence[Column], names: Names
) -> Iterator[list[tuple[Column, str]]]:
    """The rows of a record: in each the columns that are filled, with their guarded texts."""
    lists = {
        each.name: value
        for each in kind.fields
        if each.is_subrecords and not each.custom and is_entries(value := record.fields.get(each.name))
    }
    count = max((len(value) for value in lists.values() if isinstance(value, list)), default=1)
    envelope = _envelope(kind, record)
    for number in range(count):
        texts = {}
        for column in columns:
            text = _text(column, record, envelope, lists, number, names)
            if text:
                texts[column] = text
        yield from _in_pieces(texts, columns, number + 1)


def _envelope(kind: Kind, record: Record) -> dict[str, str]:
    found = {
        "no": record.no or "",
        "kind": kind.label.text(),
        "status": STATUS_LABELS[record.status].text(),
        "remarks": to_cell(None, record.remarks, {}) if record.remarks is not None else "",
        "attachments": "、".join(ref.name for ref in record.attachments),
        "void_reason": record.void_reason or "",
        "archive": json.dumps(pack(record.archive), ensure_ascii=False) if record.archive else "",
        "version": str(record.version),
        "id": str(record.id),
    }
    key = record.origin.get("key")
    return found | {"key": to_cell(None, key, {}) if isinstance(key, str) else ""}


def _text(
    column: Column,
    record: Record,
    envelope: Mapping[str, str],
    lists: Mapping[str, Any],
    number: int,
    names: Names,
) -> str:
    if column.envelope:
        return envelope.get(column.name, "") if number == 0 or column.name in ("no", "kind") else ""
    if column.sub is not None:
        entries = lists.get(column.name, ())
        entry = entries[number] if number < len(entries) else {}
        return to_cell(column.field, entry[column.sub], names) if column.sub in entry else ""
    if number or column.name in lists or column.name not in record.fields:
        return ""
    return to_cell(column.field, record.fields[column.name], names)


def _in_pieces(
    texts: Mapping[Column, str], columns: Sequence[Column], line: int
) -> Iterator[list[tuple[Column, str]]]:
    """One row, and further ones for what is too long for a cell."""
    lines = sum(text.count("\n") for text in texts.values())
    multiline = sum("\n" in text for text in texts.values())
    most = max(1, MOST_LINES // multiline) if lines > MOST_LINES else None
    pieces = {column: _pieces(text, most) for column, text in texts.items()}
    same = [column for column in columns if column.envelope and column.name in ("no", "kind")]
    place = next(column for column in columns if column.envelope and column.name == "line")
    for number in range(max(map(len, pieces.values()))):
        row = [
            (column, guarded(some[number]))
            for column, some in pieces.items()
            if number < len(some) and column not in same
        ]
        row += [(column, texts[column]) for column in same if column in texts]
        yield [*row, (place, f"{line}+" if number else str(line))]


def _pieces(text: str, most_lines: int | None) -> list[str]:
    if len(text) <= MOST_CHARACTERS and most_lines is None:
        return [text]
    pieces: list[str] = [""]
    lines = 0
    for part in text.splitlines(keepends=True):
        lines += 1
        if lines > (most_lines or lines) or len(pieces[-1]) + len(part) > MOST_CHARACTERS:
            pieces.append("")
            lines = 1
        while len(pieces[-1]) + len(part) > MOST_CHARACTERS:
            room = MOST_CHARACTERS - len(pieces[-1])
            pieces[-1] += part[:room]
            part = part[room:]
            pieces.append("")
        pieces[-1] += part
    return [piece for piece in pieces if piece]
