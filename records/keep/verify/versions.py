"""Each record against what the journal told of it last, and its versions without a gap.

Three streams meet in the order of the records' identifiers: the records, what the journal tells of versions,
and the superseded versions that are kept.
"""

from __future__ import annotations

from collections.abc import Iterable

import bson
from bson.objectid import ObjectId
from bson.raw_bson import RawBSONDocument

from records.keep.verify.chain import PURGED
from records.keep.verify.finding import About, restore_todo
from records.keep.verify.run import Run
from records.keep.verify.spool import Groups, Spool
from records.language import listed, translator
from records.store import schema
from records.store.driver import Document
from records.store.journal import hash_of

tr = translator("records")

_ID, _VERSION = 12, 4
#: What a revision is made of.
_KEYS = {"_id", "rec", "version", "document"}


async def collect_revisions(run: Run, kept: Spool, files: Spool) -> None:
    """Fill ``kept`` with record, version and hash of each superseded version; and what files they had."""
    from records.keep.verify.attachments import collect_files

    async for raw in run.documents(schema.REVISIONS, tr("Earlier versions")):
        revision = RawBSONDocument(raw)
        try:
            record, version, document = revision["rec"], revision["version"], revision["document"]
            if revision.keys() != _KEYS or isinstance(version, float | bool):
                raise TypeError
            # Of a long one the driver gives a view into the whole.
            data = bytes(document.raw)
            kept.add(record.binary + version.to_bytes(_VERSION, "big") + hash_of(data))
            if "attachments" in document:
                collect_files(record, bson.decode(data).get("attachments", ()), files)
        except (LookupError, TypeError, AttributeError, OverflowError):
            what = tr("Something among the earlier versions is none.")
            run.found("revision_foreign", what, restore_todo(), where=f"revisions {revision.get('_id')}")


class Versions:
    """What journal and versions say of the records, asked in the order of their identifiers."""

    def __init__(self, run: Run, told: Spool, kept: Spool) -> None:
        self._run = run
        self._told, self._kept = Groups(iter(told), _ID), Groups(iter(kept), _ID)

    async def pass_over(self, record: ObjectId) -> None:
        """A record that can't be read: what is known of it is left alone."""
        await self._check_gone(record.binary)
        self._told.of(record.binary)
        self._kept.of(record.binary)

    async def check(self, raw: bytes, document: Document, about: About) -> None:
        """A record as it is stored: what the journal and its versions say of it, and of those before it."""
        key = document["_id"].binary
        await self._check_gone(key)
        told, kept = _by_version(self._told.of(key)), _by_version(self._kept.of(key))
        if told.pop(PURGED, None) is not None:
            what = tr("The record was purged, and stands there again.")
            todo = tr("Somebody put it back beside the program: purge it again.")
            self._run.found("purged_back", what, todo, about)
        version = document["version"]
        for number, hashes in told.items():
            if len(set(hashes)) > 1:
                what = tr("The journal tells twice, and differently, of version {version}.", version=number)
                self._run.found("version_twice", what, restore_todo(), about)
        self._check_current(raw, document, version, told, about)
        await self._check_kept(version, told, {number: each[0] for number, each in kept.items()}, about)

    def _check_current(
        self, raw: bytes, document: Document, version: int, told: dict[int, list[bytes]], about: About
    ) -> None:
        latest = max(told, default=0)
        if latest > version:
            what = tr(
                "Version {version} stands here; the journal tells of version {latest}.",
                version=version,
                latest=latest,
            )
            self._run.found("record_older", what, restore_todo(), about)
        elif version not in told:
            self._untold(version, about)
        elif hash_of(raw) not in told[version] and hash_of(_unordered(document)) not in told[version]:
            what = tr("The record is not as it was saved: version {version} was altered.", version=version)
            self._run.found("record_altered", what, restore_todo(), about)

    async def _check_kept(
        self, version: int, told: dict[int, list[bytes]], kept: dict[int, bytes], about: About
    ) -> None:
        if lost := [number for number in range(1, version) if number not in kept]:
            what = tr("Earlier versions are missing: {which}.", which=_ranges(lost))
            self._run.found("revision_missing", what, restore_todo(), about)
        for number, kept_hash in kept.items():
            if not 0 < number < version:
                what = tr("A version {version} is kept that the record never had.", version=number)
                self._run.found("revision_foreign", what, restore_todo(), about)
            elif number not in told:
                self._untold(number, about)
            elif kept_hash not in told[number] and not await self._fits_unordered(
                about, number, told[number]
            ):
                what = tr("Version {version} in the history is not as it was saved.", version=number)
                self._run.found("revision_altered", what, restore_todo(), about)

    async def _fits_unordered(self, about: About, version: int, told: list[bytes]) -> bool:
        wanted = {"rec": about.id, "version": version}
        row = await self._run.archive.store.revisions.find_one(wanted)
        return row is not None and hash_of(_unordered(row["document"])) in told

    def _untold(self, version: int, about: About) -> None:
        what = tr("The journal does not tell of version {version}.", version=version)
        self._run.found("version_untold", what, restore_todo(), about)

    async def finish(self) -> None:
        """What is left belongs to records that are not there."""
        await self._check_gone(None)

    async def _check_gone(self, key: bytes | None) -> None:
        """Records before ``key`` that journal or versions know and that are not there."""
        gone: dict[bytes, bool] = {}
        for record, rows in self._told.before(key):
            gone[record] = PURGED in _by_version(rows)
        for record, _ in self._kept.before(key):
            gone.setdefault(record, False)
        for record, purged in sorted(gone.items()):
            if purged:
                continue
            identifier = ObjectId(record)
            room = self._run.has_room("record_missing")
            about = await self._run.about(identifier) if room else About(identifier)
            what = tr("The record is missing; the journal or its earlier versions tell of it.")
            self._run.found("record_missing", what, restore_todo(), about)


def _by_version(rows: Iterable[bytes]) -> dict[int, list[bytes]]:
    found: dict[int, list[bytes]] = {}
    for row in rows:
        found.setdefault(int.from_bytes(row[:_VERSION], "big"), []).append(row[_VERSION:])
    return found


def _unordered(document: Document) -> Document:
    """A person or unit as it was saved before names had keys of order: a migration added these."""
    return {name: value for name, value in document.items() if name != "order"}


def _ranges(numbers: list[int]) -> str:
    """1–3, 7"""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1] = [parts[-1][0], number]
        else:
            parts.append([number])
    return listed("–".join(map(str, part)) for part in parts)
