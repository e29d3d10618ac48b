"""Walking the folder that an office handed over: which files there are, and which never held a record."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from records.intake.files.faults import quarantine
from records.intake.files.reading import Found, SkipReason
from records.intake.readers.sniff import format_of_name

_SYSTEM = frozenset(("thumbs.db", ".ds_store", "desktop.ini", "ehthumbs.db"))
_SYSTEM_FOLDERS = frozenset(("__macosx", ".git", "$recycle.bin"))
_LOCKS = ("~$", ".~lock.", ".~")


def discover(root: Path) -> list[Found]:
    """Every file below ``root`` in the order of their paths, or ``root`` itself when it is a file.

    Symbolic links are listed and not followed; so are a folder of the system's and one that may not be
    opened. Raises Quarantine when ``root`` does not exist.
    """
    if not root.exists():
        raise quarantine(root, "missing")
    if root.is_file():
        return [_found(root, root.parent)]
    return sorted(_walk(root, root), key=lambda found: found.relative)


def _walk(folder: Path, root: Path) -> Iterator[Found]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        # Listed by itself, so that the report tells of it; the other folders are no worse for it.
        yield Found(folder, relative_path(folder, root), 0)
        return
    for entry in entries:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if entry.name.lower() in _SYSTEM_FOLDERS:
                yield Found(path, relative_path(path, root), 0, None, "system_file")
            else:
                yield from _walk(path, root)
        else:
            with suppress(FileNotFoundError):  # short-lived, gone since the folder was listed
                yield _found(path, root)


def _found(path: Path, root: Path) -> Found:
    state = path.lstat()
    reason: SkipReason | None = is_skipped(path)
    if reason is None and not (stat.S_ISREG(state.st_mode) or stat.S_ISLNK(state.st_mode)):
        reason = "system_file"
    return Found(path, relative_path(path, root), state.st_size, format_of_name(path.name), reason)


def is_skipped(path: Path) -> SkipReason | None:
    """Why a file holds no record, by its name or nature; None when it has to be read."""
    name = path.name.lower()
    if path.is_symlink():
        return "symlink"
    if name.startswith(_LOCKS):
        return "lock_file"
    if name in _SYSTEM or name in _SYSTEM_FOLDERS:
        return "system_file"
    return "hidden" if name.startswith("._") else None


def relative_path(path: Path, root: Path) -> str:
    """The path below ``root`` with / between folders; a file outside has only its name."""
    try:
        return path.relative_to(root).as_posix() if path != root else path.name
    except ValueError:
        return path.name
