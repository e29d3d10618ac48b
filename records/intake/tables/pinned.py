"""The row of headings that a mapping names: what it says, and the sheet from there on."""

from __future__ import annotations

from collections.abc import Iterator, Sized
from dataclasses import dataclass, replace

from records.intake.files.reading import Row, Sheet
from records.intake.mappings.mapping import SourceRule
from records.intake.tables.recognition.headings import heading_text, stands_alone


def pinned_head(sheet: Sheet, rule: SourceRule) -> tuple[int, set[str]]:
    """Number and headings of the row that the mapping says holds them, whatever they read like; or 0."""
    at = rule.header_row
    if sheet.of_form:
        at = list(sheet.rows)[-2].number
    if at is None:
        return 0, set()
    row = next((row for row in sheet.rows if row.number >= at), None)
    texts = {heading_text(cell.text) for cell in row.cells if not cell.blank} if row else set()
    return row.number if row else 0, texts


def pinned(sheet: Sheet, rule: SourceRule) -> Sheet:
    """The sheet from the row of headings that the mapping pins, with the titles above it."""
    if rule.header_row is None or sheet.of_form:
        return sheet
    first = rule.header_row
    return replace(sheet, rows=_Rows(sheet, first))


@dataclass(frozen=True)
class _Rows:
    """The rows of a sheet from a number on, and single cells above it, readable again and again."""

    sheet: Sheet
    first: int

    def __iter__(self) -> Iterator[Row]:
        return (row for row in self.sheet.rows if row.number >= self.first or stands_alone(row))

    def __len__(self) -> int:
        """How many there are at most: the rows above are few."""
        return len(self.sheet.rows) if isinstance(self.sheet.rows, Sized) else 0
