"""The batch under which records come in together: written down as it begins, at its end, when taken back.

Each time the journal tells of it, too, with the hash of what was written down (``store/told.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from bson.objectid import ObjectId

from records.errors import NotFound
from records.intake.mappings.mapping import ImportMapping
from records.language import translator
from records.store import journal, told

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

State = Literal["running", "interrupted", "done", "undone"]


@dataclass
class Batch:
    """One batch. ``path`` is the source, or in words what was typed; ``file`` its name; ``started`` UTC."""

    path: str
    file: str
    mapping: ImportMapping = field(default_factory=ImportMapping)
    id: ObjectId = field(default_factory=ObjectId)
    started: datetime = field(default_factory=lambda: datetime.now(UTC))

    async def write(
        self, archive: Archive, state: State, actions: Mapping[str, int], counts: Mapping[str, Any]
    ) -> None:
        """Write down how it stands: records by what became of them, and of each kind by outcome."""
        found = {
            "path": self.path,
            "at": self.started,
            "by": archive.operator,
            "mapping": {"id": self.mapping.id, "sha256": self.mapping.digest},
            "counts": counts,
            "actions": actions,
            "state": state,
        }
        entry = journal.entry(
            "begin_import" if state == "running" else "import",
            archive.operator,
            journal.now(),
            batch=self.id,
            file=self.file,
            interrupted=state == "interrupted" or None,
            outcomes={name: number for name, number in actions.items() if number} or None,
        )
        await told.change(archive.store, archive.store.batches, self.id, {"$set": found}, entry)


async def list_batches(archive: Archive) -> list[dict[str, Any]]:
    """All batches, the newest first: _id, path, at, by, counts, actions, state."""
    return await archive.store.batches.find({}, sort=[("at", -1)])


async def batches_of(archive: Archive, path: object) -> list[ObjectId]:
    """The imports of a file or folder so far."""
    return [each["_id"] for each in await archive.store.batches.find({"path": str(path)})]


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
    at = journal.now()
    undone = {"state": state, "undone": {"at": at, "by": archive.operator}}
    entry = journal.entry("undo_import", archive.operator, at, batch=batch)
    await told.change(archive.store, archive.store.batches, batch, {"$set": undone}, entry)


def state_text(state: str) -> str:
    """How a batch stands, in words."""
    words = {
        "running": tr("not finished"),
        "interrupted": tr("interrupted"),
        "done": tr("done"),
        "undone": tr("taken back"),
    }
    return words.get(state, state)
