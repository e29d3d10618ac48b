"""Merges two people, or two units: a preview, the merge in batches, and its undoing.

Each step is a transaction that the journal tells of under the identifier of the absorbed record; a merge that
was cut off goes on when it is asked for again. Nothing is deleted: the absorbed record is void and points to
the survivor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.changing.envelope import unique_keys
from records.changing.merge_rules import (
    NAMES,
    Difference,
    differences,
    held_twice,
    joined,
    referring,
    replaced,
)
from records.errors import Conflict, Refused, UsageFault
from records.language import listed, translator
from records.record import Record

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")
_CHUNK = 500
_ROUNDS = 5

Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class MergePlan:
    """What a merge would do; nothing of it is stored yet.

    ``references`` counts the records of each kind that refer to the absorbed one; ``both`` are those whose
    lists name both, where the survivor's entry stays. ``obstacles`` say why it can't be done as things stand.
    """

    survivor: Record
    absorbed: Record
    result: Record
    differences: tuple[Difference, ...]
    references: Mapping[str, int]
    both: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()

    @property
    def moving(self) -> int:
        return sum(self.references.values())


@dataclass
class MergeReport:
    """What merging or undoing did: records changed, and those that could not be, each with why."""

    changed: int = 0
    failed: list[tuple[Record, str]] = field(default_factory=list)


async def plan_merge(archive: Archive, survivor_no: str, absorbed_no: str) -> MergePlan:
    """What would come of merging the second record into the first.

    Raises NotFound, UsageFault for records that are no two people or units, Refused when one is void, or the
    survivor stands below the absorbed unit.
    """
    survivor, absorbed = await archive.get(survivor_no), await archive.get(absorbed_no)
    await _refuse(archive, survivor, absorbed)
    kind = archive.kinds[survivor.kind]
    result = joined(kind, survivor, absorbed)
    references: Counter[str] = Counter()
    both: list[str] = []
    obstacles: list[str] = []
    ids = [each for each in await _referring(archive, absorbed) if each != survivor.id]
    for start in range(0, len(ids), _CHUNK):
        records = list((await archive.get_many(ids[start : start + _CHUNK])).values())
        references.update(record.kind for record in records)
        both += [_name(each) for each in records if _twice(archive, each, survivor, absorbed)]
        obstacles += await _obstacles(archive, records, survivor, absorbed)
    return MergePlan(
        survivor,
        absorbed,
        result,
        tuple(differences(kind, survivor, absorbed, result)),
        dict(references.most_common()),
        tuple(both),
        tuple(obstacles),
    )


async def merge(archive: Archive, plan: MergePlan, *, on_progress: Progress | None = None) -> MergeReport:
    """Carry a merge out; what is failed is left for another try, and the absorbed record valid until then.

    ``on_progress`` is told how many records refer to the survivor by now. Raises Refused for a plan with
    obstacles, or when somebody merged one of the two meanwhile (nothing is changed then); ServerUnavailable,
    DiskFull; the steps until then are stored.
    """
    survivor, absorbed = plan.survivor, plan.absorbed
    if plan.obstacles:
        raise Refused(plan.obstacles[0], hint=tr("Settle this first; nothing was changed."))
    report = MergeReport()
    note = tr("{absorbed} into {survivor}", absorbed=_name(absorbed), survivor=_name(survivor))

    async def step(ids: list[ObjectId], change: Callable[[Record], Record | None]) -> None:
        failed = await archive.rewrite(ids, change, action="merge", note=note, batch=absorbed.id)
        report.failed += [(record, str(why)) for record, why in failed]
        report.changed += len(ids) - len(failed)

    def turn(record: Record) -> Record | None:
        result = replaced(archive.kinds.of(record.kind), record, absorbed.id, survivor.id)
        return result if result.fields != record.fields else None

    await _claim(archive, survivor.id, absorbed.id, note)
    report.changed += 1
    # Again, because what is saved meanwhile may refer to the absorbed one.
    for _ in range(_ROUNDS):
        ids = [each for each in await _referring(archive, absorbed) if each != survivor.id]
        if not ids or report.failed:
            break
        for start in range(0, len(ids), _CHUNK):
            await step(ids[start : start + _CHUNK], turn)
            if on_progress is not None:
                on_progress(report.changed)
    if not report.failed:
        await _settle_units(archive, survivor if survivor.kind == "person" else absorbed, note)
        await step([absorbed.id], lambda record: _absorbed(record, survivor))
    return report


async def _claim(archive: Archive, survivor_id: ObjectId, absorbed_id: ObjectId, note: str) -> None:
    """Give the survivor what it takes over, and the absorbed one its pointer, in one transaction.

    Two merges that contradict each other write the same two records, so that only the first gets this far.
    """
    for _ in range(_ROUNDS):
        survivor, absorbed = await archive.get(survivor_id), await archive.get(absorbed_id)
        await _refuse(archive, survivor, absorbed)
        # Saved even when nothing differs: an import must see that somebody has had a hand in it.
        ready = {survivor_id: joined(archive.kinds[survivor.kind], survivor, absorbed)}
        ready[absorbed_id] = absorbed.copy()
        ready[absorbed_id].merged_into = survivor_id
        both = list(ready)

        def change(record: Record, expected: Mapping[ObjectId, Record] = ready) -> Record:
            if record.version != expected[record.id].version:
                raise Conflict(expected[record.id], record)
            return expected[record.id]

        with suppress(Conflict):
            if not await archive.rewrite(
                both, change, action="merge", note=note, batch=absorbed_id, together=True
            ):
                return
    raise Refused(tr("Somebody keeps changing {no}.", no=_name(survivor)), hint=tr("Try again in a moment."))


def _absorbed(record: Record, survivor: Record) -> Record | None:
    """Void, with a pointer to the survivor. Its origin stays: its source brings it in no second time."""
    if record.status == "void":
        return None
    result = record.copy()
    result.status, result.merged_into = "void", survivor.id
    result.void_reason = tr("merged into {survivor}", survivor=_name(survivor))
    return result


async def undo_merge(archive: Archive, no: str, *, on_progress: Progress | None = None) -> MergeReport:
    """Take a merge back: ``no`` is the absorbed record, or a survivor that absorbed one.

    Each field that the merge changed and nobody since is as it was before; ``failed`` names the records where
    somebody changed it since. Raises NotFound, UsageFault, Refused when nothing was merged.
    """
    absorbed = await _merged(archive, no)
    survivor = await archive.get(absorbed.merged_into) if absorbed.merged_into else absorbed
    if survivor.merged_into is not None and survivor.id != absorbed.id:
        further = _name(await archive.get(survivor.merged_into))
        raise Refused(
            tr("{absorbed} was merged into {survivor} before.", absorbed=_name(survivor), survivor=further),
            hint=tr("Take that back first: `xuedang merge --undo {no}`", no=survivor.no),
        )
    report = MergeReport()
    note = tr("{absorbed} out of {survivor} again", absorbed=_name(absorbed), survivor=_name(survivor))
    changes = await _changes(archive, absorbed.id)
    before = {each: await archive.revision(each, first - 1) for each, (first, _) in changes.items()}
    after = {each: await archive.revision(each, last) for each, (_, last) in changes.items()}
    kept: dict[ObjectId, Record] = {}

    def back(record: Record) -> Record | None:
        result, whole = taken_back(record, before[record.id], after[record.id])
        if not whole:
            kept[record.id] = record
        return result

    # The absorbed one first: nothing may refer to a void record. Its pointer goes last, for the merge is
    # undone only then.
    order = [absorbed.id, *(each for each in changes if each != absorbed.id)]
    for start in range(0, len(order), _CHUNK):
        ids = [each for each in order[start : start + _CHUNK] if each in changes]
        failed = await archive.rewrite(ids, back, action="undo_merge", note=note, batch=absorbed.id)
        report.failed += [(record, str(why)) for record, why in failed]
        report.changed += len(ids) - len(failed)
        if on_progress is not None:
            on_progress(report.changed)
    report.failed += [
        (record, tr("changed since the merge; what was changed is kept")) for record in kept.values()
    ]

    def free(record: Record) -> Record | None:
        result = record.copy()
        result.merged_into = None
        return result if record.merged_into else None

    for each in (survivor, absorbed):
        await _settle_units(archive, each, note)
    await archive.rewrite([absorbed.id], free, action="merge_undone", note=note, batch=absorbed.id)
    return report


def taken_back(record: Record, before: Record, after: Record) -> tuple[Record | None, bool]:
    """A record without what a merge did to it (``before`` to ``after``), and whether all of it could go.

    A field that is neither as the merge left it nor as it was before was changed by somebody since; it stays.
    """
    result, whole = record.copy(), True
    old: Any
    for name in {**before.fields, **after.fields}:
        old, left, now = (each.fields.get(name, _NOTHING) for each in (before, after, record))
        if old == left or now == old:
            continue
        if now != left:
            whole = False
        elif old is _NOTHING:
            result.fields.pop(name, None)
        else:
            result.fields[name] = old
    for name in ("remarks", "attachments", "status", "void_reason"):
        old, left, now = (getattr(each, name) for each in (before, after, record))
        if old != left and now == left:
            setattr(result, name, old)
        elif now not in (old, left):
            whole = False
    return (result if _differs(record, result) or result.status != record.status else None), whole


_NOTHING = object()


async def _changes(archive: Archive, absorbed: ObjectId) -> dict[ObjectId, tuple[int, int]]:
    """The records that the last merge of ``absorbed`` changed: their first and last versions by it."""
    found: dict[ObjectId, tuple[int, int]] = {}
    for row in await _steps(archive, absorbed):
        if row["action"] != "merge":
            continue
        for line in row["records"]:
            first, last = found.get(line["r"], (line["v"], line["v"]))
            found[line["r"]] = min(first, line["v"]), max(last, line["v"])
    return found


async def _steps(archive: Archive, absorbed: ObjectId) -> list[dict[str, Any]]:
    """What the journal tells of the last merge of ``absorbed`` and of its undoing; earlier ones are over."""
    rows = await archive.aggregate([{"$match": {"batch": absorbed}}], collection="journal", hint="batch")
    undone = max((row["at"] for row in rows if row["action"] == "merge_undone"), default=None)
    return [row for row in rows if undone is None or row["at"] > undone]


async def _merged(archive: Archive, no: str) -> Record:
    """The absorbed record that ``no`` means."""
    record = await archive.get(no)
    if record.merged_into is not None:
        return record
    rows = await archive.aggregate([{"$match": {"kind": record.kind, "merged_into": record.id}}])
    absorbed = [Record.from_document(row) for row in rows]
    if len(absorbed) == 1:
        return absorbed[0]
    if absorbed:
        names = listed(_name(each) for each in absorbed)
        raise UsageFault(
            tr("Several were merged into {no}: {names}", no=no, names=names),
            hint=tr("Give the number of the one that is to be taken out again."),
        )
    if await _changes(archive, record.id):
        return record
    raise Refused(tr("{no} was not merged.", no=_name(record)))


async def _refuse(archive: Archive, survivor: Record, absorbed: Record) -> None:
    if survivor.kind not in NAMES or survivor.kind != absorbed.kind or survivor.id == absorbed.id:
        raise UsageFault(tr("A merge takes two people, or two units."))
    if absorbed.merged_into == survivor.id and absorbed.status == "void":
        raise Refused(
            tr(
                "{absorbed} was merged into {survivor} before.",
                absorbed=_name(absorbed),
                survivor=_name(survivor),
            )
        )
    for each in (survivor, absorbed):
        if each.status == "void":
            raise Refused(
                tr("{no} is void.", no=each.no or each.title), hint=tr("Make it valid again first.")
            )
        if each.merged_into is None:
            continue
        undoing = any(row["action"] == "undo_merge" for row in await _steps(archive, each.id))
        if undoing:
            raise Refused(
                tr("A merge of {no} is being undone.", no=_name(each)),
                hint=tr("`xuedang merge --undo {no}` completes that.", no=each.no),
            )
        if each is survivor or each.merged_into != survivor.id:
            raise Refused(
                tr("A merge of {no} is under way.", no=_name(each)),
                hint=tr("Wait for its end; `xuedang merge --undo {no}` takes it back.", no=each.no),
            )
    if survivor.kind == "unit" and survivor.id in await archive.units_below(absorbed.id):
        raise Refused(
            tr("{survivor} stands below {absorbed}.", survivor=_name(survivor), absorbed=_name(absorbed)),
            hint=tr("Merge them the other way round."),
        )


async def _referring(archive: Archive, absorbed: Record) -> list[ObjectId]:
    rows = await archive.aggregate(
        [{"$match": referring(archive.kinds, absorbed.id)}, {"$project": {"_id": 1}}, {"$sort": {"_id": 1}}]
    )
    return [row["_id"] for row in rows]


def _twice(archive: Archive, record: Record, survivor: Record, absorbed: Record) -> bool:
    return record.kind in archive.kinds and held_twice(
        archive.kinds[record.kind], record, absorbed.id, survivor.id
    )


async def _obstacles(
    archive: Archive, records: list[Record], survivor: Record, absorbed: Record
) -> list[str]:
    """What only one live record may have and both have: an assessment of the same year."""
    wanted: dict[str, Record] = {}
    for record in records:
        kind = archive.kinds.get(record.kind)
        if kind is None or record.status == "void":
            continue
        turned = replaced(kind, record, absorbed.id, survivor.id)
        turned.unit = survivor.id if turned.unit == absorbed.id else turned.unit
        for key in set(unique_keys(kind, turned)) - set(unique_keys(kind, record)):
            wanted[key] = record
    rows = await archive.aggregate([{"$match": {"unique": {"$in": list(wanted)}}}]) if wanted else []
    found = []
    for row in rows:
        for key in row["unique"]:
            if key in wanted and wanted[key].id != row["_id"]:
                holder = Record.from_document(row)
                found.append(
                    tr(
                        "{one} and {other} can't both stand: declare one of them void first.",
                        one=_name(holder),
                        other=_name(wanted[key]),
                    )
                )
    return found


async def _settle_units(archive: Archive, record: Record, note: str) -> None:
    """Put a person's records, or those under a unit, under the one that the memberships now give."""
    whose, hint = (
        ({"people.person": record.id}, "person_date")
        if record.kind == "person"
        else ({"unit": record.id}, "unit_date")
    )
    rows = await archive.aggregate([{"$match": whose}, {"$project": {"_id": 1}}], hint=hint)
    await archive.move([row["_id"] for row in rows], note=note)


def _differs(one: Record, other: Record) -> bool:
    mine: tuple[Any, ...] = (one.fields, one.remarks, one.attachments)
    return mine != (other.fields, other.remarks, other.attachments)


def _name(record: Record) -> str:
    return " ".join(filter(None, (record.no, record.title)))
