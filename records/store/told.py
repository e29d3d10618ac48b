"""What the journal tells of documents that are no records: the hash of each, so that `verify` can ask for it.

An entry's ``told`` is a list of lines: collection (``c``), identifier (``i``), how often the document was
changed by then (``v``), and the hash of what it came to (``h``). The line stands in the entry of the very
transaction that wrote the document. A seal of the present form needs none: its root is of all that it holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.store import journal, schema
from records.store.driver import Collection, Document, Session
from records.store.journal import hash_of

if TYPE_CHECKING:
    from records.store.connection import Store

#: Collections whose documents the journal tells of, besides seals of the earlier form.
TOLD = (schema.FILES, schema.TOMBSTONES, schema.KINDS, schema.BATCHES, schema.BULK_CHANGES)
#: What everybody may set as they like, and is not told: the templates of forms.
_FREE = {schema.KINDS: "templates"}


def told_of(collection: str, document: Mapping[str, Any]) -> Document | None:
    """What the journal tells of a document; None of one that holds nothing but what is free."""
    free = _FREE.get(collection)
    told = {name: value for name, value in document.items() if name != free}
    if free is not None and told.keys() <= {"_id"}:
        return None
    return {"c": collection, "i": document["_id"], "v": document.get("version", 0), "h": hash_of(told)}


async def change(
    store: Store, collection: Collection, identifier: Any, update: Mapping[str, Any], entry: Document
) -> None:
    """Change a document, or make it, and let an entry tell what it came to: both or neither."""
    counted = {**update, "$inc": {"version": 1}}

    async def work(session: Session) -> None:
        await collection.update_one({"_id": identifier}, counted, upsert=True, session=session)
        await add(store, collection, [identifier], entry, session=session)

    await store.database.transact(work)


async def add(
    store: Store, collection: Collection, identifiers: Iterable[Any], entry: Document, *, session: Session
) -> None:
    """Add an entry that tells of documents as they stand in this transaction."""
    lines = await lines_of(collection, identifiers, session=session)
    await journal.add(store, entry | {"told": lines}, session=session)


async def lines_of(collection: Collection, identifiers: Iterable[Any], *, session: Session) -> list[Document]:
    """What is to be told of some documents, in the order of their identifiers."""
    wanted = {"_id": {"$in": list(identifiers)}}
    rows = await collection.find(wanted, sort=[("_id", 1)], session=session)
    return [line for row in rows if (line := told_of(collection.name, row)) is not None]


def files_in(document: Mapping[str, Any]) -> set[ObjectId]:
    """The files that a record's document names."""
    return {each["file"] for each in document.get("attachments", ())}
