"""The document of a mapping file that says what a table is, as an operator changes it on a screen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from records.intake.mappings.mapping import ColumnRule, ImportMapping, SourceRule
from records.intake.tables.attendance_columns import labels_by_name
from records.intake.tables.recognition.targets import CELL_KINDS, COMMON, EACH_CELL, register_columns
from records.intake.tables.several.parting import DATE_PARTS
from records.intake.tables.table_summary import TableSummary
from records.kind import Kind, Kinds
from records.language import current_language, translator

tr = translator("records")
SKIP = "skip"
#: Where any number of columns may go, each by itself.
_OF_MANY = ("extra", SKIP, EACH_CELL)
#: What stands for a year, a month or a number in the name of a file or folder.
_COUNTED = re.compile(r"[0-9０-９]+|[〇一二三四五六七八九十]{2,}")
_SIGNS = re.compile(r"[{},*?]")
#: Targets of sign-in books with a line a person; no mapping file names them.
_LAYOUT = "attendance."
_EXCEL = frozenset((".xls", ".xlsx", ".xlsm"))


@dataclass(frozen=True, slots=True)
class Target:
    """A place that a column may go to: what the mapping file calls it, and what people do."""

    name: str
    label: str


def targets_of(kind: Kind) -> list[Target]:
    """Every place that a column of a kind may go to: what takes it out of the way first, then fields."""
    found: dict[str, str] = {}
    for each in kind.fields:
        if not each.computed or each.headings:
            found[each.name] = each.label.text()
        for sub in each.fields:
            found[f"{each.name}.{sub.name}"] = f"{each.label.text()}: {sub.label.text()}"
    for name, words in (*register_columns(kind).items(), *COMMON.items()):
        found.setdefault(
            name, words[0] if current_language() == "zh" else name.replace("_", " ").capitalize()
        )
    found |= labels_by_name(kind)
    targets = [Target(name, label) for name, label in found.items()]
    aside = [Target("extra", tr("kept with the record, in no field")), Target(SKIP, tr("left out"))]
    if kind.name in CELL_KINDS:
        aside.append(Target(EACH_CELL, tr("a whole record in each cell")))
    return [*aside, *targets]


def target_label(kinds: Kinds, kind: str, target: str) -> str:
    """What a column's target is called; a period or day behind @ is left out."""
    name = target.partition("@")[0]
    if target == "extra":
        return ""
    if kind not in kinds:
        return name
    if name == "day":
        return tr("attendance on a day")
    return next((each.label for each in targets_of(kinds[kind]) if each.name == name), name)


def rule_for_table(
    table: TableSummary, tables: Sequence[TableSummary], mapping: ImportMapping
) -> tuple[SourceRule, int | None]:
    """What the mapping says about the table, completed by what was recognised, and its place in the file.

    The place is None where no document says the kind: a document of its own is written then, which takes
    over what a wider one says.
    """
    for place, rule in enumerate(mapping.rules):
        if rule.covers(table.file) and rule.covers_sheet(table.sheet):
            if rule.kind is not None:
                return completed(rule, table), place
            if (rule.files, rule.sheets) == covering(table, tables):
                return completed(replace(rule, kind=table.kind or table.guess or None), table), place
            return _fresh(table, tables, mapping, rule), None
    return _fresh(table, tables, mapping, SourceRule("")), None


def _fresh(
    table: TableSummary, tables: Sequence[TableSummary], mapping: ImportMapping, wider: SourceRule
) -> SourceRule:
    files, sheets = covering(table, tables)
    made = replace(
        wider,
        id=free_name(table.file, mapping, table.sheet),
        files=files,
        sheets=sheets,
        kind=table.kind or table.guess or None,
    )
    return completed(made, table)


def completed(rule: SourceRule, table: TableSummary) -> SourceRule:
    """The rule with every column of the table that it does not name yet, going where it was recognised."""
    return replace(rule, columns=_completed(rule, table))


def _completed(rule: SourceRule, table: TableSummary) -> tuple[ColumnRule, ...]:
    named = {heading for column in rule.columns for heading in column.headings}
    return (
        *rule.columns,
        *(
            ColumnRule((each.heading,), each.target)
            for each in table.columns
            if _is_written(each.heading, each.target) and each.heading not in named
        ),
    )


def _is_written(heading: str, target: str) -> bool:
    """Whether a recognised column goes into the file.

    Not one of many for periods, days and signatures, which the layout tells, nor one that goes nowhere: that
    is for somebody to say, and stays in doubt until then.
    """
    return not ("@" in target or target.startswith(_LAYOUT) or target == "extra" or heading == DATE_PARTS)


def with_target(rule: SourceRule, heading: str, target: str, *, beside: bool = False) -> SourceRule:
    """The rule with a column going elsewhere.

    Another that went to the same field goes to ``extra``, or fills it together with this one (``beside``).
    """
    changed: list[ColumnRule] = []
    found = False
    for column in rule.columns:
        mine = heading in column.headings
        found = found or mine
        if mine:
            changed.append(replace(column, to=target))
        elif column.to == target and target not in _OF_MANY and not beside:
            changed.append(replace(column, to="extra"))
        else:
            changed.append(column)
    if not found:
        changed.append(ColumnRule((heading,), target))
    return replace(rule, columns=tuple(changed))


def others_to(rule: SourceRule, table: TableSummary, heading: str, target: str) -> tuple[str, ...]:
    """The other columns of the table that go to the same field, which they could fill together."""
    if target in (*_OF_MANY, "ordinal"):
        return ()
    said = {each: column.to for column in rule.columns for each in column.headings}
    return tuple(
        each.heading
        for each in table.columns
        if each.heading != heading and said.get(each.heading, each.target) == target
    )


def with_constant(rule: SourceRule, kind: str, field: str, value: str) -> SourceRule:
    """The rule saying the same of a field in every row that says nothing itself; nothing for no value."""
    others = {name: each for name, each in rule.constants.items() if name != field}
    return replace(rule, kind=rule.kind or kind, constants={**others, field: value} if value else others)


def for_table_alone(rule: SourceRule, table: TableSummary, mapping: ImportMapping) -> SourceRule:
    """A document of its own that says the same of this table alone: it goes before the wider one."""
    sheets = (table.sheet,) if table.sheet else ()
    name = free_name(table.file, mapping, table.sheet)
    return replace(rule, id=name, files=exact_pattern(table.file), sheets=sheets)


def with_kind(rule: SourceRule, kind: str) -> SourceRule:
    """The rule for another kind: what columns went to before is recognised anew."""
    return replace(rule, kind=kind, columns=())


def covering(table: TableSummary, tables: Sequence[TableSummary]) -> tuple[str, tuple[str, ...]]:
    """The widest pattern of files, and the sheets, that still holds for none but tables of the same headings.

    Years and numbers in names become ``*``, so that next year's file is covered too.
    """
    exact = exact_pattern(table.file)
    parts = exact.split("/")
    suffix = PurePosixPath(table.file).suffix
    ending = ".{xls,xlsx}" if suffix.lower() in _EXCEL else suffix
    stem = parts[-1].removesuffix(suffix)
    wide = "/".join(_COUNTED.sub("*", part) for part in (*parts[:-1], stem)) + ending
    for files in (wide, exact):
        beside = [
            each for each in tables if SourceRule("", files).covers(each.file) and not _is_nothing(each)
        ]
        alike = tuple(dict.fromkeys(each.sheet for each in beside if each.headings == table.headings))
        for sheets in ((), alike, (table.sheet,)):
            rule = SourceRule("", files, sheets)
            others = (each for each in beside if rule.covers_sheet(each.sheet))
            if all(each.headings == table.headings for each in others):
                return files, sheets
    return exact, (table.sheet,) if table.sheet else ()


def exact_pattern(file: str) -> str:
    """The pattern of one file alone."""
    return _SIGNS.sub("?", file)


def _is_nothing(table: TableSummary) -> bool:
    """Whether no rule can make anything of a sheet: empty, or hidden and therefore only read when named."""
    return table.why in ("no_table", "hidden_sheet")


def covered(rule: SourceRule, tables: Sequence[TableSummary]) -> int:
    """How many of the tables the rule is about."""
    return sum(rule.covers(each.file) and rule.covers_sheet(each.sheet) for each in tables)


def free_name(file: str, mapping: ImportMapping, sheet: str = "") -> str:
    """A name for a new document that none has yet."""
    base = PurePosixPath(file).stem + (f" {sheet}" if sheet else "")
    taken = {rule.id for rule in mapping.rules}
    number = 1
    while (name := base if number == 1 else f"{base} {number}") in taken:
        number += 1
    return name
