"""Saves one record: checks, envelope, number, then version, revision and journal entry in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bson.objectid import ObjectId

from records.changing.content import content
from records.changing.envelope import derive
from records.changing.numbering import numbered, pass_over_taken
from records.checking import checking
from records.checking.checks import Fault
from records.checking.completing import COMPLETIONS, Complete
from records.checking.computed import fill_computed
from records.checking.surroundings import Ask, faults_around
from records.errors import Conflict, InvalidRecord, NotFound, Refused, XuedangError
from records.filing import Filed, refuse_filed
from records.kind import Kind, Kinds
from records.language import translator
from records.privacy.purged import not_there, purged_targets
from records.programme.marking import MARKED
from records.programme.scales import ScaleOf, load_scales
from records.record import AttachmentRef, Record, Stamp
from records.references import PROJECTION, Target, Targets, references_of
from records.store import attachments, history, journal
from records.store.connection import Store
from records.store.driver import Document
from records.store.driver_errors import TakenKey

tr = translator("records")

#: Numbers may have come in from elsewhere, even while one is being looked for.
_NUMBER_TRIES = 5
#: What many records at once are stored by. A transaction holds its documents in the server's cache, which may
#: be as small as 256 MB.
CHUNK_BYTES = 8 * 1024 * 1024
#: Records that others refer to are remembered between chunks, so many at most.
TARGETS_KEPT = 50_000
#: Records checked between two looks at what else the event loop has to do.
BREATH = 25


@dataclass(frozen=True, slots=True)
class ApproveReport:
    """What became of a request to approve: the records verified now, and those that can't be, with why.

    One that does not exist stands among the refused as a record of no kind with its identifier for a title.
    """

    approved: list[Record] = field(default_factory=list)
    refused: list[tuple[Record, list[Fault]]] = field(default_factory=list)


class Saver:
    """Writes single records to a store, in the name of an operator.

    ``complete`` fills in what the kind of a record gets from other records when it becomes verified.
    """

    def __init__(self, store: Store, kinds: Kinds, operator: str, complete: Complete) -> None:
        self.store, self.kinds, self.operator, self.complete = store, kinds, operator, complete

    # --- looking around --------------------------------------------------------------------------

    async def current(self, record: ObjectId) -> Record:
        document = await self.store.records.find_one({"_id": record})
        if document is None:
            raise await not_there(self.store, record)
        return Record.from_document(document)

    async def targets(self, ids: Iterable[ObjectId]) -> dict[ObjectId, Target]:
        """The records that others refer to, as far as they exist or were purged."""
        wanted = list(dict.fromkeys(ids))
        if not wanted:
            return {}
        rows = await self.store.records.find({"_id": {"$in": wanted}}, projection=PROJECTION)
        found = {row["_id"]: Target.from_document(row) for row in rows}
        lacking = [each for each in wanted if each not in found]
        return found | await purged_targets(self.store, lacking) if lacking else found

    # --- checking --------------------------------------------------------------------------------

    async def check(self, record: Record) -> tuple[Kind, Record, list[Fault]]:
        """A copy of the record with computed fields and envelope, and everything that is wrong with it."""
        kind, ready, faults = await self.check_alone(record)
        return kind, ready, faults + await self.check_around(ready)

    async def check_alone(
        self, record: Record, targets: Targets | None = None, scales: ScaleOf | None = None
    ) -> tuple[Kind, Record, list[Fault]]:
        """As ``check``, with the faults of the record by itself.

        ``targets`` and ``scales`` when they were read before.
        """
        kind = self.kinds.of(record.kind)
        ready = record.copy()
        marks = await self.fill_computed(kind, ready.fields, scales)
        references = references_of(kind, ready.fields)
        if targets is None:
            targets = await self.targets(whom for _, _, whom in references)
        derive(kind, ready, references, targets)
        return kind, ready, [*checking.faults_of(kind, ready, references, targets), *marks]

    async def fill_computed(
        self, kind: Kind, fields: dict[str, Any], scales: ScaleOf | None = None
    ) -> list[Fault]:
        """Fill the computed fields, an assessment's grade by the scale of its year; what is above that scale.

        ``scales`` when they were read before.
        """
        fill_computed(kind, fields)
        if kind.name != MARKED:
            return []
        scale = (scales or await load_scales(self.store.records.aggregate))(fields.get("year"))
        if (grade := scale.grade_of(fields)) is not None:
            fields["grade"] = grade
        return list(checking.above_scale(scale, kind, fields))

    async def check_around(self, ready: Record, ask: Ask | None = None) -> list[Fault]:
        """What is wrong with a record in view of the others; ``ask`` in place of the store itself."""
        return await faults_around(ask or self.store.records.aggregate, self.kinds.of(ready.kind), ready)

    # --- saving ----------------------------------------------------------------------------------

    async def save(self, record: Record, *, expected: int, note: str = "", action: str = "save") -> Record:
        """Check and store; see ``Archive.save``."""
        refuse_void(record)
        if expected:
            refuse_filed(record, action)
        becoming = record.status == "verified" and await self._unverified(record, expected)
        kind, ready, faults = await self.check(await self.complete(record) if becoming else record)
        checking.refuse_faults(ready, faults)
        return await self._write(kind, record, ready, expected=expected, note=note, action=action)

    async def _unverified(self, record: Record, expected: int) -> bool:
        """Whether what is stored under ``expected`` is not verified yet. Only asked where it matters."""
        if record.kind not in COMPLETIONS:
            return False
        found = await self.store.records.find_one({"_id": record.id}, projection={"status": 1, "version": 1})
        # Another version is a rival's, or this very save whose acknowledgement was lost.
        return found is None or found["status"] != "verified" or found["version"] != expected

    async def void(self, record: ObjectId, reason: str, *, expected: int | None) -> Record:
        if not reason.strip():
            raise InvalidRecord([Fault("void_reason", "error", tr("a reason is needed"))])
        return await self._amend(
            record, expected, "void", reason.strip(), status="void", void_reason=reason.strip()
        )

    async def unvoid(self, record: ObjectId, *, expected: int | None) -> Record:
        """Valid again, in the state it had before."""
        before = await self.store.revisions.find_one(
            {"rec": record, "document.status": {"$ne": "void"}},
            projection={"document.status": 1},
            sort=[("version", -1)],
        )
        status = before["document"]["status"] if before else "draft"
        current = await self.current(record)
        if current.status != "void":
            raise Refused(tr("{no} is not void.", no=current.no or current.title))
        seen = current.version if expected is None else expected
        return await self._amend(record, seen, "unvoid", "", status=status, void_reason=None)

    async def approve(self, ids: Iterable[ObjectId]) -> ApproveReport:
        """Each on its own: one that can't be verified does not hold up the others."""
        report = ApproveReport()
        for identifier in ids:
            document = await self.store.records.find_one({"_id": identifier})
            if document is None:
                fault = Fault("_id", "error", tr("there is no such record"))
                report.refused.append((Record(identifier, "", {}, title=str(identifier)), [fault]))
                continue
            record = Record.from_document(document)
            if record.status == "verified":
                continue
            complete = record if record.status == "void" else await self.complete(record)
            _, _, faults = await self.check(complete)
            blocking = [fault for fault in faults if fault.level != "warning"]
            if record.status == "void":
                blocking = [Fault("status", "error", tr("it is void"))]
            if blocking:
                report.refused.append((record, blocking))
                continue
            filled = {} if complete is record else {"fields": complete.fields}
            try:
                approved = await self._amend(
                    record.id, record.version, "approve", "", status="verified", **filled
                )
            except Conflict as conflict:
                fault = Fault("version", "error", tr("somebody changed it just now; look at it again"))
                report.refused.append((conflict.theirs, [fault]))
            except InvalidRecord as invalid:
                report.refused.append((record, invalid.faults))
            except Refused as refused:
                report.refused.append((record, [Fault("status", "error", refused.message)]))
            else:
                report.approved.append(approved)
        return report

    async def derive_again(self, record: ObjectId, note: str) -> Record:
        """Save a record as it is, with the envelope that its references now give it."""
        while True:
            current = await self._live(record)
            try:
                return await self._amend(record, current.version, "move", note)
            except Conflict:
                continue  # somebody saved it in between, perhaps with the envelope as it should be

    async def restore(self, record: ObjectId, version: int, *, expected: int | None) -> Record:
        """Save the content of an older version as a new one."""
        old = await self.version(record, version)
        current = await self.current(record)
        again = current.copy()
        again.fields, again.remarks, again.attachments = old.fields, old.remarks, list(old.attachments)
        _, _, faults = await self.check(again)
        if again.status == "verified" and any(fault.level == "missing" for fault in faults):
            again.status = "submitted"
        return await self.save(
            again,
            expected=current.version if expected is None else expected,
            note=tr("version {version} restored", version=version),
            action="restore",
        )

    async def version(self, record: ObjectId, version: int) -> Record:
        document = await history.revision(self.store, record, version)
        if document is None:
            raise NotFound(tr("There is no version {version} of that record.", version=version))
        return Record.from_document(document)

    async def attach(
        self, record: ObjectId, source: Path | bytes, name: str, *, expected: int | None
    ) -> Record:
        await self._live(record)
        ref = await self.keep_file(name, source)
        while True:
            current = await self._live(record)
            if ref in current.attachments:
                return current
            seen = current.version if expected is None else expected
            together = [*current.attachments, ref]
            try:
                return await self._amend(record, seen, "attach", name, attachments=together)
            except Conflict:
                # Somebody else's attachment came in between: put this one beside it.
                if expected is not None:
                    raise

    async def keep_file(self, name: str, source: Path | bytes) -> AttachmentRef:
        stored = await attachments.keep(self.store, source, name)
        return AttachmentRef(stored.id, name, stored.sha256, stored.size)

    async def _live(self, record: ObjectId) -> Record:
        current = await self.current(record)
        refuse_void(current)
        return current

    async def _amend(
        self, record: ObjectId, expected: int | None, action: str, note: str, **envelope: Any
    ) -> Record:
        """Change envelope keys (or all fields, checked before) of a stored record, without checking it."""
        current = await self.current(record)
        refuse_filed(current, action)
        if expected is not None and expected != current.version:
            mine = current.copy()
            for key, value in envelope.items():
                setattr(mine, key, value)
            if not content(current) == content(mine) or current.version != expected + 1:
                raise Conflict(mine, current)
            return current
        for key, value in envelope.items():
            setattr(current, key, value)
        kind, ready, _ = await self.check(current)
        return await self._write(kind, current, ready, expected=current.version, note=note, action=action)

    # --- writing ---------------------------------------------------------------------------------

    async def _write(
        self, kind: Kind, mine: Record, ready: Record, *, expected: int, note: str, action: str
    ) -> Record:
        self.store.check_space()
        ready.version = expected + 1
        at = journal.now()
        ready.updated = Stamp(at, self.operator)
        if expected == 0 or ready.created is None:
            ready.created = Stamp(at, self.operator)
        for _ in range(_NUMBER_TRIES):
            try:
                async with numbered(self.store, [(kind, ready)]):
                    document = stored_form(ready, note)
                    packed = history.Packed.of(document)
                    entry = journal.entry(action, self.operator, at, no=ready.no, note=note)
                    along = await self._superseded(ready) if ready.corrects is not None else None
                    await history.write(
                        self.store,
                        packed,
                        expected=expected,
                        entry=entry,
                        over_void=action in ("void", "unvoid"),
                        along=along,
                    )
            except history.OtherStale:
                continue  # what it corrects was changed just now; look at that again
            except history.Stale:
                return await self._settle(mine, ready, expected)
            except TakenKey as clash:
                if clash.index == "no" and mine.no is None:
                    await pass_over_taken(self.store, [(kind, ready)])
                    continue
                if clash.index == "_id_":
                    return await self._settle(mine, ready, expected)
                raise await self.explain(clash, ready) from clash
            return Record.from_document(document)
        raise Refused(tr("No free number was found for {kind}.", kind=kind.label.text()))

    async def _superseded(self, correction: Record) -> tuple[history.Replacement, Document] | None:
        """What becomes of a filed record whose correction is verified: void, and still filed as it was.

        None when it is void already, or the correction is not verified. Its unique combinations stay taken.
        """
        found = await self.store.records.find_one({"_id": correction.corrects})
        if found is None or Filed.of(found.get("archive")) is None:
            raise Refused(
                tr("{title} corrects no filed record.", title=correction.no or correction.title),
                hint=tr("Change the record itself instead."),
            )
        if correction.status != "verified" or found["status"] == "void":
            return None
        reason = tr("corrected by {no}", no=correction.no or correction.title)
        assert correction.updated is not None  # given just before
        stamp = {"at": correction.updated.at, "by": correction.updated.by}
        changed = {"status": "void", "void_reason": reason, "version": found["version"] + 1, "updated": stamp}
        packed = history.Packed.of(found | changed)
        entry = journal.entry(
            "supersede", self.operator, correction.updated.at, no=found.get("no"), note=reason
        )
        return history.Replacement(packed, found), entry

    async def _settle(self, mine: Record, ready: Record, expected: int) -> Record:
        """The stored version is another: either ours, with only the acknowledgement lost, or a rival's."""
        stored = await self.current(ready.id)
        own = stored.version == expected + 1 and stored.updated is not None
        if (
            own
            and stored.updated
            and stored.updated.by == self.operator
            and content(stored) == content(ready)
        ):
            return stored
        if (filed := Filed.of(stored.archive)) is not None:
            raise Refused(
                tr("{no} was filed meanwhile as {code}.", no=stored.no or stored.title, code=filed),
                hint=tr("What you typed is kept; make a correction of the filed record with it."),
            )
        if stored.status == "void":
            raise Refused(
                tr(
                    "{no} was declared void meanwhile: {reason}",
                    no=stored.no or stored.title,
                    reason=stored.void_reason or "",
                ),
                hint=tr("What you typed is kept. Make the record valid again, then save."),
            )
        raise Conflict(mine, stored)

    async def explain(self, clash: TakenKey, record: Record) -> XuedangError:
        """Why a unique index refused a record, in the words of its kind."""
        value = next((str(part) for part in clash.value.values() if part is not None), "")
        path = next(iter(clash.value), clash.index)
        row = await self.store.records.find_one({path: value}) if value else None
        holder = Record.from_document(row) if row else None
        if clash.index == "unique":
            return checking.taken(self.kinds, record, value, holder)
        whose = (holder.no or holder.title) if holder else "?"
        if clash.index == "filed_code":
            return Refused(tr("{no} is filed under that code already.", no=whose))
        if clash.index == "origin_key":
            return Refused(tr("It was brought in before, as {no}.", no=whose))
        if clash.index == "no":
            return InvalidRecord([Fault("no", "error", tr("the number {no} is taken", no=record.no))])
        return clash


def refuse_void(record: Record) -> None:
    """Raises Refused for a void record: it would have to be made valid before it is changed."""
    if record.status == "void":
        raise Refused(
            tr("{no} is void and can't be changed.", no=record.no or record.title),
            hint=tr("Make it valid again first."),
        )


def stored_form(record: Record, note: str = "", *, converted: bool = True) -> Document:
    """The document of a record that is about to be stored; ``converted`` as for ``Record.to_document``."""
    document = record.to_document(converted=converted)
    if note:
        document["updated"]["note"] = note
    return document
