"""Cells of Word tables put into the columns that they stand in, with those that others cover.

In an old Word file a cell that spans several columns is one cell, so that a row with such a cell has fewer
than the others: what stands behind it would stand under the wrong heading.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from itertools import pairwise

from records.intake.files.reading import CoveredText

#: A fifth of the narrowest column: lines that somebody dragged by hand do not meet exactly.
_SLACK = 0.2


class Merged(Enum):
    """What stands in the place of a cell that is merged with the one to its left, or the one above."""

    LEFT = 1
    ABOVE = 2


Cells = Sequence[str | Merged]


def on_grid(rows: Sequence[Cells], edges: Sequence[tuple[int, ...]]) -> Iterator[tuple[str, ...]]:
    """The rows with a covered cell for each further column that a cell spans.

    The columns are those of the longest row. A row whose cells end elsewhere stays as it is.
    """
    known = (each for row, each in zip(rows, edges, strict=True) if len(each) == len(row) + 1)
    grid = max(known, key=len, default=())
    return resolved(_wide(row, own, grid) for row, own in zip(rows, edges, strict=True))


def _wide(row: Cells, own: tuple[int, ...], grid: tuple[int, ...]) -> Cells:
    spans = _spans(own, grid) if len(own) == len(row) + 1 < len(grid) else []
    if len(spans) == len(row):
        return [part for cell, span in zip(row, spans, strict=True) for part in _over(cell, span)]
    if len(own) == len(row) + 1 == len(grid):
        return row
    # Nobody knows what is above a cell of such a row.
    return [cell if isinstance(cell, str) else "" for cell in row]


def _over(cell: str | Merged, span: int) -> Iterator[str | Merged]:
    yield cell
    yield from (Merged.LEFT for _ in range(span - 1))


def resolved(rows: Iterable[Cells]) -> Iterator[tuple[str, ...]]:
    """The rows with what the merged ranges show in place of the marks."""
    above: tuple[str, ...] = ()
    for row in rows:
        made: list[str] = []
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                made.append(cell)
            elif cell is Merged.LEFT:
                made.append(_covered(made[-1] if made else "", below=False))
            else:
                made.append(_covered(above[column] if column < len(above) else "", below=True))
        yield (above := tuple(made))


def _covered(by: str, *, below: bool) -> str:
    """A cell that is covered as ``by`` is, or by it; blank where the range is."""
    if isinstance(by, CoveredText):
        return CoveredText(by.shows, by.below and below)
    return CoveredText(by, below) if by.strip() else ""


def _spans(own: Sequence[int], grid: Sequence[int]) -> list[int]:
    """How many columns of the grid each cell takes; empty where its edges are not the grid's."""
    slack = _SLACK * min((after - before for before, after in pairwise(grid)), default=0)
    at = [min(range(len(grid)), key=lambda index: abs(grid[index] - edge)) for edge in own]
    met = all(abs(grid[index] - edge) <= slack for index, edge in zip(at, own, strict=True))
    spans = [after - before for before, after in pairwise(at)]
    return spans if met and at[0] == 0 and all(wide > 0 for wide in spans) else []
