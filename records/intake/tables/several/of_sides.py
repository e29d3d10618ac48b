"""What the sides of a table say of the records in them: which kind they are, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from records.intake.mappings.mapping import SourceRule
from records.intake.tables.layouts import period_ahead
from records.intake.tables.recognition.recognise import TableGuess, recognise_table
from records.intake.tables.recognition.targets import CELL_KINDS
from records.intake.tables.several.sides import BOOK_SORTS, TITLED, Side
from records.intake.tables.several.told_in_cells import kind_named
from records.intake.tables.source import SourceTable, UnreadTable
from records.kind import Kind, Kinds


def as_titled(
    kinds: Kinds, header: Sequence[str], hints: Sequence[str], rule: SourceRule, guess: TableGuess
) -> TableGuess:
    """The kind that the titles name, where a side's columns fit that, too: 日期 and 主题 say little."""
    named = kind_named(kinds, hints) if rule.kind is None else None
    if named is None or guess.kind is None or guess.kind.name not in TITLED or named is guess.kind:
        return guess
    told = recognise_table(kinds, header, hints, replace(rule, kind=named.name))
    return guess if told.missing else replace(told, confidence=guess.confidence)


def said_by_side(source: SourceTable, side: Side, year: int | None) -> dict[str, str]:
    """What the heading of a side says of its records: 政治理论书目 of that kind, 一季度书目 of that time."""
    when = period_ahead(source.table.header[side.columns[0]], year)
    dated = [field for name in source.kind.date if (field := source.kind.field(name)) is not None]
    wanting = not any(source.has(field.name) for field in dated)
    # Where a record keeps a day, the month or quarter is what is known of it.
    inexact = next((field.name for field in dated if field.type == "partial_date"), "")
    inexact = inexact or (dated[0].name if dated and source.kind.name in CELL_KINDS else "")
    told = {"title": side.title} if side.title else {}
    told |= {inexact: when.display("zh")} if when is not None and wanting and inexact else {}
    if source.kind.name == "person":
        told["change"] = side.name
    return told | {
        field.name: side.name
        for field in source.kind.fields
        if field.type == "choice" and side.name in {choice.value for choice in field.choices}
        if not source.has(field.name)
    }


def of_sorts(whole: SourceTable | UnreadTable, sides: Sequence[Side]) -> bool:
    """Whether a register of books is kept by their sorts, and has no records of other kinds beside it."""
    books = isinstance(whole, SourceTable) and whole.kind.name == "book_reading"
    return books and bool(sides) and all(side.name in BOOK_SORTS for side in sides)


def of_sides(kind: Kind, side: Side) -> bool:
    """Whether each side is a record of the kind: a paper with a title of its own, a test with its day."""
    if kind.name == "person":
        return "姓名" in side.headings
    return kind.name in TITLED or (kind.name == "exam" and side.day is not None)
