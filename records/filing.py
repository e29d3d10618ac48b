"""Where a record stands in the archives once its year is filed (DA/T 22-2015): the archival code, 档号.

The envelope's ``archive`` holds its parts; they never change once they are set.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from records.kind import Label

#: How long papers are kept, by the code in their number, the longest first.
RETENTIONS: Mapping[str, Label] = {
    "Y": Label("永久", "permanent"),
    "D30": Label("30年", "30 years"),
    "D10": Label("10年", "10 years"),
}
_WORDS = {"永久": "Y", "30年": "D30", "10年": "D10"}


@dataclass(frozen=True, slots=True)
class Filed:
    """The parts of one archival code. ``unit`` (the office or matter) may be empty."""

    fonds: str
    category: str
    year: int
    retention: str
    unit: str
    item: int

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
        )

    def __str__(self) -> str:
        """Z109-WS·2011-Y-BGS-0001: fonds, category and year, retention, office, item of four digits."""
        year = f"{self.category}·{self.year}" if self.category else str(self.year)
        parts = (self.fonds, year, self.retention, self.unit, f"{self.item:04}")
        return "-".join(part for part in parts if part)

    @property
    def place(self) -> tuple[str, str, int, int, str, int]:
        """What a catalogue is sorted by: fonds, category, year, retention, office, then the item."""
        order = list(RETENTIONS)
        rank = order.index(self.retention) if self.retention in order else len(order)
        return (self.fonds, self.category, self.year, rank, self.unit, self.item)
