"""By chance, but the same chance for the same seed: people, units and days for invented records."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from bson.objectid import ObjectId

from records.values import PartialDate

#: Days on which something begins or ends, and those beside them.
_EDGES = [
    date(2010, 7, 2),
    date(2010, 7, 3),
    date(2010, 7, 31),
    date(2010, 8, 1),
    date(2010, 12, 31),
    date(2011, 1, 1),
    date(2013, 4, 30),
    date(2013, 7, 31),
    date(2013, 8, 1),
]


class Draw:
    """What one record is made of: people, units and days near the working date, by one random source."""

    def __init__(self, seed: int, on: date, people: list[ObjectId], units: list[ObjectId]) -> None:
        self.random, self.on, self.people, self.units = Random(seed), on, people, units

    def one(self, *choices: Any) -> Any:
        return self.random.choice(choices)

    def maybe(self, value: Any, chance: float = 0.8) -> Any:
        return value if self.random.random() < chance else None

    def person(self) -> ObjectId:
        return self.random.choice(self.people)

    def some(self, most: int) -> list[ObjectId]:
        return [self.person() for _ in range(self.random.randint(1, most))]

    def unit(self) -> ObjectId:
        """Any unit; the first, the committee, more often than others, as rules of its own ask for much."""
        return self.units[0] if self.random.random() < 0.25 else self.random.choice(self.units)

    def number(self, *ends: int) -> int:
        return self.random.randint(*ends)

    def day(self) -> date:
        if self.random.random() < 0.15:
            return self.random.choice(_EDGES)
        found = self.on + timedelta(days=self.random.randint(-120, 25))
        return min(found, date(2013, 12, 1))

    def year(self) -> int:
        return max(2010, min(2013, self.on.year - self.number(0, 3) // 3))

    def known(self) -> PartialDate:
        """A date as far as it is known."""
        day = self.day()
        last = min(day + timedelta(days=self.number(1, 40)), date(2013, 12, 30))
        return self.random.choices(
            [
                PartialDate.day(day),
                PartialDate.month(day.year, day.month),
                PartialDate.quarter(day.year, (day.month + 2) // 3),
                PartialDate.half(day.year, 1 if day.month <= 6 else 2),
                PartialDate.year_of(day.year),
                PartialDate.between(day, last),
            ],
            [6, 2, 1, 1, 1, 1],
        )[0]
