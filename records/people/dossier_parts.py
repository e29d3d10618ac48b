"""The thirteen parts of a study archive: which records stand in which, and how rows are arranged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from records.values import as_partial

#: A row of ``study_archive.contents``.
Row = dict[str, Any]

#: The parts in order, as the choices of ``study_archive.contents.part`` name them.
PARTS = (
    "基本情况",
    "学习计划",
    "集中学习考勤",
    "读书登记",
    "学习笔记",
    "心得体会",
    "宣讲党课辅导",
    "走访农户",
    "调研与解决问题",
    "测试成绩",
    "考核评议",
    "奖惩整改",
    "达标对照表",
)


def _roles(*roles: str) -> frozenset[str]:
    return frozenset(roles)


#: For a person: which kinds stand in a part, when the person takes part in one of these roles. One who only
#: recorded, checked or approved something has no paper of it in their own dossier.
PERSON_PARTS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "基本情况": {"position": _roles("holder"), "exemption": _roles("subject")},
    "学习计划": {"study_plan": _roles("owner")},
    "集中学习考勤": {
        "session": _roles("attendee", "speaker"),
        "study_entry": _roles("learner"),
        "door_delivery": _roles("reached"),
        "evaluation_minutes": _roles("attendee"),
    },
    "读书登记": {"book_reading": _roles("reader")},
    "学习笔记": {"reading_note": _roles("author"), "study_register": _roles("subject")},
    "心得体会": {"experience_article": _roles("author")},
    "宣讲党课辅导": {
        "preaching": _roles("speaker"),
        "party_class": _roles("lecturer"),
        "farmer_tutorial": _roles("lecturer"),
    },
    "走访农户": {"household_visit": _roles("visitor"), "talk": _roles("leader")},
    "调研与解决问题": {"research_report": _roles("author")},
    "测试成绩": {"exam": _roles("examinee")},
    "考核评议": {
        "assessment": _roles("subject"),
        "democratic_evaluation": _roles("subject"),
        "designation": _roles("subject"),
    },
    "奖惩整改": {
        "nomination": _roles("nominee"),
        "award": _roles("winner"),
        "commendation": _roles("winner"),
        "typical_model": _roles("subject"),
        "inspection": _roles("subject", "named"),
        "rectification": _roles("subject", "responsible"),
    },
}

#: For a unit: its own records by kind (its people's papers stand in their own dossiers).
UNIT_PARTS: Mapping[str, frozenset[str]] = {
    "基本情况": frozenset(("position", "funding", "library")),
    "学习计划": frozenset(("study_plan", "implementation_plan", "rule_document")),
    "集中学习考勤": frozenset(("session",)),
    "宣讲党课辅导": frozenset(("party_class", "theme_activity", "publicity", "communication", "briefing")),
    "测试成绩": frozenset(("exam",)),
    "考核评议": frozenset(("evaluation_minutes", "democratic_evaluation", "satisfaction", "designation")),
    "奖惩整改": frozenset(
        ("nomination", "award", "commendation", "typical_model", "inspection", "rectification")
    ),
    "达标对照表": frozenset(("stage_summary", "stage_link")),
}

#: Kinds that are about a person or a unit: a person in this role makes the record that person's own.
PERSONAL: Mapping[str, str] = {
    "study_plan": "owner",
    "nomination": "nominee",
    "award": "winner",
    "typical_model": "subject",
    "inspection": "subject",
    "rectification": "subject",
    "designation": "subject",
}

#: In these roles people helped with a record that is not about their own work: it is not counted as theirs.
ASSISTING = frozenset(
    ("absentee", "approver", "checker", "handler", "host", "inspector", "keeper", "recorder", "secretary")
)

#: In which role people are responsible for a paper; other kinds are their unit's.
MAKERS: Mapping[str, str] = {
    "reading_note": "author",
    "experience_article": "author",
    "research_report": "author",
    "briefing": "author",
    "preaching": "speaker",
    "party_class": "lecturer",
    "farmer_tutorial": "lecturer",
    "household_visit": "visitor",
}

#: What a filled-in row takes from its record each time; the rest of the row is the office's.
_FOLLOWS = ("title", "responsible", "doc_no", "date")


def arranged(old: Sequence[Row], new: Sequence[Row]) -> list[Row]:
    """The rows of a contents list: ``old`` ones in the order they were given, ``new`` ones in their places.

    ``new`` are the rows of every record that belongs, in the order of parts and dates. A filled-in old row
    whose record no longer belongs leaves; what was added by hand stays.
    """
    belongs = {row["record"]: row for row in new}
    rows: list[Row] = []
    for row in old:
        current = belongs.pop(row.get("record"), None)
        if current is not None:
            rows.append(_following(row, current))
        elif not row.get("filled"):
            rows.append(row)
    for row in belongs.values():
        rows.insert(_place(rows, row), row)
    return rows


def _following(row: Row, current: Row) -> Row:
    """A row with what its record says now; one added by hand keeps its own words."""
    if not row.get("filled"):
        return {
            **current,
            **{name: value for name, value in row.items() if value is not None},
            "filled": False,
        }
    followed = {name: current[name] for name in _FOLLOWS if name in current}
    return {**row, **followed, "part": row.get("part") or current["part"]}


def _place(rows: Sequence[Row], row: Row) -> int:
    """Where a new row goes: behind the last one of its part that is not later, else behind earlier parts."""
    part = PARTS.index(row["part"])
    day = _day(row)
    place = 0
    for index, other in enumerate(rows):
        other_part = PARTS.index(other["part"]) if other.get("part") in PARTS else part
        if other_part < part or (other_part == part and _day(other) <= day):
            place = index + 1
    return place


def _day(row: Row) -> date:
    when = as_partial(row.get("date"))
    return when.start if when else date.min
