"""Which units a row of a roster puts somebody into."""

from __future__ import annotations

import re

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.outcome import Item
from records.intake.tables.source import SourceRow, SourceTable
from records.intake.unit_book import Unit
from records.intake.unit_names import parse_unit_name, path_phrases, tidy_unit, unit_phrases


def units_of_row(table: SourceTable, row: SourceRow, item: Item, desk: Desk) -> list[ObjectId]:
    """The units of the row, the branch first: a group's members belong to the branch above it as well."""
    base: ObjectId | None = table.unit
    heading = row.group or table.rule.unit or _whose(table)
    if heading:
        base = desk.unit(heading, item, "memberships", create=True) or base
    elif (known := branch_of_place(table, desk)) is not None:
        base = known.id
    general = row.text("general_branch")
    if general:
        base = desk.unit(general, item, "memberships", create=True) or base
    text = row.text("unit")
    if not text:
        return [base] if base else []
    found = desk.unit(_full_branch(text, base, desk), item, "memberships", within=base, create=True)
    if found is None:
        return []
    unit = desk.units.get(found)
    if unit is not None and general and base:
        _place_under(unit, base, desk)
    if unit is not None and unit.category == "党小组":
        branch = unit.parent or base
        return [branch, found] if branch else [found]
    return [found]


def _place_under(unit: Unit, general: ObjectId, desk: Desk) -> None:
    """A branch that this import made known is one of the general branch that its members' rows name."""
    root = desk.units.root
    unplaced = unit.parent is None or (root is not None and unit.parent == root.id)
    if unit.created and unplaced and general not in desk.units.subtree(unit.id):
        desk.units.amend(unit, {"parent": general})


def _full_branch(text: str, above: ObjectId | None, desk: Desk) -> str:
    """第一党支部 under a general branch is its place's first branch: 某村党总支 gives 某村第一党支部."""
    named = parse_unit_name(text)
    general = desk.units.get(above) if above else None
    if named.place or named.ordinal is None or general is None or general.category != "党总支":
        return text
    return re.sub(r"党?总支部?(?:委员会)?$", "", general.name.removeprefix("中共")) + tidy_unit(text)


#: What a list of members begins with behind the name of its unit: 某乡机关党员干部名册, 某村党员花名册.
_LISTS = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、)?(?:(?:19|20)\d{2}年?度?)?([\u4e00-\u9fff]{2,12}?)"
    r"(?:全体|在册|在职|非党员?|党外)?(?:党员|干部|职工|人员|群众)"
)


def branch_of_place(table: SourceTable, desk: Desk) -> Unit | None:
    """The only known branch of the place that a sheet is named after, or a title begins with: 机关, 某村."""
    titles = (_LISTS.match(re.sub(r"\s", "", line)) for line in table.facts.lines)
    names = [table.sheet, *(found[1] for found in titles if found is not None)]
    named = [unit for unit in map(desk.unit_known, names) if unit is not None and unit.category != "党委"]
    return named[0] if named and all(unit is named[0] for unit in named) else None


def _whose(table: SourceTable) -> str:
    """The branch that a whole roster is of, when its title, its sheet's, file's or folder's name says one."""
    phrases = [phrase for line in table.facts.lines for phrase in unit_phrases(line)]
    for phrase in (*phrases, table.sheet, *path_phrases(table.file)):
        if parse_unit_name(phrase).category not in (None, "党委"):
            return phrase
    return ""
