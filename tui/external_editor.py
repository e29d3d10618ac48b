"""A text in the operator's own editor (VISUAL or EDITOR), with nothing lost whatever that does."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from records.errors import system_reason
from tui.words import tr

#: Seconds between two looks at whether the editor has saved.
_LOOK = 0.2


@dataclass(frozen=True, slots=True)
class Edited:
    """The text as the editor left it, and what is to be told about it; empty when all went well."""

    text: str
    trouble: str = ""


def editor_command() -> list[str]:
    """The command of the operator's editor; empty when none is set."""
    return shlex.split(os.environ.get("VISUAL") or os.environ.get("EDITOR") or "")


def edit_outside(
    text: str,
    command: Sequence[str],
    folder: Path,
    on_saved: Callable[[Path, str], None] = lambda path, text: None,
) -> Edited:
    """Have ``text`` edited in a file in ``folder`` and read it back.

    ``on_saved`` gets the file and the text before the editor begins, each time it has saved, and before the
    file goes: whoever ends this process meanwhile takes nothing away. An editor that fails changes nothing
    but what it wrote: that is taken all the same. A file that can't be read stays where it is, and the text
    is what it was.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="text-", suffix=".txt", dir=folder)  # for its owner alone
    path = Path(name)
    with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    on_saved(path, text)
    trouble = ""
    try:
        status = _run([*command, name], lambda: _tell_saved(path, text, on_saved), path)
        if status:
            trouble = tr("The editor ended with error {status}; what it wrote was taken over.", status=status)
    except OSError as error:
        trouble = tr("The editor can't be started: {reason}", reason=system_reason(error))
    try:
        written = read_back(path, text)
    except (OSError, ValueError):
        return Edited(text, tr("What the editor wrote is no text in UTF-8; it stays in {path}.", path=path))
    on_saved(path, written)
    path.unlink(missing_ok=True)
    return Edited(written, trouble)


def _run(command: Sequence[str], on_saved: Callable[[], None], path: Path) -> int:
    """Run the editor and look now and then whether it has saved; its exit status. Raises OSError."""
    seen = _state(path)
    with subprocess.Popen(command) as editor:
        while True:
            with suppress(subprocess.TimeoutExpired):
                return editor.wait(_LOOK)
            now = _state(path)
            if now != seen:
                seen = now
                on_saved()


def _state(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:  # an editor may rename its own file over it
        return None
    return found.st_mtime_ns, found.st_size


def _tell_saved(path: Path, before: str, on_saved: Callable[[Path, str], None]) -> None:
    """Half a file is no text, or nothing: the next look finds the whole."""
    with suppress(OSError, ValueError):
        if written := read_back(path, before):
            on_saved(path, written)


def read_back(path: Path, before: str) -> str:
    """What another program left in a file, line ends as in the text before. Raises OSError, ValueError."""
    written = path.read_text(encoding="utf-8").replace("\r\n", "\n")
    if written.endswith("\n") and not before.endswith("\n"):
        written = written[:-1]  # editors end the last line, too
    return written
