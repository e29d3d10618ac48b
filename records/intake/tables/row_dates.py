"""What neighbouring rows say about dates without a year."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from records.intake.dates import DateFault, parse_date
from records.intake.tables.source import SourceTable


@dataclass
class RowDates:
    """The date column of a table, with what neighbouring rows say about missing years."""

    table: SourceTable
    target: str

    @cached_property
    def _known(self) -> array[int]:
        """The days that stand there in full, as ordinals by row, 0 elsewhere; read when first needed."""
        known = array("i")
        for row in self.table.rows:
            try:
                value = parse_date(row.cell(self.target), date_1904=self.table.date_1904).value
            except DateFault:
                value = None
            full = value is not None and value.precision in ("day", "month")
            known.append(value.start.toordinal() if value is not None and full else 0)
        return known

    def before(self, position: int) -> date | None:
        """The nearest date above that was read in full."""
        return self._first(range(position - 1, -1, -1))

    def after(self, position: int) -> date | None:
        """The nearest date below that was read in full."""
        return self._first(range(position + 1, len(self._known)))

    def _first(self, positions: range) -> date | None:
        day = next((self._known[index] for index in positions if self._known[index]), 0)
        return date.fromordinal(day) if day else None

    def year_by_neighbours(self, position: int, month: int, day: int) -> int | None:
        """The year that puts month and day between the dates of the rows around, or nearest to them."""
        above, below = self.before(position), self.after(position)
        anchor = above or below
        if anchor is None:
            return None
        options = list(_days(month, day, range(anchor.year - 1, anchor.year + 2)))
        between = [each for each in options if above and below and above <= each <= below]
        if between:
            return between[0].year
        return min(options, key=lambda each: abs((each - anchor).days)).year if options else None

    def settled(self, position: int, value: date) -> None:
        """Let later rows lean on a date that was worked out from its neighbours."""
        self._known[position] = value.toordinal()

    def nearest(self, position: int) -> date | None:
        """The nearest full date above, else below."""
        return self.before(position) or self.after(position)


def _days(month: int, day: int, years: range) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue
