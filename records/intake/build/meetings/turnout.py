"""Who came as one column of a sign-in book tells it: 应到8人，实到7人，请假1人（张伟民）; 8/7; 全到."""

from __future__ import annotations

import re
from dataclasses import replace

from records.intake.files.reading import EMPTY, Cell
from records.intake.names import split_names
from records.intake.tables.source import SourceRow
from records.numbers import NumberFault, parse_number
from records.values import half_width

_WORDS = r"(?:到会?|参加|出席|参会|参学|签到)?(?:党员|人员)?(?:人数|数)?[:：为]?"
_SHOULD = rf"应{_WORDS}(?P<should>\d+)[人名个]?"
_CAME = rf"(?:实际?|[到出参签][会席学到])?{_WORDS}(?P<came>\d+)[人名个]?"
_BETWEEN = r"[,，;；、/。(（]*"
_BOTH = (
    re.compile(rf"{_SHOULD}{_BETWEEN}{_CAME}[)）]?(?P<rest>.*)"),
    re.compile(rf"{_CAME}{_BETWEEN}{_SHOULD}[)）]?(?P<rest>.*)"),
    re.compile(r"(?P<should>\d+)[人名]?[/／](?P<came>\d+)[人名]?(?P<rest>)"),
)
_FIGURE = re.compile(r"\s*\d{1,4}\s*[人名]?\s*")
_ALL = re.compile(r"(?:全[员部体]?(?:党员)?(?:到[会齐]?|参加|出席|参会)|全勤|到齐|无(?:人)?缺[席勤])[。]?")
#: How many were away, and who perhaps: 缺席1人（张三，病假）, 请假2人.
_AWAY_COUNTED = re.compile(
    r"(?:缺[席勤会]?|请假|未到|病假|事假|公差|其中|[,，;；、])*\d+[人名个]?(?:[(（](.*)[)）])?"
)


def with_turnout(row: SourceRow) -> SourceRow:
    """A row whose figures of who should have come, and came, stand in a column of both."""
    printed = row.text("turnout")
    if not printed or row.has("expected") or row.has("present"):
        return row
    text = re.sub(r"\s", "", half_width(printed))
    if _ALL.fullmatch(text):
        return row
    both = next((found for pattern in _BOTH if (found := pattern.fullmatch(text))), None)
    if both is None:
        # A bare figure, or the names of those who came; whatever it is, it is not lost.
        return replace(row, cells={**row.cells, "present": row.cell("turnout")})
    cells = {**row.cells, "expected": _cell(both["should"]), "present": _cell(both["came"])}
    rest = both["rest"].strip(",，;；、。 ")
    counted = _AWAY_COUNTED.fullmatch(rest)
    names = (counted[1] or "") if counted else rest
    if names and not row.has("absentees"):
        cells["absentees"] = _cell(re.sub(r"^(?:缺席|缺勤|未到|请假)(?:人员)?[:：]", "", names))
    return replace(row, cells=cells)


def _cell(text: str) -> Cell:
    return Cell(text, text) if text else EMPTY


def names_or_count(row: SourceRow) -> SourceRow:
    """A row with names under 参加, or a figure under 参加人员, where such things are looked for."""
    named, counted = row.text("attendees"), row.text("present")
    if counted and not named and count_in(row, "present") is None and split_names(counted):
        return replace(row, cells={**row.cells, "attendees": row.cell("present"), "present": EMPTY})
    if named and not counted and _FIGURE.fullmatch(half_width(named)):
        return replace(row, cells={**row.cells, "present": row.cell("attendees"), "attendees": EMPTY})
    return row


def count_in(row: SourceRow, target: str) -> int | None:
    try:
        value = parse_number(row.cell(target).value).value
    except NumberFault:
        return None
    return int(value) if value is not None else None
