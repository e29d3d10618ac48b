"""Who came to a meeting and who was away, as somebody says it by name: of a column, or of minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

from records.intake.build.meetings.away import away_in
from records.intake.files.reading import Cell
from records.intake.names import NamedPart, split_names
from records.intake.papers.minutes.evaluation import MeetingHead
from records.intake.papers.minutes.people import everybody_came, people_listed
from records.intake.tables.attendance_columns import ALL_NAMES, BY_NAME, WAS_NOT
from records.intake.tables.source import SourceRow, SourceTable

#: How many rows tell whether a column lists people.
_LOOK_AT = 20


def lists_people(table: SourceTable) -> bool:
    """Whether a column that is said to hold a person of the attendance lists several, a row a meeting.

    It is one of names then.
    """
    if not table.has("start") or not table.has("attendance.person"):
        return False
    texts = [text for row in islice(table.rows, _LOOK_AT) if (text := row.text("attendance.person"))]
    if sum(len(split_names(text)) > 1 for text in texts) * 2 <= len(texts):
        return False
    table.columns = tuple(
        replace(each, target=ALL_NAMES) if each.target == "attendance.person" else each
        for each in table.columns
    )
    table.release()
    return True


def with_names(row: SourceRow) -> SourceRow:
    """A row whose cell of the attendance names who came, and who did not with the reason behind the name."""
    if not row.has(ALL_NAMES):
        return row
    parts = split_names(row.text(ALL_NAMES))
    away = [part for part in parts if part.reason and WAS_NOT.search(part.reason)]
    came = [part for part in parts if part not in away]
    told = {"attendees": _listed(came, reasons=False), "absentees": _listed(away, reasons=True)}
    cells = {name: Cell(text, text) for name, text in told.items() if text and not row.has(name)}
    return replace(row, cells={**row.cells, **cells})


def _listed(parts: list[NamedPart], *, reasons: bool) -> str:
    return "、".join(
        f"{part.name}（{part.reason}）" if reasons and part.reason else part.name for part in parts
    )


def said_of_meeting(head: MeetingHead, said: Mapping[str, object]) -> MeetingHead:
    """What the head of minutes says, with those whom somebody names as present, absent, on leave or late."""
    told = {name: str(said[name]) for name in BY_NAME if said.get(name)}
    if not told:
        return head
    if came := told.get("attendees"):
        everybody = everybody_came({"参加人员": came})
        head = replace(head, came=() if everybody else people_listed(came), everybody=everybody)
    if told.keys() - {"attendees"}:
        away = away_in(SourceRow(0, {name: Cell(text, text) for name, text in told.items()}, ()))
        head = replace(head, absent=away.named)
    return head
