"""Columns that keep two things in a cell, as their headings say: 集中学习(次/学时) 24/72, 性别/民族 男/汉."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from records.intake.files.reading import EMPTY, Cell
from records.intake.mappings.mapping import SourceRule
from records.intake.tables.layouts import PAIR, paired_parts
from records.intake.tables.recognition.columns import ColumnMatch, match_columns
from records.intake.tables.recognition.headings import heading_parts, heading_text
from records.intake.tables.tables import Table, TableRow
from records.kind import Kind
from records.values import half_width

#: How many rows tell what stands in a column.
_LOOK_AT = 20
#: 入党（转正）年月: the second thing stands in brackets, in the cells as in the heading.
_IN_BRACKETS = re.compile(r"([^()/]+)\(([^()/]+)\)([^()/]*)")
_PARTED = re.compile(r"\s*([^/|()]+?)\s*[/|]\s*([^/|()]+?)\s*")
_BRACKETED = re.compile(r"\s*([^/|()]+?)\s*\(([^()]*)\)\s*")


class Pair(NamedTuple):
    """The two headings that a column counts as. ``words`` are parted by ``pattern``, figures without one."""

    first: str
    second: str
    pattern: re.Pattern[str] | None = None


def pairs_of(table: Table, rule: SourceRule) -> dict[str, Pair]:
    """The columns that two things may stand in, by heading, as most of their cells bear out."""
    named = {
        heading_text(name) for column in rule.columns if column.to != "extra" for name in column.headings
    }
    rows = [row for row in islice(table.rows(), _LOOK_AT) if not row.skipped]
    found: dict[str, Pair] = {}
    for at, heading in enumerate(table.header):
        cells = [half_width(cell.text) for row in rows if not (cell := row.cells.get(heading, EMPTY)).blank]
        # The / of a flattened heading may only part what stands above from what stands below.
        for pair in _readings(heading_parts(table.heads, at) or [heading]):
            pattern = pair.pattern or PAIR
            fits = sum(1 for text in cells if pattern.fullmatch(text))
            borne_out = cells and fits * 2 >= len(cells)
            if borne_out and heading not in named and not set(pair[:2]) & set(table.header):
                found.setdefault(heading, pair)
    return found


def _readings(parts: Sequence[str]) -> list[Pair]:
    found = []
    if parted := paired_parts(parts):
        found = [Pair(*parted), Pair(*parted, _PARTED)]
    if len(parts) == 1 and (within := _IN_BRACKETS.fullmatch(half_width(parts[0]))):
        found.append(Pair(within[1] + within[3], within[2] + within[3], _BRACKETED))
    return found


def pairs_told(
    pairs: Mapping[str, Pair], columns: Iterable[ColumnMatch], kind: Kind | None
) -> dict[str, Pair]:
    """The pairs of which a kind knows the headings: one of two figures, and both of two words."""
    known = [column for column in columns if column.target != "extra"]
    targets = {column.heading for column in known}
    sure = {column.heading for column in known if column.sure}
    told: dict[str, Pair] = {}
    for heading, pair in pairs.items():
        if pair.pattern is None:
            fits = bool(targets & set(pair[:2]))
        else:
            # Some registers call one thing so: 地点（村组）.
            whole = kind is not None and any(each.fit == 1 for each in match_columns(kind, (heading,)))
            fits = set(pair[:2]) <= sure and not whole
        if fits:
            told[heading] = pair
    return told


def part_pair(row: TableRow, heading: str, pair: Pair) -> None:
    """The two things of a cell under headings of their own.

    Where only one of two words stands it is the first; what is no pair can be read as neither.
    """
    cell = row.cells.get(heading, EMPTY)
    text = half_width(cell.text)
    found = (pair.pattern or PAIR).fullmatch(text)
    alone = pair.pattern is not None and not re.search(r"[/|()]", text)
    for part, number in zip(pair[:2], (1, 2), strict=True):
        if cell.blank or (alone and number == 2):
            row.cells[part] = EMPTY
        elif alone:
            row.cells[part] = cell
        else:
            told = found[number].strip() if found else f"?{cell.text}?"
            row.cells[part] = Cell(told or None, told)
