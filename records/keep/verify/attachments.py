"""Attachments: every byte as it was put in, every file that a record names, nothing that belongs to none.

The files, their pieces and what records say of them meet in the order of the files' identifiers.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import bson
from bson.objectid import ObjectId

from records.keep.verify.finding import NOBODY, About, restore_todo
from records.keep.verify.formats import Looks, ending_of, problem_of
from records.keep.verify.run import Run
from records.keep.verify.spool import Groups, Spool
from records.language import plural_translator, translator
from records.store import schema
from records.store.journal import hash_of

tr, trn = translator("records"), plural_translator("records")

_ENDING = 8
#: file (12) + record (12) + SHA-256 (32) + size (8) + the first bytes of the ending of its name there
NAMED = 12 + 12 + 32 + 8 + _ENDING
_PIECE = frozenset(("_id", "files_id", "n", "data"))
#: A file of many records is told of each of these at most.
_TOLD = 20


def collect_files(record: ObjectId, attachments: Iterable[Mapping[str, Any]], files: Spool) -> None:
    """Put down which files a record (or an earlier version of it) has. Raises LookupError and the like."""
    for each in attachments:
        sha256 = bytes.fromhex(each["sha256"])
        size, ending = int(each["size"]).to_bytes(8, "big"), ending_of(each["name"]).encode()[:_ENDING]
        files.add(each["file"].binary + record.binary + sha256 + size + ending.ljust(_ENDING, b"\0"))


@dataclass(slots=True)
class _Content:
    """What the pieces of a file come to; ``whole`` as long as their numbers follow one another.

    ``strange``: a piece holds something beside its file, number and bytes.
    """

    digest: Any = field(default_factory=hashlib.sha256)
    size: int = 0
    pieces: int = 0
    whole: bool = True
    strange: bool = False
    looks: Looks = field(default_factory=Looks)

    def add(self, number: object, data: bytes) -> None:
        self.whole = self.whole and number == self.pieces
        self.pieces += 1
        self.size += len(data)
        self.digest.update(data)
        self.looks.add(data)


class _Pieces:
    """The pieces of all files, taken file by file."""

    def __init__(self, documents: AsyncIterator[bytes]) -> None:
        self._documents = documents
        self._next: dict[str, Any] | None = None

    async def start(self) -> None:
        await self._step()

    async def _step(self) -> None:
        raw = await anext(self._documents, None)
        self._next = None if raw is None else bson.decode(raw)

    @property
    def file(self) -> Any:
        """The file that the next piece belongs to; None at the end."""
        return None if self._next is None else self._next.get("files_id")

    @property
    def ended(self) -> bool:
        return self._next is None

    async def take(self) -> _Content:
        """All pieces of that file."""
        file, found = self.file, _Content()
        while self._next is not None and self._next.get("files_id") == file:
            data, number = self._next.get("data"), self._next.get("n")
            found.add(number, data if isinstance(data, bytes) else b"")
            found.strange |= self._next.keys() != _PIECE or type(number) is not int or type(data) is not bytes
            await self._step()
        return found


async def check_files(run: Run, named: Spool, told: Spool) -> None:
    """Each file with its pieces, and with what records (``named``) and the journal (``told``) say of it."""
    records, entries = Groups(iter(named), 12), Groups(iter(told), 12)
    pieces = _Pieces(run.documents(schema.CHUNKS, tr("Attachments"), by=(("files_id", 1), ("n", 1))))
    await pieces.start()
    async for raw in run.documents(schema.FILES, tr("Attachments")):
        file = bson.decode(raw)
        identifier = file["_id"]
        if not isinstance(identifier, ObjectId):
            _stray(run, str(file.get("filename") or ""), identifier)
            continue
        await _orphans(run, pieces, identifier)
        for gone, rows in records.before(identifier.binary):
            await _missing(run, gone, rows)
        for _ in entries.before(identifier.binary):
            pass  # purged since; one that a record still names is missed below
        hashes = set(entries.of(identifier.binary))
        rows = records.of(identifier.binary)
        content = await pieces.take() if pieces.file == identifier else _Content()
        if await _check_content(run, file, content, rows):
            continue
        if rows and hashes != {hash_of(raw)}:
            await _described(run, file, rows, known=bool(hashes))
        else:
            await _check_formats(run, file, content.looks, rows)
    await _orphans(run, pieces, None)
    for gone, rows in records.before(None):
        await _missing(run, gone, rows)


async def _orphans(run: Run, pieces: _Pieces, file: ObjectId | None) -> None:
    """Pieces before ``file`` (None: all that are left) belong to a file that is not there."""
    while not pieces.ended:
        here = pieces.file
        if file is not None and isinstance(here, ObjectId) and here >= file:
            return
        content = await pieces.take()
        what = trn(
            "{number} piece of an attachment ({size:,} bytes) belongs to no file.",
            "{number} pieces of an attachment ({size:,} bytes) belong to no file.",
            content.pieces,
            size=content.size,
        )
        todo = tr("An upload was broken off, or a file was taken away: compare with a backup.")
        run.found("chunk_orphan", what, todo, where=f"{schema.CHUNKS} {here}")


async def _missing(run: Run, file: bytes, rows: list[bytes]) -> None:
    where = f"{schema.FILES} {ObjectId(file)}"
    for record in _records(rows):
        what = tr("An attachment is missing.")
        run.found("file_missing", what, restore_todo(), await _about(run, "file_missing", record), where)


def _stray(run: Run, name: str, identifier: object) -> None:
    what = tr("The file {name} belongs to no record.", name=name)
    todo = tr("A record was not saved after its file was, or it was slipped in. It harms nothing.")
    run.found("file_orphan", what, todo, where=f"{name}, {schema.FILES} {identifier}")


async def _described(run: Run, file: dict[str, Any], rows: list[bytes], *, known: bool) -> None:
    """The content is right, and what is said of it beside (name, day, form) is not what the journal tells."""
    name = str(file.get("filename") or "")
    if known:
        code, what = "file_altered", tr("What is kept about the attachment {name} was altered.", name=name)
    else:
        code, what = "document_untold", tr("The journal does not tell of the attachment {name}.", name=name)
    for record in _records(rows):
        about = await _about(run, code, record)
        run.found(code, what, restore_todo(), about, f"{name}, {schema.FILES} {file['_id']}")


async def _check_content(run: Run, file: dict[str, Any], content: _Content, rows: list[bytes]) -> bool:
    """Whether something is wrong with its bytes."""
    name, length = str(file.get("filename") or ""), file.get("length", 0)
    digest: bytes = content.digest.digest()
    where = f"{name}, {schema.FILES} {file['_id']}"
    owners = _records(rows)
    if not owners:
        _stray(run, name, file["_id"])
    metadata = file.get("metadata")
    kept = metadata.get("sha256") if isinstance(metadata, dict) else None
    told = {row[12:44] for row in rows}
    code, what = "", ""
    if length and not content.pieces:
        code, what = "file_missing", tr("The attachment {name} has no content any more.", name=name)
    elif not content.whole or content.size < length:
        code = "file_cut"
        what = tr("Of the attachment {name}, {size:,} of {length:,} bytes are there.",
                  name=name, size=content.size, length=length)  # fmt: skip
    elif kept != digest.hex() or told - {digest} or content.strange:
        code, what = "file_altered", tr("The attachment {name} is not what was put in.", name=name)
    elif content.size != length or any(int.from_bytes(row[44:52], "big") != length for row in rows):
        code, what = "file_size", tr("The size of the attachment {name} is told wrongly.", name=name)
    if code:
        for about in [await _about(run, code, record) for record in owners] or [NOBODY]:
            run.found(code, what, restore_todo(), about, where)
    return bool(code)


async def _check_formats(run: Run, file: dict[str, Any], looks: Looks, rows: list[bytes]) -> None:
    """Its format, by the names that records give it: the same bytes may have come in first under another."""
    stored, where = str(file.get("filename") or ""), f"{schema.FILES} {file['_id']}"
    by_ending = {row[52:].rstrip(b"\0").decode(errors="ignore"): ObjectId(row[:12]) for row in reversed(rows)}
    for ending, record in by_ending.items() or [(ending_of(stored), None)]:
        if (problem := problem_of(stored, ending, looks)) is None:
            continue
        about = NOBODY if record is None else await _about(run, problem[0], record)
        name = stored
        if record is not None and ending_of(stored) != ending and run.has_room(problem[0]):
            name = await _name_there(run, record, file["_id"]) or stored
        code, what, todo = problem_of(name, ending, looks) or problem
        run.found(code, what, todo, about, f"{name}, {where}")


async def _name_there(run: Run, record: ObjectId, file: ObjectId) -> str:
    """What a record calls a file; empty when only an earlier version of it does."""
    (row, *_) = await run.now.some(schema.RECORDS, [record], {"attachments": 1}) or [{}]
    return next((str(each["name"]) for each in row.get("attachments", ()) if each.get("file") == file), "")


def _records(rows: list[bytes]) -> list[ObjectId]:
    """The records that name a file, each once, the first few of them."""
    return [ObjectId(each) for each in dict.fromkeys(row[:12] for row in rows)][:_TOLD]


async def _about(run: Run, code: str, record: ObjectId) -> About:
    return await run.about(record) if run.has_room(code) else About(record)
