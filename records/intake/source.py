"""A legacy table ready to become records: its columns named, its rows carrying what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePosixPath

from bson.objectid import ObjectId

from records.intake.columns import ColumnMatch
from records.intake.dates import DateFault, parse_date
from records.intake.mapping import SourceRule
from records.intake.outcome import Item, Place
from records.intake.reading import EMPTY, Cell
from records.kind import Kind
from records.values import PartialDate, chinese_digits, half_width

DITTO = frozenset(("同上", "〃", "″", '"', "”", "“", "々", "〞", "同前", "''"))
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*(?:年|年度|[上下]半年|[-—～~至]|$|[^\d.])")
_NONE_WORDS = frozenset(("", "无", "—", "-", "--", "——", "/", "／", "\\", "没有", "－"))


@dataclass(frozen=True)
class SourceRow:
    """One row. ``cells`` by target; ``texts`` are all cells as printed; ``section`` is the group row above."""

    number: int
    cells: Mapping[str, Cell]
    texts: tuple[str, ...]
    section: str = ""
    dittos: frozenset[str] = frozenset()

    def cell(self, target: str) -> Cell:
        return self.cells.get(target, EMPTY)

    def text(self, target: str) -> str:
        """The cell's words without white space around them; empty for 无, — and the like."""
        plain = self.cell(target).text.strip(" \u3000\xa0\u200b\r\n\t")
        return "" if plain in _NONE_WORDS else plain

    def filled(self, target: str) -> bool:
        return bool(self.text(target))


@dataclass
class SourceTable:
    """A table with its kind and columns; ``titles`` are the rows above the head and the notes below."""

    kind: Kind
    file: str
    sheet: str
    columns: tuple[ColumnMatch, ...]
    headings: tuple[str, ...]
    titles: tuple[str, ...]
    rows: Sequence[SourceRow]
    rule: SourceRule
    unit: ObjectId | None = None
    central_group: bool = False
    date_1904: bool = False
    period: PartialDate | None = None
    header_row: int = 0
    extra: Mapping[int, str] = field(default_factory=dict)

    @property
    def hints(self) -> tuple[str, ...]:
        """The words that say what the table is about: sheet, titles, file."""
        return (self.sheet, *self.titles, PurePosixPath(self.file).stem)

    def has(self, target: str) -> bool:
        return any(column.target == target for column in self.columns)

    def item(self, row: SourceRow) -> Item:
        """A fresh item for a row."""
        made = Item(
            self.kind.name,
            Place(self.file, self.sheet, row.number),
            cells=row.texts,
            headings=self.headings,
        )
        if row.dittos:
            made.note("ditto")
        return made

    def year(self) -> int | None:
        """The year that the mapping, the sheet's name, the titles or the path state, in this order."""
        if self.rule.year:
            return self.rule.year
        for text in (self.sheet, *self.titles, *reversed(PurePosixPath(self.file).parts)):
            years = years_in(text)
            if len(years) == 1:
                return years.pop()
        return None


def years_in(text: str) -> set[int]:
    """The years of the last and this century that a title names."""
    return {int(match[1]) for match in _YEAR.finditer(chinese_digits(half_width(text)) + " ")}


@dataclass
class RowDates:
    """The date column of a table, with what neighbouring rows say about missing years."""

    table: SourceTable
    target: str
    known: dict[int, date] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for position, row in enumerate(self.table.rows):
            try:
                value = parse_date(row.cell(self.target), date_1904=self.table.date_1904).value
            except DateFault:
                continue
            if value is not None and value.precision in ("day", "month"):
                self.known[position] = value.start

    def before(self, position: int) -> date | None:
        """The nearest date above that was read in full."""
        return next((self.known[index] for index in range(position - 1, -1, -1) if index in self.known), None)

    def after(self, position: int) -> date | None:
        """The nearest date below that was read in full."""
        return next(
            (self.known[index] for index in range(position + 1, len(self.table.rows)) if index in self.known), None
        )

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
        """Let later rows lean on a date that was worked out."""
        self.known[position] = value


def _days(month: int, day: int, years: range) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue
