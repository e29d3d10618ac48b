"""What an earlier import brought: the minutes of a ledger's meeting, the report of which a register told.

Offices bring in their past file by file. What is told again adds to the stored record what that lacks, and
overwrites nothing of it: its origin stays, so that either file comes in again without a change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.intake.loading.hashing import more_exact
from records.intake.loading.preparing import identity_of, refer_again
from records.intake.loading.told_twice import HELD, WRITTEN, held_key, is_filled, join_two, written_key
from records.intake.outcome import Item, Place, as_shown
from records.record import Record
from records.values import PartialDate, to_bson

if TYPE_CHECKING:
    from records.archive import Archive


async def find_told_before(archive: Archive, items: Sequence[Item]) -> None:
    """Say of papers and lines which stored record, of another file, tells of the same."""
    mine = [(item, key) for item in items if item.taken and not item.adds and (key := _key(item)) is not None]
    if not mine:
        return
    found: dict[tuple[object, ...], list[Record]] = defaultdict(list)
    for row in await archive.aggregate([{"$match": {"status": {"$ne": "void"}, "$or": _wanted(mine)}}]):
        record = Record.from_document(row)
        if (key := _key(record)) is not None:
            found[key].append(record)
    moved: dict[ObjectId, ObjectId] = {}
    for item, key in mine:
        stored = found.get(key, [])
        own = identity_of(archive.kinds[item.kind], item)
        known = [each for each in stored if str(each.origin.get("key", "")).partition("#")[0] == own]
        if not stored or any(_is_paper(each) == (item.place.row is None) for each in known):
            continue
        others = [each for each in known or stored if _is_other(each, item)]
        was = item.record_id
        if len(others) == 1 and _adds(item, others[0], archive):
            if was is not None:
                moved[was] = others[0].id
        elif others:
            item.flag("told_elsewhere")
    refer_again(items, moved)


def _key(of: Item | Record) -> tuple[object, ...] | None:
    return held_key(of.kind, of.fields) or written_key(of.kind, of.fields)


def _wanted(mine: Sequence[tuple[Item, tuple[object, ...]]]) -> list[dict[str, Any]]:
    """What to ask the store for: the meetings of those days, the writings of those people."""
    days, authors = set(), set()
    for item, _ in mine:
        if item.kind in WRITTEN:
            authors |= {each for each in item.fields["authors"] if isinstance(each, ObjectId)}
        else:
            day = item.fields[HELD[item.kind][0]]
            start = day.start if isinstance(day, PartialDate) else day
            days.add(date(start.year, start.month, start.day))
    first = [datetime(day.year, day.month, day.day) for day in sorted(days)]
    return [
        {"kind": {"$in": sorted(HELD)}, "date.start": {"$in": to_bson(first)}},
        {"kind": {"$in": sorted(WRITTEN)}, "fields.authors": {"$in": sorted(authors)}},
    ]


def _is_paper(stored: Record) -> bool:
    return "row" not in stored.origin


def _is_other(stored: Record, item: Item) -> bool:
    """Whether a record came from another file than the item, one of them being a paper."""
    file = stored.origin.get("file")
    paper = item.place.row is None or _is_paper(stored)
    return file is not None and file != as_shown(item.place.file) and paper


def _adds(item: Item, stored: Record, archive: Archive) -> bool:
    """Leave of the item what the record lacks, to be added to it; False where they are two."""
    place = Place(str(stored.origin["file"]), row=stored.origin.get("row"))
    fields = {name: as_read(archive, stored, name) for name in stored.fields}
    whole = Item(stored.kind, place, fields=dict(fields))
    if not join_two(whole, item, archive.kinds[item.kind]):
        return False
    item.flag(*(flag for flag in whole.flags if flag.startswith("value_differs")))
    told = whole.fields
    known = {
        name: told[name] if more_exact(value, told[name]) else value
        for name, value in fields.items()
        if is_filled(value)
    }
    item.fields = {name: value for name, value in whole.fields.items() if is_filled(value)} | known
    item.record_id, item.adds = stored.id, True
    return True


def as_read(archive: Archive, stored: Record, name: str) -> Any:
    """A stored value as a source gives it: a meeting without an hour is stored as a day."""
    value, known = stored.fields[name], archive.kinds[stored.kind].field(name)
    timed = known is not None and known.type == "datetime" and not isinstance(value, datetime)
    return datetime.combine(value, time()) if timed and isinstance(value, date) else value
