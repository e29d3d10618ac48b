"""How a command reaches the archive: opened for one piece of work, closed when it is done."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from records.errors import SignInNeeded
from records.language import translator
from records.settings import Settings
from scripts.output import note

if TYPE_CHECKING:
    from records.archive import Archive
    from records.kind import Kinds

tr = translator("scripts")
T = TypeVar("T")

#: How often a password is asked for before a command gives up.
_SIGN_INS = 3


def with_archive(settings: Settings, work: Callable[[Archive], Awaitable[T]]) -> T:
    """Open the archive, do ``work``, close it. Raises what either raises."""
    from records.opening import open_archive

    async def run(chosen: Settings) -> T:
        async with open_archive(chosen, on_progress=_tell) as archive:
            return await work(archive)

    return signing_in(settings, run)


def signing_in(settings: Settings, run: Callable[[Settings], Coroutine[Any, Any, T]]) -> T:
    """Run something that opens a server, asking for account and password on the terminal if need be."""
    for _ in range(_SIGN_INS):
        try:
            return asyncio.run(run(settings))
        except SignInNeeded as needed:
            if not sys.stdin.isatty():
                raise
            settings = _signed_in(settings, needed)
    return asyncio.run(run(settings))


def _signed_in(settings: Settings, needed: SignInNeeded) -> Settings:
    """Ask on the terminal who it is; what was typed is for this command only."""
    from scripts.passwords import ask

    if needed.wrong:
        note(needed.message)
    account = needed.account or input(tr("Account: ")).strip()
    password = ask(tr("Password of {name}: ", name=account))
    return replace(settings, account=account, password=password)


def known_kinds(settings: Settings) -> Kinds:
    """The kinds with the archive's own fields. If it can't open: without them, which is said."""
    from records.errors import ServerUnavailable

    async def with_added_fields(archive: Archive) -> Kinds:
        return archive.kinds

    try:
        return with_archive(settings, with_added_fields)
    except ServerUnavailable as error:
        from records.kind_file import own_kinds

        note(f"{error.message} {tr('Fields that were added in the archive are not shown.')}")
        return own_kinds()


def _tell(step: str) -> None:
    # A machine that reads standard error is not interested in how far the start is.
    if sys.stderr.isatty():
        note(step)
