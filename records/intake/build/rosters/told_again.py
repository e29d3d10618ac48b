"""What a second roster says of somebody whom a first one told of: which holds, and what is flagged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from records.intake.loading.hashing import canonical
from records.intake.outcome import Item
from records.intake.tables.source import SourceTable
from records.values import PartialDate

#: What becomes otherwise in the course of years; of the rest, two rosters that differ contradict each other.
_CHANGES = frozenset(("phone", "post", "education", "political_status", "mobility", "categories", "covered"))
#: What a list says once and another list says as well: somebody is all of these.
_ADDS_UP = frozenset(("categories", "former_names"))
#: Follow from the other fields and the memberships, which are looked at by themselves.
_FOLLOWS = frozenset(("active_from", "active_to"))
_MEMBERSHIPS = "memberships"


def drawn_up(table: SourceTable) -> PartialDate | None:
    """When a roster was drawn up, as its title, sheet, file or folder says: a day or a year."""
    if table.facts.date is not None:
        return table.facts.date
    year = table.told_year
    return PartialDate.parse(str(year)) if year is not None else None


def _is_after(one: PartialDate | None, other: PartialDate | None) -> bool:
    return one is not None and other is not None and one.start > other.end


def which_holds(
    item: Item, name: str, told: Any, value: Any, times: tuple[PartialDate | None, PartialDate | None]
) -> Any:
    """The value of a field of which a roster says otherwise than one read before; a contradiction is flagged.

    ``times`` are those when the one before and this one were drawn up.
    """
    before, now = times
    later, earlier = _is_after(now, before), _is_after(before, now)
    exact = _more_exact(told, value)
    if exact is not None:
        return exact
    if name == _MEMBERSHIPS:
        return _with_days(told, value)
    if name in _ADDS_UP and not later and not earlier:
        return [*told, *(each for each in value if each not in told)]
    item.note(f"conflicting_value:{name}")
    if name in _FOLLOWS:
        return told
    if name in _CHANGES and (later or earlier):
        return value if later else told
    item.flag(f"value_differs:{name}")
    return told


def _more_exact(told: Any, value: Any) -> Any:
    """The one of the two that says the same more exactly: a day of the month, a post with its office."""
    if isinstance(told, PartialDate) and isinstance(value, PartialDate):
        inner, outer = sorted((told, value), key=lambda each: each.end - each.start)
        return inner if outer.start <= inner.start and inner.end <= outer.end else None
    if isinstance(told, str) and isinstance(value, str):
        shorter, longer = sorted((told, value), key=len)
        return longer if shorter in longer else None
    return None


def _with_days(told: Sequence[Mapping[str, Any]], value: Sequence[Mapping[str, Any]]) -> Any:
    """Memberships of the same units with the days that either list says."""
    said = {stay.get("org"): stay for stay in value}
    return [{**said.get(stay.get("org"), {}), **stay} for stay in told]


def says_the_same(told: Any, value: Any) -> bool:
    """Whether nothing is contradicted."""
    return told in (None, [], "") or bool(canonical(told) == canonical(value))
