"""Nominations that several sources tell of: a form, the deeds on a paper of their own, a line of a list."""

from __future__ import annotations

from collections.abc import Sequence

from records.intake.outcome import Item

_SAME = ("nominee", "award", "year")


def join_nominations(items: Sequence[Item]) -> None:
    """Put together what sources tell of one nomination: the first is the record, with a paper of another."""
    first: dict[tuple[object, ...], Item] = {}
    for item in items:
        if item.kind != "nomination" or not item.taken or not all(map(item.fields.get, _SAME)):
            continue
        one = first.setdefault(tuple(item.fields[name] for name in _SAME), item)
        if one is item or one.place.file == item.place.file:
            continue
        _complete(one, item)
        item.duplicate("nomination_told_elsewhere")


def _complete(one: Item, other: Item) -> None:
    for name, value in other.fields.items():
        known = one.fields.get(name)
        if name == "deeds" and isinstance(known, str) and isinstance(value, str):
            one.fields[name] = max(known, value, key=len)
        elif known in (None, "", []):
            one.fields[name] = value
            one.settled(f"value_left_out:{name}")
        elif known != value and name == "votes":
            one.flag(f"value_unsure:{name}")
    one.attach = one.attach or other.attach
    one.remarks = "；".join(dict.fromkeys(filter(None, (one.remarks, other.remarks)))) or None
