"""Of which time the notes of a notebook are: the month over them, not the day of the first entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from records.intake.dates import dates_in
from records.intake.papers.paper_name import PaperName, month_or_period
from records.values import PartialDate, half_width

_NUMBER = re.compile(
    r"^(?:\d{1,3}[、.．](?!\d)|[（(][\d一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[①-⑳])\s*"
)
#: 一、学习《党章》第五章（3月4日）: the day of an entry may stand at the end of its heading.
_LONGEST_HEADING = 60
#: 检查人：张三（4月1日）
_LABELLED = re.compile(r"[\u4e00-\u9fff]{2,6}\s*[:：]")
_OWN_YEAR = re.compile(r"(?:19|20)\d{2}|[一二][〇零○九]")
_HALF_A_YEAR = 6
_DATE_ONLY = re.compile(r"[\s（()）]*(?:(?:星期|周|礼拜)[一二三四五六日天])?[\s（()）]*(?:晴|阴|雨|雪|多云)?")


def entries_in(lines: Sequence[str], year: int | None) -> list[tuple[str, date]]:
    """The lines with which entries begin, and their days: 3月7日 星期一, 9月5日　学习…, 一、…（3月4日）."""
    found: list[tuple[str, date]] = []
    for line in lines:
        bare = _NUMBER.sub("", line)
        if _LABELLED.match(bare):
            continue
        dates = [each for each in dates_in(bare, year=year) if each[0].value is not None]
        for reading, start, end in dates[:1] + dates[-1:]:
            value = reading.value
            closes = len(bare) <= _LONGEST_HEADING and bare[end:].strip() in ("）", ")")
            if value is not None and value.precision == "day" and (start == 0 or closes):
                own = _OWN_YEAR.search(bare[start:end]) is not None
                found.append((line, value.start if own else _after(found, value.start)))
                break
    return found


def _after(found: Sequence[tuple[str, date]], day: date) -> date:
    """A day without a year below others: after 12月30日 comes the 1月5日 of the next year."""
    before = found[-1][1] if found else day
    later = before.year + (before.month - day.month > _HALF_A_YEAR)
    return day.replace(year=later) if later > day.year and (day.month, day.day) != (2, 29) else day


def days_alone(lines: Sequence[str], year: int | None) -> frozenset[str]:
    """The lines that are nothing but a day, where several are: the days of entries, none signs the paper."""
    alone = {
        line: day
        for line, day in entries_in(lines, year)
        if any(start == 0 and _DATE_ONLY.fullmatch(line[end:]) for _, start, end in dates_in(line, year=year))
    }
    return frozenset(alone) if len(set(alone.values())) > 1 else frozenset()


def time_of_notes(
    title: str, lines: Sequence[str], name: PaperName, found: PartialDate | None
) -> tuple[PartialDate, str] | None:
    """The time of a notebook and where it is told, where ``found`` is but a day of it or less than is told.

    Its title goes before its file and folder; where neither tells, the entries do.
    """
    year = name.year or (found.start.year if found is not None else None)
    days = [each for _, each in entries_in(lines, year)]
    day = found.start if found is not None and found.precision == "day" else None
    titled = _period(title)
    if titled is not None and (found is None or (day is not None and _holds(titled, day))):
        return titled, "title"
    if len(set(days)) < 2:
        return None
    if (
        found is not None
        and found.precision == "month"
        and titled is None
        and not all(_holds(found, each) for each in days)
    ):
        # 2011年4月 further down begins another month of the same notebook.
        return _months([found.start, *days]), "text"
    vague = found is None or (found.precision == "year" and _holds(found, days[0]))
    if not vague and day not in days:
        return None
    within = name.period
    if (
        within is not None
        and within.precision not in ("day", "year")
        and all(_holds(within, each) for each in days)
    ):
        return within, "text"  # the entries bear the folder out
    return _months(days), "text"


def _months(days: Sequence[date]) -> PartialDate:
    """The month of all days, or from the first of several to the last."""
    first, last = min(days), max(days)
    if (first.year, first.month) == (last.year, last.month):
        return PartialDate.parse(f"{first.year}-{first.month:02d}")
    return PartialDate.parse(f"{first.year}年{first.month}月至{last.year}年{last.month}月")


def _period(text: str) -> PartialDate | None:
    period = month_or_period(half_width(text))
    return period if period is not None and period.precision not in ("year", "day") else None


def _holds(period: PartialDate, day: date) -> bool:
    return period.start <= day <= period.end
