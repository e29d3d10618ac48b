"""Advisory file locks shared by the processes (and the tasks of one process) that use one data folder."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

if sys.platform == "win32":
    # No more than the lock of the search index needs, and untried: nobody has run this on Windows yet.
    # There is no shared lock there; only the embedded server asks for one, and it does not run on Windows.
    import msvcrt

    _SHARED = _ALONE = msvcrt.LK_NBLCK

    def _lock(descriptor: int, mode: int) -> None:
        """Lock the first byte, at once. Raises OSError when another process has it."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, mode, 1)

    _FLAGS = os.O_RDWR | os.O_CREAT
else:
    import fcntl

    _SHARED, _ALONE = fcntl.LOCK_SH, fcntl.LOCK_EX

    def _lock(descriptor: int, mode: int) -> None:
        """Lock the file, at once. Raises OSError when somebody else has it."""
        fcntl.flock(descriptor, mode | fcntl.LOCK_NB)

    _FLAGS = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC

_PAUSE = 0.01


class FileLock:
    """A ``flock`` on a file of its own. Two instances exclude each other even within one process.

    The kernel drops it when the process dies, so there is no stale lock to clean.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        return self._descriptor is not None

    def lent(self) -> tuple[int, ...]:
        """What a process started now must inherit (``pass_fds``) to hold the lock until it ends."""
        return () if self._descriptor is None else (self._descriptor,)

    def share(self, timeout: float) -> bool:
        """Hold it together with others; False when someone holds it alone for ``timeout`` seconds."""
        return self._take(_SHARED, timeout)

    def own(self, timeout: float = 0.0) -> bool:
        """Hold it alone; False when someone else holds it for ``timeout`` seconds."""
        return self._take(_ALONE, timeout)

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _take(self, mode: int, timeout: float) -> bool:
        deadline = time.monotonic() + timeout
        descriptor = self._descriptor
        if descriptor is None:
            descriptor = os.open(self.path, _FLAGS, 0o600)
        while True:
            try:
                _lock(descriptor, mode)
            except (BlockingIOError, PermissionError):
                if time.monotonic() < deadline:
                    time.sleep(_PAUSE)
                    continue
                if self._descriptor is None:
                    os.close(descriptor)
                return False
            self._descriptor = descriptor
            return True


@contextmanager
def owned(lock: FileLock, timeout: float) -> Iterator[bool]:
    """Hold ``lock`` alone for a block of work; yields whether it was got in time."""
    got = lock.own(timeout)
    try:
        yield got
    finally:
        if got:
            lock.release()
