"""Minutes of an ordinary meeting kept as a paper: who held it, who wrote it down, who was there."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from bson.objectid import ObjectId

from records.intake.attendance_said import said_of_meeting
from records.intake.build.meetings.attendance_state import attendance_state, doubt_leave
from records.intake.build.meetings.categories import as_written
from records.intake.build.meetings.expected import expected_people, part_named
from records.intake.build.meetings.of_the_committee import unit_of_minutes
from records.intake.build.meetings.sessions import NARROW, central_group
from records.intake.build.meetings.speakers import named_to_speak, who_spoke
from records.intake.build.paper.meeting_level import put_level
from records.intake.clock import put_clock
from records.intake.context import context_unit, related
from records.intake.desk import Desk
from records.intake.files.reading import Reading
from records.intake.matching import Person
from records.intake.names import NamedPart
from records.intake.outcome import Candidate, Item
from records.intake.papers.judged_paper import is_meeting
from records.intake.papers.minutes.evaluation import MeetingHead, read_head
from records.intake.papers.minutes.lecturers import TAUGHT, leaders_of_study, lecturer_in, tutor_in
from records.intake.papers.signature import venue_beside_day
from records.intake.tables.attendance_columns import WAS_NOT
from records.intake.unit_names import unit_phrases

#: Titles that only say that these are minutes.
_NO_NAME = re.compile(
    r"(?:[\u4e00-\u9fff]{1,20}?(?:党?总支|党?支部|党小组|党委|机关))?(?:(?:19|20)\d{2}\s*年度?)?"
    r"(?:党员|支部|会议?|学习|活动|集[中体]|大会|中心组|理论|政治|业务|干部|职工|全体|专题|周一|每周|例会|党课|讲课|授课|听课)*"
    r"(?:记录|纪要|签到)[表本簿册]?"
)
#: The same of a book: 某支部活动本（2011年）, 某支部2010年下半年组织生活台账.
_BOOK = re.compile(
    r"(?:[\u4e00-\u9fff]{1,20}?(?:党?总支|党?支部|党小组|党委|机关))?(?:(?:19|20)\d{2}\s*年度?)?(?:[上下]半年)?"
    r"(?:党员|支部|会议|学习|活动|集中|大会|组织生活|三会一课|例会)*(?:(?:记录|纪要|签到|台账)[表本簿册]?|[本簿册]子?)"
    r"(?:[（(](?:19|20)\d{2}年?度?[^）)]{0,4}[)）])?"
)
#: What a form is called: it says of what sort the meeting was, and its labels what it was.
_OF_FORM = re.compile(r"[\u4e00-\u9fff]{0,20}(?:记录|登记)[表单卡]")
_BELOW_TITLE = 4
#: What stands before the kind of meeting in its subject: 上党课, 组织召开座谈会.
_AHEAD = re.compile(r"^(?:[上听]|开展|组织|召开|举行|举办|专题|[“\"《])+")


def fill_meeting(
    item: Item, reading: Reading, desk: Desk, unit: ObjectId | None, told: Mapping[str, Any]
) -> MeetingHead | None:
    """Fill a session from its minutes: what its head says, which is given back, and which meeting it was.

    Who was there or away as somebody ``told`` it holds, whatever the minutes say.
    """
    if reading.text is None:
        return None
    head = said_of_meeting(read_head(reading.text), told)
    if head.place is None:
        below = [each.text for each in reading.text.paragraphs if each.text.strip()][1:_BELOW_TITLE]
        head = replace(head, place=venue_beside_day(below))
    named = head.category or ""
    over = [each.text for each in reading.text.paragraphs[:1]]
    # 会议名称：某支部学习会 below a line that only says 会议记录.
    said = context_unit(
        desk,
        [
            *unit_phrases(named),
            head.holder or "",
            *(phrase for text in over for phrase in unit_phrases(text)),
        ],
    )
    if said.in_doubt or (said.unit and unit and not related(desk, said.unit, unit)):
        item.flag("unit_in_doubt")
    unit = unit or said.unit
    title = re.sub(r"\s", "", str(item.fields.get("title", "")))
    called = ""
    if _NO_NAME.fullmatch(title) or _OF_FORM.fullmatch(title):
        called = head.name or (named if is_meeting(named) else "")
    elif head.name and _BOOK.fullmatch(title):
        called = head.name
    # What a subject speaks of, 学习全省座谈会精神, is not which kind of meeting it was.
    over = [called or title, *over, PurePosixPath(reading.relative).stem]
    if not called and (_OF_FORM.fullmatch(title) or _NO_NAME.fullmatch(title)) and not NARROW.search(title):
        called = head.subject or (head.topics[0] if len(head.topics) == 1 else "")
    item.fields["title"] = called or item.fields.get("title", "")
    item.fields["category"] = _category(desk, head, *over)
    head = _with_lecturer(item, head, [each.text.strip() for each in reading.text.paragraphs], desk)
    if unit is None:
        unit = unit_of_minutes(item, head, [each.text for each in reading.text.paragraphs], desk)
    if unit is not None:
        item.fields["host_unit"] = unit
    _fill(item, head, desk, unit)
    return head


def _with_lecturer(item: Item, head: MeetingHead, lines: Sequence[str], desk: Desk) -> MeetingHead:
    """What the head says, with whoever gave a class or led the study as the minutes below tell."""
    below = [line for line in lines[1:] if line]
    led = leaders_of_study(below)
    if not head.lecturer and led and all(map(desk.people.named, led)):
        return replace(head, lecturer="、".join(led))
    taught = lecturer_in(below) if item.fields["category"] in TAUGHT else tutor_in(below)
    if head.lecturer or taught is None:
        return head
    item.flag(*(["read_from_sentence:lecturer"] if taught.in_sentence else []))
    topics = head.topics or ((taught.title,) if taught.title else ())
    return replace(head, lecturer=taught.lecturer, topics=topics)


def _category(desk: Desk, head: MeetingHead, *over: str) -> str:
    """Which kind of meeting the minutes, their title, what stands over it or their one subject name.

    Group study where none does.
    """
    field = desk.kinds["session"].field("category")
    values = [each.value for each in field.choices] if field is not None else []
    for words in (head.category or "", *over):
        named = [each for each in values if each in words or as_written(each).search(words)]
        if len(named) == 1:
            return named[0]
    subject = _AHEAD.sub("", head.topics[0]) if len(head.topics) == 1 else ""
    return next((each for each in values if subject.startswith(each)), "集体学习")


def _fill(item: Item, head: MeetingHead, desk: Desk, unit: ObjectId | None) -> None:
    """Put what stands in the lines above the minutes into the session's fields.

    Whoever is named and not known is asked about; the session stands without that person.
    """
    put_level(item, desk)
    if isinstance(start := item.fields.get("start"), datetime):
        put_clock(item, start.date(), head.when)
    if head.place:
        item.fields["place"] = head.place
    if head.topics:
        item.fields["topics"] = list(head.topics)
    if head.lecturer:
        item.fields["lecturer"] = head.lecturer
    for name, text in (("host", head.host), ("recorder", head.recorder)):
        person = _known(item, desk, name, text, unit) if text else None
        if person is not None:
            item.fields[name] = person
    if not head.came and unit is None and item.fields.get("category") != "中心组":
        # Without a unit nobody knows who else was there: the printed figures are all there is.
        _figures(item, head)
        named_to_speak(item, head.speakers, desk, unit, {})
        return
    rows = _named(item, head, desk, unit)
    if (rows or _all_came(item, head, desk, unit)) and not head.came:
        rows = rows if _everyone_else(item, head, desk, unit, rows) else {}
        if rows and unit and len(desk.units.subtree(unit)) > 1 and head.expected not in (None, len(rows)):
            # Of several branches nobody knows who was called: what is printed is all there is.
            item.flag("expected_differs_from_membership")
            rows = {}
    complete = head.expected is not None and head.expected == len(rows)
    for name in ("host", "recorder") if head.came and not complete else ():
        # Who led the meeting or wrote it down was there, though lists of others often leave them out.
        # Where the list has as many as were expected, or is of the central group, a clerk who wrote it
        # down sat in (列席).
        if name in item.fields and not (name == "recorder" and _sat_in(item, desk)):
            rows.setdefault(item.fields[name], {"person": item.fields[name], "state": "到"})
    named_to_speak(item, head.speakers, desk, unit, rows)
    # Where speakers are named, whoever led the meeting and summed it up is none of them.
    others = [name for name in head.spoke if not head.speakers or name != head.host]
    who_spoke(item, others, desk, unit, rows)
    there = sum(row["state"] in ("到", "迟到") for row in rows.values())
    if rows and head.present is not None and head.present not in (there, len(head.came)):
        item.flag("counts_differ")
    if rows:
        item.fields["attendance"] = list(rows.values())
        if head.expected is not None and head.expected != len(rows):
            item.flag("expected_differs_from_membership")
    else:
        _figures(item, head)
        if "expected" not in item.fields and unit is not None:
            item.flag("attendance_not_told")


def _sat_in(item: Item, desk: Desk) -> bool:
    """Whether who wrote the minutes of the central group is none of it, as far as anybody knows."""
    if item.fields.get("category") != "中心组":
        return False
    said = [desk.answered_person(Candidate(name, name)) for name in desk.mapping.central_group]
    members = {person.id for person in (*said, *desk.central_group()) if person is not None}
    return item.fields["recorder"] not in members


def _named(
    item: Item, head: MeetingHead, desk: Desk, unit: ObjectId | None
) -> dict[ObjectId, dict[str, Any]]:
    """Those whom the head names as present, away or late, each as a row of the attendance."""
    rows: dict[ObjectId, dict[str, Any]] = {}
    for part in head.came:
        # 张三（某村）: of namesakes the one of that place.
        theirs = desk.unit_known(part.reason) if part.reason else None
        person = _known(item, desk, "attendance", part.name, theirs.id if theirs is not None else unit)
        if person is not None:
            # 张三（请假） among those who were to come was not there.
            told = WAS_NOT.search(part.reason or "") is not None and theirs is None
            rows[person] = {"person": person, **(_state(item, part) if told else {"state": "到"})}
    for part in head.absent:
        person = _known(item, desk, "attendance", part.name, unit)
        if person is not None:
            if rows.get(person, {}).get("state") == "到":
                item.flag("present_and_absent")
            rows[person] = {"person": person, **_state(item, part)}
    return rows


def _state(item: Item, part: NamedPart) -> dict[str, Any]:
    start = item.fields.get("start")
    state = attendance_state(part.reason, start.date() if isinstance(start, datetime) else None)
    doubt_leave(item, part, state["state"])
    return state


def _all_came(item: Item, head: MeetingHead, desk: Desk, unit: ObjectId | None) -> bool:
    """Whether minutes that name nobody say that all were there: 全体党员, 缺席：无, 应到5人，实到5人.

    The figures that stand beside it, and those alone, must be those of the unit's people.
    """
    start = item.fields.get("start")
    figures = {figure for figure in (head.expected, head.present) if figure is not None}
    if item.fields.get("category") == "中心组" or not (head.everybody or len(figures) == 1):
        return False
    if unit is None or not isinstance(start, datetime) or NARROW.search(str(item.fields.get("title", ""))):
        return False
    many = len(desk.people.expected(unit, start.date()))
    return many > 0 and (figures == {many} or (head.everybody and not figures))


def _figures(item: Item, head: MeetingHead) -> None:
    printed = {"expected": head.expected, "present": head.present}
    item.fields |= {name: figure for name, figure in printed.items() if figure is not None}
    if head.absent:
        told = "、".join(part.raw for part in head.absent)
        item.remarks = "；".join(filter(None, (item.remarks, told)))
        item.flag("attendance_incomplete")


def _everyone_else(
    item: Item, head: MeetingHead, desk: Desk, unit: ObjectId | None, rows: dict[ObjectId, dict[str, Any]]
) -> bool:
    """Minutes that name the absent only: whoever else belongs to the unit was there, as in a sign-in book.

    Of the committee's central group those who sit in it; False while nobody has said who that is.
    """
    start = item.fields.get("start")
    if item.fields.get("category") == "中心组":
        item.note("central_group")
        others = central_group(item.place, str(item.fields.get("title", "")), desk)
        if not others:
            return False
    elif unit is None or start is None:
        return True
    else:
        called = f"{item.fields.get('title', '')}{item.fields.get('category', '')}"
        others = expected_people(desk, unit, start.date(), head.expected, head.present, head.absent)
        others = part_named(desk, unit, start.date(), head.expected, called, others)
    for person in _as_many_as(others, rows, head.expected):
        rows.setdefault(person.id, {"person": person.id, "state": "到"})
    return True


def _as_many_as(
    people: Sequence[Person], away: Collection[ObjectId], expected: int | None
) -> Sequence[Person]:
    """Those to come beside the ``away``: members alone, where with those they are as many as expected."""
    members = [each for each in people if each.record.fields.get("political_status") != "群众"]
    return members if expected == len({*away, *(each.id for each in members)}) else people


def _known(item: Item, desk: Desk, field: str, name: str, unit: ObjectId | None) -> ObjectId | None:
    root = desk.units.root
    if unit is not None and root is not None and unit == root.id and item.fields.get("category") == "中心组":
        # Of namesakes whoever works at the offices, not a farmer of a village.
        offices = desk.units.find("机关").unit
        at_home = (
            desk.people.find(desk.renamed(name), unit=offices.id).person if offices is not None else None
        )
        if at_home is not None:
            return at_home.id
    person = desk.person_anywhere(name, item, field, unit)
    return person.id if person is not None else None
