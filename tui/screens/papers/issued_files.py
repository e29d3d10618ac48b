"""The files of issued documents: saved to a folder, or opened as a copy."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from records.errors import XuedangError
from records.record import Record
from records.typed_path import typed_path
from tui.opening import open_path
from tui.screens.page import Page
from tui.screens.prompts import ask_text
from tui.words import tr

Get = Callable[[], Awaitable[list[tuple[str, bytes]]]]


async def save_files(page: Page, title: str, get: Get, done: str, folder: str) -> str:
    """Ask for a folder, ``folder`` at first, and write the files there. From a worker.

    ``done`` is told with the paths. Gives back the folder to offer the next time.
    """
    from templates.papers import ready_place
    from templates.writing import left_alone, write_files

    folder = folder or str(Path.home() / tr("xuedang documents"))
    answer = await ask_text(page.app, title, folder, hint=tr("Into the folder"))
    if not answer:
        return folder
    target = typed_path(answer)
    try:
        ready_place(target, 2)
        files = await get()
        paths = await asyncio.to_thread(write_files, files, target)
    except XuedangError as error:
        page.notify(error.message, severity="error", timeout=12)
        return folder
    told = [*map(str, paths), *left_alone(files, target, paths)]
    page.notify("\n".join(told[:4]) + ("\n…" if len(told) > 4 else ""), title=done, timeout=10)
    return answer


async def open_copy(page: Page, record: Record) -> None:
    """Write a copy into a private folder and give it to the system's word processor."""
    from templates.papers import kept_files
    from templates.writing import write_files

    try:
        folder = Path(tempfile.mkdtemp(prefix="xuedang-"))
        paths = await asyncio.to_thread(write_files, await kept_files(page.archive, record), folder)
    except XuedangError as error:
        page.xuedang.say(error)
        return
    if await open_path(page.app, paths[0] if len(paths) == 1 else folder):
        page.notify(str(paths[0]), title=tr("Opened a copy"))
