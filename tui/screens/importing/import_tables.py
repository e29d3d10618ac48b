"""The tables of an import: recognised as what and how surely, the doubtful ones first."""

from __future__ import annotations

from collections import Counter

from textual.app import ComposeResult
from textual.widgets import Static

from records.intake.reasons import reason_text
from records.intake.tables.table_summary import TableSummary
from records.visible import visible
from tui.cjk import one_line
from tui.import_run import ImportRun
from tui.rows.kept_order import KeptOrder
from tui.screens.importing.import_page import ImportPage
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import tr


class ImportTables(ImportPage):
    """A row a table; Enter opens it, with its columns and first rows."""

    def __init__(self, run: ImportRun) -> None:
        super().__init__(run)
        self._order = KeptOrder(_sheet_of)
        #: Whether those that deserve a look stand first: a run may make others doubtful where they stand.
        self._first = True

    def heading(self) -> str:
        return tr("Import > Tables")

    def body(self) -> ComposeResult:
        yield Static(markup=False, classes="import-line")
        yield VirtualTable(id="import-tables")

    @property
    def table(self) -> VirtualTable:
        return self.query_one("#import-tables", VirtualTable)

    def said(self) -> str:
        doubtful = self.importing.findings.doubtful_tables
        if doubtful and self._first:
            return tr(
                "Tables that deserve a look: {count}. They stand first; Enter opens one.", count=doubtful
            )
        if doubtful:
            return tr("Tables that deserve a look: {count}. Enter opens one.", count=doubtful)
        return tr("Every table is understood. Enter opens one.")

    def fill(self) -> None:
        self.table.show_columns(
            (
                Column("sure", tr("Sure"), 6, right=True, keep=True),
                Column("file", tr("File"), 14, grow=2),
                # A column of its own: the tables of one workbook differ in nothing else.
                Column("sheet", tr("Sheet"), 8, grow=2),
                Column("kind", tr("Kind"), 10, grow=1),
                Column("taken", tr("Taken"), 6, right=True, keep=True),
                Column("flagged", tr("Doubt"), 5, right=True, keep=True),
                Column("asked", tr("Asked"), 5, right=True, keep=True),
                Column("refused", tr("Refused"), 7, right=True, keep=True),
                Column("unknown", tr("Columns not known"), 18, grow=1, spare=True),
            )
        )
        self._show()
        self.table.focus()
        self.state(self.said())

    def after_trial(self) -> None:
        self._show()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.built and self.table.row_count:
            self._show()
            self.state(self.said())

    def _show(self) -> None:
        report = self.importing.report
        tables = sorted(report.tables, key=_rank) if report is not None else []
        beside = Counter[tuple[str, str, int]]()
        rows = []
        for each in tables:
            place = (each.file, each.sheet, each.first_row)
            beside[place] += 1
            # Of rows that tell of several kinds each is a table of its own.
            rows.append(self._row(each, beside[place]))
        rows = self._order.kept(rows)
        self.table.show_rows(rows, cursor=self._order.place(rows, self.table.current, self.table.cursor))
        self._first = all(_is_doubtful(row) for row in rows[: self.importing.findings.doubtful_tables])

    def _row(self, table: TableSummary, number: int) -> Row:
        counts = (table.taken, table.flagged, table.asked, table.refused)
        cells = (
            sureness(table),
            one_line(visible(table.file)),
            one_line(visible(table.sheet)),
            self.kind_of(table),
            *(f"{count:,}" if count else "" for count in counts),
            visible("、".join(table.unknown)),
        )
        tone = "waiting" if table.needs_a_look else "unjudged" if table.left_out else ""
        return Row((table.file, table.sheet, table.first_row, number), cells, tone, table)

    def kind_of(self, table: TableSummary) -> str:
        """What the table is taken for, or why it isn't."""
        kinds = self.importing.kinds
        if table.kind in kinds:
            return kinds[table.kind].label.text()
        if table.guess in kinds:
            return tr("{kind}?", kind=kinds[table.guess].label.text())
        return left_out_text(table)

    def on_virtual_table_chosen(self, message: VirtualTable.Chosen) -> None:
        from tui.screens.importing.import_table import ImportTable

        if isinstance(message.row.value, TableSummary):
            self.app.push_screen(ImportTable(self.importing, message.row.value))


def _is_doubtful(row: Row) -> bool:
    return isinstance(row.value, TableSummary) and row.value.needs_a_look


def _sheet_of(row: Row) -> tuple[str, str]:
    """A table whose headings were found elsewhere begins in another row, and is that table still."""
    return (row.value.file, row.value.sheet) if isinstance(row.value, TableSummary) else ("", "")


def _rank(table: TableSummary) -> tuple[int, float, str, str]:
    """What isn't understood first, then the least sure; what is left out on purpose last."""
    group = 0 if table.needs_a_look else 2 if table.left_out else 1
    return group, 1.0 if table.mapped else table.confidence, table.file, table.sheet


def place_of(table: TableSummary) -> str:
    """File and sheet on one line."""
    return one_line(visible(" · ".join(part for part in (table.file, table.sheet) if part)))


def sureness(table: TableSummary) -> str:
    """The confidence as a percentage; what a mapping file says needs none."""
    if table.left_out:
        return "—"
    if not table.kind and not table.guess:
        return "?"
    return tr("mapped") if table.mapped else f"{table.confidence:.0%}"


def left_out_text(table: TableSummary) -> str:
    """Why nothing is taken from a table."""
    words = {
        "not_recognised": tr("not known"),
        "hidden_sheet": tr("hidden"),
        "skipped": tr("left out"),
        "no_table": tr("empty"),
        "summary_sheet": tr("sums up others"),
    }
    return words.get(table.why) or reason_text(table.why)
