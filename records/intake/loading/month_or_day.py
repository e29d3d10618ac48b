"""What one source tells with its day and another with its month alone: nobody knows whether the two are one.

They stay two, flagged: a meeting of May in a ledger may be that of 8 May of which there are minutes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.changing.envelope import identity_key, identity_text
from records.intake.loading.told_twice import HELD, OWN_WAY
from records.intake.outcome import Item, as_shown
from records.kind import Kind
from records.values import PartialDate, from_bson, to_bson

if TYPE_CHECKING:
    from records.archive import Archive

_CHUNK = 1000
#: Days of a month, the longest.
_MONTH = 31
_SPAN = re.compile(r"(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d)")
_LIVE = {"status": {"$ne": "void"}}
#: What is compared of a record: everything but its day.
_About = tuple[str, ...]
#: Days or spans of them, each with the file that tells of it.
_Told = dict[_About, list[tuple[PartialDate, str]]]


async def doubt_months(archive: Archive, items: Sequence[Item], *, part: bool = False) -> None:
    """Flag items that may be what another file tells of more or less exactly, now or in an earlier run.

    Of a ``part`` of a long table the store is asked for less: nothing where it has no such record without a
    day, and single days instead of all records of a month (a month at most).
    """
    dateless = not part or await _has_without(archive, items)
    if not dateless and not any(item.vague for item in items):
        return
    vague: list[tuple[Item, _About, PartialDate]] = []
    exact: list[tuple[Item, _About, PartialDate]] = []
    for item in items:
        kind = archive.kinds.get(item.kind)
        if kind is None or not item.taken or item.adds or (name := day_field(kind)) is None:
            continue
        if (about := _about(kind, item.fields, name)) is None:
            continue
        if name in item.vague and name not in item.fields:
            vague.append((item, about, item.vague[name]))
        elif isinstance(day := item.fields.get(name), date):
            exact.append((item, about, whole_day(day)))
    for mine, told in (
        (vague, _told(exact)),
        (vague, await (_on_days if part else _with_days)(archive, vague)),
        (exact, await _without(archive, exact) if dateless else {}),
    ):
        for item, about, when in mine:
            if any(
                file != as_shown(item.place.file) and (span.within(when) or when.within(span))
                for span, file in told.get(about, ())
            ):
                item.flag("told_elsewhere")


def day_field(kind: Kind) -> str | None:
    """The day that is a part of a kind's identity; None where its own builders join what sources tell."""
    if kind.name in OWN_WAY:
        return None
    if kind.name in HELD:
        return HELD[kind.name][0]
    dated = (name for name in kind.key if (known := kind.field(name)) and known.type in ("date", "datetime"))
    return next(dated, None)


def _about(kind: Kind, fields: Mapping[str, Any], day: str) -> _About | None:
    names = (HELD[kind.name][1],) if kind.name in HELD else tuple(each for each in kind.key if each != day)
    told = [identity_text(fields.get(name)) for name in names]
    if kind.name in HELD:
        # Minutes and a ledger give one meeting different titles.
        told.append(identity_text(fields.get("category")))
    return (kind.name, *told) if all(told[: len(names)]) else None


def whole_day(day: date) -> PartialDate:
    return PartialDate.day(date(day.year, day.month, day.day))


def _told(mine: Iterable[tuple[Item, _About, PartialDate]]) -> _Told:
    told: _Told = defaultdict(list)
    for item, about, when in mine:
        told[about].append((when, as_shown(item.place.file)))
    return told


async def _with_days(archive: Archive, vague: Sequence[tuple[Item, _About, PartialDate]]) -> _Told:
    """Stored records of the months that are told of here, with their days."""
    told: _Told = defaultdict(list)
    for kind, first, last in {(item.kind, when.start, when.end) for item, _, when in vague}:
        span = {"$gte": to_bson(first), "$lte": to_bson(last)}
        for about, fields, origin in await _stored(archive, {"kind": kind, "date.start": span}):
            day = fields.get(day_field(archive.kinds[kind]) or "")
            if isinstance(day, date):
                told[about].append((whole_day(day), str(origin.get("file"))))
    return told


async def _on_days(archive: Archive, vague: Sequence[tuple[Item, _About, PartialDate]]) -> _Told:
    """The same, asked for by what each record of those days would be known by."""
    keys: set[str] = set()
    for item, _, when in vague:
        name = day_field(archive.kinds[item.kind])
        if name is not None and (when.end - when.start).days < _MONTH:
            days = (when.start + timedelta(number) for number in range((when.end - when.start).days + 1))
            keys |= {identity_key(archive.kinds[item.kind], {**item.fields, name: day}) or "" for day in days}
    told: _Told = defaultdict(list)
    ordered = sorted(keys - {""})
    for start in range(0, len(ordered), _CHUNK):
        some = {"origin.key": {"$in": ordered[start : start + _CHUNK]}}
        for about, fields, origin in await _stored(archive, some):
            if isinstance(day := fields.get(day_field(archive.kinds[about[0]]) or ""), date):
                told[about].append((whole_day(day), str(origin.get("file"))))
    return told


async def _has_without(archive: Archive, items: Sequence[Item]) -> bool:
    """Whether any record of the kinds of these items came in without its day."""
    kinds = {item.kind for item in items if (kind := archive.kinds.get(item.kind)) and day_field(kind)}
    match = {"kind": {"$in": sorted(kinds)}, "date.start": None, **_LIVE}
    found = await archive.aggregate([{"$match": match}, {"$limit": 1}, {"$project": {"_id": 1}}])
    return bool(found)


async def _without(archive: Archive, exact: Sequence[tuple[Item, _About, PartialDate]]) -> _Told:
    """Stored records of the months and years in which these days lie, that came in without a day."""
    told: _Told = defaultdict(list)
    for wanted in _months_of(archive, exact):
        for about, _, origin in await _stored(archive, {**wanted, "date.start": None}):
            if (when := span_in_key(str(origin.get("key")))) is not None:
                told[about].append((when, str(origin.get("file"))))
    return told


def span_in_key(key: str) -> PartialDate | None:
    """The time that a record without its day is known by."""
    span = _SPAN.search(key)
    return PartialDate.between(date.fromisoformat(span[1]), date.fromisoformat(span[2])) if span else None


def _months_of(
    archive: Archive, exact: Sequence[tuple[Item, _About, PartialDate]]
) -> Iterator[dict[str, Any]]:
    """What to ask the store for: by unit where titles differ, else by what the record would be called."""
    units: dict[str, set[ObjectId]] = defaultdict(set)
    keys: set[str] = set()
    for item, _, when in exact:
        kind = archive.kinds[item.kind]
        if item.kind in HELD:
            units[item.kind].add(item.fields[HELD[item.kind][1]])
        elif name := day_field(kind):
            spans = _spans_around(when.start)
            keys |= {identity_key(kind, {**item.fields, name: span}) or "" for span in spans}
    for each, held_by in units.items():
        yield {"kind": each, "unit": {"$in": sorted(held_by)}}
    ordered = sorted(keys - {""})
    for start in range(0, len(ordered), _CHUNK):
        yield {"origin.key": {"$in": ordered[start : start + _CHUNK]}}


def _spans_around(day: date) -> Iterator[PartialDate]:
    """The spans that may be told instead of a day: its month, a third of that, quarter, half and year."""
    year, month = day.year, day.month
    whole = PartialDate.month(year, month)
    yield whole
    yield PartialDate.quarter(year, (month + 2) // 3)
    yield PartialDate.half(year, (month + 5) // 6)
    yield PartialDate.year_of(year)
    third = min((day.day - 1) // 10, 2)
    yield PartialDate.between(
        day.replace(day=third * 10 + 1), whole.end if third == 2 else day.replace(day=third * 10 + 10)
    )


async def _stored(
    archive: Archive, wanted: Mapping[str, Any]
) -> list[tuple[_About, Mapping[str, Any], Mapping[str, Any]]]:
    """What stored records are about, with their fields that tell it and where they come from."""
    found = []
    shown = {"kind": 1, "fields": 1, "origin.file": 1, "origin.key": 1}
    for row in await archive.aggregate([{"$match": {**wanted, **_LIVE}}, {"$project": shown}]):
        kind, fields = archive.kinds[row["kind"]], from_bson(row.get("fields", {}))
        name = day_field(kind)
        if name is not None and (about := _about(kind, fields, name)) is not None:
            found.append((about, fields, row.get("origin", {})))
    return found
