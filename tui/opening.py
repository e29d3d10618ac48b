"""Handing a file or folder to the program that the system has for it."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from pathlib import Path

from textual.app import App

from records.errors import system_reason
from records.language import labelled
from tui.words import tr


def viewer_command() -> list[str] | None:
    """The command that opens a file in the program of its type, if this machine has a screen for it."""
    if sys.platform == "darwin":
        return ["open"]
    if os.name == "nt":
        return ["cmd", "/c", "start", ""]
    opener = shutil.which("xdg-open")
    has_display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return [opener] if opener and has_display else None


async def open_path(app: App[None], path: Path) -> bool:
    """Open a file or folder in its own program, without waiting for it; whether there is one.

    Where there is none, the user is told where the file is.
    """
    command = viewer_command()
    if command is None:
        app.notify(str(path), title=tr("No viewer is known here; the file is at:"), timeout=15)
        return False
    try:
        await asyncio.create_subprocess_exec(
            *command, str(path), stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        app.notify(labelled(path, system_reason(error)), severity="error", timeout=15)
        return False
    return True
