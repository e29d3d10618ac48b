"""Marks under days whose first column is headed by what stands beside it: 学习日期 | 2月16日 | 4月19日."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from records.intake.files.reading import Cell, Row, Sheet
from records.intake.names import clean_name, looks_like_name
from records.intake.tables.layouts import day_columns
from records.intake.tables.recognition.headings import heading_text

#: What heads the days, alone or in the corner with the names below it: 日期, 姓名/日期.
_OF_DAYS = r"(?:集中|集体)?(?:学习|会议|活动|开会|召开|签到)?(?:日期|时间)"
_CORNER = re.compile(rf"{_OF_DAYS}|姓名[/\\、与和]?{_OF_DAYS}|{_OF_DAYS}[/\\、与和]?(?:党员)?姓名")
_HEADED = "姓名"
#: How far down the days stand at most, and how long such a sheet is.
_LOOK_AT, _LONGEST = 10, 400
_MOST = 0.6


def with_names_headed(sheet: Sheet) -> Sheet:
    """The sheet with 姓名 over the names of a book of marks whose corner tells of its days alone."""
    rows = list(islice(iter(sheet.rows), _LONGEST + 1))
    if len(rows) > _LONGEST:
        return sheet
    for at, row in enumerate(rows[:_LOOK_AT]):
        column = _corner(row)
        if column is not None and _are_names(rows[at + 1 :], column):
            cells = (*row.cells[:column], Cell(_HEADED, _HEADED), *row.cells[column + 1 :])
            return replace(sheet, rows=(*rows[:at], replace(row, cells=cells), *rows[at + 1 :]))
    return sheet


def _corner(row: Row) -> int | None:
    """The column right before the days of a row, where it is headed by a word for them."""
    texts = [heading_text(cell.text) for cell in row.cells]
    days = day_columns(texts, 2000, 1)  # which year, does not matter
    before = min(days, default=0) - 1
    return before if before >= 0 and _CORNER.fullmatch(re.sub(r"\s", "", texts[before])) else None


def _are_names(rows: Sequence[Row], column: int) -> bool:
    """Whether names stand in a column: most of what does, beside 学习内容 and 实到人数."""
    told = [row.cells[column].text for row in rows if column < len(row.cells)]
    filled = [text for text in told if text.strip()]
    names = sum(looks_like_name(clean_name(text).name) for text in filled)
    return len(filled) >= 2 and names >= len(filled) * _MOST
