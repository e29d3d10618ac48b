"""Text as documents print it: dates, numbers, and long texts cut into paragraphs and headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from records.language import Language
from records.values import PartialDate
from templates.spec import named

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LEVEL2 = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
_LEVEL3 = re.compile(r"\d{1,2}[.．、](?!\d)")
_HEADING_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph. ``level`` 2 and 3 are headings of that level, 0 is running text."""

    level: int = named(
        "层次：2、3 为标题，0 为正文", "2 and 3 for a heading of that level, 0 for running text"
    )
    text: str = named("文字", "the text")


@dataclass(frozen=True, slots=True)
class Part:
    """A headed part of a section; an empty ``title`` prints its lines alone.

    ``other`` is the title in the other language.
    """

    title: str = named("小标题", "its title")
    lines: tuple[Line, ...] = named("各段", "its paragraphs")
    other: str = named("另一语言的小标题", "its title in the other language", default="")


def long_date(day: date, lang: Language) -> str:
    """2011年7月1日, without leading zeros; 1 July 2011 in English."""
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_BRACKETS = str.maketrans("[](（）)【】［］{}", "〔〕〔〔〕〕〔〕〔〕〔〕")


def number_spelt(text: str) -> str:
    """A document number with the brackets 〔〕 it is recorded with, however somebody typed it."""
    return "".join(text.split()).translate(_BRACKETS)


_BREAK_BEFORE = ("关于", "创建", "先进", "学习先进", "的决定", "第")
_BREAK_AFTER = ("委员会", "表彰", "年度", "和", "的", "活动")
_TITLE_WIDTH = 20  # characters of 22 pt in 156 mm


def has_chinese(text: str) -> bool:
    """Whether there is a Chinese character in it."""
    return re.search(r"[\u3400-\u9fff]", text) is not None


def title_lines(title: str) -> str:
    """A title in lines of at most 20 characters, about even and broken at the joints of its phrase.

    Titles stand as a trapezium or a lozenge (GB/T 9704-2012, 7.3.1); a word is not torn apart.
    """
    if len(title) <= _TITLE_WIDTH:
        return title
    wanted = -(-len(title) // _TITLE_WIDTH)
    even = len(title) / wanted
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for end in range(1, len(title) + 1):
        found = [
            (cost + (end - start - even) ** 2 / 10 + _tear(title, end), (*breaks, end))
            for start, (cost, breaks) in best.items()
            if end - start <= _TITLE_WIDTH
        ]
        if found:
            best[end] = min(found)
    edges = (0, *best[len(title)][1])
    return "\n".join(title[start:end] for start, end in pairwise(edges))


def _tear(title: str, at: int) -> float:
    """What a line break at ``at`` costs."""
    before, after = title[:at], title[at:]
    if before.count("“") > before.count("”") or before.count("《") > before.count("》"):
        return 30
    if not after or before.endswith(_BREAK_AFTER) or after.startswith(_BREAK_BEFORE):
        return 0
    return 50 if before[-1].isdigit() and (after[0].isdigit() or after[0] in "年月日") else 12


def year_named(text: str, otherwise: int) -> int:
    """The year a title speaks of (…表彰2011年度…), which may not be the year it was written in."""
    found = re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", text)
    return int(found[1]) if found else otherwise


def span(period: PartialDate, lang: Language) -> str:
    """2010年7月3日至2010年7月31日; 3 July 2010 to 31 July 2010."""
    if period.start == period.end:
        return long_date(period.start, lang)
    between = "至" if lang == "zh" else " to "
    return f"{long_date(period.start, lang)}{between}{long_date(period.end, lang)}"


def number(value: int | float | Decimal, lang: Language) -> str:
    """At most one decimal; thousands are parted in English only, as Chinese offices write them."""
    tidy = Decimal(value).quantize(Decimal("0.1"))
    if tidy == tidy.to_integral_value():
        tidy = tidy.quantize(Decimal(1))
    return f"{tidy:,f}" if lang == "en" else f"{tidy:f}"


def lines_of(text: str | None) -> tuple[Line, ...]:
    """A long text as paragraphs; short ones that begin with （一） or 1. are headings."""
    pieces = (piece.strip(" \t\u3000") for piece in (text or "").splitlines())
    return tuple(Line(_level(piece), piece) for piece in pieces if piece)


def plain(sentences: Iterable[str]) -> tuple[Line, ...]:
    """Sentences as one paragraph of running text; none give no paragraph."""
    text = "".join(sentences).strip()
    return (Line(0, text),) if text else ()


def listed(items: Sequence[str], lang: Language) -> str:
    """甲、乙和丙 without the 和; A, B and C in English."""
    if lang == "zh":
        return "、".join(items)
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def _level(text: str) -> int:
    if len(text) > _HEADING_LENGTH or "。" in text[:-1]:
        return 0
    return 2 if _LEVEL2.match(text) else 3 if _LEVEL3.match(text) else 0
