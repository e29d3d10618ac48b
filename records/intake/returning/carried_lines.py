"""Exports of lines (.jsonl) read again: which files are ours, and the records that they carry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from records.errors import UsageFault
from records.intake.outcome import Item, Place
from records.intake.returning.carried import Carried, as_read
from records.keep.plain import Resolve, from_plain, unpack
from records.kind import Field, Kind, Kinds

#: What tells an export of lines (`records.keep.export.MARK`), and how far into the file it is looked for.
_MARKED = re.compile(rb'"xuedang"\s*:\s*1\s*[,}]')
_BEGINNING = 1_000_000
#: What an export of lines may be called after somebody renamed it.
_LINES = frozenset((".jsonl", ".ndjson", ".json", ".txt"))


def has_lines(path: Path) -> bool:
    """Whether a file is an export of lines."""
    if path.suffix.lower() not in _LINES:
        return False
    try:
        with path.open("rb") as file:
            # Wherever it stands: another program may have written the lines anew, or damaged the first.
            return _MARKED.search(file.read(_BEGINNING)) is not None
    except OSError:
        return False


def lines_of(path: Path, relative: str, kinds: Kinds) -> Iterator[Carried | Item]:
    """The records of an export of lines; a line that can't be read is a refused item."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            item = Item("", Place(relative, row=number))
            try:
                made = json.loads(line)
                kind = kinds.of(str(made["kind"]))
                yield _of_line(kind, made, item)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                no_json = isinstance(error, json.JSONDecodeError | UnicodeDecodeError)
                item.reject(f"unreadable_row:{'bad_json' if no_json else 'no_record'}")
                item.cells = (line.decode("utf-8", "backslashreplace").rstrip("\r\n"),)
                yield item
            except UsageFault as error:
                item.reject(f"unreadable_row:{error.message}")
                item.cells = (line.decode("utf-8", "backslashreplace").rstrip("\r\n"),)
                yield item


def _of_line(kind: Kind, made: Mapping[str, Any], item: Item) -> Carried:
    item.kind = kind.name
    fields = dict(made.get("fields", {}))

    def decode(resolve: Resolve) -> dict[str, Any]:
        return {
            name: as_read(kind, name, partial(from_plain, kind.field(name), value, resolve))
            for name, value in fields.items()
        }

    return Carried(
        kind,
        item,
        decode,
        no=str(made.get("no") or ""),
        id=str(made.get("id") or ""),
        status=str(made.get("status") or ""),
        version=str(made.get("version") or ""),
        key=str(unpack(made.get("origin", {})).get("key") or ""),
        remarks=made.get("remarks"),
        archive=unpack(made.get("archive")),
        origin=unpack(made.get("origin", {})),
        attachments=[_attachment(one) for one in made.get("attachments", ())],
        references=list(_references(kind, fields)),
        complete=True,
    )


def _attachment(one: Mapping[str, Any]) -> Mapping[str, Any]:
    if "sha256" in one:
        int(one["size"])
    return {**one, "name": str(one["name"])}


def _references(kind: Kind, fields: Mapping[str, Any]) -> Iterator[tuple[Field, str, str, str]]:
    def within(field: Field | None, value: Any) -> Iterator[tuple[Field, str, str, str]]:
        if isinstance(value, list):
            for item in value:
                yield from within(field.of if field is not None and field.of is not None else field, item)
        elif field is not None and field.type in ("reference", "attachment") and isinstance(value, Mapping):
            yield field, str(value.get("no") or ""), str(value.get("title") or ""), str(value.get("id") or "")
        elif field is not None and isinstance(value, Mapping):
            for name, part in value.items():
                yield from within(field.field(name), part)

    for name, value in fields.items():
        yield from within(kind.field(name), value)
