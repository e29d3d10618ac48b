"""What a meeting was about, where one label lists several subjects below the name of the meeting."""

from __future__ import annotations

import re

#: What a list signed at a meeting adds to the meeting's name.
_SHEET = re.compile(
    r"(?:[（(][^（()）]*[)）])?(?:人员|会议)?(?:签到|签名|点名|考勤|到会|参会)(?:登记|人员)?[表册簿单]?(?:[（(][^（()）]*[)）])?$"
)
_MEETING = re.compile(r"(?:例|大|动员|座谈|交流|研讨|部署|总结|表彰|推进|讲评|联席|扩大)会议?$")
#: The subjects that one label lists; what stands in quotation marks or brackets is of one of them.
_PART = re.compile(r"(?:《[^》]*》|“[^”]*”|[（(][^（()）]*[)）]|[^、；;])+")


def several_subjects(subjects: list[str], title: str) -> list[str]:
    """The meeting's name and its subjects, where one label above a signed list has several of those.

    某乡周一例会签到表 above 实施方案、经济形势: the meeting is called by neither of them.
    """
    held = _SHEET.sub("", re.sub(r"\s", "", title))
    if len(subjects) != 1 or not _MEETING.search(held):
        return subjects
    parts = [part.strip() for part in _PART.findall(subjects[0])]
    return [held, *parts] if len(parts) > 1 else subjects
