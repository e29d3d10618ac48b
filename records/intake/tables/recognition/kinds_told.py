"""Registers of papers of two kinds, with a column that says of each which it is: 心得体会, 调研报告."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from records.intake.files.reading import EMPTY
from records.intake.mappings.mapping import ColumnRule, SourceRule
from records.intake.papers.paper_name import kind_of_words
from records.intake.tables.recognition.recognise import recognise_table
from records.intake.tables.recognition.targets import COMMON
from records.intake.tables.source import SourceTable
from records.kind import Kinds

_PAPERS = ("experience_article", "research_report")
_WHICH = re.compile(r"(?:文章|材料|作品|稿件|文稿|成果)?(?:类别|种类|类型|体裁|文种|文体|形式)")


def by_kind(source: SourceTable, kinds: Kinds, hints: Sequence[str]) -> list[SourceTable]:
    """The table once for each kind of paper that a column of it tells of; itself alone where none does.

    Rows whose word is of neither kind stay what the table as a whole is, and the column unread. A document of
    the mapping file is about the kind that it names, and leaves the rows of the other as they are.
    """
    if source.kind.name not in _PAPERS or source.long:
        return [source]
    unread = ("extra",) if source.rule.kind is None else ("extra", "skip")
    for column in source.columns:
        if column.target not in unread or not _WHICH.fullmatch(column.heading):
            continue
        told = {
            cell.text.strip()
            for row in source.table.rows()
            if not row.skipped and not (cell := row.cells.get(column.heading, EMPTY)).blank
        }
        kinds_of = {word: kind_of_words(word) for word in told}
        other = next(name for name in _PAPERS if name != source.kind.name)
        moved = frozenset(word for word, kind in kinds_of.items() if kind == other)
        if not moved or other not in kinds:
            continue
        read = replace(column, target="skip", sure=True, fit=1.0)
        rest = tuple(read if each is column else each for each in source.columns)
        known = all(kind in _PAPERS for kind in kinds_of.values())
        guess = recognise_table(
            kinds,
            [heading if heading != column.heading else "" for heading in source.table.header],
            hints,
            replace(source.rule, kind=other, columns=_of_both(source.rule)),
        )
        if guess.kind is None or guess.missing or source.blocks > 1:
            continue
        columns = (*(each for each in guess.columns if each.index != column.index), read)
        rule = replace(source.rule, kind=source.rule.kind and other, columns=_of_both(source.rule))
        made = SourceTable(guess.kind, source.file, source.table, columns, rule, source.confidence)
        made.only = (column.heading, moved, True)
        kept = replace(source, columns=rest if known else source.columns)
        kept.only = (column.heading, moved, False)
        return [kept, made]
    return [source]


def _of_both(rule: SourceRule) -> tuple[ColumnRule, ...]:
    """What a document says of columns that belong to whatever kind a row is of."""
    if rule.kind is None:
        return rule.columns
    return tuple(each for each in rule.columns if each.to in COMMON and each.to not in ("extra", "skip"))
