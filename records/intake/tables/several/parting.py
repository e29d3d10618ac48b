"""One row of a table taken apart: two figures of a cell, entries side by side, a date in two columns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from records.intake.files.reading import EMPTY, Cell
from records.intake.names import split_names
from records.intake.tables.several.sides import NOT_GIVEN
from records.intake.tables.several.titles import may_have_several, part_titles
from records.intake.tables.tables import TableRow
from records.values import half_width

if TYPE_CHECKING:
    from records.intake.tables.source import SourceTable

#: The heading under which the date made of the columns 月 and 日 is kept.
DATE_PARTS = "月/日"

#: What stands where a figure of a month is wanted, and says that there is none.
AWAY = re.compile(
    r"(?:因?[病事产公婚丧探年]|[寒暑]|放[寒暑]?|休[产病年探]?|请[病事产公婚丧]?)假|出差|外出|住院|借调|离岗|停课|未上班|(?:已|尚)?未?(?:到岗|调[入出])"
)
#: What says of a month or quarter that nothing was read, written or studied: 未读, ×, 0小时.
_NOTHING = re.compile(
    r"(?:因[\u4e00-\u9fff]{1,6}?)?(?:[未没]有?|尚未)(?:[读看学记写做交查报购借开上送发办]|阅读|学习|检查|开展|参加|登记|自学|读书|完成|上[交报]"
    r"|组织|召开|举[办行]|安排|活动|走访|集中|宣讲|党课|会议)+完?(?:[(].{1,10}[)])?|(?:暂?停|取消|停[学课会])(?:[(].{1,10}[)])?"
    r"|[×✗✘╳xX]|否|空白?|0+(?:\.0+)?(?:个?小时|分钟?|[学课]时|字|本|册)?"
)
_NUMBER = re.compile(r"\s*\d{1,4}(?:\.0)?\s*[.、．]?\s*")
#: A heading that says what the figure in brackets is, and such a cell.
_TELLS_A_PART = re.compile(r"[(\[](?:其中|含|内)[^()\d]+[)\]]$")
_WHOLE_AND_PART = re.compile(r"\s*(\d+\s*[\u4e00-\u9fff]?)\s*[(\[][^()\d]{0,6}\d+[^()\d]{0,4}[)\]]\s*")


def tells_a_part(heading: str) -> bool:
    """Whether a heading says that its figures have a part in brackets behind them: 到课人数（其中边民）."""
    return _TELLS_A_PART.search(heading) is not None


def side_blank(row: TableRow, side: frozenset[str]) -> bool:
    """Whether nothing was given on a side: blank cells, 未交, or only what goes on from the row above."""
    cells = (row.cells.get(heading, EMPTY) for heading in side if heading not in row.filled)
    return all(cell.blank or NOT_GIVEN.fullmatch(cell.text.strip()) for cell in cells)


def only_numbered(row: TableRow, numbers: frozenset[str]) -> bool:
    """Whether nothing stands in a row of a form but its printed number."""
    told = {
        heading: cell for heading, cell in row.cells.items() if not cell.blank and heading not in row.filled
    }
    return (
        bool(told) and told.keys() <= numbers and all(_NUMBER.fullmatch(each.text) for each in told.values())
    )


def parts_of(row: TableRow, table: SourceTable) -> Iterator[TableRow]:
    """The records of a row: itself, or its blocks or uses side by side as far as they are filled, and each of
    several titles in a cell.
    """
    if not may_have_several(row, table.kind):
        yield from _side_by_side(row, table)
        return
    for part in _side_by_side(row, table):
        yield from part_titles(part, table)


def _side_by_side(row: TableRow, table: SourceTable) -> Iterator[TableRow]:
    if table.spread:
        yield from _spread(row, table)
        return
    if table.told is not None:
        yield from table.told.parts(row)
        return
    if table.each:
        yield from _each(row, table)
        return
    if table.blocks == 1:
        yield row
        return
    for block in range(1, table.blocks + 1):
        names = {heading: heading if block == 1 else f"{heading}#{block}" for heading in table.headings}
        cells = {heading: row.cells.get(name, EMPTY) for heading, name in names.items()}
        if not all(cell.blank for cell in cells.values()):
            filled = frozenset(heading for heading, name in names.items() if name in row.filled)
            unfilled = frozenset(heading for heading, name in names.items() if name in row.unfilled)
            yield replace(row, cells=cells, filled=filled, unfilled=unfilled)


def _spread(row: TableRow, table: SourceTable) -> Iterator[TableRow]:
    """An entry for each filled column of uses, and one for what came in; the row itself without any."""
    if table.spread_to == "role":
        yield from _seats(row, table)
        return
    figures = [column.heading for column in table.columns if column.target == "income"]
    figures += table.spread
    filled = [heading for heading in figures if not row.cells.get(heading, EMPTY).blank]
    for heading in filled or [""]:
        yield replace(row, cells=row.cells | {each: EMPTY for each in filled if heading and each != heading})


def says_nothing(text: str) -> bool:
    """Whether a cell that would hold a record says that there is none: 未读, 病假, ×."""
    told = "".join(half_width(text).split())
    return any(none.fullmatch(told) for none in (NOT_GIVEN, AWAY, _NOTHING))


def _each(row: TableRow, table: SourceTable) -> Iterator[TableRow]:
    """A row for each filled cell of the columns that hold a record a cell; none where nothing was done."""
    for heading in table.each:
        cell = row.cells.get(heading, EMPTY)
        if cell.blank or says_nothing(cell.text):
            continue
        cells = {name: each for name, each in row.cells.items() if name == heading or name not in table.each}
        if shared := _reaches_on(row, heading, table):
            # What is merged over several months may be that of all of them together.
            cells[heading] = replace(cell, merged=True)
        yield replace(row, cells=cells, filled=row.filled | ({heading} if shared else set()))


def _reaches_on(row: TableRow, heading: str, table: SourceTable) -> bool:
    """Whether the cell is merged with that of the next column."""
    names = list(table.each)
    beside = names[names.index(heading) + 1 :][:1]
    return any((cell := row.cells.get(name, EMPTY)).blank and cell.merged for name in beside)


def without_part(row: TableRow, heading: str) -> None:
    """The whole of 46（5） under 到课人数（其中边民）, as its heading says."""
    cell = row.cells.get(heading, EMPTY)
    if found := _WHOLE_AND_PART.fullmatch(half_width(cell.text)):
        row.cells[heading] = Cell(found[1], found[1])


def join_date(row: TableRow, parts: tuple[str, str, int | None], above: dict[str, Cell]) -> None:
    """One date from the columns 月 and 日; ledgers leave out what is the same as in the row above."""
    month_at, day_at, year = parts
    if row.month and month_at not in row.cells:
        month_at = f"{row.month}月"
        if month_at not in above:
            above.pop(day_at, None)
    month, day = (row.cells.get(heading, EMPTY) for heading in (month_at, day_at))
    if day.blank and month.blank:
        month, day = above.get(month_at, EMPTY), above.get(day_at, EMPTY)
    elif month.blank:
        month = above.get(month_at, EMPTY)
    if month_at not in row.cells and month_at[0].isdigit():
        month = Cell(month_at, month_at)
    above |= {month_at: month, day_at: day}
    if not month.blank and not day.blank:
        text = f"{year}年" if year else ""
        text += f"{month.text.strip().rstrip('月')}月{day.text.strip().rstrip('日')}日"
        row.cells[DATE_PARTS] = Cell(text, text)


def _seats(row: TableRow, table: SourceTable) -> Iterator[TableRow]:
    """A line for each person in a column of seats: 组长, 副组长 and 成员 of one leading group."""
    for heading in table.spread:
        if heading in row.filled:
            continue
        rest = {each: EMPTY for each in table.spread if each != heading}
        for part in split_names(row.cells.get(heading, EMPTY).text):
            yield replace(row, cells=row.cells | rest | {heading: Cell(part.raw, part.raw)})
