"""What an import made of one table: recognised as what, how surely, and what became of its rows.

Small, and nothing else of the table is held: a folder may have thousands of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from records.intake.files.reading import EMPTY, Cell
from records.intake.mappings.mapping import SourceRule
from records.intake.outcome import Item, Outcome
from records.intake.tables.recognition.columns import ColumnMatch, is_aside
from records.intake.tables.recognition.confidence import (
    LOOK_AT_IT,
    column_confidence,
    is_titled,
    table_confidence,
)
from records.intake.tables.recognition.headings import heading_text, names_heading
from records.intake.tables.recognition.targets import target_of
from records.intake.tables.several.joined import join_cells
from records.intake.tables.several.parting import DATE_PARTS
from records.intake.tables.source import SourceTable, UnreadTable
from records.intake.tables.tables import Table, TableRow
from records.kind import Kind, Kinds

#: Rows that are looked at to tell how well the values of a column fit.
SAMPLED = 20
_SAMPLES, _LONGEST = 3, 24
#: How sure a table is at most where nothing takes a filled column. In invented offices that nobody had seen,
#: two of three such tables had everything else right; those without such a column nearly all had.
_WITH_UNREAD = 0.7
#: Tables that are left out on purpose; they are no cause for a look.
_ON_PURPOSE = frozenset(("hidden_sheet", "skipped", "no_table", "summary_sheet"))


@dataclass(frozen=True, slots=True)
class ColumnSummary:
    """A column: heading, target (``columns.ColumnMatch``), how surely (0 to 1), and a few of its values.

    ``said``: the mapping file says where it goes, which may be nowhere.
    """

    index: int
    heading: str
    target: str
    confidence: float = 0.0
    samples: tuple[str, ...] = ()
    said: bool = False


@dataclass(slots=True)
class TableSummary:
    """A table of a file. ``kind`` is empty when none fits, ``why`` then says the reason as a word.

    ``guess`` is the kind that would fit but for ``missing`` columns. ``fit`` is explained in
    ``confidence.py``; ``confidence`` is how often such tables proved right, see ``_WITH_UNREAD``. ``mapped``
    holds the name of the document of the mapping file that says the kind, which leaves nothing to guess. The
    counts are rows: taken as they stand, taken with a doubt, asked about, refused.
    """

    file: str
    sheet: str
    kind: str = ""
    guess: str = ""
    confidence: float = 0.0
    fit: float = 0.0
    mapped: str = ""
    why: str = ""
    missing: tuple[str, ...] = ()
    header_rows: tuple[int, ...] = ()
    first_row: int = 0
    columns: tuple[ColumnSummary, ...] = ()
    taken: int = 0
    flagged: int = 0
    asked: int = 0
    refused: int = 0

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(column.heading for column in self.columns)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headings that no field takes, without those that registers have and records don't keep.

        Nor those of which the mapping file says so.
        """
        extra = [each.heading for each in self.columns if each.target == "extra" and not each.said]
        # The columns 月 and 日 are the date of one that was put together from them.
        joined = DATE_PARTS.split("/") if any(each.heading == DATE_PARTS for each in self.columns) else ()
        return tuple(heading for heading in extra if heading not in joined and not is_aside(heading))

    @property
    def left_out(self) -> bool:
        """Whether the table is left out on purpose: hidden, empty, a summary of others, or as mapped."""
        return self.why in _ON_PURPOSE

    @property
    def needs_a_look(self) -> bool:
        """Whether it isn't understood, or not surely."""
        if self.left_out:
            return False
        return not self.kind or (not self.mapped and self.confidence < LOOK_AT_IT)

    def count(self, outcome: Outcome, number: int = 1) -> None:
        """Count what became of a row, or of several."""
        match outcome:
            case "import":
                self.taken += number
            case "import_flagged":
                self.flagged += number
            case "ask":
                self.asked += number
            case "reject":
                self.refused += number


@dataclass
class TableBook:
    """The tables of an import, and a way to find the one that an item comes from."""

    tables: list[TableSummary] = field(default_factory=list)
    #: Rows of lists of units, of which no item is left: each unit comes once, whatever sources tell of it.
    of_units: list[Item] = field(default_factory=list)
    _by_sheet: dict[tuple[str, str], list[TableSummary]] = field(default_factory=dict)

    def add(self, found: SourceTable | UnreadTable, kinds: Kinds) -> None:
        """Sum up a table that has been recognised, or has not. Reads its first rows."""
        summary = summarise(found, kinds)
        self.tables.append(summary)
        beside = self._by_sheet.setdefault((summary.file, summary.sheet), [])
        beside.append(summary)
        beside.sort(key=lambda each: each.first_row)

    def of(self, file: str, sheet: str, row: int, kind: str = "") -> TableSummary | None:
        """The table of a sheet in which a row lies; None when the sheet has none.

        Where rows tell of several kinds, each of which is a table of its own, the one of ``kind``.
        """
        beside = self._by_sheet.get((file, sheet))
        if not beside:
            return None
        last = beside[max(bisect_right(beside, row, key=lambda each: each.first_row) - 1, 0)]
        rivals = (each for each in beside if each.first_row == last.first_row and each.kind == kind)
        return next(rivals, last)

    def count(self, items: Iterable[Item]) -> None:
        """Count items with their table; those of papers have none."""
        for item in (*items, *self.of_units):
            for row in item.lines or (item,):
                # One without a row is a unit or person that the table made known.
                if row.place.row is not None:
                    place, outcome = row.place, row.outcome if row is item else item.became(row)
                    self.count_rows(place.file, place.sheet, place.row or 0, outcome, 1, item.kind)

    def count_rows(
        self, file: str, sheet: str, row: int, outcome: Outcome, number: int, kind: str = ""
    ) -> None:
        """Count ``number`` rows of the table in which ``row`` lies."""
        table = self.of(file, sheet, row, kind)
        if table is not None:
            table.count(outcome, number)

    def forget_counts(self) -> None:
        """Begin counting anew."""
        for each in self.tables:
            each.taken = each.flagged = each.asked = each.refused = 0


def summarise(found: SourceTable | UnreadTable, kinds: Kinds) -> TableSummary:
    """Sum up a table from its headings and first rows."""
    if isinstance(found, SourceTable):
        return _of_source(found)
    return _of_unread(found, kinds)


def _of_source(source: SourceTable) -> TableSummary:
    rows = _first_rows(source.table)
    for row in rows:
        source.part_pairs(row)
    joined = source.joined
    # A column of pairs is shown as the two that it counts as, one of whole records as itself.
    columns = [
        each for each in source.columns if each.heading not in source.pairs and not target_of(each.heading)
    ]
    judged = [(each, _judged(source.kind, each, rows, joined.get(each.target))) for each in columns]
    says_kind = source.rule.kind is not None
    fit = 1.0 if says_kind else table_confidence(judged, titled=is_titled(source.kind, source.hints))
    summary = TableSummary(
        source.file,
        source.sheet,
        source.kind.name,
        confidence=fit,
        fit=fit,
        mapped=source.rule.id if says_kind else "",
        header_rows=source.table.header_rows,
        first_row=source.table.first_row,
        columns=_columns(judged, rows, source.rule),
    )
    unread = set(summary.unknown)
    if not says_kind and any(each.heading in unread and each.samples for each in summary.columns):
        summary.confidence = min(fit, _WITH_UNREAD)
    return summary


def _of_unread(found: UnreadTable, kinds: Kinds) -> TableSummary:
    from records.intake.tables.recognition.columns import match_columns

    summary = TableSummary(found.file, found.sheet, guess=found.guess, why=found.why, missing=found.missing)
    table = found.table
    if table is None:
        return summary
    rows = _first_rows(table)
    kind = kinds.get(found.guess)
    matches = match_columns(kind, table.header) if kind is not None else _unknown(table.header)
    judged = [(each, _judged(kind, each, rows) if kind is not None else 0.0) for each in matches]
    summary.header_rows, summary.first_row = table.header_rows, table.first_row
    summary.columns = _columns(judged, rows)
    if kind is not None:
        hints = (table.sheet.name, *table.facts.lines, found.file)
        # What lacks a column that its kind can't do without is worth a good deal less.
        summary.confidence = summary.fit = 0.6 * table_confidence(judged, titled=is_titled(kind, hints))
    return summary


def _unknown(header: Sequence[str]) -> list[ColumnMatch]:
    return [
        ColumnMatch(index, heading, "extra", True, 0.0)
        for index, heading in enumerate(header)
        if heading.strip()
    ]


def _first_rows(table: Table) -> list[TableRow]:
    return list(islice((row for row in table.rows() if not row.skipped), SAMPLED))


def _cells(rows: Sequence[TableRow], heading: str) -> list[Cell]:
    return [row.cells.get(heading, EMPTY) for row in rows]


def _judged(
    kind: Kind, column: ColumnMatch, rows: Sequence[TableRow], together: Sequence[str] | None = None
) -> float:
    """How sure a column is; one of several that fill a field ``together`` by what they say all together."""
    cells = _cells(rows, column.heading)
    if together:
        parts = ([row.cells.get(heading, EMPTY) for heading in together] for row in rows)
        cells = [join_cells(kind, column.target, each) for each in parts]
    return column_confidence(kind, column, cells)


def _columns(
    judged: Iterable[tuple[ColumnMatch, float]], rows: Sequence[TableRow], rule: SourceRule | None = None
) -> tuple[ColumnSummary, ...]:
    made = []
    named = {heading_text(name) for column in (rule.columns if rule else ()) for name in column.headings}
    for column, confidence in sorted(judged, key=lambda each: each[0].index):
        texts = (cell.text.strip() for cell in _cells(rows, column.heading) if not cell.blank)
        samples = tuple(text[:_LONGEST] for text in islice(dict.fromkeys(texts), _SAMPLES))
        made.append(
            ColumnSummary(
                column.index,
                column.heading,
                column.target,
                confidence,
                samples,
                names_heading(named, column.heading),
            )
        )
    return tuple(made)
