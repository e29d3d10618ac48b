"""Archive: the one door to the records. Screens, commands, documents and imports all go through it.

What only some go through it for, such as saving, is imported with the first of them: a list is there sooner.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import (
    AsyncGenerator,
    AsyncIterable,
    Callable,
    Iterable,
    Mapping,
    Sequence,
)
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bson.errors import InvalidId
from bson.objectid import ObjectId

from records.errors import NotFound, UsageFault
from records.kind import Field, Kinds
from records.kind_file import may_be_field, read_field
from records.language import translator
from records.lists.finding import Count, Finder
from records.office.roles import Deed, demand, demand_saving
from records.privacy.purged import not_there, purged_titles
from records.record import AttachmentRef, Record
from records.search.query import Query
from records.search.searcher import Searcher
from records.settings import Settings
from records.store import changes, history, journal
from records.store.changes import Change
from records.store.connection import ServerInfo, Store
from records.store.driver_errors import TakenKey
from records.store.sign_in import remember as remember_password
from records.whole_file import whole_file

if TYPE_CHECKING:
    from records.changing.amending import Amender, BulkApproval, Failed, Rewrite
    from records.changing.bulk import SaveReport
    from records.changing.saving import ApproveReport, Saver
    from records.changing.trying import Tried
    from records.checking.checks import Fault
    from records.people.picking import Picker
    from records.references import Target

__all__ = [
    "Archive",
    "Change",
    "Count",
    "Revision",
    "ServerInfo",
    "remember_password",
]

tr = translator("records")


@dataclass(frozen=True, slots=True)
class Revision:
    """One version of a record: what it held, and who wrote it when (UTC) and why."""

    version: int
    at: datetime
    by: str
    note: str
    record: Record


class Archive:
    """The records of one archive. Made by :func:`records.opening.open_archive`."""

    def __init__(
        self, settings: Settings, store: Store, kinds: Kinds, operator: str, searcher: Searcher
    ) -> None:
        self.settings = settings
        self.store = store
        self.kinds = kinds
        self.operator = operator
        self.searcher = searcher
        self._finder = Finder(store, searcher)

    @cached_property
    def _saver(self) -> Saver:
        from records.changing.saving import Saver
        from records.checking.completing import complete

        return Saver(self.store, self.kinds, self.operator, partial(complete, self))

    @property
    def _amender(self) -> Amender:
        from records.changing.amending import Amender

        return Amender(self._saver)

    @cached_property
    def _picker(self) -> Picker:
        from records.people.picking import Picker

        return Picker(self.store)

    @property
    def server(self) -> ServerInfo:
        return self.store.server

    def may(self, deed: Deed) -> bool:
        """Whether our account may do it: ``edit`` records, ``make_documents``, ``administer`` accounts.

        Where no account is asked for, everybody may everything. The server has the last word.
        """
        return self.store.client.may(deed)

    def demand(self, deed: Deed) -> None:
        """Raises Refused when our account may not do it."""
        demand(self.store.client, deed)

    # --- one record ------------------------------------------------------------------------------

    async def get(self, id_or_no: ObjectId | str) -> Record:
        """The record with that identifier or number. Raises NotFound."""
        if isinstance(id_or_no, ObjectId):
            return await self._saver.current(id_or_no)
        document = await self.store.records.find_one({"no": id_or_no.strip().upper()})
        if document is None:
            with suppress(InvalidId):
                document = await self.store.records.find_one({"_id": ObjectId(id_or_no.strip())})
        if document is None:
            raise await not_there(self.store, id_or_no)
        return Record.from_document(document)

    async def get_many(self, ids: Iterable[ObjectId]) -> dict[ObjectId, Record]:
        """The records with these identifiers, as far as they exist."""
        rows = await self.store.records.find({"_id": {"$in": list(dict.fromkeys(ids))}})
        return {row["_id"]: Record.from_document(row) for row in rows}

    async def names(self, ids: Iterable[ObjectId]) -> dict[ObjectId, str]:
        """The titles of records, for showing what a reference leads to; of a purged one, that it was."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return {}
        rows = await self.store.records.find({"_id": {"$in": wanted}}, projection={"title": 1})
        found = {row["_id"]: row["title"] for row in rows}
        lacking = [each for each in wanted if each not in found]
        return found | await purged_titles(self.store, lacking) if lacking else found

    async def save(self, record: Record, *, expected_version: int | None = None, note: str = "") -> Record:
        """Store a record as its next version and give it back as stored; ``record`` itself is not changed.

        ``expected_version`` (default: the record's own) is the version it was read as; 0 is a new record.
        Saving the same content again after a lost acknowledgement finds it saved and makes no second version.
        Raises InvalidRecord (errors in the fields, or a unique combination is taken), Refused (void; or
        verified with required fields empty), Conflict, ServerUnavailable, DiskFull. Then nothing was stored.
        """
        expected = record.version if expected_version is None else expected_version
        demand_saving(self.store.client, record, new=expected == 0)
        return await self._saver.save(record, expected=expected, note=note)

    async def void(self, record: ObjectId, reason: str, *, expected_version: int | None = None) -> Record:
        """Take a record out of every list and count, with a reason. It can be made valid again."""
        self.demand("edit")
        return await self._saver.void(record, reason, expected=expected_version)

    async def unvoid(self, record: ObjectId, *, expected_version: int | None = None) -> Record:
        """Make a void record valid again, in the state it had."""
        self.demand("edit")
        return await self._saver.unvoid(record, expected=expected_version)

    async def approve(self, ids: Iterable[ObjectId]) -> ApproveReport:
        """Verify records; those that lack something required are refused, each with its faults.

        What a kind gets from others on approval (`records/checking/completing.py`) is filled in with it.
        """
        self.demand("edit")
        return await self._saver.approve(ids)

    async def approve_many(
        self,
        ids: Sequence[ObjectId],
        *,
        on_progress: Callable[[int], None] | None = None,
        stopped: Callable[[], bool] | None = None,
    ) -> BulkApproval:
        """Verify many records, a transaction and one journal entry for each chunk of 250.

        ``on_progress`` is told how many are done, ``stopped`` is asked between chunks. Raises
        ServerUnavailable or DiskFull; the chunks until then are approved, the others as they were.
        """
        self.demand("edit")
        return await self._amender.approve(ids, on_progress, stopped)

    async def moved(self, ids: Sequence[ObjectId], whose: Mapping[ObjectId, Target]) -> list[ObjectId]:
        """Which records would get another unit if these people were as ``whose`` says."""
        return await self._amender.moved(ids, whose)

    async def move(self, ids: Sequence[ObjectId], *, note: str) -> int:
        """Put records under the unit that their people have on their dates; answers how many that moved."""
        self.demand("edit")
        return await self._amender.move(ids, note)

    async def rewrite(
        self,
        ids: Sequence[ObjectId],
        change: Rewrite,
        *,
        action: str,
        note: str,
        batch: ObjectId,
        together: bool = False,
        checked: bool = False,
    ) -> list[Failed]:
        """Save what ``change`` makes of records, void ones too, each in the state it is in.

        Unchecked, unless ``checked``: then what has errors, or is verified and lacks something, is not saved.

        A transaction and one journal entry (``action``, ``note``, ``batch``) for each chunk of 250; what a
        rival saves meanwhile is changed as it then stands. Answers what could not be saved, and why.
        ``together``: the few records in one transaction, all of them or, when a rival saves one, none.
        """
        self.demand("edit")
        return await self._amender.rewrite(
            ids, change, action=action, note=note, batch=batch, together=together, checked=checked
        )

    async def missing(self, record: Record) -> list[Fault]:
        """What a record still lacks to be verified."""
        _, faults = await self.check(record)
        return [fault for fault in faults if fault.level == "missing"]

    async def check(self, record: Record) -> tuple[Record, list[Fault]]:
        """What saving would make of a record (computed fields, envelope) and everything wrong with it."""
        from records.checking.completing import not_yet_filled

        _, ready, faults = await self._saver.check(record)
        return ready, faults if record.status == "verified" else not_yet_filled(record.kind, faults)

    async def check_many(self, records: Sequence[Record]) -> AsyncGenerator[tuple[Record, list[Fault]]]:
        """As ``check``, for many records; what they have in common is looked up once."""
        async for ready, faults in self._amender.check_many(records):
            yield ready, faults

    # --- many records ----------------------------------------------------------------------------

    async def save_many(
        self,
        records: Iterable[Record] | AsyncIterable[Record],
        *,
        batch: ObjectId | None = None,
        on_progress: Callable[[int], None] | None = None,
        coming: Mapping[ObjectId, Target] | None = None,
        compared: bool = False,
    ) -> SaveReport:
        """Store many records, a transaction and one journal entry for each chunk of 1000.

        A record with an ``origin.key`` (made from its kind's key fields unless it came by hand) that is
        stored already is updated where it differs; one with a version is saved over that version; others are
        new. What can't be stored is rejected and does not hold up the rest. ``on_progress`` is told how many
        are done. ``coming`` are those of them that others refer to before they come. ``compared`` promises
        that the caller has just checked their fields and looked whether they are stored, which is not
        repeated then; what somebody else stores meanwhile is found all the same. Raises ServerUnavailable or
        DiskFull; the chunks until then are stored.
        """
        from records.changing.bulk import BulkSaver

        self.demand("edit")
        saver = BulkSaver(self._saver, batch, on_progress, self.searcher.offer, coming or {}, compared)
        return await saver.save(records)

    async def try_many(
        self,
        records: Iterable[Record] | AsyncIterable[Record],
        *,
        tried: Tried,
        coming: Mapping[ObjectId, Target] | None = None,
        compared: bool = False,
    ) -> SaveReport:
        """What ``save_many`` would do with records, refusals included, without writing anything.

        ``tried`` is what earlier calls of the same trial would have stored; this call adds to it.
        """
        from records.changing.trying import TrialSaver

        return await TrialSaver(self._saver, tried, coming or {}, compared).save(records)

    # --- history ---------------------------------------------------------------------------------

    async def history(self, record: ObjectId) -> list[Revision]:
        """Every version of a record, the newest (current) first."""
        current = await self.store.records.find_one({"_id": record})
        if current is None:
            raise NotFound(tr("There is no record {no}.", no=record))
        return [_revision(row) for row in [current, *await history.revisions(self.store, record)]]

    async def revision(self, record: ObjectId, version: int) -> Record:
        """A record as it stood in one version. Raises NotFound."""
        return await self._saver.version(record, version)

    async def restore(self, record: ObjectId, version: int, *, expected_version: int | None = None) -> Record:
        """Save the fields, remarks and attachments of an older version as a new version."""
        self.demand("edit")
        return await self._saver.restore(record, version, expected=expected_version)

    async def journal(
        self,
        *,
        record: ObjectId | None = None,
        by: str = "",
        actions: Sequence[str] = (),
        before: ObjectId | None = None,
        limit: int = 100,
    ) -> list[dict[str, Any]]:
        """The newest journal entries: at, by, action, record, version, hash, note; a bulk entry has count.

        ``by`` an operator, ``before`` an entry: for the page that follows. Of a record, bulk entries (as of
        its import) are shown with its own version and hash.
        """
        if record is None:
            return await journal.newest(self.store, by=by, actions=actions, before=before, limit=limit)
        entries = await journal.of_record(self.store, record)
        return [
            each
            for each in entries
            if by in ("", each.get("by"))
            and (not actions or each["action"] in actions)
            and (before is None or each["_id"] < before)
        ][:limit]

    # --- attachments -----------------------------------------------------------------------------

    async def attach(
        self,
        record: ObjectId,
        path: Path | None = None,
        *,
        data: bytes | None = None,
        name: str | None = None,
        expected_version: int | None = None,
    ) -> Record:
        """Keep a file (``path``, or ``data`` with a ``name``) with a record; the same bytes are kept once."""
        self.demand("edit")
        if path is None and (data is None or not name):
            raise UsageFault(tr("A file, or data with a name, is needed."))
        source = path if path is not None else data or b""
        chosen = name or (path.name if path is not None else "")
        return await self._saver.attach(record, source, chosen, expected=expected_version)

    async def keep_file(self, name: str, data: bytes) -> AttachmentRef:
        """Keep a file for a record that is about to be saved with it; the same bytes are kept once."""
        return await self._saver.keep_file(name, data)

    async def attachment(self, ref: AttachmentRef) -> AsyncGenerator[bytes]:
        """The bytes of an attachment, piece by piece. Raises DamagedFile at the end when they don't fit."""
        from records.store import attachments

        async for piece in attachments.read(self.store, ref.file, ref.sha256, ref.name):
            yield piece

    async def save_attachment(self, ref: AttachmentRef, target: Path) -> None:
        """Write an attachment to a file, whole or not at all. Raises Refused, DiskFull or DamagedFile."""
        with whole_file(target) as part, part.open("wb") as file:
            async with aclosing(self.attachment(ref)) as pieces:
                async for piece in pieces:
                    file.write(piece)

    # --- finding ---------------------------------------------------------------------------------

    async def find(self, query: Query, *, limit: int = 50, after: Record | None = None) -> list[Record]:
        """A page of records in the query's order; ``after`` is the last one of the page before."""
        return await self._finder.find(query, limit=limit, after=after)

    async def count(self, query: Query, *, cap: int | None = None) -> Count:
        """How many records a query has; counting stops at ``cap``."""
        return await self._finder.count(query, cap=cap)

    async def each(self, query: Query, *, batch: int = 500) -> AsyncGenerator[Record]:
        """Every record of a query, one by one; memory holds ``batch`` of them."""
        async for record in self._finder.each(query, batch=batch):
            yield record

    async def filter(self, query: Query) -> dict[str, Any]:
        """The database filter of a query, for pipelines."""
        return await self._finder.filter(query)

    async def units_below(self, unit: ObjectId) -> set[ObjectId]:
        """A unit and every unit under it."""
        return await self._finder.units_below(unit)

    async def aggregate(
        self,
        pipeline: Sequence[Mapping[str, Any]],
        *,
        hint: str | None = None,
        collection: str = "records",
    ) -> list[dict[str, Any]]:
        """Run an aggregation; ``hint`` names an index of ``store/schema.py``. Plain BSON values come out."""
        return await self.store.database.collection(collection).aggregate(pipeline, hint=hint)

    async def pick(self, kind: str, text: str, *, limit: int = 20, like: bool = True) -> list[Record]:
        """People or units (``person|unit``) by part of a name, pinyin, initials; if none, ``like`` names."""
        return await self._picker.pick(kind.split("|"), text, limit=limit, like=like)

    async def changes(
        self, *, resume_after: Mapping[str, Any] | None = None, ready: asyncio.Event | None = None
    ) -> AsyncGenerator[Change]:
        """What is saved from now on (or after a token), by whichever instance; reconnects by itself."""
        async with aclosing(changes.changes(self.store, resume_after=resume_after, ready=ready)) as stream:
            async for change in stream:
                yield change

    # --- the archive itself ----------------------------------------------------------------------

    async def add_field(self, kind_name: str, name: str, definition: Mapping[str, Any]) -> Field:
        """Add a field to a kind for everyone. Raises KindFault or UsageFault; needs no migration."""
        from records.store import custom_fields

        self.demand("edit")
        kind = self.kinds.of(kind_name)
        if not may_be_field(name):
            raise UsageFault(
                tr("{name!r} can't be the name of a field.", name=name),
                hint=tr("It can't hold a full stop, nor begin with a space, $ or @."),
            )
        taken = UsageFault(tr("{kind} has a field {name} already.", kind=kind.label.text(), name=name))
        if kind.field(name) is not None:
            raise taken
        field = read_field(name, definition)
        entry = journal.entry("add_field", self.operator, journal.now(), kind=kind.name, field=name)
        try:
            await custom_fields.add(self.store, kind.name, name, definition, entry=entry)
        except TakenKey:
            # Another instance added one of that name meanwhile.
            raise taken from None
        self.use_kinds(self.kinds.with_custom({kind.name: (field,)}))
        return field

    def work_as(self, operator: str) -> None:
        """Save in this name from now on."""
        self.operator = operator
        if "_saver" in self.__dict__:
            self._saver.operator = operator

    def use_kinds(self, kinds: Kinds) -> None:
        """Work with these kinds from now on."""
        self.kinds = kinds
        if "_saver" in self.__dict__:
            self._saver.kinds = kinds
        self.searcher.use_kinds(kinds)

    async def counts(self) -> dict[str, Counter[str]]:
        """How many records of each kind stand in each status, the void ones too."""
        rows = await self.aggregate([{"$group": {"_id": {"k": "$kind", "s": "$status"}, "n": {"$sum": 1}}}])
        found: dict[str, Counter[str]] = {}
        for row in rows:
            found.setdefault(row["_id"]["k"], Counter())[row["_id"]["s"]] = row["n"]
        return found

    async def status(self) -> dict[str, Any]:
        """Server, data folder, live records by kind, all by status, journal entries that wait for a seal."""
        counts = await self.counts()
        live = {kind: by_status.total() - by_status["void"] for kind, by_status in counts.items()}
        return {
            "server": self.server,
            "home": self.settings.home,
            "database": self.store.database.name,
            "kinds": {kind: number for kind, number in live.items() if number},
            "statuses": dict(sum(counts.values(), Counter())),
            "unsealed": await self.store.unsealed.count({}),
        }


def _revision(document: Mapping[str, Any]) -> Revision:
    record = Record.from_document(document)
    stamp = record.updated or record.created
    note = document.get("updated", {}).get("note", "")
    assert stamp is not None  # the core validator lets no record in without
    return Revision(record.version, stamp.at, stamp.by, note, record)
