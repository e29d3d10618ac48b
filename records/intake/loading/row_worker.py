"""Has the rows of long tables built by a child, a part ahead of what is compared and stored here."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from records.errors import Refused
from records.intake.desk import Desk
from records.intake.files.spool import SpooledRows
from records.intake.files.worker import child_environment
from records.intake.loading.learnt import tell
from records.intake.loading.row_frames import Done, Failed, Job, Part, received
from records.intake.outcome import Item, put_together
from records.intake.tables.source import SourceTable
from records.language import current_language, translator

tr = translator("records")

#: A child takes about as long to start as four thousand rows take to be built.
WORTH_IT = 5_000
#: How often a part is tried whose child dies.
_TRIES = 2


def worth_a_child(tables: Sequence[SourceTable]) -> bool:
    """Whether there are so many rows that a child is of use. (On Windows it would not inherit the spool.)"""
    return sys.platform != "win32" and sum(table.sheet_rows for table in tables) >= WORTH_IT


class RowWorker:
    """One child, which builds the tables in their order. Not for several threads at once."""

    def __init__(
        self, tables: Sequence[tuple[SourceTable, Mapping[int, str]]], desk: Desk, *, part: int
    ) -> None:
        """Start the child, so that it has done its imports when the first part is wanted."""
        self._tables, self._desk, self._part = list(tables), desk, part
        self._asked = False
        self._child: subprocess.Popen[bytes] | None = self._started()

    def parts(self, table: SourceTable) -> Iterator[list[Item]]:
        """The items of a table. Blocks; what was learnt while they were built is told to the desk.

        A part whose child dies is built again by another. Raises Refused when that one dies as well.
        """
        given = 0
        while isinstance(frame := self._next(table, given), Part):
            tell(self._desk, frame.learnt)
            items = put_together(frame.items)
            given += len(items)
            yield items
        table.skipped, table.notes, table.total_faults = frame.skipped, frame.notes, frame.total_faults

    def close(self) -> None:
        """End the child, whatever it is at."""
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()

    def _next(self, table: SourceTable, given: int) -> Part | Done:
        for _ in range(_TRIES):
            if self._child is None:
                self._child, self._asked = self._started(), False
            child = self._child
            frame = self._frame(child, table, given)
            if isinstance(frame, Failed):
                raise RuntimeError(frame.trace)
            if frame is not None:
                return frame
            self.close()
        raise Refused(
            tr(
                "The process that reads the rows of {file} was ended: {reason}.",
                file=table.file,
                reason=child.returncode,
            ),
            hint=tr("What came in until then is kept; make room in memory and run the same import again."),
        )

    def _frame(
        self, child: subprocess.Popen[bytes], table: SourceTable, given: int
    ) -> Part | Done | Failed | None:
        """What the child answers next; None when it died."""
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            if not self._asked:
                child.stdin.write(pickle.dumps(self._job(table, given), pickle.HIGHEST_PROTOCOL))
                child.stdin.close()
                self._asked = True
            return received(child.stdout)
        except (BrokenPipeError, ValueError):
            # Closed by whoever does not want the rest.
            return None

    def _job(self, table: SourceTable, given: int) -> Job:
        first = next(at for at, (each, _) in enumerate(self._tables) if each is table)
        return Job(self._desk, self._tables[first:], given, self._part, current_language())

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "records.intake.loading.row_child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
            pass_fds=_descriptors(self._tables),
        )


def _descriptors(tables: object) -> list[int]:
    """The descriptors of the spools that tables are read from, however far inside they are kept."""
    finder = _SpoolFinder(BytesIO(), pickle.HIGHEST_PROTOCOL)
    finder.dump(tables)
    return sorted(finder.found)


class _SpoolFinder(pickle.Pickler):
    """Goes through what a child will be given."""

    def __init__(self, file: BytesIO, protocol: int) -> None:
        super().__init__(file, protocol)
        self.found: set[int] = set()

    def reducer_override(self, value: object) -> Any:
        if isinstance(value, SpooledRows) and (descriptor := value.descriptor) is not None:
            self.found.add(descriptor)
        return NotImplemented
