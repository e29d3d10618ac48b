"""Reading files in limited child processes: what kills the child quarantines the file, not the import."""

from __future__ import annotations

import atexit
import hashlib
import io
import os
import queue
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from records.intake.files.discover import is_skipped, relative_path
from records.intake.files.faults import quarantine, skip
from records.intake.files.known import KnownReadings
from records.intake.files.office import as_docx
from records.intake.files.reading import QuarantineCode, Reading
from records.intake.files.spool import sheets_of, text_of
from records.intake.files.worker import Worker
from records.intake.readers.sniff import MAX_FILE

SECONDS = 90.0
#: More children than processors only wait for each other, and each may take its two gigabytes.
MOST_CHILDREN = 2
# Below this a spool is taken into memory: a folder of ten thousand papers must not hold as many files open.
_SMALL = 4 * 1024 * 1024
#: A workbook of a million rows is some 70 MB, and takes the reader half a minute of an idle processor.
_BIG, _SECONDS_PER_BIG = 1024 * 1024, 3
#: What the own reader of old Word files gives up on, and LibreOffice may still open. Damaged files are not
#: among them: it opens those too, and what it finds in them are characters that nobody wrote.
_FOR_THE_OFFICE = frozenset(("unsupported",))
#: What a reader goes by, where the package is called otherwise.
_LIBRARIES = {"calamine": "python-calamine", "docx": "lxml", "doc": "olefile", "rtf": "striprtf"} | {
    "html": "lxml",
    "xml": "lxml",
    "pdf": "pypdfium2",
}


class ReaderPool:
    """A few children, each started when first needed. As many threads may read at once as there are children.

    A file whose reading ends the child, or runs out of its memory, is tried once more: in a fresh child,
    while no other child works. Then it is quarantined. What is ``known`` already is not read again.
    """

    def __init__(
        self, *, children: int | None = None, seconds: float = SECONDS, known: KnownReadings | None = None
    ) -> None:
        self._known = known
        self.children = children or max(1, min(MOST_CHILDREN, os.cpu_count() or 1))
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        for _ in range(self.children):
            self._idle.put(Worker(seconds))
        self._taking_all = threading.Lock()

    def __enter__(self) -> ReaderPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Wait for what is being read, and stop the children."""
        with self._everyone() as workers:
            for worker in workers:
                worker.stop()

    def read(self, path: Path, root: Path, *, relative: str | None = None) -> Reading:
        """Read ``path``, a file below ``root``; ``relative`` when it is known by another path than its own.

        Blocks. Raises Quarantine or Skip.
        """
        # What a message calls the file: a member of an archive lies where nobody looks for it.
        shown = path if relative is None else root / relative
        relative = relative or relative_path(path, root)
        if reason := is_skipped(path):
            raise skip(shown, reason)
        before = _state(path, shown)
        if before[0] == 0:
            raise quarantine(shown, "empty")
        _check_size(shown, before[0])
        digest = _sha256(path, shown)
        if self._known is not None and (before_now := self._known.of(path, relative, digest)) is not None:
            return before_now
        answer, spool = self._spooled(path)
        if answer.get("format") == "doc" and answer.get("refused") in _FOR_THE_OFFICE:
            spool.close()
            answer, spool = self._by_office(path, answer)
        if "refused" in answer:
            spool.close()
            raise quarantine(shown, answer["refused"], answer["detail"], sha256=digest)
        if _state(path, shown) != before or answer["sha256"] != digest:
            spool.close()
            raise quarantine(shown, "changed")
        if answer["format"] == "zip":
            # An archive under the name of a document; others were unpacked before.
            raise quarantine(shown, "unsupported", "zip", sha256=digest)
        held = _in_memory(spool)
        reading = _reading(path, relative, digest, before[0], answer, held)
        if self._known is not None and isinstance(held, io.BytesIO):
            self._known.keep(reading, held.getbuffer().nbytes)
        return reading

    def unpack(self, path: Path, folder: Path, *, shown: Path, members: int, size: int) -> dict[str, Any]:
        """Unpack an archive into the empty ``folder``, at most so many members and bytes; see ``unpacking``.

        ``shown`` is what messages call it. Answers ``{"format"}`` alone when ``path`` is no archive but a
        document. Raises Quarantine.
        """
        _check_size(shown, _state(path, shown)[0])
        request = _request(path) | {
            "unpack": os.fsencode(folder.absolute()).hex(),
            "members": members,
            "size": size,
        }
        answer = self._ask(request)
        if "refused" in answer:
            raise quarantine(shown, answer["refused"], answer["detail"])
        return answer

    def _spooled(self, path: Path) -> tuple[dict[str, Any], IO[bytes]]:
        descriptor, name = tempfile.mkstemp(prefix="xuedang-", suffix=".spool")
        spool = os.fdopen(descriptor, "rb")
        try:
            answer = self._ask(_request(path) | {"spool": name})
            if "reader" in answer:
                answer["reader"] = _with_version(answer["reader"])
            return answer, spool
        except BaseException:
            spool.close()
            raise
        finally:
            if sys.platform != "win32":
                # The open descriptor keeps the content; nothing is left behind whatever happens next.
                Path(name).unlink()
            else:
                atexit.register(_remove, name)

    def _by_office(self, path: Path, refused: dict[str, Any]) -> tuple[dict[str, Any], IO[bytes]]:
        """The second choice for an old Word file: LibreOffice where there is one, then the .docx reader."""
        with tempfile.TemporaryDirectory(prefix="xuedang-", ignore_cleanup_errors=True) as folder:
            made = as_docx(path, Path(folder))
            if made is None:
                return refused, io.BytesIO()
            answer, spool = self._spooled(made)
        if "refused" in answer:
            spool.close()
            return refused, io.BytesIO()
        answer |= {"format": "doc", "reader": f"LibreOffice, {answer['reader']}", "sha256": refused["sha256"]}
        answer["warnings"].append("converted")
        return answer, spool

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        worker = self._idle.get()
        try:
            answer = worker.ask(request)
        finally:
            self._idle.put(worker)
        if answer.get("refused") == "killed" or answer.get("again"):
            with self._everyone() as workers:
                workers[0].stop()
                answer = workers[0].ask(request)
        return answer

    @contextmanager
    def _everyone(self) -> Iterator[list[Worker]]:
        """All workers, once none of them works."""
        with self._taking_all:
            workers = [self._idle.get() for _ in range(self.children)]
            try:
                yield workers
            finally:
                for worker in workers:
                    self._idle.put(worker)


@lru_cache
def _with_version(reader: str) -> str:
    """The reader's name and the version of the library that did the reading, for the record's origin.

    Asked here, since it takes a child as long as its own start.
    """
    try:
        return f"{reader} {version(_LIBRARIES.get(reader, reader))}"
    except PackageNotFoundError:
        return reader


def _request(path: Path) -> dict[str, Any]:
    longer = 0
    with suppress(OSError):
        # A file that is gone meanwhile is the child's to tell.
        longer = path.stat().st_size // _BIG * _SECONDS_PER_BIG
    return {"path": os.fsencode(path.absolute()).hex(), "name": _printable(path.name), "longer": longer}


def _in_memory(spool: IO[bytes]) -> IO[bytes]:
    if os.fstat(spool.fileno()).st_size > _SMALL:
        return spool
    with spool:
        return io.BytesIO(spool.read())


def _reading(
    path: Path, relative: str, digest: str, size: int, answer: dict[str, Any], spool: IO[bytes]
) -> Reading:
    return Reading(
        path=path,
        relative=relative,
        format=answer["format"],
        sha256=digest,
        size=size,
        encoding=answer["encoding"],
        reader=answer["reader"],
        warnings=tuple(answer["warnings"]),
        sheets=sheets_of(answer, spool),
        text=text_of(answer, spool),
    )


def _check_size(shown: Path, size: int) -> None:
    """Raises Quarantine for what is so big that not even its hash is worth the minutes: a disk image."""
    if size > MAX_FILE:
        raise quarantine(shown, "too_big", f"{size // 1048576} MiB > {MAX_FILE // 1048576} MiB")


def _state(path: Path, shown: Path) -> tuple[int, int]:
    """Size and time of change. Raises Quarantine when the file is gone, forbidden or no file at all."""
    code: QuarantineCode
    try:
        found = path.stat()
    except FileNotFoundError:
        code = "missing"
    except PermissionError:
        code = "denied"
    else:
        if path.is_file():
            return found.st_size, found.st_mtime_ns
        # A folder among the files is one that the walk was not allowed into.
        code = "denied" if path.is_dir() else "missing"
    raise quarantine(shown, code)


def _sha256(path: Path, shown: Path) -> str:
    try:
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except PermissionError as error:
        raise quarantine(shown, "denied") from error
    except OSError as error:
        raise quarantine(shown, "unreadable", str(error.strerror)) from error


def _printable(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _remove(name: str) -> None:
    Path(name).unlink(missing_ok=True)
