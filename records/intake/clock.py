"""When on its day a meeting began and ended, as registers and minutes write it."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from records.intake.files.reading import Cell
from records.intake.outcome import Item
from records.values import PartialDate, half_width

_HALF = r"(上午|下午|中午|凌晨|清晨|早上|早晨|早|傍晚|晚上|晚间|晚|夜间)?"
_POINT = rf"{_HALF}\s*(\d{{1,2}})(?::(\d{{2}})(?::\d{{2}})?|[时点](?:(\d{{1,2}})分?|(半)|整)?)"
_TO = r"\s*(?:[-—–－~～至到]+|起至?|开始[，,、]?(?:至|到)?)\s*"
_FROM_TO = re.compile(rf"(?<![\d:]){_POINT}(?:{_TO}{_POINT})?")
_LENGTH = re.compile(r"(?:(\d+(?:\.\d+)?)\s*(?:个)?小时)?\s*(半)?\s*(?:(\d+)\s*分钟)?")
_LATE = frozenset(("下午", "傍晚", "晚上", "晚间", "晚", "夜间"))
#: A meeting that is said to last longer than that is none of one day.
_LONGEST = timedelta(hours=14)


def clock_of(text: str) -> tuple[time | None, time | None]:
    """The hours that a text tells: 8:30-11:30, 下午2点半至4点, 晚上7:30; None where it doesn't."""
    found = _FROM_TO.search(half_width(text))
    if found is None:
        return None, None
    parts = found.groups()
    begin = _point(parts[0] or "", parts[1:5])
    if begin is None or parts[6] is None:
        return begin, None
    end = _point(parts[5] or "", parts[6:10])
    if end is not None and not parts[5] and end <= begin and end.hour < 12:
        # 下午2:30-5:30 and 上午9:00-1:00: the second hour is the one that comes after the first.
        end = end.replace(hour=end.hour + 12)
    return begin, end if end is not None and end > begin else None


def _point(half: str, parts: tuple[str | None, ...]) -> time | None:
    hour, minute = int(parts[0] or 0), int(parts[1] or parts[2] or (30 if parts[3] else 0))
    if (half in _LATE and hour < 12) or (half == "中午" and hour < 6):
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None


def put_clock(
    item: Item, day: date | PartialDate, when: Cell | str, until: str = "", length: str = ""
) -> None:
    """``start`` at the hour that the cell or text tells of, and ``end`` where that can be told as well.

    ``until`` is the cell of the end, ``length`` how long it took. What tells of no hour is no hour: the day
    begins then, as it does in every record of which nobody knows the hour. A length without an hour, or in a
    measure of no fixed length (学时), gives no end: it stays in the remarks, flagged: minutes are counted.
    Of a meeting of which only the month is told no field takes the hour.
    """
    value = when.value if isinstance(when, Cell) else when
    if isinstance(value, datetime):
        begin, end = (value.time() if value.time() != time() else None), None
    else:
        begin, end = clock_of(when.text if isinstance(when, Cell) else when)
    if isinstance(day, PartialDate) and day.precision != "day":
        item.want_day("start", day)
        begin = None
    else:
        first = day.start if isinstance(day, PartialDate) else day
        item.fields["start"] = datetime.combine(first, begin or time())
    if begin is None:
        ends = f"{until.strip()}结束" if clock_of(until)[0] is not None else ""
        _keep_length(item, "；".join(filter(None, (ends, length.strip() if _tells_length(length) else ""))))
        return
    told = clock_of(until)[0] or end
    if told is not None and told <= begin and told.hour < 12 and until:
        told = told.replace(hour=told.hour + 12)
    lasted = _length(length)
    if told is not None and told > begin:
        item.fields["end"] = datetime.combine(item.fields["start"], told)
    elif told is None and lasted is not None and timedelta() < lasted <= _LONGEST:
        item.fields["end"] = item.fields["start"] + lasted
    elif told is None and _tells_length(length):
        _keep_length(item, length.strip())


def length_told(text: str, heading: str) -> str:
    """How long something took, with the measure that its heading says: 90 below 时长（分钟）."""
    measure = re.search(r"分钟|小时|[学课]时", heading)
    bare = re.fullmatch(r"\d+(?:\.\d+)?", half_width(text).strip())
    return f"{text.strip()}{measure[0]}" if bare is not None and measure is not None else text


def is_length(text: str) -> bool:
    """Whether a text tells how long something took and nothing else: 2小时, 90分钟, 4学时."""
    bare = half_width(text).strip()
    return _length(bare) is not None or re.fullmatch(r"\d+(?:\.\d+)?\s*个?[学课]时", bare) is not None


def says_weekday(text: str, day: PartialDate) -> bool:
    """Whether a text only says what weekday a day is: 星期三, （周日）."""
    found = re.fullmatch(r"[(]?(?:星期|周|礼拜)([一二三四五六日天])[)]?", half_width(text).strip())
    if found is None or day.precision != "day":
        return False
    return "一二三四五六日".index(found[1].replace("天", "日")) == day.start.weekday()


def _keep_length(item: Item, told: str) -> None:
    if not told:
        return
    item.flag("value_left_out:end")
    if told not in (item.remarks or ""):
        item.remarks = "；".join(filter(None, (item.remarks, told)))


def _tells_length(text: str) -> bool:
    return re.search(r"[1-9半一二两三四五六七八九十]", half_width(text)) is not None


def _length(text: str) -> timedelta | None:
    """2小时, 1.5小时, 1小时30分钟, 90分钟; a bare figure may be of anything."""
    found = _LENGTH.fullmatch(half_width(text).strip())
    if found is None or not any(found.groups()):
        return None
    minutes = float(found[1] or 0) * 60 + (30 if found[2] else 0) + int(found[3] or 0)
    return timedelta(minutes=minutes)
