"""What the tests of the pages of standings share: papers made in a line, and what a table shows."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date

from records.record import Record
from records.values import PartialDate
from tests.programme.mechanism_records import Town
from tui.widgets.table.virtual_table import Row, VirtualTable

#: The working date of these tests, a Wednesday in 2011-W24: day 166 of the year.
ON = "2011-06-15"


async def note(
    town: Town, person: Record, words: int, month: tuple[int, int], status: str = "verified"
) -> Record:
    """Reading notes of so many characters."""
    period = PartialDate.month(*month)
    return await town.keep(
        "reading_note", status, person=person, period=period, words=words, count_basis="measured"
    )


async def book(town: Town, person: Record, title: str, day: str, status: str = "verified") -> Record:
    """A professional book finished on a day."""
    finished = PartialDate.day(date.fromisoformat(day))
    return await town.keep(
        "book_reading", status, person=person, title=title, category="业务", finished=finished
    )


def rows(table: VirtualTable) -> list[Row]:
    """The rows that have come, in order."""
    return [row for row in map(table.row, range(table.row_count)) if row is not None]


def cell(table: VirtualTable, row_id: Hashable, column: str) -> str:
    """What stands in a row under a column; "" while the row has not come."""
    at = next((i for i, each in enumerate(table.columns) if each.key == column), None)
    row = next((each for each in rows(table) if each.id == row_id), None)
    return row.cells[at] if row is not None and at is not None else ""
