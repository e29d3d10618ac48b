"""The archive in the layout of ``mongodump``, for ``mongorestore`` and MongoDB's other tools."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bson import json_util

from records.errors import UsageFault
from records.keep.backup.container import writing_to
from records.language import translator
from records.store import journal
from records.store.pieces import count_of, moment

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")


async def dump(archive: Archive, folder: Path, on_progress: Callable[[int], None] = lambda _: None) -> int:
    """Write each collection as it stands now; answers how many documents.

    Made are ``folder/DATABASE/COLLECTION.bson`` and ``.metadata.json``; the journal is told. Raises
    UsageFault when the database's folder is there already, DiskFull, Refused, ServerUnavailable.
    """
    store = archive.store
    target = folder / store.database.name
    if target.exists():
        raise UsageFault(
            tr("{path} is there already.", path=target), hint=tr("Name another folder, or remove that one.")
        )
    done = 0
    with writing_to(target):
        await asyncio.to_thread(target.mkdir, mode=0o700, parents=True)
    async with moment(store) as now:
        for name in now.collections:
            described = await store.database.collection_facts(name)
            with writing_to(target):
                await asyncio.to_thread(_describe, target / f"{name}.metadata.json", described)
                with (target / f"{name}.bson").open("xb") as file:
                    async with aclosing(now.pieces(name)) as pieces:
                        async for piece in pieces:
                            await asyncio.to_thread(file.write, piece)
                            done += count_of(piece)
                            on_progress(done)
    details = {"file": target.name, "folder": str(folder.absolute()), "documents": done}
    await journal.note(store, journal.entry("backup", archive.operator, journal.now(), **details))
    return done


def _describe(path: Path, facts: dict[str, Any]) -> None:
    path.write_text(json.dumps(json.loads(json_util.dumps(facts)), ensure_ascii=False), encoding="utf-8")
