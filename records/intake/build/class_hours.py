"""Lengths in 学时 of one's own study: minutes where the register says how long one is, else remarks."""

from __future__ import annotations

import re
from collections.abc import Iterable

from records.intake.outcome import Item
from records.intake.tables.layouts import hours_heading, other_measure
from records.intake.tables.source import SourceRow, SourceTable
from records.numbers import NumberFault, parse_number
from records.values import half_width

#: 每学时45分钟, 1课时=50分钟, 一个学时按1小时计算.
_LONG = re.compile(
    r"(?:每|一|1)个?(?:学时|课时)[(]?(?:[=＝为按计是以合算即]|折[合算])*(\d+(?:\.\d+)?|一)?个?(分钟|小时)"
)
_IN_HOURS, _IN_MINUTES = re.compile(r"小时|钟头"), re.compile(r"分")


def take_class_hours(item: Item, row: SourceRow, table: SourceTable) -> None:
    """Put a column of 学时 into ``minutes``, or into the remarks: how long one is nobody knows."""
    text = half_width(row.text("class_hours"))
    if not text or item.fields.get("minutes") is not None:
        return
    heading = next(column.heading for column in table.columns if column.target == "class_hours")
    try:
        reading = parse_number(row.cell("class_hours").value)
    except NumberFault:
        reading = None
    value = reading.value if reading is not None else None
    # 一天 are no hours of class, however long they were.
    other = reading is not None and other_measure(reading.unit, "学时") and not _IN_MINUTES.search(text)
    if value is None or other:
        item.flag("value_left_out:minutes")
        return
    minutes = 60 if _IN_HOURS.search(text) or hours_heading(heading) else None
    minutes = minutes or (1 if _IN_MINUTES.search(text) else None)
    minutes = minutes or class_minutes((heading, *table.facts.lines, *table.notes))
    if minutes is not None and value * minutes == int(value * minutes):
        item.fields["minutes"] = int(value * minutes)
        return
    told = text if re.search(r"[学课]时", text) else f"{text}{'课时' if '课时' in heading else '学时'}"
    item.remarks = "；".join(filter(None, (item.remarks, told)))


def class_minutes(texts: Iterable[str]) -> int | None:
    """How many minutes a 学时 has, as headings, titles or notes say; None where they don't, or differ."""
    found = set()
    for text in texts:
        for told in _LONG.finditer(re.sub(r"\s", "", half_width(text))):
            figure = 1.0 if told[1] in (None, "一") else float(told[1])
            found.add(int(figure * (60 if told[2] == "小时" else 1)))
    return found.pop() if len(found) == 1 else None
