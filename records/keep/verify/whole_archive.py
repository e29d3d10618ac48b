"""Verifies an archive: every document of one moment is looked at once, while others go on working.

The database is asked for its indexes and its validator; the seals are followed from the first to the last,
and the journal's entries held against them; the earlier versions are read; each record is held against what
the journal told of it and its versions, and looked at by itself; the files are held against the records that
name them; last, whether an entry waits for its seal too long. What one step collects for a later one is
sorted through files, so that memory is the same for a thousand records and a million.

It can be cancelled at any time; nothing is written, but for the seal of what waits for one.
"""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime

import bson
from bson.objectid import ObjectId

from records.archive import Archive
from records.errors import ServerUnavailable, XuedangError
from records.home_paths import DATABASE
from records.keep.verify import attachments, chain, structure, versions
from records.keep.verify.chain import FOREIGN
from records.keep.verify.finding import NOBODY, Head, Report, restore_todo
from records.keep.verify.numbers import Counters, Filing
from records.keep.verify.one_record import Looker, about_of, read
from records.keep.verify.run import Progress, Run
from records.keep.verify.spool import Spool
from records.keep.verify.told import FILE, Told
from records.language import translator
from records.store import schema
from records.store.driver import Document
from records.store.mongod import damaged_file, restore_hint, tail_of
from records.store.pieces import moment
from records.store.sealing import Sealer
from records.store.told import TOLD

tr = translator("records")

_TOGETHER = 500
_COUNTED = (
    schema.SEALS,
    schema.JOURNAL,
    schema.REVISIONS,
    schema.RECORDS,
    schema.CHUNKS,
    *TOLD,
)


async def verify(
    archive: Archive, *, head: Head | None = None, on_progress: Progress = lambda step, done, total: None
) -> Report:
    """Look at everything; what is found is in the report, which has no finding when all is well.

    ``head`` is a head of the journal that was kept elsewhere. Raises ServerUnavailable.
    """
    started = time.monotonic()
    report = Report(datetime.now(UTC))
    run = Run(archive, report, on_progress)
    holds = await structure.data_files(archive)
    try:
        await _look(run, head)
    except ServerUnavailable:
        if not (file := _refused_file(archive, report.at)):
            raise
        named = f"{file} ({holds[file]})" if file in holds else file
        what = tr("The embedded server can't read its data file {file}: it is damaged.", file=named)
        run.found("data_file", what, restore_hint(archive.settings.home), where=f"{DATABASE}/{file}")
    report.seconds = time.monotonic() - started
    return report


def _refused_file(archive: Archive, since: datetime) -> str:
    """The data file that the embedded server complained of; empty when it was something else."""
    server = archive.store.embedded
    return "" if server is None else damaged_file(tail_of(server.log, whole=True), since)


async def _look(run: Run, head: Head | None) -> None:
    store = run.archive.store
    with suppress(XuedangError):  # one that may not write can look all the same
        await Sealer(store, run.archive.operator).seal()
    async with moment(store) as run.now:
        for name in _COUNTED:
            run.total += await store.database.collection(name).estimate()
        await structure.check_collections(run)
        await structure.check_indexes(run)
        await structure.check_validator(run)
        await structure.check_core(run)
        with (
            Spool(chain.TOLD) as told,
            Spool(chain.TOLD) as kept,
            Spool(attachments.NAMED) as files,
            Spool(FILE) as told_files,
        ):
            others, counters = Told(told_files), Counters(run)
            with Spool(chain.BOUND) as bound:
                earlier = await chain.check_seals(run, bound, head)
                await chain.check_entries(run, bound, told, others, counters)
            await others.check(run, earlier)
            await versions.collect_revisions(run, kept, files)
            await _check_records(run, told, kept, files, counters)
            await attachments.check_files(run, files, told_files)
        await chain.check_tail(run)


async def _check_records(run: Run, told: Spool, kept: Spool, files: Spool, counters: Counters) -> None:
    history, looker = versions.Versions(run, told, kept), Looker(run)
    filing = Filing(run)
    async for some in _together(run.documents(schema.RECORDS, tr("Records"))):
        records = [read(document) for _, document in some]
        await looker.prepare([record for record in records if record is not None])
        for (raw, document), record in zip(some, records, strict=True):
            if record is None:
                await _unreadable(run, document, history)
                continue
            about = about_of(document)
            await history.check(raw, document, about)
            try:
                looker.look(record, about)
                attachments.collect_files(record.id, document.get("attachments", ()), files)
            except FOREIGN:
                await _unreadable(run, document)
            filing.add(record, about)
            counters.add(record.no)
    await history.finish()
    filing.finish()
    await counters.finish()


async def _unreadable(run: Run, document: Document, history: versions.Versions | None = None) -> None:
    """A document that is no record; the core schema may have found it already."""
    identifier = document.get("_id")
    if history is not None and isinstance(identifier, ObjectId):
        await history.pass_over(identifier)
    if identifier not in run.broken:
        about = about_of(document) if isinstance(identifier, ObjectId) else NOBODY
        what = tr("What it holds can't be read as a record.")
        run.found("not_a_record", what, restore_todo(), about, f"{schema.RECORDS} {identifier}")


async def _together(documents: AsyncIterator[bytes]) -> AsyncIterator[list[tuple[bytes, Document]]]:
    """Documents, as they are stored and read, a few hundred at a time."""
    some: list[tuple[bytes, Document]] = []
    async for raw in documents:
        some.append((raw, bson.decode(raw)))
        if len(some) == _TOGETHER:
            yield some
            some = []
    yield some
