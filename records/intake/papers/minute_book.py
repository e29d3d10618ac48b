"""A branch's book of minutes typed into one file: the meetings that follow one another in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from records.intake.dates import DateReading, dates_in
from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.signature import pairs_of_line

_WHEN = (
    "时间",
    "会议时间",
    "学习时间",
    "开会时间",
    "召开时间",
    "活动时间",
    "日期",
    "会议日期",
    "学习日期",
    "活动日期",
)
#: A line that names the meeting below it: 第二次会议, 四月份支部党员大会, 2012年4月学习记录.
_HEAD = re.compile(
    r"(?:第?[一二三四五六七八九十\d]{1,3}[次、.．])?[^。；;，,：:]{0,25}(?:会议?|记录|纪要|学习|党课|例会|大会)?"
)
#: A name that only counts the meetings of a book.
_COUNTED = re.compile(
    r"[（(]?第?[一二三四五六七八九十\d]{1,3}[)）]?(?:次|期|、|[.．])?(?:会议|学习|活动|例会)?"
)
_SAYS = re.compile(r"会|记录|纪要|学习|党课|^第?[一二三四五六七八九十\d]{1,3}[次、.．]")


def meetings_in(document: TextDocument, *, year: int | None = None) -> list[TextDocument]:
    """The document cut before each 时间：… of another day, every part under the first part's title.

    One part, the document itself, unless at least two lines give days that differ.
    """
    starts: list[int] = []
    days: set[date] = set()
    for index, paragraph in enumerate(document.paragraphs):
        day = day_told(paragraph.text, year)
        if day is not None and day not in days:
            days.add(day)
            starts.append(index)
    if len(starts) < 2:
        return [document]
    cuts = [0, *(_above(document.paragraphs, index) for index in starts[1:]), len(document.paragraphs)]
    title = next((each for each in document.paragraphs[: starts[0]] if each.text.strip()), None)
    parts = []
    for number, (first, last) in enumerate(pairwise(cuts)):
        inside = [
            (at - first, table)
            for at, table in zip(document.table_at, document.tables, strict=True)
            if first <= at < last or (at >= last == cuts[-1])
        ]
        own = starts[number] - first if number else 0
        lead = _titled(title, document.paragraphs[first : first + own]) if number else ()
        parts.append(
            replace(
                document,
                paragraphs=(*lead, *document.paragraphs[first + own : last]),
                tables=tuple(table for _, table in inside),
                table_at=tuple(max(at - own, 0) + len(lead) for at, _ in inside),
            )
        )
    return parts


def _titled(title: Paragraph | None, named: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The title of the book, and behind it what the meeting itself is called; 第二次学习 is no name."""
    names = [each for each in named if not _COUNTED.fullmatch(each.text.strip())]
    words = [each.text.strip() for each in (*([title] if title else []), *names) if each.text.strip()]
    return (Paragraph(" ".join(words)),) if words else ()


def day_told(line: str, year: int | None) -> date | None:
    """The day of a line that says when a meeting was held."""
    found = reading_told(line, year)
    return found.value.start if found is not None and found.value is not None else None


def reading_told(line: str, year: int | None) -> DateReading | None:
    """As ``day_told``, with the words in which the day stands there."""
    if len(line) > 80:
        return None
    pairs = pairs_of_line(line)
    told = next((pairs[key] for key in _WHEN if pairs.get(key)), "")
    days = (reading for reading, _, _ in dates_in(told, year=year) if reading.value is not None)
    return next((day for day in days if day.value is not None and day.value.precision == "day"), None)


def _above(paragraphs: tuple[Paragraph, ...], index: int) -> int:
    """Where a meeting begins: its 时间：…, or the short line above that names it."""
    before = index - 1
    while before > 0 and not paragraphs[before].text.strip():
        before -= 1
    line = paragraphs[before].text.strip()
    return before if before > 0 and _HEAD.fullmatch(line) and _SAYS.search(line) else index
