"""From when to when, in one text: 2011.3.5-3.8, 自3月5日至4月2日 as two texts of their own."""

from __future__ import annotations

import re
from typing import NamedTuple

from records.values import chinese_digits, half_width

#: What may stand around a span, and say how long it was.
_AHEAD = re.compile(r"^(?:自|从|由|起于)")
_BEHIND = re.compile(
    r"(?:止|为止|期间|结束)?(?:[(,，;]?(?:共计?|计|为期)\d{1,3}(?:天半?|日|个月|周)|[(]?\d{1,3}(?:天半?|个月|周))?[)]?$"
)
#: What became of a time of notice: …至12月30日，无异议.
_WORDS_BEHIND = re.compile(
    r"(?<=[日号\d])[,，;；。(（](?:期间|公示|期满|公示期间?|公示结果)?(?:均|都)?(?:未收到|没有|无)(?:任何)?(?:不同|异议|意见|反映|反对|举报)[\u4e00-\u9fff]*[)）。]?$"
)
_WEEKDAY = re.compile(r"[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?")
_HALF_DAY = re.compile(r"(?<=[日号])(?:上午|下午|晚上?)")
_TO = re.compile(r"(?:日?起[,，]?)?(?:至|到|[—－–―-]+|[~～]+|…+)")
_DAY = re.compile(r"(?:((?:19|20)?\d{2})[年./-])?(\d{1,2})[月./-](\d{1,2})[日号]?")
_MONTH = re.compile(r"((?:19|20)\d{2})[年./-](\d{1,2})(?:月份?)?|(\d{1,2})月份?")
#: The month at which a span begins whose end says that months are told: 1-6月, 7至12月份.
_MONTH_BARE = re.compile(r"(1[0-2]|0?[1-9])")
_DAY_ALONE = re.compile(r"(\d{1,2})[日号]?")
_MONTH_ALONE = re.compile(r"(\d{1,2})(?:月份?)?")
#: 至今, 到现在 behind the sign itself.
_OPEN = re.compile(r"今|现在|目前")


class Span(NamedTuple):
    """A span as two dates in words, the last one completed by what the first says; None where it has no end.

    ``months`` where days are not told.
    """

    first: str
    last: str | None
    months: bool = False


def span_in(text: str, *, year: int | None = None) -> Span | None:
    """The span that a text is; ``year`` is that of an end to which nothing in the text gives one.

    None for anything else, and where a sign may as well stand between the parts of one date: 2011.3-5.
    """
    plain = _WEEKDAY.sub("", re.sub(r"[\s\u200b\ufeff]", "", half_width(text)))
    plain = _HALF_DAY.sub("", chinese_digits(plain))
    plain = _BEHIND.sub("", _AHEAD.sub("", _WORDS_BEHIND.sub("", plain)), count=1)
    if _DAY.fullmatch(plain):
        return None
    found = [
        span
        for sign in _TO.finditer(plain)
        if (span := _span(plain[: sign.start()], plain[sign.end() :], str(year or "")))
    ]
    return found[0] if len(found) == 1 else None


def _span(first: str, last: str, year: str) -> Span | None:
    if day := _DAY.fullmatch(first):
        end = None if _open(last) else _last_day(last, day[1] or year, (int(day[2]), int(day[3])))
        return Span(first, end) if end or _open(last) else None
    if month := _MONTH.fullmatch(first):
        end = None if _open(last) else _last_month(last, month[1] or year, int(month[2] or month[3]))
        return Span(first, end, months=True) if end or _open(last) else None
    if (bare := _MONTH_BARE.fullmatch(first)) and (told := _MONTH.fullmatch(last)) and told[3]:
        return Span(f"{first}月", _last_month(last, year, int(bare[1])), months=True)
    return None


def _last_day(last: str, year: str, first: tuple[int, int]) -> str | None:
    if told := _DAY.fullmatch(last):
        if told[1]:
            return last
        later = (int(told[2]), int(told[3])) < first
        return f"{_next(year, later)}{told[2]}月{told[3]}日"
    if alone := _DAY_ALONE.fullmatch(last):
        return f"{_next(year, False)}{first[0]}月{alone[1]}日"
    return None


def _last_month(last: str, year: str, month: int) -> str | None:
    if (told := _MONTH.fullmatch(last)) and told[1]:
        return last
    if alone := _MONTH_ALONE.fullmatch(last):
        return f"{_next(year, int(alone[1]) < month)}{alone[1]}月"
    return None


def _open(last: str) -> bool:
    return not last or _OPEN.fullmatch(last) is not None


def _next(year: str, next_one: bool) -> str:
    return f"{int(year) + next_one:02d}年" if year else ""
