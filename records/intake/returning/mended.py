"""Refused rows that come back mended: each goes into a table of the file and sheet in which it stood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from records.intake.files.reading import Cell, Reading, Row, Sheet
from records.keep.cells import unguarded
from records.language import Language

#: What stands before the columns of a refused row: where it stood, and why it was refused.
REJECT_HEADINGS: Mapping[Language, tuple[str, ...]] = {
    "zh": ("文件", "工作表", "行", "原因"),
    "en": ("File", "Sheet", "Row", "Reason"),
}
_BEFORE = len(REJECT_HEADINGS["en"])


@dataclass
class _Block:
    """The rows of one file and sheet, below their headings; numbers are those of the source."""

    head: tuple[Cell, ...]
    rows: dict[int, tuple[Cell, ...]] = field(default_factory=dict)

    def sheet(self, name: str) -> Sheet:
        first = min(self.rows)
        rows = [Row(first - 1, self.head), *(Row(number, self.rows[number]) for number in sorted(self.rows))]
        return Sheet(name, hidden=False, rows=rows)


def as_they_stood(reading: Reading) -> list[Reading]:
    """What was read, or where it is a file of refused rows a reading for each file that they come from.

    So the names of file and sheet tell again what the rows are, and a mapping file still fits.
    """
    refused = [sheet for sheet in reading.sheets or () if _is_refused(next(iter(sheet.rows), None))]
    if not refused:
        return [reading]
    blocks: dict[str, dict[str, _Block]] = {}
    for sheet in refused:
        for head, row in _headed(sheet):
            file, name, number = (cell.text.strip() for cell in row.cells[: _BEFORE - 1])
            sheets = blocks.setdefault(file or reading.relative, {})
            block = sheets.setdefault(name, _Block(head.cells[_BEFORE:]))
            free = max(block.rows, default=1) + 1
            wanted = int(number) if number.isdecimal() else free
            cells = tuple(map(_unguarded, row.cells[_BEFORE:]))
            block.rows[free if wanted in block.rows else wanted] = cells
    given = [
        replace(reading, relative=file, sheets=tuple(block.sheet(name) for name, block in sheets.items()))
        for file, sheets in blocks.items()
    ]
    rest = [sheet for sheet in reading.sheets or () if sheet not in refused]
    rest += [replace(sheet, rows=()) for sheet in refused if sheet.bad_rows]
    return [*given, replace(reading, sheets=tuple(rest))] if rest else given


def _is_refused(row: Row | None) -> bool:
    return row is not None and _texts(row.cells[:_BEFORE]) in REJECT_HEADINGS.values()


def _texts(cells: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(cell.text.strip() for cell in cells)


def _headed(sheet: Sheet) -> Iterator[tuple[Row, Row]]:
    """Each refused row with the headings above it."""
    head: Row | None = None
    for row in sheet.rows:
        if _is_refused(row):
            head = row
        elif head is not None and len(row.cells) > _BEFORE:
            yield head, row


def _unguarded(cell: Cell) -> Cell:
    """A cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    text = unguarded(cell.text)
    return cell if text == cell.text else Cell(text, text)
