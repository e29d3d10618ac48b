"""One limited child process: started when first asked, replaced after so many files, stopped if it hangs."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import records

# A child is replaced after so many files: the libraries in it leak, and hold on to what they once took.
FILES_PER_CHILD = 200
_LAST_BREATH = 5.0
_ENVIRONMENT = ("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "LANG", "LC_ALL", "LD_LIBRARY_PATH")
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 0) or None


class Worker:
    """Asks its child one thing at a time; not for several threads at once."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._served = 0

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The child's answer. When it died or took too long, ``refused`` says so, as a quarantine code.

        ``longer`` in the request is how many seconds more than usual it may take.
        """
        seconds = self._seconds + request.get("longer", 0)
        if self._served >= FILES_PER_CHILD:
            self.stop()
        child = self._running()
        self._served += 1
        try:
            assert child.stdin is not None
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.flush()
            line = self._reply(child, seconds)
        except BrokenPipeError:
            line = b""
        if line is None:
            self.stop()
            return {"refused": "timeout", "detail": f"{seconds:.0f} s"}
        if not line:
            code = self.stop(dying=True)
            if code is not None and code == _OUT_OF_TIME:
                return {"refused": "timeout", "detail": "CPU"}
            return {"refused": "killed", "detail": f"exit {code}"}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _reply(self, child: subprocess.Popen[bytes], seconds: float) -> bytes | None:
        """The child's line; empty when it died, None when the time is up."""
        assert child.stdout is not None
        lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        # A thread, since pipes cannot be waited for with a limit on every platform; it ends with the child.
        waiter = threading.Thread(
            target=lambda out: lines.put(out.readline()), args=(child.stdout,), daemon=True
        )
        waiter.start()
        try:
            return lines.get(timeout=seconds)
        except queue.Empty:
            return None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is not None and self._child.poll() is None:
            return self._child
        self.stop()
        self._child = subprocess.Popen(
            [sys.executable, "-m", "records.intake.files.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=child_environment(),
        )
        self._served = 0
        return self._child

    def stop(self, *, dying: bool = False) -> int | None:
        """End the child; its exit code, None when there was none. The next question starts another."""
        child, self._child = self._child, None
        if child is None:
            return None
        try:
            # A child that closed its end is on its way out; only its own exit code says what happened.
            code = child.wait(_LAST_BREATH if dying else 0)
        except subprocess.TimeoutExpired:
            child.kill()
            code = child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                pipe.close()
        return code


def child_environment() -> dict[str, str]:
    """What a child process needs of the environment to find the program."""
    home = str(Path(records.__file__).resolve().parent.parent)
    # Nothing else: what a hostile file makes of the child, it finds no secrets there.
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    environment["PYTHONPATH"] = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    return environment
