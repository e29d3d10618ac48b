"""A blocking call whose end nobody has to wait for once it is of no interest any more."""

from __future__ import annotations

import asyncio
import contextvars
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


async def unwaited(call: Callable[..., T], *args: object) -> T:
    """What ``call`` gives, from a thread of its own that ends with the process.

    ``asyncio.to_thread`` would do, but for the end: the loop waits for its threads, so that a command that
    follows the records would stand for as long as the server keeps a question of what is new open, a second.
    """
    answer: Future[T] = Future()
    answer.set_running_or_notify_cancel()  # a cancelled answer is nothing to tell the thread of
    context = contextvars.copy_context()

    def run() -> None:
        try:
            answer.set_result(context.run(call, *args))
        except BaseException as error:  # noqa: BLE001 - for whoever waits
            answer.set_exception(error)

    Thread(target=run, name="unwaited", daemon=True).start()
    return await asyncio.wrap_future(answer)
