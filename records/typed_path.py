"""A path as somebody types it, pastes it, or drags it into the terminal."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def typed_path(text: str | Path) -> Path:
    """The path meant: without the quotes around it, ``~`` as the home folder where there is such a home."""
    path = Path(text.strip().strip("'\"")) if isinstance(text, str) else text
    with suppress(RuntimeError):  # ~name of nobody who is known here: a name like any other
        return path.expanduser()
    return path


def is_file(path: Path) -> bool:
    """Whether there is such a file; a name that no file can have is none."""
    with suppress(OSError):
        return path.is_file()
    return False
