"""How somebody named as absent was away, by the word beside the name or the heading above it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from records.intake.names import NamedPart
from records.intake.outcome import Item
from records.values import half_width

#: 请假2人：…, 缺席人员：…: the heading of a list says the state; how many they are is seen.
_COUNTED = re.compile(r"\s*(?:[0-9一二两三四五六七八九十]+\s*[人名位]|人员|党员|名单|情况)$")
#: Words that say that somebody was away, and nothing of leave.
_AWAY = re.compile(r"(?:缺席|缺勤|缺会|缺课|缺|未到会?|未参加|未出席|未参学|未参会|未签到)(?:学习|会议)?")
_WITHOUT_LEAVE = ("旷", "无故", "未请假", "没请假", "未履行请假")
#: 5月9日补学, 5.9已补课
_MADE_UP = re.compile(r"(\d{1,2})[月.](\d{1,2})[日号]?.{0,4}补[学课]")

#: Words that a leave was given for, or that speak of duty, illness or work elsewhere.
_LEAVE = re.compile(
    r"假|病|公|差|务工|打工|经商|培训|开会|会议|学习|就医|就诊|看医|医院|住院|手术|体检|探亲|办事|考察|考试|值班|值守|带班|执勤|"
    r"防汛|防火|抢险|救灾|任务|工作|下乡|[下驻进]村|包村|招商|跑项目|接待|陪|护|照顾|照料|孕|产|分娩|丧|奔丧|婚|事|补[学课]|外地|在外|出国|出境"
)
_ALONE = re.compile(r"(?:因|均|都|系)?(?:外出|出门|进城)")
#: What says that nobody knew: 外出未归, 原因不明, 联系不上.
_NOT_GIVEN = re.compile(
    r"未归|未回|没回|不明|不详|不清|联系不上|无法联系|失联|未(?:接到)?通知|没通知|忘|不愿|拒"
)


def doubt_leave(item: Item, part: NamedPart, state: str) -> None:
    """Flag leave that only a reason in a list of the absent made: 缺席：某某（外出未归） tells of none."""
    said = (part.reason or "").strip()
    if state != "请假" or part.excused or not said:
        return
    if _NOT_GIVEN.search(said) or not (_LEAVE.search(said) or _ALONE.fullmatch(said)):
        item.flag("leave_in_doubt:attendance")


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
