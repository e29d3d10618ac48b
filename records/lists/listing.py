"""A list of records as a screen shows it: any rows of it, quickly, however long it is.

Memory does not grow with the list: kept are places of rows already shown, and how many records each day
has. Those numbers are gathered in the background; until then a jump far into the list takes longer.
"""

from __future__ import annotations

import asyncio
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from bson.objectid import ObjectId
from bson.regex import Regex

from records.errors import XuedangError
from records.lists.finding import Count, sort_of
from records.lists.keyset import Document, Keyset, Position
from records.lists.listing_hits import HitRows
from records.name_order import NAMED
from records.record import Record
from records.search.query import Query
from records.tokens import normal

if TYPE_CHECKING:
    from records.archive import Archive, Change

FIRST_COUNT = 1000
#: A list that is left at once is not counted to its end: in a long archive that takes the server seconds.
_COUNT_AFTER = 0.3
_PLACES = 4096
#: What a row needs for any list, whatever its columns.
_ALWAYS = ("kind", "no", "title", "date", "status", "version", "updated")
_ENVELOPE = frozenset((*_ALWAYS, "unit", "people", "remarks", "attachments", "created", "origin", "archive"))


@dataclass(frozen=True, slots=True)
class Refresh:
    """What a change means for a list: one row to draw anew (``row``), or everything (``all``), or nothing."""

    row: int | None = None
    all: bool = False


class Rows(Protocol):
    """The rows behind a list: in an index order, or the hits of a search."""

    async def count(self, cap: int) -> Count: ...
    async def total(self) -> int: ...
    async def rows(self, start: int, count: int) -> list[Document]: ...
    async def row_of_date(self, day: date) -> int: ...
    async def row_of(self, record: ObjectId) -> int | None: ...
    def forget(self) -> None: ...
    async def close(self) -> None: ...


class Listing:
    """The records of a query in its order, by row number (from 0).

    ``columns`` names the envelope keys and fields that are read; None reads whole records. A record read
    with columns holds nothing else: to edit it, get it again. A query with text is listed by date, whatever
    its order. Close it when the list is no longer shown.
    """

    def __init__(self, archive: Archive, query: Query, columns: Sequence[str] | None = None) -> None:
        self.archive, self.query = archive, query
        self._projection = projection(columns)
        self._opened: Rows | None = None
        self._opening = asyncio.Lock()
        self._exact: asyncio.Task[int] | None = None
        self._shown: dict[ObjectId, int] = {}

    async def count(self) -> Count:
        """How many rows: at once and up to 1000 the first time, exact as soon as the background knows."""
        rows = await self._rows()
        if self._exact is None:
            first = await rows.count(FIRST_COUNT)
            if not first.capped:
                return first
            self._exact = asyncio.create_task(_after(_COUNT_AFTER, rows.total))
            return first
        if not self._exact.done():
            return await rows.count(FIRST_COUNT)
        if self._exact.exception() is None:
            return Count(self._exact.result(), False)
        # The server was away: count again.
        self._exact = asyncio.create_task(rows.total())
        return await rows.count(FIRST_COUNT)

    async def exact_count(self) -> int:
        """The exact number of rows, waited for."""
        rows = await self._rows()
        if self._exact is None or (self._exact.done() and self._exact.exception() is not None):
            self._exact = asyncio.create_task(rows.total())
        return await asyncio.shield(self._exact)

    async def rows(self, start: int, count: int) -> list[Record]:
        """The records of rows ``start`` to ``start + count - 1``, as far as there are any."""
        found = [Record.from_document(row) for row in await (await self._rows()).rows(start, count)]
        if len(self._shown) > _PLACES:
            self._shown.clear()
        self._shown.update((record.id, start + at) for at, record in enumerate(found))
        return found

    async def row_of_date(self, day: date) -> int:
        """The first row at which the list, sorted by date, has reached ``day``; its length when never."""
        return await (await self._rows()).row_of_date(day)

    async def row_of_name(self, text: str) -> int | None:
        """The first row whose title, or its pinyin or initials, begins with ``text``; None if there is none.

        In a list sorted by title or name.
        """
        begins = [{"title": Regex("^" + re.escape(text.strip()), "i")}]
        if typed := re.escape(normal(text).replace(" ", "")):
            # The likeliest reading before the others: 任 may be read lin, yet nobody looks for it there.
            begins += [{"keys.0": Regex("^" + typed)}, {"keys": Regex("^" + typed)}]
        path, direction = sort_of(self.query.order)
        criteria = await self.archive.filter(self.query)
        for names in (begins[:2], begins[2:]):
            if not names:
                continue
            pipeline: list[Mapping[str, Any]] = [
                {"$match": {"$and": [criteria, {"$or": names}]}},
                {"$sort": {path: direction, "_id": direction}},
                {"$limit": 1},
                {"$project": {"_id": 1}},
            ]
            if found := await self.archive.aggregate(pipeline):
                return await self.row_of(found[0]["_id"])
        return None

    async def row_of(self, record: ObjectId) -> int | None:
        """The row a record stands in; None when it is not in the list."""
        return await (await self._rows()).row_of(record)

    async def refresh(self, change: Change) -> Refresh:
        """What a change means for what is shown. After ``all`` count and rows are to be read anew."""
        if change.id is None:
            self.forget()
            return Refresh(all=True)
        was = self._shown.get(change.id)
        rows = await self._rows()
        if change.operation in ("created", "updated") and was is not None:
            row = await rows.row_of(change.id)
            if row == was:
                return Refresh(row=row)
        elif change.kind and self.query.kind not in (None, change.kind):
            return Refresh()
        self.forget()
        return Refresh(all=True)

    def forget(self) -> None:
        """Read and count everything anew from now on."""
        self._shown.clear()
        self._exact = None
        if self._opened is not None:
            self._opened.forget()

    async def close(self) -> None:
        """Stop what runs in the background."""
        if self._exact is not None:
            self._exact.cancel()
            with suppress(asyncio.CancelledError):
                await self._exact
        if self._opened is not None:
            await self._opened.close()

    async def _rows(self) -> Rows:
        async with self._opening:
            if self._opened is None:
                criteria = await self.archive.filter(self.query.narrowed(text=""))
                if self.query.terms:
                    self._opened = HitRows(self.archive, self.query, criteria, self._projection)
                else:
                    self._opened = OrderedRows(self.archive, criteria, self.query.order, self._projection)
            return self._opened


async def _after(seconds: float, count: Callable[[], Awaitable[int]]) -> int:
    await asyncio.sleep(seconds)
    return await count()


def projection(columns: Sequence[str] | None) -> dict[str, int] | None:
    """What is read of each document for these columns."""
    if columns is None:
        return None
    names = [name if name in _ENVELOPE else f"fields.{name}" for name in columns]
    return dict.fromkeys((*_ALWAYS, "order", *names), 1)


def _index_for(criteria: Mapping[str, Any], path: str) -> str | None:
    """The index that has these rows in this order and nothing else to be passed over; None when none has.

    Told to the server, which otherwise tries others whenever a page lies further from its place than the one
    before: seconds in an archive of a million records.
    """
    if criteria.get("status") != {"$ne": "void"}:
        return None
    others = criteria.keys() - {"status"}
    kind = criteria.get("kind")
    if not others:
        return {"date.start": "date", "updated.at": "updated"}.get(path)
    if others != {"kind"} or not isinstance(kind, str):
        return None
    if path == "date.start":
        return "kind_date"
    return path.replace(".", "_") if kind in NAMED and path.startswith("order.") else None


class OrderedRows:
    """Rows in the order of an index, read from the nearest known place."""

    def __init__(
        self, archive: Archive, criteria: Mapping[str, Any], sort: str, shown: Mapping[str, int] | None
    ) -> None:
        self._archive, self._criteria = archive, criteria
        self._path, self._direction = sort_of(sort)
        self._index = _index_for(criteria, self._path)
        self._keyset = Keyset(archive, criteria, self._path, self._direction, shown, index=self._index)
        self._places: list[tuple[int, Position]] = []
        self._days: _Days | None = None
        self._total: int | None = None
        self._gathering: asyncio.Task[None] | None = None

    async def count(self, cap: int) -> Count:
        rows = await self._archive.aggregate(
            [{"$match": self._criteria}, {"$limit": cap + 1}, {"$count": "number"}], hint=self._index
        )
        number = int(rows[0]["number"]) if rows else 0
        return Count(min(number, cap), number > cap)

    async def total(self) -> int:
        while self._total is None:
            if self._gathering is None:
                self._gathering = asyncio.create_task(self._gather())
            gathering = self._gathering
            try:
                await asyncio.shield(gathering)
            except XuedangError:
                if self._gathering is gathering:
                    self._gathering = None
                raise
        return self._total

    async def _gather(self) -> None:
        days = await self._by_day() if self._path == "date.start" else None
        total = days.total if days else await self._keyset.count({})
        if self._gathering is asyncio.current_task():
            self._days, self._total = days, total

    async def _by_day(self) -> _Days:
        rows = await self._archive.aggregate(
            [{"$match": self._criteria}, {"$group": {"_id": "$date.start", "number": {"$sum": 1}}}],
            hint=self._index,
        )
        return _Days({row["_id"]: row["number"] for row in rows}, self._direction)

    async def rows(self, start: int, count: int) -> list[Document]:
        if self._total is not None:
            # What reaches over the end would hide that the end is near.
            count = min(count, self._total - start)
        if count <= 0 or start < 0:
            return []
        found = await self._read(start, count)
        if found:
            self._remember(start, found[0])
            self._remember(start + len(found) - 1, found[-1])
        return found

    async def _read(self, start: int, count: int) -> list[Document]:
        """From the place that leaves least to be passed over: before, behind, a day's begin, or the end."""
        end = start + count
        at = bisect_left(self._places, start, key=_row)
        ahead: list[tuple[int, Position | None]] = [(start, None)]
        if at:
            before, place = self._places[at - 1]
            ahead.append((start - before - 1, place))
        if self._days:
            first, edge = self._days.place(start)
            ahead.append((start - first, edge))
        skip, position = min(ahead, key=_row)
        behind: list[tuple[int, Position | None]] = []
        if self._total is not None and end <= self._total:
            behind.append((self._total - end, None))
        further = bisect_left(self._places, end, key=_row)
        if further < len(self._places):
            row, place = self._places[further]
            behind.append((row - end, place))
        if behind and min(behind, key=_row)[0] < skip:
            skip, position = min(behind, key=_row)
            return await self._keyset.page(position, count, skip=skip, backwards=True)
        return await self._keyset.page(position, count, skip=skip)

    def _remember(self, row: int, document: Document) -> None:
        at = bisect_left(self._places, row, key=_row)
        if at < len(self._places) and self._places[at][0] == row:
            return
        if len(self._places) >= _PLACES:
            self._places = self._places[::2]
        insort(self._places, (row, self._keyset.position_of(document)), key=_row)

    async def row_of_date(self, day: date) -> int:
        if self._path != "date.start":
            return 0
        if self._direction < 0:
            return await self._before(Position(datetime.combine(day, time.max)))
        return await self._before(Position(_just_before(datetime.combine(day, time()))))

    async def row_of(self, record: ObjectId) -> int | None:
        document = await self._keyset.find(record)
        return None if document is None else await self._before(self._keyset.position_of(document))

    async def _before(self, position: Position) -> int:
        if self._days is None:
            return await self._keyset.before(position)
        row = self._days.before(position.value)
        if position.value is not None and position.id is None:
            return row
        return row + await self._keyset.before(position, since={"date.start": position.value})

    def forget(self) -> None:
        self._places.clear()
        self._days = self._total = self._gathering = None

    async def close(self) -> None:
        if self._gathering is not None:
            self._gathering.cancel()
            with suppress(asyncio.CancelledError):
                await self._gathering


_MOMENT = timedelta(milliseconds=1)


def _row(place: tuple[int, Position | None]) -> int:
    return place[0]


class _Days:
    """At which row each day begins; rows without a date are first or last, as the direction wants."""

    def __init__(self, numbers: Mapping[datetime | None, int], direction: int) -> None:
        self.total = sum(numbers.values())
        self._direction = direction
        self._days: list[datetime] = sorted(
            (day for day in numbers if day is not None), reverse=direction < 0
        )
        self._rows: list[int] = []
        row = numbers.get(None, 0) if direction > 0 else 0
        for day in self._days:
            self._rows.append(row)
            row += numbers[day]
        self._dated = row

    def place(self, row: int) -> tuple[int, Position | None]:
        """The last known beginning at or before ``row``: its row, and the place just before it."""
        if self._direction < 0 and row >= self._dated:
            return self._dated, Position(None)
        at = bisect_right(self._rows, row) - 1
        if at < 0:
            return 0, None
        day = self._days[at]
        return self._rows[at], Position(day + _MOMENT if self._direction < 0 else _just_before(day))

    def before(self, value: datetime | None) -> int:
        """How many rows stand before those of a value; before those without one, for None."""
        if value is None:
            return self._dated if self._direction < 0 else 0
        at = bisect_left(self._days, self._key(value), key=self._key)
        return self._rows[at] if at < len(self._rows) else self._dated

    def _key(self, value: datetime) -> timedelta:
        return (value - datetime.min) * self._direction


def _just_before(moment: datetime) -> datetime | None:
    """None, which comes before every date, before the first day of the calendar."""
    return None if moment == datetime.min else moment - _MOMENT
