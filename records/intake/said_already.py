"""Columns that no field takes and that only repeat what the row says: a month beside its day, a sum.

They are no cause for a doubt. What differs from the row, or can't be compared with it, stays one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bson.objectid import ObjectId

from records.intake.outcome import Item
from records.kind import Kind
from records.values import PartialDate, chinese_digits, half_width

#: The note on a row whose columns without a field say nothing new.
SAID_ALREADY = "said_already"
_ABOUT = "(?:所属|学习|活动|会议|开展|培训|走访|宣讲|考试|测试|测验|支出|发生|谈话)?"
_TIME = re.compile(rf"{_ABOUT}(年度|年份|年|月份|月|季度|季|半年|上下半年|星期几?|周几?|礼拜)")
_PEOPLE = re.compile(
    "(?:实际)?(?:听课|听讲|受课|参会|参加|参学|参训|到会|到课|到场|出席|实到|与会|学习|参与|受教育|收看|观看)?"
    "(?:党员)?人(?:数|次)"
)
#: Kinds that leave it to another record how many came: a party class to its meeting.
_COUNTED_ELSEWHERE = frozenset(("party_class",))
_SCORE = re.compile("(?:总|最终|最后)?(?:成绩|得分|分数|评分|分)|合计|总计|共计")
_SUM = re.compile("合计|总计|共计|小计|总金额")
#: Whether somebody or a body was honoured, beside the honour that says so: 集体 beside 先进学习型党组织.
_SORT = re.compile("(?:表彰|受表彰|获奖|推荐|奖励|先进|荣誉)?(?:对象)?(?:类别|类型|性质|种类)")
_SORTS = {"个人": "个人|党员|干部|标兵|同志", "集体": "集体|组织|支部|单位|机关|党委|班子"}
#: The order of those who were tested, by their scores.
_RANK = re.compile("(?:成绩|总分|得分|考试|测试|竞赛|考核|全[乡镇])?(?:名次|排名|位次|排序|排位)")
#: In longer tests nobody holds the order against the scores.
_MOST_RANKED = 500
_FIGURE = re.compile(r"(\d+(?:\.\d+)?)(?:分|人次?|元)?")
_WEEKDAYS = "一二三四五六日"
_CAME = ("到", "迟到")


def says_nothing_new(kind: Kind, item: Item, row: Item, unread: Mapping[int, str]) -> frozenset[int]:
    """Those of the ``unread`` columns whose cells say of a row what it says itself.

    ``row`` is the item, or a line of it. A column that may be of a field is none of them.
    """
    headings = row.headings or item.headings
    cells = {
        index: (_last(headings[index]), "".join(half_width(row.cells[index]).split()))
        for index, name in unread.items()
        if not name and index < min(len(headings), len(row.cells)) and row.cells[index].strip()
    }
    found = {
        index
        for index, (heading, text) in cells.items()
        if _repeats(kind, item, row, heading, text)
        or (_RANK.fullmatch(heading) and _is_rank(item, row, index))
    }
    rest = {index: cell for index, cell in cells.items() if index not in found}
    return frozenset(found.union(_parts_of_score(row, rest)))


def _last(heading: str) -> str:
    """What stands lowest in a heading, without what stands in brackets."""
    return re.sub(r"[(\[].*?[)\]]|\s", "", half_width(heading.rsplit("/", 1)[-1]))


def _repeats(kind: Kind, item: Item, row: Item, heading: str, text: str) -> bool:
    if time := _TIME.fullmatch(heading):
        day = next((each for name in kind.date if (each := _span(item.fields.get(name))) is not None), None)
        return day is not None and _is_in(time[1], chinese_digits(text), text, *day)
    if _SORT.fullmatch(heading):
        return _is_sort(item.fields, text)
    figure = _figure(text)
    if figure is None:
        return False
    if _PEOPLE.fullmatch(heading) and kind.name in _COUNTED_ELSEWHERE:
        return True
    if _PEOPLE.fullmatch(heading):
        return figure in _counted(item.fields, named=not heading.removeprefix("党员").startswith("人"))
    if _SCORE.fullmatch(heading) and row.fields.get("score") == figure:
        return True
    return bool(_SUM.fullmatch(heading)) and row.fields.get("amount") == figure


def _is_sort(fields: Mapping[str, Any], text: str) -> bool:
    """Whether 个人 or 集体 is what an honour is for, as its own words say."""
    bodies = "集体" if text in ("单位", "组织", "党组织") else ""
    sort = next((each for each in _SORTS if each in text), bodies)
    honour = str(fields.get("title") or fields.get("award") or "")
    told = {each for each, words in _SORTS.items() if re.search(words, honour)}
    return bool(sort) and told == {sort} and ("nominee" in fields)


def _is_rank(item: Item, row: Item, index: int) -> bool:
    """Whether a place in the order is the one that the scores of all who have a place come to.

    After two who share one the next may be counted on, or the place left out.
    """
    place, score = _figure(_cell(row, index).removeprefix("第").removesuffix("名")), row.fields.get("score")
    if place is None or score is None or not 0 < len(item.lines) <= _MOST_RANKED:
        return False
    told = [each.fields.get("score") for each in item.lines if _cell(each, index)]
    scores = [each for each in told if each is not None]
    higher = [each for each in scores if each > score]
    return len(higher) < place <= len(higher) + scores.count(score) or place == len(set(higher)) + 1


def _cell(row: Item, index: int) -> str:
    text = row.cells[index] if index < len(row.cells) else ""
    return "".join(half_width(text).split())


def _span(value: Any) -> tuple[date, date] | None:
    """The first and the last day that a date may be."""
    if isinstance(value, PartialDate):
        return value.start, value.end
    if isinstance(value, datetime):
        return value.date(), value.date()
    return (value, value) if isinstance(value, date) else None


def _is_in(what: str, told: str, text: str, first: date, last: date) -> bool:
    """Whether a month, a quarter, a year … is the one in which the record's own date lies."""
    year = re.match(r"((?:19|20)\d\d)年?度?[./-]?", told)
    if year and (int(year[1]) != first.year or first.year != last.year):
        return False
    rest = told[year.end() :] if year else told
    if what.startswith("年"):
        return bool(year) and not rest
    if what.startswith("月"):
        month = re.fullmatch(r"(\d{1,2})月?份?", rest)
        return month is not None and (first.month, last.month) == (int(month[1]), int(month[1]))
    if what.startswith("季"):
        quarter = re.fullmatch(r"第?([1-4])季?度?", rest)
        quarters = {(each.month + 2) // 3 for each in (first, last)}
        return quarter is not None and quarters == {int(quarter[1])}
    if what in ("半年", "上下半年"):
        halves = {"上半年" if each.month <= 6 else "下半年" for each in (first, last)}
        return halves == {rest if rest.endswith("半年") else f"{rest}半年"}
    weekday = re.fullmatch(r"(?:星期|周|礼拜)?([一二三四五六日天])", text)
    if weekday is None or first != last:
        return False
    return _WEEKDAYS.find(weekday[1].replace("天", "日")) == first.weekday()


def _figure(text: str) -> Decimal | None:
    found = _FIGURE.fullmatch(text)
    return Decimal(found[1]) if found else None


def _counted(fields: Mapping[str, Any], *, named: bool) -> set[int]:
    """How many came, as the figure and the names of a record say; where those differ, neither.

    A bare 人数 may be of anybody: those whom a record names count where the heading says who (``named``).
    """
    attendance = fields.get("attendance")
    if isinstance(attendance, list) and attendance:
        came = sum(row.get("state") in _CAME for row in attendance if isinstance(row, dict))
        return {came} if fields.get("present") in (None, came) else set()
    present = fields.get("present")
    if isinstance(present, int):
        return {present}
    lists = (value for value in fields.values() if named and isinstance(value, list) and value)
    return {len(value) for value in lists if all(isinstance(each, ObjectId) for each in value)}


def _parts_of_score(row: Item, cells: Mapping[int, tuple[str, str]]) -> Iterable[int]:
    """The columns that add up to the score: 单选, 多选 and 简答 beside 总分."""
    figures = [_figure(text) for _, text in cells.values()]
    known = [each for each in figures if each is not None]
    score = row.fields.get("score")
    return cells if len(known) == len(figures) > 1 and score is not None and sum(known) == score else ()
