"""Doing the same with many things, a few at a time, and getting the results in their order."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import TypeVar

Given = TypeVar("Given")
Result = TypeVar("Result")


async def in_order(
    things: Iterable[Given], work: Callable[[Given], Awaitable[Result]], *, at_once: int
) -> AsyncIterator[Result]:
    """The result of ``work`` for each thing, ``at_once`` of them under way.

    When one raises, those under way are waited for, no more are begun, and its exception is raised.
    """
    under_way: deque[asyncio.Future[Result]] = deque()
    try:
        for thing in things:
            # One more than can be served waits ready, so that nobody idles while a result is looked at.
            if len(under_way) > at_once:
                yield await under_way.popleft()
            under_way.append(asyncio.ensure_future(work(thing)))
        while under_way:
            yield await under_way.popleft()
    finally:
        await asyncio.gather(*under_way, return_exceptions=True)
