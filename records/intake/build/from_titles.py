"""What a table's titles say of every row where no column does: the year, the day, which of the choices."""

from __future__ import annotations

import re
from collections.abc import Mapping

from records.intake.build.values import put_day
from records.intake.desk import Desk
from records.intake.doubted_dates import plausible
from records.intake.outcome import Item
from records.intake.tables.layouts import month_of
from records.intake.tables.source import SourceRow, SourceTable
from records.kind import Field
from records.values import PartialDate

#: What the subject of a row itself says: ``kind.field`` to the field of the subject and words for choices.
_SUBJECTS: Mapping[str, tuple[str, Mapping[str, re.Pattern[str]]]] = {
    "farmer_tutorial.theme": (
        "title",
        {
            "形势": re.compile(r"形势"),
            "政策": re.compile(r"政策|惠农"),
            "市场信息": re.compile(r"市场|行情"),
        },
    ),
}
#: Other words for choices, in titles: ``kind.field`` to choice to words.
_WORDS: Mapping[str, Mapping[str, re.Pattern[str]]] = {
    "study_entry.subtype": {
        "网络学习": re.compile(r"网络|在线|网上|网院"),
        "远程教育": re.compile(r"远程|远教"),
        "业务培训": re.compile(r"培训"),
        "外出考察": re.compile(r"考察"),
    },
}


def fill_from_titles(table: SourceTable, row: SourceRow, item: Item, desk: Desk) -> None:
    """Fill what the record can't do without, no column gives, and the lines above the table say plainly."""
    if (period := _time_told(table, row)) is not None and not any(map(table.has, table.kind.date)):
        _within(period, table, item)
    for field in table.kind.fields:
        if not field.required or field.computed or table.has(field.name) or field.name in item.fields:
            continue
        if field.name == "year" and field.type == "integer":
            year = table.year(row)
            if year is not None:
                item.fields["year"] = year
        elif field.type in ("date", "partial_date") and field.name in table.kind.date:
            day = table.facts.date
            if day is not None and plausible(desk, day):
                put_day(item, field, day)
        elif field.type == "choice":
            told = _choice(table, field)
            beside = _beside(table, field, item)
            if beside is not None:
                # A title that says 政策辅导 speaks of the table, the cell of its row.
                item.flag(f"columns_unread:{field.name}")
            told = beside or _of_subject(table, field, item) or told
            if told:
                item.fields[field.name] = told


def _time_told(table: SourceTable, row: SourceRow) -> PartialDate | None:
    """The half-year or quarter that the title tells of, or the month: 2011年3月笔记检查表, a sheet 3月."""
    period, year = table.facts.period, table.year(row)
    if year is None or (period is not None and period.precision != "year"):
        return period
    sheet_and_file = [hint for hint in table.hints if hint not in table.facts.lines]
    month = month_of([table.facts.title]) or month_of(sheet_and_file)
    return PartialDate.month(year, month) if month is not None else period


def _within(period: PartialDate, table: SourceTable, item: Item) -> None:
    """A time that need not be exact, from a title that says the half-year or less: 二季度读书登记."""
    inexact = next((name for name in table.kind.date if _inexact(table.kind.field(name))), None)
    if inexact and period.precision != "year" and inexact not in item.fields:
        item.fields[inexact] = period


def _inexact(field: Field | None) -> bool:
    return field is not None and field.type == "partial_date"


def _beside(table: SourceTable, field: Field, item: Item) -> str | None:
    """The choice that the only cell says which is one, among the columns that nothing takes."""
    unread = [column.index for column in table.columns if column.target == "extra"]
    cells = {item.cells[index].strip() for index in unread if index < len(item.cells)}
    named = [each.value for each in field.choices if each.value in cells]
    return named[0] if len(named) == 1 else None


def _of_subject(table: SourceTable, field: Field, item: Item) -> str | None:
    """The only choice that the subject of the row speaks of: 内容：柑橘管理和市场行情."""
    subject, words = _SUBJECTS.get(f"{table.kind.name}.{field.name}", ("", {}))
    told = str(item.fields.get(subject, ""))
    named = [choice for choice, pattern in words.items() if pattern.search(told)]
    return named[0] if len(named) == 1 else None


def _choice(table: SourceTable, field: Field) -> str | None:
    """The only choice that a title, the sheet's or the file's name names."""
    hints = ["".join(hint.split()) for hint in table.hints]
    named = {
        each.value for each in field.choices for hint in hints if len(each.value) > 1 and each.value in hint
    }
    # 自学、远教台账 names two, one of them in other words.
    words = _WORDS.get(f"{table.kind.name}.{field.name}", {})
    named |= {choice for choice, pattern in words.items() for hint in hints if pattern.search(hint)}
    return named.pop() if len(named) == 1 else None
