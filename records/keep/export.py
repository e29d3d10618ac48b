"""Any list or query as a file: .xlsx or .csv for people, .jsonl for programs; each comes back by an import.

Records are read once, into a spool on disk, and written from there: only then is known which columns there
are. Memory holds a few hundred of them, however many there are.
"""

from __future__ import annotations

import asyncio
import csv
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import bson
from bson.objectid import ObjectId

from records.errors import UsageFault
from records.keep.layout import Column, Undeclared, columns_of
from records.keep.plain import Named, Names, pack, to_plain
from records.keep.rows import note_undeclared, rows_of
from records.kind import NUMBER_TYPES, Field, Kind, Kinds, Label
from records.language import current_language, translator
from records.lists.sheet import SHEET_ROWS
from records.privacy.personal import mask_fields, mask_origin
from records.privacy.unmasking import demand_reason
from records.record import Record
from records.search.query import Query
from records.search.sentence import sentence
from records.store import journal
from records.whole_file import new_file

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

ENDINGS = (".xlsx", ".csv", ".jsonl")
#: What a .jsonl line begins with: how an import tells it from other files of lines.
MARK = '{"xuedang": 1, '
_BATCH = 500
#: A sheet has room for so many rows.
_EXACT_DIGITS = 15
_FIRST_DAY = date(1900, 3, 1)

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Exported:
    """What an export wrote: the file, and how many records of each kind."""

    path: Path
    kinds: Mapping[str, int]

    @property
    def count(self) -> int:
        return sum(self.kinds.values())


async def export(
    archive: Archive,
    query: Query,
    path: Path,
    *,
    unmask_for: str | None = None,
    on_progress: Progress | None = None,
) -> Exported:
    """Write every record of a query to a file that is not there yet, and tell the journal.

    Identity numbers and phones are masked, and what a source said of them left out, unless there is a reason
    to ``unmask_for``: then nobody else on the machine may read the file. It is whole or not there.
    ``on_progress`` is told how many records are read. Raises UsageFault for another ending than .xlsx, .csv
    and .jsonl or an empty reason, Refused when the file is there already or can't be written, or the account
    may not unmask.
    """
    reason = None if unmask_for is None else demand_reason(archive, unmask_for)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UsageFault(
            tr("{path} is none of .xlsx, .csv and .jsonl.", path=path),
            hint=tr("Let the name end in one of them."),
        )
    with new_file(path) as part, tempfile.TemporaryFile(prefix="xuedang-export-") as spool:
        read = await _read(archive, query, spool, on_progress, mask=reason is None)
        spool.seek(0)
        await asyncio.to_thread(_WRITERS[ending], part, spool, read, archive.kinds)
        if reason is not None:
            part.chmod(0o600)
        await tell_journal(archive, query, path, sum(read.counts.values()), reason)
    return Exported(path, read.counts)


# --- reading -------------------------------------------------------------------------------------


@dataclass
class _Read:
    """What was found in reading: records of each kind, and what needs columns of its own."""

    counts: dict[str, int] = field(default_factory=dict)
    undeclared: dict[str, Undeclared] = field(default_factory=dict)


async def _read(
    archive: Archive, query: Query, spool: IO[bytes], on_progress: Progress | None, *, mask: bool
) -> _Read:
    read = _Read()
    waiting: list[Record] = []
    async with aclosing(archive.each(query, batch=_BATCH)) as records:
        async for record in records:
            waiting.append(_masked(archive.kinds, record) if mask else record)
            if len(waiting) == _BATCH:
                await _spool(archive, waiting, spool, read)
                waiting = []
                if on_progress is not None:
                    on_progress(sum(read.counts.values()))
    await _spool(archive, waiting, spool, read)
    return read


async def _spool(archive: Archive, records: list[Record], spool: IO[bytes], read: _Read) -> None:
    references = [list(_identifiers(record.fields)) for record in records]
    names = await _names(archive, {each for some in references for each in some})
    for record, some in zip(records, references, strict=True):
        kind = kind_of(archive.kinds, record.kind)
        read.counts[kind.name] = read.counts.get(kind.name, 0) + 1
        note_undeclared(kind, record, read.undeclared.setdefault(kind.name, Undeclared()))
        named = [[each, names[each].no, names[each].title] for each in some if each in names]
        spool.write(bson.encode({"record": record.to_document(), "names": named}))


def _masked(kinds: Kinds, record: Record) -> Record:
    kind = kinds.get(record.kind)
    record.fields = mask_fields(kind, record.fields)
    record.origin = mask_origin(kind, record.origin)
    return record


def _identifiers(value: Any) -> Iterator[ObjectId]:
    if isinstance(value, ObjectId):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _identifiers(item)
    elif isinstance(value, list):
        for item in value:
            yield from _identifiers(item)


async def _names(archive: Archive, ids: set[ObjectId]) -> dict[ObjectId, Named]:
    rows = await archive.aggregate(
        [{"$match": {"_id": {"$in": list(ids)}}}, {"$project": {"no": 1, "title": 1}}]
    )
    return {row["_id"]: Named(row.get("no") or "", row.get("title") or "") for row in rows}


def _spooled(spool: IO[bytes]) -> Iterator[tuple[Record, Names]]:
    for row in bson.decode_file_iter(spool):
        yield (
            Record.from_document(row["record"]),
            {each: Named(no, title) for each, no, title in row["names"]},
        )


def kind_of(kinds: Kinds, name: str) -> Kind:
    """A kind by name; one whose file is gone has no fields of its own."""
    if name in kinds:
        return kinds[name]
    return Kind(name, name, Label(name, name), "archive", (), (), "", ())


async def tell_journal(
    archive: Archive, query: Query, path: Path, count: int, reason: str | None = None
) -> None:
    """Put down that what ``query`` finds was written to ``path``: ``count`` records.

    ``reason`` is why with its numbers unmasked, if it was.
    """
    names = await archive.names([each for each in (query.unit, query.person) if each])
    what = sentence(query, archive.kinds, names)
    entry = journal.entry(
        "export",
        archive.operator,
        journal.now(),
        note=f"{what} → {path.name}",
        exported=count,
        unmasked=reason,
    )
    await journal.note(archive.store, entry)


# --- writing -------------------------------------------------------------------------------------


def line_of(kind: Kind, record: Record, names: Names) -> dict[str, Any]:
    """A record as an object of a .jsonl file, after its mark."""
    origin = {name: value for name, value in record.origin.items() if name not in ("batch", "version")}
    written: dict[str, Any] = {
        "kind": record.kind,
        "no": record.no,
        "title": record.title,
        "status": record.status,
        "fields": {name: to_plain(_named(kind, name), value, names) for name, value in record.fields.items()},
        "remarks": record.remarks,
        "void_reason": record.void_reason,
        "attachments": [
            {"name": ref.name, "sha256": ref.sha256, "size": ref.size} for ref in record.attachments
        ],
        "archive": pack(record.archive),
        "origin": pack(origin),
        "version": record.version,
        "id": str(record.id),
    }
    return {name: value for name, value in written.items() if value not in (None, [])}


def _named(kind: Kind, name: str) -> Field | None:
    """A field of the kind's file; one that was added in this archive says its type with each value."""
    field = kind.field(name)
    return None if field is None or field.custom else field


def _jsonl(path: Path, spool: IO[bytes], read: _Read, kinds: Kinds) -> None:
    with path.open("x", encoding="utf-8") as out:
        for record, names in _spooled(spool):
            line = json.dumps(line_of(kind_of(kinds, record.kind), record, names), ensure_ascii=False)
            # A separator of lines inside a text would part the line for some readers.
            line = line.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("\x85", "\\u0085")
            out.write(f"{MARK}{line[1:]}\n")


def _layouts(read: _Read, kinds: Kinds) -> dict[str, list[Column]]:
    lang = current_language()
    return {
        name: columns_of(kind_of(kinds, name), undeclared, lang)
        for name, undeclared in read.undeclared.items()
    }


def _csv(path: Path, spool: IO[bytes], read: _Read, kinds: Kinds) -> None:
    layouts = _layouts(read, kinds)
    headings = _together(layouts)
    place = {heading: index for index, heading in enumerate(headings)}
    # Spreadsheets take a .csv for the encoding of the country unless a byte order mark says otherwise.
    with path.open("x", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(headings)
        for record, names in _spooled(spool):
            kind = kind_of(kinds, record.kind)
            for row in rows_of(kind, record, layouts[kind.name], names):
                cells = [""] * len(headings)
                for column, text in row:
                    cells[place[column.heading]] = text
                writer.writerow(cells)


def _together(layouts: Mapping[str, list[Column]]) -> list[str]:
    """The headings of several kinds in one table: those that every table has around all others."""
    every = [column for columns in layouts.values() for column in columns]
    if not every:
        every = columns_of(kind_of(Kinds({}), ""), Undeclared(), current_language())
    first = [column.heading for column in every[:4]]
    own = [column.heading for column in every if not column.envelope]
    last = [column.heading for column in every if column.envelope]
    return list(dict.fromkeys([*first, *own, *last]))


def _xlsx(path: Path, spool: IO[bytes], read: _Read, kinds: Kinds) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    plain = {"strings_to_formulas": False, "strings_to_urls": False, "constant_memory": True}
    try:
        with xlsxwriter.Workbook(str(path), plain) as book:
            layouts = _layouts(read, kinds)
            sheets = {name: _Sheet(book, kind_of(kinds, name), columns) for name, columns in layouts.items()}
            if not sheets:
                _Sheet(
                    book,
                    kind_of(Kinds({}), "-"),
                    columns_of(kind_of(kinds, ""), Undeclared(), current_language()),
                )
            for record, names in _spooled(spool):
                kind = kind_of(kinds, record.kind)
                sheets[kind.name].write(list(rows_of(kind, record, layouts[kind.name], names)))
    except FileCreateError as error:
        raise OSError(str(error)) from error


class _Sheet:
    """The sheet of one kind, and the next one when it is full."""

    def __init__(self, book: Any, kind: Kind, columns: list[Column]) -> None:
        self._book, self._kind, self._columns = book, kind, columns
        self._strong = book.add_format({"bold": True})
        self._text = book.add_format({"num_format": "@"})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._number = 0
        self._open()

    def _open(self) -> None:
        self._number += 1
        name = "".join(c for c in self._kind.label.text() if c not in "[]:*?/\\'")[:25]
        self._sheet = self._book.add_worksheet(f"{name} {self._number}" if self._number > 1 else name or None)
        self._row = 0
        for index, column in enumerate(self._columns):
            # What an office adds is text, too: an ID number typed into it keeps its digits.
            self._sheet.set_column(index, index, 14, None if _numeric(column) else self._text)
            self._sheet.write_string(0, index, column.heading, self._strong)
        self._sheet.freeze_panes(1, 1)
        self._places = {column: index for index, column in enumerate(self._columns)}

    def write(self, rows: list[list[tuple[Column, str]]]) -> None:
        if self._row + len(rows) >= SHEET_ROWS:
            self._open()
        for row in rows:
            self._row += 1
            # In order: a sheet that is written as it comes takes no cell before the last one.
            for column, text in sorted(row, key=lambda each: self._places[each[0]]):
                self._cell(self._places[column], column, text)

    def _cell(self, index: int, column: Column, text: str) -> None:
        if _numeric(column) and _is_number(
            text, money=column.field is not None and column.field.type == "money"
        ):
            self._sheet.write_number(self._row, index, float(text))
        elif column.field is not None and column.field.type == "date" and (day := _day(text)):
            self._sheet.write_datetime(self._row, index, datetime(day.year, day.month, day.day), self._day)
        else:
            self._sheet.write_string(self._row, index, text, self._text)


def _numeric(column: Column) -> bool:
    if column.envelope:
        return column.name in ("line", "version")
    return column.field is not None and column.field.type in NUMBER_TYPES


def _is_number(text: str, *, money: bool) -> bool:
    """Whether a number comes back from a spreadsheet in these very digits; amounts have two decimals."""
    digits = text.removeprefix("-").replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > _EXACT_DIGITS:
        return False
    back = float(text)
    return text == (f"{back:.2f}" if money else f"{int(back)}" if back.is_integer() else repr(back))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day >= _FIRST_DAY and text == day.isoformat() else None


_WRITERS: Mapping[str, Callable[[Path, IO[bytes], _Read, Kinds], None]] = {
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".jsonl": _jsonl,
}
