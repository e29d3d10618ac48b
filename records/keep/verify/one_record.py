"""What can be told of a record by itself and those that it names: kind, fields, envelope, references."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from bson.objectid import ObjectId

from records.changing.envelope import derive
from records.checking.checks import label_at, validate
from records.checking.completing import not_yet_filled
from records.keep.verify.chain import FOREIGN
from records.keep.verify.finding import About
from records.keep.verify.run import Run
from records.kind import Kind
from records.language import listed, translator
from records.privacy.purged import target_of
from records.record import Record
from records.references import PROJECTION, Reference, Target, references_of
from records.store import schema
from records.store.driver import Document

tr = translator("records")

_PROJECTION = {**PROJECTION, "updated.at": 1}
_TARGETS_KEPT = 50_000
_DERIVED = ("title", "date", "unit", "people", "keys", "order")
#: They follow names and units of other records, which may have changed since without harm.
_FOLLOWING = frozenset(("title", "unit", "people"))


@dataclass(frozen=True, slots=True)
class Look:
    """A record, its kind, and the records that it names with the moment of their last change."""

    run: Run
    record: Record
    kind: Kind
    about: About
    references: Sequence[Reference]
    targets: Mapping[ObjectId, Target]
    changed: Mapping[ObjectId, datetime]

    def found(self, code: str, what: str, todo: str, path: str = "") -> None:
        self.run.found(code, what, todo, self.about, label_at(self.kind, path) or path)


def required(look: Look) -> None:
    """A verified record has all that its kind asks of one."""
    if look.record.status != "verified":
        return
    faults = validate(look.kind, look.record.fields, on=date.max)
    for fault in not_yet_filled(look.kind.name, faults):
        if fault.level in ("missing", "error"):
            what = tr("It is verified, and yet: {fault}", fault=fault.message)
            look.found("required_missing", what, tr("Open it and fill that in."), fault.path)


def derived(look: Look) -> None:
    """Title, date, unit, people, keys and order are those that its fields give."""
    stored, again = look.record, _shallow(look.record)
    derive(look.kind, again, look.references, look.targets)
    differing = {name for name in _DERIVED if getattr(stored, name) != getattr(again, name)}
    if stored.extra.get("unique") != again.extra.get("unique"):
        differing.add("unique")
    if differing & _FOLLOWING and _named_changed(look):
        differing -= _FOLLOWING
    if differing:
        what = tr("Not what its fields give: {names}.", names=listed(sorted(differing)))
        todo = tr("If nothing else is wrong with it, open it and save it again.")
        look.found("derived_differs", what, todo)


def _shallow(record: Record) -> Record:
    """A copy whose envelope can be set; values are shared."""
    again = object.__new__(Record)
    again.__dict__.update(record.__dict__)
    again.extra = dict(record.extra)
    return again


def _named_changed(look: Look) -> bool:
    """Whether a record that it names was changed after it."""
    saved = look.record.updated.at if look.record.updated else None
    named = {reference.whom for reference in look.references}
    return saved is None or any(look.changed[each] >= saved for each in named if each in look.changed)


def references(look: Look) -> None:
    """What it refers to is there, is valid, and of the right kind."""
    todo = tr("Open it and choose another.")
    for field, path, whom in look.references:
        target = look.targets.get(whom)
        if target is None:
            what = tr("It refers to a record that is not there.")
            look.found("reference_dangling", what, todo, path)
        elif target.status == "void" and look.record.status != "void":
            what = tr("It refers to {title}, which is void.", title=target.title)
            look.found("reference_void", what, todo, path)
        elif field.targets and target.kind not in field.targets:
            what = tr("It refers to {title}, which is of another kind.", title=target.title)
            look.found("reference_kind", what, todo, path)


#: Every check of one record.
LOOKS: tuple[Callable[[Look], None], ...] = (required, derived, references)


class Looker:
    """Looks at records; what they name is read for many of them at once."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._targets: dict[ObjectId, Target] = {}
        self._changed: dict[ObjectId, datetime] = {}
        self._references: dict[ObjectId, Sequence[Reference]] = {}

    async def prepare(self, records: Iterable[Record]) -> None:
        """Read the records that these name: those looked at next."""
        kinds = self._run.archive.kinds
        self._references = {
            record.id: references_of(kinds[record.kind], record.fields)
            for record in records
            if record.kind in kinds
        }
        wanted = {each.whom for some in self._references.values() for each in some}
        if len(self._targets) > _TARGETS_KEPT:
            self._targets.clear()
            self._changed.clear()
        lacking = wanted - self._targets.keys()
        if not lacking:
            return
        for row in await self._run.now.some(schema.RECORDS, list(lacking), _PROJECTION):
            with suppress(*FOREIGN):  # one that is no record is found by itself
                self._targets[row["_id"]] = Target.from_document(row)
            at = row.get("updated", {}).get("at")
            if isinstance(at, datetime):
                self._changed[row["_id"]] = at.replace(tzinfo=UTC)
        # A purged one is no reference to nothing; titles may still hold the name that it had.
        gone = [each for each in lacking if each not in self._targets]
        for row in await self._run.now.some(schema.TOMBSTONES, gone, None):
            with suppress(*FOREIGN):
                self._targets[row["_id"]] = target_of(row)
                self._changed[row["_id"]] = row["at"].replace(tzinfo=UTC)

    def look(self, record: Record, about: About) -> None:
        """Every check of one record."""
        kinds = self._run.archive.kinds
        if record.kind not in kinds:
            what = tr("It is of a kind {kind} that no kind file names.", kind=record.kind)
            todo = tr("Put the kind's file back into records/kinds.")
            self._run.found("kind_unknown", what, todo, about)
            return
        kind = kinds[record.kind]
        named = self._references[record.id]
        seen = Look(self._run, record, kind, about, named, self._targets, self._changed)
        for look in LOOKS:
            look(seen)


def about_of(document: Document) -> About:
    """Who a stored document is."""
    return About(document["_id"], str(document.get("no") or ""), str(document.get("title") or ""))


def read(document: Mapping[str, Any]) -> Record | None:
    """The record that a document holds; None for one that is none, which the core schema finds."""
    whole = (
        isinstance(document.get("_id"), ObjectId)
        and isinstance(document.get("kind"), str)
        and isinstance(document.get("version"), int)
        and isinstance(document.get("fields"), dict)
    )
    try:
        return Record.from_document(document) if whole else None
    except FOREIGN:
        return None
