"""Meetings of a whole township whose minutes name no unit: 乡政府大会议室, 要求各支部…."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.outcome import Item
from records.intake.papers.minutes.evaluation import MeetingHead

#: Where such a meeting is held: in the offices of the township, or its hall.
_AT_OFFICES = re.compile(
    r"(?:[乡镇]|街道|区公所|办事处)(?:党委|政府|机关|人大|综合|文化|便民)?.{0,6}?(?:会议|礼堂|会场|会堂|影剧院|院|厅|楼|室|站|中心)"
)
_AT_OTHERS = re.compile(r"村|社区|[小中]学|学校|卫生|医院|林场|农场|信用社|派出所|站所")
#: To whom it speaks: 各党支部, 全乡党员干部.
_TO_ALL = re.compile(
    r"各(?:基层)?(?:党?总支|党?支部|党组织|村(?:[（(]社区[)）])?党?支部|支部书记)|全(?:乡|镇|街道|乡镇)(?:各|党员|干部|[\u4e00-\u9fff]{0,4}党组织)"
)
_CALLED = re.compile(r"动员|部署|推进|总结表彰|表彰大会|经验交流大会|全[乡镇]|[乡镇]村(?:两级)?|支部书记")


def unit_of_minutes(item: Item, head: MeetingHead, lines: Sequence[str], desk: Desk) -> ObjectId | None:
    """The committee, where minutes that name no unit tell of a meeting of all its branches, flagged.

    Of any other such minutes it is told that nobody said whose they are: whoever led the meeting may be of
    any branch.
    """
    if _is_of_all(item, head, lines, desk) and desk.units.root is not None:
        item.flag("unit_of_all")
        return desk.units.root.id
    item.flag(*(["unit_by_host"] if {"host", "recorder"} & item.fields.keys() or head.host else []))
    return None


def _is_of_all(item: Item, head: MeetingHead, lines: Sequence[str], desk: Desk) -> bool:
    root = desk.units.root
    if root is None or not root.parsed.level or item.fields.get("category") == "中心组":
        return False
    start = item.fields.get("start")
    day = start.date() if isinstance(start, datetime) else None
    if head.expected is not None and day is not None and _only_all_have(head.expected, root.id, day, desk):
        return True
    speaks = any(_TO_ALL.search(line) for line in lines)
    where = _AT_OFFICES.search(head.place or "") is not None and not _AT_OTHERS.search(head.place or "")
    return speaks and (where or _CALLED.search(str(item.fields.get("title", ""))) is not None)


def _only_all_have(many: int, root: ObjectId, day: date, desk: Desk) -> bool:
    """Whether the committee with all below it has so many people, and no branch has."""
    below = desk.units.subtree(root) - {root}
    largest = max((len(desk.people.of_unit(each, day)) for each in below), default=0)
    return largest < many <= len(desk.people.of_unit(root, day))
