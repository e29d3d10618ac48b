"""Which kind of meeting a line of a ledger, or minutes, tell of."""

from __future__ import annotations

import re

from records.intake.tables.source import SourceTable

_CATEGORIES = (
    ("党课", re.compile(r"党课")),
    ("动员会", re.compile(r"动员")),
    ("交流会", re.compile(r"交流")),
    ("读书会", re.compile(r"读书会|读书班")),
    ("研讨会", re.compile(r"研讨")),
    ("现场观摩", re.compile(r"观摩")),
    ("座谈会", re.compile(r"座谈")),
    ("辅导课", re.compile(r"辅导课|专题辅导|辅导报告|辅导讲座|专题讲座|理论讲座|专题报告会")),
)


def _values(table: SourceTable) -> list[str]:
    known = table.kind.field("category")
    return [choice.value for choice in known.choices] if known is not None else []


def names_category(table: SourceTable, printed: str) -> bool:
    """Whether a row says its category in words that are understood."""
    known = any(pattern.search(printed) for _, pattern in _CATEGORIES)
    return known or printed in _values(table) or re.search(r"中心组|例会|学习", printed) is not None


def category_of(table: SourceTable, printed: str, title: str) -> str:
    """The category of a session: what its row says, else its title, else the book."""
    if printed in _values(table):
        return printed
    # In a book of weekly meetings, or the central group's, 学习动员 is what one was about, no 动员大会.
    of_one_sort = table.central_group or any("例会" in hint for hint in table.hints)
    for words in (printed, title):
        for category, pattern in _CATEGORIES:
            named = of_one_sort and words is title and category == "动员会"
            if (as_written(category) if named else pattern).search(words):
                return category
    if table.central_group or "中心组" in printed:
        return "中心组"
    if any("例会" in hint for hint in (printed, title, *table.hints)):
        return "周一例会"
    if not printed and any(_CATEGORIES[-1][1].search(hint) for hint in table.hints[:2]):
        return "辅导课"
    return "集体学习"


def as_written(category: str) -> re.Pattern[str]:
    """A kind of meeting as its name is written at length: 动员大会, 动员部署会, 经验交流大会, 座谈会议."""
    if not category.endswith("会"):
        return re.compile(re.escape(category))
    return re.compile(
        rf"{re.escape(category.removesuffix('会'))}(?:部署|学习|工作|发言|讨论|暨[\u4e00-\u9fff]{{2,8}}?)*(?:大会|会)"
    )
