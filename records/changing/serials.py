"""Numbers of papers that go out, such as 青党发〔2011〕23号: one after another in a year, without gaps.

A number belongs to the record that carries it in a field marked ``serial``. The next one is one above the
highest that any record carries, void ones included, so nothing is skipped when a paper does not come about
and nothing is used again when one is withdrawn. Two operators who take a number in the same moment are told
apart by a unique index; the second then takes the one after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.errors import InvalidRecord
from records.record import Record

if TYPE_CHECKING:
    from records.archive import Archive

_SERIAL = re.compile(r"(?P<code>[^\W\d_]{1,12})〔(?P<year>\d{4})〕(?P<number>\d{1,6})号")
_ATTEMPTS = 50


@dataclass(frozen=True, slots=True)
class Serial:
    """One number: the issuer's code, the year and the number, which has ``width`` digits at least."""

    code: str
    year: int
    number: int
    width: int = 1

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.number:0{self.width}}号"

    @classmethod
    def parse(cls, text: object) -> Serial | None:
        """A number as documents print it; None for anything else."""
        found = _SERIAL.fullmatch(text.strip()) if isinstance(text, str) else None
        if found is None:
            return None
        digits = found["number"]
        width = len(digits) if digits.startswith("0") else 1
        return cls(found["code"], int(found["year"]), int(digits), width)


async def last_serial(
    archive: Archive,
    *,
    kind: str | None = None,
    field: str | None = None,
    code: str | None = None,
    year: int | None = None,
) -> Serial | None:
    """The highest number there is of a code, of a year, or the latest of all.

    It is looked for in ``field`` (or in any serial field) of ``kind`` (or of any kind).
    """
    places = [
        (each.name, f"fields.{place.name}")
        for each in archive.kinds.values()
        for place in each.fields
        if place.serial and kind in (None, each.name) and field in (None, place.name)
    ]
    wanted = rf"^{re.escape(code)}〔" if code else "〔"
    rows = await archive.aggregate(
        [
            {"$match": {"$or": [{"kind": name, path: {"$regex": wanted}} for name, path in places]}},
            {"$project": {"_id": 0, "texts": [f"${path}" for path in sorted({path for _, path in places})]}},
        ]
    )
    found = [serial for row in rows for text in row["texts"] if (serial := Serial.parse(text))]
    mine = [each for each in found if code in (None, each.code) and year in (None, each.year)]
    return max(mine, key=lambda each: (each.year, each.number), default=None)


async def next_serial(archive: Archive, code: str, year: int) -> Serial:
    """The number that follows; written with as many digits as the last one of this code."""
    last = await last_serial(archive, code=code, year=year)
    if last is not None:
        return Serial(code, year, last.number + 1, last.width)
    earlier = await last_serial(archive, code=code)
    return Serial(code, year, 1, earlier.width if earlier else 1)


async def save_with_serial(archive: Archive, record: Record, field: str, code: str, year: int) -> Record:
    """Save ``record`` under the next number of its series.

    Raises what `Archive.save` raises for anything but the number.
    """
    for attempt in range(_ATTEMPTS):
        record.fields[field] = str(await next_serial(archive, code, year))
        try:
            return await archive.save(record)
        except InvalidRecord as error:
            if attempt == _ATTEMPTS - 1 or not any(fault.path == field for fault in error.faults):
                raise
    raise AssertionError("the loop either returns or raises")
