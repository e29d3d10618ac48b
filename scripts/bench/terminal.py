"""A program, xuedang above all, in a terminal of its own, watched until a text is on its screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from records.errors import XuedangError
from records.language import translator

tr = translator("scripts")

#: Escape sequences: what moves the cursor, colours, asks the terminal; what is left is text.
_ESCAPES = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[PX^_].*?\x1b\\|[ -/]*[0-~])", re.S
)
_ANSWER_SECONDS = 60.0
_ROOT = Path(__file__).resolve().parents[2]

#: The application, without the environment's set-up.
XUEDANG = (sys.executable, "-P", "-m", "scripts.main")
DOWN, PAGE_DOWN = b"\x1b[B", b"\x1b[6~"
#: From the first line of Home's menu down to all records: below the nine pages of the programme.
TO_ALL_RECORDS = DOWN * 9 + b"\r"


def environment(home: Path) -> dict[str, str]:
    """What a program in a terminal sees around it, with its archive in ``home``.

    It may keep its modules compiled, as it does where it is installed: else each start would compile them.
    """
    return {
        **{name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        "XUEDANG_HOME": str(home),
        "XUEDANG_LANG": "en",
        "XUEDANG_OPERATOR": "bench",
        "TERM": "xterm-256color",
        "PYTHONPATH": str(_ROOT),
    }


class Terminal:
    """Runs ``command`` at 80x24 (or ``size``) and says when a text was first painted."""

    def __init__(
        self, command: Sequence[str], environ: Mapping[str, str], size: tuple[int, int] = (80, 24)
    ) -> None:
        self.began = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            os.execvpe(command[0], list(command), dict(environ))
        columns, rows = size
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self._seen = b""

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        os.kill(self.pid, signal.SIGTERM)
        while self._read(0.1):
            pass
        os.waitpid(self.pid, 0)
        os.close(self._fd)

    def wait_for(self, text: str) -> float:
        """Seconds since the start until ``text`` was on the screen. Raises XuedangError when it never is."""
        wanted = text.encode()
        deadline = time.perf_counter() + _ANSWER_SECONDS
        while wanted not in _ESCAPES.sub(b"", self._seen):
            if time.perf_counter() > deadline or not self._read(1.0):
                raise XuedangError(tr("The program never showed {text!r}.", text=text))
        return time.perf_counter() - self.began

    def press(self, keys: bytes) -> None:
        """Type; what was seen before is forgotten."""
        self._seen = b""
        os.write(self._fd, keys)

    def painted(self, keys: bytes, text: str) -> float:
        """Seconds from typing ``keys`` until ``text`` was painted, again or anew."""
        began = time.perf_counter()
        self.press(keys)
        self.wait_for(text)
        return time.perf_counter() - began

    def _read(self, seconds: float) -> bool:
        """Read what comes within ``seconds``; False when the program has closed its terminal."""
        ready, _, _ = select.select([self._fd], [], [], seconds)
        if not ready:
            return True
        try:
            piece = os.read(self._fd, 65536)
        except OSError:
            return False
        self._seen += piece
        return bool(piece)
