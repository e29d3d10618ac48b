"""A look at one table of a file: its first rows as printed, and what it would be under a changed mapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from records.intake.files.pool import ReaderPool
from records.intake.files.reading import Reading, Row, Sheet
from records.intake.mappings.mapping import ImportMapping
from records.intake.papers.word_registers import as_registers
from records.intake.tables.arrange import tables_of
from records.intake.tables.table_summary import TableSummary, summarise
from records.intake.tables.text_tables import with_sheets
from records.kind import Kinds

#: Rows of a sheet that a look goes through, and those it shows.
_LOOKED_AT, _SHOWN, _ABOVE = 500, 15, 3


@dataclass(frozen=True)
class TableLook:
    """``rows`` are numbers and cells from a few rows above the headings on; ``summary`` counts nothing."""

    summary: TableSummary
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class _FirstRows:
    """The first rows of a sheet, readable again and again."""

    rows: Iterable[Row]

    def __iter__(self) -> Iterator[Row]:
        return islice(iter(self.rows), _LOOKED_AT)


def read_again(source: Path, relative: str) -> Reading:
    """Read one file of an import again. Blocks. Raises Quarantine or Skip; also for members of archives."""
    root = source if source.is_dir() else source.parent
    path = root / PurePosixPath(relative)
    with ReaderPool(children=1) as pool:
        return pool.read(path, root)


def look_at(reading: Reading, table: TableSummary, kinds: Kinds, mapping: ImportMapping) -> TableLook:
    """The table of ``reading`` that ``table`` sums up, recognised anew under ``mapping``."""
    if reading.text is not None:
        made = as_registers(reading, kinds, mapping)
        reading = made if made.sheets else with_sheets(reading, strict=False)
    sheet = next((each for each in reading.sheets or () if each.name == table.sheet), None)
    if sheet is None:  # the file was changed meanwhile
        return TableLook(table, ())
    head = replace(sheet, rows=_FirstRows(sheet.rows))
    found = [summarise(each, kinds) for each in tables_of(replace(reading, sheets=(head,)), kinds, mapping)]
    nearest = min(found, key=lambda each: abs(each.first_row - table.first_row))
    return TableLook(nearest, _printed(head, nearest))


def _printed(sheet: Sheet, table: TableSummary) -> tuple[tuple[int, tuple[str, ...]], ...]:
    first = (table.header_rows[0] if table.header_rows else 1) - _ABOVE
    shown = islice((row for row in sheet.rows if row.number >= first), _SHOWN)
    return tuple((row.number, tuple(cell.text.strip() for cell in row.cells)) for row in shown)
