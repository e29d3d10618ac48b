"""How an archive is, in a few figures: disk, search index, journal, last backup; each good or not."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from records.language import plural_translator, translator

if TYPE_CHECKING:
    from records.archive import Archive
    from records.search.searcher import State

tr, trn = translator("scripts"), plural_translator("scripts")

#: Below this (bytes), saving will soon be refused.
LEAST_FREE = 2 * 1024**3
#: Entries are sealed every few seconds, a few hundred at a time: so many more mean that nobody seals.
_MOST_UNSEALED = 1000


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing looked at; ``text`` is what was found, in the user's language.

    ``under_way``: it is not good yet, and becomes so by itself.
    """

    name: str
    good: bool
    text: str
    under_way: bool = False


async def signs(archive: Archive, status: dict[str, Any]) -> list[Sign]:
    """What can be told of an archive's health; ``status`` is what ``Archive.status`` answered."""
    free = shutil.disk_usage(status["home"]).free
    index, unsealed = await archive.searcher.state(), status["unsealed"]
    waiting = trn("{number:,} entry waits for its seal", "{number:,} entries wait for their seal", unsealed)
    return [
        Sign("disk", free >= LEAST_FREE, tr("{free:,} MB free", free=free // 1024**2)),
        index_sign(index),
        Sign("journal", unsealed <= _MOST_UNSEALED, waiting),
        await _backup(archive, index.total),
    ]


def index_sign(index: State) -> Sign:
    """How the text index is. One that is still being made answers slowly what it does not hold yet."""
    text = tr("{indexed:,} of {total:,} records indexed", indexed=index.indexed, total=index.total)
    lacks = index.indexed < index.total
    return Sign("index", not index.problem and not lacks, index.problem or text, lacks and not index.problem)


async def _backup(archive: Archive, records: int) -> Sign:
    from records.keep.backup.rotation import last

    found = await last(archive)
    if found is None:
        return Sign("backup", not records, tr("there is none yet"))
    if found.restored:
        text = tr("put back from {path} by {who}, none made since", path=found.path, who=found.by)
        return Sign("backup", not found.old, text)
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
