"""Where a record stands in the archives once its year is filed: the archival code, 档号.

The envelope's ``archive`` holds its parts and the form that they are written in. None of it changes once it
is set, nor does the record: what is filed is frozen. `records.keep.filing` files.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.errors import Refused
from records.kind import Label
from records.language import translator

if TYPE_CHECKING:
    from records.record import Record

tr = translator("records")

#: How long papers are kept, by the code in their number, the longest first.
RETENTIONS: Mapping[str, Label] = {
    "Y": Label("永久", "permanent"),
    "D30": Label("30年", "30 years"),
    "D10": Label("10年", "10 years"),
}
#: Years of each; what is permanent has none.
YEARS_KEPT: Mapping[str, int] = {"D30": 30, "D10": 10}
_WORDS = {"永久": "Y", "30年": "D30", "10年": "D10"}
#: How codes are written unless an office has it otherwise (DA/T 22-2015).
FORM = "{fonds}-{category}·{year}-{retention}-{unit}-{item}"
DIGITS = 4
_PARTS = frozenset(("fonds", "category", "year", "retention", "unit", "item"))
_SLOT = re.compile(r"\{([^{}]*)\}")
#: What may happen to a filed record: people or units it names are found to be the same, and its period ends.
ON_FILED = frozenset(("merge", "undo_merge", "merge_undone", "dispose", "supersede"))


def code_parts(form: str) -> bool:
    """Whether a form of codes has every part once, and nothing that is no part or can't be in a file name."""
    slots = _SLOT.findall(form)
    between = _SLOT.sub("", form)
    return sorted(slots) == sorted(_PARTS) and not re.search(r"[\s/\\{}]", between)


@dataclass(frozen=True, slots=True)
class Filed:
    """The parts of one archival code. ``unit`` (the office or matter) may be empty."""

    fonds: str
    category: str
    year: int
    retention: str
    unit: str
    item: int
    form: str = FORM
    digits: int = DIGITS

    @classmethod
    def of(cls, archive: Mapping[str, Any] | None) -> Filed | None:
        """The place that an envelope names; None when it names no year or item."""
        parts = archive or {}
        try:
            year, item = int(parts["year"]), int(parts["item"])
        except (KeyError, TypeError, ValueError):
            return None
        retention = str(parts.get("retention") or "")
        return cls(
            str(parts.get("fonds") or ""),
            str(parts.get("category") or ""),
            year,
            _WORDS.get(retention, retention),
            str(parts.get("unit") or ""),
            item,
            str(parts.get("form") or FORM),
            int(parts.get("digits") or DIGITS),
        )

    def __str__(self) -> str:
        """Z109-WS·2011-Y-BGS-0001: the parts in their form; an empty one takes what follows it along."""
        parts = {name: str(getattr(self, name)) for name in _PARTS} | {"item": f"{self.item:0{self.digits}}"}
        written, skip = "", False
        # Words and slots in turn, words first.
        for place, piece in enumerate(_SLOT.split(self.form)):
            text = parts.get(piece, "") if place % 2 else ("" if skip else piece)
            skip = bool(place % 2 and not text)
            written += text
        return written

    @property
    def place(self) -> tuple[str, str, int, int, str, int]:
        """What a catalogue is sorted by: fonds, category, year, retention, office, then the item."""
        order = list(RETENTIONS)
        rank = order.index(self.retention) if self.retention in order else len(order)
        return (self.fonds, self.category, self.year, rank, self.unit, self.item)

    @property
    def class_(self) -> tuple[str, str, int, str, str]:
        """The lowest class, in which items are numbered from 1."""
        return (self.fonds, self.category, self.year, self.retention, self.unit)

    @property
    def kept_until(self) -> int | None:
        """The last year of its period, which begins on 1 January after its own; None for a permanent one."""
        years = YEARS_KEPT.get(self.retention)
        return None if years is None else self.year + years

    def envelope(self) -> dict[str, Any]:
        """What the record's ``archive`` holds; ``code`` is unique among all records."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__} | {"code": str(self)}


def refuse_filed(record: Record, action: str) -> None:
    """Raises Refused when a record is filed and ``action`` would change it."""
    filed = Filed.of(record.archive)
    if filed is not None and action not in ON_FILED:
        raise Refused(
            tr("{no} is filed as {code} and can't be changed.", no=record.no or record.title, code=filed),
            hint=tr("Make a correction instead: a new record that is linked to it."),
        )
