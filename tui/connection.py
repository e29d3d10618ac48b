"""The archive beside the screens: opened while they paint, kept open, and closed when they leave.

The database driver, the kinds and the rest of the records room are imported in a thread after the
first paint: together they cost more than the paint itself.
"""

from __future__ import annotations

import asyncio
import importlib
import time
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App
from textual.message import Message

from records.errors import XuedangError
from records.settings import Settings

if TYPE_CHECKING:
    from records.archive import Archive, Change

#: After so long without anything to open, time is spent on what may be wanted later: forms, then the rest.
_SOON_SECONDS, _QUIET_SECONDS = 0.5, 3.0
#: The first look whether a backup is due, and each further one.
_BACKUP_SECONDS = (120.0, 600.0)
#: An archive without any backup gets its first one after so long without a change.
_FIRST_BACKUP_SECONDS = 20.0
#: The archive is shown after so long even when nobody tells of its changes yet.
_LISTEN_SECONDS = 2.0

Opener = Callable[[Settings, Callable[[str], None]], "AbstractAsyncContextManager[Archive]"]


def open_default(
    settings: Settings, on_progress: Callable[[str], None]
) -> AbstractAsyncContextManager[Archive]:
    """The archive of the settings: the embedded one, or a shared server's."""
    from records.opening import open_archive

    return open_archive(settings, on_progress=on_progress)


def _import_records() -> None:
    """What the first list needs; importing it in a thread leaves the screen free to paint."""
    importlib.import_module("records.opening")


async def _import_later(figures_shown: asyncio.Event) -> None:
    """What the first form, search by pinyin or document would wait for.

    The first figures come before, and what keys typed ahead open: both would share the processor with it.
    """
    await figures_shown.wait()
    await asyncio.sleep(_SOON_SECONDS)
    await asyncio.to_thread(importlib.import_module, "tui.screens.forms.form")
    await asyncio.to_thread(importlib.import_module, "records.checking.completing")
    await asyncio.sleep(_QUIET_SECONDS)
    await asyncio.to_thread(importlib.import_module, "pypinyin")
    await asyncio.to_thread(importlib.import_module, "templates.papers")


class Connection:
    """Owns the task that holds the archive open. Says what happens in messages to the app."""

    @dataclass
    class Progress(Message):
        """What opening is busy with."""

        text: str

    @dataclass
    class Opened(Message):
        """The archive can be used."""

        archive: Archive

    @dataclass
    class Failed(Message):
        """The archive could not be opened; ``retry`` may help."""

        error: XuedangError

    @dataclass
    class Crashed(Message):
        """A fault of the programme itself; the app ends with it, drafts written."""

        error: BaseException

    @dataclass
    class BackedUp(Message):
        """A backup was made without anybody asking; or it could not be, and why."""

        path: Path | None
        error: XuedangError | None = None

    @dataclass
    class Changed(Message):
        """Somebody, perhaps this application, changed a record."""

        change: Change

    def __init__(self, app: App[None], settings: Settings, opener: Opener = open_default) -> None:
        self._app = app
        self.settings = settings
        self._opener = opener
        self._task: asyncio.Task[None] | None = None
        self.archive: Archive | None = None
        self.figures_shown = asyncio.Event()
        self._changed_at = 0.0

    def start(self) -> None:
        """Begin opening; again after a failure."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._hold(), name="archive")
            self._task.add_done_callback(self._report)

    async def close(self) -> None:
        """Leave the archive; a server that nobody else uses is stopped."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])

    def _report(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self._app.post_message(self.Crashed(error))

    async def _hold(self) -> None:
        try:
            await asyncio.to_thread(_import_records)
            async with self._opener(self.settings, self._on_progress) as archive:
                await self._serve(archive)
        except XuedangError as error:
            self._app.post_message(self.Failed(error))
        finally:
            self.archive = None

    async def _serve(self, archive: Archive) -> None:
        """Listen before anything is read: what is saved between the two would be told by nobody."""
        ready = asyncio.Event()
        listening = asyncio.create_task(self._listen(archive, ready))
        waiting = asyncio.create_task(ready.wait())
        later = asyncio.create_task(_import_later(self.figures_shown))
        backups = asyncio.create_task(self._back_up(archive))
        try:
            await asyncio.wait(
                (listening, waiting), timeout=_LISTEN_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            self.archive = archive
            self._app.post_message(self.Opened(archive))
            await listening
        finally:
            tasks = (listening, waiting, later, backups)
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)

    async def _back_up(self, archive: Archive) -> None:
        """Make a backup whenever one is due; say so when that fails, once for each reason."""
        told = ""
        first, again = _BACKUP_SECONDS
        await self._idle(_FIRST_BACKUP_SECONDS, first)
        rotation = await asyncio.to_thread(importlib.import_module, "records.keep.backup.rotation")
        if not rotation.none_yet(archive.settings, archive.store.database.name):
            await asyncio.sleep(first - _FIRST_BACKUP_SECONDS)
        while True:
            try:
                made = await rotation.if_due(archive, datetime.now())
            except XuedangError as error:
                if error.message != told:
                    told = error.message
                    self._app.post_message(self.BackedUp(None, error))
            else:
                if made is not None:
                    self._app.post_message(self.BackedUp(made))
            await asyncio.sleep(again)

    async def _idle(self, seconds: float, at_most: float) -> None:
        """Wait until nobody has changed anything for ``seconds``, but no longer than ``at_most``."""
        deadline = time.monotonic() + at_most
        self._changed_at = time.monotonic()
        # A change moves the end of the wait.
        while (left := min(self._changed_at + seconds, deadline) - time.monotonic()) > 0:  # noqa: ASYNC110
            await asyncio.sleep(left)

    async def _listen(self, archive: Archive, ready: asyncio.Event) -> None:
        async for change in archive.changes(ready=ready):
            self._changed_at = time.monotonic()
            self._app.post_message(self.Changed(change))

    def _on_progress(self, text: str) -> None:
        self._app.post_message(self.Progress(text))
