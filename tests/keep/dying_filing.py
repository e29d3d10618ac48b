"""A year being filed in a process of its own that dies by SIGKILL just after a chosen write."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from pymongo import monitoring

from records.keep.filing.assigning import file_year
from records.opening import open_archive
from records.settings import Settings
from tests.intake.loading.dying import Deadly


def run(settings: Settings, database: str, year: int, at: int) -> None:
    """File ``year`` two records a chunk, dying after write number ``at``."""
    listener = Deadly(at)
    monitoring.register(listener)

    async def work() -> None:
        async with open_archive(replace(settings, database=database)) as archive:
            listener.armed = True
            await file_year(archive, year, chunk=2)
            listener.armed = False

    asyncio.run(work())
