"""A text in the operator's own editor (VISUAL or EDITOR), with nothing lost whatever that does."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tui.words import tr


@dataclass(frozen=True, slots=True)
class Edited:
    """The text as the editor left it, and what is to be told about it; empty when all went well."""

    text: str
    trouble: str = ""


def editor_command() -> list[str]:
    """The command of the operator's editor; empty when none is set."""
    return shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")


def edit_outside(text: str, command: Sequence[str], folder: Path) -> Edited:
    """Have ``text`` edited in a file in ``folder`` and read it back.

    An editor that fails changes nothing but what it wrote: that is taken all the same. A file that can't be
    read stays where it is, and the text is what it was.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="text-", suffix=".txt", dir=folder)  # for its owner alone
    path = Path(name)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    trouble = ""
    try:
        status = subprocess.run([*command, name], check=False).returncode
        if status:
            trouble = tr("The editor ended with error {status}; what it wrote was taken over.", status=status)
    except OSError as error:
        trouble = tr("The editor can't be started: {reason}", reason=error.strerror or error)
    try:
        written = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return Edited(text, tr("What the editor wrote is no text in UTF-8; it stays in {path}.", path=path))
    path.unlink(missing_ok=True)
    written = written.replace("\r\n", "\n")
    if written.endswith("\n") and not text.endswith("\n"):
        written = written[:-1]  # editors end the last line, too
    return Edited(written, trouble)
