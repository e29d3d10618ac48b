"""Tries a backup: puts it back into a throw-away server, and compares every document."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from records.keep.backup.container import AskKey
from records.keep.backup.restore import Restored, restore
from records.settings import Settings


async def check(
    path: Path, ask: AskKey, on_progress: Callable[[int], None] = lambda _: None, folder: Path | None = None
) -> Restored:
    """Raises what ``restore`` raises. The server's folder is made in ``folder`` (default: the system's)."""
    made = await asyncio.to_thread(TemporaryDirectory, prefix="xuedang-check-", dir=folder)
    try:
        return await restore(Settings(home=Path(made.name) / "home"), path, ask, on_progress)
    finally:
        await asyncio.to_thread(made.cleanup)
