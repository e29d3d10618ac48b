"""Attachments in GridFS, kept once per content: the same bytes are the same file."""

from __future__ import annotations

import asyncio
import hashlib
import io
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from bson.objectid import ObjectId
from gridfs.errors import CorruptGridFile, NoFile

from records.errors import Refused, UnreadableFile, XuedangError, system_reason
from records.language import translator
from records.store.connection import Store
from records.store.driver_errors import TakenKey, ours
from records.store.whole import whole

tr = translator("records")

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in GridFS; ``size`` in bytes."""

    id: ObjectId
    sha256: str
    size: int


class DamagedFile(XuedangError):
    """What is stored is not what was put in."""


async def keep(store: Store, source: Path | bytes, name: str) -> StoredFile:
    """Store a file's bytes unless they are stored already.

    Raises UnreadableFile, DiskFull, or Refused when the file changes while it is read.
    """
    try:
        with _opened(source) as stream:
            sha256, size = await whole(asyncio.to_thread(_digest, stream))
            present = await _by_hash(store, sha256)
            if present is not None:
                return present
            store.check_space(size)
            stream.seek(0)
            return await _upload(store, stream, name, sha256, size)
    except OSError as error:
        raise UnreadableFile(str(source), system_reason(error)) from error


async def read(store: Store, file: ObjectId, sha256: str, name: str) -> AsyncGenerator[bytes]:
    """The bytes of a stored file, piece by piece; raises DamagedFile after the last when they don't fit."""
    digest = hashlib.sha256()
    with ours():
        try:
            stream = await store.database.bucket().open_download_stream(file)
            while piece := await stream.read(_CHUNK):
                digest.update(piece)
                yield piece
        except (NoFile, CorruptGridFile) as error:
            raise _damaged(name) from error
    if digest.hexdigest() != sha256:
        raise _damaged(name)


def _damaged(name: str) -> DamagedFile:
    return DamagedFile(
        tr("The attachment {name} is damaged: its content is not what was put in.", name=name),
        hint=tr("Restore it from a backup, or attach the file again."),
    )


def _opened(source: Path | bytes) -> BinaryIO:
    return io.BytesIO(source) if isinstance(source, bytes) else source.open("rb")


def _digest(stream: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(_CHUNK):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size


async def _by_hash(store: Store, sha256: str) -> StoredFile | None:
    row = await store.files.find_one({"metadata.sha256": sha256})
    return StoredFile(row["_id"], sha256, row["length"]) if row else None


async def _upload(store: Store, stream: BinaryIO, name: str, sha256: str, size: int) -> StoredFile:
    file, digest = ObjectId(), hashlib.sha256()
    bucket = store.database.bucket()
    upload = bucket.open_upload_stream_with_id(file, name, metadata={"sha256": sha256})
    try:
        with ours():
            while piece := stream.read(_CHUNK):
                digest.update(piece)
                await whole(upload.write(piece))
            if digest.hexdigest() != sha256:
                raise Refused(
                    tr("{name} is being changed by another program.", name=name),
                    hint=tr("Close it there and attach it again."),
                )
            await whole(upload.close())
    except TakenKey:
        # Another instance put the same bytes in at the same moment; theirs will do.
        present = await _by_hash(store, sha256)
        await _abort(upload)
        if present is None:
            raise
        return present
    except BaseException:
        await _abort(upload)
        raise
    return StoredFile(file, sha256, size)


async def _abort(upload: Any) -> None:
    """Take back what was put in; a server that is away keeps pieces that belong to no file."""
    with suppress(XuedangError), ours():
        await whole(upload.abort())
