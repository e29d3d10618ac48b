"""Columns that nothing takes: what stands in them may be what a record lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import islice

from records.intake.build.values import yes_or_no
from records.intake.files.reading import EMPTY
from records.intake.outcome import Item
from records.intake.said_already import SAID_ALREADY, says_nothing_new
from records.intake.tables.group_rows import said_by_group
from records.intake.tables.layouts import period_ahead
from records.intake.tables.recognition.headings import heading_text, names_heading
from records.intake.tables.recognition.meanings import has_words
from records.intake.tables.source import SourceTable
from records.intake.tables.table_summary import SAMPLED, TableBook
from records.kind import Field, Kind


def unread_columns(table: SourceTable, tables: TableBook) -> dict[int, str]:
    """The columns of a table that no field takes and no document of the mapping file names, by index.

    With each stands the field that no column gives and whose words the column holds (采用 under 处理意见), or
    nothing. Whatever the mapping file names has been looked at, wherever it goes.
    """
    summary = tables.of(table.file, table.sheet, table.table.first_row, table.kind.name)
    named = {heading_text(name) for column in table.rule.columns for name in column.headings}
    unread = {each for each in summary.unknown if not names_heading(named, each)} if summary else set()
    at = enumerate(table.headings)
    halves = {heading for heading, pair in table.pairs.items() if unread & set(pair[:2])}
    found = {index: _held_by(table, heading) for index, heading in at if heading in unread | halves}
    return found | time_in_headings(table)


def doubt_unread(items: Iterable[Item], kind: Kind, unread: Mapping[int, str]) -> None:
    """Flag the rows that have something in columns that nothing takes, with the field it may be of.

    What only repeats the row, a month beside its day, is noted.
    """
    rows = ((each, row) for each in items if unread for row in each.lines or (each,))
    for whole, item in rows:
        if item.place.row is None or not item.taken:
            continue
        held = {
            index: name
            for index, name in unread.items()
            if any(map(str.strip, item.cells[index : index + 1]))
        }
        repeated = says_nothing_new(kind, whole, item, held)
        item.note(*([SAID_ALREADY] if repeated else []))
        mine = item.kind == kind.name
        for index, name in held.items():
            if index not in repeated:
                item.flag(f"columns_unread:{name}" if name and mine else "columns_unread")


def doubt_group(items: Iterable[Item], table: SourceTable, known: Callable[[str], object]) -> None:
    """Flag the rows below a line of which nothing was read, 二、自筹部分, and that is no known unit."""
    for item in (row for each in items for row in (each, *each.lines)):
        printed = any(item.group in cell for cell in item.cells)
        if item.group and not printed and item.taken and item.kind != "person":
            said = said_by_group(table.kind, item.group, lambda _: False)
            if not said and known(item.group) is None:
                item.flag("group_unread")


def time_in_headings(table: SourceTable) -> dict[int, str]:
    """The columns whose headings tell of a time that the record wants and nothing gives: 一季度书目.

    One that says once more what the title does (上半年考试成绩 in a register of it) is none.
    By index, with the date that is wanting. No mapping file settles that: the heading is all that says it.
    """
    dated = table.kind.date
    if not dated or any(map(table.has, dated)) or table.periods or table.days:
        return {}
    aside = ("extra", "ordinal", "remarks")
    taken = {column.heading for column in table.columns if column.target not in aside}
    return {
        index: dated[0]
        for index, heading in enumerate(table.headings)
        if heading in taken
        and period_ahead(heading, table.facts.year or 2000) not in (None, table.facts.period)
    }


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
