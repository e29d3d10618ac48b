"""How a five-aspect assessment is marked: what each aspect weighs and where each grade begins.

The standard scale is D17's; the office may set another for a year (``records/programme/scales.py`` reads it).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from records.values import as_number

#: The kind that is marked by the scale of its year.
MARKED = "assessment"
#: The five aspects, in the order 听写说考用.
ASPECTS = ("listen", "write", "speak", "test", "apply")
#: D17: twenty points each; the least points of a grade, best first.
WEIGHTS: Mapping[str, Decimal] = dict.fromkeys(ASPECTS, Decimal(20))
BANDS: Mapping[str, Decimal] = {
    "优秀": Decimal(90),
    "良好": Decimal(80),
    "合格": Decimal(60),
    "不合格": Decimal(0),
}


def total_of(fields: Mapping[str, Any]) -> Decimal | None:
    """The five aspects of an assessment together, once all are given."""
    given = [score for aspect in ASPECTS if (score := as_number(fields.get(aspect))) is not None]
    return sum(given, Decimal(0)) if len(given) == len(ASPECTS) else None


@dataclass(frozen=True)
class Scale:
    """The points of each aspect, and the least total of each grade, best first."""

    weights: Mapping[str, Decimal] = field(default_factory=lambda: WEIGHTS)
    bands: Mapping[str, Decimal] = field(default_factory=lambda: BANDS)

    def grade(self, total: Decimal) -> str:
        """The best grade whose band the total reaches, else the lowest."""
        return next((grade for grade, least in self.bands.items() if total >= least), list(self.bands)[-1])

    def grade_of(self, fields: Mapping[str, Any]) -> str | None:
        """The grade of an assessment by its aspects, or by the bare total of an old register."""
        total = total_of(fields)
        if total is None:
            total = as_number(fields.get("total"))
        return None if total is None else self.grade(total)

    def reaches(self, grade: str | None, least: str) -> bool:
        """Whether a grade is ``least`` or better; none, or one not of this scale, is not."""
        order = list(self.bands)
        return grade in order and order.index(grade) <= order.index(least)

    def above(self, fields: Mapping[str, Any]) -> Iterator[tuple[str, Decimal, Decimal]]:
        """Scores, the person's own view too, that are more than their aspect weighs: field, score, weight."""
        for aspect, weight in self.weights.items():
            for path in (aspect, f"own_{aspect}"):
                score = as_number(fields.get(path))
                if score is not None and score > weight:
                    yield path, score, weight


#: The scale where the office has set no other.
STANDARD = Scale()
