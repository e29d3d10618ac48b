"""One word processor for all the pages of a run: starting it takes six times as long as laying out a page."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL

FONTS = Path(__file__).parents[1] / "tools" / "fonts-alias.conf"


class Office:
    """LibreOffice, official fonts replaced by free ones of equal width."""

    def __init__(self, program: str, folder: Path) -> None:
        self._folder = folder
        self._command = [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--norestore",
        ]
        self._environment = os.environ | {"FONTCONFIG_FILE": str(FONTS)}

    @contextmanager
    def running(self) -> Iterator[None]:
        """While open, conversions go to one process, which has a paper open and so does not end after them.

        If it ends all the same, each conversion starts one of its own.
        """
        paper = self._folder / "open.txt"
        paper.touch()
        with subprocess.Popen(
            [*self._command, str(paper)],
            env=self._environment,
            start_new_session=True,
            stdin=DEVNULL,
            stdout=DEVNULL,
            stderr=DEVNULL,
        ) as process:
            try:
                # Who asks before it listens takes its place, and ends with the first conversion.
                while process.poll() is None and not (self._folder / ".~lock.open.txt#").exists():
                    try:
                        process.wait(0.05)
                    except subprocess.TimeoutExpired:
                        pass
                yield
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)

    def converted(self, to: str, folder: Path, files: Mapping[str, bytes]) -> dict[str, Path]:
        """The .docx files (by name) in another format (a filter of LibreOffice's), in an empty folder."""
        made = folder / "made"
        for name, docx in files.items():
            (folder / f"{name}.docx").write_bytes(docx)
        subprocess.run(
            [
                *self._command,
                "--convert-to",
                to,
                "--outdir",
                made,
                *(folder / f"{name}.docx" for name in files),
            ],
            check=True,
            capture_output=True,
            timeout=170,
            env=self._environment,
        )
        return {name: made / f"{name}.{to.partition(':')[0]}" for name in files}
