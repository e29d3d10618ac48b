"""The rows that a person's study archive prints, from the records that stand in its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from bson.objectid import ObjectId

from records.kind import Label
from records.record import Record
from records.values import as_number, as_partial
from templates.contexts.archive.tables import (
    AppraisalRow,
    ArticleRow,
    AttendanceRow,
    BookRow,
    HonourRow,
    NoteRow,
    PlanRow,
    ResearchRow,
    TalkRow,
    TenureRow,
    TestRow,
    VisitRow,
)
from templates.contexts.reading import Reading, ballots, sub_records

_HELD, _EXEMPT = Label("任职", "Position"), Label("免学", "Exemption")
_SPOKE, _TALK = Label("发言", "Spoke"), Label("谈心交流", "Talk")
_ABSENT, _AGAIN = Label("缺考", "Absent"), Label("补考", "make-up")
_DECLARED, _SOLVED = Label("申报", "declared"), Label("已解决", "solved")
_SIGNED = Label("已签收", "Signed for")


def _position(read: Reading, record: Record) -> Iterator[TenureRow]:
    said = [read.say(record, name) for name in ("unit", "body", "role")]
    content = "".join(said) if read.lang == "zh" else ", ".join(each for each in said if each)
    yield TenureRow(_HELD.text(read.lang), content, _span(read, record))


def _exemption(read: Reading, record: Record) -> Iterator[TenureRow]:
    content = read.say(record, "reason") + read.bracketed(read.say(record, "rules"))
    yield TenureRow(_EXEMPT.text(read.lang), content, _span(read, record))


def _span(read: Reading, record: Record) -> str:
    """From when to when, with the year: a position may be older than the archive."""
    begun, ended = (as_partial(record.fields.get(name)) for name in ("from", "to"))
    first = begun.display(read.lang) if begun else ""
    last = ended.display(read.lang) if ended else Label("今", "now").text(read.lang)
    return f"{first}至{last}" if read.lang == "zh" else f"{first} to {last}".strip()


def _plan(read: Reading, record: Record) -> Iterator[PlanRow]:
    def place(row: Mapping[str, object]) -> int:
        month = row.get("month")
        return month if isinstance(month, int) else 13  # without one it stands last

    for row in sorted(sub_records(record, "items"), key=place):
        month = read.number(row.get("month"))
        said = (read.part(record, "items", row, sub) for sub in ("topic", "form", "owner"))
        yield PlanRow(f"{month}月" if month and read.lang == "zh" else month, *said)


def _session(read: Reading, record: Record) -> Iterator[AttendanceRow]:
    own = read.own(record, "attendance")
    state = _SPOKE.text(read.lang)
    if own:
        state = read.part(record, "attendance", own[0], "state")
        if own[0].get("made_up_on"):
            state += read.bracketed(read.day(own[0]["made_up_on"]))
    begun, ended = record.fields.get("start"), record.fields.get("end")
    hours = ""
    if isinstance(begun, datetime) and isinstance(ended, datetime):
        hours = read.number(Decimal(int((ended - begun).total_seconds())) / 3600)
    yield AttendanceRow(
        read.day(begun), read.say(record, "title"), read.say(record, "category"), hours, state
    )


def _entry(read: Reading, record: Record) -> Iterator[AttendanceRow]:
    minutes = as_number(record.fields.get("minutes"))
    yield AttendanceRow(
        read.day(record.fields.get("started")),
        read.say(record, "content"),
        read.say(record, "subtype"),
        "" if minutes is None else read.number(minutes / 60),
        "—",
    )


def _delivery(read: Reading, record: Record) -> Iterator[AttendanceRow]:
    signed = _SIGNED.text(read.lang) if record.fields.get("signed") else "—"
    yield AttendanceRow(
        read.day(record.fields.get("date")), read.say(record, "materials"), read.kind(record), "", signed
    )


def _meeting(read: Reading, record: Record) -> Iterator[AttendanceRow]:
    state = read.archive.kinds["session"].field("attendance")
    known = state.field("state") if state else None
    present = known.choice_label("到", read.lang) if known else ""
    yield AttendanceRow(
        read.day(record.fields.get("held_on")), record.title, read.say(record, "category"), "", present
    )


def _book(read: Reading, record: Record) -> Iterator[BookRow]:
    finished = read.day(record.fields.get("finished"))
    yield BookRow(read.say(record, "title"), read.say(record, "category"), finished)


def _note(read: Reading, record: Record) -> Iterator[NoteRow]:
    words = read.number(record.fields.get("words"))
    yield NoteRow(read.day(record.fields.get("period")), words, read.say(record, "checked_by"))


def _register(read: Reading, record: Record) -> Iterator[NoteRow]:
    words = read.number(record.fields.get("notes_words"))
    if words:
        declared = read.bracketed(_DECLARED.text(read.lang))
        yield NoteRow(read.day(record.fields.get("period")), words + declared, "")


def _article(read: Reading, record: Record) -> Iterator[ArticleRow]:
    words = read.number(record.fields.get("words"))
    yield ArticleRow(read.day(record.fields.get("written_on")), read.say(record, "title"), words)


def _preaching(read: Reading, record: Record) -> Iterator[TalkRow]:
    yield TalkRow(
        read.day(record.fields.get("held_on")),
        read.kind(record),
        read.say(record, "topic"),
        read.say(record, "place"),
        read.number(record.fields.get("count")),
    )


def _party_class(read: Reading, record: Record) -> Iterator[TalkRow]:
    held = record.fields.get("session")
    session = read.sessions.get(held) if isinstance(held, ObjectId) else None
    yield TalkRow(
        read.day(record.fields.get("held_on")),
        read.kind(record),
        read.say(record, "title"),
        read.say(record, "place"),
        read.number(session.fields.get("present")) if session else "",
    )


def _tutorial(read: Reading, record: Record) -> Iterator[TalkRow]:
    yield TalkRow(
        read.day(record.fields.get("held_on")),
        read.kind(record),
        read.say(record, "title") or read.say(record, "theme"),
        read.say(record, "village"),
        read.number(record.fields.get("farmers")),
    )


def _visit(read: Reading, record: Record) -> Iterator[VisitRow]:
    said = [read.say(record, name) for name in ("household", "village", "group", "difficulty", "help")]
    village = said[1] + said[2] if read.lang == "zh" else read.joined(said[1], said[2])
    yield VisitRow(read.day(record.fields.get("visited_on")), said[0], village, said[3], said[4])


def _talk(read: Reading, record: Record) -> Iterator[VisitRow]:
    said = [read.say(record, name) for name in ("counterpart", "matters", "follow_up")]
    yield VisitRow(read.day(record.fields.get("date")), said[0], _TALK.text(read.lang), said[1], said[2])


def _research(read: Reading, record: Record) -> Iterator[ResearchRow]:
    problems = []
    for row in sub_records(record, "problems"):
        said = [read.part(record, "problems", row, sub) for sub in ("text", "action", "effect")]
        when = read.day(row.get("solved_on")) if row.get("solved") else ""
        solved = read.bracketed(read.joined(when, _SOLVED.text(read.lang))) if row.get("solved") else ""
        problems.append(read.joined(*said) + solved)
    yield ResearchRow(
        read.day(record.fields.get("finished_on")),
        read.say(record, "title"),
        read.say(record, "place"),
        read.number(record.fields.get("words")),
        "\n".join(problems),
    )


def _exam(read: Reading, record: Record) -> Iterator[TestRow]:
    for row in read.own(record, "results"):
        score = _ABSENT.text(read.lang) if row.get("absent") else read.number(row.get("score"))
        if row.get("makeup"):
            score += read.bracketed(_AGAIN.text(read.lang))
        yield TestRow(
            read.day(record.fields.get("held_on")),
            read.say(record, "title"),
            read.say(record, "category"),
            read.number(record.fields.get("full_mark")),
            score,
        )


def _assessment(read: Reading, record: Record) -> Iterator[AppraisalRow]:
    kind = read.archive.kinds[record.kind]
    told = []
    for name in ("listen", "write", "speak", "test", "apply", "total"):
        each, value = kind.field(name), read.number(record.fields.get(name))
        if each and value:
            told.append(f"{each.label.text(read.lang)}{' ' if read.lang == 'en' else ''}{value}")
    yield AppraisalRow(read.kind(record), read.listing(told), read.say(record, "grade"))


def _evaluation(read: Reading, record: Record) -> Iterator[AppraisalRow]:
    yield AppraisalRow(read.kind(record), *ballots(read, record))


def _designation(read: Reading, record: Record) -> Iterator[AppraisalRow]:
    yield AppraisalRow(read.say(record, "category"), read.say(record, "basis"), read.say(record, "result"))


def _honour(
    read: Reading, record: Record, content: str, *, doc_no: str = "", result: str = ""
) -> Iterator[HonourRow]:
    yield HonourRow(read.day(record.date), read.kind(record), content, doc_no, result)


def _nomination(read: Reading, record: Record) -> Iterator[HonourRow]:
    votes = read.number(record.fields.get("votes"))
    told = f"得票{votes}" if read.lang == "zh" else f"{votes} votes"
    return _honour(read, record, read.say(record, "award"), result=told if votes else "")


def _award(read: Reading, record: Record) -> Iterator[HonourRow]:
    return _honour(read, record, read.say(record, "title"), doc_no=read.say(record, "certificate_no"))


def _commendation(read: Reading, record: Record) -> Iterator[HonourRow]:
    return _honour(read, record, read.say(record, "title"), doc_no=read.say(record, "doc_no"))


def _model(read: Reading, record: Record) -> Iterator[HonourRow]:
    return _honour(
        read, record, read.say(record, "title") or record.title, result=read.say(record, "publicised_in")
    )


def _inspection(read: Reading, record: Record) -> Iterator[HonourRow]:
    whole = record.fields.get("target") == read.person
    found = sub_records(record, "findings") if whole else read.own(record, "findings")
    content = "；".join(str(row.get("text") or "") for row in found) or read.say(record, "good_practice")
    return _honour(read, record, content, result=read.say(record, "verdict") if whole else "")


def _rectification(read: Reading, record: Record) -> Iterator[HonourRow]:
    content = read.say(record, "problems") or read.say(record, "requirements")
    closed = read.day(record.fields.get("closed_on"))
    result = read.say(record, "result") + (read.bracketed(closed) if closed else "")
    return _honour(read, record, content, doc_no=read.say(record, "doc_no"), result=result)


#: kind -> the field of the archive that holds its rows, and what reads them
READERS: Mapping[str, tuple[str, Callable[[Reading, Record], Iterator[Any]]]] = {
    "position": ("tenures", _position),
    "exemption": ("tenures", _exemption),
    "study_plan": ("plan", _plan),
    "session": ("attendance", _session),
    "study_entry": ("attendance", _entry),
    "door_delivery": ("attendance", _delivery),
    "evaluation_minutes": ("attendance", _meeting),
    "book_reading": ("books", _book),
    "reading_note": ("notes", _note),
    "study_register": ("notes", _register),
    "experience_article": ("articles", _article),
    "preaching": ("talks", _preaching),
    "party_class": ("talks", _party_class),
    "farmer_tutorial": ("talks", _tutorial),
    "household_visit": ("visits", _visit),
    "talk": ("visits", _talk),
    "research_report": ("research", _research),
    "exam": ("tests", _exam),
    "assessment": ("appraisals", _assessment),
    "democratic_evaluation": ("appraisals", _evaluation),
    "designation": ("appraisals", _designation),
    "nomination": ("honours", _nomination),
    "award": ("honours", _award),
    "commendation": ("honours", _commendation),
    "typical_model": ("honours", _model),
    "inspection": ("honours", _inspection),
    "rectification": ("honours", _rectification),
}


def rows_of(read: Reading, records: Iterable[Record]) -> dict[str, tuple[Any, ...]]:
    """The rows of each field of the archive, in the order of ``records``."""
    found: dict[str, list[Any]] = {name: [] for name, _ in READERS.values()}
    for record in records:
        name, reader = READERS.get(record.kind, ("", None))
        if reader is not None:
            found[name] += reader(read, record)
    return {name: tuple(rows) for name, rows in found.items()}
