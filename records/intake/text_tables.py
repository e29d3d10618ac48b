"""Registers that are kept as a table in a Word file, or as lines of a text parted by tabs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from records.intake.arrange import tables_of
from records.intake.mapping import Mapping
from records.intake.reading import Cell, Reading, Row, Sheet, TextDocument
from records.intake.source import SourceTable
from records.kind import Kinds

#: A register has its head and at least this many rows.
_ROWS = 2
_COLUMNS = 3
#: What stands beside the table may be titles and a footer, not a paper.
_WORDS_BESIDE = 200
#: Minutes and papers hold tables of votes or answers, which go with the paper.
_IN_PAPERS = frozenset(("democratic_evaluation", "rectification", "position"))


def as_tables(reading: Reading, kinds: Kinds, mapping: Mapping) -> Reading:
    """The reading as sheets, when a paper is nothing but registers that are recognised; else as it is.

    A mapping that names a kind for the file decides in its place.
    """
    if reading.text is None or mapping.rule_for(reading.relative, "").kind is not None:
        return reading
    sheets = _sheets(reading.text) or _tabbed(reading.text)
    if not sheets:
        return reading
    made = replace(reading, text=None, sheets=tuple(sheets))
    found = tables_of(made, kinds, mapping)
    known = [each for each in found if isinstance(each, SourceTable) and each.kind.name not in _IN_PAPERS]
    return made if known and len(known) == len(found) else reading


def _sheets(paper: TextDocument) -> list[Sheet]:
    beside = [paragraph.text for paragraph in paper.paragraphs]
    if not paper.tables or sum(map(len, beside)) > _WORDS_BESIDE:
        return []
    sheets = []
    for number, (at, table) in enumerate(zip(paper.table_at, paper.tables, strict=True)):
        if len(table) <= _ROWS or max(map(len, table)) < _COLUMNS:
            return []
        before = paper.table_at[number - 1] if number else 0
        above = [[text] for text in beside[before:at] if text.strip()]
        rows = [*above, *(list(cells) for cells in table)]
        name = "" if len(paper.tables) == 1 else str(number + 1)
        sheets.append(Sheet(name, False, _rows(rows)))
    return sheets


def _tabbed(paper: TextDocument) -> list[Sheet]:
    """Lines with as many tabs each, but for single lines above and below."""
    lines = [paragraph.text.split("\t") for paragraph in paper.paragraphs]
    wide = [len(line) for line in lines if len(line) >= _COLUMNS]
    filled = sum(1 for line in lines if any(cell.strip() for cell in line))
    if paper.tables or len(wide) <= _ROWS or len(wide) * 4 < filled * 3:
        return []
    return [Sheet("", False, _rows(lines))]


def _rows(lines: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    numbered = (Row(number, tuple(map(_cell, line))) for number, line in enumerate(lines, 1))
    return tuple(row for row in numbered if not row.blank)


def _cell(text: str) -> Cell:
    return Cell(text if text.strip() else None, text)
