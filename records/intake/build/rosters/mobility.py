"""Whether a roster's row says that somebody is away for long, or hardly gets about."""

from __future__ import annotations

import re

from records.intake.outcome import Item
from records.intake.tables.source import NONE_WORDS, SourceRow, SourceTable

#: Away for good, and not somebody's children, nor who came back.
_AWAY = re.compile(
    r"^(?!.*(?:子女|儿子|女儿|曾|返乡|回乡|返村|回村)).*(?:(?:长期|常年|长年)(?:外出|在外|不在)|流动党员"
    r"|(?:外出|在外(?:地|省|县)?|在[\u4e00-\u9fff]{2,4})(?:务工|打工|经商))"
)
_AWAY_ALL = re.compile(r"^(?!.*(?:流入|、)).*(?:流动党员|外出党员)")
#: What stands under 是否流动党员 and 流动情况 for one who is away.
_FLOATING = re.compile(r"是|√|✓|流动|长期|常年|外出|流出")
_BACK = re.compile(r"返回|返乡|返村|回乡|回村|流回")
_LIMITED = re.compile(r"(?:行动|腿脚|行走)不[便灵]|卧[病床]|瘫痪|生活不能自理")
#: Old or frail: many of those still come to meetings.
_FRAIL = re.compile(r"年老(?:体弱|多病)|体弱多病")
#: A heading that asks whether somebody can come at all, so that frail is an answer.
_ASKS_WHETHER_ABLE = re.compile(r"不便")
_YES = re.compile(r"是|有|√|✓")


def read_mobility(table: SourceTable, row: SourceRow, item: Item) -> None:
    """Put whether somebody is away or hardly moves into the item; that frail people do is flagged."""
    told, remarks = row.text("mobility"), row.text("remarks")
    asked = any(
        column.target == "mobility" and _ASKS_WHETHER_ABLE.search(column.heading) for column in table.columns
    )
    if asked and _YES.fullmatch(told):
        told = ""  # that there is something is told, not what; see Leftovers
    if _AWAY.search(remarks) or _FLOATING.match(told):
        item.fields["mobility"] = "长期外出"
    elif _LIMITED.search(remarks) or _LIMITED.search(told):
        item.fields["mobility"] = "行动不便"
    elif (frail_there := _FRAIL.search(told)) or _FRAIL.search(remarks):
        # Who hardly moves is not counted among those who were to come.
        item.fields["mobility"] = "行动不便"
        if not (asked and frail_there):
            item.flag("value_unsure:mobility")
    elif not row.has("mobility") and not _came_back(table, row) and any(map(_AWAY_ALL.search, table.hints)):
        item.fields["mobility"] = "长期外出"


def _came_back(table: SourceTable, row: SourceRow) -> bool:
    """Whether a list of those who are away says that one of them has come back: a day under 返乡时间."""
    cells = zip(table.headings, row.texts, strict=False)
    return any(_BACK.search(heading) and text.strip() not in NONE_WORDS for heading, text in cells)
