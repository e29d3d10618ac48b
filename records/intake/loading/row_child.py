"""The process that builds the rows of long tables into items, so that whoever stores them has hands free.

Started by ``row_worker.py`` as ``python -m records.intake.loading.row_child``. It is given one ``Job``,
answers with frames until all is built, and ends when nobody listens any more.
"""

from __future__ import annotations

import pickle
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from records.collecting import rare_collections
from records.intake.files.child import limit_memory
from records.intake.loading.learnt import Learning
from records.intake.loading.long_rows import built_rows
from records.intake.loading.preparing import prepare
from records.intake.loading.row_frames import Done, Failed, Job, Part, send
from records.intake.outcome import taken_apart
from records.language import set_language


def main() -> int:
    """Build what is asked for; 0 also when nobody wants it any more."""
    limit_memory()
    # Ctrl-C is for the parent, which decides what is still written; it ends this process by closing the pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with rare_collections(), suppress(BrokenPipeError):
        try:
            if not (given := sys.stdin.buffer.read()):
                return 0
            job: Job = pickle.loads(given)
            del given
            set_language(job.language)
            for frame in _frames(job):
                send(sys.stdout.buffer, frame)
        except (BrokenPipeError, MemoryError):
            raise
        except Exception:  # noqa: BLE001  told to the parent, where it is raised
            send(sys.stdout.buffer, Failed(traceback.format_exc()))
    return 0


def _frames(job: Job) -> Iterator[Part | Done]:
    learning, skip = Learning(job.desk), job.skip
    for table, unread in job.tables:
        items = islice(built_rows(table, unread, job.desk), skip, None)
        skip = 0
        while part := list(islice(items, job.part)):
            prepare(job.desk.kinds, part, job.desk.today)
            yield Part(taken_apart(part), learning.since())
        yield Done(table.skipped, table.notes, table.total_faults)


if __name__ == "__main__":
    sys.exit(main())
