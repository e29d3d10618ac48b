"""Fields that were added to a kind for everyone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from records.store import told
from records.store.connection import Store
from records.store.driver import Document, Session


async def add(store: Store, kind: str, name: str, definition: Mapping[str, Any], *, entry: Document) -> None:
    """Keep a field with its journal entry. Raises TakenKey when the kind has one of that name already."""
    free = {"_id": kind, f"fields.{name}": {"$exists": False}}
    change = {"$set": {f"fields.{name}": dict(definition)}, "$inc": {"version": 1}}

    async def work(session: Session) -> None:
        await store.kinds.update_one(free, change, upsert=True, session=session)
        await told.add(store, store.kinds, [kind], entry, session=session)

    await store.database.transact(work)
