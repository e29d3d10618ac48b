"""What a mapping file says of one paper under ``set:``, beside its author, its day and its title."""

from __future__ import annotations

from typing import Any

from bson.objectid import ObjectId

from records.checking.computed import attendance_expected, attendance_present
from records.field_value import coerce
from records.intake.build.person_or_unit import people_or_units
from records.intake.build.rows import people_of
from records.intake.desk import Desk
from records.intake.mappings.mapping import SourceRule
from records.intake.outcome import Item
from records.kind import Field

#: Figures that a list of people gives where there is one, and that are printed where there is none.
_COUNTED = {"attendance_expected": attendance_expected, "attendance_present": attendance_present}
#: References that can be said by a name.
_NAMED = frozenset(("person", "unit"))


def can_be_said(field: Field) -> bool:
    """Whether a few words can say what a field of a paper holds."""
    inner = field.of or field
    named = inner.type != "reference" or (bool(inner.targets) and set(inner.targets) <= _NAMED)
    printed = not field.computed or field.computed in _COUNTED
    return named and printed and not field.is_subrecords


def put_said(
    item: Item, rule: SourceRule, desk: Desk, unit: ObjectId | None, *, beside: frozenset[str]
) -> None:
    """Put into the fields of a paper what somebody says of it, whatever the paper says.

    ``beside`` are the fields that are looked after already.
    """
    if not (rule.kind == item.kind or (rule.kind, item.kind) == ("session_minutes", "session")):
        return
    for name, said in rule.constants.items():
        field = desk.kinds[item.kind].field(name)
        if name in beside or field is None or not can_be_said(field):
            continue
        value = _value(field, str(said), item, desk, unit)
        if value not in (None, []):
            item.fields[name] = value
            item.settled(f"value_left_out:{name}")
            if field.computed:
                _hold(item, field, desk)


def _hold(item: Item, field: Field, desk: Desk) -> None:
    """Let a figure that somebody says hold, where the list that was reckoned comes to another one.

    Who was to come is not known then; those away are named in the remarks.
    """
    rows = item.fields.get("attendance") or []
    if not rows or _COUNTED[str(field.computed)](item.fields) == item.fields[field.name]:
        return
    away = (row for row in rows if row["state"] not in ("到", "迟到"))
    names = {each.id: each.name for each in desk.people}
    told = [f"{names.get(row['person'], '')}（{row.get('leave_reason') or row['state']}）" for row in away]
    item.remarks = "；".join(filter(None, (item.remarks, "、".join(told))))
    del item.fields["attendance"]
    item.flag("attendance_incomplete")


def _value(field: Field, said: str, item: Item, desk: Desk, unit: ObjectId | None) -> Any:
    inner = field.of or field
    if inner.type != "reference":
        try:
            return coerce(field, said)
        except ValueError:
            item.flag(f"value_left_out:{field.name}")
            return None
    if set(inner.targets) >= _NAMED:
        found = people_or_units(said, item, desk, field.name, unit, anywhere=True)
    elif "person" in inner.targets:
        found = people_of(said, item, desk, field.name, unit, anywhere=True)
    else:
        one = desk.unit(said, item, field.name)
        found = [one] if one is not None else []
    return found if field.is_list else next(iter(found), None)
