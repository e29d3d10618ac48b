"""The embedded server: one ``mongod`` per data folder, shared by every instance, stopped by the last.

Each instance holds ``clients.lock`` shared; starting and stopping happen under ``start.lock``, held alone.
Whoever leaves and then gets ``clients.lock`` alone was the last, and stops the server. The server itself
holds ``server.lock`` from its first moment on, and none is started while one does: a second would take the
socket from the first before it finds the data locked. So one that another instance began, or whose starter
was killed, is waited for and shared. The functions here block: call them in a thread.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

from records.errors import DiskFull, ServerUnavailable, XuedangError, system_reason
from records.home_paths import (
    CLIENTS_LOCK,
    DATABASE,
    SERVER_FACTS,
    SERVER_LOCK,
    SERVER_LOG,
    SERVER_SOCKET,
    START_LOCK,
)
from records.language import translator
from records.store import mongod
from records.store import moving as moving_data
from records.store.locks import FileLock, owned

tr = translator("records")

#: Below this, mongod aborts in the middle of a write; refusing early is kinder.
LEAST_FREE_BYTES = 500 * 1024 * 1024
#: The system allows 107 bytes; mongod's own socket beside the door has a longer name.
_SOCKET_PATH_LIMIT = 107 - len(".mongod")
_START_SECONDS = 60.0
_STOP_SECONDS = 30.0
_POLL_SECONDS = 0.005

#: Servers this process started: a dead child stays a zombie, and seems alive, until it is asked.
_children: dict[int, subprocess.Popen[bytes]] = {}
#: Servers launched before anybody joined, by data folder; see ``begun``.
_begun: dict[Path, subprocess.Popen[bytes]] = {}


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    uri: str
    socket: Path
    pid: int
    version: str


class EmbeddedServer:
    """This instance's share in the server of one data folder."""

    def __init__(
        self,
        home: Path,
        *,
        binaries: list[Path] | None = None,
        moving: bool = False,
        patience: float = _START_SECONDS,
    ) -> None:
        """``moving`` is for whoever keeps everybody else out while the data are moved.

        ``patience`` is for how many seconds a start may take.
        """
        self.home = home
        self._moving = moving
        self.data = home / DATABASE
        self.log = home / SERVER_LOG
        self.door = _door_path(home)
        self._socket = self.door.with_suffix(".mongod.sock")
        self._facts = home / SERVER_FACTS
        self._binaries = binaries
        self._patience = patience
        self._stamp = ""
        self._clients = FileLock(home / CLIENTS_LOCK)

    def join(self, on_progress: Callable[[str], None] | None = None) -> Running:
        """Use the folder's server, starting it if none answers.

        Raises ServerUnavailable (no mongod, wrong version, did not start), DiskFull, or Refused while the
        data are being moved to another version.
        """
        self._prepare_folder()
        with self._alone() as got:
            if not got:
                raise ServerUnavailable(
                    tr("Another instance has been starting or stopping the server for too long."),
                    hint=tr("Close the other windows of xuedang and start again."),
                )
            if not self._moving:
                moving_data.refuse_while_moving(self.home)
                clear_place(self.home)
            if not self._clients.held:
                self._clients.share(_STOP_SECONDS)
            try:
                return self._running(on_progress)
            except BaseException:
                self._clients.release()
                raise

    def leave(self) -> bool:
        """Give up this instance's share; True when it was the last, so that the server was stopped."""
        with self._alone() as got:
            self._clients.release()
            if not got or not self._clients.own():
                return False
            try:
                self._stop()
            finally:
                self._clients.release()
            return True

    def begin(self) -> None:
        """Launch the server of a known folder, and wait for nothing; what hinders it, ``join`` says."""
        with suppress(XuedangError, OSError):
            facts = self._read_facts()
            if "stamp" not in facts or "major" not in facts or moving_data.place(self.home).exists():
                return
            with owned(FileLock(self.home / START_LOCK), 0.0) as got:
                if got and not _answers(self._socket):
                    moving_data.refuse_while_moving(self.home)
                    self.door.unlink(missing_ok=True)
                    if (child := self._spawn(facts)) is not None:
                        _begun[self.home] = child

    def alive(self) -> bool:
        """Whether the server process exists; cheap enough to ask every second."""
        pid = self._pid()
        return pid is not None and _exists(pid)

    def _alone(self) -> AbstractContextManager[bool]:
        # A lock of its own each time: this instance may be starting in one thread and leaving in another.
        return owned(FileLock(self.home / START_LOCK), _START_SECONDS + _STOP_SECONDS)

    # --- starting ------------------------------------------------------------------------------

    def _running(self, on_progress: Callable[[str], None] | None) -> Running:
        facts = self._read_facts()
        begun = _begun.pop(self.home, None)
        if not _answers(self.door):
            if not _answers(self._socket):
                if on_progress is not None:
                    on_progress(tr("Starting the embedded server…"))
                self.door.unlink(missing_ok=True)
                facts |= self._launch(facts, begun)
            # It imports the driver: ``begin`` has no time for that.
            from records.store import replica_set

            version = replica_set.ensure_primary(
                _uri(self._socket), str(self._socket), timeout=self._patience
            )
            facts |= {"version": version, "major": mongod.major_of(version)}
            moving_data.write_facts(self._facts, facts)
            self._open_door()
        return Running(_uri(self.door), self.door, self._pid() or 0, facts.get("version", ""))

    def _open_door(self) -> None:
        """Let clients in, now that the server takes writes.

        A client that reconnects to a restarted server too early keeps a connection without sessions in its
        pool, and every transaction on it fails. So clients know a link only, which isn't there until then.
        """
        part = self.door.with_suffix(".part")
        part.unlink(missing_ok=True)
        part.symlink_to(self._socket.name)
        part.replace(self.door)

    def _launch(self, facts: dict[str, str], child: subprocess.Popen[bytes] | None) -> dict[str, str]:
        """Wait until a server listens, and start it unless one lives; what is known of its program."""
        deadline = time.monotonic() + self._patience
        if child is not None and child.poll() is not None:
            child = None
        while not _answers(self._socket):
            if child is None:
                child = self._spawn(facts)
            elif child.poll() is not None:
                raise mongod.start_error(self.log, child.returncode)
            if time.monotonic() > deadline:
                if child is None:
                    raise mongod.silent(self.home, self._pid() or 0)
                raise mongod.start_error(self.log, None)
            time.sleep(_POLL_SECONDS)
        return {"stamp": self._stamp} if self._stamp else {}

    def _spawn(self, facts: dict[str, str]) -> subprocess.Popen[bytes] | None:
        """Start the server; None when one has the folder already, which may not listen yet."""
        lock = FileLock(self.home / SERVER_LOCK)
        with owned(lock, 0.0) as got:
            if not got:
                return None
            binary = mongod.find_binary(
                self._binaries, known=(facts.get("stamp", ""), facts.get("version", ""))
            )
            self._refuse_other_version(facts, binary)
            self._refuse_small_disk()
            mongod.trim_log(self.log)
            command = mongod.command_line(binary, data=self.data, socket=self._socket, log=self.log)
            child = mongod.spawn(command, self.home, lock.lent())
        _children[child.pid] = child
        self._stamp = binary.stamp
        return child

    def _refuse_other_version(self, facts: dict[str, str], binary: mongod.Binary) -> None:
        major = facts.get("major")
        if major and major != binary.major:
            raise ServerUnavailable(
                tr(
                    "The data in {folder} belong to mongod {kept}, but {path} is mongod {found}.",
                    folder=self.home,
                    kept=major,
                    path=binary.path,
                    found=binary.major,
                ),
                hint=tr(
                    "Have them moved: `xuedang upgrade-server --old MONGOD`, with the program of {kept}.",
                    kept=major,
                ),
            )

    def _refuse_small_disk(self) -> None:
        free = shutil.disk_usage(self.home).free
        # The server itself needs a little to open its files; saving is refused earlier (check_space).
        if free < LEAST_FREE_BYTES // 10:
            raise no_space(self.home, free)

    def check_space(self, needed: int = 0) -> None:
        """Raises DiskFull when a write of ``needed`` bytes would leave the server too little room."""
        free = shutil.disk_usage(self.home).free
        if free - needed < LEAST_FREE_BYTES:
            raise no_space(self.home, free)

    # --- stopping ------------------------------------------------------------------------------

    def _stop(self) -> None:
        pid = self._pid()
        # A killed server leaves its number behind, and the system may have given it to another program.
        if pid is None or not _answers(self._socket):
            return
        self.door.unlink(missing_ok=True)
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS
        while _exists(pid) and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)
        # A process is gone a moment before its files are: the next server finds the lock free.
        with owned(FileLock(self.home / SERVER_LOCK), max(0.0, deadline - time.monotonic())):
            pass

    # --- the folder ----------------------------------------------------------------------------

    def _prepare_folder(self) -> None:
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.home.chmod(stat.S_IRWXU)
            self.data.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise ServerUnavailable(
                tr(
                    "The data folder {folder} can't be used: {reason}",
                    folder=self.home,
                    reason=system_reason(error),
                ),
                hint=tr("Choose another one with XUEDANG_HOME."),
            ) from error

    def _pid(self) -> int | None:
        """Who has the data, by mongod's own lock file (it is emptied at a clean stop)."""
        try:
            text = (self.data / "mongod.lock").read_text(encoding="ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        return int(text) if text.isdigit() else None

    def _read_facts(self) -> dict[str, str]:
        try:
            facts = json.loads(self._facts.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise ServerUnavailable(
                tr("{path} is damaged: it tells which server owns the data.", path=self._facts),
                hint=tr('Write {"major": "6.0"} into it, with the version of mongod that was used so far.'),
            ) from error
        return {key: str(value) for key, value in facts.items()} if isinstance(facts, dict) else {}


@contextmanager
def begun(home: Path) -> Iterator[None]:
    """Let the folder's server start while whoever will ``join`` it in this block is still getting ready.

    It takes about as long as the first screen. If nobody joins, it is stopped in the end.
    """
    server = EmbeddedServer(home)
    server.begin()
    try:
        yield
    finally:
        if home in _begun:
            with suppress(XuedangError):
                server.join()
                server.leave()


def clear_place(home: Path) -> None:
    """Finish a move of the data that was decided; remove what another one left behind, its server too."""
    place = moving_data.place(home)
    if place.exists():
        EmbeddedServer(place).leave()
        moving_data.settle(home)
        shutil.rmtree(place, ignore_errors=True)


def no_space(folder: Path, free: int) -> DiskFull:
    return DiskFull(
        tr("Only {free} MB are left on the disk that holds {folder}.", free=free // 1024**2, folder=folder),
        hint=tr("Free at least {needed} MB; nothing was written.", needed=LEAST_FREE_BYTES // 1024**2),
    )


def _uri(path: Path) -> str:
    return f"mongodb://{quote_plus(str(path))}/?directConnection=true"


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(1.0)
        try:
            probe.connect(str(path))
        except OSError:
            return False
        return True


def _exists(pid: int) -> bool:
    child = _children.get(pid)
    if child is not None:
        if child.poll() is None:
            return True
        del _children[pid]
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _door_path(home: Path) -> Path:
    """``xd.sock`` in the data folder, unless its path is too long for the system or unfit for --bind_ip."""
    wished = home / SERVER_SOCKET
    if len(os.fsencode(wished)) <= _SOCKET_PATH_LIMIT and "," not in str(wished):
        return wished
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
    folder = os.environ.get("XDG_RUNTIME_DIR")
    if folder and len(folder) < 60 and Path(folder).is_dir():
        return Path(folder) / f"xuedang-{name}.sock"
    private = Path(tempfile.gettempdir()) / f"xuedang-{os.getuid()}"
    private.mkdir(mode=0o700, exist_ok=True)
    status = private.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o077:
        raise ServerUnavailable(
            tr("{folder} is not a folder of your own.", folder=private),
            hint=tr("Choose a data folder with a shorter path (XUEDANG_HOME)."),
        )
    return private / f"{name}.sock"
