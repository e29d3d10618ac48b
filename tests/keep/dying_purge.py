"""A record being purged in a process of its own that dies by SIGKILL just after a chosen write."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from pymongo import monitoring

from records.changing.purging import plan_purge, purge
from records.opening import open_archive
from records.settings import Settings
from tests.intake.loading.dying import Deadly


def run(settings: Settings, database: str, no: str, at: int) -> None:
    """Purge ``no``, dying after write number ``at``."""
    listener = Deadly(at)
    monitoring.register(listener)

    async def work() -> None:
        async with open_archive(replace(settings, database=database)) as archive:
            plan = await plan_purge(archive, no)
            listener.armed = True
            await purge(archive, plan, "误录的个人信息")
            listener.armed = False

    asyncio.run(work())
