"""What tells people of one name apart: their birth, their number, and what stands beside the name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bson.objectid import ObjectId

from records.intake.matching import Person, name_key
from records.intake.unit_book import UnitBook
from records.intake.unit_names import parse_unit_name, without_township
from records.values import half_width

#: The shortest words that tell a post.
_LEAST = 2


def of_words(people: Sequence[Person], words: str, units: UnitBook) -> Person | None:
    """The only one of several people whom words beside the name mean: the unit or its place, or the post's.

    王军（某支部）, 王军（某坪） of 某坪村党支部, 王军（农技站） for a 农技站站长, 乡农业服务中心 王军.
    """
    plain = re.sub(r"\s", "", half_width(words)).strip("、，,。;:")
    unit = units.find(plain).unit if parse_unit_name(plain).category is not None else None
    if unit is not None:
        under = units.subtree(unit.id)
        inside = [each for each in people if any(stay.unit in under for stay in each.memberships)]
        return inside[0] if len(inside) == 1 else None
    place = re.sub(r"^[乡镇](?=..)", "", without_township(plain))
    if len(place) < _LEAST:
        return None
    there = [each for each in people if any(_lies_in(place, stay.unit, units) for stay in each.memberships)]
    posted = there or [each for each in people if place in str(each.record.fields.get("post") or "")]
    return posted[0] if len(posted) == 1 else None


def _lies_in(place: str, unit_id: ObjectId, units: UnitBook) -> bool:
    """Whether a unit is called after a place that stands without 村 or 党支部: 某坪 for 某坪村党支部."""
    unit = units.get(unit_id)
    if unit is None:
        return False
    named, told = parse_unit_name(unit.name), parse_unit_name(place)
    return told.category is None and bool(told.place) and without_township(named.place) == told.place


def namesake_key(file: str, field_name: str, name: str) -> str:
    """Under which key a mapping file says which of several people of a name a column of a file means."""
    return f"{file} · {field_name} · {name_key(name)}"


def sits(person: Person) -> bool:
    """Whether somebody is recorded as sitting in the committee's central group."""
    categories = person.record.fields.get("categories")
    return isinstance(categories, list) and "中心组成员" in categories


def birth_of(person: Person) -> str:
    """When somebody was born, as an answer shows it."""
    return person.birth.display("zh") if person.birth else ""


def number_of(person: Person) -> str:
    """Under which number somebody is recorded."""
    return person.record.no or ""
