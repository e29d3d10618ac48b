"""Changes one field of many records alike: what would come of it, the change as one batch, taking it back.

Each change has an identifier, under which the journal tells of its chunks: that is how it is found again to
be taken back. What somebody changed in the field since then stays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from bson.objectid import ObjectId

from records.changing.merge import taken_back
from records.checking.checks import Fault
from records.errors import InvalidRecord, NotFound, Refused, XuedangError
from records.field_value import show
from records.kind import Field, Kind
from records.language import translator
from records.record import Record
from records.store import journal, told

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

How = Literal["set", "clear", "add", "replace"]
Progress = Callable[[int], None]
Refusal = tuple[Record, Sequence[Fault]]

_CHUNK = 250
#: Earlier changes that are told, the newest first.
_PAST = 20
_TEXTS = ("text", "longtext")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What is done to ``field``: set to ``value``, emptied, ``value`` added to a list, or ``old`` replaced.

    In a text, ``old`` is replaced wherever it occurs; in a list, the entry that equals it; anything else must
    equal it. ``value`` of a list that is set is a list; added or replaced is an entry.
    """

    field: Field
    how: How
    value: Any = None
    old: Any = None

    def __call__(self, record: Record) -> Record | None:
        """The record with the change; None when it changes nothing, and for a void one."""
        name, now = self.field.name, record.fields.get(self.field.name)
        becomes = self._of(now)
        if record.status == "void" or becomes == now:
            return None
        changed = record.copy()
        if becomes is None:
            changed.fields.pop(name, None)
        else:
            changed.fields[name] = becomes
        return changed

    def _of(self, now: Any) -> Any:
        if self.how == "clear":
            return None
        if self.how == "set":
            return self.value
        entries = now if isinstance(now, list) else []
        if self.how == "add":
            return entries if self.value in entries else [*entries, self.value]
        if isinstance(now, list):
            return list(dict.fromkeys(self.value if each == self.old else each for each in entries))
        if isinstance(now, str) and self.field.type in _TEXTS:
            return now.replace(str(self.old), str(self.value))
        return self.value if now == self.old else now

    def sentence(self, names: Mapping[ObjectId, str]) -> str:
        """What is done, in words; ``names`` are the titles of the records in its values."""
        label = self.field.label.text()
        value, old = (self._shown(each, names) for each in (self.value, self.old))
        match self.how:
            case "clear":
                return tr("{field}: emptied", field=label)
            case "add":
                return tr("{field}: {value} added", field=label, value=value)
            case "replace":
                return tr("{field}: {old} becomes {value}", field=label, old=old, value=value)
        return tr("{field}: set to {value}", field=label, value=value)

    def _shown(self, value: Any, names: Mapping[ObjectId, str]) -> str:
        entry = self.field.of if self.field.of is not None and not isinstance(value, list) else self.field
        return show(entry, value, names=names)


def changeable(each: Field) -> bool:
    """Whether a field can be changed in many records at once: not what is worked out, numbered or in rows."""
    return not (each.computed or each.serial or each.is_subrecords or each.type == "attachment")


@dataclass
class ChangePlan:
    """What would come of a change; nothing of it is stored yet.

    ``changed`` pairs each record as it is with what it becomes, ``refused`` are those that can't be, with
    why.
    """

    change: FieldChange
    changed: list[tuple[Record, Record]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    unchanged: int = 0


@dataclass
class ChangeReport:
    """What became of a change, or of its undoing: how many records, and those left as they are, with why."""

    batch: ObjectId
    done: int = 0
    left: list[Refusal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PastChange:
    """A change of many records that was made: when (UTC), by whom, what, and of how many records."""

    batch: ObjectId
    at: Any
    by: str
    what: str
    count: int
    undone: bool


async def kinds_among(archive: Archive, ids: Sequence[ObjectId]) -> list[Kind]:
    """The kinds of some records; a kind without a kind file is passed over."""
    rows = await archive.aggregate([{"$match": {"_id": {"$in": list(ids)}}}, {"$group": {"_id": "$kind"}}])
    return [archive.kinds[row["_id"]] for row in rows if row["_id"] in archive.kinds]


async def plan_change(
    archive: Archive, ids: Sequence[ObjectId], change: FieldChange, *, on_progress: Progress | None = None
) -> ChangePlan:
    """What ``change`` would make of records of one kind; ``on_progress`` is told how many are looked at."""
    plan = ChangePlan(change)
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), _CHUNK):
        chunk = wanted[start : start + _CHUNK]
        found = await archive.get_many(chunk)
        before = {each: found[each] for each in chunk if each in found}
        changed = [new for record in before.values() if (new := change(record)) is not None]
        plan.unchanged += len(before) - len(changed)
        async for ready, faults in archive.check_many(changed):
            blocking = [
                fault
                for fault in faults
                if fault.level == "error" or (fault.level == "missing" and ready.status == "verified")
            ]
            if blocking:
                plan.refused.append((before[ready.id], blocking))
            else:
                plan.changed.append((before[ready.id], ready))
        if on_progress is not None:
            on_progress(start + len(chunk))
    return plan


async def change_many(
    archive: Archive, plan: ChangePlan, *, on_progress: Progress | None = None
) -> ChangeReport:
    """Carry a change out as one batch, on the records as they stand now; each is checked once more.

    Raises ServerUnavailable or DiskFull; the chunks until then are changed, and are taken back like the rest.
    """
    report = ChangeReport(ObjectId())
    change = plan.change
    names = await archive.names(_identifiers(change))
    what = change.sentence(names)
    ids = [record.id for record, _ in plan.changed]
    at = journal.now()
    found = {"at": at, "by": archive.operator, "what": what, "count": len(ids), "state": "done"}
    entry = journal.entry("begin_change", archive.operator, at, batch=report.batch, note=what)
    await told.change(archive.store, archive.store.bulk_changes, report.batch, {"$set": found}, entry)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        failed = await archive.rewrite(
            chunk, change, action="bulk_change", note=what, batch=report.batch, checked=True
        )
        report.left += [(record, _why(error)) for record, error in failed]
        report.done += len(chunk) - len(failed)
        if on_progress is not None:
            on_progress(start + len(chunk))
    return report


async def past_changes(archive: Archive) -> list[PastChange]:
    """The latest changes of many records, the newest first."""
    rows = await archive.store.bulk_changes.find({}, sort=[("_id", -1)], limit=_PAST)
    return [
        PastChange(row["_id"], row["at"], row["by"], row["what"], row["count"], row["state"] == "undone")
        for row in rows
    ]


async def undo_change(
    archive: Archive, batch: ObjectId, *, on_progress: Progress | None = None
) -> ChangeReport:
    """Take a change of many records back. Raises NotFound, and Refused for one that was taken back before.

    The field is again as it was before, in every record in which nobody changed it since; the others are
    ``left``. What else was changed since stays in either case.
    """
    entry = await archive.store.bulk_changes.find_one({"_id": batch})
    if entry is None:
        raise NotFound(tr("There is no change {batch}.", batch=batch))
    if entry["state"] == "undone":
        raise Refused(tr("This change was taken back before."))
    report = ChangeReport(batch)
    rows = await archive.aggregate(
        [{"$match": {"batch": batch, "action": "bulk_change"}}], collection="journal", hint="batch"
    )
    made = {line["r"]: line["v"] for row in rows for line in row["records"]}
    ids = list(made)
    for start in range(0, len(ids), _CHUNK):
        chunk = ids[start : start + _CHUNK]
        await _take_back(archive, {each: made[each] for each in chunk}, entry["what"], report)
        if on_progress is not None:
            on_progress(start + len(chunk))
    at = journal.now()
    undone = {"state": "undone", "undone": {"at": at, "by": archive.operator}}
    ended = journal.entry("end_undo_change", archive.operator, at, batch=batch, note=entry["what"])
    await told.change(archive.store, archive.store.bulk_changes, batch, {"$set": undone}, ended)
    return report


async def _take_back(archive: Archive, made: Mapping[ObjectId, int], what: str, report: ChangeReport) -> None:
    before = await _versions(archive, {each: version - 1 for each, version in made.items()})
    after = await _versions(archive, made)
    kept: dict[ObjectId, Record] = {}
    restored: set[ObjectId] = set()

    def back(record: Record) -> Record | None:
        result, whole = taken_back(record, before[record.id], after[record.id])
        if not whole:
            kept[record.id] = record
        elif result is not None:
            restored.add(record.id)
        return result if whole else None

    ids = [each for each in made if each in before and each in after]
    note = tr("taken back: {what}", what=what)
    failed = await archive.rewrite(ids, back, action="undo_bulk_change", note=note, batch=report.batch)
    since = Fault("version", "error", tr("changed since; what was changed is kept"))
    report.left += [(record, [since]) for record in kept.values()]
    report.left += [(record, _why(error)) for record, error in failed]
    report.done += len(restored - {record.id for record, _ in failed})


async def _versions(archive: Archive, wanted: Mapping[ObjectId, int]) -> dict[ObjectId, Record]:
    """Each record as it stood in its version, as far as there is one."""
    current = await archive.get_many(wanted)
    found = {each: record for each, record in current.items() if record.version == wanted[each]}
    older = [each for each in wanted if each not in found]
    numbers = sorted({wanted[each] for each in older})
    match = {"rec": {"$in": older}, "version": {"$in": numbers}}
    rows = await archive.aggregate([{"$match": match}], collection="revisions", hint="rev") if older else []
    return found | {
        row["rec"]: Record.from_document(row["document"])
        for row in rows
        if row["version"] == wanted[row["rec"]]
    }


def _identifiers(change: FieldChange) -> list[ObjectId]:
    values = [change.old, *(change.value if isinstance(change.value, list) else [change.value])]
    return [each for each in values if isinstance(each, ObjectId)]


def _why(error: XuedangError) -> Sequence[Fault]:
    if isinstance(error, InvalidRecord):
        return error.faults
    return [Fault("status", "error", error.message)]
