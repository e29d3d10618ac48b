"""Rows and papers that an operator leaves out though they could be taken, as answers of a mapping file.

An answer ``r-…: drop`` names one by what is printed there and where: it holds whenever that comes in again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256

from records.intake.answers.alike import DROP
from records.intake.outcome import Item

_MARK = "r-"
#: Why a row that was left out is refused.
LEFT_OUT = "dropped_by_answer"
#: What refers to the meeting that another item of the same paper or sheet is.
_OF_ANOTHER = ("meeting", "session")


def key_of(file: str, sheet: str, cells: Sequence[str], evidence: str = "") -> str:
    """Under which key a mapping file leaves out what stands there."""
    stuff = "\x1f".join((file, sheet, *(cell.strip() for cell in cells), evidence))
    return f"{_MARK}{sha256(stuff.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def left_out_key(item: Item) -> str | None:
    """The key of an item; None for what stands nowhere by itself: units and people whom other rows name."""
    if not item.place.file or item.kind == "unit" or not (item.cells or item.evidence):
        return None
    return key_of(item.place.file, item.place.sheet, item.cells, item.evidence)


def left_out_in(answers: Mapping[str, str]) -> frozenset[str]:
    """The keys of all that a mapping file leaves out."""
    return frozenset(key for key, said in answers.items() if key.startswith(_MARK) and said == DROP)


def leave_out(items: Iterable[Item], keys: frozenset[str]) -> None:
    """Refuse the items that the mapping file leaves out, and what is a part of them."""
    if not keys:
        return
    items = list(items)
    gone = set()
    for item in items:
        if item.taken and left_out_key(item) in keys:
            item.reject(LEFT_OUT)
            gone.add(item.record_id)
    gone.discard(None)
    for item in items if gone else ():
        if item.taken and any(item.fields.get(name) in gone for name in _OF_ANOTHER):
            item.reject(LEFT_OUT)
