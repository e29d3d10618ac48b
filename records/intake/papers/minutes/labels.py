"""The labels at the head of minutes: who led the meeting, where, who came or was away, what it was about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from records.intake.papers.signature import MEETINGS

_OF = r"(?:本次|会议|学习|活动|集中|开会|召开|上课|党课|授课|讲课|听课)*"
_PEOPLE = r"(?:的)?(?:党员|人员|同志|成员|干部|对象|者|人|群众)*"
_CAME = r"(?:出席|参加|参会|到会|与会|参学|到场|参评|参训|听课|听讲|到课|受教育)(?:会议?|学习|活动)?"
_MISSING = r"缺席|缺勤|缺会|缺课|旷会|未到会?|未参[加会学]|未出席"
_LEAVE = r"请假|[病事公产婚]假|公差|出差|外出"
_AWAY = rf"(?:无故|擅自)?(?:{_MISSING}|{_LEAVE}|因[事病公故](?:请假|不能参加|{_MISSING})?)"
_WHY = r"(?:[及和与、]?其?(?:主要)?(?:原因|事由|理由|去向))?"
#: How many there were, and their names, behind words for both.
_MANY = r"(?:总?人?数|情况)?"

#: Of what sort what somebody said was: 中心发言人, 主题发言.
_SPEECH = (
    r"(?:交流|主要|主|重点|讨论|会议|大会|会上|中心|主题|主旨|专题|典型|代表|书面|自由|表态|研讨|座谈|学习"
    r"|心得|体会|经验)*"
)


@dataclass(frozen=True)
class Words:
    """How clerks call a thing: the usual words first, and whatever else is made of the same parts."""

    first: tuple[str, ...]
    others: re.Pattern[str]

    def __contains__(self, label: object) -> bool:
        return label in self.first or (isinstance(label, str) and self.others.fullmatch(label) is not None)

    def told(self, pairs: Mapping[str, str]) -> str | None:
        """What the surest of these labels says."""
        return next((pairs[key] for key in self.keys(pairs)), None)

    def keys(self, pairs: Mapping[str, str]) -> Iterator[str]:
        """The labels of ``pairs`` that are these and have something behind them, the surest first."""
        yield from (key for key in self.first if pairs.get(key))
        yield from (key for key in pairs if pairs[key] and key not in self.first and key in self)


HOST = Words(
    ("主持", "主持人", "会议主持", "会议主持人", "学习主持", "召集人", "组织人"),
    re.compile(rf"{_OF}(?:主持|召集|组织)(?:人员?|者|领导|同志)"),
)
RECORDER = Words(
    ("记录人", "会议记录人", "记录员", "记录", "会议记录", "学习记录"),
    re.compile(rf"{_OF}[记纪]录(?:整理)?(?:人员?|者|员|同志)"),
)
EXPECTED = Words(
    ("应到", "应到人数", "应参加人数", "应参会人数", "应到会人数"),
    re.compile(rf"应(?:该)?(?:到会?|{_CAME}){_PEOPLE}{_MANY}"),
)
PRESENT = Words(
    ("实到", "实到人数", "实际参加人数", "参会人数", "到会人数", "出席人数", "实参会人数"),
    re.compile(rf"(?:实际?(?:到会?|{_CAME}){_PEOPLE}{_MANY}|{_CAME}{_PEOPLE}总?人?数)"),
)
ABSENT = Words(
    ("请假", "缺席", "请假人员", "缺席人员", "缺席人员及原因", "请假人", "未到", "未到人员", "缺席名单"),
    re.compile(rf"{_AWAY}(?:会议?|学习|活动)?{_PEOPLE}(?:姓名|名单|情况)?{_WHY}"),
)
LATE = Words(("迟到", "迟到人员"), re.compile(rf"(?:迟到|晚到){_PEOPLE}(?:姓名|名单|情况)?{_WHY}"))
PLACE = Words(
    ("地点", "评议地点", *(f"{what}地点" for what in MEETINGS)),
    re.compile(rf"{_OF}(?:地点|场所|地址|会场)|会址"),
)
CAME = Words(
    ("出席", "出席人员", "参加人员", "参会人员", "到会人员", "与会人员", "出席人", "参加人"),
    re.compile(rf"(?:实到{_PEOPLE}|(?:实际)?{_CAME}{_PEOPLE})(?:姓名|名单)?"),
)
SAT_IN = Words(("列席", "列席人员"), re.compile(rf"(?:列席|旁听)(?:会议)?{_PEOPLE}(?:姓名|名单)?"))
TOPIC = Words(
    (
        *("课题", "党课题目", "题目", "学习主题", "活动主题", "议题", "会议议题", "主题", "会议主题"),
        *("内容", "会议内容", "学习内容", "会议议程", "议程"),
    ),
    re.compile(rf"(?:主要|中心|讨论|研讨|授课|{_OF})*(?:内容|议题|主题|专题|课题|题目|议程|篇目|科目)"),
)
LECTURER = Words(
    ("主讲", "主讲人", "授课人", "讲课人", "党课主讲人", "领学人", "辅导人", "主讲者", "授课"),
    re.compile(rf"{_OF}(?:主讲|授课|讲课|领学|领读|辅导|宣讲|报告|讲解)(?:人员?|者|老师|教师|同志|领导)?"),
)
CATEGORY = Words(
    (
        *("类型", "类别", "会议类型", "会议类别", "活动类型", "活动类别", "会议性质", "形式", "会议形式"),
        *("活动形式", "学习形式", "会议名称", "活动名称"),
    ),
    re.compile(rf"{_OF}(?:类型|类别|性质|形式|方式|名称)"),
)
SPOKE = Words(
    ("发言人", "发言人员", "交流发言人", "主要发言人", "中心发言人", "重点发言人"),
    re.compile(
        rf"(?:{_SPEECH}发言(?:的)?(?:人员?|者|同志|党员|代表|干部|对象)"
        rf"|(?:{_SPEECH}交流|座谈)(?:的)?(?:人员?|者|同志|党员))(?:姓名|名单)?"
    ),
)
#: The same without a word for people, which may lead to what was said: 重点发言：张三、李四.
SPEECHES = re.compile(rf"{_SPEECH}发言")
NAME = Words(
    ("会议名称", "活动名称", "会议标题"), re.compile(r"(?:会议|学习|活动|例会|党课)(?:的)?(?:名称|标题)")
)
HOLDER = Words(
    ("组织单位", "主办单位", "举办单位", "召开单位", "会议单位", "学习单位"),
    re.compile(
        rf"(?:主办|承办|举办|组织|召开|开展|所在|所属|受课|{_OF})*(?:单位|党?支部|党?总支|党组织)(?:名称)?"
    ),
)
MEETING_WHEN = frozenset(f"{what}{when}" for what in ("", *MEETINGS) for when in ("时间", "日期"))
_ALL = (
    *(HOST, RECORDER, EXPECTED, PRESENT, ABSENT, LATE, PLACE, CAME, SAT_IN, TOPIC, LECTURER, CATEGORY),
    *(HOLDER, NAME, SPOKE),
)


def is_read(label: str) -> bool:
    """Whether a label at the head of minutes is one that is read."""
    return label in MEETING_WHEN or any(label in words for words in _ALL)
