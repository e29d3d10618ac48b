"""Sign-in books with a line a person: marks under the days of a year, or a list signed at one meeting."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bson.objectid import ObjectId

from records.intake.attendance_said import lists_people
from records.intake.build.meetings.about_meetings import (
    WHAT_KEYS,
    WHEN_KEYS,
    WHERE_KEYS,
    WHO_KEYS,
    AboutMeetings,
)
from records.intake.build.meetings.categories import category_of
from records.intake.build.meetings.figures_told import (
    Figures,
    compare_figures,
    figures_told,
    tells_figures,
)
from records.intake.build.meetings.marks import state_of, state_with_reason
from records.intake.build.meetings.of_the_committee import Told, committees, of_table
from records.intake.build.meetings.sessions import build_sessions
from records.intake.build.meetings.subjects import several_subjects
from records.intake.build.meetings.who_led import led_by
from records.intake.build.rosters.roster_units import branch_of_place
from records.intake.build.rows import ask_unit, find_context, row_unit
from records.intake.clock import put_clock
from records.intake.context import context_unit
from records.intake.desk import Desk
from records.intake.doubted_dates import settled_date
from records.intake.files.reading import EMPTY, Cell
from records.intake.names import clean_name, split_names
from records.intake.outcome import Candidate, Item, Place, Question
from records.intake.papers.minutes.tally import count_of
from records.intake.tables.layouts import subject_of_day
from records.intake.tables.source import SourceRow, SourceTable
from records.intake.unit_names import unit_phrases
from records.values import PartialDate

_SIGNS = "√✓✔○〇◯△▲▽▼×✗╳☆★●◎⊙⊕◇◆□■※#*"
_SIGN = re.compile(rf"([{_SIGNS}])\s*[:：为表示代—-]*\s*([\u4e00-\u9fff]{{1,4}})")
#: A legend that says the word first: 出勤√　事假△, 请假打○.
_SIGN_BEHIND = re.compile(
    rf"([\u4e00-\u9fff]{{1,4}}?)\s*(?:[:：]|用|打|记|为|划|画|以)?\s*[“\"(（]?([{_SIGNS}])"
)
#: A legend of signs that are words: “到”为出席，“事”为事假, 迟—迟到　病—病假.
_WORD_SIGN = re.compile(
    r"(?:[“\"‘「]([\u4e00-\u9fff]{1,2})[”\"’」]|(?<![\u4e00-\u9fff])([到勤迟缺旷事病公假婚产丧]))"
    r"\s*(?:为|表示|代表|即|指|是|[:：=]|[—－-]{1,2})\s*[“\"]?([\u4e00-\u9fff]{2,4})"
)
_ENDS_IN_SIGN = re.compile(rf"[{_SIGNS}][”\")）。；;，,\s]*$")
_NAMED_AWAY = re.compile(r"(?:缺席|请假|未到|未参加)(?:人员|名单|情况)?(?:及原因)?[:：](.+)")
_PLAIN_TITLE = "集中学习"
_STATES = ("到", "请假", "迟到", "缺席")


@dataclass
class _Meeting:
    """One meeting of one unit while its attendance is gathered."""

    item: Item
    day: PartialDate | None
    unit: ObjectId | None
    when: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)


_Meetings = dict[tuple[ObjectId | str, str], _Meeting]


def build_sign_in(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """Sessions of a sign-in book, whichever of its three layouts it has."""
    if table.days:
        return _marks(table, desk)
    if table.has("attendance.person") and not lists_people(table):
        return _signed(table, desk)
    return build_sessions(table, desk)


# --- marks under days --------------------------------------------------------------------------------


def _marks(table: SourceTable, desk: Desk) -> Iterator[Item]:
    find_context(table, desk)
    legend = _legend(table)
    about = AboutMeetings(table)
    meetings: _Meetings = {}
    for row in table.rows:
        name = row.text("attendance.person")
        if not about.take(name, row) and name and not _SIGN.search(name):
            _take_marks(table, row, desk, legend, meetings, about)
    for (_, target), meeting in meetings.items():
        meeting.when = about.when(target, meeting.when)
        item = _finished(table, desk, meeting, about.text("title", target) or _subject(table, target))
        led_by(about.leaders(target), item, desk, meeting.unit)
        if sum(each == target for _, each in meetings) == 1:
            expected, present = (count_of(about.text(key, target)) for key in ("expected", "present"))
            compare_figures(item, meeting.rows, Figures(expected, present))
        yield item


def _subject(table: SourceTable, target: str) -> str:
    return next((subject_of_day(each.heading) for each in table.columns if each.target == target), "")


def _take_marks(
    table: SourceTable,
    row: SourceRow,
    desk: Desk,
    legend: dict[str, str],
    meetings: _Meetings,
    about: AboutMeetings,
) -> None:
    """The marks of one person, each in the meeting of its column; a stranger is asked about once."""
    name = clean_name(row.text("attendance.person")).name
    marks = {target: row.text(target) for target in table.days if not row.cell(target).blank}
    if not marks:
        return
    line = table.item(row)
    if line.refused:
        return
    unit = row_unit(table, row, line, desk, "host_unit")
    first = True
    person: ObjectId | None = None
    for target, mark in marks.items():
        key = (unit or row.text("host_unit"), target)
        meeting = meetings.get(key)
        if meeting is None:
            meeting = meetings[key] = _meeting(table, desk, target, unit, about)
            for question in line.questions:
                # The unit that nobody knows keeps all its meetings out until it is answered.
                meeting.item.ask(question)
        if first:
            found = desk.person(name, meeting.item, "attendance", unit=unit, blocking=False)
            person, first = (found.id if found is not None else None), False
        if person is None:
            meeting.item.flag("attendance_incomplete")
            continue
        state = state_of(mark, legend) or _asked_mark(table, mark, desk)
        if state is None:
            meeting.item.flag("attendance_mark_unknown")
        elif person not in {known["person"] for known in meeting.rows}:
            meeting.rows.append({"person": person, **state})


def _asked_mark(table: SourceTable, mark: str, desk: Desk) -> dict[str, str] | None:
    """What a sign means that neither the book nor custom explains: asked once for the whole table."""
    choices = tuple(Candidate(state, state) for state in _STATES)
    place = Place(table.file, table.sheet)
    question = Question("attendance_mark", place, "attendance", mark, choices, False)
    answer = desk.answer(question)
    # 病假 is an answer as well as 请假; what is no state leaves the question open.
    said = answer.value if answer is not None else ""
    told = {"state": said} if said in _STATES else state_of(said) if said else None
    if told is None:
        desk.ask_generally(question)
    return told


def _meeting(
    table: SourceTable, desk: Desk, target: str, unit: ObjectId | None, about: AboutMeetings
) -> _Meeting:
    heading = next(column.heading for column in table.columns if column.target == target)
    item = Item("session", Place(table.file, table.sheet, table.header_row), headings=table.headings)
    held_by = desk.units.get(unit) if unit is not None else None
    item.cells = (heading, about.text("title", target), held_by.name if held_by is not None else "")
    for name in ("place", "lecturer"):
        if text := about.text(name, target):
            item.fields[name] = text
    return _Meeting(item, table.days[target], unit, heading)


def _finished(table: SourceTable, desk: Desk, meeting: _Meeting, title: str) -> Item:
    """The item of a meeting: its day, its unit, what it was about, who was there."""
    item = meeting.item
    item.fields["title"] = title or _PLAIN_TITLE
    item.fields["category"] = category_of(table, "", title)
    unit = meeting.unit
    if unit is None and not item.questions:
        unit = committees(Told(table.hints, people=[row["person"] for row in meeting.rows]), desk)
    if unit is None and not item.questions:
        unit = ask_unit(table, item, desk, "host_unit")
    day = settled_date(desk, meeting.day, item, "start", None) if meeting.day is not None else None
    if unit is not None:
        item.fields["host_unit"] = unit
    if day is not None:
        put_clock(item, day, meeting.when)
    elif item.taken and not item.questions:
        item.reject("missing_date")
    if meeting.rows:
        item.fields["attendance"] = meeting.rows
    item.signed = True
    desk.signed.append(item)
    return item


def _legend(table: SourceTable) -> dict[str, str]:
    """What the signs mean, as lines above or below the table say."""
    meant: dict[str, str] = {}
    below = [cell.text for row in table.table.rows() for cell in row.cells.values() if not cell.blank]
    for text in (*table.facts.lines, *below):
        meant |= signs_in(text)
    return meant


def signs_in(text: str) -> dict[str, str]:
    """What a line says of signs: √出勤 △请假, or 出勤√ 请假△; nothing where it speaks of less than two."""
    words = {quoted or bare: word for quoted, bare, word in _WORD_SIGN.findall(text)}
    if len(words) >= 2:
        return words
    text = re.sub('[“”"]', "", text)
    if _ENDS_IN_SIGN.search(text):
        behind = {sign: word for word, sign in _SIGN_BEHIND.findall(text)}
        return behind if len(behind) >= 2 else {}
    before = _SIGN.findall(text)
    return dict(before) if len(before) >= 2 else {}


# --- a list signed at one meeting --------------------------------------------------------------------


def _signed(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """One session a table: day, subject and place stand above it, those who came have signed."""
    find_context(table, desk)
    pairs = table.facts.pairs
    item = Item("session", Place(table.file, table.sheet, table.header_row), headings=table.headings)
    subjects = list(dict.fromkeys(pairs[key] for key in WHAT_KEYS if pairs.get(key)))
    subjects = several_subjects(subjects, table.facts.title)
    title = subjects[0] if subjects else table.facts.title
    if len(subjects) > 1:
        # 会议名称：党员大会　学习内容：…
        item.fields["topics"] = subjects[1:]
    place = next((pairs[key] for key in WHERE_KEYS if pairs.get(key)), "")
    item.cells = (title, *(pairs.get(key, "") for key in WHEN_KEYS if key in pairs))
    if place:
        item.fields["place"] = place
    when = next((pairs[key] for key in WHEN_KEYS if pairs.get(key)), "")
    if table.unit is None:
        table.unit = context_unit(desk, unit_phrases(title)).unit
    branch = branch_of_place(table, desk)  # 乡机关干部职工周一例会签到表
    unit = table.unit or of_table(table, desk, signed=True) or (branch.id if branch is not None else None)
    meeting = _Meeting(item, table.facts.date, unit, when)
    people = [row for row in table.rows if row.text("attendance.person")]
    signed = any(row.has("attendance.signed") for row in people)
    away = [
        found[1] for row in table.rows for text in row.texts if (found := _NAMED_AWAY.match(text.strip()))
    ]
    for row in people:
        name = row.text("attendance.person")
        if _NAMED_AWAY.match(name) or tells_figures(name):
            continue
        unit = _unit_of(row, table, desk)
        person = desk.person(clean_name(name).name, item, "attendance", unit=unit, blocking=False)
        if person is None:
            item.flag("attendance_incomplete")
        elif signed and person.id not in {known["person"] for known in meeting.rows}:
            meeting.rows.append({"person": person.id, **_attended(row)})
    for text in away:
        _named_away(text, desk, meeting)
    printed = {
        name: next((pairs[key] for key in keys if pairs.get(key)), "") for name, keys in WHO_KEYS.items()
    }
    led_by(printed, item, desk, meeting.unit)
    if printed["lecturer"]:
        item.fields["lecturer"] = printed["lecturer"]
    if people and not signed:
        item.flag("attendance_incomplete")
    shared = table.table.header[len(table.headings) * table.blocks :]
    notes = (row.cells.get(name, EMPTY) for row in table.table.rows() if not row.skipped for name in shared)
    if any(not (cell.blank or cell.merged) for cell in notes):
        # Whose the note in a column beside two names is, nobody knows.
        item.flag("columns_unread")
    finished = _finished(table, desk, meeting, title)
    compare_figures(finished, meeting.rows, figures_told(_around(table)))
    yield finished


def _around(table: SourceTable) -> Iterator[str]:
    """What stands above a list and in it, and below."""
    yield from table.facts.lines
    yield from (cell.text for row in table.table.rows() for cell in row.cells.values())


def _unit_of(row: SourceRow, table: SourceTable, desk: Desk) -> ObjectId | None:
    """The unit a person signs for, as far as it is known."""
    known = desk.unit_named(row.text("host_unit")) if row.has("host_unit") else None
    return known.id if known is not None else table.unit


def _attended(row: SourceRow) -> dict[str, str]:
    """By the signature; without one, or with one made late, the remarks may tell why: 请假（外出招商）."""
    signed = _signature(row.cell("attendance.signed"))
    told = state_with_reason(row.text("remarks"))
    if signed == {"state": "请假"} and row.has("remarks") and (told or signed)["state"] == "请假":
        # 请假 beside 住院治疗, 出差: why somebody was away, in whatever words.
        reason = (told or {}).get("leave_reason") or row.text("remarks")
        return signed if reason == "请假" else {**signed, "leave_reason": reason}
    if told is None or told["state"] == "到":
        return signed
    if signed["state"] == "缺席" or (signed["state"] == "到" and told["state"] == "迟到"):
        return told
    return signed


def _signature(cell: Cell) -> dict[str, str]:
    """Whoever wrote anything but a reason or a mark of absence was there."""
    if cell.blank:
        return {"state": "缺席"}
    state = state_of(cell.text)
    return state if state is not None else {"state": "到"}


def _named_away(text: str, desk: Desk, meeting: _Meeting) -> None:
    for part in split_names(text):
        person = desk.person(part.name, meeting.item, "attendance", unit=meeting.unit, blocking=False)
        if person is None:
            continue
        state = (state_of(part.reason) if part.reason else None) or {"state": "缺席"}
        known = next((row for row in meeting.rows if row["person"] == person.id), None)
        if known is None:
            meeting.rows.append({"person": person.id, **state})
        elif known["state"] == "缺席":
            # Nobody signed beside the name; the line below says why.
            known.update(state)
        elif known["state"] in ("到", "迟到") and state["state"] != known["state"]:
            meeting.item.flag("present_and_absent")
