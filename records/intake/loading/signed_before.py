"""Lists that people signed and the meeting that a ledger tells of, where one came by an earlier import.

What one import joins (``signed_for.py``) is joined over imports as well, whichever came first: the stored
record gets what it lacks, and nothing of it is overwritten. What contradicts stays apart, and is flagged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from bson.objectid import ObjectId

from records.intake.build.meetings.one_person import OF_ONE
from records.intake.loading.hashing import more_exact, only_adds
from records.intake.loading.preparing import identity_of, refer_again
from records.intake.loading.signed_for import complete, day_and_unit, may_be_one
from records.intake.loading.told_before import as_read
from records.intake.loading.told_twice import agreed, is_filled, plain
from records.intake.outcome import Item, Place, as_shown
from records.record import Record
from records.values import to_bson

if TYPE_CHECKING:
    from records.archive import Archive

#: What records that came of lists are called by releases that did not say so of them.
_LIST = re.compile(r"(?:签到|考勤|点名|出勤)(?:情况|登记|记录|统计|汇总)*[表册簿卡单本]?(?:[（(].*[)）])?$")
#: What is counted from the rows of those who came.
_COUNTED = ("expected", "present")
#: What ledgers and lists put in their own way, or what is compared otherwise.
_OWN_WAY = frozenset((*_COUNTED, "title", "category", "topics", "attendance", "start", "end"))
_Key = tuple[object, object]


async def find_signed_before(archive: Archive, items: Sequence[Item]) -> None:
    """Say of lists, and of meetings in ledgers and minutes, which stored record tells of the same."""
    mine: dict[_Key, list[Item]] = defaultdict(list)
    for item in items:
        if item.kind == "session" and item.taken and not item.adds and None not in day_and_unit(item):
            mine[day_and_unit(item)].append(item)
    if not mine:
        return
    stored = await _stored(archive, mine)
    moved: dict[ObjectId, ObjectId] = {}
    for key, there in stored.items():
        for signed in (True, False):
            asked = [each for each in mine[key] if each.signed is signed]
            others = [each for each in there if _is_list(each) is not signed]
            _join(archive, asked, others, [each for each in there if each not in others], moved)
    refer_again(items, moved)


async def _stored(archive: Archive, mine: Mapping[_Key, Sequence[Item]]) -> dict[_Key, list[Record]]:
    """The meetings that are there, by day and unit, as far as the import tells of such ones."""
    days = sorted({day for day, _ in mine if isinstance(day, date)})
    first = to_bson([datetime(day.year, day.month, day.day) for day in days])
    found: dict[_Key, list[Record]] = defaultdict(list)
    match = {"kind": "session", "status": {"$ne": "void"}, "date.start": {"$in": first}}
    for row in await archive.aggregate([{"$match": match}]):
        record = Record.from_document(row)
        start = record.fields.get("start")
        day = start.date() if isinstance(start, datetime) else start
        if (day, record.fields.get("host_unit")) in mine and "file" in record.origin:
            found[day, record.fields["host_unit"]].append(record)
    return found


def _is_list(stored: Record) -> bool:
    return "signed" in stored.origin or bool(
        stored.origin.get("row") and _LIST.search(str(stored.fields.get("title", "")))
    )


def _join(
    archive: Archive,
    asked: Sequence[Item],
    others: Sequence[Record],
    of_its_sort: Sequence[Record],
    moved: dict[ObjectId, ObjectId],
) -> None:
    """Let each item add to the only record that may be its meeting, and be the only one that does."""
    here = {str(each.origin.get("key", "")).partition("#")[0] for each in of_its_sort}
    new = [
        item
        for item in asked
        if OF_ONE not in item.flags
        and "told_elsewhere" not in item.flags
        and identity_of(archive.kinds["session"], item) not in here
    ]
    pairs = [(item, each) for item in new for each in others if _is_elsewhere(each, item)]
    fitting = [
        (item, each, whole) for item, each in pairs if (whole := _together(archive, item, each)) is not None
    ]
    for item in new:
        mine = [(each, whole) for one, each, whole in fitting if one is item]
        if len(mine) == 1 and sum(each is mine[0][0] for _, each, _ in fitting) == 1:
            each, whole = mine[0]
            item.fields, item.flags = whole.fields, []
            item.outcome = "ask" if item.questions else "import"
            item.flag(*whole.flags)
            if item.record_id is not None:
                moved[item.record_id] = each.id
            item.record_id, item.adds = each.id, True
        elif any(one is item for one, _ in pairs):
            item.flag("told_elsewhere")


def _is_elsewhere(stored: Record, item: Item) -> bool:
    """Whether a record came of another file or sheet than the item."""
    place = str(stored.origin["file"]), str(stored.origin.get("sheet", ""))
    return place != (as_shown(item.place.file), item.place.sheet)


def _together(archive: Archive, item: Item, stored: Record) -> Item | None:
    """What the stored record lacks, with what doubts the item has then; None where they may be two."""
    known = {name: as_read(archive, stored, name) for name in stored.fields}
    if is_filled(known.get("attendance")):
        # They are counted from the rows.
        known = {name: value for name, value in known.items() if name not in _COUNTED}
    there = Item("session", Place(str(stored.origin["file"])), fields=deepcopy(known))
    mine = replace(item, fields=deepcopy(item.fields), flags=[*item.flags], questions=[], attach=None)
    one, signed = (there, mine) if item.signed else (mine, there)
    if not may_be_one(one, signed) or _differ(known, item) or (titles := _subjects(known, item)) is None:
        return None
    before = "counts_differ" in one.flags
    complete(one, signed)
    if "counts_differ" in one.flags and not before:
        return None
    fields = {name: value for name, value in one.fields.items() if is_filled(value)} | titles
    fields |= {
        name: fields[name] if name in fields and more_exact(value, fields[name]) else value
        for name, value in known.items()
        if is_filled(value) and name != "attendance"
    }
    own = {row["person"]: row for row in known.get("attendance") or ()}
    if is_filled(fields.get("attendance")):
        fields["attendance"] = [{**row, **own.get(row["person"], {})} for row in fields["attendance"]]
    if not only_adds(known, fields):
        return None
    mine.flags = mine.flags if item.signed else one.flags
    told_otherwise = (
        name for name in ("title", "category") if not item.signed and known.get(name) != item.fields.get(name)
    )
    mine.flag(*(f"value_differs:{name}" for name in told_otherwise))
    mine.fields = fields
    return mine


def _differ(known: Mapping[str, Any], item: Item) -> bool:
    """Whether something else is told otherwise: who led it, where it was."""
    return any(
        is_filled(known.get(name)) and is_filled(value) and agreed(known[name], value) is None
        for name, value in item.fields.items()
        if name not in _OWN_WAY
    )


def _subjects(known: Mapping[str, Any], item: Item) -> dict[str, Any] | None:
    """What the ledger says that a meeting was about whose list only says that people signed.

    None where the record tells of other subjects.
    """
    title, there = str(item.fields.get("title", "")), known.get("topics") or []
    if item.signed or plain(title) in plain(str(known.get("title", ""))):
        return {}
    if there:
        return {} if plain(title) in plain("".join(map(str, there))) else None
    return {"topics": list(dict.fromkeys((title, *(item.fields.get("topics") or ()))))}
