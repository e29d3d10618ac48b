"""How a command reaches the archive: opened for one piece of work, closed when it is done."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from records.settings import Settings
from scripts.output import note

if TYPE_CHECKING:
    from records.archive import Archive

T = TypeVar("T")


def with_archive(settings: Settings, work: Callable[[Archive], Awaitable[T]]) -> T:
    """Open the archive, do ``work``, close it. Raises what either raises."""
    from records.archive import open_archive

    async def run() -> T:
        async with open_archive(settings, on_progress=_tell) as archive:
            return await work(archive)

    return asyncio.run(run())


def _tell(step: str) -> None:
    # A machine that reads standard error is not interested in how far the start is.
    if sys.stderr.isatty():
        note(step)
