"""The records that whoever works here has pinned, opened and chosen last: one file in the data folder.

Only their identifiers are kept, so one that is not in the archive at hand is simply not offered there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from records.home_paths import BOOKMARKS
from records.whole_file import write_whole

if TYPE_CHECKING:
    from bson.objectid import ObjectId

    from records.archive import Archive
    from records.record import Record

#: How many of the records opened last are kept, and how many may be pinned.
MOST_RECENT, MOST_PINNED = 30, 50
#: How many of those chosen last in pickers are kept: of people, units and all else together.
MOST_CHOSEN = 60
_PARTS = ("pinned", "recent", "chosen")


class Bookmarks:
    """Pinned and recent records of one person. Windows share the file: it is read before each change."""

    def __init__(self, home: Path) -> None:
        self._path = home / BOOKMARKS

    def pinned(self, operator: str) -> list[ObjectId]:
        """In the order in which they were pinned."""
        return self._ids(operator, "pinned")

    def recent(self, operator: str) -> list[ObjectId]:
        """The one opened last first."""
        return self._ids(operator, "recent")

    def opened(self, operator: str, record: ObjectId) -> None:
        """``record`` was opened now. Raises OSError."""
        others = [each for each in self.recent(operator) if each != record]
        self._write(operator, "recent", [record, *others][:MOST_RECENT])

    def chosen(self, operator: str) -> list[ObjectId]:
        """Those chosen in pickers, the last one first."""
        return self._ids(operator, "chosen")

    def choose(self, operator: str, records: Sequence[ObjectId]) -> None:
        """``records`` were chosen in a picker now. Raises OSError."""
        known = self.chosen(operator)
        others = [each for each in known if each not in records]
        if known != (new := [*records, *others][:MOST_CHOSEN]):
            self._write(operator, "chosen", new)

    def pin(self, operator: str, record: ObjectId) -> bool:
        """Pin ``record``, or take its pin away; whether it is pinned now. Raises OSError."""
        pinned = self.pinned(operator)
        if record in pinned:
            self._write(operator, "pinned", [each for each in pinned if each != record])
            return False
        self._write(operator, "pinned", [*pinned, record][-MOST_PINNED:])
        return True

    async def records(self, archive: Archive, operator: str) -> tuple[list[Record], list[Record]]:
        """The live ones of those pinned, and of the others opened last. Raises XuedangError."""
        from records.search.query import Query

        pinned, recent = self.pinned(operator), self.recent(operator)
        wanted = tuple(dict.fromkeys([*pinned, *recent]))
        if not wanted:
            return [], []
        found = {each.id: each for each in await archive.find(Query(ids=wanted), limit=len(wanted))}
        return (
            [found[each] for each in pinned if each in found],
            [found[each] for each in recent if each in found and each not in pinned],
        )

    def _ids(self, operator: str, part: str) -> list[ObjectId]:
        texts = self._read().get(operator, {}).get(part, [])
        # Imported when first needed: the first screen does not wait for it.
        from bson.objectid import ObjectId

        return [ObjectId(each) for each in texts if ObjectId.is_valid(each)]

    def _read(self) -> dict[str, dict[str, list[str]]]:
        """What is kept. A file that is none of ours is put aside under another name, and not overwritten."""
        try:
            loaded = json.loads(self._path.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError):
            loaded = None
        if isinstance(loaded, dict) and all(
            isinstance(each, dict) and all(isinstance(each.get(part, []), list) for part in _PARTS)
            for each in loaded.values()
        ):
            return loaded
        self._path.replace(self._path.with_suffix(".unread"))
        return {}

    def _write(self, operator: str, part: str, ids: Sequence[ObjectId]) -> None:
        kept = self._read()
        kept.setdefault(operator, {})[part] = [str(each) for each in ids]
        write_whole(self._path, json.dumps(kept, ensure_ascii=False, indent=1))
