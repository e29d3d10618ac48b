"""What the report says of a file as a whole: how it was read, what was left out, what no field takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from records.intake.files.reading import Reading
from records.intake.outcome import FileResult
from records.intake.tables.source import SourceTable, UnreadTable

_QUIET = frozenset(("hidden_sheet", "summary_sheet", "skipped", "no_table"))


def file_result(reading: Reading, state: Any, why: str = "") -> FileResult:
    """Of a paper, or of a file that is not read."""
    return FileResult(
        reading.relative, state, why, format=reading.format, sha256=reading.sha256, warnings=reading.warnings
    )


def where_unread(table: UnreadTable) -> str:
    """Where a table that nothing fits stands: the sheet, the row of its headings, and those."""
    if table.table is None:
        return table.sheet
    headings = "、".join(filter(None, table.table.header))
    return " · ".join(filter(None, (table.sheet, str(table.table.header_rows[0]), headings)))


def workbook_result(
    reading: Reading, found: list[SourceTable | UnreadTable], told: Iterable[str], typed: bool = False
) -> FileResult:
    """Of a file with tables. ``told`` are warnings besides; ``typed``: it holds papers typed into sheets."""
    skipped: list[tuple[str, int, str]] = []
    unknown: list[UnreadTable] = []
    for table in found:
        if isinstance(table, SourceTable):
            skipped += [(table.sheet, number, why) for number, why in table.skipped]
            continue
        skipped.append((table.sheet, 0, ":".join((table.why, *table.missing))))
        if table.why not in _QUIET:
            unknown.append(table)
    columns = [
        (table.sheet, column.heading)
        for table in found
        if isinstance(table, SourceTable)
        for column in table.columns
        if column.target == "extra" and column.heading not in table.pairs
    ]
    differing = [fault for table in found if isinstance(table, SourceTable) for fault in table.total_faults]
    known = typed or any(isinstance(table, SourceTable) for table in found)
    refused = bool(unknown) and not known
    unread = [f"table_unread:{where_unread(table)}" for table in unknown if not refused]
    why = unknown[0].why if refused else ""
    return FileResult(
        reading.relative,
        "refused" if refused else "read",
        why,
        format=reading.format,
        sha256=reading.sha256,
        warnings=(*reading.warnings, *unread, *differing, *told),
        skipped=tuple(skipped),
        unknown_columns=tuple(columns),
    )
