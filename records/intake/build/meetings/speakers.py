"""Who spoke at a meeting: of the names that its minutes give, those who were there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.outcome import Item
from records.intake.papers.minutes.parts import speakers_told


def who_spoke(
    item: Item, names: Iterable[str], desk: Desk, unit: ObjectId | None, rows: dict[ObjectId, dict[str, Any]]
) -> None:
    """The speakers among those who were there; a label or a stranger's name is none of them."""
    speakers: list[ObjectId] = []
    for name in names:
        told = desk.told(name)
        person = told or desk.people.find(desk.renamed(name), unit=unit).person
        named = {each.id for each in desk.people.named(name)} if person is None else {person.id}
        # Of namesakes, the one who is on the list of those present.
        here = [each for each in named if each in rows and rows[each]["state"] in ("到", "迟到")]
        if len(here) == 1 and here[0] not in (*item.fields.get("speakers", ()), *speakers):
            speakers.append(here[0])
            rows[here[0]]["spoke"] = True
    if speakers:
        item.fields["speakers"] = [*item.fields.get("speakers", ()), *speakers]


def named_to_speak(
    item: Item, names: Iterable[str], desk: Desk, unit: ObjectId | None, rows: dict[ObjectId, dict[str, Any]]
) -> None:
    """The speakers whom a label names: guests as well; whoever is not known is asked about."""
    speakers: list[ObjectId] = []
    for name in names:
        person = desk.person_anywhere(name, item, "speakers", unit)
        if person is not None and person.id not in speakers:
            speakers.append(person.id)
            if rows.get(person.id, {}).get("state") in ("到", "迟到"):
                rows[person.id]["spoke"] = True
    if speakers:
        item.fields["speakers"] = speakers


def spoke_as_told(item: Item, desk: Desk, unit: ObjectId | None) -> None:
    """The speakers whom the summary of a register's row tells of: 张三、李四发言，谈了收获."""
    rows = {row["person"]: row for row in item.fields.get("attendance") or ()}
    if rows and not item.fields.get("speakers"):
        who_spoke(item, speakers_told(str(item.fields.get("summary", ""))), desk, unit, rows)
