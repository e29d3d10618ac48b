"""What is typed into a filter or search box, as a query whose names are looked up."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from records.search.parse import parse_query
from records.search.query import Query
from records.search.resolve import resolve_query

if TYPE_CHECKING:
    from records.archive import Archive

_NOTHING = Query()


async def read_query(archive: Archive, text: str, base: Query = _NOTHING) -> Query:
    """``text`` as a query; what it leaves open is as in ``base``. Raises UsageFault."""
    typed = await resolve_query(archive, parse_query(text, archive.kinds))
    open_parts = {
        part.name: getattr(base, part.name)
        for part in fields(Query)
        if getattr(typed, part.name) == getattr(_NOTHING, part.name)
    }
    return typed.narrowed(**open_parts)
