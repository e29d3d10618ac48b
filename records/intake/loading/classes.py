"""Party classes of a register: the meeting at which each was given, and the person who gave it."""

from __future__ import annotations

import re
from datetime import date, datetime

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.names import clean_name, looks_like_name
from records.intake.outcome import Item
from records.intake.papers.paper_name import more_than_a_name
from records.values import half_width


def link_classes(items: list[Item], desk: Desk) -> None:
    """Give each party class the only meeting of this import that has its day and its title.

    Meetings stand before the classes: what refers to them must find which record they are.
    """
    classes = [item for item in items if item.kind == "party_class" and item.taken]
    for item in classes:
        _put_lecturer(item, desk)
    unlinked = [item for item in classes if "session" not in item.fields]
    if not unlinked:
        return
    meetings: dict[tuple[date, str], list[Item]] = {}
    for item in items:
        if item.kind == "session" and item.taken and (key := _key(item, "start")) is not None:
            meetings.setdefault(key, []).append(item)
    for item in unlinked:
        key = _key(item, "held_on")
        found = meetings.get(key, []) if key is not None else []
        if len(found) == 1:
            found[0].record_id = found[0].record_id or ObjectId()
            item.fields["session"] = found[0].record_id
    items.sort(key=lambda each: each.kind == "party_class")


def _key(item: Item, day_field: str) -> tuple[date, str] | None:
    day, title = item.fields.get(day_field), re.sub(r"[\s《》“”\"]", "", str(item.fields.get("title", "")))
    day = day.date() if isinstance(day, datetime) else day
    return (day, half_width(title)) if isinstance(day, date) and title else None


def _put_lecturer(item: Item, desk: Desk) -> None:
    """Whoever gave it, in the unit that held it or the only one of that name."""
    told = str(item.fields.get("lecturer", ""))
    name = desk.renamed(clean_name(told).name)
    if "lecturer_person" in item.fields or more_than_a_name(told) or not looks_like_name(name):
        return
    unit = item.fields.get("unit")
    person = desk.people.find(name, unit=unit).person if isinstance(unit, ObjectId) else None
    person = person or desk.people.find(name).person
    if person is not None:
        # 张三同志 is told by the name alone, as in all other kinds.
        item.fields |= {"lecturer": name, "lecturer_person": person.id}
