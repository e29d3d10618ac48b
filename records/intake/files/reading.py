"""What a legacy file is once it has been read: sheets of cells, or paragraphs and tables of text.

These are plain values. They are made in a limited child process (``records.intake.files.child``), cross to
the parent as JSON lines and are read there from a spool (``records.intake.files.spool``), so that a sheet of
a million rows can be gone through, more than once, without being held in memory.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Literal

from records.errors import XuedangError

CellValue = str | int | float | Decimal | date | datetime | bool | None
Format = Literal[
    "xls", "xlsx", "csv", "json", "html", "xml", "docx", "doc", "rtf", "txt", "picture", "pdf", "zip"
]  # fmt: skip
QuarantineCode = Literal[
    "empty",
    "truncated",
    "encrypted",
    "unreadable",
    "unsupported",
    "binary",
    "too_big",
    "hostile",
    "encoding",
    "killed",
    "timeout",
    "changed",
    "missing",
    "denied",
]
SkipReason = Literal["lock_file", "system_file", "symlink", "hidden"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    ``value`` is typed as the file has it (a number of an .xls that is whole and below 10**15 is an int);
    ``text`` is what a person would read, never stripped. ``merged`` says that the cell lies under a
    merged range and shows the value of the range's upper left cell.
    """

    value: CellValue
    text: str
    merged: bool = False
    #: Nothing but white space, of any width.
    blank: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        blank = self.value is None or not self.text.strip("\u3000\u200b\ufeff \t\r\n\xa0")
        object.__setattr__(self, "blank", blank)


EMPTY = Cell(None, "")
#: Under a range merged over columns: empty, but what stands to the left reaches so far.
COVERED = Cell(None, "", merged=True)


@dataclass(frozen=True, slots=True)
class Row:
    """``number`` counts from 1 as a spreadsheet shows it; in a CSV file it counts records, not lines."""

    number: int
    cells: tuple[Cell, ...]

    @property
    def blank(self) -> bool:
        return all(cell.blank for cell in self.cells)


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that could not be read: the file's ``line``, a code for the ``reason``, what was found there.

    ``cells`` is all that stands there, parted where the file parts it.
    """

    number: int
    line: int
    reason: str
    detail: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet, or the whole of a CSV file (``name`` is then empty). ``rows`` can be gone through again.

    Blank rows are left out. ``bad_rows`` are the ones the reader refused; they never appear in ``rows``.
    """

    name: str
    hidden: bool
    rows: Iterable[Row]
    bad_rows: tuple[BadRow, ...] = ()
    date_1904: bool = False
    #: Whether it was made of a form: its last two rows are the labels, and what is filled in.
    of_form: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside any table, with its automatic number written out; ``style`` is the style's name."""

    text: str
    style: str | None = None


class CoveredText(str):
    """A cell of a paper's table under a merged range: empty, since nothing is written there itself.

    ``shows`` is what stands in the range, ``below`` whether that began in a row above.
    """

    __slots__ = ("below", "shows")

    shows: str
    below: bool

    def __new__(cls, shows: str, below: bool) -> CoveredText:
        made = super().__new__(cls, "")
        made.shows, made.below = shows, below
        return made


def as_shown(row: Iterable[str]) -> tuple[str, ...]:
    """A row of a paper's table with what ranges show that began in a row above."""
    return tuple(cell.shows if isinstance(cell, CoveredText) and cell.below else cell for cell in row)


def cell_of(text: str) -> Cell:
    """A cell of a paper's table as one of a sheet."""
    if isinstance(text, CoveredText):
        return Cell(text.shows, text.shows, merged=True)
    return Cell(text if text.strip() else None, text)


@dataclass(frozen=True)
class TextDocument:
    """A paper. ``tables`` are rows of cell texts; a cell under a merged range is a ``CoveredText``.

    ``table_at`` says for each table how many paragraphs come before it. ``header`` and ``footer`` are those
    of the pages, ``notes`` the footnotes and endnotes.
    ``author`` is what the file's properties say; offices share machines, so it is weak evidence.
    """

    paragraphs: tuple[Paragraph, ...]
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()
    table_at: tuple[int, ...] = ()
    header: str = ""
    footer: str = ""
    notes: str = ""
    author: str | None = None
    created: datetime | None = None
    modified: datetime | None = None

    @property
    def text(self) -> str:
        """All of the paper's words in order; the cells of a table's row are parted by tabs."""
        lines: list[str] = []
        tables = list(zip(self.table_at, self.tables, strict=True))
        for index, paragraph in enumerate(self.paragraphs):
            while tables and tables[0][0] <= index:
                lines += ["\t".join(row) for row in tables.pop(0)[1]]
            lines.append(paragraph.text)
        lines += ["\t".join(row) for _, table in tables for row in table]
        return "\n".join([*lines, self.notes] if self.notes else lines)


@dataclass(frozen=True)
class Reading:
    """One file, read.

    Exactly one of ``sheets`` and ``text`` is filled; both are None for a picture or a PDF without text,
    which is kept as an attachment. ``warnings`` are codes: ``extension``, ``hidden_sheet:NAME``,
    ``hidden_rows:NAME``, ``encoding_mixed``, ``nul_bytes``, ``private_use``, ``surrogates``, ``macros``,
    ``blank_rows``, ``no_rows``, ``converted`` (LibreOffice opened it). ``reader`` names the reader and the
    version of the library under it.
    """

    path: Path
    relative: str
    format: Format
    sha256: str
    size: int
    encoding: str | None
    reader: str
    warnings: tuple[str, ...] = ()
    sheets: tuple[Sheet, ...] | None = None
    text: TextDocument | None = None


class Quarantine(XuedangError):
    """The file cannot be read; nothing of it was taken. ``code`` is the reason as a word, for reports.

    ``sha256`` is empty when not even its bytes were read.
    """

    def __init__(
        self, path: Path, code: QuarantineCode, message: str, *, hint: str = "", sha256: str = ""
    ) -> None:
        super().__init__(message, hint=hint)
        self.path = path
        self.code = code
        self.sha256 = sha256


class Skip(XuedangError):
    """The file never held a record (a lock file, a thumbnail cache): leave it out and count it."""

    def __init__(self, path: Path, reason: SkipReason, message: str) -> None:
        super().__init__(message)
        self.path = path
        self.reason = reason


@dataclass(frozen=True)
class Found:
    """A file met on the walk.

    ``relative`` is its path below the root with / between folders, losslessly: bytes that are no UTF-8 are
    carried as surrogate escapes. ``kind_guess`` is what the name's ending says.
    """

    path: Path
    relative: str
    size: int
    kind_guess: Format | None = None
    skip_reason: SkipReason | None = field(default=None)
