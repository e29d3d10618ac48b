"""Who led a meeting, who put it down and who spoke at it, as a book prints their names."""

from __future__ import annotations

from collections.abc import Mapping

from bson.objectid import ObjectId

from records.intake.build.rows import first_named
from records.intake.desk import Desk
from records.intake.names import clean_name
from records.intake.outcome import Item
from records.intake.papers.minutes.lecturers import TAUGHT, lecturer_in
from records.intake.papers.paper_name import more_than_a_name


def lecturer_named(text: str, desk: Desk) -> str:
    """Who spoke: a member by the name alone, who comes from outside as the book has it (县党校 高老师)."""
    reading = clean_name(text)
    stranger = more_than_a_name(text) and not desk.people.named(reading.name)
    return text if stranger or "not_a_name" in reading.flags else reading.name


def lecturer_told(item: Item, summary: str) -> None:
    """Who gave a class, where no column says it and what was put down of the meeting does: 授课人：某某."""
    taught = lecturer_in(summary.splitlines()) if item.fields.get("category") in TAUGHT else None
    if taught is not None:
        item.fields["lecturer"] = taught.lecturer
        item.flag(*(["read_from_sentence:lecturer"] if taught.in_sentence else []))


def led_by(printed: Mapping[str, str], item: Item, desk: Desk, unit: ObjectId | None) -> None:
    """Host and recorder: of the unit, else of any; whoever is unknown is left out and asked about."""
    for name in ("host", "recorder"):
        for part in first_named(printed.get(name, ""), item, name):
            person = desk.person_anywhere(part.name, item, name, unit, beside=part.reason)
            if person is not None:
                item.fields[name] = person.id
