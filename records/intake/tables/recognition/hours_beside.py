"""Columns of the hours of a meeting beside that of its day: 时间 over 起 and 止, 开始时间 and 结束时间.

The column of the day is the one that says so; whatever tells a time beside it, tells its hour.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from records.kind import Kind
from records.values import half_width

_DAY = re.compile(r"(?:日期|年月日|月日)$")
_TIME = re.compile(r"(?:时间|时刻|钟点)$")
#: A part of a day in a column of its own, and what tells all of one.
_PART = re.compile(r"(?:19|20)?\d{0,2}年[度份]?|月份?|日|月日")
_WHOLE = re.compile(r"年月日$")
_WHAT = r"(?:集中)?(?:学习|会议|活动|授课|收看|播放|学用|观看)?"
_KNOWN_DAY = re.compile(rf"{_WHAT}(?:日期|年月日|月日|日|月/日)")
_HOUR = r"(?:时间|时刻|时分|钟点|时|点)?"
_BEGIN = re.compile(rf"{_WHAT}(?:起|始|自|从|开始|起始|开会|开课|上课|几点开始|几点开){_HOUR}")
_END = re.compile(rf"{_WHAT}(?:止|讫|至|到|终|结束|终止|截止|散会|闭会|下课|散课|几点结束|几点散){_HOUR}")
_HOURS = re.compile(rf"(?:集中)?{_WHAT}(?:讨论|研讨|具体|起止|起讫)?(?:时间|时刻|钟点)")
#: How long it took, not when it was.
_LENGTH = re.compile(r"小时|分钟|(?:学时|课时)(?!间)|时长")


def hours_beside(
    kind: Kind, headings: Sequence[str], known: Mapping[str, Mapping[str, int]]
) -> dict[int, str]:
    """The targets of the columns that tell from when to when, by their place; none without a column of days.

    Where the two ends of a time are all there is they hold the day as well.
    """
    day_field = next(iter(kind.date), "")
    if "clock" not in kind.register.columns:
        return {}
    plain = [re.sub(r"\s+|#\d+$", "", half_width(heading)) for heading in headings]
    days = [at for at, each in enumerate(plain) if _tells_day(each, day_field, known)]
    rest = [at for at, each in enumerate(plain) if each and at not in days and not _LENGTH.search(each)]
    under = [at for at in rest if _HOURS.fullmatch(_above(plain[at]))]
    begins = [
        at for at in rest if _BEGIN.fullmatch(_last(plain[at])) and (at in under or not _above(plain[at]))
    ]
    ends = [at for at in rest if _END.fullmatch(_last(plain[at])) and (at in under or not _above(plain[at]))]
    parted = {"月", "日"} <= {_last(each) for each in plain}
    if not days and not parted:
        days = _time_for_day(plain, begins, ends, day_field, known)
    if not days and not parted:
        if len(begins) == len(ends) == 1 and begins[0] in under:
            return {begins[0]: day_field, ends[0]: "end_time"}
        return {}
    if len(days) > 1:
        return {}
    bare = [at for at in rest if at not in (*begins, *ends) and _HOURS.fullmatch(plain[at])]
    opens = begins or bare
    if len(opens) != 1 or len(ends) > 1:
        return {}
    return {opens[0]: "clock", **dict.fromkeys(ends, "end_time")}


def _time_for_day(
    plain: Sequence[str],
    begins: Sequence[int],
    ends: Sequence[int],
    field: str,
    known: Mapping[str, Mapping[str, int]],
) -> list[int]:
    """The one 时间 before 开始 and 结束: what says no more than that tells the hours of a day told before.

    Behind them it may be how long it took, and 开始时间 may tell the day itself.
    """
    if len(begins) != 1 or len(ends) != 1 or any(_TIME.search(plain[at]) for at in (begins[0], ends[0])):
        return []
    times = [at for at, each in enumerate(plain) if _HOURS.fullmatch(each) and field in known.get(each, {})]
    return times if len(times) == 1 and times[0] < begins[0] else []


def completes_day(heading: str, other: str) -> bool:
    """Whether a column of a date tells the hour, or a part, of the day that the ``other`` tells.

    时间 beside 日期, 年度 beside 月日. Both fill the field then, where one of them was sent there and the
    other is known to belong there.
    """
    mine, day = (_last(re.sub(r"\s+|#\d+$", "", half_width(each))) for each in (heading, other))
    if _PART.fullmatch(mine) is not None:
        return _WHOLE.search(day) is None
    # 谈话时间 beside 谈话日期; beside 登记日期 it is another day.
    alike = _DAY.search(day) is not None and _TIME.sub("", mine) == _DAY.sub("", day)
    hour = _HOURS.fullmatch(mine) is not None or _BEGIN.fullmatch(mine) is not None
    return (hour and _KNOWN_DAY.fullmatch(day) is not None) or (alike and _TIME.search(mine) is not None)


def _tells_day(heading: str, field: str, known: Mapping[str, Mapping[str, int]]) -> bool:
    last = _last(heading)
    if _DAY.search(last) is None:
        return False
    return last in ("日期", "年月日", "月日") or any(field in known.get(each, {}) for each in (heading, last))


def _above(heading: str) -> str:
    return heading.rpartition("/")[0].rpartition("/")[2]


def _last(heading: str) -> str:
    return heading.rpartition("/")[2]
