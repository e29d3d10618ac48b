"""Text as documents print it: dates, numbers, and long texts cut into paragraphs and headings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from records.values import PartialDate

Lang = Literal["zh", "en"]
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

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    """A headed part of a section; an empty ``title`` prints its lines alone."""

    title: str
    lines: tuple[Line, ...]


def long_date(day: date, lang: Lang) -> str:
    """2011年7月1日, without leading zeros; 1 July 2011 in English."""
    if lang == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def span(period: PartialDate, lang: Lang) -> str:
    """2010年7月3日至2010年7月31日; 3 July 2010 to 31 July 2010."""
    if period.start == period.end:
        return long_date(period.start, lang)
    between = "至" if lang == "zh" else " to "
    return f"{long_date(period.start, lang)}{between}{long_date(period.end, lang)}"


def number(value: int | float | Decimal, lang: Lang) -> str:
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


def listed(items: Sequence[str], lang: Lang) -> str:
    """甲、乙和丙 without the 和; A, B and C in English."""
    if lang == "zh":
        return "、".join(items)
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + " and " + items[-1] if items else ""


def _level(text: str) -> int:
    if len(text) > _HEADING_LENGTH or "。" in text[:-1]:
        return 0
    return 2 if _LEVEL2.match(text) else 3 if _LEVEL3.match(text) else 0
