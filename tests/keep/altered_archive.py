"""An archive for tests of verification: altered behind the program's back, and put back again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import bson
from bson.objectid import ObjectId
from pymongo.database import Database

from records.archive import Archive
from records.keep.verify.finding import Finding, Head
from records.keep.verify.whole_archive import verify
from records.record import Record
from records.store import journal

Raw = Database[dict[str, Any]]
PDF = b"%PDF-1.4\n" + b"x" * 300_000


class Archived:
    """An archive and its database; what a test alters is put back before the next alteration."""

    def __init__(self, archive: Archive, raw: Raw, record: Record) -> None:
        self.archive, self.raw, self.record = archive, raw, record
        self._original = {name: list(raw[name].find({})) for name in raw.list_collection_names()}

    async def after(self, alter: Callable[[], Any], *, head: Head | None = None) -> list[Finding]:
        """What is found when that was done to the archive as it was."""
        for name, documents in self._original.items():
            if list(self.raw[name].find({})) != documents:
                self.raw[name].delete_many({})
                if documents:
                    self.raw[name].insert_many(documents)
        alter()
        return (await verify(self.archive, head=head)).findings

    async def expect(
        self, alter: Callable[[], Any], *expected: str, head: Head | None = None
    ) -> list[Finding]:
        """The findings, which are of just these codes, in this order."""
        found = await self.after(alter, head=head)
        assert [each.code for each in found] == list(expected), found
        assert all(each.what and each.todo for each in found)
        return found

    def seal_anew(self) -> None:
        """Let a seal be made of the journal as it is now: as one with all rights could."""
        self.raw.seals.delete_many({})
        self.raw.unsealed.delete_many({})
        self.raw.unsealed.insert_many([journal.waiting(each) for each in self.raw.journal.find({})])

    def rewrite(self, identifier: ObjectId, change: dict[str, Any]) -> None:
        """Alter a record, and the journal and its seals with it: only what it holds can tell."""
        self.raw.records.update_one({"_id": identifier}, {"$set": change})
        stored = self.raw.records.find_one({"_id": identifier}) or {}
        told = {"record": identifier, "version": stored["version"]}
        self.raw.journal.update_one(told, {"$set": {"hash": journal.hash_of(bson.encode(stored))}})
        self.seal_anew()
