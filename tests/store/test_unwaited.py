"""A blocking call that nobody waits for any more holds nothing up."""

from __future__ import annotations

import asyncio
from contextvars import ContextVar
from threading import Event

import pytest

from records.store.unwaited import unwaited

of_the_caller = ContextVar("of_the_caller", default="")


async def test_the_answer_the_error_and_the_callers_context_arrive() -> None:
    of_the_caller.set("here")
    assert await unwaited(of_the_caller.get) == "here"
    with pytest.raises(ZeroDivisionError):
        await unwaited(divmod, 1, 0)


def test_a_loop_ends_while_a_call_that_was_given_up_goes_on() -> None:
    given_up, ended = Event(), Event()

    def call() -> None:
        given_up.wait()
        ended.set()

    async def begin_and_leave() -> None:
        task = asyncio.create_task(unwaited(call))
        await asyncio.sleep(0)
        task.cancel()

    asyncio.run(begin_and_leave())
    assert not ended.is_set()
    given_up.set()
    assert ended.wait(20)
