"""Registers whose columns stand for half-years, quarters or months side by side."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from records.intake.files.reading import Reading
from records.intake.mappings.mapping import SourceRule
from records.intake.tables.facts import Facts, period_in
from records.intake.tables.layouts import (
    PeriodColumn,
    bare_period_columns,
    is_measure,
    month_of,
    name_column,
    period_ahead,
    period_columns,
)
from records.intake.tables.recognition.columns import ColumnMatch
from records.intake.tables.recognition.recognise import recognise_table
from records.intake.tables.source import SourceTable, UnreadTable
from records.intake.tables.tables import Table
from records.kind import NUMBER_TYPES, Field, Kind, Kinds
from records.values import PartialDate, half_width

_REGISTER = "study_register"
_NOTES = "reading_note"
#: Where a register and notes of reading keep the same.
_SAME = {
    "person": "person",
    "notes_words": "words",
    "unit": "unit",
    "remarks": "remarks",
    "ordinal": "ordinal",
}

#: What somebody studies alone is counted by nothing that a register of study declares but its notes.
OWN_STUDY = re.compile(r"自学|远程教育|远教|网络学习|网上学习|在线学习")
_OF_MEETINGS = frozenset(("sessions", "hours"))
#: Scores are no amounts: those of months are not added up.
_NO_AMOUNT = frozenset(("score",))
#: What such figures are counted in, as a line above the table says it: 计量单位：字.
_COUNTED_IN = {
    "字": ("notes_words",),
    "篇": ("articles", "reports"),
    "次": ("sessions",),
    "学时": ("hours",),
    "课时": ("hours",),
    "小时": ("hours",),
}


def table_by_periods(
    reading: Reading, table: Table, kinds: Kinds, rule: SourceRule, header: Sequence[str], year: int | None
) -> SourceTable | UnreadTable | None:
    """The register that the columns of ``header`` make up; None when they tell of no periods.

    What is counted stands below each period, or, over a column for each month alone, in the title.
    """
    hints = table.hints(reading.relative)
    spread = period_columns(header, year)
    if spread:
        return _register(reading, table, kinds, rule, hints, spread)
    if _REGISTER not in kinds or name_column(header) is None:
        return None
    what = said_of_figures(kinds[_REGISTER], table.facts, hints)
    spread = bare_period_columns(header, year, what) if what else []
    said = {heading for column in rule.columns for heading in column.headings}
    if not spread or any(header[each.index] in said for each in spread):
        return None
    return _register(reading, table, kinds, replace(rule, kind=_REGISTER), hints, spread)


def _register(
    reading: Reading,
    table: Table,
    kinds: Kinds,
    rule: SourceRule,
    hints: Sequence[str],
    spread: Sequence[PeriodColumn],
) -> SourceTable | UnreadTable:
    """The fields of a register, once for each period."""
    inside = {column.index for column in spread}
    common = [index for index in range(len(table.header)) if index not in inside]
    rests = list(dict.fromkeys(column.heading for column in spread))
    headings = [*(table.header[index] for index in common), *rests]
    guess = recognise_table(kinds, headings, hints, rule)
    if guess.kind is None or guess.missing or guess.kind.name != _REGISTER:
        why = "missing_columns" if guess.missing else "not_recognised"
        return UnreadTable(reading.relative, table.sheet.name, why, guess.missing, table, guess.likely or "")
    meant = {column.heading: column for column in guess.columns}
    periods = list(dict.fromkeys(column.period for column in spread if column.period is not None))
    columns = [
        replace(meant[table.header[index]], index=index) for index in common if table.header[index] in meant
    ]
    for column in spread:
        if column.period is not None:
            # What no field takes stands among the columns all the same: whatever is in it is told.
            target = meant[column.heading].target if column.heading in meant else "extra"
            to = f"{target}@{periods.index(column.period)}" if target != "extra" else target
            columns.append(ColumnMatch(column.index, table.header[column.index], to))
    source = SourceTable(guess.kind, reading.relative, table, tuple(columns), rule, guess.confidence)
    source.periods = tuple(periods)
    source.sums = {
        table.header[column.index]: added_up(table.header, column, spread)
        for column in spread
        if column.whole
    }
    source.months = [
        tuple(table.header[each.index] for each in spread if each.heading == rest and not each.whole)
        for rest in rests
    ]
    return source


def added_up(
    header: Sequence[str], whole: PeriodColumn, spread: Sequence[PeriodColumn]
) -> list[tuple[str, ...]]:
    """Which columns one may add up: those of the time that it names; else all, or those since the last."""
    alike = [each for each in spread if each.heading == whole.heading]
    parts = [each for each in alike if each.period is not None]
    year = next((each.period.start.year for each in parts if each.period is not None), None)
    told = period_ahead(header[whole.index], year)
    inside = [
        each
        for each in parts
        if told is not None
        and each.period is not None
        and told.start <= each.period.start
        and each.period.end <= told.end
    ]
    last = max((each.index for each in alike if each.whole and each.index < whole.index), default=-1)
    since = [each for each in parts if last < each.index < whole.index]
    choices = [inside] if inside else [parts, since]
    return [tuple(header[each.index] for each in choice) for choice in choices if choice]


def said_of_figures(kind: Kind, facts: Facts, hints: Iterable[str]) -> str:
    """The heading that the titles give to the figures of all months: 笔记字数 of 学习笔记完成情况.

    Empty when they name none or several, or speak of a measure that is none of its own.
    """
    texts = [re.sub(r"\s", "", half_width(hint)) for hint in hints]
    named = {
        field.name: field.label.zh
        for field in kind.fields
        if field.type in NUMBER_TYPES and not field.computed and field.name not in _NO_AMOUNT
        if any(word in text for word in _words(field) for text in texts)
    }
    measures = {value for key, value in facts.pairs.items() if key.endswith("单位") and len(value) <= 3}
    if any(map(OWN_STUDY.search, texts)):
        named = {name: label for name, label in named.items() if name not in _OF_MEETINGS}
    if measure := measures & _COUNTED_IN.keys():
        named = {name: label for name, label in named.items() if name in _COUNTED_IN[min(measure)]}
    elif any(is_measure(value) or re.fullmatch(r"[百千万][字元]?", value) for value in measures):
        # 单位：页 over notes, of which a register keeps the characters.
        return ""
    return next(iter(named.values())) if len(named) == 1 else ""


@cache
def _words(field: Field) -> frozenset[str]:
    """The headings of a field that say what it is without a measure behind them."""
    plain = (half_width(word) for word in (field.label.zh, *field.headings))
    return frozenset(word for word in plain if len(word) > 1 and not re.search(r"[()/]", word))


def notes_of_a_part(source: SourceTable, kinds: Kinds, year: int | None) -> SourceTable:
    """A register of one month or quarter as the notes of that time; any other as it is.

    A register declares a half-year or a year: of less than that only the words of notes have a record. What
    else stands in such a table goes nowhere, and is flagged.
    """
    own = source.kind.name == _REGISTER and source.rule.kind is None and not source.periods
    if not own or _NOTES not in kinds or source.has("period") or not source.has("notes_words"):
        return source
    when = _part_told(source, year)
    if when is None:
        return source
    columns = [replace(each, target=_SAME.get(each.target, "extra")) for each in source.columns]
    made = SourceTable(
        kinds[_NOTES], source.file, source.table, tuple(columns), source.rule, source.confidence
    )
    made.blocks = source.blocks
    made.given = {
        **{name: text for name, text in source.given.items() if name in _SAME.values()},
        "period": when.display("zh"),
    }
    return made


def _part_told(source: SourceTable, year: int | None) -> PartialDate | None:
    """The month that the title names, or without a time in it the sheet or file; else the quarter."""
    told = source.facts.period
    titled = period_in("\n".join(source.facts.lines))
    if titled is not None and titled.precision not in ("year", "quarter"):
        # 统计时间：2012年1月至6月 names a month as well.
        return None
    month = month_of(source.facts.lines) or month_of(source.hints)
    if month is not None and year is not None:
        whole = PartialDate.month(year, month)
        apart = told is not None and (whole.end < told.start or told.end < whole.start)
        return None if apart else whole
    return told if told is not None and told.precision == "quarter" else None
