"""What a backup says of itself: the moment, the parts and their hashes, their files, the seals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from bson import json_util

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one collection: all documents from ``first`` on, as far as the part that comes next.

    ``sha256`` is of the documents as they are stored, ``kept`` of what lies in the file; ``size`` counts the
    documents' bytes. ``backup`` is the identifier of the backup that holds it: this one, or one before it.
    """

    collection: str
    number: int
    first: str
    documents: int
    size: int
    sha256: str
    kept: str
    backup: str

    @property
    def member(self) -> str:
        """Its name in the file."""
        return f"{self.collection}/{self.number:06}.bson.zst"

    @property
    def first_id(self) -> Any:
        """The identifier that it begins with."""
        return json_util.loads(self.first)["_id"]


def first_of(identifier: Any) -> str:
    """An identifier of any BSON type, as ``Part.first`` holds it."""
    return json_util.dumps({"_id": identifier}, json_options=json_util.CANONICAL_JSON_OPTIONS)


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the journal's chain: the number and the root (hexadecimal) of its last seal."""

    seal: int
    root: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """All about one backup. ``files`` names, by identifier, every file that its parts lie in."""

    format: int
    id: str
    archive: str
    made: datetime
    by: str
    program: str
    server: str
    migrations: tuple[str, ...]
    head: Head | None
    unsealed: int
    parts: tuple[Part, ...]
    files: dict[str, str]

    @property
    def full(self) -> bool:
        """Whether it needs no other file."""
        return set(self.files) == {self.id}

    @property
    def documents(self) -> int:
        return sum(part.documents for part in self.parts)

    @property
    def size(self) -> int:
        """The bytes of all documents."""
        return sum(part.size for part in self.parts)

    @property
    def collections(self) -> list[str]:
        return list(dict.fromkeys(part.collection for part in self.parts))

    def of(self, collection: str) -> list[Part]:
        """The parts of one collection, in order."""
        return [part for part in self.parts if part.collection == collection]

    def count(self, collection: str) -> int:
        """How many documents of one collection there are."""
        return sum(part.documents for part in self.of(collection))

    def encode(self) -> bytes:
        return msgspec.json.format(msgspec.json.encode(self), indent=1)

    @classmethod
    def decode(cls, data: bytes) -> Manifest:
        """Raises msgspec.DecodeError for anything but a manifest."""
        return msgspec.json.decode(data, type=cls)


def ranges(parts: Iterable[Part]) -> list[tuple[Part, Any]]:
    """Each part of one collection with the identifier that it ends before; None: it has no end."""
    found = list(parts)
    ends = [part.first_id for part in found[1:]]
    return list(zip(found, [*ends, None], strict=True)) if found else []
