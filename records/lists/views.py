"""Saved views of lists (a filter, an order and columns under a name), and the columns operators chose last.

A view is no record: it has no history, and whoever works in the archive may use, rename or delete it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.errors import UsageFault
from records.kind import Column
from records.language import translator
from records.sorts import SORTS, Sort
from records.store.driver_errors import TakenKey

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")


@dataclass(frozen=True, slots=True)
class ListView:
    """What a list showed: ``kind`` (None: all kinds), the filter as typed, the order, the columns.

    A column's ``width`` in cells is one that somebody set; None is as wide as it usually is. No ``columns``
    are the kind's own. ``id`` is None for one that is not kept yet.
    """

    name: str
    kind: str | None = None
    text: str = ""
    sort: Sort | None = None
    columns: tuple[Column, ...] = ()
    id: ObjectId | None = None


async def list_views(archive: Archive) -> list[ListView]:
    """All saved views, by name."""
    rows = await archive.store.list_views.find({"name": {"$exists": True}}, sort=[("name", 1)])
    return [_read(row) for row in rows]


async def save_view(archive: Archive, view: ListView) -> ListView:
    """Keep a view, in place of the one of that name if there is one; answers it as kept.

    Raises UsageFault without a name.
    """
    named = replace(view, name=_named(view.name))
    made = {
        "kind": named.kind,
        "text": named.text,
        "sort": named.sort,
        "columns": _columns_document(named.columns),
        "by": archive.operator,
    }
    new = ObjectId()
    await archive.store.list_views.update_one(
        {"name": named.name}, {"$set": made, "$setOnInsert": {"_id": new}}, upsert=True
    )
    kept = await archive.store.list_views.find_one({"name": named.name})
    return replace(named, id=kept["_id"] if kept else new)


async def rename_view(archive: Archive, view: ListView, name: str) -> ListView:
    """The view under another name. Raises UsageFault without a name, or for one that another view has."""
    wanted = _named(name)
    try:
        await archive.store.list_views.update_one({"_id": view.id}, {"$set": {"name": wanted}})
    except TakenKey:
        raise UsageFault(
            tr("There is a view {name} already.", name=wanted), hint=tr("Choose another name.")
        ) from None
    return replace(view, name=wanted)


async def delete_view(archive: Archive, view: ListView) -> None:
    """Keep the view no longer; the records it showed are not touched."""
    await archive.store.list_views.delete_many({"_id": view.id})


async def kept_columns(archive: Archive, kind: str | None) -> tuple[Column, ...]:
    """The columns that this operator chose last for lists of ``kind``; none when never."""
    row = await archive.store.list_views.find_one({"_id": _own(archive, kind)})
    return _read_columns(row["columns"]) if row else ()


async def keep_columns(archive: Archive, kind: str | None, columns: Sequence[Column]) -> None:
    """Remember the columns this operator chose for lists of ``kind``; none are the usual ones again."""
    own = _own(archive, kind)
    if columns:
        change = {"$set": {"columns": _columns_document(columns)}}
        await archive.store.list_views.update_one({"_id": own}, change, upsert=True)
    else:
        await archive.store.list_views.delete_many({"_id": own})


def _own(archive: Archive, kind: str | None) -> dict[str, str]:
    return {"by": archive.operator, "kind": kind or ""}


def _named(name: str) -> str:
    tidy = " ".join(name.split())
    if not tidy:
        raise UsageFault(tr("A view needs a name."))
    return tidy


def _columns_document(columns: Sequence[Column]) -> list[dict[str, Any]]:
    return [{"name": each.name, "width": each.width} for each in columns]


def _read_columns(rows: Sequence[Mapping[str, Any]]) -> tuple[Column, ...]:
    return tuple(Column(row["name"], row["width"]) for row in rows)


def _read(row: Mapping[str, Any]) -> ListView:
    sort = next((each for each in SORTS if each == row["sort"]), None)
    return ListView(row["name"], row["kind"], row["text"], sort, _read_columns(row["columns"]), id=row["_id"])
