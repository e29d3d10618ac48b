"""Cells of an old Word table put into the columns that they stand in.

A cell that spans several columns is one cell there, so that a row with such a cell has fewer than the others:
what stands behind it would stand under the wrong heading.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

#: A fifth of the narrowest column: lines that somebody dragged by hand do not meet exactly.
_SLACK = 0.2


def on_grid(rows: Sequence[tuple[str, ...]], edges: Sequence[tuple[int, ...]]) -> Iterator[tuple[str, ...]]:
    """The rows with an empty cell for each further column that a cell spans.

    The columns are those of the longest row. A row whose cells end elsewhere stays as it is.
    """
    known = (each for row, each in zip(rows, edges, strict=True) if len(each) == len(row) + 1)
    grid = max(known, key=len, default=())
    for row, own in zip(rows, edges, strict=True):
        spans = _spans(own, grid) if len(own) == len(row) + 1 < len(grid) else []
        if len(spans) == len(row):
            wide = zip(row, spans, strict=True)
            yield tuple(part for cell, span in wide for part in (cell, *("",) * (span - 1)))
        else:
            yield row


def _spans(own: Sequence[int], grid: Sequence[int]) -> list[int]:
    """How many columns of the grid each cell takes; empty where its edges are not the grid's."""
    slack = _SLACK * min((after - before for before, after in pairwise(grid)), default=0)
    at = [min(range(len(grid)), key=lambda index: abs(grid[index] - edge)) for edge in own]
    met = all(abs(grid[index] - edge) <= slack for index, edge in zip(at, own, strict=True))
    spans = [after - before for before, after in pairwise(at)]
    return spans if met and at[0] == 0 and all(wide > 0 for wide in spans) else []
