"""Yearly study plans: the table of months, topics, forms and people in charge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.files.reading import Reading
from records.intake.outcome import Item, Question
from records.numbers import NumberFault, chinese_number
from records.values import half_width

_HEADS = {
    "month": re.compile(r"月份?|时间|学习时间"),
    "topic": re.compile(r".*(?:内容|主题|专题|题目|课题)"),
    "form": re.compile(r".*(?:形式|方式)"),
    "owner": re.compile(r".*(?:责任人|负责人|主讲人?|组织者|牵头)"),
}
_MONTH = re.compile(r"(\d{1,2}|[一二三四五六七八九十]{1,2})\s*月?")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")


def fill_plan(item: Item, reading: Reading, desk: Desk, unit: ObjectId | None) -> None:
    """Owner, year and items of a plan; one without an owner is asked about."""
    if unit is not None:
        item.fields["owner"] = unit
    else:
        title = item.fields.get("title", "")
        owner = desk.asked_unit(
            item, Question("no_unit", item.place, "owner", title, (), True, (item.evidence,))
        )
        if owner is not None:
            item.fields["owner"] = owner
    titled = _YEAR.search(item.fields.get("title", ""))
    if titled:
        item.fields["year"] = int(titled[1])
    tables = reading.text.tables if reading.text else ()
    items = [row for table in tables for row in _items(table)]
    if items:
        item.fields["items"] = items
    if reading.text is not None:
        item.fields["text"] = "\n".join(paragraph.text for paragraph in reading.text.paragraphs)


def _items(table: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
    columns: dict[str, int] = {}
    found: list[dict[str, Any]] = []
    for row in table:
        cells = [re.sub(r"\s", "", cell) for cell in row]
        if not columns:
            columns = _columns(cells)
            continue
        month = _month(cells[columns["month"]]) if columns["month"] < len(cells) else None
        topic = row[columns["topic"]].strip() if columns["topic"] < len(row) else ""
        if month is None or not topic:
            continue
        entry: dict[str, Any] = {"month": month, "topic": topic}
        for name in ("form", "owner"):
            if name in columns and columns[name] < len(row) and row[columns[name]].strip():
                entry[name] = row[columns[name]].strip()
        found.append(entry)
    return found


def _columns(cells: Sequence[str]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for index, cell in enumerate(cells):
        for name, pattern in _HEADS.items():
            if name not in columns and index not in columns.values() and pattern.fullmatch(cell):
                columns[name] = index
                break
    return columns if {"month", "topic"} <= columns.keys() else {}


def _month(text: str) -> int | None:
    match = _MONTH.match(half_width(text))
    if match is None:
        return None
    try:
        number = int(match[1]) if match[1].isdigit() else int(chinese_number(match[1]))
    except NumberFault:
        return None
    return number if 1 <= number <= 12 else None
