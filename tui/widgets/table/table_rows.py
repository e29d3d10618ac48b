"""What a table shows: columns and their widths, rows, and where rows come from."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from rich.cells import cell_len

#: The fewest cells that somebody can set a column to.
LEAST_WIDTH = 4


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``width`` in cells, or that of its label, is its least; the rest goes to columns by ``grow``.

    One to ``keep`` is never narrowed; one that is ``spare`` is left out where room is short. Neighbours with
    the same text ``over`` them are a group that stands under it.
    """

    key: str
    label: str
    width: int
    grow: int = 0
    right: bool = False
    keep: bool = False
    spare: bool = False
    over: str = ""

    @property
    def least(self) -> int:
        """Its cells where room is short: the heading is read whole, unless the width is one to keep."""
        return self.width if self.keep else max(self.width, cell_len(self.label))

    def sorted_as(self, sorted_by: str) -> Column:
        """This column with a sign behind its label if it is the one sorted by (its key, or - and its key)."""
        sign = {self.key: " ^", f"-{self.key}": " v"}.get(sorted_by, "")
        return replace(self, label=self.label + sign) if sign else self

    def fixed(self, width: int) -> Column:
        """This column as wide as somebody set it, whatever room there is."""
        return replace(self, width=max(LEAST_WIDTH, width), grow=0, keep=True, spare=False)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: an identity that survives reloading, a text per column, and a tone for the theme.

    ``tones`` are those of its cells, column by column, over that of the row; "" or none for no other. The
    tones there are: ``tui.states.TONES``.
    """

    id: Hashable
    cells: tuple[str, ...]
    tone: str = ""
    value: object = field(default=None, compare=False)
    tones: tuple[str, ...] = ()


class RowSource(Protocol):
    """Where rows come from. May answer fewer than asked at the end. Errors are the source's to report."""

    async def rows(self, start: int, count: int) -> Sequence[Row]:
        """The rows from ``start`` (0 is the first)."""


class FixedRows:
    """Rows that are all known already."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    async def rows(self, start: int, count: int) -> Sequence[Row]:
        return self._rows[start : start + count]


def share_out(columns: Sequence[Column], room: int) -> tuple[int, ...]:
    """The width of each column in ``room`` cells.

    Spare columns get no room where it is short. What is left over is shared by ``grow``. What lacks is taken
    from the columns that grow, the widest first and the one that grows most last, then from the others; none
    becomes narrower than its label or six cells, and what does not fit even so is reached by scrolling.
    """
    widths = [column.least for column in columns]
    for index, column in reversed(list(enumerate(columns))):
        if column.spare and sum(widths) > room:
            widths[index] = 0
    spare = room - sum(widths)
    if spare < 0:
        most = max((column.grow for column in columns), default=0)
        ranks = [2 if not column.grow else int(column.grow == most) for column in columns]
        for rank in range(3):
            _take(-spare, widths, {i: c for i, c in enumerate(columns) if ranks[i] == rank})
            spare = room - sum(widths)
        return tuple(widths)
    shares = sum(column.grow for column, width in zip(columns, widths, strict=True) if width)
    for index, column in enumerate(columns):
        if column.grow and widths[index]:
            extra = spare * column.grow // shares
            widths[index] += extra
            spare, shares = spare - extra, shares - column.grow
    return tuple(widths)


def _take(cells: int, widths: list[int], columns: Mapping[int, Column]) -> None:
    """Take up to ``cells`` from the widths of some columns, one by one from the widest."""
    floors = {
        index: column.width if column.keep else min(column.least, max(6, cell_len(column.label)))
        for index, column in columns.items()
    }
    for _ in range(cells):
        narrowable = [index for index, floor in floors.items() if widths[index] > floor]
        if not narrowable:
            return
        widths[max(narrowable, key=widths.__getitem__)] -= 1
