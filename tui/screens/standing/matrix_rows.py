"""The rows of the matrix, made when they come into view, and all of them for a file."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Protocol

from bson.objectid import ObjectId

from records.programme.views.matrix import Cell, Column, Tally, unit_of
from tui.cjk import one_line
from tui.rows.standing_rows import cell_text, column_heading, tally_text, unit_label
from tui.widgets.table.virtual_table import Row
from tui.words import tr

if TYPE_CHECKING:
    from records.programme.book import Book
    from tui.screens.standing.matrix_place import Place

#: The identity of the row of totals, which is the first.
TOTALS = "totals"
#: Seconds that rows are made before keys have their turn.
SLICE = 0.006


class Matrix(Protocol):
    """What rows are made from: a page that shows a book."""

    book: Book | None
    place: Place
    columns: list[Column]
    ids: list[ObjectId]
    tallies: dict[str, Tally] | None

    @property
    def ascii(self) -> bool: ...

    def cell(self, column: Column, subject: ObjectId) -> Cell: ...


class MatrixRows:
    """The rows of what a page shows at the moment they are asked for."""

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix

    async def rows(self, start: int, count: int) -> Sequence[Row]:
        matrix = self._matrix
        found = [totals_row(matrix)] if start == 0 else []
        begun = perf_counter()
        for subject in matrix.ids[max(0, start - 1) : start - 1 + count]:
            found.append(subject_row(matrix, subject))
            if perf_counter() - begun > SLICE:
                await asyncio.sleep(0)
                begun = perf_counter()
        return found


def totals_row(matrix: Matrix) -> Row:
    """Met of judged, column by column."""
    names = (tr("Met"), tr("of judged")) if matrix.place.whom == "people" else (tr("Met of judged"),)
    if matrix.tallies is None:
        texts = ["…"] * len(matrix.columns)
    else:
        texts = [tally_text(matrix.tallies.get(each.key, Tally())) for each in matrix.columns]
    return Row(TOTALS, (*names, *texts), "strong")


def subject_row(matrix: Matrix, subject: ObjectId) -> Row:
    """A person or unit with the cells of all columns, in the tones of their states."""
    book, place = matrix.book, matrix.place
    assert book is not None
    person = book.roster.people.get(subject)
    if place.whom == "people":
        unit = unit_label(book, unit_of(book, subject, place.window)) if person is not None else ""
        names: tuple[str, ...] = (one_line(person.name) if person is not None else "?", unit)
    else:
        names = (unit_label(book, subject),)
    cells = [matrix.cell(each, subject) for each in matrix.columns]
    texts = (cell_text(each, ascii=matrix.ascii) for each in cells)
    tones = (*("" for _ in names), *(each.state for each in cells))
    return Row(subject, (*names, *texts), tones=tones)


async def exported(matrix: Matrix) -> tuple[list[str], list[tuple[str, ...]]]:
    """The headings and every row as shown."""
    names = [tr("Full name"), tr("Unit")] if matrix.place.whom == "people" else [tr("Unit")]
    of_rule = matrix.place.rule is not None
    headings = [
        " ".join(each for each in column_heading(column)[:: 1 if of_rule else -1] if each)
        for column in matrix.columns
    ]
    rows = await MatrixRows(matrix).rows(0, len(matrix.ids) + 1)
    return [*names, *headings], [row.cells for row in rows]
