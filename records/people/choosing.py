"""Records of any kind by what is typed for one that is to be chosen."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from records.name_order import NAMED
from records.search.query import Query
from records.tokens import normal

if TYPE_CHECKING:
    from records.archive import Archive
    from records.record import Record

#: Whose records are offered: so many of the people and of the units that are called as typed.
_PEOPLE, _UNITS = 8, 3


async def choices(archive: Archive, kind: str | None, text: str, *, limit: int = 50) -> list[Record]:
    """The records of ``kind`` (None: of any) that ``text`` may mean, the likeliest first.

    A person or unit by part of the name, pinyin or initials; another record by words of its text, or by
    pinyin or initials of a person or unit that it is about (彭向东's award by pxd). Without text the latest.
    """
    if kind in NAMED:
        return await archive.pick(kind, text, limit=limit)
    found = await archive.find(Query(text=text, kind=kind), limit=limit)
    latin = "".join(normal(text).split())
    if latin.isascii() and latin.isalpha():
        found = [*found, *await _about(archive, kind, latin, limit)]
    return list({record.id: record for record in found}.values())[:limit]


async def _about(archive: Archive, kind: str | None, typed: str, limit: int) -> list[Record]:
    """Records with somebody in them, or of a unit, whose name is typed by its pinyin or initials."""
    people, units = await asyncio.gather(
        archive.pick("person", typed, limit=_PEOPLE, like=False),
        archive.pick("unit", typed, limit=_UNITS, like=False),
    )
    asked = [Query(kind=kind, person=each.id) for each in people]
    asked += [Query(kind=kind, unit=each.id) for each in units]
    found = await asyncio.gather(*(archive.find(query, limit=limit) for query in asked))
    return [record for records in found for record in records]
