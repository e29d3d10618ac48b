"""A row or paper that told a month, or no time at all, and tells the day now: it is the record that it was.

The day is a part of what such a record is known by, so nothing else says that the two are one. It must be the
same file and sheet, and the only row that reads like the stored one but for the day, or stands where that
stood; of two that may be meant none is taken, and they come in as new, flagged (``corrected.py``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.changing.envelope import identity_key
from records.intake.loading.hashing import content_hash
from records.intake.loading.month_or_day import span_in_key, whole_day
from records.intake.loading.preparing import identity_of, refer_again
from records.intake.outcome import Item, as_shown
from records.kind import Kind
from records.values import PartialDate, from_bson

if TYPE_CHECKING:
    from records.archive import Archive

#: People and seats have days of their own sort.
_OTHERWISE = frozenset(("person", "unit", "position"))
#: A file that brought more records without a day was written on, not put right.
_MOST = 2_000
#: Kind, what is told but for the day, file and sheet.
_Group = tuple[str, str, str, str]


@dataclass(frozen=True)
class _Stored:
    """A record without its day: when it was, as far as that was told, and how it was printed."""

    id: ObjectId
    span: PartialDate | None
    row: int | None
    cells: tuple[str, ...]
    row_hash: str


class DaysPutIn:
    """Says of items which stored record they are, part by part of an import."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._known: dict[tuple[str, str], dict[_Group, list[_Stored]]] = {}

    async def find(self, items: Sequence[Item]) -> None:
        """Give each item that tells the day of a stored record that record's identifier."""
        await self._look_up({(item.kind, as_shown(item.place.file)) for item in items if item.taken})
        told: dict[_Group, list[Item]] = defaultdict(list)
        for item in items if any(self._known.values()) else ():
            if item.taken and not item.adds and (group := self._group(item)) is not None:
                told[group].append(item)
        pairs = [
            pair
            for group, mine in told.items()
            if (there := self._known[group[0], group[2]].get(group))
            for pair in _may_be_one(self._archive.kinds[group[0]], mine, there)
        ]
        if not pairs:
            return
        own = {id(item): identity_of(self._archive.kinds[item.kind], item) for item, _ in pairs}
        wanted = {"origin.key": {"$in": sorted(set(own.values()))}}
        rows = await self._archive.aggregate([{"$match": wanted}, {"$project": {"key": "$origin.key"}}])
        here = {row["key"] for row in rows}
        moved: dict[ObjectId, ObjectId] = {}
        for item, stored in _only_ones([pair for pair in pairs if own[id(pair[0])] not in here]):
            if item.record_id is not None:
                moved[item.record_id] = stored.id
            item.record_id, item.dated = stored.id, True
        refer_again(items, moved)

    def _group(self, item: Item) -> _Group | None:
        kind = self._archive.kinds.get(item.kind)
        if (
            kind is None
            or (day := _day_of(kind)) is None
            or (day not in item.vague and not item.fields.get(day))
        ):
            return None
        about = _about(kind, item.fields, day)
        return (item.kind, about, as_shown(item.place.file), item.place.sheet) if about else None

    async def _look_up(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Read the records without a day that those files brought, each file once."""
        new = sorted(set(wanted) - self._known.keys())
        if not new:
            return
        self._known |= {each: {} for each in new}
        match = {
            "kind": {"$in": sorted({kind for kind, _ in new})},
            "date.start": None,
            "origin.file": {"$in": sorted({file for _, file in new})},
            "status": {"$ne": "void"},
        }
        rows = await self._archive.aggregate(
            [{"$match": match}, {"$limit": _MOST + 1}, {"$project": {"kind": 1, "fields": 1, "origin": 1}}]
        )
        for row in rows if len(rows) <= _MOST else ():
            kind, origin = self._archive.kinds[row["kind"]], row["origin"]
            fields, day = from_bson(row.get("fields", {})), _day_of(kind)
            place = row["kind"], str(origin["file"])
            if day is None or fields.get(day) or place not in self._known:
                continue
            group = (row["kind"], _about(kind, fields, day), place[1], str(origin.get("sheet", "")))
            self._known[place].setdefault(group, []).append(
                _Stored(
                    row["_id"],
                    span_in_key(str(origin.get("key"))),
                    origin.get("row"),
                    tuple(origin.get("cells", ())),
                    str(origin.get("row_hash")),
                )
            )


def _day_of(kind: Kind) -> str | None:
    """The day that is a part of a kind's identity."""
    if kind.name in _OTHERWISE:
        return None
    dated = (name for name in kind.key if (known := kind.field(name)) and known.type in ("date", "datetime"))
    return next(dated, None)


def _about(kind: Kind, fields: Mapping[str, Any], day: str) -> str:
    return identity_key(kind, {name: value for name, value in fields.items() if name != day}) or ""


def _may_be_one(
    kind: Kind, mine: Sequence[Item], stored: Sequence[_Stored]
) -> Iterator[tuple[Item, _Stored]]:
    """The pairs of which the one tells more exactly when it was; none with what the source still tells."""
    day, there, items = _day_of(kind) or "", list(stored), list[Item]()
    for item in mine:
        unchanged = next((each for each in there if _says_the_same(item, each)), None)
        if unchanged is None:
            items.append(item)
        else:
            there.remove(unchanged)
    whens = [(item, _when(item, day)) for item in items]
    for each in there:
        if any(each.span is not None and when == each.span for _, when in whens):
            continue  # the same month in other words: it may be that
        yield from ((item, each) for item, when in whens if _more_exact(when, each.span))


def _when(item: Item, day: str) -> PartialDate:
    value = item.fields.get(day)
    return whole_day(value) if isinstance(value, date) else item.vague[day]


def _more_exact(when: PartialDate, span: PartialDate | None) -> bool:
    """Of records that came in before a month was a part of what they are known by, see ``months_told.py``."""
    return when.precision == "day" if span is None else when != span and when.within(span)


def _says_the_same(item: Item, stored: _Stored) -> bool:
    if item.cells or stored.cells:
        return item.cells == stored.cells
    return content_hash(item.fields) == stored.row_hash


def _only_ones(pairs: Sequence[tuple[Item, _Stored]]) -> Iterator[tuple[Item, _Stored]]:
    """The pairs of which neither side may be another's."""
    left = list(pairs)
    for fits in (_reads_alike, _stood_there):
        fitting = [(item, stored) for item, stored in left if fits(item, stored)]
        for item, stored in fitting:
            if sum(one is item or other is stored for one, other in fitting) == 1:
                yield item, stored
        # What may be one of several in the surer way is none of the less sure.
        met = {id(item) for item, _ in fitting} | {stored.id for _, stored in fitting}
        left = [pair for pair in left if id(pair[0]) not in met and pair[1].id not in met]


def _reads_alike(item: Item, stored: _Stored) -> bool:
    """Whether a row is printed as it was but for one cell, its day."""
    if len(item.cells) != len(stored.cells) or not item.cells:
        return False
    return sum(one != other for one, other in zip(item.cells, stored.cells, strict=True)) == 1


def _stood_there(item: Item, stored: _Stored) -> bool:
    """Whether it stands where the record stood: a row at that of one which told a time, a paper alone."""
    return stored.span is not None and item.place.row == stored.row
