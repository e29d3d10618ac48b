"""Names of people and units in a query, looked up: afterwards the query can be run."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from bson.objectid import ObjectId
from bson.regex import Regex

from records.errors import NotFound, UsageFault
from records.kind import Kind, Kinds
from records.language import listed, translator
from records.name_order import NAMED
from records.record import Record
from records.search.conditions import near_names
from records.search.query import Condition, Query
from records.tokens import normal

tr = translator("records")

_MOST = 50
_SHOWN = 5
#: So many records may be meant by a part of their title.
_TITLES = 2000


class Names(Protocol):
    """What names are looked up in: ``Archive``."""

    kinds: Kinds

    async def get(self, id_or_no: ObjectId | str) -> Record: ...
    async def aggregate(self, pipeline: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]: ...
    async def pick(self, kind: str, text: str, *, limit: int = 20, like: bool = True) -> list[Record]: ...


async def resolve_query(archive: Names, query: Query) -> Query:
    """``query`` with each name replaced by the record it means; a record number will do as a name.

    Raises UsageFault when nobody or several are called so, and for a field that no kind and no record has.
    """
    for each in query.where:
        await _refuse_unknown(archive, query, each)
    if not query.unresolved:
        return query
    changes: dict[str, object] = {}
    if query.unit_name:
        changes |= {"unit": await _one(archive, "unit", query.unit_name), "unit_name": ""}
    if query.person_name:
        changes |= {"person": await _one(archive, "person", query.person_name), "person_name": ""}
    kinds = [archive.kinds.of(query.kind)] if query.kind else list(archive.kinds.values())
    where = [await _condition(archive, kinds, each) if each.op == "named" else each for each in query.where]
    return query.narrowed(where=tuple(where), **changes)


async def _refuse_unknown(archive: Names, query: Query, condition: Condition) -> None:
    kinds = [archive.kinds.of(query.kind)] if query.kind else list(archive.kinds.values())
    path = condition.field
    if any(kind.field(path) for kind in kinds):
        return
    where: dict[str, Any] = {f"fields.{path}": {"$exists": True}}
    if query.kind:
        where["kind"] = query.kind
    if await archive.aggregate([{"$match": where}, {"$limit": 1}, {"$project": {"_id": 1}}]):
        return
    near = near_names(path, kinds)
    raise UsageFault(
        tr("There is no field {name!r}, and no record has one of its own.", name=path),
        hint=tr("Did you mean {names}?", names=listed(near))
        if near
        else tr("`xuedang kinds` with a kind lists its fields."),
    )


async def _condition(archive: Names, kinds: Sequence[Kind], condition: Condition) -> Condition:
    """The condition with the records that are meant: people and units by name, others by their title."""
    named, others = _targets(archive.kinds, kinds, condition)
    ids = [record.id for record in await _called(archive, "|".join(named), condition.value)]
    if others:
        ids += await _titled(archive, others, condition.value)
    if not ids and not others:
        raise await _nobody(archive, "|".join(named), condition.value)
    if not ids:
        what = {"name": condition.value, "field": condition.field}
        raise UsageFault(
            tr("No record is called {name!r} that {field} may refer to.", **what),
            hint=tr("A part of its title or its number will do."),
        )
    return Condition(condition.field, "in", tuple(dict.fromkeys(ids)), condition.negated, condition.also)


def _targets(known: Kinds, kinds: Sequence[Kind], condition: Condition) -> tuple[list[str], list[str]]:
    """The kinds that the condition's fields refer to: those with names, and those with titles only."""
    fields = [kind.field(path) for kind in kinds for path in (condition.field, *condition.also)]
    targets: set[str] = set()
    for each in fields:
        if each is not None:
            targets.update((each.of or each).targets or known)
    return sorted(targets & NAMED), sorted(targets - NAMED)


async def _titled(archive: Names, kinds: Sequence[str], text: str) -> list[ObjectId]:
    title = Regex(re.escape(text.strip()), "i")
    found = await archive.aggregate(
        [
            {"$match": {"kind": {"$in": list(kinds)}, "title": title, "status": {"$ne": "void"}}},
            {"$limit": _TITLES + 1},
            {"$project": {"_id": 1}},
        ]
    )
    if len(found) > _TITLES:
        raise UsageFault(
            tr("More than {count} titles have {name!r}.", count=f"{_TITLES:,}", name=text),
            hint=tr("Write more of the title, or the record number."),
        )
    return [row["_id"] for row in found]


async def _one(archive: Names, kind: str, name: str) -> ObjectId:
    found = await _called(archive, kind, name)
    if not found:
        raise await _nobody(archive, kind, name)
    if len(found) > 1:
        shown = listed(f"{record.title} ({record.no})" for record in found[:_SHOWN])
        raise UsageFault(
            tr("{name!r} fits several: {shown}", name=name, shown=shown + (" …" if found[_SHOWN:] else "")),
            hint=tr("Write the record number instead of the name."),
        )
    return found[0].id


async def _called(archive: Names, kind: str, name: str) -> Sequence[Record]:
    """Those with exactly that name; else, when the name fits only one, that one; else all that it fits."""
    found = await archive.pick(kind, name, limit=_MOST, like=False) if kind else []
    compact = normal(name).replace(" ", "")
    exactly = [record for record in found if normal(record.title).replace(" ", "") == compact]
    if exactly or found:
        return exactly or found
    try:
        return [await archive.get(name)]
    except NotFound:
        return []


async def _nobody(archive: Names, kind: str, name: str) -> UsageFault:
    """Similar names are told and never taken: the answer would be about somebody else."""
    near = await archive.pick(kind, name, limit=_SHOWN)
    shown = listed(f"{record.title} ({record.no})" for record in near)
    return UsageFault(
        tr("Nobody and no unit is called {name!r}.", name=name),
        hint=tr("Did you mean {names}?", names=shown)
        if near
        else tr("Part of the name, its pinyin or its initials will do."),
    )
