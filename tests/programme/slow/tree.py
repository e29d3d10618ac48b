"""The tree of units and who belongs where on a day, the slow way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from tests.programme.slow.days import Days, days_of
from tests.programme.slow.rules import Plain, Slow, is_member


def category(unit: Plain) -> str:
    return str(unit["fields"].get("category") or "")


def judged_units(slow: Slow) -> list[Any]:
    """U: each general branch and branch."""
    return [each["id"] for each in slow.units.values() if category(each) in ("党总支", "党支部")]


def groups_of(slow: Slow, unit: Any) -> list[Any]:
    return [
        each["id"]
        for each in slow.units.values()
        if each["fields"].get("parent") == unit and category(each) == "党小组"
    ]


def below(slow: Slow, unit: Any) -> set[Any]:
    """A unit and all under it: those from which parent after parent leads to it."""
    if unit in slow.trees:
        return slow.trees[unit]
    found = set()
    for each in slow.units:
        above, steps = each, 0
        while above is not None and above != unit and steps < 20:
            above, steps = (
                slow.units[above]["fields"].get("parent") if above in slow.units else None,
                steps + 1,
            )
        if above == unit:
            found.add(each)
    slow.trees[unit] = found
    return found


def unit_on(person: Plain, day: date) -> Any:
    """The unit of the membership valid on a day, of several the one that began last."""
    best, since = None, date.min
    for row in person["fields"].get("memberships") or ():
        begun, ended = days_of(row.get("from")), days_of(row.get("to"))
        if (begun is None or begun.first <= day) and (ended is None or day <= ended.last) and row.get("org"):
            first = begun.first if begun else date.min
            if best is None or first >= since:
                best, since = row["org"], first
    return best


def people_of(slow: Slow, unit: Any, day: date) -> Iterator[Plain]:
    within = below(slow, unit)
    for person in slow.people.values():
        if slow.takes_part(person, day) and unit_on(person, day) in within:
            yield person


def members(slow: Slow, unit: Any, day: date) -> Iterator[Plain]:
    for person in people_of(slow, unit, day):
        joined = days_of(person["fields"].get("joined_party"))
        if is_member(person) and (joined is None or joined.first <= day):
            yield person


def year_of(name: str) -> Days:
    return Days(date(int(name), 1, 1), date(int(name), 12, 31), name)
