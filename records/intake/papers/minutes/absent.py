"""Who was away, where minutes say it behind a count: 应到9人，实到7人，请假2人（张三，病假；李四）."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from records.intake.names import NamedPart, is_reason, looks_like_name, split_names

_AWAY = (
    "(?:请假|缺席|缺勤|缺会|病假|事假|公假|产假|公差|出差|外出|未到会|未到|未参会|未参加|因[病事公](?:请假)?)"
)
_COUNT = r"\s*(?:\d+|[一二两三四五六七八九十]+)\s*(?:人|名(?:党员|同志)?|位(?:党员|同志)?)"
_WHO = "(?:党员|人员|同志|人)"
#: 请假2人（…） 请假2人：… 请假的2名党员是… 缺席人员有…
_TOLD = re.compile(
    rf"(?P<why>{_AWAY})(?:的)?{_WHO}?(?:{_COUNT}|(?<=[员志人])(?=为|是|有)){_WHO}?\s*"
    r"(?:[（(](?P<inside>(?:[^（）()]|[（(][^（）()]*[)）])*)[)）]|[，,]?(?:分别)?(?:[:：]|为|是|有|即)(?P<behind>[^。；;]*))"
)
_LEAVE = re.compile("[请病事公产]|出差|因")
#: The lines above the business, and those at the end, may say it; resolutions count people too.
_HEAD, _FOOT = 14, 6


def absent_told(lines: Sequence[str]) -> tuple[NamedPart, ...]:
    """Those whom the lines name behind a count of people away, with the reason that goes with each."""
    found: list[NamedPart] = []
    for line in dict.fromkeys((*lines[:_HEAD], *lines[-_FOOT:])):
        for told in _TOLD.finditer(line):
            why = (
                told["why"]
                if is_reason(told["why"]) and told["why"] not in ("请假", "缺席", "外出")
                else None
            )
            named = _people(told["inside"] if told["inside"] is not None else told["behind"], why)
            # 请假2人 says it of all, 缺席2人 of none.
            excused = _LEAVE.match(told["why"]) is not None
            found += [replace(part, excused=True) for part in named] if excused else named
    return tuple({part.name: part for part in reversed(found)}.values())[::-1]


def says_away(lines: Sequence[str]) -> bool:
    """Whether the lines speak of people who were away at all."""
    return any(re.search(_AWAY, line) for line in (*lines[:_HEAD], *lines[-_FOOT:]))


def people_away(text: str, why: str | None) -> list[NamedPart]:
    """The people of a list of those away: 张三（病假）、李四; 张三，因母亲生病请假. ``why`` is of all."""
    if re.search(r"[，,]\s*(?:均|都|因|系)", text):
        return _people(text, why)
    parts = split_names(text)
    return [part if part.reason or why is None else replace(part, reason=why) for part in parts]


def _people(text: str, why: str | None) -> list[NamedPart]:
    """张三，病假；李四: a reason behind a comma goes with the names before it that have none."""
    parts: list[NamedPart] = []
    for clause in re.split(r"[;；]", text):
        here: list[NamedPart] = []
        for piece in re.split(r"[，,]", clause):
            cause = re.sub(r"^(?:均|都|因|系|其中)+", "", piece.strip())
            if here and (is_reason(cause) or (piece.strip() != cause and not looks_like_name(cause))):
                here = [part if part.reason else replace(part, reason=cause) for part in here]
            else:
                here += [part for part in split_names(piece) if looks_like_name(part.name)]
        parts += here
    return [part if part.reason or why is None else replace(part, reason=why) for part in parts]
