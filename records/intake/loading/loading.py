"""From items to records: identity, comparison with what is stored, and the records to save."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.intake.answers.alike import DROP, SAME, TAKE
from records.intake.build.registry import row_by_row
from records.intake.files.in_order import in_order
from records.intake.files.reading import Reading
from records.intake.loading.days_put_in import DaysPutIn
from records.intake.loading.hashing import canonical, content_hash, only_adds
from records.intake.loading.identities import Identities, Settle
from records.intake.loading.month_or_day import doubt_months
from records.intake.loading.months_told import MonthsTold
from records.intake.loading.preparing import BESIDE, check
from records.intake.loading.rivals import Rival, Rivals, completed, question_about, without_number
from records.intake.mappings.mapping import ImportMapping
from records.intake.outcome import Candidate, Item, as_shown
from records.language import translator
from records.privacy.purged import purged_keys
from records.programme.marking import MARKED, STANDARD
from records.programme.scales import ScaleOf, load_scales
from records.record import AttachmentRef, Record

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")
_CHUNK = 1000
# Each upload is a few questions to the server, and waits for the answers.
_UPLOADS = 4


@dataclass(frozen=True)
class FileFacts:
    """What every record of a file remembers of it."""

    sha256: str
    reader: str
    encoding: str | None
    warnings: tuple[str, ...]

    @classmethod
    def of(cls, reading: Reading) -> FileFacts:
        return cls(reading.sha256, reading.reader, reading.encoding, reading.warnings)


@dataclass
class Plan:
    """What an import comes down to: the records to save, in order, with the item each comes from."""

    records: list[tuple[Record, Item]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


class Planner:
    """Decides for each item whether it is new, changed or unchanged."""

    def __init__(
        self,
        archive: Archive,
        mapping: ImportMapping,
        facts: Mapping[str, FileFacts],
        today: date,
        settle: Settle,
    ) -> None:
        """``settle`` gives what the operator answered to a question, see ``Desk.settle``."""
        self._settle = settle
        self._archive, self._kinds = archive, archive.kinds
        self._mapping, self._facts, self._today = mapping, facts, today
        self._moved: dict[ObjectId, ObjectId] = {}
        self._planned: dict[ObjectId, Record] = {}
        self._identities = Identities(archive.kinds, settle)
        self._rivals, self._months = Rivals(archive), MonthsTold(archive)
        self._days = DaysPutIn(archive)
        self._scales: ScaleOf = lambda _: STANDARD

    async def plan(self, items: Sequence[Item], *, part: bool = False) -> Plan:
        """Give every item its key and action; returns what is to be saved.

        May be called for one ``part`` after the other; kinds that are not ``row_by_row`` come in one.
        """
        items = [item for item in items if item.kind in self._kinds]
        await self._days.find(items)
        await doubt_months(self._archive, items, part=part)
        if any(item.kind == MARKED for item in items):
            self._scales = await load_scales(self._archive.aggregate)
        await asyncio.to_thread(self._prepare, items)
        plan = Plan()
        for start in range(0, len(items), _CHUNK):
            chunk = [item for item in items[start : start + _CHUNK] if item.taken]
            await self._months.keep_apart(chunk)
            stored = await self._stored(chunk)
            await self._rivals.look_up(chunk)
            purged = await purged_keys(self._archive.store, [item.key for item in chunk if item.key])
            for item in chunk:
                if item.key in purged and item.key not in stored:
                    item.reject(f"purged:{purged[item.key]}")
                else:
                    self._place(plan, item, stored)
        return plan

    def forget_planned(self) -> None:
        """What was planned has been stored: a further item of the same record is compared with that."""
        self._planned.clear()

    def _prepare(self, items: Sequence[Item]) -> None:
        for item in items:
            if item.taken and not item.checked:
                check(self._kinds[item.kind], item, self._today, self._scales)
        self._identities.number([item for item in items if item.taken])

    async def _stored(self, items: Sequence[Item]) -> dict[Any, Record]:
        """Stored records by key and by identifier."""
        keys = [item.key for item in items if item.key]
        ids = [item.record_id for item in items if item.record_id is not None]
        if not keys and not ids:
            return {}
        rows = await self._archive.aggregate(
            [{"$match": {"$or": [{"origin.key": {"$in": keys}}, {"_id": {"$in": ids}}]}}]
        )
        found: dict[Any, Record] = {}
        for row in rows:
            record = Record.from_document(row)
            found[record.id] = record
            if record.origin.get("key"):
                found[record.origin["key"]] = record
        return found

    # --- comparison ------------------------------------------------------------------------------

    def _place(self, plan: Plan, item: Item, stored: Mapping[Any, Record]) -> None:
        for name in BESIDE:
            if isinstance(beside := item.fields.get(name), ObjectId):
                item.fields[name] = self._moved.get(beside, beside)
        item.row_hash = item.row_hash or content_hash(item.fields)
        item.record_id = self._moved.get(item.record_id, item.record_id) if item.record_id else None
        planned = self._planned.get(item.record_id) if item.record_id else None
        if planned is not None:
            planned.fields |= item.fields
            if item.adds:
                planned.origin["moves"] = _moves(planned, item)
            item.action = "merged"
            return
        current = stored.get(item.record_id) if item.record_id else None
        current = current or stored.get(item.key)
        new = item.record_id or ObjectId()
        taken = self._rivals.claim(item, current.id if current is not None else new)
        if taken is not None:
            meant = self._settled_rival(item, *taken)
            if meant is not None:
                self._complete(plan, item, meant)
            elif item.taken and self._rivals.claim(item, current.id if current is not None else new) is None:
                item.row_hash = content_hash(item.fields)
                self._compare(plan, item, current, new)
            return
        self._compare(plan, item, current, new)

    def _settled_rival(self, item: Item, key: str, rival: Rival) -> Record | None:
        """The stored record that is meant, if that is the answer; else the item is asked about, or alone."""
        answer = self._settle(item, question_about(self._kinds, item, key, rival))
        if answer is None:
            return None
        if answer.value == SAME and rival.record is not None:
            return rival.record
        without_number(item, key)
        return None

    def _complete(self, plan: Plan, item: Item, stored: Record) -> None:
        """Give a stored record what is blank in it, and the paper that the item comes from."""
        record = stored.copy()
        more = completed(record, item.fields)
        facts = self._facts.get(item.place.file)
        kept = {each.sha256 for each in record.attachments}
        item.record_id = record.id
        if not more and (not item.attach or (facts is not None and facts.sha256 in kept)):
            item.action = "unchanged"
            return
        if more and record.status == "verified":
            record.status = "submitted"
        item.action = "updated"
        plan.records.append((record, item))

    def _compare(self, plan: Plan, item: Item, current: Record | None, new: ObjectId) -> None:
        if current is None:
            record = Record(new, item.kind, dict(item.fields), status="submitted")
            item.record_id, item.action = record.id, "created"
            record.remarks = item.remarks
            record.origin = self._origin(item, 1)
            if not row_by_row(item.kind):
                self._planned[record.id] = record
            plan.records.append((record, item))
            return
        if item.record_id is not None and item.record_id != current.id:
            self._moved[item.record_id] = current.id
        item.record_id = current.id
        if self._same(item, current):
            item.action = "unchanged"
            return
        if item.adds:
            self._add(plan, item, current)
            return
        self._update(plan, item, current)

    def _same(self, item: Item, current: Record) -> bool:
        if current.status == "void" or (current.origin.get("row_hash") == item.row_hash and not item.dated):
            return True
        now = {name: value for name, value in current.fields.items() if name in item.fields}
        told = canonical({name: value for name, value in item.fields.items() if value is not None})
        return bool(canonical(now) == told) and not item.dated

    def _update(self, plan: Plan, item: Item, current: Record) -> None:
        rule = self._mapping.rule_for(item.place.file, item.place.sheet or None)
        if rule.on_change == "skip":
            item.action = "unchanged"
            return
        if rule.on_change == "quarantine":
            choices = (
                Candidate(TAKE, tr("take over what the source says now"), sense=TAKE),
                Candidate(DROP, tr("leave the record as it is")),
            )
            name = current.no or current.title
            question = item.question("changed_since", "", name, choices)
            answer = self._settle(item, question)
            if answer is None or answer.value != TAKE:
                return
        record = current.copy()
        if item.kind == "unit" or untouched(current):
            record.fields |= item.fields
        elif not _fill_blanks(record, item):
            item.action = "kept"
            plan.kept.append(current.no or current.title)
            return
        record.remarks = item.remarks or record.remarks
        if record.status == "verified":
            record.status = "submitted"
        origin = self._origin(item, current.version + 1)
        record.origin = origin if item.dated else {**origin, "key": current.origin.get("key", origin["key"])}
        if current.origin.get("manual"):
            record.origin.pop("key", None)
            record.origin["manual"] = True
        item.action = "updated"
        if not row_by_row(item.kind):
            self._planned[record.id] = record
        plan.records.append((record, item))

    def _add(self, plan: Plan, item: Item, current: Record) -> None:
        """Add what a register of transfers tells to a record, edited since or not; nothing is overwritten."""
        if not only_adds(current.fields, item.fields):
            item.action = "kept"
            plan.kept.append(current.no or current.title)
            return
        record = current.copy()
        record.fields |= item.fields
        record.origin = {**current.origin, "moves": _moves(current, item)}
        if untouched(current):
            record.origin["version"] = current.version + 1
        if record.status == "verified":
            record.status = "submitted"
        item.action = "updated"
        self._planned[record.id] = record
        plan.records.append((record, item))

    def _origin(self, item: Item, version: int) -> dict[str, Any]:
        facts = self._facts.get(item.place.file)
        origin: dict[str, Any] = {
            "key": item.key or f"{self._kinds[item.kind].code}#{item.record_id}",
            "file": as_shown(item.place.file),
            "row_hash": item.row_hash,
            "version": version,
            "warnings": [*item.flags, *item.notes],
        }
        if item.place.sheet:
            origin["sheet"] = item.place.sheet
        if item.place.row is not None:
            origin["row"] = item.place.row
        if item.signed:
            origin["signed"] = True
        if item.cells and item.headings:
            origin["cells"] = list(item.cells)
            origin["headings"] = list(item.headings)
        if self._mapping.digest:
            origin["mapping"] = {"id": self._mapping.id, "sha256": self._mapping.digest}
        if facts is not None:
            origin |= {"sha256": facts.sha256, "reader": facts.reader}
            if facts.encoding:
                origin["encoding"] = facts.encoding
        return origin


def _moves(record: Record, item: Item) -> list[str]:
    """The rows of registers that told of somebody's moves, this one with them."""
    known = [str(each) for each in record.origin.get("moves", ())]
    return [*known, *({as_shown(str(item.place))} - set(known))]


def _fill_blanks(record: Record, item: Item) -> bool:
    """Give a person whom somebody entered or edited by hand what is still blank; False when nothing is."""
    return completed(record, item.fields) and item.kind == "person"


def untouched(record: Record) -> bool:
    """Whether nobody has changed a record since an import wrote it last."""
    return record.origin.get("version") == record.version


async def attach_originals(archive: Archive, plan: Plan, root: Mapping[str, Any]) -> dict[str, str]:
    """Keep the papers' own bytes in GridFS, once per content; returns what failed, by file."""
    from records.errors import Refused, UnreadableFile
    from records.store import attachments

    async def keep(found: tuple[str, list[Record]]) -> str | None:
        """Why the file could not be kept."""
        file, records = found
        path = root[file]
        try:
            kept = await attachments.keep(archive.store, path, path.name)
        except (UnreadableFile, Refused) as error:
            return error.message
        ref = AttachmentRef(kept.id, path.name, kept.sha256, kept.size)
        for record in records:
            if ref.sha256 not in {each.sha256 for each in record.attachments}:
                record.attachments.append(ref)
        return None

    # A book of minutes is the original of several records; it is kept once.
    wanted: dict[str, list[Record]] = {}
    for record, item in plan.records:
        if item.attach and item.attach in root:
            wanted.setdefault(item.attach, []).append(record)
    results = [why async for why in in_order(list(wanted.items()), keep, at_once=_UPLOADS)]
    return {file: why for file, why in zip(wanted, results, strict=True) if why is not None}
