"""What is typed into a filter or search box, as a query whose names are looked up."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from records.errors import XuedangError
from records.search.parse import parse_query
from records.search.query import Query
from records.search.resolve import resolve_query
from tui.words import tr

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


async def index_note(archive: Archive) -> str:
    """While the search index is made for the first time: how far it is. Otherwise nothing."""
    try:
        state = await archive.searcher.state()
    except XuedangError:
        return ""  # the list itself tells that the server is away
    if state.complete:
        return ""
    return tr(
        "The search index is being made ({done} of {all} records); hits may still be missing.",
        done=f"{state.indexed:,}",
        all=f"{state.total:,}",
    )
