"""An import in a process of its own that dies by SIGKILL just after a chosen write."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

from pymongo import monitoring

from records.changing import bulk
from records.intake.batch import run_import
from records.intake.loading import long_rows, row_worker
from records.intake.tables import source
from records.opening import open_archive
from records.settings import Settings

#: Commands that change what is stored.
_WRITES = frozenset(("insert", "update", "delete", "findAndModify", "commitTransaction", "bulkWrite"))


class Deadly(monitoring.CommandListener):
    """Counts the writes done since ``armed``; after number ``at`` the process is gone."""

    def __init__(self, at: int) -> None:
        self.armed = False
        self._left = at

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        pass

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        if self.armed and event.command_name in _WRITES:
            self._left -= 1
            if self._left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def failed(self, event: Any) -> None:
        pass


def run(settings: Settings, database: str, path: Path, at: int, long: bool = False) -> None:
    """Bring in ``path``, dying after write number ``at``; an import with fewer writes ends as ever.

    ``long``: tables of more than ten rows are long ones, seven rows a part, and a child builds them.
    """
    if long:
        source.LONG_TABLE = row_worker.WORTH_IT = 10
        long_rows.PART = bulk.CHUNK = 7
    listener = Deadly(at)
    monitoring.register(listener)

    async def work() -> None:
        async with open_archive(replace(settings, database=database)) as archive:
            listener.armed = True
            await run_import(archive, path, apply=True)
            listener.armed = False

    asyncio.run(work())
