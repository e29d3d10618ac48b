"""Asking for the path of a file to be written: what is wrong with it is said while it can be mended."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Any

from textual.app import App

from records.language import listed
from records.typed_path import typed_path
from tui.screens.prompts import ask_text
from tui.words import tr


async def ask_new_file(
    app: App[Any], title: str, suggested: Path, *, hint: str = "", endings: Sequence[str] = ()
) -> Path | None:
    """A file that is not there yet, in a folder that is; None when cancelled. Call it from a worker.

    Where there is one of the ``suggested`` name, a number stands behind it. It ends in one of ``endings``.
    """
    names = (suggested.with_stem(f"{suggested.stem}-{at}") for at in count(2))
    free = suggested if not suggested.exists() else next(each for each in names if not each.exists())
    answer = await ask_text(app, title, str(free), hint=hint, check=partial(_new_file, endings))
    return typed_path(answer) if answer else None


def _new_file(endings: Sequence[str], text: str) -> None:
    path = typed_path(text)
    if endings and path.suffix.lower() not in endings:
        raise ValueError(tr("Its name must end in one of {endings}.", endings=listed(endings)))
    try:
        if path.exists():
            raise ValueError(tr("There is such a file already."))
        if not path.parent.is_dir():
            raise ValueError(tr("There is no such folder."))
    except OSError as error:  # a name that no file can have
        raise ValueError(error.strerror) from error
