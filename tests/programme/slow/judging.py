"""What judging units and the township the slow way shares: whose records count, and how they are counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from tests.programme.slow.counts import added
from tests.programme.slow.days import Days
from tests.programme.slow.rules import Asked, Plain, Slow
from tests.programme.slow.tree import groups_of


class Judged(NamedTuple):
    """What a rule comes to in a period; ``owed`` and ``due`` where not the usual share is asked by now."""

    required: float
    done: float
    waiting: float
    owed: float | None = None
    flag: str = ""


def own(slow: Slow, unit: Plain) -> set[Any]:
    """The unit's own and its party groups'; for the township also those of no unit."""
    if unit["id"] == slow.root:
        return {None, slow.root}
    return {unit["id"], *groups_of(slow, unit["id"])}


Where = Callable[[Plain], bool]


def with_(**fields: Any) -> Where:
    """Records whose fields have these values; of a tuple, any of them."""

    def where(record: Plain) -> bool:
        found = record["fields"]
        return all(
            found.get(name) in value if isinstance(value, tuple) else found.get(name) == value
            for name, value in fields.items()
        )

    return where


def of(slow: Slow, kind: str, units: Iterable[Any] | None, period: Days, where: Where) -> list[Plain]:
    """The records of a kind, of some units or of all, that prove a period."""
    wanted = slow.kinds[kind]
    if units is not None:
        wanted = [each for unit in set(units) for each in slow.of_units[kind, unit]]
    return [each for each in wanted if slow.proves(each["days"], period) and where(each)]


Judge = Callable[[Slow, Plain, Days, Asked, Sequence[date]], Judged]


def count(kind: str, *, everybody: bool = False, **fields: Any) -> Judge:
    def judge(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
        units = None if everybody else own(slow, unit)
        found = of(slow, kind, units, period, with_(**fields))
        return Judged(asked.minimum, *added((each, 1) for each in found))

    return judge


def parted(required: float, parts: Iterable[list[Plain]]) -> Judged:
    """One each of several things."""
    done = waiting = 0
    for found in parts:
        verified = any(each["status"] == "verified" for each in found)
        done += verified
        waiting += bool(found) and not verified
    return Judged(required, done, waiting)


def parts(kind: str, *wheres: Where) -> Judge:
    def judge(slow: Slow, unit: Plain, period: Days, asked: Asked, inside: Sequence[date]) -> Judged:
        units = own(slow, unit)
        return parted(asked.minimum, (of(slow, kind, units, period, where) for where in wheres))

    return judge
