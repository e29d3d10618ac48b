"""The cells of a row by what they are for: joined, filled down, with what holds for all rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from records.intake.files.reading import EMPTY, Cell
from records.intake.mappings.mapping import SourceRule
from records.intake.tables.group_rows import said_by_group
from records.intake.tables.recognition.headings import heading_text, is_blank_heading
from records.intake.tables.recognition.targets import target_of
from records.intake.tables.several.joined import join_columns, with_reasons
from records.intake.tables.several.ticked import ticked_cell
from records.intake.tables.spans import part_spans
from records.intake.tables.tables import TableRow

if TYPE_CHECKING:
    from records.intake.tables.source import SourceTable


def completed_cells(
    table: SourceTable,
    row: TableRow,
    targets: Mapping[str, str],
    joined: Mapping[str, tuple[str, ...]],
    told: Mapping[str, Cell],
) -> dict[str, Cell]:
    """A row's cells by target: columns joined, words read as the mapping file says, and what holds for
    all rows.
    """
    cells = {targets[heading]: cell for heading, cell in row.cells.items() if heading in targets}
    for target, headings in joined.items():
        parts = [ticked_cell(table.ticked, name, row.cells.get(name, EMPTY)) for name in headings]
        cells[target] = join_columns(table.kind, target, headings, parts)
    if table.told is not None:
        # What a cell says of its own record goes before what a column says of all those in its row.
        own = ((target_of(heading), cell) for heading, cell in row.cells.items())
        cells |= {target: cell for target, cell in own if target not in ("", "remarks")}
    if "absence_reason" in cells:
        who = "on_leave" if cells.get("absentees", EMPTY).blank and "on_leave" in cells else "absentees"
        cells[who] = with_reasons(cells.get(who, EMPTY), cells["absence_reason"])
    for target, cell in cells.items() if table.meanings else ():
        meant = table.meanings.of(target, cell.text) if table.meanings else None
        if meant is not None:
            cells[target] = Cell(meant, meant) if meant else EMPTY
    group = row.group or ""
    if (said := table.said.get(group)) is None:
        words = said_by_group(table.kind, group, table.has, table.hints)
        said = table.said[group] = {target: Cell(word, word) for target, word in words.items()}
    cells |= said
    for heading, word in table.spread.items():
        if not row.cells.get(heading, EMPTY).blank:
            cells[table.spread_to] = Cell(word, word)
    for heading, words in table.each.items():
        if heading in row.cells:
            cells |= {target: Cell(word, word) for target, word in words.items()}
    for target, cell in told.items():
        if target not in cells or (target in table.rule.constants and cells[target].blank):
            cells[target] = cell
    if spans := table.kind.register.spans:
        part_spans(cells, spans, table.year(row))
    return cells


def fill_down(row: TableRow, rule: SourceRule, above: dict[str, Cell]) -> None:
    """Copy the value above into the blank cells of the columns that the mapping names."""
    for heading in map(heading_text, rule.fill_down):
        cell = row.cells.get(heading)
        if cell is None or cell.blank:
            if heading in above:
                row.cells[heading] = above[heading]
        else:
            above[heading] = cell


def is_skipped(row: TableRow, rule: SourceRule) -> bool:
    """Whether the mapping leaves the row out by what stands first in it."""
    if rule.skip_rows is None:
        return False
    first = next((cell.text.strip() for cell in row.cells.values() if not cell.blank), "")
    return bool(rule.skip_rows.search(first))


def beside(cells: Mapping[str, Cell], header: Sequence[str]) -> str:
    """What lies beyond the last heading."""
    found = (cell.text.strip() for heading, cell in cells.items() if _is_beside(heading, header))
    return "；".join(filter(None, found))


def _is_beside(heading: str, header: Sequence[str]) -> bool:
    return heading not in header and is_blank_heading(heading)
