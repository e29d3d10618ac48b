"""What exported records come to when they are brought in: the same as here, changed, or new.

A record is the one with its identifier; a row without one is the record with its number. One that is not here
is that with the same origin key, else it is new and keeps its identifier, and its number where that is free.
Nothing that was changed here since the export is overwritten, and nothing enters as verified.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.changing.content import same_content
from records.checking.checks import validate
from records.checking.computed import fill_computed
from records.intake.outcome import Item
from records.intake.returning.carried import BLANK, Blank, Carried, Entries, Misread
from records.keep.plain import Unresolved, spelled
from records.kind import Field
from records.language import translator
from records.people.naming import named
from records.privacy.personal import put_back
from records.privacy.purged import purged_keys, purged_numbers
from records.record import AttachmentRef, Record
from records.references import Target, before_others, references_of

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")
_CHUNK = 1000


@dataclass
class Returned:
    """What comes of the exports among the files of an import.

    ``records`` are to be saved, in this order; ``coming`` those of them that others refer to before.
    """

    items: list[Item] = field(default_factory=list)
    records: list[tuple[Record, Item]] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    coming: dict[ObjectId, Target] = field(default_factory=dict)


async def plan_return(archive: Archive, carried: Sequence[Carried], today: date) -> Returned:
    """Decide what becomes of each carried record; its item says so."""
    returning = _Returning(archive, today)
    found = await returning.plan(carried)
    found.records = in_order(archive, found.records, found.coming)
    return found


class _Returning:
    """One import's exports on their way in."""

    def __init__(self, archive: Archive, today: date) -> None:
        self._archive, self._today = archive, today
        #: Stored records by identifier, by number and by origin key.
        self._here: dict[Any, Record] = {}
        #: Where the carried records end up, by identifier and by number in their file.
        self._places: dict[str, ObjectId] = {}
        self._named: dict[tuple[tuple[str, ...], str], ObjectId | None] = {}
        self._claimed: set[ObjectId] = set()
        self._numbers: set[str] = set()

    async def plan(self, carried: Sequence[Carried]) -> Returned:
        found = Returned(items=[each.item for each in carried])
        for start in range(0, len(carried), _CHUNK):
            await self._look_up(carried[start : start + _CHUNK])
        for start in range(0, len(carried), _CHUNK):
            await self._refuse_purged(carried[start : start + _CHUNK])
        for each in carried:
            self._place(each)
        for start in range(0, len(carried), _CHUNK):
            await self._name(carried[start : start + _CHUNK])
        for each in carried:
            if each.item.taken:
                await self._decide(found, each)
        return found

    # --- which record it is ----------------------------------------------------------------------

    async def _look_up(self, some: Sequence[Carried]) -> None:
        """Read the stored records that these are, or refer to."""
        told = [(each.id, each.no) for each in some]
        told += [(identifier, no) for each in some for _, no, _, identifier in each.references]
        ids = {ObjectId(identifier) for identifier, _ in told if ObjectId.is_valid(identifier)}
        numbers = {no for _, no in told if no} - self._here.keys()
        keys = {each.key for each in some if each.key}
        for path, values in (("_id", ids - self._here.keys()), ("no", numbers), ("origin.key", keys)):
            if not values:
                continue
            for row in await self._archive.aggregate([{"$match": {path: {"$in": list(values)}}}]):
                self._remember(Record.from_document(row))

    async def _refuse_purged(self, some: Sequence[Carried]) -> None:
        """What an administrator purged stays out, whichever file brings it."""
        store = self._archive.store
        given = [ObjectId(each.id) for each in some if ObjectId.is_valid(each.id)]
        ids = {str(each): no for each, no in (await purged_numbers(store, given)).items()}
        keys = await purged_keys(store, [each.key for each in some if each.key not in ("", *self._here)])
        for each in some:
            if no := ids.get(each.id) or keys.get(each.key):
                each.item.reject(f"purged:{no}")

    def _remember(self, record: Record) -> None:
        self._here[record.id] = record
        if record.no:
            self._here[record.no] = record
        if isinstance(key := record.origin.get("key"), str):
            self._here[key] = record

    def _place(self, each: Carried) -> None:
        """Find out which stored record it is; refuse what contradicts itself."""
        current: Record | None = None
        if ObjectId.is_valid(each.id):
            current = self._here.get(ObjectId(each.id)) or (self._here.get(each.key) if each.key else None)
        elif each.id:
            each.item.reject(f"bad_identifier:{each.id}")
        elif each.no:
            current = self._here.get(each.no)
            if current is None:
                each.item.reject(f"number_not_here:{each.no}")
        if current is not None and current.kind != each.kind.name:
            each.item.reject(f"another_kind:{current.no or current.title}")
        if current is not None and str(current.id) == each.id and each.no not in ("", current.no):
            each.item.reject(f"number_differs:{current.no}")
        if each.item.refused:
            return
        if current is None and each.status == "void":
            each.item.outcome, each.item.why = "skip", "void_elsewhere"
            return
        target = current.id if current else ObjectId(each.id) if each.id else ObjectId()
        if target in self._claimed:
            each.item.duplicate(f"stands_twice:{each.no or each.id}")
            return
        each.item.record_id = target
        self._claimed.add(target)
        self._places |= {name: target for name in (each.id, each.no) if name}

    async def _name(self, some: Sequence[Carried]) -> None:
        """Look up the people and units whose names somebody typed without a number."""
        for each in some:
            for spec, no, title, identifier in each.references:
                kinds = spec.targets or tuple(self._archive.kinds)
                if no or identifier or not title or (kinds, title) in self._named:
                    continue
                try:
                    self._named[kinds, title] = (await named(self._archive, title, kinds)).id
                except ValueError:
                    self._named[kinds, title] = None

    def _resolve(
        self, spec: Field | None, no: str, title: str, identifier: str = "", *, ours: bool = False
    ) -> ObjectId | None:
        """The record a reference leads to; a bare number is believed in a file of this archive only."""
        if identifier:
            whom = self._places.get(identifier)
            whom = whom or (ObjectId(identifier) if ObjectId.is_valid(identifier) else None)
            if whom in self._here or whom in self._claimed:
                return whom
        if no:
            if no in self._places:
                return self._places[no]
            record = self._here.get(no)
            return record.id if record is not None and (ours or title in _names(record)) else None
        return self._named.get((spec.targets or tuple(self._archive.kinds) if spec else (), title))

    # --- what becomes of it ----------------------------------------------------------------------

    async def _decide(self, found: Returned, each: Carried) -> None:
        current = self._here.get(each.item.record_id)
        fields, staying = self._decoded(each, current)
        if current is not None and not each.id and not _called_so(each, current, fields):
            each.item.reject(f"number_of_another:{current.no} {current.title}")
        if each.item.refused:
            return
        each.item.fields = {name: value for name, value in fields.items() if not isinstance(value, Blank)}
        if current is None:
            await self._create(found, each)
        else:
            if each.complete:
                fields = {name: BLANK for name in current.fields if name not in staying} | fields
            self._update(found, each, current, fields)

    def _decoded(self, each: Carried, current: Record | None) -> tuple[dict[str, Any], set[str]]:
        """The fields that the file tells, and those that stay as they are: what they lead to is not here."""
        ours = current is not None and str(current.id) == each.id

        def resolve(field: Field | None, no: str, title: str, identifier: str = "") -> ObjectId | None:
            return self._resolve(field, no, title, identifier, ours=ours)

        fields, staying = each.decode(resolve), set()
        for name, value in list(fields.items()):
            if isinstance(value, Entries):
                fields[name] = value.over(current.fields.get(name) if current is not None else None)
            if not isinstance(value, Misread):
                continue
            if isinstance(value.reason, Unresolved) and value.reason.no:
                each.item.flag(f"reference_not_here:{value}")
                staying.add(name)
                del fields[name]
            else:
                each.item.reject(f"invalid_value:{value}")
        # An export is masked unless it was asked for whole: a mask stands for what is here.
        fields, others = put_back(each.kind, fields, current.fields if current is not None else {})
        code = "masked_left_out" if current is None else "masked_kept"
        each.item.flag(*(f"{code}:{label}" for label in others))
        return fields, staying

    async def _create(self, found: Returned, each: Carried) -> None:
        if self._faulty(each, each.item.fields):
            return
        status = "draft" if each.status == "draft" else "submitted"
        record = Record.new(each.kind.name, dict(each.item.fields), status=status)
        assert each.item.record_id is not None
        record.id = each.item.record_id
        if each.no and each.no not in self._here and each.no not in self._numbers:
            record.no = each.no
            self._numbers.add(each.no)
        record.remarks, record.archive = each.remarks, each.archive
        record.attachments = await self._attachments(each)
        origin = {name: value for name, value in each.origin.items() if name not in ("batch", "version")}
        if each.key:
            origin["key"] = each.key
        elif each.id:
            origin["manual"] = True
        record.origin = origin | _came(each.item, 1)
        each.item.action = "created"
        found.records.append((record, each.item))

    def _update(self, found: Returned, each: Carried, current: Record, fields: Mapping[str, Any]) -> None:
        wanted = current.copy()
        if each.status_text and each.status != current.status and each.version in ("", str(current.version)):
            each.item.flag(f"status_not_taken:{each.status_text}")
        for name, value in fields.items():
            if _worn(current.fields.get(name), value):
                each.item.flag(f"characters_lost:{value}")
                continue
            if isinstance(value, Blank):
                wanted.fields.pop(name, None)
            else:
                wanted.fields[name] = value
        if each.has_remarks:
            wanted.remarks = each.remarks
        fill_computed(each.kind, wanted.fields)
        each.item.action = "unchanged"
        if current.status == "void" or _same(current, wanted):
            return
        if each.version and each.version != str(current.version):
            each.item.action = "kept"
            found.kept.append(current.no or current.title)
            return
        if self._faulty(each, wanted.fields):
            return
        if wanted.status == "verified":
            # Nobody has approved this content.
            wanted.status = "submitted"
        wanted.origin = dict(current.origin) | _came(each.item, current.version + 1)
        each.item.action = "updated"
        found.records.append((wanted, each.item))

    def _faulty(self, each: Carried, fields: Mapping[str, Any]) -> bool:
        checked = dict(fields)
        fill_computed(each.kind, checked)
        faults = [fault for fault in validate(each.kind, checked, on=self._today) if fault.level == "error"]
        if faults:
            each.item.reject(f"invalid_value:{faults[0]}")
            each.item.action = "none"
        return bool(faults)

    async def _attachments(self, each: Carried) -> list[AttachmentRef]:
        """The files that are here already, by their content; the report names those that stay behind."""
        sums = [str(one["sha256"]) for one in each.attachments if "sha256" in one]
        rows = (
            await self._archive.aggregate(
                [{"$match": {"metadata.sha256": {"$in": sums}}}], collection="fs.files"
            )
            if sums
            else []
        )
        here = {row["metadata"]["sha256"]: row["_id"] for row in rows}
        for one in each.attachments:
            if one.get("sha256") not in here:
                each.item.flag(f"attachment_not_here:{one['name']}")
        return [
            AttachmentRef(here[one["sha256"]], str(one["name"]), str(one["sha256"]), int(one["size"]))
            for one in each.attachments
            if one.get("sha256") in here
        ]


def _called_so(each: Carried, current: Record, fields: Mapping[str, Any]) -> bool:
    """Whether a row that gives a number only means the record of that number in this archive."""
    if each.key and each.key == current.origin.get("key"):
        return True
    named_by = [field.name for field in each.kind.fields if field.identify]
    return any(name in fields and fields[name] == current.fields.get(name) for name in named_by)


def _worn(stored: Any, value: Any) -> bool:
    """Whether a text is the stored one, with ``?`` for what an older encoding lacks."""
    if not isinstance(stored, str) or not isinstance(value, str) or len(stored) != len(value):
        return False
    differing = [(old, new) for old, new in zip(stored, value, strict=True) if old != new]
    return bool(differing) and all(new == "?" and not old.encode("gbk", "ignore") for old, new in differing)


def _same(current: Record, wanted: Record) -> bool:
    return spelled(current.fields) == spelled(wanted.fields) and same_content(current, wanted)


def _came(item: Item, version: int) -> dict[str, Any]:
    """What a record remembers of the file that it came back by."""
    came: dict[str, Any] = {"returned": {"file": item.place.file}, "version": version}
    if item.place.row is not None:
        came["returned"]["row"] = item.place.row
    return came


def _names(record: Record) -> set[str]:
    others = [record.fields.get(path) for path in ("former_names", "aliases")]
    return {record.title, *(str(name) for some in others if isinstance(some, list) for name in some)}


def in_order(
    archive: Archive, records: Sequence[tuple[Record, Item]], coming: dict[ObjectId, Target]
) -> list[tuple[Record, Item]]:
    """What others refer to first; ``coming`` is filled with those that even so are referred to before."""
    by_id = {record.id: (record, item) for record, item in records}
    below = {
        record.id: [
            whom for *_, whom in references_of(archive.kinds.of(record.kind), record.fields) if whom in by_id
        ]
        for record, _ in records
    }
    ordered: dict[ObjectId, None] = {}
    visited: set[ObjectId] = set()
    for record, _ in sorted(records, key=lambda each: before_others(each[0].kind)):
        stack = [(record.id, False)]
        while stack:
            whom, through = stack.pop()
            if through:
                ordered[whom] = None
            elif whom not in visited:
                visited.add(whom)
                stack += [
                    (whom, True),
                    *((other, False) for other in reversed(below[whom]) if other not in visited),
                ]
    final = sorted(ordered, key=lambda whom: before_others(by_id[whom][0].kind))
    place = {whom: number for number, whom in enumerate(final)}
    for whom in final:
        for other in below[whom]:
            if place[other] > place[whom]:
                coming[other] = _target(by_id[other][0])
    return [by_id[whom] for whom in final]


def _target(record: Record) -> Target:
    rows = record.fields.get("memberships")
    known = tuple(row for row in rows if isinstance(row, Mapping)) if isinstance(rows, list) else ()
    title = record.title or str(record.fields.get("name") or "")
    return Target(record.id, record.kind, title, record.status, known)
