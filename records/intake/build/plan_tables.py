"""Study plans kept as a table: a row a month's matter, one plan for the whole table or one a unit."""

from __future__ import annotations

from collections.abc import Iterator

from records.intake.build.plans import matter_of
from records.intake.build.rows import ask_unit, build_plain, find_context, take_field
from records.intake.desk import Desk
from records.intake.outcome import Item, Place
from records.intake.tables.recognition.columns import is_aside
from records.intake.tables.source import NONE_WORDS, SourceRow, SourceTable


def build_plans(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """The plans of a table of months and matters; one that lists plans, a row each, goes the plain way."""
    if not (table.has("items.month") and table.has("items.topic")):
        yield from build_plain(table, desk)
        return
    find_context(table, desk)
    plans: dict[str, Item] = {}
    above: dict[str, str] = {}
    whose = ""
    for row in table.rows:
        # A unit that is printed in the first of its rows only has those below, and so has a month.
        whose = row.text("owner") or whose
        group = row.group if desk.unit_named(row.group) is not None else ""
        key = whose or group
        if key not in plans:
            plans[key] = _begun(table, row, desk, group)
        _matter(plans[key], row, above)
        _more(table, row, plans[key])
    for plan in plans.values():
        if not plan.fields.get("items"):
            plan.flag("plan_items_unread")
        yield plan


def _begun(table: SourceTable, row: SourceRow, desk: Desk, group: str) -> Item:
    """A plan with its owner, year and title."""
    alone = not row.has("owner") and not group
    item = Item(table.kind.name, Place(table.file, table.sheet, table.header_row if alone else row.number))
    item.cells, item.headings = (table.facts.lines, table.headings) if alone else (row.texts, table.headings)
    owner = table.kind.field("owner")
    grouped = desk.unit_named(group) if group else None
    if owner is not None and row.has("owner"):
        take_field(item, owner, row, desk, table.unit)
    elif grouped is not None:
        item.fields["owner"] = grouped.id
    elif (unit := table.unit or ask_unit(table, item, desk, "owner")) is not None:
        item.fields["owner"] = unit
    told = row.text("year").removesuffix("年").removesuffix("年度")
    year = int(told) if told.isdigit() else table.year(row)
    if year is not None:
        item.fields["year"] = year
    elif item.taken:
        item.reject("missing_date")
    title = row.text("title") or next((line for line in table.facts.lines if "计划" in line), "")
    if title:
        item.fields["title"] = title
    return item


def _matter(item: Item, row: SourceRow, above: dict[str, str]) -> None:
    printed = row.text("items.month") or above.get("month", "")
    above["month"] = printed
    topic = row.text("items.topic")
    entry = matter_of("".join(printed.split()), topic)
    if entry is None:
        if topic:
            item.flag("plan_items_unread")
        return
    for name in ("form", "owner"):
        if row.has(f"items.{name}"):
            entry[name] = row.text(f"items.{name}")
    item.fields.setdefault("items", []).append(entry)


def _more(table: SourceTable, row: SourceRow, item: Item) -> None:
    """Flag what stands in a column that no field of a plan takes: 参加对象, 地点."""
    for column in table.columns:
        unread = column.target == "extra" and not is_aside(column.heading)
        if unread and "".join(row.texts[column.index : column.index + 1]).strip() not in NONE_WORDS:
            item.flag("columns_unread")
    if row.has("remarks"):
        item.remarks = "；".join(filter(None, (item.remarks, row.text("remarks"))))
