"""What Home lists: where to go, how many records there are, those pinned, opened and changed last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from tui.cjk import one_line
from tui.screens.places import places
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import tr, trn

if TYPE_CHECKING:
    from textual.widget import Widget

    from records.kind import Kinds
    from records.lists.views import ListView
    from records.record import Record

#: How the identifiers of rows begin that open nothing.
_HEADINGS = ("group:", "heading:", "part:")
#: How many records of each kind have each status.
Counts = Mapping[str, Mapping[str, int]]


def total(counts: Counts, kind: str | None = None, status: str | None = None) -> int:
    """How many live records of ``kind`` (None: all) have ``status`` (None: any)."""
    return sum(
        number
        for name, by_status in counts.items()
        if kind in (None, name)
        for each, number in by_status.items()
        if each == status or (status is None and each != "void")
    )


def figures_line(counts: Counts | None) -> str:
    """All records, those to approve, drafts; None: not counted yet."""
    if counts is None:
        return tr("Counting…")
    return "  ".join(
        (
            trn("{number:,} record", "{number:,} records", total(counts)),
            tr("{count} to approve", count=f"{total(counts, status='submitted'):,}"),
            trn("{number:,} draft", "{number:,} drafts", total(counts, status="draft")),
        )
    )


def show_rows(table: VirtualTable, rows: Sequence[Row]) -> None:
    """Show rows; the cursor stays, and is at first on the first row that opens something: no heading does."""
    first = next((at for at, row in enumerate(rows) if not str(row.id).startswith(_HEADINGS)), 0)
    table.show_rows(rows, cursor=table.cursor if table.row_count else first)


def menu_columns() -> tuple[Column, ...]:
    """Names and counts."""
    return (Column("name", tr("Records"), 16, grow=1), Column("count", tr("Count"), 7, right=True))


def menu_rows(kinds: Kinds, views: Sequence[ListView], counts: Counts | None) -> list[Row]:
    """The pages of the programme, the saved views, the kinds by group."""
    from records.kind import GROUPS

    def count(kind: str | None = None) -> str:
        return "…" if counts is None else f"{total(counts, kind):,}"

    rows = [Row("group:programme", (tr("The programme"), ""), "strong")]
    rows += [Row(f"place:{name}", (f"  {words}", "")) for name, words in places().items()]
    if views:
        rows.append(Row("group:views", (tr("Saved views"), ""), "strong"))
        rows += [Row(view.id, (f"  {one_line(view.name)}", ""), value=view) for view in views]
    rows.append(Row("all", (tr("All records"), count()), "strong"))
    for group, of_group in kinds.groups().items():
        rows.append(Row(f"group:{group}", (GROUPS[group].text(), ""), "strong"))
        rows += [Row(kind.name, (f"  {kind.label.text()}", count(kind.name))) for kind in of_group]
    return rows


def recent_table(
    kinds: Kinds, pinned: Sequence[Record], opened: Sequence[Record], changed: Sequence[Record]
) -> tuple[tuple[Column, ...], list[Row]]:
    """Columns and rows of the records pinned, opened and changed last; headings where there are several."""
    parts = [(tr("Pinned"), pinned), (tr("Opened last"), opened)]
    parts = [(words, records) for words, records in parts if records] + [(tr("Changed last"), changed)]
    heading = " / ".join(words for words, _ in parts)
    rows = []
    for words, records in parts:
        if len(parts) > 1:
            rows.append(Row(f"part:{words}", (words, ""), "strong"))
        rows += [_recent_row(kinds, record) for record in records]
    return (Column("title", heading, 20, grow=1), Column("when", tr("When"), 11)), rows


def _recent_row(kinds: Kinds, record: Record) -> Row:
    label = kinds.label(record.kind)
    when = record.updated.at.astimezone().strftime("%m-%d %H:%M") if record.updated else ""
    return Row(record.id, (f"{one_line(record.title) or record.no or '-'}  {label}", when), value=record)


def ways_to_begin() -> Iterator[Widget]:
    """What Home offers where there is no record yet, made when it is shown."""
    from textual.widgets import Button, Static

    yield Static(
        tr(
            "The archive is empty. Bring in what you have, or begin with a unit and its people.\n"
            "To look around first, fill it with an invented township; choose another data folder "
            "(XUEDANG_HOME) for the real work then."
        ),
        markup=False,
        id="welcome-text",
    )
    yield Button(tr("Look around in an invented township"), id="start-demo", compact=True)
    yield Button(tr("Bring in existing files ({key:home.import})"), id="start-import", compact=True)
    yield Button(tr("Add a unit"), id="start-unit", compact=True)
    yield Button(tr("Add a person"), id="start-person", compact=True)
