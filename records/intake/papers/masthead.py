"""The masthead of a briefing: its name, number, unit and day, in any order and several to a line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from records.intake.dates import DateReading, dates_in
from records.intake.files.reading import TextDocument
from records.intake.papers.paper_name import is_unit
from records.intake.papers.signature import pairs_of_line
from records.intake.unit_names import unit_phrases
from records.values import chinese_digits

#: How far down a paper its masthead may reach, and how large a table may be that prints it.
_REACH = 8
_CELLS = 8
_LONGEST_LINE = 80
#: How far up from its end a paper says when it was printed.
_FOOT = 5
ISSUE = re.compile(r"第\s*[\d０-９一二三四五六七八九十〇零百]{1,4}\s*期")
_NAMES = re.compile(r"(?:简报|动态|信息|通讯|快讯|专报|小报|月报|专刊|快报)(?:[（(].{1,12}[)）])?$")
#: A line of running text, which is none of the masthead.
_TEXT = re.compile(r"[。；]|，.*，")
#: What a unit does with a briefing: 办公室编, 主办, 编印.
_MADE = re.compile(r"(?:主编|编印|编发|编辑|编制|编写|主办|承办|印发|印制|编|印)\s*$")
_BY = ("主办", "主办单位", "编印", "编印单位", "编发单位", "编制单位", "报送单位", "单位", "编辑单位", "编")
_LABELS = re.compile(
    r"签发|编辑|主编|责编|审核|校对|编审|总编|主办|承办|编印|编发|编号|报送|单位|日期|时间|期号|期数|密级"
)
_OFFICE = re.compile(
    r"^(?:中共)?([\u4e00-\u9fff]{2,6}?(?:乡|镇|街道))(?:党委|委员会|党工委|人民政府|.*领导小组)?(?:党政|党委)?(?:办公室|创建办|党政办|党办)$"
)


@dataclass(frozen=True)
class Masthead:
    """``lines`` are all of the paper, those of a small table at its head with them; ``length`` how many of
    them the masthead takes. ``units`` are words that may name the unit, the likeliest first."""

    lines: tuple[str, ...]
    length: int
    issue: str
    day: DateReading | None
    units: tuple[str, ...]


def masthead_of(document: TextDocument, year: int | None) -> Masthead:
    """What stands above the items of a briefing; the day may stand below them (…办公室2011年4月8日印发)."""
    lines = _lines(document)
    length = _length(lines)
    head = lines[:length]
    issue = next((line for line in head if ISSUE.search(line)), "")
    told = re.search(r"(?<!\d)((?:19|20)\d{2})\s*年?", chinese_digits(issue))
    day = _only_day(head, int(told[1]) if told is not None else year) or _only_day(
        [line for line in lines[length:][-_FOOT:] if is_short(line)], None
    )
    return Masthead(tuple(lines), length, issue, day, tuple(dict.fromkeys(_units(head))))


def is_briefing(document: TextDocument) -> bool:
    """Whether a paper has the head of a briefing under another name: 学习动态, 第5期."""
    head = [re.sub(r"\s", "", line) for line in _lines(document)[:_REACH]]
    named = any(_NAMES.search(line) and len(line) <= 25 for line in head[:3])
    return named and any(ISSUE.search(line) and len(line) <= 50 for line in head[:5])


def _lines(document: TextDocument) -> list[str]:
    """The lines of the paper, the cells of a small table at its head among them."""
    lines = [(at, each.text.strip()) for at, each in enumerate(document.paragraphs)]
    for place, table in zip(document.table_at[:1], document.tables[:1], strict=False):
        cells = list(dict.fromkeys(cell.strip() for row in table for cell in row if cell.strip()))
        if (
            place <= _REACH // 2
            and len(cells) <= _CELLS
            and all(len(cell) <= _LONGEST_LINE // 2 for cell in cells)
        ):
            before = [(at, line) for at, line in lines if at < place]
            lines = [*before, *((place, cell) for cell in cells), *lines[len(before) :]]
    return [line for _, line in lines if line]


def _length(lines: Sequence[str]) -> int:
    """Down to the last line that gives the name, the number, the day or who made it."""
    last = 0
    for at, line in enumerate(lines[:_REACH]):
        if len(line) > _LONGEST_LINE or _TEXT.search(line):
            break
        tight = re.sub(r"\s", "", line)
        made = _MADE.search(line) and any(is_unit(_MADE.sub("", word)) for word in line.split())
        labelled = any(_LABELS.search(label) for label in pairs_of_line(line))
        named = _NAMES.search(tight) and len(tight) <= 25 and at <= 2
        if named or ISSUE.search(line) or made or labelled or (_days([line], 2000) and is_short(line)):
            last = at + 1
    return last


def without_dates(line: str) -> str:
    for _, start, end in reversed(list(dates_in(line, year=2000))):
        line = f"{line[:start]} {line[end:]}"
    return line


def is_short(line: str) -> bool:
    """Whether a line says little beside a day: 机关党支部　2011年4月8日, not 4月8日召开动员会."""
    words = [word.strip("（）()【】") for word in ISSUE.sub("", without_dates(line)).split()]
    return all(
        len(word) <= 3 or is_unit(_MADE.sub("", word)) or "：" in word or "总" in word
        for word in words
        if word
    )


def _days(lines: Sequence[str], year: int | None) -> list[DateReading]:
    found = [reading for line in lines for reading, _, _ in dates_in(line, year=year)]
    return [each for each in found if each.value is not None and each.value.precision == "day"]


def _only_day(lines: Sequence[str], year: int | None) -> DateReading | None:
    days = {each.value.start: each for each in _days(lines, year) if each.value is not None}
    return next(iter(days.values())) if len(days) == 1 else None


def _units(head: Sequence[str]) -> Iterator[str]:
    """The words of the masthead that may name whose briefing it is; an office stands for its committee."""
    words: list[str] = []
    for line in head:
        pairs = pairs_of_line(line)
        words += [text for label, text in pairs.items() if label in _BY and text]
        if pairs:
            line = re.split(r"[\u4e00-\u9fff]{2,6}[:：]", line)[0]
        for word in ISSUE.sub(" ", without_dates(line)).split():
            words.append(_MADE.sub("", word.strip("（）()【】")))
    for word in words:
        if is_unit(word):
            yield word
            yield re.sub(r"(?:办公室|宣传组|编辑部)$", "", word)
    yield from (phrase for line in head for phrase in unit_phrases(re.sub(r"\s", "", line)))
    yield from (f"{office[1]}党委" for word in words if (office := _OFFICE.match(word)) is not None)
