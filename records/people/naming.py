"""What a person writes for a record: its number, or the name of a person or unit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.errors import NotFound
from records.kind import Field
from records.language import listed, translator

if TYPE_CHECKING:
    from records.archive import Archive
    from records.record import Record

tr = translator("records")

#: A record number: the kind's code, a year or nothing, a running number.
_NUMBER = re.compile(r"[A-Z]{2,4}-[0-9-]+")


async def find_named(archive: Archive, field: Field, text: str) -> ObjectId:
    """The record that a reference field means, by number or by exact name.

    Raises ValueError, with a text to show beside the field, when none or several fit.
    """
    return (await named(archive, text, field.targets or tuple(archive.kinds))).id


async def named(archive: Archive, text: str, kinds: tuple[str, ...]) -> Record:
    """The record of one of ``kinds`` that ``text`` means. Raises ValueError when none or several fit."""
    wanted = text.strip()
    if _NUMBER.fullmatch(wanted.upper()) or ObjectId.is_valid(wanted):
        return await _by_number(archive, wanted, kinds)
    near = [record for kind in kinds for record in await archive.pick(kind, wanted)]
    exact = [record for record in near if wanted in (record.title, *_other_names(record))]
    if len(exact) == 1:
        return exact[0]
    if exact:
        raise ValueError(
            tr("{name!r} may be any of {numbers}; give the number.", name=wanted, numbers=_listed(exact))
        )
    if near:
        raise ValueError(
            tr("{name!r} was not found; near: {numbers}", name=wanted, numbers=_listed(near[:5]))
        )
    raise ValueError(tr("{name!r} was not found.", name=wanted))


async def _by_number(archive: Archive, wanted: str, kinds: tuple[str, ...]) -> Record:
    try:
        record = await archive.get(ObjectId(wanted) if ObjectId.is_valid(wanted) else wanted.upper())
    except NotFound as error:
        raise ValueError(error.message) from error
    if record.kind not in kinds:
        raise ValueError(
            tr(
                "{no} is a {kind}, and none of {wanted}.",
                no=record.no,
                kind=archive.kinds.of(record.kind).label.text(),
                wanted=listed(archive.kinds.of(kind).label.text() for kind in kinds),
            )
        )
    return record


def _other_names(record: Record) -> list[str]:
    """Former names of a person, aliases of a unit."""
    return [
        str(name)
        for field in ("name", "short_name", "former_names", "aliases")
        for name in _as_list(record.fields.get(field))
    ]


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _listed(records: list[Record]) -> str:
    return listed(f"{record.no} {record.title}" for record in records)
