"""Known people named in running text, with whatever stands ahead of a name: 组织委员罗春梅."""

from __future__ import annotations

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.names import clean_name, split_names
from records.intake.outcome import Item


def known_name(words: str, desk: Desk) -> str:
    """The name of somebody known with which the words end, or which they are; empty where there is none."""
    name = clean_name(words.strip().removesuffix("同志")).name
    return next((end for end in (name, *(name[-many:] for many in (4, 3, 2))) if desk.people.named(end)), "")


def known_in(text: str, item: Item, field: str, desk: Desk, unit: ObjectId | None = None) -> list[ObjectId]:
    """Those whom a list in a sentence names; that somebody of it is not known is flagged."""
    found: list[ObjectId] = []
    for part in split_names(text):
        name = known_name(part.name, desk)
        person = desk.person_anywhere(name, item, field, unit) if name else None
        if person is None:
            item.flag(f"value_left_out:{field}")
        elif person.id not in found:
            found.append(person.id)
    return found
