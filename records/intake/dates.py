"""Dates as legacy registers write them, on top of ``PartialDate.parse``: what is missing is never invented.

Two-digit years, serial numbers, decimal numbers, years from the context are flagged; impossible dates are
refused, never moved to the nearest possible one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import Literal

from records.errors import XuedangError
from records.intake.date_spans import span_in
from records.intake.files.reading import Cell, CellValue
from records.language import translator
from records.values import PartialDate, chinese_digits, half_width

tr = translator("records")

DateReason = Literal["impossible", "not_understood", "no_year"]
FIRST_YEAR, LAST_YEAR = 1850, 2100
# 1927-05-18 to 2064-04-08: beyond these a number is more likely an amount than a day.
_SERIALS = range(10_000, 60_000)
_EMPTY = frozenset(("", "无", "-", "--", "—", "——", "－", "/", "／", "\\", "*", "空"))
_UNKNOWN = re.compile(r"不详|未知|不明|待定|待查|不清|忘记|暂缺")
_RELATIVE = re.compile(r"去年|前年|今年|本年|上年|当年|明年|上月|本月|昨|今[天日]")
_LUNAR = re.compile(r"农历|阴历|旧历|正月|腊月|冬月|初[一二三四五六七八九十]|春节|中秋|端午")
#: 农历 before a day in running text, and what makes a month behind a year one of the old calendar.
_LUNAR_BEFORE = re.compile(r"(?:农历|阴历|旧历|古历)[（(:：\s]*$")
_LUNAR_BEHIND = re.compile(
    r"[（(]?(?:农历|阴历|旧历|古历)(?![^（(]{0,12}[）)])|(?:[一二三四五六七八九十]{1,2}月)?(?:初[一二三四五六七八九十]|廿)|[正腊冬]月"
)
_NOISE = re.compile(r"[\u200b-\u200f\u2060\ufeff\xa0\s]")
_CLOCK = re.compile(
    r"(?:[T\s]\s*|(?<=[日号])\s*|(?=[上下中凌傍晚早]))(?:(?:上午|下午|中午|凌晨|傍晚|晚上?|早上?)\s*)?"
    r"(?:\d{1,2}(?::\d{2}(?::\d{2}(?:\.\d+)?)?|[时点]半?(?:\d{1,2}分)?)Z?)?$"
)
_UNTIL = re.compile(
    r"(\d[:时点]\d{0,2}分?|[上下]午)\s*[-~～—至到]+\s*(?:上午|下午|晚上?)?\d{1,2}(?::\d{2}|[时点](?:\d{1,2}分|半)?)$"
)
_WEEKDAY = re.compile(r"[(（]?(?:星期|周|礼拜)[一二三四五六日天][)）]?")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[、,。·．—_\\](?=\d)")
_SPACED = re.compile(r"(\d{4})\s+(\d{1,2})\s+(\d{1,2})")
_SHORT_YEAR = re.compile(r"['’‘]?(\d{2})([-./年])(\d{1,2})(?:[-./月](\d{1,2})[日号]?|月?)")
_TWO_PARTS = re.compile(r"(\d{1,2})[-./](\d{1,2})")
#: Signs that part two dates more often than the parts of one.
_FROM_TO = re.compile("[—－–―~～至到]")
_VAGUE = re.compile(
    r"(\d{4}年\d{1,2}月|\d{4}年|\d{1,2}月)(?:初|底|末|中|间|份|左右|前后|春|夏|秋|冬|年初|年底|年末)+"
)
_PLAIN_PARTS = re.compile(r"(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2}))?")
#: 2011年全年, 2011年度: behind the year, the whole of it.
_WHOLE_YEAR = re.compile(r"(?<=\d{4}年)(?:度?全年度?|度|一整?年)$")
_FIRST_MONTH = re.compile(r"元月份?")
_IN_TEXT = re.compile(
    r"(?<![\d.])(?:(?:19|20)\d{2}\s*[-./年]\s*(?:\d{1,2}|元(?=\s*月))\s*(?:[-./月]\s*\d{1,2}\s*[日号]?|月)?"
    r"|(?:19|20)\d{6}|(?:19|20)\d{2}年(?:[上下]半年|第?[一二三四1-4]季度)?"
    r"|\d{2}[-./年]\d{1,2}[-./月]\d{1,2}日?|(?:\d{1,2}|元)月\d{1,2}日)(?![\d.]*\d)"
)
_CHINESE_YEAR = re.compile(
    r"[一二][九〇零○O0oＯ０][〇零○O0oＯ０一二三四五六七八九]{2}年(?:(?:[一二三四五六七八九十]{1,3}|元)月(?:[一二三四五六七八九十]{1,3}[日号])?)?"
)
#: 三月二十九日, 元月十六号, 3月29号: a day without its year, which stands around it.
_CHINESE_DAY = re.compile(
    r"(?<![年\d一二三四五六七八九十])(?:(?:十[一二]?|[一二三四五六七八九元])月份?"
    r"(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]|\d{1,2}月\d{1,2}号)"
)


class DateFault(XuedangError):
    """What stands there is no date. ``reason`` says why, ``raw`` what stands there."""

    def __init__(self, reason: DateReason, raw: str) -> None:
        texts: dict[DateReason, str] = {
            "impossible": tr("{raw} is no day of the calendar", raw=raw),
            "not_understood": tr("{raw} is not understood as a date", raw=raw),
            "no_year": tr("{raw} has no year, and nothing around it tells", raw=raw),
        }
        super().__init__(texts[reason])
        self.reason = reason
        self.raw = raw


@dataclass(frozen=True, slots=True)
class DateReading:
    """A date that was read; ``value`` is None when nothing is known, or ``candidates`` must be asked about.

    Flags: ``blank``, ``unknown``, ``lunar``, ``relative`` (value None); ``two_digit_year``, ``excel_serial``,
    ``date_as_decimal_number``, ``number_date_1_or_10_month``, ``year_from_context``, ``m.d_could_be_yy.m``,
    ``date_fullwidth``, ``approximate``, ``time_dropped``.
    """

    value: PartialDate | None
    raw: str
    flags: tuple[str, ...] = ()
    candidates: tuple[PartialDate, ...] = ()


def parse_date(
    value: Cell | CellValue, *, year: int | None = None, column_is_date: bool = True, date_1904: bool = False
) -> DateReading:
    """Read a cell or a text. ``year`` is what the sheet, the rows above or the file's name say.

    Serial numbers are dates only in a column that holds dates. Raises DateFault.
    """
    if isinstance(value, Cell):
        value = value.value
    if isinstance(value, datetime):
        return DateReading(PartialDate.day(value.date()), value.isoformat(" "), ("time_dropped",))
    if isinstance(value, date):
        return DateReading(PartialDate.day(value), value.isoformat())
    if value is None:
        return DateReading(None, "", ("blank",))
    if isinstance(value, bool):
        raise DateFault("not_understood", str(value))
    if isinstance(value, int | float | Decimal):
        return _from_number(value, year, column_is_date, date_1904)
    return _from_text(value, year, column_is_date, date_1904)


def dates_in(text: str, *, year: int | None = None) -> Iterator[tuple[DateReading, int, int]]:
    """The dates that stand in running text, with where each begins and ends.

    Impossible ones are left out, and those of the old calendar, 农历五月初三: no day of ours.
    """
    for match in _dates_like(text, year):
        if _LUNAR_BEFORE.search(text[: match.start()]) or _LUNAR_BEHIND.match(text[match.end() :]):
            continue
        try:
            reading = parse_date(text[match.start() : match.end()].strip(), year=year)
        except DateFault:
            continue
        if reading.value is not None:
            yield reading, match.start(), match.end()


def impossible_in(text: str, *, year: int | None = None) -> bool:
    """Whether running text names a day that the calendar doesn't have: 9月31日."""
    for match in _dates_like(text, year):
        try:
            parse_date(text[match.start() : match.end()].strip(), year=year)
        except DateFault as fault:
            if fault.reason == "impossible":
                return True
    return False


def _dates_like(text: str, year: int | None) -> list[re.Match[str]]:
    """What looks like a date in running text, in order."""
    found = [*_IN_TEXT.finditer(half_width(text)), *_CHINESE_YEAR.finditer(text)]
    found += _CHINESE_DAY.finditer(text) if year is not None else ()
    return sorted(found, key=lambda match: match.start())


def _from_number(
    value: int | float | Decimal, year: int | None, in_date_column: bool, in_1904: bool
) -> DateReading:
    if not isfinite(value):
        raise DateFault("not_understood", str(value))
    if value == int(value):
        return _from_text(str(int(value)), year, in_date_column, in_1904)
    text = f"{Decimal(str(value)):f}"  # never with an exponent
    if int(value) in _SERIALS:
        return _serial(int(value), text, in_date_column, in_1904, "time_dropped")
    whole, _, part = text.partition(".")
    if FIRST_YEAR <= int(whole) <= LAST_YEAR and part == "1":
        # The cell cannot tell 2002.1 from 2002.10: it dropped the last nought.
        both = (PartialDate.month(int(whole), 1, text), PartialDate.month(int(whole), 10, text))
        return DateReading(None, text, ("date_as_decimal_number", "number_date_1_or_10_month"), both)
    reading = _from_text(text, year, in_date_column, in_1904)
    return DateReading(reading.value, text, ("date_as_decimal_number", *reading.flags), reading.candidates)


def _serial(number: int, raw: str, in_date_column: bool, in_1904: bool, *flags: str) -> DateReading:
    if not in_date_column:
        raise DateFault("not_understood", raw)
    # Excel counts 1900-02-29, which never was; from March 1900 on, day 0 is therefore 1899-12-30.
    origin = date(1904, 1, 1) if in_1904 else date(1899, 12, 30)
    return DateReading(PartialDate.day(origin + timedelta(days=number), raw), raw, ("excel_serial", *flags))


@lru_cache(maxsize=8192)
def _from_text(raw: str, year: int | None, in_date_column: bool, in_1904: bool) -> DateReading:
    if _FROM_TO.search(raw) and (span := _span(raw, year)) is not None:
        return span
    try:
        return _one(raw, year, in_date_column, in_1904)
    except DateFault:
        if (span := _span(raw, year)) is not None:
            return span
        raise


def _span(raw: str, year: int | None) -> DateReading | None:
    """From one day or month to another: 2011.3.5-3.8, 自3月5日至4月2日."""
    span = span_in(raw, year=year)
    if span is None or span.last is None:
        return None
    try:
        first, last = (_one(each, year, True, False) for each in (span.first, span.last))
    except DateFault as fault:
        raise DateFault(fault.reason, raw) from fault
    if first.value is None or last.value is None:
        return None
    if last.value.end < first.value.start:
        raise DateFault("impossible", raw)
    return DateReading(PartialDate.between(first.value.start, last.value.end, raw), raw, first.flags)


def _one(raw: str, year: int | None, in_date_column: bool, in_1904: bool) -> DateReading:
    narrow = half_width(raw)
    flags = ["date_fullwidth"] if any("０" <= char <= "９" for char in raw) else []
    text = _UNTIL.sub(r"\1", _SPACED.sub(r"\1.\2.\3", narrow.strip()))
    if (clock := _CLOCK.search(text)) and clock.start() >= 4 and clock.group().strip():
        text = text[: clock.start()]
        flags.append("time_dropped")
    text = _NOISE.sub("", text)
    if text in _EMPTY:
        return DateReading(None, raw, ("blank",))
    for pattern, flag in ((_LUNAR, "lunar"), (_UNKNOWN, "unknown"), (_RELATIVE, "relative")):
        if pattern.search(text):
            return DateReading(None, raw, (flag,))
    text = _WEEKDAY.sub("", text).strip("()（）。.,，;；'`")
    text = chinese_digits(_chinese_noughts(_FIRST_MONTH.sub("1月", text)))
    text = _BETWEEN_DIGITS.sub(".", _WHOLE_YEAR.sub("", text))
    if text.isascii() and text.isdigit():
        return _digits(text, raw, flags, in_date_column, in_1904)
    if found := _short(text, raw, year, flags):
        return found
    return _long(text, raw, year, flags)


def _chinese_noughts(text: str) -> str:
    """二OO三年, 二00三年: Latin letters and Arabic noughts among Chinese numerals."""
    return re.sub(
        r"(?<=[一二三四五六七八九〇零○])[O0oо]+(?=[一二三四五六七八九〇零○O0年])",
        lambda match: "〇" * len(match.group()),
        text,
    )


def _digits(text: str, raw: str, flags: list[str], in_date_column: bool, in_1904: bool) -> DateReading:
    if len(text) == 8:
        return _whole(f"{text[:4]}-{text[4:6]}-{text[6:]}", raw, flags)
    if len(text) == 6 and text[:2] in ("18", "19", "20") and 1 <= int(text[4:]) <= 12:
        return _whole(f"{text[:4]}-{text[4:]}", raw, flags)
    if len(text) == 6:
        return _whole(f"{_century(text[:2])}-{text[2:4]}-{text[4:]}", raw, [*flags, "two_digit_year"])
    if len(text) == 5 and int(text) in _SERIALS:
        return _serial(int(text), raw, in_date_column, in_1904, *flags)
    if len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR:
        return DateReading(PartialDate.year_of(int(text), raw), raw, tuple(flags))
    raise DateFault("not_understood", raw)


def _century(two_digits: str) -> int:
    """Years up to 30 are of this century: the registers date from about 2010, people in them from 1930 on."""
    return int(two_digits) + (2000 if int(two_digits) <= 30 else 1900)


def _short(text: str, raw: str, year: int | None, flags: list[str]) -> DateReading | None:
    """10-7-3 and 11.7, whose first part may be a year of two digits or a month."""
    if match := _TWO_PARTS.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        if first > 12 and len(match[1]) == 2:
            return _whole(f"{_century(match[1])}-{second}", raw, [*flags, "two_digit_year"])
        may_be_year = len(match[1]) == 2 and first >= 10
        if year is not None:
            doubt = ["m.d_could_be_yy.m"] if may_be_year else []
            return _whole(f"{year}-{first}-{second}", raw, [*flags, "year_from_context", *doubt])
        if may_be_year and 1 <= second <= 12:
            candidate = PartialDate.month(_century(match[1]), second, raw)
            return DateReading(None, raw, (*flags, "m.d_could_be_yy.m"), (candidate,))
        raise DateFault("no_year", raw)
    match = _SHORT_YEAR.fullmatch(text)
    if match is None:
        return None
    tail = f"-{match[4]}" if match[4] else ""
    return _whole(f"{_century(match[1])}-{match[3]}{tail}", raw, [*flags, "two_digit_year"])


def _long(text: str, raw: str, year: int | None, flags: list[str]) -> DateReading:
    if match := _VAGUE.fullmatch(text):
        text = match[1]
        flags = [*flags, "approximate"]
    return _whole(text, raw, flags, year)


def _whole(text: str, raw: str, flags: list[str], year: int | None = None) -> DateReading:
    try:
        value = PartialDate.parse(text)
    except ValueError as error:
        return _with_year(text, raw, flags, year, error)
    if not FIRST_YEAR <= value.start.year <= LAST_YEAR:
        raise DateFault("impossible", raw)
    return DateReading(PartialDate(value.start, value.end, value.precision, raw), raw, tuple(flags))


def _with_year(text: str, raw: str, flags: list[str], year: int | None, error: ValueError) -> DateReading:
    if _PLAIN_PARTS.match(text):
        raise DateFault(
            "impossible" if _PLAIN_PARTS.fullmatch(text.rstrip("日号月")) else "not_understood", raw
        ) from error
    try:
        value = PartialDate.parse(text, year=year or 2000)
    except ValueError as second:
        known = re.fullmatch(r"\d{1,2}月(?:\d{1,2}[日号]?)?", text)
        raise DateFault("impossible" if known else "not_understood", raw) from second
    if year is None:
        raise DateFault("no_year", raw)
    whole = PartialDate(value.start, value.end, value.precision, raw)
    return DateReading(whole, raw, (*flags, "year_from_context"))
