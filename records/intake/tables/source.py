"""A legacy table ready to become records: its columns named, its rows carrying what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.intake.answers.left_out import LEFT_OUT, key_of
from records.intake.files.reading import EMPTY, BadRow, Cell
from records.intake.mappings.mapping import SourceRule
from records.intake.outcome import Item, Place
from records.intake.tables.declared import DeclaredTotals
from records.intake.tables.facts import Facts, times_differ, year_of_path
from records.intake.tables.layouts import (
    day_alone,
    heading_scale,
    in_hours,
    month_and_day,
    month_of,
)
from records.intake.tables.long_rows import LongRows
from records.intake.tables.recognition.columns import ColumnMatch
from records.intake.tables.recognition.meanings import Meanings
from records.intake.tables.row_cells import completed_cells, fill_down, is_skipped
from records.intake.tables.several.joined import join_cells
from records.intake.tables.several.pairs import Pair, part_pair
from records.intake.tables.several.parting import (
    DATE_PARTS,
    join_date,
    only_numbered,
    parts_of,
    side_blank,
    tells_a_part,
    without_part,
)
from records.intake.tables.shared_figures import shared_figures
from records.intake.tables.source_row import NONE_WORDS as NONE_WORDS
from records.intake.tables.source_row import SourceRow as SourceRow
from records.intake.tables.source_row import made_row
from records.intake.tables.spans import months_of_span
from records.intake.tables.tables import Table, TableRow
from records.kind import Kind
from records.values import PartialDate

if TYPE_CHECKING:
    from records.intake.tables.several.told_in_cells import CellRecords

#: A table of more rows is read anew each time it is gone through, and held in no list.
LONG_TABLE = 2_000

#: How many rows tell how the days of a table stand.
_LOOK_AT = 20
_DAY_ALONE = re.compile(r"([1-9]|[12]\d|3[01])[日号]?")


@dataclass
class SourceTable:
    """A table with its kind and columns. Its rows are read when they are first asked for, see ``release``."""

    kind: Kind
    file: str
    table: Table
    columns: tuple[ColumnMatch, ...]
    rule: SourceRule
    confidence: float = 1.0
    unit: ObjectId | None = field(default=None)
    central_group: bool = False
    #: Whether its words name two units that contradict each other.
    unit_in_doubt: bool = False
    #: Periods that columns stand for, ``sessions@0`` being the first one's; see ``layouts.period_columns``.
    periods: tuple[PartialDate, ...] = ()
    #: Columns that add up those of such periods, with the choices of which; and those of one measure.
    sums: Mapping[str, Sequence[tuple[str, ...]]] = field(default_factory=dict)
    months: Sequence[tuple[str, ...]] = ()
    #: The days that columns of marks stand for, by target.
    days: Mapping[str, PartialDate] = field(default_factory=dict)
    #: What the mapping file says that this office's words mean.
    meanings: Meanings | None = None
    #: The rows that the mapping file leaves out, see ``left_out``.
    left_out: frozenset[str] = frozenset()
    #: What lines above the table, or names of sheet and file, say for every row: 走访人：某某.
    given: Mapping[str, str] = field(default_factory=dict)
    #: Columns with two things in a cell, and the two headings that they count as.
    pairs: Mapping[str, Pair] = field(default_factory=dict)
    #: Columns that are an entry each, with what their headings say of a field: 图书, 培训 under 支出.
    spread: Mapping[str, str] = field(default_factory=dict)
    spread_to: str = ""
    #: Columns of which each filled cell is a record, with what their headings say of it; see ``each_cell``.
    each: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: How the cells of such columns are read that tell a whole record in words; see ``told_in_cells``.
    told: CellRecords | None = None
    #: Columns that are a choice each and are ticked, with the choice; see ``ticked``.
    ticked: Mapping[str, str] = field(default_factory=dict)
    #: Rows in which something is struck through: somebody took back what stands there, or a part of it.
    struck: frozenset[int] = frozenset()
    #: How many records stand side by side in a row.
    blocks: int = 1
    #: The headings of the one side that the table is about, where others stand beside it; see ``sides``.
    side: frozenset[str] = frozenset()
    #: A column and words of it: only rows that say one of them belong to this table, or only the others.
    only: tuple[str, frozenset[str], bool] | None = None
    #: Rows that are no records, by number, with the reason; complete once the rows have been read.
    skipped: list[tuple[int, str]] = field(default_factory=list)
    #: Stated totals that the rows don't come to, as codes of warnings; complete with ``skipped``.
    total_faults: list[str] = field(default_factory=list)
    #: What notes between and below the rows say; complete with ``skipped``.
    notes: list[str] = field(default_factory=list)
    _totalled: bool = False
    #: What lines between the rows, and the titles, say of those below, by the text of the line.
    said: dict[str, dict[str, Cell]] = field(default_factory=dict)

    @property
    def sheet(self) -> str:
        return self.table.sheet.name

    @property
    def facts(self) -> Facts:
        return self.table.facts

    @cached_property
    def headings(self) -> tuple[str, ...]:
        header = self.table.header
        return header[: len(header) // self.blocks]

    @property
    def date_1904(self) -> bool:
        return self.table.sheet.date_1904

    @property
    def header_row(self) -> int:
        return self.table.header_rows[0]

    @property
    def bad_rows(self) -> tuple[BadRow, ...]:
        return self.table.sheet.bad_rows

    @cached_property
    def long(self) -> bool:
        """Whether there are too many rows to hold them all."""
        return self.sheet_rows > LONG_TABLE

    @property
    def sheet_rows(self) -> int:
        """How many rows its sheet has, as far as that is known without reading them."""
        rows = self.table.sheet.rows
        return len(rows) if isinstance(rows, Sized) else 0

    @cached_property
    def rows(self) -> Sequence[SourceRow]:
        """The rows that are data, blank cells filled down as the mapping wants."""
        return LongRows(self._read_rows) if self.long else list(self._read_rows())

    def _read_rows(self) -> Iterator[SourceRow]:
        targets = {column.heading: column.target for column in self.columns if column.target != "extra"}
        # The names of JSON objects stand in no row.
        skipped = [(number, "header") for number in self.table.header_rows if number]
        notes: list[str] = []
        totals = DeclaredTotals(self.sums, self.months)
        above: dict[str, Cell] = {}
        scales = {c.target: factor for c in self.columns if (factor := self._scale(c)) > 1}
        ledger_date = self.date_parts() if DATE_PARTS in targets else None
        told = {target: Cell(text, text) for target, text in self.given.items()}
        told |= {target: Cell(text := str(value), text) for target, value in self.rule.constants.items()}
        joined = self.joined
        numbers = frozenset(heading for heading, target in targets.items() if target == "ordinal")
        with_part = [heading for heading in targets if tells_a_part(heading)]
        for row in self.table.rows():
            if row.skipped:
                skipped.append((row.number, str(row.skipped)))
                if row.skipped == "note":
                    notes.append("".join(dict.fromkeys(cell.text.strip() for cell in row.cells.values())))
                if row.skipped == "total" and not self._totalled:
                    totals.compare(row)
            elif is_skipped(row, self.rule):
                skipped.append((row.number, "skip_rows"))
            elif only_numbered(row, numbers):
                skipped.append((row.number, "blank"))
            elif (self.side and side_blank(row, self.side)) or self._of_another_kind(row):
                continue
            else:
                if not self._totalled:
                    totals.add(self.told.figures(row) if self.told is not None else row)
                fill_down(row, self.rule, above)
                if ledger_date is not None:
                    join_date(row, ledger_date, above)
                self.part_pairs(row)
                for heading in with_part:
                    without_part(row, heading)
                for part in parts_of(row, self):
                    cells = completed_cells(self, part, targets, joined, told)
                    yield made_row(part, cells, targets, self.headings, scales, self.date_1904)
        self.skipped, self.notes = skipped, notes
        if not self._totalled:
            # A long table is gone through several times, and its figures are added up the first time.
            self.total_faults, self._totalled = totals.faults, self.long

    def _of_another_kind(self, row: TableRow) -> bool:
        """Whether a column says that the row belongs to the table's other kind; see ``kinds_told``."""
        if self.only is None:
            return False
        heading, words, these = self.only
        return (row.cells.get(heading, EMPTY).text.strip() in words) is not these

    def part_pairs(self, row: TableRow) -> None:
        """Put the two things of a cell under the headings that they count as."""
        for heading, parts in self.pairs.items():
            part_pair(row, heading, parts)

    @cached_property
    def joined(self) -> dict[str, tuple[str, ...]]:
        """The targets that several columns fill together, with the headings of those; and the absent, whose
        heading may say why.
        """
        found: dict[str, list[str]] = {}
        for column in sorted(self.columns, key=lambda each: each.index):
            if column.target != "extra" and column.heading not in self.each:
                found.setdefault(column.target, []).append(column.heading)
        return {
            target: tuple(headings)
            for target, headings in found.items()
            if len(headings) > 1 or target == "absentees"
        }

    def printed(self, cells: Sequence[str], target: str) -> str:
        """What a row whose cells are printed so says for a target."""
        at = {heading: index for index, heading in enumerate(self.headings)}
        mine = [column.heading for column in self.columns if column.target == target]
        texts = [cells[at[heading]] for heading in mine if at.get(heading, len(cells)) < len(cells)]
        if not any(text.strip() for text in texts) and target in self.rule.constants:
            return str(self.rule.constants[target])
        return join_cells(self.kind, target, [Cell(text, text) for text in texts]).text

    def _scale(self, column: ColumnMatch) -> int:
        known = self.kind.field(column.target)
        if known is not None and known.measure is not None and known.measure.zh == "分钟":
            return 60 if in_hours(column.heading, self.hints) else 1
        return heading_scale(column.heading)

    def date_parts(self) -> tuple[str, str, int | None] | None:
        """The headings 月 and 日 of a table that keeps its dates in two, see ``layouts``."""
        return month_and_day(self.headings) or day_alone(self.headings, self._month or self._first_month)

    def release(self) -> None:
        """Let go of the rows; they are read again if they are needed again."""
        self.__dict__.pop("rows", None)

    @property
    def hints(self) -> tuple[str, ...]:
        """The words that say what the table is about: sheet, titles, file."""
        return self.table.hints(self.file)

    def has(self, target: str) -> bool:
        """Whether a column, or the mapping for every row, gives the target."""
        said = (self.rule.constants, self.given, (self.spread_to,), *self.each.values())
        named = {target, *(first for first, last in self.kind.register.spans.items() if last == target)}
        told = any(column.target in named for column in self.columns)
        return told or any(target in each for each in said)

    def item(self, row: SourceRow) -> Item:
        """A fresh item for a row."""
        made = Item(
            self.kind.name, Place(self.file, self.sheet, row.number), cells=row.texts, headings=self.headings
        )
        made.group = row.group
        if row.filled:
            made.note("ditto")
            made.flag(*(f"figure_shared:{name}" for name in shared_figures(self.kind, row.cells, row.filled)))
        if row.beside:
            made.flag("cells_beside")
        made.flag(*row.doubts)
        if row.number in self.struck:
            made.flag("struck_out")
        for first in self.kind.register.spans:
            if months_of_span(self.printed(row.texts, first)):
                made.flag(f"days_of_months:{first}")
        if any(not row.has(target) for target in self._required):
            made.reject("missing_value")
        if self.left_out and key_of(self.file, self.sheet, row.texts) in self.left_out:
            made.reject(LEFT_OUT)
        return made

    @cached_property
    def _required(self) -> frozenset[str]:
        return frozenset(rule.to for rule in self.rule.columns if rule.required)

    def date_cell(self, row: SourceRow, target: str) -> Cell:
        """A cell of a date column; a mere day is one of the month that the sheet or its title is about."""
        cell = row.cell(target)
        day = _DAY_ALONE.fullmatch(cell.text.strip())
        month = (row.month or self._month) if day else None
        return Cell(text := f"{month}月{day[1]}日", text) if day and month else cell

    @cached_property
    def _month(self) -> int | None:
        return month_of(self.hints)

    @cached_property
    def _first_month(self) -> int | None:
        """The month of the first row that stands below a line of one."""
        return next((row.month for row in islice(self.table.rows(), _LOOK_AT) if row.month), None)

    def year(self, row: SourceRow | TableRow) -> int | None:
        """The year for dates without one: of the mapping, the group row, the titles, the sheet, the path."""
        return self.rule.year or row.year or self.told_year

    @property
    def told_year(self) -> int | None:
        """The year that the titles, the sheet, the file or the folders say."""
        return self.facts.year or self._path_year

    @cached_property
    def time_in_doubt(self) -> bool:
        """Whether the title, the sheet and the names of file and folders tell of different times."""
        texts = ("\n".join(self.facts.lines), self.sheet, *PurePosixPath(self.file).with_suffix("").parts)
        return self.rule.year is None and times_differ(texts)

    @cached_property
    def _path_year(self) -> int | None:
        return year_of_path(self.file)


@dataclass(frozen=True)
class UnreadTable:
    """A sheet or table that no kind fits, or that only sums up others.

    ``table`` is None where no headings were found; ``guess`` is the kind that would fit but for ``missing``.
    """

    file: str
    sheet: str
    why: str
    missing: tuple[str, ...] = ()
    table: Table | None = None
    guess: str = ""
