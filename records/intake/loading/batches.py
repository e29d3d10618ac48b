"""The batch under which records come in together: written down as it begins, at its end, when taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from bson.objectid import ObjectId

from records.errors import NotFound
from records.intake.mapping import ImportMapping
from records.language import translator
from records.store import journal

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

State = Literal["running", "interrupted", "done", "undone"]


@dataclass
class Batch:
    """One batch. ``path`` is the source, or in words what was typed; ``started`` is UTC."""

    path: str
    mapping: ImportMapping = field(default_factory=ImportMapping)
    id: ObjectId = field(default_factory=ObjectId)
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    async def write(
        self, archive: Archive, state: State, actions: Mapping[str, int], counts: Mapping[str, Any]
    ) -> None:
        """Write down how it stands: records by what became of them, and of each kind by outcome."""
        entry = {
            "path": self.path,
            "at": self.started,
            "by": archive.operator,
            "mapping": {"id": self.mapping.id, "sha256": self.mapping.digest},
            "counts": counts,
            "actions": actions,
            "state": state,
        }
        await archive.store.batches.update_one({"_id": self.id}, {"$set": entry}, upsert=True)


async def list_batches(archive: Archive) -> list[dict[str, Any]]:
    """All batches, the newest first: _id, path, at, by, counts, actions, state."""
    return await archive.store.batches.find({}, sort=[("at", -1)])


async def state_of(archive: Archive, batch: ObjectId) -> str:
    """How a batch stands. Raises NotFound for an unknown one."""
    entry = await archive.store.batches.find_one({"_id": batch})
    if entry is None:
        raise NotFound(
            tr("There is no import {batch}.", batch=batch), hint=tr("`xuedang import --list` shows them.")
        )
    return str(entry["state"])


async def mark_undone(archive: Archive, batch: ObjectId) -> None:
    """Write down that a batch was taken back, when and by whom."""
    state: State = "undone"
    await archive.store.batches.update_one(
        {"_id": batch}, {"$set": {"state": state, "undone": {"at": journal.now(), "by": archive.operator}}}
    )


def state_text(state: str) -> str:
    """How a batch stands, in words."""
    words = {
        "running": tr("not finished"),
        "interrupted": tr("interrupted"),
        "done": tr("done"),
        "undone": tr("taken back"),
    }
    return words.get(state, state)
