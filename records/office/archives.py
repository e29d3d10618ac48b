"""All archives of one server at a glance, for whoever looks after several offices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from records.errors import Refused
from records.settings import Settings
from records.store import migrations, schema
from records.store.connection import open_store
from records.store.driver import Database


@dataclass(frozen=True, slots=True)
class ArchiveGlance:
    """``records`` counts the void ones too. ``prepared``: this release may open it as it is.

    ``changed`` (UTC) and ``by`` are of the newest journal entry, ``unsealed`` how many wait for a seal.
    """

    name: str
    records: int
    changed: datetime | None
    by: str
    unsealed: int
    prepared: bool


async def glance_at_all(settings: Settings) -> Sequence[ArchiveGlance]:
    """The archives on the settings' server that our account may read, by name; none of them is changed.

    Raises ServerUnavailable, SignInNeeded.
    """
    async with open_store(settings, prepared=False) as store:
        found = []
        for name in await store.database.archives():
            other = store.database.beside(name)
            try:
                if schema.MIGRATIONS in await other.collection_names():
                    found.append(await _glance(other))
            except Refused:
                continue  # its name may be read, what is in it may not
        return found


async def _glance(database: Database) -> ArchiveGlance:
    newest = await database.collection(schema.JOURNAL).find({}, sort=[("_id", -1)], limit=1)
    pending = {each.name for each in migrations.ALL} - await migrations.applied(database)
    return ArchiveGlance(
        name=database.name,
        records=await database.collection(schema.RECORDS).estimate(),
        changed=newest[0]["at"].replace(tzinfo=UTC) if newest else None,
        by=newest[0]["by"] if newest else "",
        unsealed=await database.collection(schema.UNSEALED).count({}),
        prepared=not pending,
    )
