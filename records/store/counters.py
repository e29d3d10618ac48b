"""Counters: numbers are handed out once, with gaps where a write did not come about."""

from __future__ import annotations

from records.errors import ServerUnavailable
from records.language import translator
from records.store.connection import Store

tr = translator("records")


async def reserve(store: Store, name: str, count: int = 1) -> int:
    """Take the next ``count`` numbers of a counter; answers the first of them."""
    row = await store.counters.update_returning_new({"_id": name}, {"$inc": {"seq": count}}, upsert=True)
    if row is None:
        raise ServerUnavailable(tr("The server gave no number for {name}.", name=name))
    return int(row["seq"]) - count + 1


async def give_back(store: Store, name: str, first: int, count: int) -> None:
    """Let the next be ``first`` again, of ``count`` numbers that were taken and not used.

    If others were taken meanwhile, they stay unused.
    """
    criteria = {"_id": name, "seq": first + count - 1}
    await store.counters.update_one(criteria, {"$inc": {"seq": -count}})


async def raise_to(store: Store, name: str, least: int) -> None:
    """See to it that the next number is above ``least``: numbers came in from elsewhere."""
    await store.counters.update_one({"_id": name}, {"$max": {"seq": least}}, upsert=True)
