"""What can be told of an item by itself: whether its values pass the checks of forms, and its identity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from bson.objectid import ObjectId

from records.changing.envelope import identity_key
from records.checking.checking import above_scale
from records.checking.checks import validate
from records.checking.computed import fill_computed
from records.intake.loading.hashing import content_hash, identity_hash
from records.intake.outcome import Item
from records.kind import Kind, Kinds
from records.programme.marking import MARKED, STANDARD, Scale
from records.programme.scales import ScaleOf

#: Records that may come in with those that refer to them: which they are shows only when they are compared.
BESIDE = ("meeting", "decision", "session", "inspection")


def check(kind: Kind, item: Item, today: date, scales: ScaleOf) -> None:
    """The checks of forms. A field with an error is left out; a record that needs it is refused."""
    for _ in range(len(item.fields) + 1):
        checked = dict(item.fields)
        fill_computed(kind, checked)
        faults = validate(kind, checked, on=today)
        if kind.name == MARKED:
            faults += above_scale(scales(checked.get("year")), kind, checked)
        errors = [fault for fault in faults if fault.level == "error"]
        if not errors:
            return
        name = errors[0].path.partition("[")[0].partition(".")[0]
        name = _asked_by(kind, name, item.fields) or name
        spec = kind.field(name)
        if name not in item.fields or (spec is not None and spec.identify):
            item.reject(f"invalid_value:{errors[0]}")
            return
        del item.fields[name]
        item.flag(f"value_left_out:{name}")


def identity_of(kind: Kind, item: Item) -> str:
    """What makes a row the same one when it comes in again; rows that share it are numbered besides."""
    # The same meeting stands in one source with its hour and in another with its day alone.
    days = {
        name: datetime.combine(value.date(), time())
        for name, value in item.fields.items()
        if isinstance(value, datetime)
    }
    # Of a record without its day the month that was told is a part of it.
    if (key := identity_key(kind, {**item.vague, **item.fields, **days})) is not None:
        return key
    own = {name: value for name, value in item.fields.items() if name not in BESIDE}
    return f"{kind.code}#{identity_hash({'fields': own, 'cells': list(item.cells)})}"


def refer_again(items: Iterable[Item], moved: Mapping[ObjectId, ObjectId]) -> None:
    """Let what refers to records that became one with others refer to those."""
    for item in items if moved else ():
        for name in BESIDE:
            if isinstance(meant := item.fields.get(name), ObjectId):
                item.fields[name] = moved.get(meant, meant)


def prepare(kinds: Kinds, items: Iterable[Item], today: date) -> None:
    """Check items, tell their identity and hash them, without asking the archive; what needs it is left."""
    for item in items:
        kind = kinds.get(item.kind)
        # Marks go by the scale of their year, and what belongs to a meeting by the meeting's identity.
        if kind is None or kind.name == MARKED or set(BESIDE) & item.fields.keys() or not item.taken:
            continue
        check(kind, item, today, _standard)
        if item.taken:
            item.key = identity_of(kind, item)
            item.row_hash = content_hash(item.fields)
            item.checked = True


def _standard(_year: object) -> Scale:
    return STANDARD


def _asked_by(kind: Kind, name: str, fields: Mapping[str, Any]) -> str | None:
    """The field whose value asks for another that no source gives: 是否解决 without what was done."""
    if name in fields:
        return None
    asking = (str(c.args["when"]) for c in kind.checks if c.name == "needs" and c.args["field"] == name)
    return next((each for each in asking if each in fields), None)
