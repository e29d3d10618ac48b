"""Exported sheets read again: which are ours, and the records that their rows carry."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time
from functools import partial
from typing import Any

from records.errors import UsageFault
from records.intake.files.reading import Reading, Row, Sheet
from records.intake.outcome import Item, Place
from records.intake.returning.carried import BLANK, Carried, Entries, Misread, as_read
from records.keep.cells import from_cell, references_in, unguarded
from records.keep.layout import Column, Headings, language_of
from records.keep.plain import Resolve, unpack
from records.kind import Field, Kind, Kinds
from records.language import translator
from records.record import STATUS_LABELS, STATUSES

tr = translator("records")

_LINE = re.compile(r"(\d*)(\+?)")
#: The rows in which headings are looked for: rejected rows come back with a few columns before them.
_HEAD_ROWS = 3
#: A spreadsheet keeps 15 digits of a number.
_EXACT = 10**15


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


def _fields(kind: Kind, texts: Mapping[tuple[Column, int], str], resolve: Resolve) -> dict[str, Any]:
    """The fields of a record; one that can't be read is a Misread in its place."""
    found: dict[str, Any] = {}
    entries: dict[str, dict[int, dict[str, Any]]] = {}
    parts: dict[str, set[str]] = {}
    for (column, line), text in texts.items():
        if column.sub is None:
            if line == 1 and text:
                found[column.name] = as_read(
                    kind, column.name, partial(from_cell, column.field, text, resolve)
                )
            elif line == 1:
                found.setdefault(column.name, BLANK)
            continue
        entries.setdefault(column.name, {})
        parts.setdefault(column.name, set()).add(column.sub)
        if text:
            part = as_read(kind, column.name, partial(from_cell, column.field, text, resolve))
            if isinstance(part, Misread):
                found[column.name] = part
            entries[column.name].setdefault(line, {})[column.sub] = part
    lines = frozenset(line for _, line in texts)
    for name, rows in entries.items():
        if found.get(name, BLANK) is BLANK:
            found[name] = Entries(rows, lines, frozenset(parts[name]))
    return found
