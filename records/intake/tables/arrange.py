"""From a file's sheets to tables with kind and columns, in whichever layout an office keeps them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import PurePosixPath

from records.intake.answers.left_out import left_out_in
from records.intake.columns_beside import find_columns_beside
from records.intake.files.reading import EMPTY, Reading
from records.intake.mappings.mapping import ImportMapping, SourceRule
from records.intake.names import clean_name, looks_like_name
from records.intake.papers.paper_name import has_surname, is_unit, read_paper_name
from records.intake.tables.date_parts import find_date_parts
from records.intake.tables.facts import year_of_path
from records.intake.tables.form_above import with_lines_above
from records.intake.tables.layouts import (
    blocks_of,
    day_columns,
    month_of,
    name_column,
    signature_column,
)
from records.intake.tables.moves import of_roster, tells_moves
from records.intake.tables.names_headed import with_names_headed
from records.intake.tables.pinned import pinned, pinned_head
from records.intake.tables.recognition.columns import ColumnMatch, match_columns
from records.intake.tables.recognition.headings import blank_heading, heading_text
from records.intake.tables.recognition.kinds_told import by_kind
from records.intake.tables.recognition.meanings import Meanings
from records.intake.tables.recognition.not_done import not_done
from records.intake.tables.recognition.recognise import TableGuess, known_headings, recognise_table
from records.intake.tables.several.each_cell import table_of_cells
from records.intake.tables.several.kinds_beside import kinds_beside, plans_apart, unsaid
from records.intake.tables.several.of_sides import as_titled, of_sides, of_sorts, said_by_side
from records.intake.tables.several.pairs import Pair, pairs_of, pairs_told
from records.intake.tables.several.sides import TITLED, all_sides, is_mean
from records.intake.tables.several.ticked import find_ticked
from records.intake.tables.source import SourceTable, UnreadTable
from records.intake.tables.tables import Table, find_tables
from records.intake.tables.under_periods import notes_of_a_part, table_by_periods
from records.intake.tables.uses import spread_uses
from records.kind import Kind, Kinds
from records.values import half_width

#: How many rows tell what stands in a column.
_LOOK_AT = 20
_NOTES = re.compile(r"备\s*注|说明")
_FIGURE = re.compile(r"\s*[-+¥￥]?[\d,，.]+\s*元?\s*|\s*[—－-]+\s*")


def tables_of(reading: Reading, kinds: Kinds, mapping: ImportMapping) -> list[SourceTable | UnreadTable]:
    """Every table of a file, recognised or as mapped; hidden sheets only when the mapping names them."""
    found: list[SourceTable | UnreadTable] = []
    left_out = left_out_in(mapping.answers)
    known = frozenset(heading_text(word) for word in known_headings(kinds))
    stem = PurePosixPath(reading.relative).stem
    for sheet in reading.sheets or ():
        rule = mapping.rule_for(reading.relative, sheet.name)
        if rule.kind == "skip" or (sheet.hidden and sheet.name not in rule.sheets):
            found.append(
                UnreadTable(reading.relative, sheet.name, "hidden_sheet" if sheet.hidden else "skipped")
            )
            continue
        sheet = with_names_headed(with_lines_above(sheet))
        head, named = pinned_head(sheet, rule)
        named |= {heading_text(name) for column in rule.columns for name in column.headings}
        known_here = known | named | set(rule.must_have)
        tables = find_tables(pinned(sheet, rule), file_name=stem, known=known_here, head=head)
        if not tables:
            blank = next(iter(sheet.rows), None) is None
            found.append(UnreadTable(reading.relative, sheet.name, "no_table" if blank else "not_recognised"))
        for table in tables:
            for each in _side_by_side(reading, table, kinds, rule):
                kind = each.kind.name if rule.kind is None and isinstance(each, SourceTable) else ""
                moves = isinstance(each, SourceTable) and tells_moves(each)
                if kind and not moves and (why := not_done(table, kind, stem)):
                    each = UnreadTable(reading.relative, sheet.name, why, (), table, kind)
                found.append(each)
    if not any(isinstance(each, SourceTable) for each in found):
        # Totals sum up other sheets; where there are none, the table itself is what nobody understands.
        found = [_alone(each) for each in found]
    for each in found:
        if isinstance(each, SourceTable):
            each.columns = of_roster(each)
            each.meanings = Meanings(each.kind, mapping.words, mapping.answers)
            each.left_out = left_out
            each.struck = _struck_rows(reading.warnings, each.sheet)
    return found


def _struck_rows(warnings: Sequence[str], sheet: str) -> frozenset[int]:
    """The rows of a sheet in which its reader saw something struck through."""
    told = (code.split(":", 2) for code in warnings if code.startswith("struck_rows:"))
    return frozenset(int(number) for _, rows, name in told if name == sheet for number in rows.split(","))


def _alone(found: SourceTable | UnreadTable) -> SourceTable | UnreadTable:
    if isinstance(found, UnreadTable) and found.why == "summary_sheet":
        return replace(found, why="not_recognised")
    return found


def _side_by_side(
    reading: Reading, table: Table, kinds: Kinds, rule: SourceRule
) -> list[SourceTable | UnreadTable]:
    """A table, or one for each of the tests or papers that stand side by side in it."""
    hints = table.hints(reading.relative)
    whole = _arranged(reading, table, kinds, rule)
    year = _year_of(reading, table, rule)
    sides = all_sides(table.header, year)
    laid_out = isinstance(whole, SourceTable) and _laid_out(whole)
    if not laid_out and not of_sorts(whole, sides):
        plain = whole if rule.kind is None else _arranged(reading, table, kinds, unsaid(rule))
        if several := kinds_beside(whole, plain, table, kinds, rule, hints, reading.relative):
            return several
    if not sides or laid_out:
        if not isinstance(whole, SourceTable):
            return [whole]
        return [each for part in by_kind(whole, kinds, hints) for each in plans_apart(part, kinds)]
    inside = {index for side in sides for index in side.columns}
    if all(side.day is not None for side in sides):
        inside |= {index for index, heading in enumerate(table.header) if is_mean(heading)}
    # A column that bears the name of a test is of one, whatever the title says.
    tests = rule.kind is None and any(side.title for side in sides)
    found: list[SourceTable | UnreadTable] = []
    for side in sides:
        header = [
            heading if index not in inside or index in side.columns else ""
            for index, heading in enumerate(table.header)
        ]
        for index, heading in zip(side.columns, side.headings, strict=False):
            header[index] = heading
        guess = recognise_table(kinds, header, hints, replace(rule, kind="exam") if tests else rule)
        guess = as_titled(kinds, header, hints, rule, guess)
        if guess.kind is None or guess.missing or not of_sides(guess.kind, side):
            return [whole]
        columns = tuple(replace(each, heading=table.header[each.index]) for each in guess.columns)
        guess = replace(guess, columns=columns)
        facts = replace(table.facts, date=side.day) if side.day is not None else table.facts
        source = _source(reading, replace(table, facts=facts), guess, rule, kinds)
        if isinstance(source, SourceTable):
            source.side = frozenset(table.header[index] for index in side.columns)
            if side.headings or source.kind.name in TITLED:
                source.given = {**source.given, **said_by_side(source, side, year)}
        found.append(source)
    return found


def _laid_out(source: SourceTable) -> bool:
    """Whether the columns of a table are more than a line a record: periods, days, blocks side by side."""
    return bool(source.periods or source.days or source.each) or source.blocks > 1


def _year_of(reading: Reading, table: Table, rule: SourceRule) -> int | None:
    """The year of a whole table: of the mapping, its titles, the sheet, the path."""
    return rule.year or table.facts.year or year_of_path(reading.relative)


def _arranged(reading: Reading, table: Table, kinds: Kinds, rule: SourceRule) -> SourceTable | UnreadTable:
    """A table with its kind and columns, in whichever layout it is kept."""
    hints = table.hints(reading.relative)
    year = _year_of(reading, table, rule)
    marked = _marked(reading, table, kinds, rule, hints, year) if rule.kind in (None, "session") else None
    if marked is not None:
        return marked
    blocks = blocks_of(table.header)
    header = table.header[: len(table.header) // blocks]
    apart = table_of_cells(reading, table, kinds, rule, header, year) if blocks == 1 else None
    if apart is not None:
        return apart
    if rule.kind in (None, "study_register"):
        spread = table_by_periods(reading, table, kinds, rule, header, year)
        if spread is not None:
            return spread
    pairs = pairs_of(table, rule)
    guess = recognise_table(kinds, _parted(header, pairs), hints, rule)
    told = pairs_told(pairs, guess.columns, guess.kind)
    if told != pairs:
        pairs = told
        guess = recognise_table(kinds, _parted(header, pairs), hints, rule)
    source = _source(reading, table, guess, rule, kinds)
    if isinstance(source, SourceTable) and pairs:
        source.pairs = pairs
        source.columns = tuple(
            replace(column, heading=header[column.index], target="extra")
            if column.index < len(header) and header[column.index] in pairs
            else column
            for column in source.columns
        )
    if isinstance(source, SourceTable):
        source.blocks = blocks
        find_date_parts(source)
        _find_uses(source)
        find_ticked(source)
        if rule.kind is None:
            find_columns_beside(source)
        source = notes_of_a_part(source, kinds, year)
    return source


def _marked(
    reading: Reading,
    table: Table,
    kinds: Kinds,
    rule: SourceRule,
    hints: Sequence[str],
    year: int | None,
) -> SourceTable | None:
    """A sign-in book with a line a person: marks under days, or signatures of one meeting."""
    # Names side by side may share a last column: 序号 姓名 签到 序号 姓名 签到 备注.
    shared = blocks_of(table.header) == 1 and _NOTES.fullmatch(table.header[-1]) is not None
    blocks = blocks_of(table.header[:-1] if shared else table.header)
    header = table.header[: len(table.header) // blocks]
    name = name_column(header)
    if name is None or "session" not in kinds:
        return None
    days = day_columns(header, year, month_of(hints))
    signed = signature_column(header)
    meeting = any(re.search(r"签到|会议|集中学习|例会|党课|考勤", hint) for hint in hints)
    if not days and (signed is None or not meeting):
        return None
    kind = kinds["session"]
    columns = {
        column.index: column
        for column in match_columns(kind, header)
        if column.target in ("host_unit", "remarks", "ordinal")
    }
    columns[name] = ColumnMatch(name, header[name], "attendance.person")
    for index in days:
        columns[index] = ColumnMatch(index, header[index], f"day@{index}")
    if not days and signed is not None:
        columns[signed] = ColumnMatch(signed, header[signed], "attendance.signed")
    if shared and blocks > 1:
        columns[len(table.header) - 1] = ColumnMatch(len(table.header) - 1, table.header[-1], "extra")
    source = SourceTable(kind, reading.relative, table, tuple(columns.values()), rule)
    source.blocks = blocks
    source.days = {f"day@{index}": day for index, day in days.items()}
    return source


def _parted(header: Sequence[str], pairs: Mapping[str, Pair]) -> list[str]:
    """The headings with those of pairs left blank, and their parts behind all others."""
    kept = [blank_heading(at) if heading in pairs else heading for at, heading in enumerate(header)]
    return kept + [part for heading in header if heading in pairs for part in pairs[heading][:2]]


def _find_uses(source: SourceTable) -> None:
    """Let each column of a use be an entry of its own: 图书, 培训 under 支出, unless mapped otherwise."""
    money = next((field.name for field in source.kind.fields if field.type == "money"), "")
    mine = {money} if source.rule.kind is not None else {money, "extra"}
    free = [column.heading for column in source.columns if column.target in mine]
    to, uses = spread_uses(source.kind, free)
    if uses and not source.has(to) and _hold_figures(source.table, list(uses)):
        rest = (each for each in source.columns if each.heading not in uses)
        kept = [replace(each, target="extra") if each.target == money else each for each in rest]
        at = {heading: index for index, heading in enumerate(source.headings)}
        source.columns = (*kept, *(ColumnMatch(at[heading], heading, money) for heading in uses))
        source.spread, source.spread_to = uses, to


def _hold_figures(table: Table, headings: Sequence[str]) -> bool:
    """Whether figures stand under these headings, and nothing else."""
    rows = [row for row in islice(table.rows(), _LOOK_AT) if not row.skipped]
    cells = [cell for row in rows for name in headings if not (cell := row.cells.get(name, EMPTY)).blank]
    return bool(cells) and all(_FIGURE.fullmatch(half_width(cell.text)) for cell in cells)


def _told(reading: Reading, table: Table, kind: Kind, missing: Sequence[str]) -> dict[str, str]:
    """What is missing among the columns and stands once for the table: 走访人：某某, or a sheet a person.

    ``missing`` are groups of targets of which one is needed, joined by /.
    """
    told: dict[str, str] = {}
    for key, value in table.facts.pairs.items():
        for column in match_columns(kind, (key,)):
            if column.sure and any(column.target in group.split("/") for group in missing):
                told.setdefault(column.target, value)
    # 刘军（机关） is the sheet of 刘军.
    names = (clean_name(table.sheet.name).name, read_paper_name(reading.relative).person or "")
    for group in missing:
        known = kind.field(group)
        inner = known.of if known is not None and known.of is not None else known
        if group not in told and inner is not None and "person" in inner.targets:
            found = next((name for name in names if _is_a_person(name)), None)
            told |= {group: found} if found else {}
    return told if all(set(group.split("/")) & told.keys() for group in missing) else {}


def _dated_by_parts(source: SourceTable, missing: Sequence[str]) -> bool:
    """Whether nothing is missing but the date, and that stands under 月 and 日."""
    dates = set(source.kind.date)
    return source.date_parts() is not None and all(set(group.split("/")) & dates for group in missing)


def _one_plan(source: SourceTable) -> bool:
    """Whether a table is a plan itself, a row a matter: whose it is and of which year its title says."""
    return source.kind.name == "study_plan" and source.has("items.month") and source.has("items.topic")


def _spent_by_use(source: SourceTable, missing: Sequence[str]) -> bool:
    """Whether nothing is missing but sums of money, and those stand in columns of uses."""
    _find_uses(source)
    return bool(source.spread) and all(
        any((field := source.kind.field(name)) and field.type == "money" for name in group.split("/"))
        for group in missing
    )


def _source(
    reading: Reading, table: Table, guess: TableGuess, rule: SourceRule, kinds: Kinds
) -> SourceTable | UnreadTable:
    likely = kinds[guess.likely] if guess.likely else guess.kind
    if likely is not None and guess.missing:
        given = _told(reading, table, likely, guess.missing)
        if given:
            source = SourceTable(likely, reading.relative, table, guess.columns, rule, guess.confidence)
            source.given = given
            return source
    if likely is not None and guess.missing:
        source = SourceTable(likely, reading.relative, table, guess.columns, rule, guess.confidence)
        told = _dated_by_parts(source, guess.missing) or _spent_by_use(source, guess.missing)
        if told or _one_plan(source):
            return source
    if guess.kind is None or guess.missing:
        why = "summary_sheet" if guess.summary else "missing_columns" if guess.missing else "not_recognised"
        named = guess.likely or (guess.kind.name if guess.kind else "")
        return UnreadTable(reading.relative, table.sheet.name, why, guess.missing, table, named)
    source = SourceTable(guess.kind, reading.relative, table, guess.columns, rule, guess.confidence)
    unnamed = [name for name in _owners(guess.kind) if not source.has(name)]
    given = _told(reading, table, guess.kind, unnamed) if unnamed else {}
    source.given = {**_told_above(table, source), **given}
    return source


#: What a line above a register says of all its rows, though none is known by it: 学习地点：镇会议室.
_ABOVE_ALL = frozenset(("place", "host", "recorder", "lecturer"))


def _told_above(table: Table, source: SourceTable) -> dict[str, str]:
    """What stands in no column, and once above the table: of whom it tells (户主：某某), or where it was."""
    wanted = {
        field.name
        for field in source.kind.fields
        if (field.identify and field.type in ("text", "choice")) or field.name in _ABOVE_ALL
        if not source.has(field.name)
    }
    told: dict[str, str] = {}
    for key, value in table.facts.pairs.items() if wanted else ():
        for column in match_columns(source.kind, (key,)):
            if column.fit == 1 and column.target in wanted:
                told.setdefault(column.target, value)
    return told


def _is_a_person(text: str) -> bool:
    """Whether the name of a sheet or file is a person's; 柳一支部 is none."""
    return looks_like_name(text) and has_surname(text) and not is_unit(text)


def _owners(kind: Kind) -> list[str]:
    """The fields that say whose record a row of the kind is."""
    owning = (field for name in kind.unit if (field := kind.field(name)) is not None)
    # Of a paper its authors; who led a meeting is nobody whose meeting it was.
    fields = [field for field in owning if field.identify or (field.required and field.is_list)]
    return [field.name for field in fields if "person" in (field.of or field).targets]
