"""From when to when something was, where a record keeps its last day, or the first and the last."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping

from records.intake.date_spans import span_in
from records.intake.dates import DateFault, parse_date
from records.intake.files.reading import EMPTY, Cell
from records.values import half_width

#: Fields that hold the day on which something was done with.
FINISHED = frozenset(("finished", "finished_on"))
#: Fields that hold the last day of a time: 整改期限 2011.5.10-5.31.
LAST = frozenset(("to", "due", "deadline", "extended_to", "effective_to", "notice_to", "closed_on"))


#: Until when something is wanted: 6月20日前, 6月底以前, 2011.6.20前完成.
_BEFORE = re.compile(r"(.*?\d.*?)(底)?(?:之|以)?前(?:[\u4e00-\u9fff]{2,6})?|(.*?\d月)(底)")


def deadline(cell: Cell, *, year: int | None = None) -> Cell:
    """The last day that a cell names: the end of a span, the day of 6月20日前, the last of 6月底前."""
    before = _BEFORE.fullmatch(half_width(cell.text).strip()) if isinstance(cell.value, str) else None
    if before is None:
        return last_day(cell, year=year)
    day = before[1] or before[3]
    if before[2] or before[4]:
        day = _day(day, year, last=True)
    return Cell(day, day)


def last_day(cell: Cell, *, year: int | None = None) -> Cell:
    """The end of 2011.3.1—3.25 as a cell of its own, 2011年3月25日; what is no such span stays as it is."""
    span = span_in(cell.text, year=year) if isinstance(cell.value, str) else None
    return Cell(span.last, span.last) if span is not None and span.last else cell


def part_spans(cells: MutableMapping[str, Cell], spans: Mapping[str, str], year: int | None) -> None:
    """Put the first and the last day of a span into the fields of a kind that keeps both.

    Of one that tells months only, the first day of the one and the last day of the other.
    """
    for first, last in spans.items():
        cell = cells.get(first, EMPTY)
        if not isinstance(cell.value, str) or not cells.get(last, EMPTY).blank:
            continue
        if (span := span_in(cell.text, year=year)) is None:
            continue
        days = span[:2]
        if span.months:
            days = _day(span.first, year, last=False), span.last and _day(span.last, year, last=True)
        cells[first] = Cell(days[0], days[0])
        if days[1]:
            cells[last] = Cell(days[1], days[1])


def months_of_span(text: str) -> bool:
    """Whether a text is a span that tells no days."""
    span = span_in(text)
    return span is not None and span.months


def _day(month: str, year: int | None, *, last: bool) -> str:
    """The first or the last day of a month in words; the words themselves where no year is known."""
    try:
        value = parse_date(month, year=year).value
    except DateFault:
        return month
    return (value.end if last else value.start).isoformat() if value is not None else month
