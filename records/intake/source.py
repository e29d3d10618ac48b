"""A legacy table ready to become records: its columns named, its rows carrying what stands around them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath

from bson.objectid import ObjectId

from records.intake.columns import ColumnMatch
from records.intake.dates import DateFault, parse_date
from records.intake.facts import Facts
from records.intake.headings import heading_text
from records.intake.mapping import Mapping as IntakeMapping
from records.intake.mapping import SourceRule
from records.intake.outcome import Item, Place
from records.intake.reading import EMPTY, BadRow, Cell, Reading, Row, Sheet
from records.intake.recognise import TableGuess, known_headings, recognise_table
from records.intake.tables import Table, TableRow, recognise
from records.kind import Kind, Kinds

_NONE_WORDS = frozenset(("", "无", "—", "-", "--", "——", "/", "／", "\\", "没有", "－", "*"))


@dataclass(frozen=True)
class SourceRow:
    """One row. ``cells`` by target, ``texts`` all cells as printed, ``group`` and ``year`` from group rows.

    ``unfilled`` are targets that say 同上 where nothing stands above.
    """

    number: int
    cells: Mapping[str, Cell]
    texts: tuple[str, ...]
    group: str = ""
    year: int | None = None
    filled: frozenset[str] = frozenset()
    unfilled: frozenset[str] = frozenset()

    def cell(self, target: str) -> Cell:
        return EMPTY if target in self.unfilled else self.cells.get(target, EMPTY)

    def text(self, target: str) -> str:
        """The cell's words without white space around them; empty for 无, — and the like."""
        plain = self.cell(target).text.strip(" \u3000\xa0\u200b\r\n\t")
        return "" if plain in _NONE_WORDS else plain

    def has(self, target: str) -> bool:
        return bool(self.text(target))


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
    #: Rows that are no records, by number, with the reason; complete once the rows have been read.
    skipped: list[tuple[int, str]] = field(default_factory=list)

    @property
    def sheet(self) -> str:
        return self.table.sheet.name

    @property
    def facts(self) -> Facts:
        return self.table.facts

    @property
    def headings(self) -> tuple[str, ...]:
        return self.table.header

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
    def rows(self) -> Sequence[SourceRow]:
        """The rows that are data, blank cells filled down as the mapping wants."""
        targets = {column.heading: column.target for column in self.columns if column.target != "extra"}
        self.skipped = [(number, "header") for number in self.table.header_rows]
        above: dict[str, Cell] = {}
        made: list[SourceRow] = []
        for row in self.table.rows():
            if row.skipped:
                self.skipped.append((row.number, str(row.skipped)))
            elif _left_out(row, self.rule):
                self.skipped.append((row.number, "skip_rows"))
            else:
                _fill_down(row, self.rule, above)
                made.append(_row(row, targets, self.table.header))
        return made

    def release(self) -> None:
        """Let go of the rows; they are read again if they are needed again."""
        self.__dict__.pop("rows", None)

    @property
    def hints(self) -> tuple[str, ...]:
        """The words that say what the table is about: sheet, titles, file."""
        return (self.sheet, *self.facts.lines, PurePosixPath(self.file).stem)

    def has(self, target: str) -> bool:
        """Whether a column, or the mapping for every row, gives the target."""
        return target in self.rule.constants or any(column.target == target for column in self.columns)

    def item(self, row: SourceRow) -> Item:
        """A fresh item for a row."""
        made = Item(
            self.kind.name, Place(self.file, self.sheet, row.number), cells=row.texts, headings=self.headings
        )
        if row.filled:
            made.note("ditto")
        wanted = {rule.to for rule in self.rule.columns if rule.required}
        if any(not row.has(target) for target in wanted):
            made.reject("missing_value")
        return made

    def year(self, row: SourceRow) -> int | None:
        """The year for dates without one: of the mapping, the group row, the titles, the sheet, the path."""
        return self.rule.year or row.year or self.facts.year or self._path_year

    @cached_property
    def _path_year(self) -> int | None:
        return year_of_path(self.file)


@dataclass(frozen=True)
class UnreadTable:
    """A sheet or table that no kind fits, or that only sums up others."""

    file: str
    sheet: str
    why: str
    missing: tuple[str, ...] = ()


def year_of_path(path: str) -> int | None:
    """The only year that the folders and the name of a file state, the innermost first."""
    from records.intake.facts import facts_of

    for part in reversed(PurePosixPath(path).parts):
        year = facts_of((), file_name=part).year
        if year is not None:
            return year
    return None


def tables_of(reading: Reading, kinds: Kinds, mapping: IntakeMapping) -> list[SourceTable | UnreadTable]:
    """Every table of a file, recognised or as mapped; hidden sheets only when the mapping names them."""
    found: list[SourceTable | UnreadTable] = []
    known = frozenset(heading_text(word) for word in known_headings(kinds))
    stem = PurePosixPath(reading.relative).stem
    for sheet in reading.sheets or ():
        rule = mapping.rule_for(reading.relative, sheet.name)
        if rule.kind == "skip" or (sheet.hidden and sheet.name not in rule.sheets):
            found.append(
                UnreadTable(reading.relative, sheet.name, "hidden_sheet" if sheet.hidden else "skipped")
            )
            continue
        named = {heading_text(name) for column in rule.columns for name in column.headings}
        tables = recognise(_pinned(sheet, rule), file_name=stem, known=known | named | set(rule.must_have))
        if not tables:
            blank = next(iter(sheet.rows), None) is None
            found.append(UnreadTable(reading.relative, sheet.name, "no_table" if blank else "not_recognised"))
        for table in tables:
            guess = recognise_table(kinds, table.header, (sheet.name, *table.facts.lines, stem), rule)
            found.append(_source(reading, table, guess, rule))
    return found


def _pinned(sheet: Sheet, rule: SourceRule) -> Sheet:
    """The sheet from the row of headings that the mapping pins."""
    if rule.header_row is None:
        return sheet
    first = rule.header_row
    return replace(sheet, rows=_Rows(sheet, first))


@dataclass(frozen=True)
class _Rows:
    """The rows of a sheet from a number on, readable again and again."""

    sheet: Sheet
    first: int

    def __iter__(self) -> Iterator[Row]:
        return (row for row in self.sheet.rows if row.number >= self.first)


def _source(reading: Reading, table: Table, guess: TableGuess, rule: SourceRule) -> SourceTable | UnreadTable:
    if guess.kind is None or guess.missing:
        why = "summary_sheet" if guess.summary else "missing_columns" if guess.missing else "not_recognised"
        return UnreadTable(reading.relative, table.sheet.name, why, guess.missing)
    return SourceTable(guess.kind, reading.relative, table, guess.columns, rule, guess.confidence)


def _fill_down(row: TableRow, rule: SourceRule, above: dict[str, Cell]) -> None:
    """Copy the value above into the blank cells of the columns that the mapping names."""
    for heading in rule.fill_down:
        cell = row.cells.get(heading)
        if cell is None or cell.blank:
            if heading in above:
                row.cells[heading] = above[heading]
        else:
            above[heading] = cell


def _left_out(row: TableRow, rule: SourceRule) -> bool:
    if rule.skip_rows is None:
        return False
    first = next((cell.text.strip() for cell in row.cells.values() if not cell.blank), "")
    return bool(rule.skip_rows.search(first))


def _row(row: TableRow, targets: Mapping[str, str], header: Sequence[str]) -> SourceRow:
    return SourceRow(
        row.number,
        {targets[heading]: cell for heading, cell in row.cells.items() if heading in targets},
        tuple(row.cells[heading].text if heading in row.cells else "" for heading in header),
        row.group or "",
        row.year,
        frozenset(targets[heading] for heading in row.filled if heading in targets),
        frozenset(targets[heading] for heading in row.unfilled if heading in targets),
    )


@dataclass
class RowDates:
    """The date column of a table, with what neighbouring rows say about missing years."""

    table: SourceTable
    target: str

    @cached_property
    def _known(self) -> dict[int, date]:
        """The rows whose date stands there in full; read when the first row needs its neighbours."""
        known: dict[int, date] = {}
        for position, row in enumerate(self.table.rows):
            try:
                value = parse_date(row.cell(self.target), date_1904=self.table.date_1904).value
            except DateFault:
                continue
            if value is not None and value.precision in ("day", "month"):
                known[position] = value.start
        return known

    def before(self, position: int) -> date | None:
        """The nearest date above that was read in full."""
        return next(
            (self._known[index] for index in range(position - 1, -1, -1) if index in self._known), None
        )

    def after(self, position: int) -> date | None:
        """The nearest date below that was read in full."""
        last = len(self.table.rows)
        return next((self._known[index] for index in range(position + 1, last) if index in self._known), None)

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
        self._known[position] = value

    def nearest(self, position: int) -> date | None:
        """The nearest full date above, else below."""
        return self.before(position) or self.after(position)


def _days(month: int, day: int, years: range) -> Iterator[date]:
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue
