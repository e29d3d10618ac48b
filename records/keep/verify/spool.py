"""Rows of bytes sorted in little memory: sorted runs in a temporary file, merged while they are read."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Self

#: Rows of a run: about twenty megabytes of memory.
_RUN = 150_000
#: Rows of a run that are read at once while merging.
_READ = 2_000


class Spool:
    """Takes rows of one length in any order and gives them back in order, once; used in a ``with``."""

    def __init__(self, length: int) -> None:
        self._length = length
        self._rows: list[bytes] = []
        self._file: IO[bytes] | None = None
        self._runs: list[tuple[int, int]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.clear()
        if self._file is not None:
            self._file.close()

    def add(self, row: bytes) -> None:
        assert len(row) == self._length  # a row of another length would shift all that follow
        self._rows.append(row)
        if len(self._rows) >= _RUN:
            self._write_run()

    def _write_run(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile(prefix="xuedang-verify-")  # noqa: SIM115  __exit__ closes it
        start = self._file.seek(0, 2)
        self._rows.sort()
        self._file.write(b"".join(self._rows))
        self._runs.append((start, len(self._rows)))
        self._rows.clear()

    def __iter__(self) -> Iterator[bytes]:
        self._rows.sort()
        if not self._runs:
            return iter(self._rows)
        return heapq.merge(*(self._run(start, count) for start, count in self._runs), self._rows)

    def _run(self, start: int, count: int) -> Iterator[bytes]:
        assert self._file is not None  # there are runs only after one was written
        for first in range(0, count, _READ):
            some = min(_READ, count - first)
            self._file.seek(start + first * self._length)
            data = self._file.read(some * self._length)
            for place in range(0, len(data), self._length):
                yield data[place : place + self._length]


class Groups:
    """Sorted rows taken group by group: a group has the same first ``length`` bytes, its key."""

    def __init__(self, rows: Iterator[bytes], length: int) -> None:
        self._rows, self._length = rows, length
        self._next = next(rows, None)

    @property
    def key(self) -> bytes | None:
        """The key of the group that comes next; None at the end."""
        return None if self._next is None else self._next[: self._length]

    def take(self) -> list[bytes]:
        """The next group, its rows without the key."""
        key, found = self.key, []
        while self._next is not None and self._next[: self._length] == key:
            found.append(self._next[self._length :])
            self._next = next(self._rows, None)
        return found

    def of(self, key: bytes) -> list[bytes]:
        """The group of ``key``; empty when there is none. Groups before it must have been taken."""
        return self.take() if self.key == key else []

    def before(self, key: bytes | None) -> Iterator[tuple[bytes, list[bytes]]]:
        """The groups whose keys come before ``key`` (None: all that are left), with their keys."""
        while (mine := self.key) is not None and (key is None or mine < key):
            yield mine, self.take()
