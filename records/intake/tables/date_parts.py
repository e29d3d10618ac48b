"""Tables that keep the date in columns of its own parts, 月 and 日, with the hour beside it."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice

from records.intake.clock import clock_of
from records.intake.dates import dates_in
from records.intake.files.reading import EMPTY
from records.intake.tables.recognition.columns import ColumnMatch
from records.intake.tables.several.parting import DATE_PARTS
from records.intake.tables.source import SourceTable

#: How many rows tell what stands in a column.
_LOOK_AT = 20


def find_date_parts(source: SourceTable) -> None:
    """Let the columns 月 and 日 be the date of a kind whose date has no column of its own."""
    dated = next(iter(source.kind.date), None)
    read = source.date_parts()
    if dated is None or read is None:
        return
    if "clock" in source.kind.register.columns and not source.has("clock"):
        # 月, 日 and 时间 over 9:00-11:00: that column is of the hours alone.
        def hours(each: ColumnMatch) -> bool:
            return each.target == dated and _of_hours(source, each.heading)

        source.columns = tuple(
            replace(each, target="clock") if hours(each) else each for each in source.columns
        )
    if any(source.has(name) for name in source.kind.date):
        return
    rest = (each for each in source.columns if each.target != "extra" or each.heading not in read)
    source.columns = (*rest, ColumnMatch(len(source.headings), DATE_PARTS, dated))


def _of_hours(source: SourceTable, heading: str) -> bool:
    """Whether hours stand under a heading, and no days."""
    rows = (row for row in islice(source.table.rows(), _LOOK_AT) if not row.skipped)
    texts = [cell.text for row in rows if not (cell := row.cells.get(heading, EMPTY)).blank]
    return bool(texts) and all(
        clock_of(text)[0] is not None and next(iter(dates_in(text)), None) is None for text in texts
    )
