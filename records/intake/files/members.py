"""Zip archives among the files of an import: their members stand where an unpacked folder would stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from records.intake.files.discover import is_skipped
from records.intake.files.faults import quarantine
from records.intake.files.pool import ReaderPool
from records.intake.files.reading import Found, Quarantine
from records.intake.outcome import FileResult
from records.intake.readers.sniff import format_of_name

#: What all that comes out of one archive, and of the archives in it, may come to.
MAX_MEMBERS = 20_000
MAX_SIZE = 2 * 1024**3
#: An archive in an archive in an archive is somebody's backup; deeper ones are made to harm.
MAX_DEPTH = 3
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_DOCUMENTS = ("docx", "xlsx")


@dataclass
class Members:
    """``found`` are the files to read, archives replaced by what is in them; ``files`` the archives."""

    found: list[Found] = field(default_factory=list)
    files: list[FileResult] = field(default_factory=list)


@dataclass
class _Budget:
    members: int = MAX_MEMBERS
    size: int = MAX_SIZE


def with_members(found: Iterable[Found], root: Path, pool: ReaderPool, scratch: Path) -> Members:
    """Unpack the archives among ``found`` into ``scratch``, which must outlive the import.

    A member's path is the archive's without .zip and then its own, as if somebody had unpacked it there: a
    mapping and the folders' names mean the same for both. Blocks.
    """
    return _Opening(root, pool, scratch).all(found)


class _Opening:
    def __init__(self, root: Path, pool: ReaderPool, scratch: Path) -> None:
        self._root, self._pool, self._scratch = root, pool, scratch
        self._taken: set[str] = set()
        self._made = Members()
        self._opened = 0

    def all(self, found: Iterable[Found]) -> Members:
        found = list(found)
        self._taken = {each.relative for each in found}
        for each in found:
            self._one(each, 1, _Budget())
        self._made.found.sort(key=lambda each: each.relative)
        return self._made

    def _one(self, found: Found, depth: int, budget: _Budget) -> None:
        if found.skip_reason is not None or not _may_be_archive(found):
            self._made.found.append(found)
            return
        self._opened += 1
        folder = self._scratch / f"{self._opened:05}"
        folder.mkdir()
        shown = self._root / found.relative
        try:
            if depth > MAX_DEPTH:
                raise quarantine(shown, "hostile", f"zip × {depth}")
            answer = self._pool.unpack(
                found.path, folder, shown=shown, members=budget.members, size=budget.size
            )
        except Quarantine as refused:
            self._made.files.append(
                FileResult(found.relative, "refused", refused.code, refused.message, format="zip")
            )
            return
        if answer["format"] != "zip":
            self._made.found.append(found)
            return
        self._made.files.append(FileResult(found.relative, "read", format="zip"))
        for inner, code, detail in answer["left_out"]:
            path = f"{found.relative}/{inner}"
            message = quarantine(self._root / found.relative / inner.lstrip("/"), code, detail).message
            self._made.files.append(FileResult(path, "refused", code, message))
        members = list(self._members(found, folder, answer["members"]))
        budget.members -= len(members)
        budget.size -= sum(each.size for each in members)
        for member in members:
            self._one(member, depth + 1, budget)

    def _members(self, archive: Found, folder: Path, told: list[list[str]]) -> Iterator[Found]:
        base = archive.relative.removesuffix(".zip").removesuffix(".ZIP")
        if any(taken == base or taken.startswith(f"{base}/") for taken in self._taken):
            base = archive.relative
        for inner, stored in told:
            path = folder / stored
            relative = self._free("/".join((base, *(part for part in PurePosixPath(inner).parts))))
            yield Found(path, relative, path.stat().st_size, format_of_name(path.name), is_skipped(path))

    def _free(self, relative: str) -> str:
        """The path, numbered when an archive holds it twice."""
        wanted, number = PurePosixPath(relative), 1
        while relative in self._taken:
            number += 1
            relative = str(wanted.with_name(f"{wanted.stem}#{number}{wanted.suffix}"))
        self._taken.add(relative)
        return relative


def _may_be_archive(found: Found) -> bool:
    """Whether the file begins like a zip. Documents are zips too, and are told apart by the reader."""
    if found.kind_guess in _DOCUMENTS:
        return False
    try:
        with found.path.open("rb") as source:
            return source.read(4) in _ZIP
    except OSError:
        # Reading it tells why it can't be opened.
        return False
