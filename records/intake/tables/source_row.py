"""One row of a legacy table, its cells by what they are for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from records.intake.files.reading import EMPTY, Cell
from records.intake.tables.row_cells import beside
from records.intake.tables.tables import TableRow

_NO: frozenset[str] = frozenset()
#: What stands in a cell that says nothing.
NONE_WORDS = frozenset(("", "无", "—", "-", "--", "——", "/", "／", "\\", "没有", "－", "*"))


# Not frozen: a register makes a million of them.
@dataclass(slots=True)
class SourceRow:
    """One row. ``cells`` by target, ``texts`` all cells as printed; ``group``, ``year`` and ``month`` from
    group rows.

    ``unfilled`` are targets that say 同上 where nothing stands above.
    """

    number: int
    cells: Mapping[str, Cell]
    texts: tuple[str, ...]
    group: str = ""
    year: int | None = None
    month: int | None = None
    filled: frozenset[str] = frozenset()
    unfilled: frozenset[str] = frozenset()
    scales: Mapping[str, int] = field(default_factory=dict)
    date_1904: bool = False
    #: What stands beside the table, under no heading at all.
    beside: str = ""
    #: What a cell that tells a whole record leaves in doubt, as codes.
    doubts: tuple[str, ...] = ()

    def cell(self, target: str) -> Cell:
        return EMPTY if target in self.unfilled else self.cells.get(target, EMPTY)

    def text(self, target: str) -> str:
        """The cell's words without white space around them; empty for 无, — and the like."""
        # As ``cell``, which a row is asked for a dozen times.
        cell = EMPTY if target in self.unfilled else self.cells.get(target, EMPTY)
        plain = cell.text.strip(" \u3000\xa0\u200b\r\n\t")
        return "" if plain in NONE_WORDS else plain

    def has(self, target: str) -> bool:
        return bool(self.text(target))

    def scale(self, target: str) -> int:
        """What figures of a column are counted in, as its heading says: 10000 under 笔记(万字)."""
        return self.scales.get(target, 1)


def made_row(
    row: TableRow,
    cells: Mapping[str, Cell],
    targets: Mapping[str, str],
    header: Sequence[str],
    scales: Mapping[str, int],
    date_1904: bool,
) -> SourceRow:
    """A row of ``targets`` as the builders read it."""
    printed = row.cells
    return SourceRow(
        row.number,
        cells,
        tuple([printed.get(heading, EMPTY).text for heading in header]),
        row.group or "",
        row.year,
        row.month,
        frozenset(targets[heading] for heading in row.filled if heading in targets) if row.filled else _NO,
        frozenset(targets[heading] for heading in row.unfilled if heading in targets)
        if row.unfilled
        else _NO,
        scales,
        date_1904,
        beside(printed, header) if len(printed) > len(header) else "",
        row.doubts,
    )
