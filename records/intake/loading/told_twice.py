"""What two files tell of: a report and its line in a register, minutes and the ledger's line, a visit twice.

They are one record where neither says otherwise of it. Who wrote it, the day and the like must agree; where
a paper and a line differ in figures or in words, the paper's stay and that is told. What contradicts stays
apart, and is flagged when identities are given (``identities.py``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time
from typing import Any

from bson.objectid import ObjectId

from records.changing.envelope import identity_key
from records.intake.build.meetings.one_person import OF_ONE
from records.intake.loading.hashing import canonical, content_hash
from records.intake.loading.preparing import refer_again
from records.intake.outcome import Item, as_shown
from records.kind import Kind, Kinds
from records.values import PartialDate, half_width

#: Kinds whose own builders put together what several sources tell, or of which one is kept by its nature.
OWN_WAY = frozenset(
    (
        "person",
        "unit",
        "position",
        "briefing",
        "award",
        "commendation",
        "nomination",
        "study_register",
        "exam",
        "study_plan",
        "democratic_evaluation",
    )
)
#: Whose titles are written a little otherwise from file to file.
WRITTEN = frozenset(("research_report", "experience_article"))
#: The day and the unit of what is held once: minutes and a ledger give it different titles.
HELD = {"session": ("start", "host_unit"), "evaluation_minutes": ("held_on", "unit")}
#: What a paper may put otherwise than the line about it, but for where it was.
_COUNTS_AND_WORDS = frozenset(("integer", "decimal", "longtext", "text", "list"))
_WHERE = frozenset(("place", "village", "group", "household"))
#: So much of a title stands in what is about the same.
_SPOKEN_OF = 0.6
#: What a title of a paper has besides its subject.
_AROUND_TITLE = re.compile(
    r"[\s《》“”\"「」,，。、:：()（）·—-]|^关于|的?(?:调研|调查)(?:报告|与思考)?$|的?心得(?:体会)?$"
)


def join_told_twice(items: Sequence[Item], kinds: Kinds) -> None:
    """Put together what several files tell of one record: the first is it, with the paper of another."""
    moved: dict[ObjectId, ObjectId] = {}
    for same in (*_of_one_name(items, kinds), *_of_one_meeting(items)):
        kept: list[Item] = []
        # What one person's card tells of a meeting completes what others tell of it.
        for item in sorted(same, key=_of_one_person):
            if not item.taken:
                continue
            one = next((each for each in kept if join_two(each, item, kinds[item.kind])), None)
            if one is None:
                if kept:
                    item.flag("told_elsewhere")
                kept.append(item)
                continue
            if item.record_id is not None:
                one.record_id = one.record_id or item.record_id
                moved[item.record_id] = one.record_id
            item.duplicate(f"told_with:{as_shown(str(one.place))}")
    refer_again(items, moved)


def _of_one_name(items: Iterable[Item], kinds: Kinds) -> Iterator[list[Item]]:
    """Items that one identity or, of writings, one subject by the same people would make the same."""
    found: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in items:
        if item.kind in OWN_WAY or item.kind not in kinds or not item.taken:
            continue
        kind = kinds[item.kind]
        fields = {name: _day_of(value) for name, value in item.fields.items()}
        if item.kind in WRITTEN and isinstance(title := fields.get("title"), str):
            fields["title"] = subject_of(title)
        if all(item.fields.get(name) for name in kind.key) and (key := identity_key(kind, fields)):
            found[item.kind, key].append(item)
        elif all(item.fields.get(name) or name in item.vague for name in kind.key):
            # Two visits of a month are one where nothing at all tells them apart: a ledger kept twice.
            key = identity_key(kind, {**item.vague, **fields})
            found[item.kind, f"{key} {content_hash(item.fields)}"].append(item)
    return (same for same in found.values() if len({each.place.file for each in same}) > 1)


def held_key(kind: str, fields: Mapping[str, Any]) -> tuple[object, ...] | None:
    """Which meetings may be one: those of a kind, a day and a unit; None for what is no meeting."""
    if kind not in HELD:
        return None
    day, unit = map(fields.get, HELD[kind])
    return None if day is None or unit is None else (kind, _day_of(day), unit, fields.get("category"))


def written_key(kind: str, fields: Mapping[str, Any]) -> tuple[object, ...] | None:
    """Which writings may be one: those by the same people about the same; None for others."""
    authors, title = fields.get("authors"), fields.get("title")
    if kind not in WRITTEN or not authors or not isinstance(title, str):
        return None
    return kind, frozenset(authors), subject_of(title)


def _of_one_meeting(items: Iterable[Item]) -> Iterator[list[Item]]:
    """A paper and the only line of a ledger that tell of a unit's meeting on one day."""
    found: dict[tuple[object, ...], list[Item]] = defaultdict(list)
    for item in items:
        if item.taken and (key := held_key(item.kind, item.fields)) is not None:
            found[key].append(item)
    for same in found.values():
        papers = [each for each in same if each.place.row is None and each.taken]
        lines = [each for each in same if each.place.row is not None and each.taken]
        if len(papers) == len(lines) == 1 and papers[0].place.file != lines[0].place.file:
            yield [*lines, *papers]


def join_two(one: Item, other: Item, kind: Kind) -> bool:
    """Complete the first with what the other tells; False where they are two, or one file tells both."""
    if one.place.file == other.place.file:
        return False
    both = [
        name for name in other.fields if is_filled(one.fields.get(name)) and is_filled(other.fields[name])
    ]
    there = _of_two_cards(one, other)
    alike = ("attendance",) if there is not None else ()
    differing = [
        name for name in both if name not in alike and agreed(one.fields[name], other.fields[name]) is None
    ]
    paper = other if other.place.row is None else one if one.place.row is None else None
    if differing and (paper is None or not all(_may_differ(kind, name) for name in differing)):
        return False
    if "title" in differing and paper is not None and not _of_one_subject(one, other):
        return False
    title = _title(one, other) if "title" in differing else ""
    if title and one.kind != "session" and not _calls_alike(title, one, other):
        one.flag("value_differs:title")
    for name, value in other.fields.items():
        known = one.fields.get(name)
        if not is_filled(known) or (name in differing and paper is other):
            one.fields[name] = value
        elif name not in differing:
            one.fields[name] = agreed(known, value)
    if there is not None:
        one.fields["attendance"] = there
    if title:
        one.fields["title"] = title
    one.flag(*(f"value_differs:{name}" for name in differing if name not in ("title", "count_basis")))
    _take_doubts(one, other, both)
    one.attach = one.attach or other.attach
    one.remarks = "；".join(dict.fromkeys(filter(None, (one.remarks, other.remarks)))) or None
    return True


def _of_one_person(item: Item) -> bool:
    return OF_ONE in item.flags


def _of_two_cards(one: Item, other: Item) -> list[Any] | None:
    """Whom two people's cards tell of; None where a book does, or where they differ of one."""
    if not (_of_one_person(one) and _of_one_person(other)):
        return None
    rows, more = ({row["person"]: row for row in each.fields["attendance"]} for each in (one, other))
    alike = all(canonical(row) == canonical(more.get(person, row)) for person, row in rows.items())
    return list((rows | more).values()) if alike else None


def _take_doubts(one: Item, other: Item, known: Sequence[str]) -> None:
    """What is doubted of the other's values holds for those that came from it."""
    for flag in other.flags:
        name = flag.partition(":")[2].partition(".")[0]
        if name not in known:
            one.flag(flag)
    if not (_of_one_person(one) and _of_one_person(other)) and "attendance" in known:
        one.settled(OF_ONE)
    for flag in [*one.flags]:
        code, _, name = flag.partition(":")
        if code == "value_left_out" and is_filled(one.fields.get(name)):
            one.settled(flag)
    for question in other.questions:
        if question.field.partition(".")[0] not in known:
            one.ask(question)


def _may_differ(kind: Kind, name: str) -> bool:
    """Whether a paper may say something else than the line about it: counts and words, not whose or when."""
    if name in ("count_basis", "title"):
        return True
    known = kind.field(name)
    return known is not None and name not in _WHERE and known.type in _COUNTS_AND_WORDS


def agreed(one: Any, other: Any) -> Any:
    """What two values say together, the more exact of them; None where they say different things."""
    if canonical(one) == canonical(other):
        return one
    if isinstance(one, datetime) and isinstance(other, datetime) and one.date() == other.date():
        return one if other.time() == time() else other if one.time() == time() else None
    if isinstance(one, PartialDate) and isinstance(other, PartialDate):
        for whole, part in ((one, other), (other, one)):
            if whole.start <= part.start and part.end <= whole.end:
                return part
        return None
    if isinstance(one, str) and isinstance(other, str):
        short, long = sorted((one, other), key=lambda each: len(plain(each)))
        return long if plain(short) and plain(short) in plain(long) else None
    if isinstance(one, list) and isinstance(other, list):
        mine, its = ([canonical(each) for each in rows] for rows in (one, other))
        if all(each in mine for each in its):
            return one
        return other if all(each in its for each in mine) else None
    return None


def _of_one_subject(one: Item, other: Item) -> bool:
    """Whether the minutes are of what the ledger tells: they speak of what it says, or the hour agrees."""
    if one.kind != "session":
        return True
    hours = [each.fields.get("start") for each in (one, other)]
    if hours[0] == hours[1] and isinstance(hours[0], datetime) and hours[0].time() != time():
        return True
    paper, line = (other, one) if other.place.row is None else (one, other)
    return is_spoken_of(str(line.fields["title"]), _said_in(paper))


def is_spoken_of(title: str, text: str) -> bool:
    """Whether most of what a title says stands in a text, in whatever order."""
    told, said = plain(title), plain(text)
    pairs = {told[at : at + 2] for at in range(len(told) - 1)}
    return bool(pairs) and sum(pair in said for pair in pairs) >= len(pairs) * _SPOKEN_OF


def _said_in(paper: Item) -> str:
    said = (paper.fields.get(name) or "" for name in ("topics", "summary", "agenda", "text"))
    return "\n".join("\n".join(map(str, each)) if isinstance(each, list) else str(each) for each in said)


def _calls_alike(title: str, one: Item, other: Item) -> bool:
    """Whether both call it what it is called now, or nearly so; no topic keeps what one calls it else."""
    return all(is_spoken_of(str(each.fields.get("title", "")), title) for each in (one, other))


def _title(one: Item, other: Item) -> str:
    """What a meeting is called that a ledger and minutes call differently: its subject, if told in both."""
    paper, line = (other, one) if other.place.row is None else (one, other)
    printed, told = (str(each.fields.get("title") or "") for each in (paper, line))
    if one.kind not in HELD or not printed or not told or paper.place.row is not None:
        return ""
    if plain(told) in plain(_said_in(paper)):
        return told
    if one.kind == "session":
        # What the ledger calls it is lost nowhere.
        one.fields["topics"] = [*(paper.fields.get("topics") or one.fields.get("topics") or ()), told]
    return printed


def subject_of(title: str) -> str:
    """A title without what is put around its subject: 关于…的调研报告."""
    subject = half_width(title)
    while (shorter := _AROUND_TITLE.sub("", subject)) != subject:
        subject = shorter
    return subject or title


def plain(text: str) -> str:
    """A text without white space and marks, to be compared with another."""
    return re.sub(r"[\s，,。;；、:：.《》“”\"]", "", half_width(text))


def _day_of(value: Any) -> Any:
    return value.date() if isinstance(value, datetime) else value


def is_filled(value: Any) -> bool:
    return value is not None and value not in ("", [])
