"""Columns that nothing takes: what stands in them may be what a record lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from records.intake.build.values import yes_or_no
from records.intake.files.reading import EMPTY
from records.intake.outcome import Item
from records.intake.tables.headings import heading_text
from records.intake.tables.meanings import has_words
from records.intake.tables.source import SourceTable
from records.intake.tables.table_summary import SAMPLED, TableBook
from records.kind import Field


def unread_columns(table: SourceTable, tables: TableBook) -> dict[int, str]:
    """The columns of a table that no field takes and no document of the mapping file names, by index.

    With each stands the field that no column gives and whose words the column holds (采用 under 处理意见), or
    nothing. Whatever the mapping file names has been looked at, wherever it goes.
    """
    summary = tables.of(table.file, table.sheet, table.table.first_row)
    named = {heading_text(name) for column in table.rule.columns for name in column.headings}
    unread = {each for each in summary.unknown if heading_text(each) not in named} if summary else set()
    return {
        index: _held_by(table, heading) for index, heading in enumerate(table.headings) if heading in unread
    }


def doubt_unread(items: Iterable[Item], kind: str, unread: Mapping[int, str]) -> None:
    """Flag the rows that have something in columns that nothing takes, with the field it may be of."""
    for item in (row for each in items if unread for row in each.lines or (each,)):
        held = [name for index, name in unread.items() if any(map(str.strip, item.cells[index : index + 1]))]
        if item.place.row is not None and item.taken:
            mine = item.kind == kind
            item.flag(*(f"columns_unread:{name}" if name and mine else "columns_unread" for name in held))


def _held_by(table: SourceTable, heading: str) -> str:
    """The field of choices, or of yes and no, that no column gives and whose words stand under a heading."""
    rows = [row for row in islice(table.table.rows(), SAMPLED) if not row.skipped]
    words = {"".join(cell.text.split()) for row in rows if not (cell := row.cells.get(heading, EMPTY)).blank}
    for known in table.kind.fields:
        if words and has_words(known) and not known.computed and not table.has(known.name):
            values = {choice.value for choice in known.choices}
            if all(word in values or _says_yes_or_no(known, word) for word in words):
                return known.name
    return ""


def _says_yes_or_no(known: Field, word: str) -> bool:
    return known.type == "boolean" and (word in ("是", "否") or yes_or_no(word, known) is not None)
