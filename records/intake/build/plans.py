"""Yearly study plans: the table of months, topics, forms and people in charge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.files.reading import Paragraph, Reading, as_shown
from records.intake.outcome import Item
from records.intake.papers.posts import without_post
from records.intake.papers.signature import (
    labelled,
    pairs_of_table,
    signatures_at_end,
    signatures_under_title,
)
from records.numbers import NumberFault, chinese_number
from records.values import half_width

_HEADS = {
    "month": re.compile(r"月份?|时间|学习时间"),
    "topic": re.compile(r".*(?:内容|主题|专题|题目|课题)"),
    "form": re.compile(r".*(?:形式|方式)"),
    "owner": re.compile(
        r".*(?:责任人|负责人|主讲|主持|授课|讲课|辅导|宣讲|领学|带学|承办|主办|牵头|组织)(?:人员?|者|领导|同志|教师|单位|部门)?"
        r"|.*(?:责任|负责|主讲)(?:领导|同志|单位|部门)"
    ),
}
#: Columns of a plan that say nothing of its own.
_ASIDE = re.compile(r"序号?|编号|顺序|备注|说明|完成情况")
_MONTH = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月?")
#: 1月： or 二、三月份 at the beginning of a line; not 3月5日前.
_MONTH_AHEAD = re.compile(
    r"(?:(?:[一二三四五六七八九十]+|\d+)[、.．]|[（(][一二三四五六七八九十\d]+[)）])?\s*(?:(?:19|20)\d{2}年)?"
    r"((?:\d{1,2}|[一二三四五六七八九十]{1,2})月)份?(?![\d一二三四五六七八九十底初中])(?:\s*[:：、，,]\s*|\s+|$|(?=学习|开展|组织|传达|集中|举办|召开))"
)
_QUARTER = re.compile(r"(?:(?:19|20)\d{2}年)?第?([一二三四1-4])季度?")
_YEAR_AHEAD = re.compile(r"^(?:19|20)\d{2}\s*[年.-]\s*")
_FIGURES = str.maketrans("1234", "一二三四")
_ONE_MONTH = re.compile(r"(?:(?:19|20)\d{2}[年.])?(?:\d{1,2}|[一二三四五六七八九十]{1,2})(?:月份?)?")
_NUMBERED = re.compile(r"(?:\d+[、.．]|[（(][一二三四五六七八九十\d]+[)）]|[①-⑩])\s*")
_IN_CHARGE = re.compile(
    r"[，,；;。（(]?(?:由|责任人[:：]?|主讲人?[:：]|负责人[:：]?)([\u4e00-\u9fff·]{2,12}?)(?:同志)?(?:负责|主讲|主持|辅导|领学|讲授)?[)）]?。?$"
    r"|[，,；;。（(]([\u4e00-\u9fff·]{2,12}?)(?:同志)?(?:负责|主讲|主持|辅导|领学|讲授)[)）]?。?$"
)
#: Brackets that end a line: （集中学习，负责人：某某）.
_BEHIND = re.compile(r"[（(]([^（()）]{2,40})[)）][。；;]?$")
_FORM = re.compile(
    r"(?:学习)?(?:形式|方式)[:：].{2,12}"
    r"|(?:集中|集体|个人|分组|专题|交流|远程|现场|外出|座谈|讨论|视频|网络|业务)?(?:学习|自学|研讨|讨论|观摩|参观|考察|教学|教育|辅导|交流|培训|宣讲|讲座)(?:会|课|班)?"
    r"|(?:全体)?(?:党员|支部|支委|组织生活|民主生活|村民|干部|职工)(?:大会|扩大会|会议?)|(?:主题)?党日(?:活动)?"
    r"|(?:集中|集体)?收看|(?:现场|技术|实地|集中)(?:指导|示范|演示)|党课|座谈会|读书会|知识竞赛|测试|观看.{0,4}(?:片|录像)|[上讲听]党课"
)
#: Below the lines, of all of them: 以上由支部书记某某负责落实, 各项学习内容由某某牵头。
_ALL_BY = re.compile(
    r"(?:以上|上述|各项|全部|全年)[^，,。；;]{0,12}?(?:均|都)?由([\u4e00-\u9fff·]{2,14}?)(?:同志)?(?:具体|牵头|统一)?"
    r"(?:负责|落实|牵头|组织|主抓)"
)
_AROUND = " \u3000\t，,；;。：:、"
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")


def fill_plan(item: Item, reading: Reading, desk: Desk, unit: ObjectId | None) -> None:
    """Owner, year and items of a plan; one without an owner is asked about."""
    whose = _of_a_person(item, reading, desk, unit)
    if whose is not None:
        item.fields["owner"] = whose
    elif unit is not None:
        item.fields["owner"] = unit
    else:
        title = item.fields.get("title", "")
        owner = desk.asked_unit(item, item.paper_question("no_unit", "owner", title))
        if owner is not None:
            item.fields["owner"] = owner
    titled = _YEAR.search(item.fields.get("title", ""))
    if titled:
        item.fields["year"] = int(titled[1])
    tables = reading.text.tables if reading.text else ()
    read = [_items(table) for table in tables]
    items = [row for rows, _ in read for row in rows]
    if not items and reading.text is not None:
        items = _in_prose([paragraph.text.strip() for paragraph in reading.text.paragraphs])
    if reading.text is not None and (by := _who_sees_to_all(reading.text.paragraphs)) is not None:
        items = [{**each, "owner": each.get("owner") or by} for each in items]
    if items:
        item.fields["items"] = items
    if not items or any(left for _, left in read):
        item.flag("plan_items_unread")
    if any(map(_holds_more, tables)):
        item.flag("columns_unread")
    if reading.text is not None:
        item.fields["text"] = "\n".join(paragraph.text for paragraph in reading.text.paragraphs)


def told_by_year(item: Item) -> bool:
    """Whether the year in its title tells a plan from others, whatever day it was signed on."""
    return item.kind == "study_plan" and _YEAR.search(item.fields.get("title", "")) is not None


def _of_a_person(item: Item, reading: Reading, desk: Desk, unit: ObjectId | None) -> ObjectId | None:
    """Whose plan of one's own it is: who alone signs a plan whose title says 个人, in front or at the end."""
    if "个人" not in item.fields.get("title", "") or reading.text is None:
        return None
    lines = [each.text.strip() for each in reading.text.paragraphs if each.text.strip()][1:]
    tables = (labelled(pairs_of_table(table), "table", None).authors for table in reading.text.tables[:1])
    signed = (*tables, signatures_under_title(lines, None).authors, signatures_at_end(lines, None).authors)
    names = next((each for each in signed if each), ())
    if len(names) != 1:
        return None
    person = desk.person(names[0], item, "owner", unit=unit)
    return person.id if person is not None else None


def _in_prose(lines: Sequence[str]) -> list[dict[str, Any]]:
    """The items of a plan without a table: 1月：…, or numbered lines below a month that stands alone."""
    found: list[dict[str, Any]] = []
    month: int | None = None
    last = max((at for at, line in enumerate(lines) if _MONTH_AHEAD.match(half_width(line))), default=-1)
    closing = False
    for at, line in enumerate(lines):
        told = _MONTH_AHEAD.match(half_width(line))
        number = _month(told[1]) if told is not None else None
        if told is not None and number is not None:
            month, rest = number, line[told.end() :]
            # Below the last of lines that say month and matter at once stands what holds for all of them.
            closing = at == last and bool(rest.strip(_AROUND))
        elif month is not None and (
            below := _NUMBERED.match(half_width(line)) or (not closing and _is_item(line))
        ):
            rest = line if below is True else line[below.end() :]
        else:
            month = None
            continue
        if rest.strip(_AROUND):
            found.append({"month": month, **_topic(rest.strip(_AROUND))})
    return found


def _who_sees_to_all(paragraphs: Sequence[Paragraph]) -> str | None:
    """Who sees to everything that a plan has, as a sentence below its lines says."""
    found = (_ALL_BY.search(each.text) for each in paragraphs)
    told = next((match[1] for match in found if match is not None), None)
    return without_post(told) if told is not None else None


def _is_item(line: str) -> bool:
    """Whether a line below a month says what is done in it; the office that signs says nothing more."""
    return re.search(r"[。；;]$", line) is not None


def _topic(text: str) -> dict[str, Any]:
    """What is learnt, in which form, and who sees to it: 传达全会精神（集中学习，由某某负责）."""
    behind = _BEHIND.search(text)
    parts = re.split(r"[，,；;、]", behind[1]) if behind is not None else []
    form = next((form for part in parts if (form := _form(part))), "")
    whose = _IN_CHARGE.search(text)
    if whose is None and not form:
        return {"topic": text}
    if behind is not None and (form or (whose is not None and whose.start() >= behind.start())):
        # What else stands in the brackets is about the matter itself.
        left = [part for part in parts if not _form(part) and not _IN_CHARGE.search(f"，{part}")]
        topic = text[: behind.start()].strip(_AROUND) + (f"（{'，'.join(left)}）" if any(left) else "")
    else:
        topic = text[: whose.start()].strip(_AROUND) if whose is not None else text
    entry = {"topic": topic, **({"form": form} if form else {})}
    return entry | ({"owner": whose[1] or whose[2]} if whose is not None else {})


def _form(text: str) -> str:
    """The form that a part of a line names, with or without the word before it; empty when it names none."""
    plain = text.strip(_AROUND)
    found = _FORM.fullmatch(plain)
    return re.sub(r"^(?:学习)?(?:形式|方式)[:：]?", "", plain) if found is not None else ""


def _items(table: Sequence[Sequence[str]]) -> tuple[list[dict[str, Any]], bool]:
    """The items of a table, and whether something is planned in a row of which no month was read.

    A blank month is that of the row above; 第一季度 and 1—2月 stand behind what begins in their first month.
    """
    columns: dict[str, int] = {}
    found: list[dict[str, Any]] = []
    left, above = False, ""
    for row in map(as_shown, table):
        cells = [re.sub(r"\s", "", cell) for cell in row]
        if not columns:
            columns = _columns(cells)
            continue
        when = cells[columns["month"]] if columns["month"] < len(cells) else ""
        above = when = when or above
        topic = row[columns["topic"]].strip() if columns["topic"] < len(row) else ""
        entry = matter_of(when, topic)
        if entry is None:
            left = left or bool(topic)
            continue
        for name in ("form", "owner"):
            if name in columns and columns[name] < len(row) and row[columns[name]].strip():
                entry[name] = row[columns[name]].strip()
        found.append(entry)
    return found, left


def matter_of(when: str, topic: str) -> dict[str, Any] | None:
    """What a plan has for a time, by its first month; a longer time stands behind the matter."""
    month = _month(when)
    if month is None or not topic:
        return None
    longer = "" if _ONE_MONTH.fullmatch(half_width(when)) else f"（{when}）"
    return {"month": month, "topic": topic + longer}


def _holds_more(table: Sequence[Sequence[str]]) -> bool:
    """Whether something stands in a column of a plan's table that no field takes: 参加对象, 地点."""
    taken: dict[str, int] = {}
    more: set[int] = set()
    for row in table:
        cells = [re.sub(r"\s", "", cell) for cell in row]
        if taken:
            if any(index < len(cells) and cells[index] not in ("", "/", "—", "无") for index in more):
                return True
        elif taken := _columns(cells):
            free = (index for index in range(len(cells)) if index not in taken.values())
            more = {index for index in free if cells[index] and not _ASIDE.fullmatch(cells[index])}
    return False


def _columns(cells: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells):
        for name, pattern in _HEADS.items():
            if name not in columns and index not in columns.values() and pattern.fullmatch(cell):
                columns[name] = index
                break
    return columns if {"month", "topic"} <= columns.keys() else {}


def _month(text: str) -> int | None:
    quarter = _QUARTER.fullmatch(half_width(text))
    if quarter is not None:
        return "一二三四".index(quarter[1].translate(_FIGURES)) * 3 + 1
    match = _MONTH.match(_YEAR_AHEAD.sub("", half_width(text)))
    if match is None:
        return None
    try:
        number = int(match[1]) if match[1].isdigit() else int(chinese_number(match[1]))
    except NumberFault:
        return None
    return number if 1 <= number <= 12 else None
