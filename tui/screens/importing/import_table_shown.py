"""What the page of a table shows: the rule in words, the columns and where they go, the first rows."""

from __future__ import annotations

from collections.abc import Sequence

from records.intake.mappings.mapping import SourceRule
from records.intake.tables.recognition.confidence import LOOK_AT_IT
from records.intake.tables.table_look import TableLook
from records.intake.tables.table_rule import SKIP, covered, target_label
from records.intake.tables.table_summary import TableSummary
from records.kind import Kinds
from records.masking import mask_cell, printed
from tui.cjk import one_line
from tui.screens.importing.import_rule import settled
from tui.widgets.table.virtual_table import Column, Row, VirtualTable
from tui.words import tr


def rule_text(
    kinds: Kinds, rule: SourceRule, table: TableSummary, counts: TableSummary, tables: Sequence[TableSummary]
) -> str:
    """What the table is taken for and what the rule says besides; below it how many rows that took.

    ``counts`` holds what became of the rows in the last run, ``tables`` are those of the import.
    """
    if rule.kind == SKIP:
        kind = tr("left out")
    else:
        name = rule.kind or table.kind or table.guess
        kind = (
            kinds[name].label.text()
            if name in kinds
            else tr("not known: {key:import_table.kind} says what it is")
        )
    if table.kind and not table.mapped:
        kind = f"{kind} ({table.confidence:.0%})"
    elif table.missing:
        kind = tr("{kind}, lacks {columns}", kind=kind, columns=_missing(kinds, rule, table))
    head = "、".join(str(number) for number in table.header_rows)
    parts = [tr("Kind: {kind}", kind=kind)]
    if head:
        parts.append(tr("headings in row {rows}", rows=head))
    elif rule.kind != SKIP and not rule.form:
        parts.append(tr("no headings found: choose their row below (Tab, Enter)"))
    parts += settled(rule, kinds.get(rule.kind or table.kind or table.guess))
    rows = tr(
        "{taken} taken, {flagged} with a doubt, {asked} asked, {refused} refused",
        taken=counts.taken,
        flagged=counts.flagged,
        asked=counts.asked,
        refused=counts.refused,
    )
    many = covered(rule, tables) if rule.id else 0
    where = tr("holds for {files}", files=rule.files) if many else ""
    if many > 1:
        where = tr("holds for {files} (tables: {count})", files=rule.files, count=many)
    lines = (" · ".join(parts), " · ".join(part for part in (rows, where) if part))
    return "\n".join(one_line(printed(line)) for line in lines)


def _missing(kinds: Kinds, rule: SourceRule, table: TableSummary) -> str:
    kind = rule.kind or table.guess
    groups = (group.split("/") for group in table.missing)
    return "、".join("/".join(target_label(kinds, kind, each) for each in group) for group in groups)


def show_columns(columns: VirtualTable, kinds: Kinds, rule: SourceRule, table: TableSummary) -> None:
    """List the columns of a table, where each goes and how surely, and the cursor where it was."""
    columns.show_columns(
        (
            Column("heading", tr("Heading"), 12, grow=1),
            Column("target", tr("Goes to"), 14, grow=1),
            Column("sure", tr("Sure"), 5, right=True, keep=True),
            Column("samples", tr("For example"), 18, grow=2),
        )
    )
    kind = rule.kind or table.kind or table.guess
    said = {heading: column.to for column in rule.columns for heading in column.headings}
    rows = []
    for each in table.columns:
        target = said.get(each.heading, each.target)
        label = tr("left out") if target == SKIP else target_label(kinds, kind, target)
        if target == "extra" and each.heading in said:
            label = tr("kept, in no field")  # somebody said so, unlike of a column that nobody looked at
        filled = " ↓" if each.heading in rule.fill_down else ""
        known = target not in ("extra", SKIP)
        cells = (
            printed(each.heading),
            (label or "—") + filled,
            f"{each.confidence:.0%}" if known else "",
            printed(" | ".join(mask_cell(each.heading, sample) for sample in each.samples)),
        )
        tone = "unjudged" if not known else "waiting" if each.confidence < LOOK_AT_IT else ""
        rows.append(Row(each.index, cells, tone, each.heading))
    columns.show_rows(rows, cursor=columns.cursor)


def show_rows(table: VirtualTable, summary: TableSummary, look: TableLook | None) -> None:
    """List the first rows of a table as printed, under the letters of their columns."""
    rows = look.rows if look is not None else ()
    width = max((len(cells) for _, cells in rows), default=0)
    numbered = Column("number", tr("Row"), 4, right=True, keep=True)
    table.show_columns((numbered, *(Column(str(at), _letter(at), 10) for at in range(width))), frozen=1)
    heads = set(summary.header_rows)
    names = {each.index: each.heading for each in summary.columns}
    made = [
        Row(
            number,
            (
                str(number),
                *(printed(mask_cell(names.get(at, ""), text)) for at, text in enumerate(cells)),
                *("" for _ in range(width - len(cells))),
            ),
            "strong" if number in heads else "",
            number,
        )
        for number, cells in rows
    ]
    table.show_rows(made, cursor=table.cursor)


def _letter(index: int) -> str:
    """A column as a spreadsheet calls it: A, Z, AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
