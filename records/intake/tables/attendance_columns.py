"""Columns that hold the attendance of a meeting by name, and what they are called on the screens."""

from __future__ import annotations

import re

from records.kind import Field, Kind, Label
from records.language import translator

tr = translator("records")
#: Lists of names: who came, who did not, for leave, too late.
BY_NAME = ("attendees", "absentees", "on_leave", "late")
#: One list of all, where a reason stands behind the names of those who were away.
ALL_NAMES = "attendance"
#: What says behind a name that somebody was not there, or not in time.
WAS_NOT = re.compile(
    r"迟到|请假|缺席|缺勤|未到|未参加|[病事产婚丧公]假|公差|出差|外出|务工|打工|旷|因[病事公]|住院"
)


def labels_by_name(kind: Kind) -> dict[str, str]:
    """What the columns of names are called, by target; none for kinds without an attendance."""
    if not set(BY_NAME) <= kind.register.columns.keys():
        return {}
    return {
        ALL_NAMES: tr("Attendance by name, absent ones with the reason"),
        "attendees": tr("Present, by name"),
        "absentees": tr("Absent, by name"),
        "on_leave": tr("On leave, by name"),
        "late": tr("Late, by name"),
        "attendance.person": tr("Attendance: the person of the row"),
    }


def fields_by_name(kind: Kind) -> list[Field]:
    """The lists of names as fields, for what somebody says of minutes."""
    found = labels_by_name(kind)
    return [Field(name, Label(found[name], found[name]), "text") for name in BY_NAME if name in found]
