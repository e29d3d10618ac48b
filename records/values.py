"""Values that a field may hold: partial dates, money, numbers, word counts, and their BSON form.

What an operator types is read here. The wilder forms of legacy registers are read in
``records/intake/dates.py`` and ``numbers.py``, on top of this.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache, total_ordering
from typing import Any, Literal, TypeAlias

from bson.codec_options import CodecOptions, TypeRegistry
from bson.decimal128 import Decimal128
from bson.objectid import ObjectId

from records.language import translator

tr = translator("records")

Precision = Literal["day", "month", "quarter", "half", "year", "range"]
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def half_width(text: str) -> str:
    """Full-width forms (U+FF01 to U+FF5E and U+3000) as the ASCII they stand for.

    For numbers, dates, identifiers and queries only: in prose the difference is meant. (NFKC would
    also turn ① into 1 and ㎡ into m2.)
    """
    return text.translate(_HALF_WIDTH)


# --- dates -------------------------------------------------------------------------------------

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "Ｏ": "0"}
_CN_NUMBER = re.compile(r"[〇零○Ｏ一二三四五六七八九十廿卅]+")
_SEPARATED = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})(?:\s*[-./月]\s*(\d{1,2})\s*[日号]?|\s*月?)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_QUARTER = re.compile(r"(?:(\d{4})\s*[-./年]?\s*)?(?:[Qq]([1-4])|第?\s*([1-4])\s*季度?)")
_HALF = re.compile(r"(?:(\d{4})\s*[-./年]?\s*)?(?:[Hh]([12])|(上|下)半年)")
_YEAR = re.compile(r"(\d{4})\s*年?度?")
_MONTH_DAY = re.compile(r"(\d{1,2})月(?:(\d{1,2})[日号]?)?")
_THIRD = re.compile(r"(?:(\d{4})\s*[-./年]\s*)?(\d{1,2})\s*月\s*(上|中|下)旬")
_RANGE = re.compile(r"\s*(?:\.\.+|…|~|～|至|到|—+|–)\s*")


def chinese_digits(text: str) -> str:
    """Chinese numerals as Arabic ones, for dates: 二〇一〇年十二月三日 becomes 2010年12月3日."""
    return _CN_NUMBER.sub(lambda match: _number(match.group()), text)


def _number(numeral: str) -> str:
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if "十" not in numeral:
        return "".join(_DIGITS[c] for c in numeral)
    tens, _, ones = numeral.partition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in ones:
        return numeral
    return (_DIGITS[tens] if tens else "1") + (_DIGITS[ones] if ones else "0")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as far as it is known: the first and last day it may mean, how exact it is, and as written.

    Two are equal when they mean the same days; ``raw`` is kept but not compared. Ordered by start.
    """

    start: date
    end: date
    precision: Precision
    raw: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(tr("{end} lies before {start}.", start=self.start, end=self.end))

    def __lt__(self, other: PartialDate) -> bool:
        return (self.start, self.end) < (other.start, other.end)

    def __str__(self) -> str:
        return self.display("zh")

    @classmethod
    def day(cls, day: date, raw: str = "") -> PartialDate:
        return cls(day, day, "day", raw or day.isoformat())

    @classmethod
    def month(cls, year: int, month: int, raw: str = "") -> PartialDate:
        last = date(year, month, monthrange(year, month)[1])
        return cls(date(year, month, 1), last, "month", raw or f"{year}-{month:02}")

    @classmethod
    def quarter(cls, year: int, quarter: int, raw: str = "") -> PartialDate:
        first, last = cls.month(year, quarter * 3 - 2), cls.month(year, quarter * 3)
        return cls(first.start, last.end, "quarter", raw or f"{year}Q{quarter}")

    @classmethod
    def half(cls, year: int, half: int, raw: str = "") -> PartialDate:
        first, last = cls.month(year, half * 6 - 5), cls.month(year, half * 6)
        return cls(first.start, last.end, "half", raw or f"{year}H{half}")

    @classmethod
    def year_of(cls, year: int, raw: str = "") -> PartialDate:
        return cls(date(year, 1, 1), date(year, 12, 31), "year", raw or str(year))

    @classmethod
    def between(cls, start: date, end: date, raw: str = "") -> PartialDate:
        """From ``start`` to ``end``, both included. Raises ValueError when ``end`` lies before.

        Just the days of a month, quarter, half-year or year are that period: 2010年1月至6月 is 2010年上半年.
        """
        if start == end:
            return cls.day(start, raw)
        raw = raw or f"{start}..{end}"
        periods = (
            cls.month(start.year, start.month, raw),
            cls.quarter(start.year, (start.month + 2) // 3, raw),
            cls.half(start.year, (start.month + 5) // 6, raw),
            cls.year_of(start.year, raw),
        )
        same = (each for each in periods if each.start == start and each.end == end)
        return next(same, cls(start, end, "range", raw))

    @classmethod
    def parse(cls, text: str, *, year: int | None = None) -> PartialDate:
        """Read what an operator types; ``year`` completes 7月3日, 三季度 or 上半年.

        2010-07-03, 2010.7.3, 2010/7, 20100703, 2010年7月, 2010, 2010Q3, 2010年三季度, 2010H1, 2010年上半年,
        7月下旬, 二〇一〇年七月三日, and 2010-07..2011-03. Raises ValueError with a translated text.
        """
        raw = text.strip()
        tidy = chinese_digits(half_width(raw).strip())
        try:
            found = _parse_one(tidy, year, raw) or _parse_range(tidy, year, raw)
        except ValueError as error:
            raise ValueError(tr("{text} is not a date of the calendar.", text=raw)) from error
        if found is None:
            raise ValueError(
                tr(
                    "{text!r} is not understood as a date; write 2010-07-03, 2010-07 or 2010年上半年.",
                    text=raw,
                )
            )
        return found

    def contains(self, day: date) -> bool:
        return self.start <= day <= self.end

    def within(self, other: PartialDate) -> bool:
        """Whether ``other`` holds all of it: the only case in which it proves something for a period."""
        return other.start <= self.start and self.end <= other.end

    def display(self, lang: str = "zh") -> str:
        """As an office writes it: 2010年7月3日, 2010年上半年; or 2010-07-03, 2010 H1 in English."""
        start, end = self.start, self.end
        month, quarter, half = start.month, (start.month + 2) // 3, (start.month + 5) // 6
        chinese = {
            "day": f"{start.year}年{month}月{start.day}日",
            "month": f"{start.year}年{month}月",
            "quarter": f"{start.year}年第{'一二三四'[quarter - 1]}季度",
            "half": f"{start.year}年{'上下'[half - 1]}半年",
            "year": f"{start.year}年",
            "range": f"{start}至{end}",
        }
        english = {
            "day": start.isoformat(),
            "month": f"{start.year:04}-{month:02}",
            "quarter": f"{start.year} Q{quarter}",
            "half": f"{start.year} H{half}",
            "year": f"{start.year:04}",
            "range": f"{start} to {end}",
        }
        return (chinese if lang == "zh" else english)[self.precision]


def _parse_one(text: str, year: int | None, raw: str) -> PartialDate | None:
    if match := _THIRD.fullmatch(text):
        in_year = int(match[1]) if match[1] else year
        return _third(in_year, int(match[2]), match[3], raw) if in_year else None
    if match := _SEPARATED.fullmatch(text) or _COMPACT.fullmatch(text):
        y, m, d = match.groups()
        if d:
            return PartialDate.day(date(int(y), int(m), int(d)), raw)
        return PartialDate.month(int(y), int(m), raw)
    if match := _QUARTER.fullmatch(text):
        in_year = int(match[1]) if match[1] else year
        return PartialDate.quarter(in_year, int(match[2] or match[3]), raw) if in_year else None
    if match := _HALF.fullmatch(text):
        in_year = int(match[1]) if match[1] else year
        which = int(match[2]) if match[2] else "上下".index(match[3]) + 1
        return PartialDate.half(in_year, which, raw) if in_year else None
    if match := _YEAR.fullmatch(text):
        return PartialDate.year_of(int(match[1]), raw)
    if year and (match := _MONTH_DAY.fullmatch(text)):
        month = int(match[1])
        return (
            PartialDate.day(date(year, month, int(match[2])), raw)
            if match[2]
            else PartialDate.month(year, month, raw)
        )
    return None


def _third(year: int, month: int, which: str, raw: str) -> PartialDate:
    whole = PartialDate.month(year, month)
    if which == "下":
        return PartialDate(date(year, month, 21), whole.end, "range", raw)
    first = 1 if which == "上" else 11
    return PartialDate(date(year, month, first), date(year, month, first + 9), "range", raw)


def _parse_range(text: str, year: int | None, raw: str) -> PartialDate | None:
    parts = _RANGE.split(text)
    if len(parts) != 2:
        return None
    first = _parse_one(parts[0].strip(), year, raw)
    if first is None:
        return None
    last = _parse_one(parts[1].strip(), first.start.year, raw)
    return PartialDate.between(first.start, last.end, raw) if last else None


# --- numbers -----------------------------------------------------------------------------------

_INT64 = 2**63
#: Room for what ``parse_decimal`` takes and two decimals more; Decimal128 has as many digits.
_DIGITS_KEPT = Context(prec=34)
_TRUE = frozenset(("是", "有", "对", "yes", "y", "true", "1", "√", "✓"))
_FALSE = frozenset(("否", "无", "不", "no", "n", "false", "0", "×", "✗"))


def parse_decimal(text: str) -> Decimal:
    """A number, full-width digits and thousands separators allowed. Raises ValueError."""
    tidy = half_width(text).replace(",", "").replace(" ", "")
    try:
        number = Decimal(tidy)
    except InvalidOperation as error:
        raise ValueError(tr("{text!r} is not a number.", text=text)) from error
    if not number.is_finite() or len(number.as_tuple().digits) > 30 or abs(number.adjusted()) > 30:
        raise ValueError(tr("{text!r} is not a number that can be kept.", text=text))
    return number


def parse_integer(text: str) -> int:
    """A whole number of at most 64 bits. Raises ValueError."""
    number = parse_decimal(text)
    if number != number.to_integral_value():
        raise ValueError(tr("{text!r} is not a whole number.", text=text))
    whole = int(number)
    if not -_INT64 <= whole < _INT64:
        raise ValueError(tr("{text!r} is too large.", text=text))
    return whole


def parse_money(text: str) -> Decimal:
    """An amount in yuan with at most two decimals: 3680, ¥3,680.00, 3680元. Raises ValueError."""
    tidy = half_width(text).strip().lstrip("¥￥").removesuffix("元").strip()
    amount = parse_decimal(tidy)
    cents = amount.quantize(Decimal("0.01"), context=_DIGITS_KEPT)
    if cents != amount:
        raise ValueError(tr("{text!r} has more than two decimals.", text=text))
    return cents


def parse_boolean(text: str) -> bool:
    """是/否, yes/no, √/×. Raises ValueError."""
    tidy = half_width(text).strip().lower()
    if tidy in _TRUE:
        return True
    if tidy in _FALSE:
        return False
    raise ValueError(tr("{text!r} is neither yes nor no.", text=text))


# --- 字 ----------------------------------------------------------------------------------------

_WIDE = (
    r"\u2e80-\u2fff\u3001-\u30ff\u3100-\u33ff\u3400-\u9fff\uf900-\ufaff"
    r"\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff“”‘’—…·"
)
_WIDE_RUN = re.compile(rf"[{_WIDE}]+")


def count_words(text: str) -> int:
    """字数 as Word counts it: a Chinese character or full-width mark is one, a Latin or digit run is one."""
    # By runs, not by characters: a paper may have millions of them.
    wide = sum(map(len, _WIDE_RUN.findall(text)))
    return wide + len(_WIDE_RUN.sub(" ", text).split())


# --- BSON --------------------------------------------------------------------------------------

Value: TypeAlias = (
    "str | bool | int | float | Decimal | date | datetime | PartialDate | ObjectId"
    " | list[Value] | dict[str, Value] | None"
)
_PARTIAL_KEYS = frozenset(("start", "end", "precision", "raw"))
#: Most values are one of these, and an import asks for millions of them.
_AS_STORED = frozenset((str, int, bool, float, ObjectId, type(None)))


def to_bson(value: Any) -> Any:
    """The stored form of a value: dates as midnight, decimals as Decimal128, partial dates as documents.

    Dates and times are wall time, stored as if it were UTC: a calendar day has no zone.
    """
    if value.__class__ in _AS_STORED:
        return value
    if isinstance(value, dict):
        return {key: item if item.__class__ in _AS_STORED else to_bson(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [item if item.__class__ in _AS_STORED else to_bson(item) for item in value]
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, PartialDate):
        return {
            "start": to_bson(value.start),
            "end": to_bson(value.end),
            "precision": value.precision,
            "raw": value.raw,
        }
    if isinstance(value, Decimal):
        return Decimal128(value)
    if isinstance(value, Mapping):
        return to_bson(dict(value))
    return value


#: Encodes values that BSON has no type for as ``to_bson`` would convert them.
CODEC: CodecOptions[dict[str, Any]] = CodecOptions(type_registry=TypeRegistry(fallback_encoder=to_bson))


def from_bson(value: Any) -> Any:
    """What ``to_bson`` stored; a wall time of midnight comes back as a date."""
    if value.__class__ in _AS_STORED:
        return value
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, Decimal128):
        return value.to_decimal()
    if isinstance(value, list):
        return [from_bson(item) for item in value]
    if isinstance(value, Mapping):
        if value.keys() == _PARTIAL_KEYS and isinstance(value["start"], datetime):
            return PartialDate(value["start"].date(), value["end"].date(), value["precision"], value["raw"])
        return {key: from_bson(item) for key, item in value.items()}
    return value


def as_number(value: object) -> Decimal | None:
    """A number as a decimal, however it is stored; None for what is none."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    return None


def as_partial(value: object) -> PartialDate | None:
    """Any kind of date as a partial date; ``None`` for what is no date."""
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, datetime):
        return _on_day(value.date())
    if isinstance(value, date):
        return _on_day(value)
    if isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2200:
        return PartialDate.year_of(value)
    return None


@lru_cache(maxsize=4096)
def _on_day(day: date) -> PartialDate:
    return PartialDate.day(day)


def days(first: date, last: date) -> int:
    """Days from ``first`` to ``last``, both counted."""
    return (last - first + timedelta(days=1)).days
