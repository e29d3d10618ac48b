"""Rows of a long table that are new while others that it brought before stand in it no longer.

Of a short table each such row is named with the record that it may have been (``corrected.py``). Of a long
one nobody holds all rows beside each other: they are counted, and the file is told of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.intake.loading.batches import batches_of
from records.intake.loading.ledger import Ledger
from records.intake.outcome import as_shown

if TYPE_CHECKING:
    from records.archive import Archive


async def lost_rows(archive: Archive, path: object, ledger: Ledger, *, stored: bool) -> list[tuple[str, str]]:
    """The files with such rows, each with the warning that says so; ``stored``: the new ones are there."""
    tables = {(kind, file, sheet) for kind, file, sheet, action in ledger.done if action == "created"}
    batches = await batches_of(archive, path) if tables else []
    found = []
    for kind, file, sheet in sorted(tables):
        done = {action: ledger.done[kind, file, sheet, action] for action in ("unchanged", "kept", "updated")}
        match: dict[str, Any] = {
            "kind": kind,
            "origin.batch": {"$in": batches},
            "origin.file": as_shown(file),
            "origin.sheet": sheet or None,
            "status": {"$ne": "void"},
        }
        (counted,) = await archive.aggregate([{"$match": match}, {"$count": "n"}]) or ({"n": 0},)
        new = ledger.done[kind, file, sheet, "created"]
        lost = counted["n"] - sum(done.values()) - (new if stored else 0)
        if lost > 0 and any(done.values()):
            found.append((file, f"rows_lost:{new}/{lost}/{sheet}"))
    return found
