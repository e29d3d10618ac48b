"""Which unit a source as a whole is about: what its titles, sheets, folders and signatures say of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.mappings.mapping import SourceRule
from records.intake.outcome import Item
from records.intake.unit_book import Unit
from records.intake.unit_names import bare_names, place_phrases, tidy_unit

_CENTRAL_GROUP = "中心组"


class Context(NamedTuple):
    """The unit that a source is about, if any; ``in_doubt`` when its words name one and another."""

    unit: ObjectId | None = None
    central_group: bool = False
    in_doubt: bool = False


def context_unit(desk: Desk, texts: Sequence[str], rule: SourceRule | None = None) -> Context:
    """The unit that a source's words name, most telling first, and whether its central group is meant.

    A branch named beside the general branch above it is the one that is meant. Two units of which neither
    is above the other contradict each other, and so does the committee beside a branch of it.
    """
    if rule is not None and rule.unit:
        found = desk.unit_named(rule.unit) or desk.unit_allowed(rule.unit)
        return Context(found.id if found else None, _CENTRAL_GROUP in rule.unit)
    told = [text for text in texts if text.strip()]
    for at, text in enumerate(told):
        first = desk.unit_named(text)
        if first is None:
            continue
        if tidy_unit(text).endswith(_CENTRAL_GROUP):
            return Context(first.id, True)
        return _narrowed(desk, first, told[at + 1 :])
    return Context()


def unit_of_place(desk: Desk, texts: Iterable[str]) -> ObjectId | None:
    """The only unit of the village, school or clinic that the first of these texts to name one names."""
    for text in texts:
        places = place_phrases(text)
        units = {unit.id for each in places if (unit := desk.unit_known(each)) is not None}
        if places:
            return units.pop() if len(units) == 1 else None
    return None


def unit_of_name(desk: Desk, names: Iterable[str]) -> ObjectId | None:
    """The only branch whose place the first of these names of files and folders gives alone: 8 白土坡."""
    for name in names:
        known = (desk.unit_known(each) for each in bare_names(name))
        units = {unit.id for unit in known if unit is not None and unit.category != "党委"}
        if units:
            return units.pop() if len(units) == 1 else None
    return None


def _narrowed(desk: Desk, first: Unit, texts: Iterable[str]) -> Context:
    unit, in_doubt = first, False
    for text in texts:
        other = desk.unit_known(text)
        if other is None or unit.id in desk.units.subtree(other.id):
            continue
        if other.id in desk.units.subtree(unit.id) and unit is not desk.units.root:
            unit = desk.unit_named(text) or unit
        else:
            in_doubt = True
    return Context(unit.id, in_doubt=in_doubt)


def related(desk: Desk, unit: ObjectId, other: ObjectId) -> bool:
    """Whether two units are one, or one stands above the other."""
    return other in desk.units.subtree(unit) or unit in desk.units.subtree(other)


def doubt_unit(items: Iterable[Item], unit: ObjectId | None) -> None:
    """Flag the records that got the unit of a source in doubt, or somebody of two namesakes by it."""
    for item in (part for each in items for part in (each, *each.lines)):
        seats = item.fields.get("memberships") or ()
        units = [*item.fields.values(), *(each.get("org") for each in seats)]
        if item.taken and (unit in units or "homonym_decided_by_unit" in item.notes):
            item.flag("unit_in_doubt")
