"""An import in a process of its own that dies by SIGKILL at a chosen write: before it is sent, or after."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

from pymongo import monitoring

from records.archive import open_archive
from records.intake.batch import run_import
from records.settings import Settings

#: Commands that change what is stored.
_WRITES = frozenset(("insert", "update", "delete", "findAndModify", "commitTransaction", "bulkWrite"))


class _Deadly(monitoring.CommandListener):
    """Counts the writes sent since ``armed``; at number ``at`` the process is gone."""

    def __init__(self, at: int, *, after: bool) -> None:
        self.armed = False
        self._left, self._after = at, after

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if self.armed and event.command_name in _WRITES:
            self._left -= 1
            if self._left == 0 and not self._after:
                os.kill(os.getpid(), signal.SIGKILL)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        if self.armed and event.command_name in _WRITES and self._left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def failed(self, event: Any) -> None:
        pass


def run(settings: Settings, database: str, path: Path, at: int, after: bool) -> None:
    """Bring in ``path``, dying at write number ``at``; an import with fewer writes ends as ever."""
    listener = _Deadly(at, after=after)
    monitoring.register(listener)

    async def work() -> None:
        async with open_archive(replace(settings, database=database)) as archive:
            listener.armed = True
            await run_import(archive, path, apply=True)
            listener.armed = False

    asyncio.run(work())
