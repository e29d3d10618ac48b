"""A branch's book of minutes typed into one file: the meetings that follow one another in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from records.intake.dates import DateReading, dates_in, impossible_in
from records.intake.files.reading import Paragraph, TextDocument
from records.intake.papers.minutes.labels import is_read
from records.intake.papers.minutes.names import ENDING, NAME_LABEL, is_labelled, name_of, names_above
from records.intake.papers.minutes.prose import day_in_prose
from records.intake.papers.signature import pairs_of_line
from records.values import half_width

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
#: What stands beside the day of a line of its own: the weekday, the hour, the weather.
_BESIDE_DAY = re.compile(
    r"[（(]?(?:星期|周|礼拜)[一二三四五六日天][)）]?|上午|下午|晚上?|早上|中午"
    r"|\d{1,2}[:：时点](?:\d{2}分?|半)?|[多阵小大]?[晴阴雨雪云雾](?:转[多阵小大]?[晴阴雨雪云雾])?(?=\s|$)"
)
_WHO_CAME = re.compile(r"应到|实到|到会|参加|出席|缺席|请假|[记纪]录")
_TELLS = re.compile(r"召开|举行|开展|参加|组织|进行|传达")
_LONGEST_DAY, _LONGEST_WHEN = 45, 80
#: How far down minutes say when the meeting was, and how far below their title a day stands by itself.
_ABOVE, _DAY_BELOW_TITLE, _DAY_TOLD = 14, 2, 4
#: How far below the line of the day the labels of its meeting begin.
_BELOW_DAY = 3
_SAYS = re.compile(r"会|记录|纪要|学习|党课|^第?[一二三四五六七八九十\d]{1,3}[次、.．]")


def meetings_in(document: TextDocument, *, year: int | None = None) -> list[TextDocument]:
    """The document cut before each 时间：… of another day, every part under the first part's title.

    One part, the document itself, unless at least two lines give days that differ.
    """
    texts = [paragraph.text.strip() for paragraph in document.paragraphs]
    year = year_told(texts) or year
    starts = _starts(texts, lambda at: day_told(texts[at], year) or no_day(texts[at], year))
    if not starts:
        starts = _starts(texts, lambda at: _day_above(texts, at, year))
    if not starts:
        starts = _told_starts(texts, year)
    if len(starts) < 2:
        return [document]
    begins = [_first_label(texts, starts, number) for number in range(1, len(starts))]
    called = names_above(texts, [_labels_begin(texts, starts[0]), *begins])
    title = next((at for at in range(starts[0]) if texts[at] and at != called[0]), None)
    book = document.paragraphs[title] if title is not None else None
    if called[0] is None:
        document, moved = _with_first_named(document, texts, starts[0], book)
        texts = [each.text.strip() for each in document.paragraphs]
        starts, begins = [each - moved for each in starts], [each - moved for each in begins]
        called = [None, *(at if at is None else at - moved for at in called[1:])]
    heads = [
        _above(document.paragraphs, index) if named is None else named
        for index, named in zip(begins, called[1:], strict=True)
    ]
    cuts = list(pairwise((0, *heads, len(texts))))
    first = _called(document.paragraphs[: cuts[0][1]], called[0])
    parts = [_cut(document, cuts[0], cuts[0][0], first)]
    for cut, begin, named in zip(cuts[1:], begins, called[1:], strict=True):
        lead = _titled(book, document.paragraphs[cut[0] : begin])
        if named is not None and (name := name_of(texts[named])):
            lead = (*([book] if book is not None else ()), Paragraph(NAME_LABEL + name))
        parts.append(_cut(document, cut, begin, (*lead, *document.paragraphs[begin : cut[1]])))
    return parts


def _called(paragraphs: tuple[Paragraph, ...], named: int | None) -> tuple[Paragraph, ...]:
    """The first meeting with the line that names it behind a label, without one that only counts it."""
    name = name_of(paragraphs[named].text) if named is not None else None
    if named is None or name is None:
        return paragraphs
    label = (Paragraph(NAME_LABEL + name),) if name else ()
    return (*paragraphs[:named], *label, *paragraphs[named + 1 :])


def _cut(
    document: TextDocument, cut: tuple[int, int], begin: int, paragraphs: tuple[Paragraph, ...]
) -> TextDocument:
    """One meeting, with its tables; its own lines start at ``begin``, behind those that lead them."""
    first, last = cut
    shift = len(paragraphs) - (last - begin)
    inside = [
        (at, table)
        for at, table in zip(document.table_at, document.tables, strict=True)
        if first <= at < last or (at >= last == len(document.paragraphs))
    ]
    return replace(
        document,
        paragraphs=paragraphs,
        tables=tuple(table for _, table in inside),
        table_at=tuple(max(at - begin, 0) + shift for at, _ in inside),
    )


def _labels_begin(lines: Sequence[str], start: int) -> int:
    """Where the labels above and with the day of the first meeting begin."""
    while start and (not lines[start - 1] or is_labelled(lines[start - 1])):
        start -= 1
    while not lines[start]:
        start += 1
    return start


def _with_first_named(
    document: TextDocument, lines: Sequence[str], start: int, title: Paragraph | None
) -> tuple[TextDocument, int]:
    """The book with what the first meeting is called beside its title, as below in each part.

    ``start`` is where that tells of its day; how many lines further up it does then, is told as well.
    """
    label = start
    while label > 1 and pairs_of_line(lines[label - 1]):
        label -= 1
    named = _above(document.paragraphs, label)
    at = next((at for at, each in enumerate(document.paragraphs) if each is title), named)
    if named == label or at >= named:
        return document, 0
    lead = _titled(title, document.paragraphs[named:label])
    paragraphs = document.paragraphs
    kept = (*paragraphs[:at], *lead, *paragraphs[at + 1 : named], *paragraphs[label:])
    moved = len(paragraphs) - len(kept)
    places = tuple(place - moved if place >= label else place for place in document.table_at)
    return replace(document, paragraphs=kept, table_at=places), moved


def _first_label(lines: Sequence[str], starts: Sequence[int], number: int) -> int:
    """Where the labels of a meeting begin, if its day is not the first thing they say: 会议内容 above 时间.

    In a book every meeting has them in the order in which the first one has.
    """
    labelled = (each for each in range(starts[0]) if pairs_of_line(lines[each]))
    first = next((name for each in labelled for name in pairs_of_line(lines[each])), None)
    for at in range(starts[number] - 1, starts[number - 1], -1):
        names = list(pairs_of_line(lines[at]))
        if lines[at] and not names:
            break
        if names and names[0] == first:
            return at
    return starts[number]


def _starts(lines: Sequence[str], told: Callable[[int], date | str | None]) -> list[int]:
    """Where a line tells of a day that no line before it told of."""
    starts: list[int] = []
    days: set[date | str] = set()
    for index in range(len(lines)):
        day = told(index)
        if day is not None and day not in days:
            days.add(day)
            starts.append(index)
    return starts


def _told_starts(lines: Sequence[str], year: int | None) -> list[int]:
    """The sentences that tell of meetings, 4月12日下午，…在…学习…: none unless each says who led that one."""
    starts = _starts(lines, lambda at: _day_of(day_in_prose(lines[at : at + 1], year)))
    ends = [*starts[1:], len(lines)]
    parts = (lines[first:last] for first, last in zip(starts, ends, strict=False))
    return starts if all(any("主持" in line for line in part) for part in parts) else []


def told_day_by_day(document: TextDocument, year: int | None) -> bool:
    """Whether a paper tells of meetings in paragraphs that begin with a day: who led each, and who came."""
    lines = [each.text.strip() for each in document.paragraphs]
    starts = _told_starts(lines, year_told(lines) or year)
    ends = [*starts[1:], len(lines)]
    parts = ("".join(lines[first:last]) for first, last in zip(starts, ends, strict=False))
    return len(starts) > 1 and all(_WHO_CAME.search(part) for part in parts)


def _day_of(found: DateReading | None) -> date | None:
    return found.value.start if found is not None and found.value is not None else None


def year_told(lines: Sequence[str]) -> int | None:
    """The one year in the title above minutes, for days that are written without it: 某支部2012年记录本."""
    title = next((line for line in lines if line), "")
    years = {reading.value.start.year for reading, _, _ in dates_in(title) if reading.value is not None}
    years |= {int(each) for each in re.findall(r"(?<!\d)((?:19|20)\d{2})(?=\s*年?度?)", half_width(title))}
    return years.pop() if len(years) == 1 and not re.search(r"评议|测评|述学", title) else None


def day_alone(line: str, year: int | None) -> DateReading | None:
    """The day of a line that is nothing else, but for the weather, the hour, or the name of a meeting.

    6月13日 星期一; 三月五日 晴; 2012年3月20日 星期二 某支部学习
    """
    found = [each for each in dates_in(line, year=year) if each[0].value is not None]
    if len(line) > _LONGEST_DAY or len(found) != 1 or re.search(r"[，,。；;：:、]", line.replace("：00", "")):
        return None
    reading, start, end = found[0]
    ahead, rest = line[:start], _BESIDE_DAY.sub("", line[end:]).strip(" 　()（）")
    named = not rest or (_SAYS.search(rest) is not None and not _TELLS.search(rest))
    whole = reading.value is not None and reading.value.precision == "day"
    return reading if whole and named and not _COUNTED.sub("", ahead).strip() else None


def _day_above(lines: Sequence[str], at: int, year: int | None) -> date | None:
    """The day of a line that stands alone above the labels of a meeting."""
    found = day_alone(lines[at], year)
    below = [line for line in lines[at + 1 :] if line][:_BELOW_DAY]
    labels = [label for line in below for label in pairs_of_line(line)]
    if found is None or found.value is None or not any(is_read(label) for label in labels):
        return None
    return found.value.start


def _titled(title: Paragraph | None, named: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """The title of the book, and behind it what the meeting itself is called; 第二次学习 is no name."""
    names = [each for each in named if not _COUNTED.fullmatch(each.text.strip())]
    words = [each.text.strip() for each in (*([title] if title else []), *names) if each.text.strip()]
    return (Paragraph(" ".join(words)),) if words else ()


def meeting_day(lines: Sequence[str], below: int, year: int | None) -> DateReading | None:
    """The day behind 时间： above minutes, by itself below their title, which ends at ``below``, or in a
    sentence there: 2011年5月6日下午，某支部在…召开….

    The day at their end is when somebody wrote them.
    """
    year = year_told(lines) or year
    above = lines[:_ABOVE]
    told = next((each for line in above if (each := reading_told(line, year)) is not None), None)
    if told is None:
        alone = (day_alone(line, year) for line in above[: below + _DAY_BELOW_TITLE])
        told = next((each for each in alone if each is not None), None)
    return told or day_in_prose(above[below : below + _DAY_TOLD], year)


def day_told(line: str, year: int | None) -> date | None:
    """The day of a line that says when a meeting was held."""
    found = reading_told(line, year)
    return found.value.start if found is not None and found.value is not None else None


def no_day(line: str, year: int | None) -> str | None:
    """What a line says instead of the day of a meeting: 9月31日, of which nobody knows when it was."""
    told = _when_of(line)
    return told if told and impossible_in(told, year=year) else None


def reading_told(line: str, year: int | None) -> DateReading | None:
    """As ``day_told``, with the words in which the day stands there."""
    days = (reading for reading, _, _ in dates_in(_when_of(line), year=year) if reading.value is not None)
    return next((day for day in days if day.value is not None and day.value.precision == "day"), None)


def _when_of(line: str) -> str:
    """What stands behind 时间： in a line."""
    pairs = pairs_of_line(line) if len(line) <= _LONGEST_WHEN else {}
    return next((pairs[key] for key in _WHEN if pairs.get(key)), "")


def _above(paragraphs: tuple[Paragraph, ...], index: int) -> int:
    """Where a meeting begins: its 时间：…, or the short line above that names it."""
    before = index - 1
    while before > 0 and not paragraphs[before].text.strip():
        before -= 1
    line = paragraphs[before].text.strip()
    names = before > 0 and _HEAD.fullmatch(line) and _SAYS.search(line) and not ENDING.fullmatch(line)
    return before if names else index
