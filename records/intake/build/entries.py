"""What columns say of a list of entries, such as the findings of a visit, becomes the entries."""

from __future__ import annotations

import re
from typing import Any

from records.field_value import coerce
from records.intake.dates import DateFault, parse_date
from records.intake.outcome import Item
from records.intake.papers.minutes.parts import parts_of_line
from records.intake.plain_remarks import nothing_found
from records.intake.tables.source import SourceRow, SourceTable
from records.intake.tables.spans import LAST, deadline
from records.kind import Field
from records.values import PartialDate

#: The field that says of what the entries of a list are, where the list has no column for it.
_FOUND = {"problems": "findings"}


def tells_entries(field: Field, row: SourceRow) -> bool:
    """Whether a row says something of a list's entries, in the list's column or in one of theirs."""
    return row.has(field.name) or any(row.has(f"{field.name}.{sub.name}") for sub in field.fields)


def take_entries(item: Item, field: Field, row: SourceRow, table: SourceTable) -> None:
    """The entries of a list that a row tells: one for each of several that its text numbers.

    Their text stands under the heading of the list, or under its own; what other columns say holds for each.
    """
    main = next((sub for sub in field.fields if sub.type in ("text", "longtext")), None)
    told = (row.text(field.name) or row.text(f"{field.name}.{main.name}")) if main is not None else ""
    if "\t" in told:
        item.fields[field.name] = [_labelled(field, line, item) for line in told.splitlines()]
        return
    if main is not None and not told and not table.has(f"{field.name}.{main.name}"):
        # What was done about it stands beside what was found: 反映的主要问题, 采取措施, 是否解决.
        found = row.text(_FOUND.get(field.name, ""))
        told = " ".join(found.split("\n"))
    if told and nothing_found(told):
        return
    if main is None or not told:
        item.flag(f"value_left_out:{field.name}")
        return
    shared: dict[str, Any] = {}
    for sub in field.fields:
        text = row.text(f"{field.name}.{sub.name}")
        if not text or sub is main or sub.type in ("reference", "list"):
            continue
        value = _value(sub, f"{field.name}.{sub.name}", row, table)
        if value is None:
            item.flag(f"value_left_out:{field.name}")
        else:
            shared[sub.name] = value
    numbered = [part for line in told.splitlines() for part in parts_of_line(line)]
    if len(numbered) < 2 and not shared:
        # 8月份只学习1次；笔记仅1900字: what no number parts the mark between two things does.
        numbered = [part.strip() for part in re.split(r"[；;]", told) if part.strip()]
    texts = numbered if len(numbered) > 1 else [told]
    item.fields[field.name] = [{main.name: text, **shared} for text in texts]


def _labelled(field: Field, line: str, item: Item) -> dict[str, Any]:
    """An entry whose line says each of its parts by name: 题名：…, 页数：2, apart by tabs."""
    entry: dict[str, Any] = {}
    for part in line.split("\t"):
        label, _, text = part.partition("：")
        sub = next((each for each in field.fields if each.label.zh == label), None)
        try:
            value = coerce(sub, text.removesuffix("页")) if sub is not None else None
        except ValueError:
            value = None
        if sub is not None and value is not None:
            entry[sub.name] = value
        elif text:
            item.flag(f"value_left_out:{field.name}")
    return entry


def _value(sub: Field, target: str, row: SourceRow, table: SourceTable) -> Any:
    if sub.type == "date":
        try:
            year, cell = table.year(row), row.cell(target)
            day = parse_date(deadline(cell, year=year) if sub.name in LAST else cell, year=year).value
        except DateFault:
            return None
        return day.start if isinstance(day, PartialDate) and day.precision == "day" else None
    try:
        return coerce(sub, row.text(target))
    except ValueError:
        return None
