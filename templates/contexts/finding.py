"""The record that an option of a document names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import UsageFault
from records.language import translator
from records.people.naming import named
from records.search.query import Condition, Query
from templates.contexts.text import number_spelt

if TYPE_CHECKING:
    from records.archive import Archive
    from records.record import Record
    from templates.spec import Request

tr = translator("templates")


async def by_document_number(archive: Archive, kind: str, field: str, text: str) -> Record | None:
    """The record of a kind whose ``field`` holds that document number, with whatever brackets it is typed."""
    for spelt in dict.fromkeys((text.strip(), number_spelt(text))):
        query = Query(kind=kind, where=(Condition(field, "=", spelt),))
        if found := await archive.find(query, limit=1):
            return found[0]
    return None


async def chosen(ask: Request, name: str, *kinds: str, numbered: str = "") -> Record | None:
    """The record that the option ``name`` names, one of ``kinds``; None when the option is not given.

    It is named by its number, the exact name of a person or unit, or the document number in its field
    ``numbered``. Raises UsageFault saying what is near.
    """
    text = str(ask.options.get(name) or "").strip()
    if not text:
        return None
    for kind in kinds if numbered else ():
        if found := await by_document_number(ask.archive, kind, numbered, text):
            return found
    try:
        return await named(ask.archive, text, kinds)
    except ValueError as error:
        raise UsageFault(f"--{name}: {error}") from error
