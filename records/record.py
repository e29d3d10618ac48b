"""One record: the envelope that every kind shares, and its fields."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from bson.objectid import ObjectId

from records.kind import Label
from records.upgrading import brought_up, current
from records.values import PartialDate, Value, from_bson, to_bson

Status = Literal["draft", "submitted", "verified", "void"]
STATUSES: tuple[Status, ...] = get_args(Status)
STATUS_LABELS: Mapping[Status, Label] = {
    "draft": Label("草稿", "Draft"),
    "submitted": Label("已报", "Submitted"),
    "verified": Label("已审", "Verified"),
    "void": Label("作废", "Void"),
}
#: Envelope keys that a document lacks while they are empty.
_OPTIONAL = (
    *("no", "date", "unit", "void_reason", "remarks"),
    *("created", "updated", "archive", "merged_into", "corrects"),
)


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A person who takes part in a record, and as what (author, attendee, lecturer …)."""

    person: ObjectId
    role: str


@dataclass(frozen=True, slots=True)
class AttachmentRef:
    """A file kept with a record: ``file`` is its GridFS identifier, ``size`` in bytes."""

    file: ObjectId
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """When (UTC) and by whom."""

    at: datetime
    by: str


@dataclass
class Record:
    """A record of any kind. ``version`` 0 has never been saved.

    ``title``, ``date``, ``unit``, ``people``, ``keys`` and ``order`` are derived from the fields on every
    save and need not be set. ``merged_into`` is the record that a void one was merged into, ``corrects`` the
    filed one that this one corrects. ``extra`` holds envelope keys this release does not know; they are kept.
    """

    id: ObjectId
    kind: str
    fields: dict[str, Value] = field(default_factory=dict)
    status: Status = "draft"
    no: str | None = None
    title: str = ""
    date: PartialDate | None = None
    unit: ObjectId | None = None
    people: list[PersonRef] = field(default_factory=list)
    void_reason: str | None = None
    remarks: str | None = None
    attachments: list[AttachmentRef] = field(default_factory=list)
    version: int = 0
    created: Stamp | None = None
    updated: Stamp | None = None
    origin: dict[str, Any] = field(default_factory=lambda: {"manual": True})
    archive: dict[str, Any] | None = None
    merged_into: ObjectId | None = None
    corrects: ObjectId | None = None
    keys: list[str] = field(default_factory=list)
    order: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def new(cls, kind: str, fields: Mapping[str, Any] | None = None, **envelope: Any) -> Record:
        """A record that is not stored yet."""
        return cls(ObjectId(), kind, dict(fields or {}), **envelope)

    def copy(self) -> Record:
        """An independent copy, sub-records included."""
        return copy.deepcopy(self)

    def to_document(self, *, converted: bool = True) -> dict[str, Any]:
        """The document as MongoDB keeps it. Empty optional envelope keys are left out.

        Without ``converted`` the values of ``fields`` and ``origin`` stay what they are: for an encoder
        with ``values.CODEC``, which comes to the same bytes.
        """
        stored = to_bson if converted else _as_it_is
        document: dict[str, Any] = {
            # First, because the server would put it there.
            "_id": self.id,
            **self.extra,
            "kind": self.kind,
            "no": self.no,
            "title": self.title,
            "date": to_bson(self.date),
            "unit": self.unit,
            "people": [{"person": ref.person, "role": ref.role} for ref in self.people],
            "status": self.status,
            "void_reason": self.void_reason,
            "remarks": self.remarks,
            "attachments": [
                {"file": ref.file, "name": ref.name, "sha256": ref.sha256, "size": ref.size}
                for ref in self.attachments
            ],
            "fields": stored(self.fields),
            "version": self.version,
            "schema": current(),
            "created": _stamp_document(self.created),
            "updated": _stamp_document(self.updated),
            "origin": stored(self.origin),
            "archive": to_bson(self.archive),
            "merged_into": self.merged_into,
            "corrects": self.corrects,
            "keys": self.keys,
            "order": self.order,
        }
        for key in _OPTIONAL:
            if document[key] is None:
                del document[key]
        for key in ("keys", "order"):
            if not document[key]:
                del document[key]
        return document

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Record:
        """The record of a stored document of whichever schema; some envelope keys may be left out."""
        rest = brought_up(document)
        return cls(
            id=rest.pop("_id"),
            kind=rest.pop("kind"),
            fields=from_bson(rest.pop("fields", {})),
            status=rest.pop("status", "draft"),
            no=rest.pop("no", None),
            title=rest.pop("title", ""),
            date=from_bson(rest.pop("date", None)),
            unit=rest.pop("unit", None),
            people=[PersonRef(ref["person"], ref.get("role", "")) for ref in rest.pop("people", [])],
            void_reason=rest.pop("void_reason", None),
            remarks=rest.pop("remarks", None),
            attachments=[
                AttachmentRef(ref["file"], ref["name"], ref["sha256"], ref["size"])
                for ref in rest.pop("attachments", [])
            ],
            version=rest.pop("version", 0),
            created=_stamp(rest.pop("created", None)),
            updated=_stamp(rest.pop("updated", None)),
            origin=from_bson(rest.pop("origin", {})),
            archive=from_bson(rest.pop("archive", None)),
            merged_into=rest.pop("merged_into", None),
            corrects=rest.pop("corrects", None),
            keys=list(rest.pop("keys", [])),
            order=rest.pop("order", {}),
            extra=rest,
        )


def _as_it_is(value: Any) -> Any:
    return value


def _stamp_document(stamp: Stamp | None) -> dict[str, Any] | None:
    return {"at": stamp.at, "by": stamp.by} if stamp else None


def _stamp(document: Mapping[str, Any] | None) -> Stamp | None:
    if document is None:
        return None
    at: datetime = document["at"]
    return Stamp(at.replace(tzinfo=UTC) if at.tzinfo is None else at, document["by"])
