"""How somebody named as absent was away, by the word beside the name or the heading above it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from records.values import half_width

#: 请假2人：…, 缺席人员：…: the heading of a list says the state; how many they are is seen.
_COUNTED = re.compile(r"\s*(?:[0-9一二两三四五六七八九十]+\s*[人名位]|人员|党员|名单|情况)$")
#: Words that say that somebody was away, and nothing of leave.
_AWAY = re.compile(r"(?:缺席|缺勤|缺会|缺课|缺|未到会?|未参加|未出席|未参学|未参会|未签到)(?:学习|会议)?")
_WITHOUT_LEAVE = ("旷", "无故", "未请假", "没请假", "未履行请假")
#: 5月9日补学, 5.9已补课
_MADE_UP = re.compile(r"(\d{1,2})[月.](\d{1,2})[日号]?.{0,4}补[学课]")


def attendance_state(reason: str | None, day: date | None = None) -> dict[str, Any]:
    """The state of an attendance row: on leave when a reason is given. ``day`` is that of the meeting."""
    said = _COUNTED.sub("", reason.strip()) if reason else ""
    if not said or _AWAY.fullmatch(said):
        return {"state": "缺席"}
    if said in ("迟到", "请假"):
        return {"state": said}
    if "迟到" in said:
        return {"state": "迟到", "leave_reason": said}
    if (made_up := _made_up_on(said, day)) is not None:
        return {"state": "补学", "made_up_on": made_up}
    if any(word in said for word in _WITHOUT_LEAVE):
        return {"state": "缺席", "leave_reason": said}
    return {"state": "请假", "leave_reason": said}


def _made_up_on(said: str, day: date | None) -> date | None:
    """The day on which what was missed was studied, the next of its name after the meeting."""
    found = _MADE_UP.search(half_width(said))
    if found is None or day is None:
        return None
    for year in (day.year, day.year + 1):
        try:
            made_up = date(year, int(found[1]), int(found[2]))
        except ValueError:
            return None
        if made_up >= day:
            return made_up
    return None
