"""Sign-in books: sessions with the attendance of everyone of the unit who was to be expected that day.

A book lists who was away. Everyone else of the unit came: those active on the day, cadres who are no
members included, those away for long or unable to come not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from bson.objectid import ObjectId

from records.intake.answers.alike import DROP, LEAVE_OUT, NAMES, PRINTED
from records.intake.attendance_said import with_names
from records.intake.build.meetings.attendance_state import attendance_state, doubt_leave
from records.intake.build.meetings.away import Away, away_in, words_of
from records.intake.build.meetings.categories import category_of, names_category
from records.intake.build.meetings.expected import expected_within
from records.intake.build.meetings.of_the_committee import of_table
from records.intake.build.meetings.one_person import mark_owner, owner_of
from records.intake.build.meetings.speakers import spoke_as_told
from records.intake.build.meetings.turnout import count_in, names_or_count, with_turnout
from records.intake.build.meetings.who_led import lecturer_named, lecturer_told, led_by
from records.intake.build.paper.meeting_level import put_level
from records.intake.build.rows import ask_unit, each_row, find_context, printed_once, unit_above
from records.intake.build.values import take_plain, take_row_date
from records.intake.clock import clock_of, is_length, length_told, put_clock, says_weekday
from records.intake.desk import Desk
from records.intake.files.reading import Cell
from records.intake.matching import Person, PersonMatch
from records.intake.names import NamedPart, looks_like_name, split_names
from records.intake.outcome import Candidate, Item, Place, Question
from records.intake.settling import is_offered
from records.intake.tables.attendance_columns import ALL_NAMES
from records.intake.tables.row_dates import RowDates
from records.intake.tables.source import SourceRow, SourceTable
from records.language import translator
from records.values import PartialDate

tr = translator("records")
#: No list of names: 全体党员; and those it leaves out: 除张三外全体党员.
_EVERYBODY = re.compile(r"全体|全部|详见|见签到")
#: A list that goes on where it ends: 张三、李四等12人.
_AND_OTHERS = re.compile(
    r"等\s*(?:[\d一二三四五六七八九十]+\s*[人名位]?(?:同志|党员)?)?(?=$|[、,，;；。）)])"
)
_REST = re.compile(r"其他|其余|另有")
#: Meetings of a part of a branch.
NARROW = re.compile(r"支委|支部委员会|党小组|委员会议|班子")
_FIELDS = ("place", "end", "summary", "level")


@dataclass
class _Book:
    """One table of the book while it is read."""

    table: SourceTable
    desk: Desk
    dates: RowDates
    group: list[Person] | None
    #: The branch of rows that leave it out, where the column is merged downwards.
    printed: Mapping[int, Cell]
    #: Whose card it is: the meetings are told from one person's side.
    owner: str = ""


def build_sessions(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """One session a row."""
    find_context(table, desk)
    target = "start" if table.has("start") else "end"
    printed = {} if table.long or table.unit is not None else printed_once(table, "host_unit")
    book = _Book(table, desk, RowDates(table, target), None, printed, owner_of(table))
    if table.central_group:
        book.group = central_group(Place(table.file, table.sheet), table.sheet, desk)
    yield from each_row(table, partial(_read, book))


def central_group(place: Place, called: str, desk: Desk) -> list[Person]:
    """The central group's members as recorded or answered; empty asks once for the whole table or paper."""
    named = [desk.answered_person(Candidate(name, name)) for name in desk.mapping.central_group]
    members = [person for person in named if person is not None] or desk.central_group()
    if not members:
        desk.ask_generally(Question("central_group", place, "attendance", called, (), False))
    return members


def _read(book: _Book, position: int, row: SourceRow, item: Item) -> None:
    table, desk = book.table, book.desk
    row = row if book.owner else names_or_count(with_turnout(with_names(row)))
    if (above := book.printed.get(row.number)) is not None:
        item.flag("unit_from_above")
        row = replace(row, cells={**row.cells, "host_unit": above})
    title = row.text("title") or row.text("topics")
    if not title:
        item.reject("missing_value")
        return
    if table.unit is not None:
        item.fields["host_unit"] = table.unit
    if table.central_group:
        item.note("central_group")
    day = take_row_date(desk, table, book.dates, position, item, book.dates.target)
    if item.refused:
        return
    item.fields["title"] = title
    for name in _FIELDS:
        field = table.kind.field(name)
        told = row.has(name) and name != book.dates.target
        if field is not None and told and (name != "end" or clock_of(row.text(name))[0] is None):
            take_plain(item, field, row)
    item.fields["category"] = category_of(table, row.text("category"), row.text("title"))
    if row.has("category") and not names_category(table, row.text("category")):
        item.flag("value_left_out:category")
    if row.has("lecturer"):
        item.fields["lecturer"] = lecturer_named(row.text("lecturer"), desk)
    else:
        lecturer_told(item, row.text("summary"))
    if row.has("remarks"):
        item.remarks = row.text("remarks")
    unit = unit_above(table, row, desk)
    if row.has("host_unit"):
        unit = desk.unit(row.text("host_unit"), item, "host_unit")
    elif unit is None and item.taken:
        unit = of_table(table, desk) or ask_unit(table, item, desk, "host_unit")
    led_by({name: row.text(name) for name in ("host", "recorder")}, item, desk, unit)
    if unit is None:
        return
    item.fields["host_unit"] = unit
    put_level(item, desk)
    if day is not None:
        _put_hours(book, row, item, day)
        if book.owner:
            mark_owner(book.owner, row, item, desk, unit)
        else:
            _attendance(book, row, item, unit, day)
        spoke_as_told(item, desk, unit)


def _put_hours(book: _Book, row: SourceRow, item: Item, day: PartialDate) -> None:
    """When on its day a meeting began and ended, by the columns of its day, hours and length."""
    table, clock = book.table, row.text("clock").strip()
    when: Cell | str = table.date_cell(row, book.dates.target)
    lasted = next((each.heading for each in table.columns if each.target == "hours"), "")
    length = length_told(row.text("hours"), lasted)
    if clock_of(clock)[0] is not None:
        when = clock  # 9:00-11:30 in a column beside that of the day
    elif is_length(clock) and not length:
        length = clock
    elif clock and not says_weekday(clock, day):
        # 上午 is no hour, and a bare 2 may be one or how many there were.
        item.flag("value_left_out:start")
        item.remarks = "；".join(filter(None, (item.remarks, clock)))
    until = row.text("end_time") or (row.text("end") if book.dates.target != "end" else "")
    put_clock(item, day, when, until, length)


def _attendance(book: _Book, row: SourceRow, item: Item, unit: ObjectId, span: PartialDate) -> None:
    expected, present = count_in(row, "expected"), count_in(row, "present")
    told = away_in(row)
    away = list(told.named)
    people = book.group
    of_unit = False
    if people is None and item.fields["category"] == "中心组" and _is_committee(book.desk, unit):
        people = central_group(Place(item.place.file, item.place.sheet), "中心组", book.desk)
    elif people is None:
        called = f"{item.fields['title']}{item.fields['category']}{book.table.facts.title}"
        of_unit = True
        people = expected_within(book.desk, unit, span, (expected, present), away, called)
        if people is None:
            _totals_only(item, expected, present, told, people_known=True)
            item.flag("attendance_incomplete")
            return
    day = span.start
    if (
        not people
        or (told.unnamed and not row.has("attendees"))
        or _nobody_listed(book, row, people, expected, present)
    ):
        _totals_only(item, expected, present, told, people_known=bool(people))
        return
    absent, complete = _absent(book, item, unit, people, away, day)
    if any(question.blocking for question in item.questions) or item.refused:
        return
    came = _came(book, row, item, unit)
    if any(question.blocking for question in item.questions) or item.refused:
        return
    if came & {person for person, row in absent.items() if row["state"] != "迟到"}:
        item.flag("present_and_absent")
    gone = told.unnamed + sum(attendance_state(part.reason, day)["state"] != "迟到" for part in away)
    differ = not came and expected is not None and present is not None and expected - present != gone
    if differ and not _counts_differ(book.desk, item, expected or 0, present or 0, gone):
        if item.taken:
            # The printed figures hold: somebody was away whom nobody names, and who was there nobody can say.
            _totals_only(item, expected, present, told, people_known=True)
            item.flag("attendance_incomplete")
        return
    if complete and expected is not None and expected != len(people):
        item.flag("expected_differs_from_membership")
        if of_unit and not came and len(book.desk.units.subtree(unit)) > 1:
            # Of several branches nobody knows who was called: what is printed is all there is.
            _totals_only(item, expected, present, told, people_known=False)
            return
    rows = _those_meant(row, item, people, absent, came, away)
    _compare_present(row, item, rows, present)
    # Whoever came is on the list, expected or not, as one who is away for long.
    belongs = book.desk.people.of_unit(unit, day) - {person.id for person in people}
    item.fields["attendance"] = [*rows, *({"person": each, "state": "到"} for each in sorted(came & belongs))]


def _those_meant(
    row: SourceRow,
    item: Item,
    people: Sequence[Person],
    absent: Mapping[ObjectId, dict[str, Any]],
    came: Collection[ObjectId],
    away: Sequence[NamedPart],
) -> list[dict[str, Any]]:
    """A row for each of ``people`` who was meant to come.

    Who is named neither here nor there was not: it was a committee's or a group's meeting.
    """
    narrow = bool(came) and (
        bool(away)
        or NARROW.search(row.text("title") + row.text("category")) is not None
        or any(each.search(row.text("attendees")) for each in (_AND_OTHERS, _REST))
    )
    rows: list[dict[str, Any]] = []
    for person in people:
        there = "到" if not came or person.id in came else "缺席"
        if person.id in absent or person.id in came or not narrow:
            rows.append(absent.get(person.id) or {"person": person.id, "state": there})
        else:
            item.flag("attendance_incomplete")
    return rows


def _is_committee(desk: Desk, unit: ObjectId) -> bool:
    """Whether a unit is one whose central group may meet: a committee."""
    known = desk.units.get(unit)
    return known is not None and known.category == "党委"


def _nobody_listed(
    book: _Book, row: SourceRow, people: list[Person], expected: int | None, present: int | None
) -> bool:
    """Whether a book without any column of names doesn't tell that all of the unit were there.

    It tells that by a figure alone: as many came as were expected, or as belong there. A line of somebody's
    own card, or one with 参加人数 of another size, tells of nobody else.
    """
    # A cell that tells a whole meeting has no columns: what another cell lists says nothing of it.
    listed = row.has if book.table.told is not None else book.table.has
    if any(map(listed, ("absentees", "on_leave", "late", "attendees", ALL_NAMES))):
        return False
    if present is None:
        return expected is None
    return present < expected if expected is not None else present != len(people)


def _compare_present(row: SourceRow, item: Item, rows: list[dict[str, Any]], present: int | None) -> None:
    """Flag a printed 实到 that the attendance as read doesn't come to, or that is no figure."""
    there = sum(each["state"] in ("到", "迟到") for each in rows)
    if present is None and row.has("present"):
        item.flag("value_left_out:present")
    elif present is not None and present != there:
        item.flag("expected_differs_from_membership")


def _came(book: _Book, row: SourceRow, item: Item, unit: ObjectId) -> set[ObjectId]:
    """Who is named as present, in books that list those who came; empty when it says 全体 or nothing.

    A name that may be a member's misprinted one is asked about: the member would stand as absent otherwise.
    Guests of other units mark nobody.
    """
    found: set[ObjectId] = set()
    strange: list[tuple[str, tuple[Person, ...]]] = []
    text = row.text("attendees")
    for part in [] if _EVERYBODY.search(text) else split_names(_AND_OTHERS.sub("", text)):
        person = book.desk.told(part.name)
        match = book.desk.people.find(book.desk.renamed(part.name), unit=unit)
        person = person or match.person
        if person is not None:
            found.add(person.id)
        elif match.code == "similar" or (match.code == "unknown" and looks_like_name(part.name)):
            strange.append((part.name, match.candidates))
    if not found:
        # Without a name that is known, or like a known one, the cell holds no list: 村民代表.
        strange = [(name, candidates) for name, candidates in strange if candidates]
    for name, candidates in strange:
        choices = tuple(book.desk.person_candidate(each) for each in candidates)
        # Left out, the member whose misprinted name it is would stand as absent.
        choices = (*choices, Candidate(LEAVE_OUT, tr("leave this name out"), sense=LEAVE_OUT))
        question = item.question("present_name_unknown", "attendance", name, choices)
        answer = book.desk.settle(item, question)
        if answer is not None and answer.value != LEAVE_OUT:
            person = book.desk.answered_person(answer)
            if person is None:
                item.ask(question)
            else:
                found.add(person.id)
    return found


def _totals_only(
    item: Item, expected: int | None, present: int | None, away: Away, *, people_known: bool
) -> None:
    """Without a list of who belongs there, or of who was away, the printed totals are all there is."""
    if expected is not None:
        item.fields["expected"] = expected
    if present is not None:
        item.fields["present"] = present
    if expected is None and present is None and not away.unnamed and not away.named:
        item.flag("attendance_not_told")
    elif away.unnamed or (people_known and not away.named):
        item.flag("attendance_incomplete")
    if words := words_of(away):
        item.remarks = "；".join(filter(None, (item.remarks, words)))


def _absent(
    book: _Book, item: Item, unit: ObjectId, people: list[Person], away: list[NamedPart], day: date
) -> tuple[dict[ObjectId, dict[str, Any]], bool]:
    """The attendance rows of those named absent, and whether every name was understood."""
    found: dict[ObjectId, dict[str, Any]] = {}
    complete = True
    members = {person.id for person in people}
    for part in away:
        told = book.desk.told(part.name)
        match = (
            PersonMatch("linked", told)
            if told is not None
            else book.desk.people.find(book.desk.renamed(part.name), unit=unit)
        )
        person = match.person
        if person is not None and person.id not in members:
            # Named absent though not expected (away for long, moved): nothing to mark, nor to lose.
            item.note("absent_not_expected")
            item.remarks = "；".join(filter(None, (item.remarks, part.raw)))
            continue
        if person is None:
            person = _ask_absent(book.desk, item, part, match.code, match.candidates)
            complete = complete and person is not None
        if person is not None and person.id in members:
            found[person.id] = {"person": person.id, **attendance_state(part.reason, day)}
            doubt_leave(item, part, found[person.id]["state"])
    return found, complete


def _ask_absent(
    desk: Desk, item: Item, part: NamedPart, code: str, candidates: tuple[Person, ...]
) -> Person | None:
    """A name among the absent that is nobody of the unit.

    One that may be misprinted leaves the session in and the person present until it is answered; a
    stranger's or a namesake's keeps the session out.
    """
    choices = tuple(desk.person_candidate(each) for each in candidates)
    if code in ("similar", "unknown"):
        question = item.question("absent_name_misprinted", "attendance", part.name, choices, blocking=False)
        answer = desk.answer(question)
        if answer is None or (answer.value != DROP and desk.answered_person(answer) is None):
            item.flag("absent_name_asked")
            item.questions.append(question)
    else:
        choices = (Candidate(LEAVE_OUT, tr("leave this name out"), sense=LEAVE_OUT), *choices)
        question = item.question("absent_not_of_unit", "attendance", part.name, choices)
        if (answer := desk.answer(question)) is None or answer.value != LEAVE_OUT:
            return desk.settled_person(item, question)
    return desk.answered_person(answer) if answer is not None and answer.value != LEAVE_OUT else None


def _counts_differ(desk: Desk, item: Item, expected: int, present: int, away: int) -> bool:
    """Ask which figure is right; True when attendance can be taken as the names say."""
    by_names = str(expected - away)
    choices = (
        Candidate(str(present), str(present), sense=PRINTED),
        Candidate(by_names, by_names, sense=NAMES),
    )
    raw = f"{expected}/{present}/{away}"
    question = item.question("counts_differ", "present", raw, choices)
    answer = desk.settle(item, question, fits=is_offered)
    if answer is None:
        return False
    return answer.value == by_names
