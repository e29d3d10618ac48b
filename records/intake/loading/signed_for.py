"""Lists that people signed and the meeting that a ledger or minutes tell of: one meeting, and one record.

A sheet of marks says who was there, and often no more than the day; the ledger says what the meeting was
about. Where both are of one unit and day they are the same, unless their subjects, hours or people
contradict each other: then both stay, and that is flagged.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from bson.objectid import ObjectId

from records.intake.build.meetings.figures_told import Figures, compare_figures
from records.intake.loading.preparing import refer_again
from records.intake.loading.told_twice import is_spoken_of, plain
from records.intake.outcome import Item, as_shown

#: A title that only says that people came together and signed.
_ANY = re.compile(
    r"[^《》“”]*?(?:集中|集体|政治|理论|党员|干部|职工|机关|支部)*(?:学习|会议|例会|活动|签到|考勤|点名|出勤|到会|记载|参学)"
    r"(?:会|日)?(?:情况|登记|记录|统计|一览|汇总|签到|考勤)*[表册簿卡单]?(?:[（(].*[)）])?"
)
_PLAIN_CATEGORY = "集体学习"
_HERE = ("到", "迟到")


def join_signed(items: Sequence[Item], signed: Iterable[Item]) -> None:
    """Complete the only other meeting of the unit and day with what a list tells; flag what contradicts."""
    lists = [item for item in signed if item.taken]
    own = {id(item) for item in lists}
    held: dict[tuple[object, object], list[Item]] = defaultdict(list)
    for item in items:
        if item.kind == "session" and item.taken and id(item) not in own:
            held[day_and_unit(item)].append(item)
    moved: dict[ObjectId, ObjectId] = {}
    for item in lists:
        there = held.get(day_and_unit(item), [])
        if None in day_and_unit(item) or not there:
            continue
        same = [each for each in there if _of_one_subject(each, item) and _of_one_hour(each, item)]
        if len(same) != 1 or not _agree(same[0], item):
            item.flag("told_elsewhere")
            continue
        complete(same[0], item)
        if item.record_id is not None:
            same[0].record_id = same[0].record_id or item.record_id
            moved[item.record_id] = same[0].record_id
        item.duplicate(f"told_with:{as_shown(str(same[0].place))}")
    refer_again(items, moved)


def day_and_unit(item: Item) -> tuple[object, object]:
    """When and of which unit a meeting was; two of one day and unit may be the same."""
    start = item.fields.get("start")
    return (start.date() if isinstance(start, datetime) else None), item.fields.get("host_unit")


def may_be_one(one: Item, signed: Item) -> bool:
    """Whether nothing speaks against a list being of the meeting: subject, hour, who was there."""
    return _of_one_subject(one, signed) and _of_one_hour(one, signed) and _agree(one, signed)


def _of_one_subject(one: Item, signed: Item) -> bool:
    """Whether the list names no subject of its own, or that of the meeting; and no other sort of meeting."""
    sorts = {one.fields.get("category"), signed.fields.get("category")} - {_PLAIN_CATEGORY}
    title = str(signed.fields.get("title", ""))
    if _ANY.fullmatch(title):
        return len(sorts) < 2
    said = "".join(map(str, (one.fields.get("title", ""), *one.fields.get("topics", ()))))
    alike = is_spoken_of(title, said) or (bool(said) and plain(said) in plain(title))
    return len(sorts) < 2 and alike


def _of_one_hour(one: Item, signed: Item) -> bool:
    hours = {
        start.time() for each in (one, signed) if isinstance(start := each.fields.get("start"), datetime)
    }
    return len(hours - {time()}) < 2


def _agree(one: Item, signed: Item) -> bool:
    """Whether nobody was there by one source and away by the other."""
    known = _rows(one)
    return all(
        (row["state"] in _HERE) == (known[person]["state"] in _HERE)
        for person, row in _rows(signed).items()
        if person in known
    )


def _rows(item: Item) -> Mapping[ObjectId, Any]:
    return {row["person"]: row for row in item.fields.get("attendance") or ()}


def complete(one: Item, signed: Item) -> None:
    """Give the meeting who was there, and what else it doesn't say; what was printed is held against that."""
    known, told = _rows(one), _rows(signed)
    rows = [{**told.get(person, {}), **row} for person, row in known.items()]
    rows += [row for person, row in told.items() if person not in known]
    if known and len(rows) > len(known):
        # Somebody signed who was not to come, as the ledger has it.
        one.flag("counts_differ")
    printed = [one.fields.pop(name, None) for name in ("expected", "present")] if rows else []
    if rows:
        one.fields["attendance"] = rows
        if any(figure is not None for figure in printed):
            compare_figures(one, rows, Figures(*printed))
    start = signed.fields.get("start")
    if isinstance(start, datetime) and start.time() != time() and one.fields["start"] != start:
        one.fields |= {name: signed.fields[name] for name in ("start", "end") if name in signed.fields}
    for name, value in signed.fields.items():
        if name not in ("title", "attendance", "start", "end", "category"):
            one.fields.setdefault(name, value)
    if one.fields.get("category") == _PLAIN_CATEGORY:
        one.fields["category"] = signed.fields.get("category", _PLAIN_CATEGORY)
    if not known:
        one.settled("attendance_not_told")
        one.flag(*signed.flags)
    for question in signed.questions:
        one.ask(question)
    one.attach = one.attach or signed.attach
