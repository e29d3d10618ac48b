"""A look at one table of a file: its first rows as printed, and what it would be under a changed mapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from records.intake.files.discover import discover
from records.intake.files.members import with_members
from records.intake.files.pool import ReaderPool
from records.intake.files.reading import Found, Reading, Row, Sheet
from records.intake.mappings.mapping import ImportMapping, SourceRule
from records.intake.papers.forms_apart import papers_apart
from records.intake.papers.word_registers import as_registers
from records.intake.tables.arrange import tables_of
from records.intake.tables.table_summary import TableSummary, summarise
from records.intake.tables.text_tables import with_sheets
from records.kind import Kinds

#: Rows of a sheet that a look goes through, and those it shows.
_LOOKED_AT, _SHOWN, _ABOVE = 500, 15, 3
_NOTHING_SAID = SourceRule("")


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
    """Read one file of an import again, also one out of an archive. Blocks. Raises Quarantine or Skip."""
    root = source if source.is_dir() else source.parent
    path = root / PurePosixPath(relative)
    with ReaderPool(children=1) as pool:
        archive = None if path.exists() else _archive_of(root, PurePosixPath(relative))
        if archive is None:
            return pool.read(path, root)
        with TemporaryDirectory(prefix="xuedang-", ignore_cleanup_errors=True) as folder:
            # Others that lie beside it tell how its members are called.
            beside = [each for each in discover(source) if each.relative == archive or not _is_zip(each)]
            inside = with_members(beside, root, pool, Path(folder)).found
            member = next((each.path for each in inside if each.relative == relative), path)
            return pool.read(member, root, relative=relative)


def _archive_of(root: Path, relative: PurePosixPath) -> str | None:
    """The archive in which a file lies that is none by itself: 报来.zip for 报来/走访.xls."""
    for folder in list(relative.parents)[-2::-1]:
        for name in (f"{folder}.zip", f"{folder}.ZIP", str(folder)):
            if (root / name).is_file():
                return name
    return None


def _is_zip(found: Found) -> bool:
    return found.path.suffix.lower() == ".zip"


def look_at(reading: Reading, table: TableSummary, kinds: Kinds, mapping: ImportMapping) -> TableLook:
    """The table of ``reading`` that ``table`` sums up, recognised anew under ``mapping``."""
    rule = mapping.rule_for(reading.relative, table.sheet)
    if rule.form and rule.kind != "skip":
        return _look_at_form(reading, table, kinds, mapping, rule)
    if reading.text is not None:
        made = as_registers(reading, kinds, mapping)
        reading = made if made.sheets else with_sheets(reading, strict=False)
    sheet = next((each for each in reading.sheets or () if each.name == table.sheet), None)
    if sheet is None:  # the file was changed meanwhile
        return TableLook(table, ())
    head = replace(sheet, rows=_FirstRows(sheet.rows))
    found = [summarise(each, kinds) for each in tables_of(replace(reading, sheets=(head,)), kinds, mapping)]
    # Rows that tell of several kinds are a table of each.
    nearest = min(found, key=lambda each: (abs(each.first_row - table.first_row), each.kind != table.kind))
    if nearest.kind != table.kind and nearest.headings == table.headings and rule == _NOTHING_SAID:
        # What stands around it told what it is: the list below a decision that commends.
        nearest = table
    return TableLook(nearest, _printed(head, nearest))


def _look_at_form(
    reading: Reading, table: TableSummary, kinds: Kinds, mapping: ImportMapping, rule: SourceRule
) -> TableLook:
    """A table that is said to be a form: the labels as columns of one row, or a paper, which has none."""
    raw = reading if reading.text is None else with_sheets(reading, strict=False)
    sheet = next((each for each in raw.sheets or () if each.name == table.sheet), None)
    if reading.text is not None:
        made = as_registers(reading, kinds, mapping)
    else:
        made, _ = papers_apart(replace(reading, sheets=(sheet,) if sheet else ()), kinds, mapping)
    rows = _printed(sheet, replace(table, header_rows=())) if sheet is not None else ()
    found = [summarise(each, kinds) for each in tables_of(made, kinds, mapping)] if made.sheets else []
    if not found:
        return TableLook(TableSummary(table.file, table.sheet, rule.kind or "", mapped=rule.id), rows)
    return TableLook(replace(found[0], sheet=table.sheet, header_rows=()), rows)


def _printed(sheet: Sheet, table: TableSummary) -> tuple[tuple[int, tuple[str, ...]], ...]:
    first = (table.header_rows[0] if table.header_rows else 1) - _ABOVE
    shown = islice((row for row in sheet.rows if row.number >= first), _SHOWN)
    return tuple((row.number, tuple(cell.text.strip() for cell in row.cells)) for row in shown)
