"""The order of a list that is read again while somebody works on it: rows stay where they were."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from tui.widgets.table.virtual_table import Row


class KeptOrder:
    """Rows in the order in which they were shown first.

    One that was not there takes the place of what stood for the same before, as ``same`` tells, else it
    comes last.
    """

    def __init__(self, same: Callable[[Row], Hashable]) -> None:
        self._same = same
        self._places: dict[Hashable, int] = {}
        self._of_same: dict[Hashable, int] = {}

    def kept(self, rows: Sequence[Row]) -> list[Row]:
        """``rows``, given as they would stand at first."""
        last = len(self._places)
        places = [self._places.get(row.id, self._of_same.get(self._same(row), last)) for row in rows]
        made = [rows[at] for at in sorted(range(len(rows)), key=lambda at: (places[at], at))]
        self._places = {row.id: at for at, row in enumerate(made)}
        self._of_same = {self._same(row): at for at, row in reversed(list(enumerate(made)))}
        return made

    def place(self, rows: Sequence[Row], current: Row | None, at: int) -> int:
        """Where the row that was ``current``, in line ``at``, stands now, or what stands for the same."""
        if current is None:
            return 0
        like = [number for number, row in enumerate(rows) if self._same(row) == self._same(current)]
        same = (number for number in like if rows[number].id == current.id)
        return [*same, *like, max(0, min(at, len(rows) - 1))][0]
