"""The invented township of these tests, and small makers of values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from records.archive import Archive
from records.record import Record
from records.values import PartialDate, Value


@dataclass
class Township:
    """The records of the fixture, by what they are."""

    archive: Archive
    committee: Record
    general: Record
    branch: Record
    office: Record
    zhang: Record
    li: Record

    async def add(self, kind: str, status: str = "verified", **fields: Value) -> Record:
        return await self.archive.save(Record.new(kind, dict(fields), status=status))


def at(text: str) -> datetime:
    """A moment of the township's wall clock."""
    return datetime.fromisoformat(text)


def month(year: int, number: int) -> PartialDate:
    return PartialDate.month(year, number)
