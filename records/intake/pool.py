"""Reading files in limited child processes: what kills the child quarantines the file, not the import."""

from __future__ import annotations

import atexit
import hashlib
import io
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import records
from records.intake.discover import is_skipped, relative_path
from records.intake.faults import quarantine, skip
from records.intake.reading import QuarantineCode, Reading
from records.intake.spool import sheets_of, text_of

# A child is replaced after so many files: the libraries in it leak, and hold on to what they once took.
FILES_PER_CHILD = 200
SECONDS = 90.0
_LAST_BREATH = 5.0
_ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
# Below this a spool is taken into memory: a folder of ten thousand papers must not hold as many files open.
_SMALL = 4 * 1024 * 1024


class ReaderPool:
    """One child at a time, started when first needed. Several threads may call; they wait for each other."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0

    def __enter__(self) -> ReaderPool:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Stop the child."""
        with self._lock:
            self._stop()

    def read(self, path: Path, root: Path) -> Reading:
        """Read ``path``, a file below ``root``. Blocks. Raises Quarantine or Skip."""
        relative = relative_path(path, root)
        if reason := is_skipped(path):
            raise skip(path, reason)
        before = _state(path)
        if before[0] == 0:
            raise quarantine(path, "empty")
        digest = _sha256(path)
        descriptor, name = tempfile.mkstemp(prefix="xuedang-", suffix=".spool")
        spool = os.fdopen(descriptor, "rb")
        try:
            answer = self._ask(path, name)
        except BaseException:
            spool.close()
            raise
        finally:
            if sys.platform != "win32":
                # The open descriptor keeps the content; nothing is left behind whatever happens next.
                Path(name).unlink()
            else:
                atexit.register(_remove, name)
        if "refused" in answer:
            spool.close()
            raise quarantine(path, answer["refused"], answer["detail"])
        if _state(path) != before:
            spool.close()
            raise quarantine(path, "changed")
        return _reading(path, relative, digest, before[0], answer, _in_memory(spool))

    def _ask(self, path: Path, spool: str) -> dict[str, Any]:
        with self._lock:
            if self._served >= FILES_PER_CHILD:
                self._stop()
            child = self._running()
            self._served += 1
            request = {
                "path": os.fsencode(path.absolute()).hex(),
                "name": _printable(path.name),
                "spool": spool,
            }
            try:
                assert child.stdin is not None
                child.stdin.write(json.dumps(request).encode() + b"\n")
                child.stdin.flush()
                line = self._reply(child)
            except BrokenPipeError:
                line = b""
            if line is None:
                self._stop()
                return {"refused": "timeout", "detail": f"{self._seconds:.0f} s"}
            if not line:
                code = self._stop(dying=True)
                return {"refused": "killed", "detail": f"exit {code}"}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _reply(self, child: subprocess.Popen[bytes]) -> bytes | None:
        """The child's line; empty when it died, None when the time is up."""
        assert child.stdout is not None
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        # A thread, since pipes cannot be waited for with a limit on every platform; it ends with the child.
        waiter = threading.Thread(
            target=lambda out: lines.put(out.readline()), args=(child.stdout,), daemon=True
        )
        waiter.start()
        try:
            return lines.get(timeout=self._seconds)
        except queue.Empty:
            return None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        home = str(Path(records.__file__).resolve().parent.parent)
        # Nothing else of the environment: what a hostile file makes of the child, it finds no secrets there.
        environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
        self._child = subprocess.Popen(
            [sys.executable, "-m", "records.intake.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
        self._served = 0
        return self._child

    def _stop(self, *, dying: bool = False) -> int | None:
        child, self._child = self._child, None
        if child is None:
            return None
        try:
            # A child that closed its end is on its way out; only its own exit code says what happened.
            code = child.wait(_LAST_BREATH if dying else 0)
        except subprocess.TimeoutExpired:
            child.kill()
            code = child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        return code


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


def _state(path: Path) -> tuple[int, int]:
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
        code = "missing"
    raise quarantine(path, code)


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as source:
            return hashlib.file_digest(source, "sha256").hexdigest()
    except PermissionError as error:
        raise quarantine(path, "denied") from error


def _printable(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _remove(name: str) -> None:
    Path(name).unlink(missing_ok=True)


_shared = ReaderPool()
atexit.register(_shared.close)


def read_file(path: Path, root: Path) -> Reading:
    """Read one file with the process's own pool; see ``ReaderPool.read``."""
    return _shared.read(path, root)
