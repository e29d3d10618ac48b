"""Tables of what is to be done: an office keeps them like its registers, and nothing of it has happened."""

from __future__ import annotations

import re

from records.intake.tables.tables import Table
from records.values import half_width

#: Kinds that hold plans, or money that is set aside.
_PLANS = frozenset(("study_plan", "implementation_plan", "funding", "stage_link", "rule_document"))
_PLAN = re.compile(
    r"(?:计划|安排|预安排|日程|配档|打算|方案)(?:表|一览表|明细表?|配档表|任务)?\d*(?:[(\[（].*[)\]）])?$"
)
_DONE = re.compile(r"完成|落实|执行|实施情况|兑现")
#: 完成时间 of a plan is when something is to be done by; 完成情况 says what became of it.
_TELLS_DONE = re.compile(r"(?:完成|落实|执行|实施|办理|进展)情况|是否|与否|实际|办结")


def is_planned(table: Table, kind: str, file_stem: str) -> bool:
    """Whether the title of a table says that it is a plan, and nothing in its head what became of it.

    The sheet's and the file's name are asked only where no line stands above the table.
    """
    if kind in _PLANS or any(map(_TELLS_DONE.search, table.header)):
        return False
    titles = [table.title] if table.title else [table.sheet.name, file_stem]
    plain = (re.sub(r"\s", "", half_width(title)) for title in titles)
    return any(_PLAN.search(title) and not _DONE.search(title) for title in plain)
