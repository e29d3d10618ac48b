"""Rows of a form beside a label that spans several of them: 参加人员 beside two lines of names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from records.intake.files.reading import Cell, CoveredText, Row
from records.intake.names import looks_like_name, split_names
from records.intake.tables.recognition.headings import heading_text

#: Labels beside which people are named, one or many.
_PEOPLE = re.compile(
    r"(?:人员|同志|名单|成员|党员|干部|出席人?|列席人?|缺席人?|请假人?|签到|签名|参加人|到会人|参会人|与会人)"
)


def cells_of(row: Row, text_of: Callable[[Cell], str]) -> list[str]:
    """The texts of a sheet's row; a merged range stands where it begins and covers the rest."""
    cells: list[str] = []
    for column, cell in enumerate(row.cells):
        beside = column > 0 and row.cells[column - 1].value == cell.value
        cells.append(CoveredText(text_of(cell), not beside) if cell.merged else text_of(cell))
    return cells


def stripped(row: Iterable[str]) -> list[str]:
    """The texts of a row without blanks around them."""
    return [text if isinstance(text, CoveredText) else text.strip() for text in row]


def joined(rows: Iterable[Sequence[str]], is_label: Callable[[str], bool]) -> list[list[str]]:
    """The rows, those that go on beside the label of the row above put into that row."""
    made: list[list[str]] = []
    for row in rows:
        if not (made and _put_above(row, made[-1], is_label)):
            made.append(list(row))
    return made


def _put_above(row: Sequence[str], above: list[str], is_label: Callable[[str], bool]) -> bool:
    """Put what a row says into the one above, where a label there spans both and nothing else is told."""
    label = next((text for text in row if isinstance(text, CoveredText) and text.below), None)
    told = [text for text in row if text]
    at = [column for column, text in enumerate(above) if text]
    if label is None or not told or len(at) < 2 or above[at[0]] != label.shows or not is_label(label.shows):
        return False
    people = named_together(above[at[0]], [*(above[column] for column in at[1:]), *told])
    if any(map(is_label, told)) or not (people or len(told) == len(at) - 1 == 1):
        return False
    above[at[1]] = people or "\n".join((above[at[1]], *told))
    for column in at[2:]:
        above[column] = ""
    return True


def named_together(label: str, values: Sequence[str]) -> str:
    """The people that stand in several cells beside one label, as a list; empty where it is anything else."""
    if len(values) < 2 or not _PEOPLE.search(heading_text(label)):
        return ""
    named = all(looks_like_name(part.name) for value in values for part in split_names(value))
    return "、".join(value.strip("、，, \n") for value in values) if named else ""
