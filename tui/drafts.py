"""The draft journal: what is being typed, on disk within a moment, so that nothing typed is lost.

Every running application owns one folder under ``HOME/drafts``, held by a lock that the operating
system drops however the process ends. A form that differs from what it was opened with has one file
in it: written whole to a part file, synced, and renamed over the last. Folders whose lock is free are
left-overs; their drafts are offered at the next start. A draft is renamed *before* it is opened, so
that one which brings the application down is not opened by itself a second time.

A text that is in another program (the operator's own editor) is in a file under ``HOME/drafts/editor``, which
the draft names: what that program saves after we are gone is offered with the draft.
"""

from __future__ import annotations

import json
import os
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from records.home_paths import DRAFTS
from tui.external_editor import read_back

EDITOR = "editor"
#: In a draft's file: names of files in ``EDITOR`` by the field whose text they hold.
OUTSIDE = "outside"
LOCK = "lock"
SUFFIX = ".json"
TRIED = ".tried"
BAD = "unreadable"
_NAME = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A form's unsaved state.

    ``record`` is the identifier of the record it edits; ``version`` the version it was read at, 0 for
    a new one; ``base`` the typed form of that version and ``typed`` the form now, both as in
    ``form_state``; ``extra`` the types chosen for fields that no kind file names.
    """

    kind: str
    record: str
    version: int
    title: str
    base: dict[str, Any]
    typed: dict[str, Any]
    extra: dict[str, str] = field(default_factory=dict)
    saved_at: str = ""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class Leftover:
    """A draft of an application that is gone. ``tried``: it was opened before and never got saved.

    ``outside``: files of another program that hold some of it.
    """

    path: Path
    draft: Draft
    tried: bool
    outside: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Outside:
    """A text that another program has: the field, the file, and the text as that last saved it."""

    field: str
    path: Path
    text: str


class DraftFile:
    """The file of one form. Writing is atomic; nothing is written when nothing changed.

    ``journal`` knows which text is in another program now. ``taken_over`` are files of such a program whose
    text is in the form now: they go as soon as a draft has it.
    """

    def __init__(self, path: Path, journal: DraftJournal, taken_over: Sequence[Path] = ()) -> None:
        self.path = path
        self._journal = journal
        self._taken_over = taken_over
        self._last: tuple[Draft, dict[str, str]] | None = None
        self._lock = threading.Lock()

    def write(self, draft: Draft) -> None:
        """Put ``draft`` on disk, synced, before returning. Raises OSError."""
        with self._lock:
            outside = self._journal.away(draft.typed)
            if (draft, outside) != self._last:
                self._write(draft, outside)
                self._last = draft, outside

    def _write(self, draft: Draft, outside: dict[str, str]) -> None:
        stamped = asdict(draft) | {"saved_at": datetime.now(UTC).isoformat(timespec="microseconds")}
        if outside:
            stamped[OUTSIDE] = outside
        part = self.path.with_suffix(".part")
        with part.open("w", encoding="utf-8") as file:
            json.dump(stamped, file, ensure_ascii=False)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self.path)
        _sync_folder(self.path.parent)
        self._forget_taken_over()

    def _forget_taken_over(self) -> None:
        for path in self._taken_over:
            path.unlink(missing_ok=True)
        self._taken_over = ()

    def discard(self) -> None:
        """The form was saved, or its changes given up."""
        with self._lock:
            self._last = None
            self.path.unlink(missing_ok=True)
            self.path.with_suffix(".part").unlink(missing_ok=True)
            self._forget_taken_over()


class DraftJournal:
    """The drafts of this process, and the left-overs of others. Use as a context manager."""

    def __init__(self, home: Path) -> None:
        self._root = home / DRAFTS
        self.folder = self._root / os.urandom(8).hex()
        self._lock: IO[str] | None = None
        #: The text that is in another program now.
        self.outside: Outside | None = None

    @property
    def editor_folder(self) -> Path:
        """Where the files of other programs are."""
        return self._root / EDITOR

    def away(self, typed: Mapping[str, Any]) -> dict[str, str]:
        """Which of these texts is in another program now: the name of its file by the field's. Mostly none.

        Such a form is unsaved, whatever it holds: what that program saves may come when we are gone.
        """
        away = self.outside
        return {away.field: away.path.name} if away and typed.get(away.field) == away.text else {}

    def __enter__(self) -> DraftJournal:
        while self._lock is None:
            self.folder = self._root / os.urandom(8).hex()
            self.folder.mkdir(mode=0o700, parents=True)
            self._lock = _hold(self.folder / LOCK)
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            self._lock.close()
        _remove_if_empty(self.folder)

    def new_file(self) -> DraftFile:
        """A file for one more form."""
        return DraftFile(self.folder / f"{os.urandom(8).hex()}{SUFFIX}", self)

    def leftovers(self) -> list[Leftover]:
        """Drafts of applications that ended without saving, newest first. Unreadable ones are set aside."""
        found = [each for folder in self._abandoned() for each in self._read_folder(folder)]
        return sorted(found, key=lambda each: each.draft.saved_at, reverse=True)

    def take(self, leftover: Leftover) -> DraftFile:
        """Make a left-over ours, marked as tried, before it is opened in a form."""
        name = f"{os.urandom(8).hex()}{TRIED}{SUFFIX}"
        target = self.folder / name
        leftover.path.replace(target)
        _sync_folder(self.folder)
        _remove_if_empty(leftover.path.parent)
        return DraftFile(target, self, leftover.outside)

    def settle(self, file: DraftFile) -> None:
        """The draft taken is open and works: it is an ordinary one again."""
        plain = file.path.with_name(file.path.name.replace(TRIED, ""))
        if plain != file.path:
            file.path.replace(plain)
            file.path = plain

    def discard(self, leftover: Leftover) -> None:
        """Give a left-over up for good."""
        for path in (leftover.path, *leftover.outside):
            path.unlink(missing_ok=True)
        _remove_if_empty(leftover.path.parent)

    def _abandoned(self) -> Iterator[Path]:
        for folder in sorted(self._root.iterdir()):
            if folder == self.folder or not _NAME.fullmatch(folder.name):
                continue
            try:
                with (folder / LOCK).open("a", encoding="utf-8") as lock:
                    free = _try_lock(lock)
            except OSError:
                continue
            if free:
                yield folder

    def _read_folder(self, folder: Path) -> Iterator[Leftover]:
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            try:
                loaded = json.loads(path.read_text(encoding="utf-8"))
                outside = loaded.pop(OUTSIDE, {})
                draft = Draft(**loaded)
                if not all(
                    isinstance(each, dict) for each in (draft.base, draft.typed, draft.extra, outside)
                ):
                    raise TypeError(path)
                files = self._take_in(draft, outside)
            except (OSError, ValueError, TypeError, RecursionError):
                aside = self._root / BAD
                aside.mkdir(mode=0o700, exist_ok=True)
                path.replace(aside / f"{folder.name}-{path.name}")
                continue
            leftover = Leftover(path, draft, TRIED in path.name, files)
            if files and draft.typed == draft.base:  # only looked at in the other program
                self.discard(leftover)
            else:
                yield leftover
        _remove_if_empty(folder)

    def _take_in(self, draft: Draft, outside: dict[str, str]) -> tuple[Path, ...]:
        """Put into the draft what another program saved since; the files that hold it."""
        files = [(name, self.editor_folder / Path(file).name) for name, file in outside.items()]
        for name, path in files:
            with suppress(OSError, ValueError):  # gone, or no text: the draft is as it was
                draft.typed[name] = read_back(path, str(draft.typed.get(name, ""))) or draft.typed[name]
        return tuple(path for _, path in files)


def _hold(path: Path) -> IO[str] | None:
    """Lock ``path`` for as long as the answer is open; None when a starting neighbour tidied it away."""
    try:
        lock = path.open("w", encoding="utf-8")  # held until the application leaves
    except FileNotFoundError:
        return None
    if _try_lock(lock) and path.exists():
        return lock
    lock.close()
    return None


def _remove_if_empty(folder: Path) -> None:
    """Remove an instance folder that holds no drafts any more."""
    if not folder.is_dir() or any(path.name != LOCK for path in folder.iterdir()):
        return
    (folder / LOCK).unlink(missing_ok=True)
    folder.rmdir()


def _sync_folder(folder: Path) -> None:
    """Make a rename durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _try_lock(file: IO[str]) -> bool:
    """Lock the whole file for this process if nobody holds it; closing it frees it."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined, unused-ignore]
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
