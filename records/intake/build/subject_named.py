"""Whose a row is, where the column that says so has a heading that nobody knows: it holds known names."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from records.intake.desk import Desk
from records.intake.names import split_names
from records.intake.tables.recognition.columns import GUESSED, is_aside
from records.intake.tables.recognition.headings import heading_text, names_heading
from records.intake.tables.source import SourceTable

#: Whoever did something about the record, which is another's.
_ANOTHER = re.compile(
    r"检查|督查|考核|审|经[办手]|记录|主持|填|制[表作]|登记|联系|介绍|证[明实]|推荐|提名|批|领导|签|负责|责任|管|颁|发|授予"
    r"|[主承协]办|监|评|校|打印|见证|陪同|验收|带[队领]|书记|组长|所在|单位|支部"
)


def take_subject(table: SourceTable, desk: Desk) -> None:
    """Let a column that nothing takes say whose the rows are, if it names somebody known in every row.

    Only where no column gives that, no branch is the table's own, and just one column can. The rows stay in
    doubt, as all do that have something in such a column.
    """
    named = next((field for name in table.kind.unit if (field := table.kind.field(name))), None)
    if named is None or named.type != "reference" or table.long or table.has(named.name):
        return
    root = desk.units.root
    if "unit" in named.targets and table.unit is not None and (root is None or table.unit != root.id):
        return  # a branch's own honours, as its title or its folder says
    said = {heading_text(name) for column in table.rule.columns for name in column.headings}
    free = [
        column
        for column in table.columns
        if column.target == "extra"
        and not (names_heading(said, column.heading) or is_aside(column.heading))
        and not _ANOTHER.search(column.heading)
        and _names_all(table, column.index, desk, named.targets)
    ]
    if len(free) == 1:
        taken = replace(free[0], target=named.name, sure=False, fit=GUESSED)
        table.columns = tuple(taken if column is free[0] else column for column in table.columns)
        table.release()


def _names_all(table: SourceTable, index: int, desk: Desk, targets: Collection[str]) -> bool:
    """Whether each cell of a column is the name of somebody, or of a unit, that is known."""
    texts = [row.texts[index].strip() if index < len(row.texts) else "" for row in table.rows]
    return bool(texts) and all(text and _is_known(text, desk, targets) for text in texts)


def _is_known(text: str, desk: Desk, targets: Collection[str]) -> bool:
    if "unit" in targets and desk.units.find(text).unit is not None:
        return True
    names = split_names(text)
    return "person" in targets and len(names) == 1 and bool(desk.people.named(names[0].name))
