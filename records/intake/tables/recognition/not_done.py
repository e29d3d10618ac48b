"""Tables of what was not done, or not yet: offices keep plans and lists of the late like their registers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from records.intake.tables.tables import Table
from records.values import half_width

#: Kinds that hold plans, or money that is set aside.
_PLANS = frozenset(("study_plan", "implementation_plan", "funding", "stage_link", "rule_document"))
_PLAN = re.compile(
    r"(?:计划|安排|预安排|日程|配档|打算|方案)(?:表|一览表|明细表?|配档表|任务)?\d*(?:[(\[（].*[)\]）])?$"
)
_DONE = re.compile(r"(?<!未)(?:完成|落实|执行|实施情况|兑现)")
#: 完成时间 of a plan is when something is to be done by; 完成情况 says what became of it.
_TELLS_DONE = re.compile(r"(?:完成|落实|执行|实施|办理|进展)情况|是否|与否|实际|办结")

#: Kinds of which a record says that somebody did something, or was honoured.
_DEEDS = frozenset(
    (
        *(
            "book_reading",
            "study_entry",
            "reading_note",
            "experience_article",
            "research_report",
            "preaching",
        ),
        *("farmer_tutorial", "household_visit", "party_class", "theme_activity", "talk", "door_delivery"),
        *("award", "commendation", "typical_model", "publicity", "designation"),
    )
)
_DENIED = re.compile(
    r"未(?:完成|参加|参学|交|上交|提交|读|达标|开展|撰写|走访|学)|没有?(?:完成|参加|交)|应(?:补|[读学交]未)|补学人员|待补"
    r"|缺席|缺学|缺课|请假|旷课|拟(?:表彰|评|推荐|授予|举办|开展|走访)|推荐(?:名单|人选|对象|表)|候选|公示"
    r"|样表|样例|示例|范例|模板|空表|(?:培训|学习|技术)需求|需求(?:调查|摸底)|意向(?:登记|调查|统计|表)|报名|征订|预约"
)
#: People who are no members any more.
_GONE = re.compile(r"转出|调出|迁出|调离|已故|去世|死亡|离世|(?<![外流])出党|开除|除名|退党|停止党籍")
_LONGEST_TITLE = 40


def not_done(table: Table, kind: str, file_stem: str) -> str:
    """Why a table that reads like a register of ``kind`` is none: planned, denied, left; empty if it is one.

    Its titles say so, and nothing in its head what became of it.
    """
    titles = list(_titles(table, file_stem))
    if kind == "person":
        return "left" if any(map(_GONE.search, titles)) else ""
    if kind in _DEEDS and any(map(_DENIED.search, titles)):
        return "denied"
    if kind in _PLANS or any(map(_TELLS_DONE.search, table.header)):
        return ""
    planned = any(_PLAN.search(title) and not _DONE.search(title) for title in titles)
    return "planned" if planned else ""


def _titles(table: Table, file_stem: str) -> Iterator[str]:
    """The lines above a table that are titles; the sheet's and the file's name where there are none."""
    lines = [re.sub(r"\s", "", half_width(line)) for line in table.facts.lines]
    titles = [line for line in lines if len(line) <= _LONGEST_TITLE and not re.search("[:。,;]", line)]
    yield from titles or (re.sub(r"\s", "", half_width(name)) for name in (table.sheet.name, file_stem))
