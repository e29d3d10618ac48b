"""How an archive is, in a few figures: disk, search index, journal, last backup; each good or not."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.language import plural_translator, translator

if TYPE_CHECKING:
    from records.archive import Archive

tr, trn = translator("scripts"), plural_translator("scripts")

#: Below this (bytes), saving will soon be refused.
LEAST_FREE = 2 * 1024**3
#: Entries are sealed every few seconds, a few hundred at a time: so many more mean that nobody seals.
_MOST_UNSEALED = 1000


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing looked at; ``text`` is what was found, in the user's language."""

    name: str
    good: bool
    text: str


async def signs(archive: Archive, status: dict[str, Any]) -> list[Sign]:
    """What can be told of an archive's health; ``status`` is what ``Archive.status`` answered."""
    free = shutil.disk_usage(status["home"]).free
    index, unsealed = await archive.searcher.state(), status["unsealed"]
    indexed = tr("{indexed:,} of {total:,} records indexed", indexed=index.indexed, total=index.total)
    waiting = trn("{number:,} entry waits for its seal", "{number:,} entries wait for their seal", unsealed)
    return [
        Sign("disk", free >= LEAST_FREE, tr("{free:,} MB free", free=free // 1024**2)),
        # One that is still being made is well: search answers meanwhile.
        Sign("index", not index.problem, index.problem or indexed),
        Sign("journal", unsealed <= _MOST_UNSEALED, waiting),
        await _backup(archive, index.total),
    ]


async def _backup(archive: Archive, records: int) -> Sign:
    from records.keep.backup.rotation import last

    found = await last(archive)
    if found is None:
        return Sign("backup", not records, tr("there is none yet"))
    when = f"{found.at.astimezone():%Y-%m-%d %H:%M}"
    text = tr("the last one {when} by {who}: {path}", when=when, who=found.by, path=found.path)
    if found.old:
        days = archive.settings.backup_every
        text += (
            tr("; there ought to be one every {days} days", days=days)
            if days > 1
            else tr("; daily is asked for")
        )
    return Sign("backup", not found.old, text)
