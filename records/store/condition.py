"""How a server is: what it runs as, how quickly it answers, and when the archive was last changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from time import perf_counter
from typing import TYPE_CHECKING

from records.store.journal import newest

if TYPE_CHECKING:
    from records.store.connection import Store


@dataclass(frozen=True, slots=True)
class Condition:
    """``milliseconds`` of one round trip; ``engine`` is empty where the signed-in user may not ask for it;
    ``last_change`` (UTC) is the newest entry of the journal."""

    replica_set: str
    engine: str
    milliseconds: float
    last_change: datetime | None


async def condition(store: Store) -> Condition:
    """Ask the server. Raises ServerUnavailable."""
    begun = perf_counter()
    replica_set = await store.database.replica_set()
    took = (perf_counter() - begun) * 1000
    entries = await newest(store, limit=1)
    last = entries[0]["at"].replace(tzinfo=UTC) if entries else None
    return Condition(replica_set, await store.database.storage_engine(), took, last)
