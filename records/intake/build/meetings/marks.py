"""What a mark or a word beside a name says of somebody's attendance: √, 到, 事假, 旷, 请假（外出招商）."""

from __future__ import annotations

import re

from records.values import half_width

_CAME = re.compile(r"[√✓✔到勤1]|(?:已|实)?到[会场]?|出勤|出席|签到|参[加会学]|按时(?:到会)?|是")
_LATE = re.compile(r"迟到?|晚到")
_LEAVE = re.compile(
    r".*假.*|[病事公婚产丧]|公[出差]|出差|公差|外出|因[事病公].*|值班|带班|[下驻]村|下乡|住院|[生患]病|卧床"
    r"|(?:外出|在外|出外|赴外|外地|县外|省外)?(?:务工|打工|经商|培训|开会|学习|就医|看病|治病|探亲|办事|考察)"
)
_AWAY = re.compile(r"[缺旷×✗╳xX]|缺[席勤会课]|旷[课会工]|未到会?|未参加|无故.*|否")
#: Signs that offices use by custom; a legend in the book overrules them.
_CUSTOM = {
    "○": "请假",
    "〇": "请假",
    "◯": "请假",
    "△": "迟到",
    "▲": "迟到",
    "×": "缺席",
    "☆": "请假",
    "●": "缺席",
}
_WITH_REASON = re.compile(r"(.+?)\s*[(:]\s*(.+?)\s*\)?")


def state_of(mark: str, legend: dict[str, str] | None = None) -> dict[str, str] | None:
    """The state of attendance that a mark stands for, with the reason when it gives one; None when unknown.

    √ 到 事假 旷 迟到 speak for themselves; ○ △ × mean what the legend says, else what custom says.
    """
    text = half_width(re.sub(r"\s", "", mark))
    legend = legend or {}
    word = legend.get(text) or (_CUSTOM.get(text) if text in _CUSTOM else None) or text
    for state, pattern in (("迟到", _LATE), ("缺席", _AWAY), ("请假", _LEAVE), ("到", _CAME)):
        if pattern.fullmatch(word):
            reason = f"{word}假" if len(word) == 1 else word
            told = state == "请假" and word not in ("请假", "假")
            return {"state": state, "leave_reason": reason} if told else {"state": state}
    return None


def state_with_reason(text: str) -> dict[str, str] | None:
    """The state that a remark tells of, with the reason in its brackets."""
    found = _WITH_REASON.fullmatch(half_width(text).strip())
    state = state_of(found[1] if found else text)
    return {**state, "leave_reason": found[2].strip()} if state and found else state
