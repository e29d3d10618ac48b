"""Which meetings are the township committee's where nothing names the unit: minutes, ledgers, signed lists.

One rule for all of them, by what a source of its sort tells (``Told``): whoever came, else what stands over
it, else what it says itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.outcome import Item
from records.intake.papers.minutes.evaluation import MeetingHead
from records.intake.tables.source import SourceTable
from records.intake.unit_book import Unit

#: Meetings that the township holds, and no branch below it.
_OWN = re.compile(r"例会|中心组|机关|干部职工|[乡镇道]干部|全[乡镇]|党委会?|乡直|镇直|班子")
_WEEKLY = "例会"
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


@dataclass(frozen=True)
class Told:
    """What a source tells of a meeting beside its unit, as far as a source of its sort does."""

    #: What stands over it: titles, sheet, file. Of a list that was ``signed`` a township's name is enough.
    over: Sequence[str] = ()
    signed: bool = False
    #: Who was there or away.
    people: Sequence[ObjectId] = ()
    #: Minutes: what they are called and say, where it was, how many were to come on which day.
    title: str = ""
    lines: Sequence[str] = ()
    place: str = ""
    expected: int | None = None
    day: date | None = None


def committees(told: Told, desk: Desk) -> ObjectId | None:
    """The committee, where a meeting is all branches': by what stands over it, who came or was to, or to whom
    it speaks.
    """
    root = desk.units.root
    if root is None:
        return None
    if told.people:
        own = _of_several_branches(told, desk)
    elif told.over:
        own = _names_township(told, root)
    else:
        own = bool(root.parsed.level) and (_only_all_have(told, root.id, desk) or _speaks_to_all(told))
    return root.id if own else None


def of_table(table: SourceTable, desk: Desk, *, signed: bool = False) -> ObjectId | None:
    """The same of a ledger, or of a list signed at one meeting."""
    return committees(Told(table.hints, signed=signed), desk)


def unit_of_minutes(item: Item, head: MeetingHead, lines: Sequence[str], desk: Desk) -> ObjectId | None:
    """The same of minutes, flagged; without a doubt of those of the central group.

    Of any other such minutes it is told that nobody said whose they are: whoever led the meeting may be of
    any branch.
    """
    root = desk.units.root
    if root is not None and root.parsed.level and item.fields.get("category") == "中心组":
        return root.id  # only the committee has one
    start = item.fields.get("start")
    told = Told(
        title=str(item.fields.get("title", "")),
        lines=lines,
        place=head.place or "",
        expected=head.expected,
        day=start.date() if isinstance(start, datetime) else None,
    )
    unit = committees(told, desk) if item.fields.get("category") != "中心组" else None
    if unit is not None:
        item.flag("unit_of_all")
    else:
        item.flag(*(["unit_by_host"] if {"host", "recorder"} & item.fields.keys() or head.host else []))
    return unit


def _names_township(told: Told, root: Unit) -> bool:
    """Whether the township is named over a list that people signed, or over meetings of its own: 周一例会."""
    named = len(root.parsed.place) >= 2 and any(root.parsed.place in words for words in told.over)
    return named and (told.signed or any(map(_OWN.search, told.over)))


def _of_several_branches(told: Told, desk: Desk) -> bool:
    """Whether people of several branches came to weekly meetings."""
    if not any(_WEEKLY in words for words in told.over):
        return False
    known = filter(None, map(desk.people.get, told.people))
    return len({each.unit for person in known for each in person.memberships}) > 1


def _only_all_have(told: Told, root: ObjectId, desk: Desk) -> bool:
    """Whether the committee with all below it has so many people, and no branch has."""
    if told.expected is None or told.day is None:
        return False
    below = desk.units.subtree(root) - {root}
    largest = max((len(desk.people.of_unit(each, told.day)) for each in below), default=0)
    return largest < told.expected <= len(desk.people.of_unit(root, told.day))


def _speaks_to_all(told: Told) -> bool:
    """Whether minutes speak to all branches, in the township's hall or below such a title."""
    where = _AT_OFFICES.search(told.place) is not None and not _AT_OTHERS.search(told.place)
    return any(map(_TO_ALL.search, told.lines)) and (where or _CALLED.search(told.title) is not None)
