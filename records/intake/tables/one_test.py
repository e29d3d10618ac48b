"""One test whose results stand in several tables of a paper, each below the branch of those in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from records.intake.files.reading import Reading, Row, Sheet
from records.intake.papers.paper_name import is_unit
from records.intake.tables.source import SourceTable, UnreadTable

#: A line over a table that is the name of a branch and nothing more.
_LONGEST_NAME = 20


def as_one_test(reading: Reading, found: Sequence[SourceTable | UnreadTable]) -> Reading | None:
    """The tables as one, the branches as lines between its rows; None where they are no parts of one test.

    What the test was, and when, stands above the first alone.
    """
    sheets = reading.sheets or ()
    tables = [each for each in found if isinstance(each, SourceTable) and each.kind.name == "exam"]
    if not 1 < len(tables) == len(found) == len(sheets) or len({each.headings for each in tables}) > 1:
        return None
    parts = [_parted(sheet, table) for sheet, table in zip(sheets, tables, strict=True)]
    names = [_named(above) for above, _, _ in parts]
    if tables[0].facts.date is None or not all(names[1:]) or any(len(above) > 1 for above, _, _ in parts[1:]):
        return None
    above, heads, rows = parts[0]
    titles, name = (above[:-1], above[-1:]) if names[0] and len(above) > 1 else (above, [])
    lines = [*titles, *heads, *name, *rows]
    for above, _, rows in parts[1:]:
        lines += [*above, *rows]
    numbered = tuple(replace(row, number=number) for number, row in enumerate(lines, 1))
    return replace(reading, sheets=(Sheet("", False, numbered),))


def _parted(sheet: Sheet, table: SourceTable) -> tuple[list[Row], list[Row], list[Row]]:
    """What stands above the headings, they themselves, and what stands below."""
    first, last = table.header_row, table.table.first_row
    rows = list(sheet.rows)
    above = [row for row in rows if row.number < first and not row.blank]
    heads = [row for row in rows if first <= row.number < last]
    return above, heads, [row for row in rows if row.number >= last]


def _named(above: Sequence[Row]) -> bool:
    """Whether the last line above a table is a branch's name."""
    text = "".join(cell.text.strip() for cell in above[-1].cells) if above else ""
    return 2 <= len(text) <= _LONGEST_NAME and is_unit(text)
