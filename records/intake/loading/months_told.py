"""Records of which a month is told where others have a day: what tells them from others of that month.

Two visits of one household in one month have nothing but the month in common. A row that comes in again is
its record where it says the same, or stands where that stood; what another file says otherwise is another
record, flagged. So is what another source tells of with its day: whether the two are one, nobody knows.
Records that came in before the month was a part of their identity are known by the file and what they say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from records.intake.loading.hashing import content_hash
from records.intake.loading.preparing import identity_of
from records.intake.loading.seen import Seen
from records.intake.outcome import Item, as_shown
from records.record import Record

if TYPE_CHECKING:
    from records.archive import Archive

#: So many records of one month are told apart by what they say; further ones by their order alone.
_MOST = 20


class MonthsTold:
    """Gives items without their day the keys of the records that they are, part by part of an import."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        #: The keys that were given: no two rows of an import are one record.
        self._given = Seen()

    async def keep_apart(self, items: Iterable[Item]) -> None:
        """Settle the keys of those items that have none but by their order."""
        mine = {id(item): base for item in items if (base := self._base(item)) is not None}
        if not mine:
            return
        waiting = [item for item in items if id(item) in mine]
        formerly = {id(item): self._former(item) for item in waiting}
        stored = await self._stored({*mine.values(), *formerly.values()})
        for bases, fits in (
            *((mine, fits) for fits in (_says_the_same, _stood_there)),
            *((formerly, fits) for fits in (_said_the_same_there, _stood_there)),
            (mine, _of_that_file),
        ):
            left = []
            for item in waiting:
                known = stored[bases[id(item)]]
                keys = [key for key, record in known.items() if fits(item, record)]
                item.key = next((key for key in keys if self._take(key)), "")
                if not item.key:
                    left.append(item)
            waiting = left
        for item in waiting:
            self._number(item, mine[id(item)], stored[mine[id(item)]])

    def _base(self, item: Item) -> str | None:
        """The identity that an item shares with others of its month; None where a day or a paper tells."""
        kind = self._archive.kinds[item.kind]
        if item.record_id is not None or not set(kind.key) & item.vague.keys() - item.fields.keys():
            return None
        base = identity_of(kind, item)
        number = item.key.removeprefix(f"{base}#") if item.key != base else "1"
        return base if number.isdecimal() and int(number) <= _MOST else None

    def _former(self, item: Item) -> str:
        """The identity of such a record in earlier releases, which left the month out of it."""
        return identity_of(self._archive.kinds[item.kind], replace(item, vague={}))

    async def _stored(self, bases: set[str]) -> dict[str, dict[str, Record]]:
        keys = {key: base for base in bases for key in _keys(base)}
        found: dict[str, dict[str, Record]] = defaultdict(dict)
        for row in await self._archive.aggregate([{"$match": {"origin.key": {"$in": sorted(keys)}}}]):
            record = Record.from_document(row)
            found[keys[record.origin["key"]]][record.origin["key"]] = record
        return found

    def _take(self, key: str) -> bool:
        return self._given.again(key) == 1

    def _number(self, item: Item, base: str, known: dict[str, Record]) -> None:
        """A key of its own for what no stored record is."""
        if known:
            item.flag("told_elsewhere")
        free = (key for key in _keys(base) if key not in known and self._take(key))
        item.key = next(free, "") or f"{base}#{item.row_hash or content_hash(item.fields)}"


def _keys(base: str) -> Sequence[str]:
    return [base, *(f"{base}#{number}" for number in range(2, _MOST + 1))]


def _says_the_same(item: Item, record: Record) -> bool:
    return record.origin.get("row_hash") == (item.row_hash or content_hash(item.fields))


def _stood_there(item: Item, record: Record) -> bool:
    at = (as_shown(item.place.file), item.place.sheet, item.place.row)
    return (record.origin.get("file"), record.origin.get("sheet", ""), record.origin.get("row")) == at


def _said_the_same_there(item: Item, record: Record) -> bool:
    return _of_that_file(item, record) and _says_the_same(item, record)


def _of_that_file(item: Item, record: Record) -> bool:
    return record.origin.get("file") == as_shown(item.place.file)
