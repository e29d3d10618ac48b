"""A file that is there whole or not at all: written beside its place, and moved there when it is done."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from records.errors import refuse_taken, unwritable

_numbers = count()


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A file to write into. It takes the place of ``path`` when the block ends, and is gone when it fails.

    Raises OSError.
    """
    # Without the name of the file, which may be as long as names can be.
    part = path.with_name(f".{os.getpid()}-{next(_numbers)}.part")
    try:
        yield part
        part.replace(path)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Replace a text as a whole, on disk before the old one is gone. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with beside(path) as part, part.open("w", encoding="utf-8", newline="\n") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """As :func:`beside`, for a file that the user named. Raises DiskFull, Refused."""
    try:
        with beside(path) as part:
            yield part
    except OSError as error:
        raise unwritable(path, error) from error


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """As :func:`whole_file`; raises Refused when ``path`` is there already."""
    refuse_taken(path)
    with whole_file(path) as part:
        yield part
