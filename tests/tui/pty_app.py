"""The application on a real pseudo-terminal, to be killed."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from pathlib import Path
from types import TracebackType

_ROOT = Path(__file__).parents[2]


class PtyApp:
    """``xuedang`` as a child with a terminal of its own. ``seen`` is everything it has painted.

    ``environ`` is what its environment has besides this process's.
    """

    def __init__(self, columns: int = 80, lines: int = 24, **environ: str) -> None:
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(_ROOT)
            given = os.environ | {"TERM": "xterm-256color", "COLORTERM": "truecolor"} | environ
            os.execve(sys.executable, [sys.executable, "-m", "scripts.main"], given)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.seen = ""
        self.status: int | None = None

    def __enter__(self) -> PtyApp:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if self.status is None:
            self.kill(signal.SIGKILL)
        os.close(self.terminal)

    def read(self, seconds: float) -> bool:
        """Read what is painted within ``seconds``; False at the end of the terminal."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.terminal, 65536)
        except OSError:  # EIO: the child closed its side
            return False
        self.seen += data.decode("utf-8", "replace")
        return bool(data)

    def until(self, text: str, *, after: int = 0, seconds: float = 20) -> None:
        """Read until ``text`` was painted (behind position ``after`` of ``seen``)."""
        end = time.monotonic() + seconds
        while text not in self.seen[after:]:
            if time.monotonic() > end or not self.read(0.2):
                raise AssertionError(f"{text!r} was never painted; last: {self.seen[-2000:]!r}")

    def keys(self, text: str) -> None:
        """Press keys: their bytes, as a terminal sends them."""
        os.write(self.terminal, text.encode())

    def answers(self, keys: str, text: str, *, seconds: float = 20) -> None:
        """Press keys and read until ``text`` was painted since then."""
        painted = len(self.seen)
        self.keys(keys)
        self.until(text, after=painted, seconds=seconds)

    def kill(self, number: int) -> None:
        """Send a signal and wait for the end."""
        os.kill(self.pid, number)
        self.wait()

    def wait(self) -> None:
        """Wait until the process is gone, reading what it still says."""
        while self.status is None:
            self.read(0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = status
