"""Exported files read again: which tables and lines are ours, and the records that they carry.

References stay as they are written: what they lead to is looked up when all files of an import are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from records.errors import UsageFault
from records.intake.files.reading import Reading, Row, Sheet
from records.intake.outcome import Item, Place
from records.keep.cells import from_cell, references_in, unguarded
from records.keep.layout import Column, Headings, language_of
from records.keep.plain import Resolve, from_plain, unpack
from records.kind import Field, Kind, Kinds
from records.language import translator
from records.record import STATUS_LABELS, STATUSES

tr = translator("records")

_LINE = re.compile(r"(\d*)(\+?)")
#: The rows in which headings are looked for: rejected rows come back with a few columns before them.
_HEAD_ROWS = 3
#: What tells an export of lines (`records.keep.export.MARK`), and how far into the file it is looked for.
_MARKED = re.compile(rb'"xuedang"\s*:\s*1\s*[,}]')
_BEGINNING = 1_000_000
#: A spreadsheet keeps 15 digits of a number.
_EXACT = 10**15


@dataclass
class Carried:
    """A record as a file carries it. Empty texts are what the file does not say.

    ``decode`` gives the fields that the file has columns for (BLANK, Entries or a Misread in their place);
    ``complete`` says that what it does not name is not there.
    """

    kind: Kind
    item: Item
    decode: Callable[[Resolve], dict[str, Any]]
    no: str = ""
    id: str = ""
    status: str = ""
    status_text: str = ""
    version: str = ""
    key: str = ""
    remarks: str | None = None
    has_remarks: bool = True
    archive: Any = None
    origin: Mapping[str, Any] = field(default_factory=dict)
    attachments: list[Mapping[str, Any]] = field(default_factory=list)
    references: list[tuple[Field, str, str, str]] = field(default_factory=list)
    complete: bool = False


#: What an export of lines may be called after somebody renamed it.
_LINES = frozenset((".jsonl", ".ndjson", ".json", ".txt"))

# --- lines ---------------------------------------------------------------------------------------


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
            name: _told(kind, name, partial(from_plain, kind.field(name), value, resolve))
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


# --- tables --------------------------------------------------------------------------------------


def headings_of(sheet: Sheet) -> tuple[str, Row] | None:
    """The language of a sheet that was exported, and the row of its headings; None for any other."""
    for number, row in enumerate(sheet.rows):
        if number == _HEAD_ROWS:
            return None
        lang = language_of(cell.text for cell in row.cells)
        if lang is not None:
            return lang, row
    return None


def rows_in(reading: Reading, sheet: Sheet, kinds: Kinds) -> Iterator[Carried | Item]:
    """The records of an exported sheet; a row that belongs to none is a refused item."""
    head = headings_of(sheet)
    if head is None:
        return
    yield from _Table(reading, sheet, kinds, *head).carried()
    for bad in sheet.bad_rows:
        item = Item("", Place(reading.relative, sheet.name, bad.number), cells=(bad.detail,))
        item.reject(f"unreadable_row:{bad.reason}")
        yield item


class _Table:
    """One exported sheet."""

    def __init__(self, reading: Reading, sheet: Sheet, kinds: Kinds, lang: str, head: Row) -> None:
        self._file, self._sheet, self._kinds, self._head = reading.relative, sheet, kinds, head
        self._begin(lang, head)

    def _begin(self, lang: str, head: Row) -> None:
        self._texts = tuple(cell.text.strip() for cell in head.cells)
        self._headings = Headings(lang)
        self._envelope: dict[str, int] = {}
        for index, text in enumerate(self._texts):
            if (name := self._headings.envelope(text)) is not None:
                self._envelope.setdefault(name, index)

    def carried(self) -> Iterator[Carried | Item]:
        together: dict[object, list[Row]] = {}
        last: object = None
        for row in self._sheet.rows:
            if row.number < self._head.number:
                continue
            if (lang := language_of(cell.text for cell in row.cells)) is not None:
                # Refused rows come back a block a source, each under its own headings.
                yield from map(self._one, together.values())
                together, last = {}, None
                self._begin(lang, row)
                continue
            if not any(cell.text.strip() for cell in row.cells):
                continue
            number, line = self._given(row, "no"), self._given(row, "line").removesuffix(".0")
            # A row that somebody added has no number; one that goes on with it says so by its line.
            if number or self._given(row, "id"):
                last = number or self._given(row, "id")
            elif line in ("", "1") or last is None:
                last = row.number
            together.setdefault(last, []).append(row)
        yield from map(self._one, together.values())

    def _given(self, row: Row, name: str) -> str:
        index = self._envelope.get(name)
        return unguarded(cell_text(row, index)).strip() if index is not None else ""

    def _one(self, rows: list[Row]) -> Carried | Item:
        item = Item("", Place(self._file, self._sheet.name, rows[0].number), headings=self._texts)
        item.cells = tuple(cell.text for cell in rows[0].cells)
        try:
            kind = self._kinds.of(self._kind_of(rows))
            item.kind = kind.name
            return self._record(kind, rows, item)
        except (UsageFault, ValueError) as error:
            item.reject(f"unreadable_row:{error}")
        for row in rows[1:]:
            further = Item(item.kind, Place(self._file, self._sheet.name, row.number), headings=self._texts)
            further.cells = tuple(cell.text for cell in row.cells)
            further.reject(item.why)
            item.lines.append(further)
        return item

    def _kind_of(self, rows: list[Row]) -> str:
        name = next(filter(None, (self._given(row, "kind") for row in rows)), "")
        if not name:
            raise ValueError(tr("it does not say what kind of record it is"))
        return name

    def _record(self, kind: Kind, rows: list[Row], item: Item) -> Carried:
        parts = _by_line(rows, self._given)
        columns = self._columns(kind)
        item.flag(*self._not_taken(rows, columns))
        first = parts.get(1, [rows[0]])
        texts = {
            (column, line): _joined(some, index)
            for index, column in columns.items()
            for line, some in parts.items()
        }

        def text(name: str) -> str:
            index = self._envelope.get(name)
            return _joined(first, index) if index is not None else ""

        return Carried(
            kind,
            item,
            partial(_fields, kind, texts),
            no=self._given(rows[0], "no"),
            id=text("id").strip(),
            status=_status(text("status")),
            status_text=text("status").strip(),
            version=text("version").strip().removesuffix(".0"),
            key=str(from_cell(None, text("key"), _nowhere) or ""),
            remarks=from_cell(None, text("remarks"), _nowhere),
            has_remarks="remarks" in self._envelope,
            archive=unpack(json.loads(text("archive") or "null")),
            attachments=[{"name": name} for name in text("attachments").split("、") if name],
            references=[
                (column.field, no, title, "")
                for (column, _), cell in texts.items()
                if column.field is not None
                for no, title in references_in(column.field, cell)
            ],
        )

    def _columns(self, kind: Kind) -> dict[int, Column]:
        """The columns that mean something for a kind; the others are another kind's."""
        found = {}
        for index, text in enumerate(self._texts):
            column = self._headings.column(kind, text) if text else None
            # Of two columns with one heading the first counts.
            if (
                column is not None
                and text not in self._texts[:index]
                and index not in self._envelope.values()
            ):
                found[index] = column
        return found

    def _not_taken(self, rows: list[Row], columns: Mapping[int, Column]) -> Iterator[str]:
        """A doubt for each column that says something about the record, and that no field takes."""
        taken = {*columns, *self._envelope.values()}
        for index in range(max(len(row.cells) for row in rows)):
            heading = self._texts[index] if index < len(self._texts) else ""
            if index in taken:
                continue
            # A column that stands there twice with the same in it loses nothing.
            first = self._texts.index(heading) if heading else index
            told = [row.cells[index].text for row in rows if index < len(row.cells)]
            same = [row.cells[first].text for row in rows if index < len(row.cells)]
            if any(text.strip() for text in told) and (first == index or told != same):
                yield f"column_not_taken:{heading or index + 1}"


def _by_line(rows: list[Row], given: Callable[[Row, str], str]) -> dict[int, list[Row]]:
    """The rows of a record by their line, those that go on with it behind it."""
    found: dict[int, list[Row]] = {}
    for position, row in enumerate(rows):
        text = given(row, "line").removesuffix(".0")
        match = _LINE.fullmatch(text)
        if match is None:
            raise ValueError(tr("{text!r} is no line of a record.", text=text))
        number = int(match[1]) if match[1] else position + 1
        if not match[2] and number in found:
            raise ValueError(
                tr("line {number} of {no} stands there twice", number=number, no=given(row, "no"))
            )
        found.setdefault(number, []).append(row)
    return dict(sorted(found.items()))


def _joined(rows: list[Row], index: int) -> str:
    return "".join(unguarded(cell_text(row, index)) for row in rows)


def cell_text(row: Row, index: int) -> str:
    """A cell as it would be typed. Raises ValueError for a number that has lost digits."""
    value = row.cells[index].value if index < len(row.cells) else None
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and abs(value) >= _EXACT:
        raise ValueError(tr("{number} was kept as a number and has lost digits", number=value))
    if isinstance(value, datetime) and value.time() != time():
        return value.isoformat(" ", "seconds" if value.second else "minutes")
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _status(text: str) -> str:
    for status in STATUSES:
        label = STATUS_LABELS[status]
        if text.strip() in (status, label.zh, label.en):
            return status
    return ""


def _nowhere(field: Field | None, no: str, title: str, identifier: str = "") -> None:
    return None


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of a list as a table tells them: by line, each with the parts that are filled.

    ``lines`` are all lines of the record, ``told`` the parts that the table has columns for.
    """

    by_line: Mapping[int, dict[str, Any]]
    lines: frozenset[int]
    told: frozenset[str]

    def over(self, stored: Any) -> list[Any] | Blank:
        """The whole list: what the table has no column for stays as it is in the same line of ``stored``."""
        before = dict(enumerate(stored, 1)) if isinstance(stored, list) else {}
        found = []
        for line in sorted(self.lines):
            old = before.get(line)
            kept = (
                {name: part for name, part in old.items() if name not in self.told}
                if isinstance(old, Mapping)
                else {}
            )
            if entry := kept | self.by_line.get(line, {}):
                found.append(entry)
        return found or BLANK


class Blank:
    """A cell that says nothing, as against one that says that a field is there and holds nothing."""


BLANK = Blank()


class Misread(ValueError):
    """A field's text can't be read; ``field`` is its name."""

    def __init__(self, field: str, label: str, reason: Exception) -> None:
        super().__init__(f"{label}: {reason}")
        self.field, self.reason = field, reason


def _told(kind: Kind, name: str, read: Callable[[], Any]) -> Any:
    try:
        return read()
    except (ValueError, TypeError, KeyError) as error:
        known = kind.field(name)
        return Misread(name, known.label.text() if known else name, error)


def _fields(kind: Kind, texts: Mapping[tuple[Column, int], str], resolve: Resolve) -> dict[str, Any]:
    """The fields of a record; one that can't be read is a Misread in its place."""
    found: dict[str, Any] = {}
    entries: dict[str, dict[int, dict[str, Any]]] = {}
    parts: dict[str, set[str]] = {}
    for (column, line), text in texts.items():
        if column.sub is None:
            if line == 1 and text:
                found[column.name] = _told(kind, column.name, partial(from_cell, column.field, text, resolve))
            elif line == 1:
                found.setdefault(column.name, BLANK)
            continue
        entries.setdefault(column.name, {})
        parts.setdefault(column.name, set()).add(column.sub)
        if text:
            part = _told(kind, column.name, partial(from_cell, column.field, text, resolve))
            if isinstance(part, Misread):
                found[column.name] = part
            entries[column.name].setdefault(line, {})[column.sub] = part
    lines = frozenset(line for _, line in texts)
    for name, rows in entries.items():
        if found.get(name, BLANK) is BLANK:
            found[name] = Entries(rows, lines, frozenset(parts[name]))
    return found
