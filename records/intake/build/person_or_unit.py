"""Fields that hold a person or a unit: who a strange name is is asked, and either may be the answer."""

from __future__ import annotations

from dataclasses import replace

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.names import NamedPart, split_names
from records.intake.outcome import Candidate, Item, Question
from records.intake.unit_names import parse_unit_name


def people_or_units(
    text: str, item: Item, desk: Desk, field: str, unit: ObjectId | None, *, anywhere: bool = False
) -> list[ObjectId]:
    """Everyone named in a cell, or the unit of its words; people are of ``unit``, or of ``anywhere``."""
    if parse_unit_name(text).category is not None or desk.is_said_unit(text):
        found = desk.unit(text, item, field)
        return [found] if found is not None else []
    each_one = (_one(part, item, desk, field, unit, anywhere=anywhere) for part in split_names(text))
    return [one for one in each_one if one is not None]


def _one(
    part: NamedPart, item: Item, desk: Desk, field: str, unit: ObjectId | None, *, anywhere: bool
) -> ObjectId | None:
    if desk.is_said_unit(part.name):
        return desk.unit(part.name, item, field)
    here = unit if anywhere else None
    at_home = desk.people.find(desk.renamed(part.name), unit=here).person if here is not None else None
    found = at_home or desk.look_up(part.name, item, field, None if anywhere else unit, beside=part.reason)
    if found is None or not isinstance(found, Question):
        return found.id if found is not None else None
    match = desk.units.find(part.name)
    units = (match.unit,) if match.unit is not None else match.candidates
    offered = (Candidate(each.name, each.name, each.id, unit=True) for each in units)
    question = replace(found, or_unit=True, candidates=(*found.candidates, *offered))
    answer = desk.settle(item, question)
    if answer is None:
        return None
    chosen = answered_either(answer, desk)
    if chosen is None:
        item.ask(question)
    return chosen


def answered_either(answer: Candidate, desk: Desk) -> ObjectId | None:
    """Whom an answer names: a person first."""
    person = desk.answered_person(answer)
    if person is not None:
        return person.id
    unit = desk.answered_unit(answer)
    return unit.id if unit is not None else None
