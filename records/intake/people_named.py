"""Whom names mean that somebody types or pastes: told apart as an import does, and asked where two fit."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.intake.matching import PersonBook, name_key
from records.intake.names import clean_name
from records.intake.unit_book import UnitBook
from records.kind import Field
from records.language import translator
from records.people.naming import find_named
from records.record import Record

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")


@dataclass(frozen=True, slots=True)
class Named:
    """What a name came to: a record with its title, or why it is not known which."""

    id: ObjectId | None
    title: str = ""
    why: str = ""


async def whom(
    archive: Archive, field: Field, names: Iterable[str], *, unit: ObjectId | None = None
) -> dict[str, Named]:
    """The records that ``names`` mean in a reference field, by name. Raises ServerUnavailable.

    People are told apart as in an import (``records/intake/matching.py``); of two with one name the one of
    ``unit`` is taken. Initials will do where they fit one person.
    """
    wanted = list(dict.fromkeys(name for name in names if name))
    if field.targets == ("person",):
        chinese = [name for name in wanted if not name.isascii()]
        found: dict[str, Named] = await _people(archive, chinese, unit) if chinese else {}
        latin = [name for name in wanted if name.isascii()]
        keyed = await asyncio.gather(*(_by_keys(archive, name) for name in latin))
        return {**found, **dict(zip(latin, keyed, strict=True))}
    return {name: await _other(archive, field, name) for name in wanted}


async def _people(archive: Archive, names: list[str], unit: ObjectId | None) -> dict[str, Named]:
    asked = sorted({form for name in names for form in (name.strip(), clean_name(name).name)})
    bearing = {
        "kind": "person",
        "$or": [{"title": {"$in": asked}}, {"fields.former_names": {"$in": asked}}],
        "status": {"$ne": "void"},
    }
    units = {"kind": "unit", "status": {"$ne": "void"}}
    people, every = await asyncio.gather(
        archive.aggregate([{"$match": bearing}]), archive.aggregate([{"$match": units}])
    )
    book = PersonBook(UnitBook(map(Record.from_document, every)), map(Record.from_document, people))
    return {name: await _who(archive, book, name, unit) for name in names}


async def _who(archive: Archive, book: PersonBook, name: str, unit: ObjectId | None) -> Named:
    match = book.find(name, unit=unit)
    if match.person is not None:
        return Named(match.person.id, match.person.name)
    if match.code == "homonym":
        return Named(None, why=tr("{count} people are called so; choose one.", count=len(match.candidates)))
    if match.code == "other_unit":
        return Named(None, why=tr("Somebody of another unit is called so; choose who is meant."))
    near = await archive.pick("person", name_key(name), limit=3)
    if near:
        names = "、".join(each.title for each in near)
        return Named(None, why=tr("Nobody is called so; near: {names}. Choose one.", names=names))
    return Named(None, why=tr("Nobody is called so."))


async def _by_keys(archive: Archive, text: str) -> Named:
    if ObjectId.is_valid(text):
        return Named(ObjectId(text), (await archive.names([ObjectId(text)])).get(ObjectId(text), text))
    found = await archive.pick("person", text, limit=2, like=False)
    if len(found) == 1:
        return Named(found[0].id, found[0].title)
    return Named(None, why=tr("Several fit; choose one.") if found else tr("Nobody is called so."))


async def _other(archive: Archive, field: Field, name: str) -> Named:
    try:
        identifier = await find_named(archive, field, name)
    except ValueError as error:
        return Named(None, why=str(error))
    return Named(identifier, (await archive.names([identifier])).get(identifier, name))
