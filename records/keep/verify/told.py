"""Documents that are no records, against what the journal tells of them: nothing altered, added, lost.

Seals of the earlier form are among them: their roots are not of all that they say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import bson
from bson.objectid import ObjectId

from records.keep.verify.finding import restore_todo
from records.keep.verify.run import Run
from records.keep.verify.spool import Spool
from records.language import translator
from records.store import schema
from records.store.told import TOLD, told_of

tr = translator("records")

#: file (12) + the hash that the journal tells of its entry among the files (32)
FILE = 12 + 32


class Told:
    """What the journal tells. Files are many: they go into a spool; the others are few."""

    def __init__(self, files: Spool) -> None:
        self.files = files
        self._known: dict[tuple[str, Any], tuple[int, set[bytes]]] = {}

    def collect(self, entry: Mapping[str, Any]) -> None:
        """What one entry tells. Raises LookupError and the like for one that tells nonsense."""
        for line in entry.get("told", ()):
            if line["c"] == schema.FILES:
                self.files.add(line["i"].binary + line["h"])
                continue
            at, (latest, hashes) = (line["c"], line["i"]), self._known.get((line["c"], line["i"]), (0, set()))
            if line["v"] > latest:
                latest, hashes = line["v"], set()
            if line["v"] == latest:
                self._known[at] = latest, {*hashes, line["h"]}

    async def check(self, run: Run, earlier_seals: Mapping[int, bytes]) -> None:
        """Hold all but the files against it; ``earlier_seals``: the hashes of those of the earlier form."""
        for number, found in earlier_seals.items():
            _, hashes = self._known.pop((schema.SEALS, number), (0, set()))
            if found not in hashes:
                what = tr("Seal {number} of the journal's chain is not as it was made.", number=number)
                run.found("seal_altered", what, restore_todo(), where=f"{schema.SEALS} {number}")
        for collection in TOLD:
            if collection != schema.FILES:
                await self._check(run, collection)
        for collection, identifier in self._known:
            if collection != schema.SEALS:  # a seal that is missing is found in the chain
                what = tr("{what} is missing; the journal tells of it.", what=_name(collection))
                run.found("document_missing", what, restore_todo(), where=f"{collection} {identifier}")

    async def _check(self, run: Run, collection: str) -> None:
        async for raw in run.documents(collection, tr("Purges, added fields, imports, changes of many")):
            document = bson.decode(raw)
            identifier = document["_id"]
            where = f"{collection} {identifier}"
            line = told_of(collection, document)
            known = self._known.pop((collection, identifier), None) if _plain(identifier) else None
            if line is not None and known is None:
                what = tr("{what} stands there, and the journal does not tell of it.", what=_name(collection))
                run.found("document_untold", what, restore_todo(), where=where)
            elif known is not None and (line is None or line["h"] not in known[1]):
                what = tr("{what} is not what the journal tells of it.", what=_name(collection))
                run.found("document_altered", what, restore_todo(), where=where)


def _name(collection: str) -> str:
    """What a document of a collection is."""
    names = {
        schema.TOMBSTONES: tr("The note of a purged record"),
        schema.KINDS: tr("What fields were added to a kind"),
        schema.BATCHES: tr("The note of an import"),
        schema.BULK_CHANGES: tr("The note of a change of many records"),
    }
    return names.get(collection, collection)


def _plain(identifier: object) -> bool:
    """Whether it is what we give for one: anything else may not even be looked up."""
    return isinstance(identifier, ObjectId | str)
