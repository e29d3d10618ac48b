"""From items to records: identity, comparison with what is stored, and the records to save."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.intake.answers.alike import DROP, SAME, TAKE
from records.intake.build.registry import row_by_row
from records.intake.files.in_order import in_order
from records.intake.files.reading import Reading
from records.intake.loading.hashing import canonical, content_hash, only_adds
from records.intake.loading.preparing import BESIDE, check, identity_of
from records.intake.loading.rivals import Rival, Rivals, completed, question_about, without_number
from records.intake.loading.seen import Seen
from records.intake.mappings.mapping import ImportMapping
from records.intake.outcome import Candidate, Item, Question, as_shown
from records.language import translator
from records.privacy.purged import purged_keys
from records.programme.marking import MARKED, STANDARD
from records.programme.scales import ScaleOf, load_scales
from records.record import AttachmentRef, Record

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")
_CHUNK = 1000
Settle = Callable[[Item, Question], Candidate | None]
# Each upload is a few questions to the server, and waits for the answers.
_UPLOADS = 4
#: Kinds of which one person, period or unit has one record: a second row about the same is a conflict.
_ONE_EACH = frozenset(("study_register", "exam", "study_plan", "democratic_evaluation"))

#: Registers of such a kind are often kept a measure a file: 笔记 in one, 集中学习 in another.
_BY_MEASURES = "study_register"
#: Of so many identities is it remembered which file told of them first: memory must not grow with the rows.
_LOOKED_BACK = 20_000


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
        #: What several rows tell of the same, by its identity.
        self._told: dict[str, dict[str, Any]] = {}
        self._seen = Seen()
        self._told_in: dict[str, str] = {}
        self._rivals = Rivals(archive)
        self._scales: ScaleOf = lambda _: STANDARD

    async def plan(self, items: Sequence[Item]) -> Plan:
        """Give every item its key and action; returns what is to be saved.

        May be called for one part after the other; kinds that are not ``row_by_row`` come in one part.
        """
        items = [item for item in items if item.kind in self._kinds]
        if any(item.kind == MARKED for item in items):
            self._scales = await load_scales(self._archive.aggregate)
        await asyncio.to_thread(self._prepare, items)
        plan = Plan()
        for start in range(0, len(items), _CHUNK):
            chunk = [item for item in items[start : start + _CHUNK] if item.taken]
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
        self._number_keys([item for item in items if item.taken])

    # --- identity --------------------------------------------------------------------------------

    def _number_keys(self, items: Sequence[Item]) -> None:
        """Keys for all; rows that share one are a conflict or told apart by order, as their kind needs."""
        seen: dict[str, Item] = {}
        counts: dict[str, int] = {}
        # Only papers are numbered before: a row of a register is nobody's meeting, and nothing names it.
        meetings = {it.record_id: it for it in items if it.kind == "evaluation_minutes" and it.record_id}
        for item in items:
            meeting = meetings.get(item.fields["meeting"]) if "meeting" in item.fields else None
            kind = self._kinds[item.kind]
            if meeting is not None:
                # The meeting is told by its own identity: its number differs from archive to archive.
                base = f"{kind.code}:{meeting.key}"
            else:
                base = item.key if item.checked else identity_of(kind, item)
            if item.kind not in _ONE_EACH:
                self._look_back(item, base)
            if row_by_row(item.kind):
                number = self._seen.again(base)
                item.key = base if number == 1 else f"{base}#{number}"
                continue
            first = seen.get(base)
            if first is None or (first.record_id is not None and first.record_id == item.record_id):
                seen[base] = item
                item.key = base
                continue
            if item.kind in _ONE_EACH:
                seen[base] = self._conflict(item, first)
                continue
            counts[base] = counts.get(base, 1) + 1
            item.key = f"{base}#{counts[base]}"

    def _look_back(self, item: Item, base: str) -> None:
        """Flag what another file told of: whether these are two or one told twice, nobody knows from here."""
        if len(self._told_in) < _LOOKED_BACK:
            self._told_in.setdefault(base, item.place.file)
        if self._told_in.get(base, item.place.file) != item.place.file:
            item.flag("told_elsewhere")

    def _conflict(self, item: Item, first: Item) -> Item:
        """Two rows say something about the same: the one that counts, the first until it is settled."""
        if canonical(item.fields) == canonical(first.fields):
            item.repeat()
            return first
        if item.kind == _BY_MEASURES and self._goes_with(item, first):
            return first
        choices = (
            Candidate(TAKE, tr("this row, not {place}", place=first.place), sense=TAKE),
            Candidate(DROP, tr("{place}, not this row", place=first.place)),
        )
        question = Question("conflicting_row", item.place, "", str(first.place), choices, True, item.cells)
        answer = self._settle(item, question)
        if answer is None or answer.value != TAKE:
            return first
        first.reject("dropped_by_answer")
        item.key = first.key
        return item

    def _goes_with(self, item: Item, first: Item) -> bool:
        """Whether a row adds to the record of those before it about the same: it tells of other measures."""
        told = self._told.setdefault(first.key, dict(first.fields))
        if any(canonical(told[name]) != canonical(item.fields[name]) for name in told.keys() & item.fields):
            return False
        told |= item.fields
        item.key = first.key
        item.record_id = first.record_id = first.record_id or ObjectId()
        return True

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
        if current.status == "void" or current.origin.get("row_hash") == item.row_hash:
            return True
        now = {name: value for name, value in current.fields.items() if name in item.fields}
        return bool(canonical(now) == canonical({k: v for k, v in item.fields.items() if v is not None}))

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
            question = Question("changed_since", item.place, "", name, choices, True, item.cells)
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
        record.origin = {**origin, "key": current.origin.get("key", origin["key"])}
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
