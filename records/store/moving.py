"""How a data folder's database gives way to one that was made anew beside it: whole, or not at all.

The new one is made in ``upgrade/db``. One write to ``server.json`` decides; what then remains, two renames,
whoever opens the folder next finishes. Killed before that write, the old database stands as it was.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from records.errors import Refused
from records.home_paths import CLIENTS_LOCK, DATABASE, SERVER_FACTS, START_LOCK, UPGRADE, UPGRADE_LOCK
from records.language import translator
from records.store.locks import FileLock, owned

tr = translator("records")

#: In ``server.json``: the name that the old database is to be kept under. There until the renames are done.
_SWAP = "swap"
_WAIT_SECONDS = 30.0


def place(home: Path) -> Path:
    """The folder in which the new database is made: a data folder of its own."""
    return home / UPGRADE


def kept(home: Path) -> list[Path]:
    """The databases that were kept aside, the oldest first."""
    return sorted(home.glob(f"{DATABASE}-*-*"))


def refuse_while_moving(home: Path) -> None:
    """Raises Refused while the database of this folder is being moved."""
    path = home / UPGRADE_LOCK
    if not path.exists():
        return
    lock = FileLock(path)
    if not lock.share(0.0):
        raise Refused(
            tr("The database of {folder} is being moved to another version of its server.", folder=home),
            hint=tr("Wait until `xuedang upgrade-server` has ended."),
        )
    lock.release()


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Keep everybody else out of the folder. Raises Refused when somebody is in it."""
    busy = Refused(
        tr("Another window or command is using {folder}.", folder=home),
        hint=tr("Close them all and try again; nothing was changed."),
    )
    with owned(FileLock(home / UPGRADE_LOCK), 0.0) as got:
        if not got:
            raise busy
        with owned(FileLock(home / START_LOCK), _WAIT_SECONDS) as waited:
            clients = FileLock(home / CLIENTS_LOCK)
            if not waited or not clients.own():
                raise busy
            clients.release()
        yield


def decide(home: Path, name: str) -> None:
    """From here on the new database is the one; the old one is kept as ``name``. No server runs on either."""
    facts = json.loads((place(home) / SERVER_FACTS).read_text(encoding="utf-8"))
    write_facts(home / SERVER_FACTS, facts | {_SWAP: name})
    settle(home)


def settle(home: Path) -> None:
    """Finish what was decided, if anything was. Called while no server runs on the folder."""
    path = home / SERVER_FACTS
    if not path.exists() or _SWAP not in path.read_text(encoding="utf-8", errors="replace"):
        return
    facts = json.loads(path.read_text(encoding="utf-8"))
    new, old = place(home) / DATABASE, home / DATABASE
    if new.exists():
        if not (home / facts[_SWAP]).exists():
            old.rename(home / facts[_SWAP])
        # Nothing is in the way but an empty folder, made by whoever opened it in between.
        new.rename(old)
    del facts[_SWAP]
    write_facts(path, facts)
    shutil.rmtree(place(home), ignore_errors=True)


def write_facts(path: Path, facts: dict[str, str]) -> None:
    """Replace ``server.json`` by another, at one stroke."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(facts, indent=1), encoding="utf-8")
    part.replace(path)
