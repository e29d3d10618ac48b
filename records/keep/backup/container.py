"""The file of a backup: a zip of parts, each packed by itself, and the manifest last.

Any unzip, zstd and bsondump read it. The zip's comment is ``sha256:`` and the hash of every byte before
those 64 digits, so that one flipped bit anywhere is found (``head -c -64 FILE | sha256sum``).
"""

from __future__ import annotations

import errno
import hashlib
import lzma
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec
import zstandard

from records.errors import (
    DiskFull,
    Refused,
    UnreadableFile,
    UsageFault,
    XuedangError,
    system_reason,
    unwritable,
)
from records.keep.backup.manifest import FORMAT, Manifest, Part
from records.keep.backup.secrecy import Key, Lock
from records.language import translator

tr = translator("records")

MANIFEST, WRAPPED, ABOUT = "manifest.json", "key.age", "README.txt"
_CLOSED = ".age"
_LABEL = b"sha256:"
_HEX = 64
_PIECE = 1024 * 1024
_LEVEL = 3
_README = """\
学档备份 / a backup of xuedang
scripts/run backup FILE --check   检查 / check it
scripts/run restore FILE          恢复 / put it back into an empty archive
Without xuedang: unzip, then `zstd -d`, then MongoDB's `bsondump`. Names ending in .age: first `age -d` with
the key, which key.age holds, closed with the passphrase (`age -d key.age`). manifest.json lists everything.
"""


class DamagedBackup(XuedangError):
    """A backup that is not what was written; the message says where."""


#: Asked for what opens an encrypted file: given its wrapped key (empty when it was made for public keys).
AskKey = Callable[[bytes], Key]


class Writing:
    """A backup being written: beside its name until it is whole. Its methods block."""

    def __init__(self, path: Path, lock: Lock | None) -> None:
        """Raises UsageFault when ``path`` is there already, DiskFull, UnreadableFile."""
        _refuse_taken(path)
        self.path = path
        self._lock = lock
        self._part = path.with_name(f".{path.name}.{os.getpid()}.part")
        self._packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        with writing_to(self.path):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file: BinaryIO = os.fdopen(
                os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b"
            )
            self._zip = zipfile.ZipFile(self._file, "w", zipfile.ZIP_STORED)
            self._put(ABOUT, _README.encode())
            if lock is not None and lock.wrapped:
                self._put(WRAPPED, lock.wrapped)

    def add(self, name: str, data: bytes) -> str:
        """Pack a member; the hash of what lies in the file. Raises DiskFull."""
        packed = self._packer.compress(data)
        if self._lock is not None:
            name, packed = name + _CLOSED, self._lock.close(packed)
        with writing_to(self.path):
            self._put(name, packed)
        return hashlib.sha256(packed).hexdigest()

    def _put(self, name: str, data: bytes) -> None:
        member = zipfile.ZipInfo(name)
        member.external_attr = 0o600 << 16
        self._zip.writestr(member, data)

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest and the hash, and give the file its name. Raises DiskFull, UsageFault."""
        data = manifest.encode()
        with writing_to(self.path):
            if self._lock is None:
                self._put(MANIFEST, data)
            else:
                self._put(MANIFEST + _CLOSED, self._lock.close(data))
            self._zip.comment = _LABEL + b"0" * _HEX
            self._zip.close()
            self._file.seek(0, os.SEEK_END)
            end = self._file.tell() - _HEX
            self._file.seek(0)
            digest = _digest(self._file, end)
            self._file.seek(end)
            self._file.write(digest.encode())
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            _refuse_taken(self.path)
            self._part.rename(self.path)
            folder = os.open(self.path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def give_up(self) -> None:
        """Leave nothing behind."""
        self._zip.fp = None  # what is missing at its end is not to be written any more
        self._file.close()
        self._part.unlink(missing_ok=True)


def _refuse_taken(path: Path) -> None:
    if path.exists():
        raise UsageFault(
            tr("{path} is there already.", path=path),
            hint=tr("Backups are not written over one another; choose another name."),
        )


@contextmanager
def writing_to(path: Path) -> Iterator[None]:
    """Turns what the system says about writing ``path`` into DiskFull or Refused: what to do about it."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(
                tr("The disk is full; no backup was written to {path}.", path=path),
                hint=tr("Free some space, or write it to another disk. What was there is untouched."),
            ) from error
        raise unwritable(path, error) from error


#: A member that is marked as packed in one way or another, which none is.
_UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError)


class BackupFile:
    """One file of a backup, opened for reading. Its methods block."""

    def __init__(self, path: Path, ask: AskKey) -> None:
        """Raises UnreadableFile, DamagedBackup; Refused when the key is not the one."""
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except OSError as error:
            raise UnreadableFile(str(path), system_reason(error)) from error
        except zipfile.BadZipFile as error:
            raise self.damaged(tr("its end is missing, or it is no backup")) from error
        self._unpacker = zstandard.ZstdDecompressor()
        names = set(self._zip.namelist())
        self._key = None
        if MANIFEST + _CLOSED in names:
            self._key = ask(self._raw(WRAPPED) if WRAPPED in names else b"")
        elif MANIFEST not in names:
            raise self.damaged(tr("it has no manifest"))
        self.manifest = self._read_manifest()

    def close(self) -> None:
        self._zip.close()

    def _read_manifest(self) -> Manifest:
        data = self._raw(MANIFEST if self._key is None else MANIFEST + _CLOSED)
        if self._key is not None:
            data = self._key.open(data)
        try:
            found = Manifest.decode(data)
        except msgspec.DecodeError as error:
            raise self.damaged(tr("its manifest can't be read: {reason}", reason=error)) from error
        if found.format > FORMAT:
            raise Refused(
                tr("{file} was made by a newer xuedang ({version}).", file=self.path, version=found.program),
                hint=tr("Use that release, or a later one."),
            )
        return found

    def whole(self) -> bool:
        """Whether every byte is as it was written."""
        if not self._zip.comment.startswith(_LABEL):
            return False
        with self.path.open("rb") as file:
            end = file.seek(0, os.SEEK_END) - _HEX
            file.seek(0)
            digest = _digest(file, end)
            return file.read(_HEX) == digest.encode() == self._zip.comment[len(_LABEL) :]

    def read(self, part: Part) -> bytes:
        """The documents of a part. Raises DamagedBackup naming it and its place in the file."""
        name = part.member if self._key is None else part.member + _CLOSED
        packed = self._raw(name)
        if hashlib.sha256(packed).hexdigest() != part.kept:
            raise self.damaged(self._place(name))
        try:
            opened = packed if self._key is None else self._key.open(packed)
            data = self._unpacker.decompress(opened, max_output_size=part.size)
        except (Refused, zstandard.ZstdError) as error:
            raise self.damaged(self._place(name)) from error
        if hashlib.sha256(data).hexdigest() != part.sha256:
            raise self.damaged(self._place(name))
        return data

    def _raw(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except KeyError as error:
            raise self.damaged(tr("{member} is missing", member=name)) from error
        except (*_UNREADABLE, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
            raise self.damaged(self._place(name)) from error

    def _place(self, name: str) -> str:
        info = self._zip.NameToInfo[name]
        end = info.header_offset + info.compress_size
        return tr("{member}, bytes {start:,} to {end:,}", member=name, start=info.header_offset, end=end)

    def damaged(self, where: str) -> DamagedBackup:
        return DamagedBackup(
            tr("The backup {file} is damaged: {where}.", file=self.path, where=where),
            hint=tr("Nothing was restored from it. Take another backup."),
        )


def _digest(file: BinaryIO, length: int) -> str:
    digest = hashlib.sha256()
    while length > 0 and (piece := file.read(min(_PIECE, length))):
        digest.update(piece)
        length -= len(piece)
    return digest.hexdigest()
