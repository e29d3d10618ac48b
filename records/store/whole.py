"""Work that is brought to its end even when whoever waits for it is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


async def whole(work: Awaitable[T]) -> T:
    """Await ``work``; a cancellation is passed on only when it has ended.

    A thread that talks to the server can't be called back: were a transaction left in the middle, what is
    under way could reach the server after the abort, and hold its records for a minute.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait([task])
        if not task.cancelled():
            # Looked at, so that nobody is told of an error that nobody waits for.
            task.exception()
        raise
