"""Where and when a research report looked into things, as its title and its first lines say."""

from __future__ import annotations

import re
from collections.abc import Sequence

from records.intake.dates import DateFault, dates_in, parse_date
from records.intake.desk import Desk
from records.intake.files.reading import Cell, TextDocument
from records.intake.papers.signature import pairs_of_line, pairs_of_table
from records.intake.tables.spans import last_day
from records.values import PartialDate, Value, half_width

_VILLAGE = re.compile(r"^(?:中共)?(?:[\u4e00-\u9fff]{2,4}[乡镇])?([\u4e00-\u9fff]{2,5}(?:村|社区))")
#: How many lines below the title say where somebody went.
_FIRST_LINES = 3
_HEAD = 8
_SPAN = re.compile(
    r"(?:19|20)\d{2}年\d{1,2}月(?:\d{1,2}日|[上中下]旬|初|底)?"
    r"(?:\s*[至到—–~-]+\s*(?:\d{1,2}月)?(?:\d{1,2}日|[上中下]旬|底)|\s*[至到—–~-]+\s*\d{1,2}月)?(?!以来|前|底前)"
)
#: Until when figures hold, and since when something is so, is no going.
_OTHER_SPAN = re.compile(r"(?:截至|截止到?|据|自|从.*以来|根据|按照|成立于|建于)[^，,]*$")
_LOOKED = re.compile(r"(?:调研|调查|走访|考察|座谈|摸底|实地查看)")
_WHERE = re.compile(r"(?:调研|调查|走访|考察)地点")
_HEAD_ROWS = 12
_WENT = re.compile(r"(?:调研|调查|走访|考察|实地调研|实地走访)(?:起止)?(?:时间|日期)")


def place_of_report(desk: Desk, title: str, lines: Sequence[str]) -> str:
    """The only known village or community that the title names, else the first lines; empty for none.

    Several are the place only where a sentence tells that somebody went to them. Only places of units that
    are known: 新型农村 in a title is none.
    """
    found = {match[1] for unit in desk.units if (match := _VILLAGE.match(unit.name)) is not None}
    for words in (title, "\n".join(lines[:_FIRST_LINES])):
        named = {place for place in found if place in words}
        # 上营村 within 大上营村 is the longer one alone.
        named = {place for place in named if not any(place != other and place in other for other in named)}
        if len(named) > 1 and words != title:
            # 3月2日至4日到上营社区、柳树湾社区调查: the sentence that tells of the going says where to.
            went = "".join(sentence for _, sentence in _goings(lines))
            return "、".join(sorted((place for place in named if place in went), key=went.index))
        if named:
            return named.pop() if len(named) == 1 else ""
    return ""


def told_of_going(document: TextDocument, year: int | None) -> dict[str, Value]:
    """When somebody went round, and where, as the lines or a small table at the head say."""
    small = (table for table in document.tables if len(table) <= _HEAD_ROWS)
    pairs = {label: text for table in small for label, text in pairs_of_table(table).items()}
    lines = [f"{label}：{text}" for label, text in pairs.items() if _WENT.fullmatch(label)]
    went = fieldwork_of([*lines, *(each.text for each in document.paragraphs)], year)
    place = next((text for label, text in pairs.items() if _WHERE.fullmatch(label)), "")
    return {**({"fieldwork": went} if went is not None else {}), **({"place": place} if place else {})}


def fieldwork_of(lines: Sequence[str], year: int | None) -> PartialDate | None:
    """From when to when somebody went round: 调研时间：2010年9月6日—10日 in the first lines, or told there.

    Two spans that the first lines tell of settle nothing.
    """
    for line in lines[:_HEAD]:
        for label, text in pairs_of_line(line).items():
            if _WENT.fullmatch(label) and (found := _days(text, year)) is not None:
                return found
    told = {text: found for text, _ in _goings(lines) if (found := _days(text, year)) is not None}
    return next(iter(told.values())) if len(told) == 1 else None


def _goings(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Spans of days and the sentence in which somebody went: 2011年4月11日至15日，我们到…进行了调查."""
    told = []
    for line in lines[:_HEAD]:
        for sentence in re.split(r"[。；;]", half_width(line)):
            for found in _SPAN.finditer(sentence):
                if not _OTHER_SPAN.search(sentence[: found.start()]) and _LOOKED.search(
                    sentence[found.end() :]
                ):
                    told.append((found[0], sentence))
    return told


def _days(text: str, year: int | None) -> PartialDate | None:
    try:
        return parse_date(text, year=year, column_is_date=False).value
    except DateFault:
        pass
    first = next((each.value for each, _, _ in dates_in(text, year=year)), None)
    try:
        last = parse_date(last_day(Cell(text, text)), year=year, column_is_date=False).value
    except DateFault:
        return None
    if first is None or last is None or last.end < first.start:
        return None
    return PartialDate.between(first.start, last.end, text)
