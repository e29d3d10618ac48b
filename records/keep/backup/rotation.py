"""Backups that are made without anybody asking: one a day, and after much has come in; old ones go.

A full backup begins a series; those of the days after hold only what changed. The newest two series stay
whole, of older ones the first of each month for a year.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from records.errors import Refused, XuedangError
from records.home_paths import BACKUPS, BACKUPS_LOCK
from records.keep.backup.container import BackupFile
from records.keep.backup.make import back_up
from records.keep.backup.manifest import Manifest
from records.keep.backup.secrecy import Key
from records.language import translator
from records.settings import Settings
from records.store.locks import FileLock, owned
from records.typed_path import typed_path

if TYPE_CHECKING:
    from records.archive import Archive

tr = translator("records")

_STAMP = "%Y%m%d-%H%M%S"
_FULL, _MORE = "full", "more"
#: A series is so long at most.
_SERIES = timedelta(days=7)
_SERIES_KEPT = 2
_MONTHS_KEPT = 12
#: So many new records are worth a backup of their own.
MUCH = 1000


@dataclass(frozen=True, slots=True, order=True)
class Kept:
    """A file of the rotation: ``xuedang-20121015-081500-full.xdb``."""

    made: datetime
    full: bool
    path: Path

    @classmethod
    def of(cls, path: Path, archive: str) -> Kept | None:
        """None for any other file."""
        head, _, kind = path.stem.rpartition("-")
        name, _, clock = head.rpartition("-")
        name, _, day = name.rpartition("-")
        if name != archive or kind not in (_FULL, _MORE):
            return None
        try:
            return cls(datetime.strptime(f"{day}-{clock}", _STAMP), kind == _FULL, path)
        except ValueError:
            return None


def folder_of(settings: Settings) -> Path:
    """Where they are kept: ``backup_folder``, or ``backups`` in the data folder."""
    return typed_path(settings.backup_folder) if settings.backup_folder else settings.home / BACKUPS


def kept(folder: Path, archive: str) -> list[Kept]:
    """The rotation's files of one archive, the oldest first."""
    found = (Kept.of(path, archive) for path in folder.glob("*.xdb"))
    return sorted(each for each in found if each is not None)


@dataclass(frozen=True, slots=True)
class Last:
    """The backup that was made last, by whoever: when (UTC), by whom, where.

    ``old``: it is older than the settings want them, and something was changed since. ``restored``: none was
    made of this archive since it was put back from that one, which is then as of that moment.
    """

    at: datetime
    by: str
    path: Path
    old: bool
    restored: bool


async def last(archive: Archive) -> Last | None:
    """As the journal tells; None when there never was one."""
    # The file by which the archive moved to another server is gone.
    sorts: list[dict[str, Any]] = [{"action": "backup"}, {"action": "restored", "moved": {"$exists": False}}]
    found = [await archive.store.journal.find_one(sort, sort=[("_id", -1)]) for sort in sorts]
    told = [each for each in found if each is not None]
    if not told:
        return None
    entry = max(told, key=lambda each: (each["at"], each["_id"]))
    at = entry["at"].replace(tzinfo=UTC)
    path = Path(entry.get("folder", ""), entry.get("file", "?"))
    return Last(at, entry["by"], path, await _late(archive, at), entry["action"] == "restored")


async def missing_since(archive: Archive) -> datetime | None:
    """Since when (UTC) there ought to have been another backup: the last one, or the archive's first entry.

    None while all is well.
    """
    found = await last(archive)
    if found is not None:
        return found.at if found.old else None
    first = await archive.store.journal.find_one({}, sort=[("_id", 1)])
    at = first["at"].replace(tzinfo=UTC) if first is not None else None
    return at if at is not None and await _late(archive, at) else None


async def _late(archive: Archive, at: datetime) -> bool:
    """Whether a backup of that moment is older than the settings want, and something was changed since."""
    every = archive.settings.backup_every
    # One is made while a window is open: a day more is no reason to worry.
    due = every > 0 and datetime.now(UTC) - at >= timedelta(days=every + 1)
    return due and await _touched_since(archive, at)


def none_yet(settings: Settings, archive: str) -> bool:
    """Whether the rotation is to be kept here and has no backup of an archive at all."""
    return _kept_here(settings) and not kept(folder_of(settings), archive)


def _kept_here(settings: Settings) -> bool:
    return settings.backup_every > 0 and bool(not settings.uri or settings.backup_folder)


async def if_due(archive: Archive, now: datetime, *, only_for_much: bool = False) -> Path | None:
    """Make a backup when a day has passed, or much has come in; the file, or None when it is not time.

    ``now`` is local time. With ``only_for_much`` the day does not count, only what has come in. Of several
    windows one makes it. Nothing is done on a shared server unless ``backup_folder`` is set: one desk does
    it for all. Raises what ``back_up`` raises.
    """
    settings = archive.settings
    if not _kept_here(settings):
        return None
    folder = folder_of(settings)
    lock = FileLock(settings.home / BACKUPS_LOCK)
    with owned(lock, 0) as alone:
        if not alone:
            return None
        name = archive.store.database.name
        series = await asyncio.to_thread(kept, folder, name)
        base = await asyncio.to_thread(_newest, series)
        grown = await archive.store.records.estimate() - (base.count("records") if base else 0)
        if grown < MUCH and (only_for_much or not await _day_has_passed(archive, series, base, now, grown)):
            return None
        begun = next((each.made for each in reversed(series) if each.full), None)
        if base is not None and (begun is None or now - begun >= _SERIES):
            base = None
        kind = _MORE if base is not None else _FULL
        path = folder / f"{name}-{now.strftime(_STAMP)}-{kind}.xdb"
        await back_up(archive, path, base=base)
        await asyncio.to_thread(_prune, await asyncio.to_thread(kept, folder, name))
        return path


async def _day_has_passed(
    archive: Archive, series: Sequence[Kept], base: Manifest | None, now: datetime, records: int
) -> bool:
    """Once a day, but not of an empty archive, nor of one that nobody has touched since."""
    if base is None:
        return records > 0
    if now - series[-1].made < timedelta(days=archive.settings.backup_every):
        return False
    return await _touched_since(archive, base.made)


async def _touched_since(archive: Archive, moment: datetime) -> bool:
    # What tells of the backup itself, of its being put back, or of what is stored already does not count.
    others = {"action": {"$nin": ["backup", "restored", "told"]}}
    newest = await archive.store.journal.find_one(others, sort=[("_id", -1)])
    return newest is not None and newest["at"].replace(tzinfo=UTC) > moment


def _newest(series: Sequence[Kept]) -> Manifest | None:
    """What the newest says of itself; None: there is none, or it can't be read, so that a full one is due."""
    if not series:
        return None
    try:
        file = BackupFile(series[-1].path, _no_key)
    except XuedangError:
        return None
    file.close()
    return file.manifest


def _no_key(wrapped: bytes) -> Key:
    raise Refused(tr("The backup is encrypted."))


def _prune(files: Sequence[Kept]) -> None:
    """Remove what the rotation does not keep. A file that can't be removed stays."""
    series: list[list[Kept]] = []
    for each in files:
        if each.full or not series:
            series.append([])
        series[-1].append(each)
    stay = {each.path for one in series[-_SERIES_KEPT:] for each in one}
    months: dict[str, Kept] = {}
    for one in series[:-_SERIES_KEPT]:
        months.setdefault(one[0].made.strftime("%Y-%m"), one[0])
    stay |= {each.path for each in list(months.values())[-_MONTHS_KEPT:]}
    for each in files:
        if each.path not in stay:
            each.path.unlink(missing_ok=True)
