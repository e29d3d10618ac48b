"""LibreOffice, where it is installed, for the few old Word files that the own reader cannot open."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from functools import cache
from pathlib import Path

SECONDS = 120.0
_WINDOWS = ("PROGRAMFILES", "PROGRAMFILES(X86)")
# Two at once in one office program's memory are slower than one after the other.
_one_at_a_time = threading.Lock()


@cache
def program() -> str | None:
    """Where LibreOffice is, None when it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if sys.platform == "win32" and found is None:
        for variable in _WINDOWS:
            path = Path(os.environ.get(variable, "")) / "LibreOffice" / "program" / "soffice.exe"
            if path.is_file():
                return str(path)
    return found


def as_docx(path: Path, folder: Path) -> Path | None:
    """The file as .docx in the empty ``folder``; None without LibreOffice, or when it fails or hangs.

    It gets a profile of its own inside ``folder``: with the user's it would hand the file to a window that is
    open, or wait for a question that nobody sees.
    """
    office = program()
    if office is None:
        return None
    source = folder / "paper.doc"
    shutil.copyfile(path, source)
    profile = (folder / "profile").absolute().as_uri()
    command = [office, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "made"), str(source)]
    with _one_at_a_time:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            _end(process)
    made = folder / "made" / "paper.docx"
    return made if made.is_file() else None


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the office with what it started: ``soffice`` is a script around the program itself."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], check=False, capture_output=True)
    else:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
