"""A form above a list that people sign: label cells beside value cells, as lines that say 名：值."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from records.intake.files.reading import Cell, Row, Sheet
from records.intake.papers.forms import is_label
from records.intake.tables.facts import line_texts
from records.intake.tables.layouts import name_column, signature_column
from records.intake.tables.recognition.headings import heading_text

#: How far down a sheet the list may begin.
_LOOK_AT = 15


def is_signed(cells: Sequence[str]) -> bool:
    """Whether these are the headings of a list that people sign: 姓名, 签到."""
    headings = [heading_text(text) for text in cells]
    return name_column(headings) is not None and signature_column(headings) is not None


def with_lines_above(sheet: Sheet) -> Sheet:
    """The sheet with the form above its list (会议名称 | … | 时间 | …) as lines; as it is without one."""
    above: list[Row] = []
    for row in sheet.rows:
        if is_signed(line_texts(row)):
            break
        above.append(row)
        if len(above) > _LOOK_AT:
            return sheet
    else:
        return sheet
    told = {row.number: line for row in above if (line := _line(line_texts(row)))}
    if not told:
        return sheet
    rows = (_of_line(row, told[row.number]) if row.number in told else row for row in sheet.rows)
    return replace(sheet, rows=tuple(rows))


def _line(cells: Sequence[str]) -> str:
    """The labels of a row with what is filled in beside them; empty where it is no row of a form."""
    filled = [text for text in cells if text]
    labels, values = filled[::2], filled[1::2]
    if not values or len(labels) != len(values) or not all(map(is_label, labels)):
        return ""
    return "\u3000\u3000".join(
        f"{heading_text(label).rstrip('：:')}：{' '.join(value.split())}"
        for label, value in zip(labels, values, strict=True)
    )


def _of_line(row: Row, line: str) -> Row:
    return replace(row, cells=(Cell(line, line),))
