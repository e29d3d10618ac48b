"""What a reader hands to the child: rows that are read as they are asked for, or a paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from records.intake.files.reading import BadRow, CellValue, TextDocument

# A row as it crosses to the parent: its number, then its values; a value under a merged range is Covered.
RawRow = tuple[int, list["CellValue | Covered"]]

MAX_BLANK_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Covered:
    """The value of a merged range, met in a cell that the range covers."""

    value: CellValue


@dataclass
class MadeSheet:
    """``bad_rows`` fills while ``rows`` is gone through."""

    name: str
    rows: Iterator[RawRow]
    hidden: bool = False
    date_1904: bool = False
    bad_rows: list[BadRow] = field(default_factory=list)


@dataclass
class Made:
    """What one file gave. ``warnings`` may grow while the rows are gone through."""

    reader: str
    encoding: str | None = None
    warnings: list[str] = field(default_factory=list)
    sheets: list[MadeSheet] | None = None
    text: TextDocument | None = None
