"""Papers: articles, reports, notes, minutes and plans, with the original kept beside the record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time
from pathlib import PurePosixPath
from typing import Any

from bson.objectid import ObjectId

from records.intake.answers.alike import FOLDER, PRINTED
from records.intake.build.kept_unread import ask_whose
from records.intake.build.named_to_body import build_seats, seats_in
from records.intake.build.paper.briefing_paper import fill_briefing
from records.intake.build.paper.commendation_paper import fill_commendation
from records.intake.build.paper.document_paper import fill_document
from records.intake.build.paper.meeting import fill_meeting
from records.intake.build.paper.minutes import fill_minutes
from records.intake.build.paper.nomination_paper import build_nominations
from records.intake.build.paper.note_book import count_of_label, period_told, tell_of_notebook
from records.intake.build.paper.notice_paper import fill_rectification
from records.intake.build.paper.report_place import put_place, told_of_going
from records.intake.build.paper.report_problems import take_problems
from records.intake.build.paper.said import put_said
from records.intake.build.paper.speech_paper import (
    fill_model,
    fill_party_class,
    fill_preaching,
    party_class_of,
    text_below,
)
from records.intake.build.paper.told_talks import build_talks, talks_in
from records.intake.build.paper.which_kind import of_no_kind, settle_kind
from records.intake.build.paper.whose import printed_units, put_authors, unit_of
from records.intake.build.plans import fill_plan, told_by_year
from records.intake.context import doubt_unit
from records.intake.desk import Desk
from records.intake.doubted_dates import is_date, settled_date
from records.intake.files.reading import Reading, TextDocument
from records.intake.mappings.mapping import ALSO_PAPERS, PAPER_KINDS, SourceRule
from records.intake.outcome import Candidate, Item, Place, Question
from records.intake.papers.blank_labels import as_judged
from records.intake.papers.bound import BOUND, papers_in, signed_by_several
from records.intake.papers.minutes.book import meetings_in
from records.intake.papers.minutes.record import record_of
from records.intake.papers.minutes.tables import leaves_columns, with_tables_told
from records.intake.papers.notes import NoteProposal, propose
from records.intake.papers.paper_name import read_paper_name
from records.intake.papers.report_parts import parts_of_report
from records.intake.papers.report_solved import solved_in
from records.intake.tables.attendance_columns import BY_NAME
from records.intake.tables.facts import year_of_path
from records.language import translator
from records.values import PartialDate, as_partial

tr = translator("records")

#: In characters, of three or four bytes each: a record holds 16 MB, and its search index some of them again.
LONGEST_TEXT, EXCERPT = 2_000_000, 100_000
#: Where a paper of each kind keeps its date.
DATE_FIELD = {
    "experience_article": "written_on",
    "research_report": "finished_on",
    "reading_note": "period",
    "evaluation_minutes": "held_on",
    "study_plan": "approved_on",
    "session": "start",
    "briefing": "submitted_on",
    "commendation": "decided_on",
    "implementation_plan": "adopted_on",
    "rule_document": "adopted_on",
    "stage_summary": "approved_on",
    "rectification": "issued_on",
    "party_class": "held_on",
    "preaching": "held_on",
    "typical_model": "summarised_on",
    "nomination": "year",
}
_RULING = ("implementation_plan", "rule_document", "stage_summary")
_MINUTES = ("session", "session_minutes", "evaluation_minutes")
_DOUBTS = (
    *("date_from_file_name", "date_from_folder", "author_from_file_name", "file_name_says_another_kind"),
    *("kind_from_folder", "kind_from_signed", "kind_in_doubt", "author_conflict", "dates_differ"),
)
#: What a mapping file that says the author, or the author of reading notes, says under ``set:``.
_AUTHOR_FIELDS = ("authors", "person", "lecturer", "speaker", "subject", "nominee")
_NO_AUTHOR = (
    *("evaluation_minutes", "study_plan", "session", "briefing", "commendation", *_RULING),
    *ALSO_PAPERS,
)


def build_paper(reading: Reading, desk: Desk, rule: SourceRule, part: str = "") -> Iterator[Item]:
    """The record of one paper; minutes with a tally give the ballot as a second record.

    A book of minutes gives a record for each meeting in it, and so do articles that are bound in one file;
    ``part`` tells those apart.
    """
    reading = as_judged(reading)
    path = _from_path(rule, reading.relative)
    named = path.get("kind") or (rule.kind if rule.kind != "skip" else None)
    told = named in (*PAPER_KINDS, *ALSO_PAPERS, "session_minutes")
    proposal = propose(reading.text, reading.relative, str(named) if told else None)
    kind = str(named if told else proposal.kind.value)
    if reading.text is not None and kind in _MINUTES:
        whole = with_tables_told(reading.text, evaluation=kind == "evaluation_minutes")
        if whole is not reading.text:
            reading = replace(reading, text=whole)
            proposal = propose(whole, reading.relative, kind)
    item = Item(
        "session" if kind == "session_minutes" else kind,
        Place(reading.relative),
        attach=reading.relative,
    )
    _pinned(path, rule, item.kind)
    parts = _parts(item.kind, reading, path)
    if len(parts) > 1:
        for number, text in enumerate(parts, start=1):
            mark = f"·{number}" if item.kind in BOUND else ""
            own = replace(rule, constants={**rule.constants, **rule.parts.get(number, {})}, parts={})
            if proposal.kind.from_ == "structure" and item.kind == "session":
                # What the whole book shows, one meeting of it alone may not.
                own = replace(own, kind="session")
            for made in build_paper(replace(reading, text=text), desk, own, mark):
                _call_by_subject(made, proposal)
                yield made
        return
    item.cells = (
        proposal.title.value if proposal.title else "",
        *(author.raw for author in proposal.authors),
    )
    item.evidence = reading.sha256 + part
    if reading.text is not None and not named and proposal.kind.from_ == "guess":
        talks = talks_in(reading.text, str(item.cells[0]), year_of_path(reading.relative))
        if talks:
            yield from build_talks(talks, reading.relative, desk)
            return
        seats = seats_in(reading.text, str(item.cells[0]), year_of_path(reading.relative))
        if seats is not None:
            yield from build_seats(seats, reading.relative, desk)
            return
    if not named and of_no_kind(item, desk, reading, proposal.kind.from_):
        return
    if not _may_be_read(item, proposal, desk, reading, named, told=told):
        yield item
        return
    settled = {*path.get("settled", ()), *(("kind_from_folder", "kind_from_signed") if named else ())}
    _tell(item, proposal, reading, desk, settled)
    context = unit_of(proposal, path, desk, item, rule, printed_units(item, reading))
    _title(item, proposal, path, reading.relative)
    _date(item, proposal, path, desk)
    for each in _filled(item, proposal, reading, desk, context.unit, path):
        if context.in_doubt:
            doubt_unit((each,), context.unit)
        # Who spoke at a meeting wrote no paper about it.
        authors = _AUTHOR_FIELDS if each.kind != "session" else ()
        beside = frozenset(("title", DATE_FIELD.get(each.kind, ""), *authors))
        put_said(each, rule, desk, context.unit, beside=beside)
        yield each


def _may_be_read(
    item: Item, proposal: NoteProposal, desk: Desk, reading: Reading, named: str | None, *, told: bool
) -> bool:
    """Whether it is settled that the file is a paper, and of which kind; asked about or refused otherwise."""
    if item.kind == "scan":
        ask_whose(item, desk, "scan_unread", reading.sha256)
        return False
    if named and not told:
        item.reject(f"kind_not_for_papers:{named}")
        return False
    return bool(named) or proposal.kind.from_ != "guess" or settle_kind(item, desk, reading)


def _parts(kind: str, reading: Reading, path: dict[str, Any]) -> list[TextDocument]:
    """The meetings of a book of minutes, the papers that are bound in one file; else the paper itself."""
    if reading.text is None:
        return []
    year = year_of_path(reading.relative)
    if kind == "session" and not path.get("date"):
        return meetings_in(reading.text, year=year)
    if kind in BOUND and not path.get("person") and not path.get("title"):
        return papers_in(reading.text, year=year)
    return [reading.text]


def _call_by_subject(item: Item, book: NoteProposal) -> None:
    """Call a meeting of a book by its subject where nothing else than the book's title names it."""
    title = book.title.value if book.title is not None else ""
    subject = next(iter(item.fields.get("topics", ())), "")
    # 会议类别：周一例会 says which kind of meeting it was, and no more than the book does what it was about.
    plain = (title, item.fields.get("category"))
    if item.kind == "session" and subject and item.fields.get("title") in plain:
        item.fields["title"] = subject


def _tell(item: Item, proposal: NoteProposal, reading: Reading, desk: Desk, settled: set[str]) -> None:
    """The notes and doubts of a paper; ``settled`` are doubts that somebody has answered."""
    if not desk.people.named(read_paper_name(reading.relative).person or ""):
        # 冷链物流 in a file's name only reads like somebody's.
        settled = {*settled, "author_conflict"}
    if item.kind == "nomination":
        # 事迹材料 may be the name of a file with the deeds of somebody put forward.
        settled = {*settled, "file_name_says_another_kind"}
    item.note(*(code for code in proposal.flags if code not in _DOUBTS and code != "no_author"))
    item.flag(*(code for code in proposal.flags if code in _DOUBTS and code not in settled))
    if item.kind in BOUND and reading.text is not None and signed_by_several(reading.text):
        item.flag("several_papers")
    if "extension" in reading.warnings:
        item.note("content_is_not_what_the_extension_says")


def _filled(
    item: Item,
    proposal: NoteProposal,
    reading: Reading,
    desk: Desk,
    unit: ObjectId | None,
    path: dict[str, str],
) -> Iterator[Item]:
    if item.kind not in _NO_AUTHOR:
        put_authors(item, proposal, path, desk, unit)
    if item.kind == "evaluation_minutes":
        item.flag(*(["columns_unread"] if reading.text and leaves_columns(reading.text) else []))
        yield from fill_minutes(item, proposal, desk, unit)
        return
    if item.kind == "study_plan":
        fill_plan(item, reading, desk, unit)
    elif item.kind == "briefing":
        if reading.text is not None:
            fill_briefing(item, reading.text, desk, unit)
    elif item.kind == "commendation":
        if reading.text is not None:
            fill_commendation(item, reading.text, desk)
    elif item.kind == "nomination" and reading.text is not None:
        body = _excerpt(item, proposal.body)
        yield from build_nominations(item, reading.text, body, desk, unit, path)
        return
    elif item.kind in ALSO_PAPERS:
        _fill_also(item, proposal, reading, desk, unit, path)
    elif item.kind in _RULING:
        if reading.text is not None:
            fill_document(item, reading.text, _excerpt(item, proposal.body), desk, unit)
    elif item.kind == "session":
        item.fields["summary"] = _excerpt(item, record_of(proposal.body.splitlines()) or proposal.body)
        head = fill_meeting(item, reading, desk, unit, path)
        yield item
        lines = [each.text for each in reading.text.paragraphs[:1]] if reading.text is not None else []
        yield from party_class_of(item, head, desk, "".join(lines))
        return
    else:
        text = _excerpt(item, proposal.body)
        item.fields |= {"text": text, "words": proposal.words_body, "count_basis": "measured"}
        if item.kind != "reading_note" and reading.text is not None:
            count_of_label(item, reading.text)
        if item.kind == "research_report":
            told = parts_of_report(text)._asdict()
            item.fields |= {name: part for name, part in told.items() if part}
            done = as_partial(item.fields.get("finished_on"))
            if problems := solved_in(text, done.start.year if done else year_of_path(reading.relative)):
                item.fields["problems"] = problems
                item.flag("read_from_sentence:problems")
            if reading.text is not None:
                take_problems(item, reading.text, done.start.year if done else None)
                item.fields |= told_of_going(reading.text, year_of_path(reading.relative), done)
    if item.kind == "research_report":
        put_place(item, desk, *_title_and_lines(item))
    if item.kind == "reading_note":
        item.fields.pop("title", None)
        if reading.text is not None:
            tell_of_notebook(item, reading.text, desk)
        if proposal.book:
            item.fields["book"] = proposal.book
    yield item


def _fill_also(
    item: Item,
    proposal: NoteProposal,
    reading: Reading,
    desk: Desk,
    unit: ObjectId | None,
    path: dict[str, Any],
) -> None:
    """What papers say whose kinds are mostly kept in registers."""
    if reading.text is None:
        return
    text, told = _excerpt(item, text_below(item.kind, proposal.body)), str(path.get("person") or "")
    if item.kind == "rectification":
        fill_rectification(item, reading.text, desk)
    elif item.kind == "party_class":
        fill_party_class(item, proposal, reading.text, text, desk, unit, told)
    elif item.kind == "preaching":
        fill_preaching(item, proposal, reading.text, text, desk, unit, told)
    else:
        fill_model(item, reading.text, text, desk, unit, told)


def _title_and_lines(item: Item) -> tuple[str, list[str]]:
    return str(item.fields.get("title", "")), str(item.fields.get("text", "")).splitlines()


def _excerpt(item: Item, text: str) -> str:
    """The text, or its beginning where it is longer than a record can hold; the original is kept whole."""
    if len(text) <= LONGEST_TEXT:
        return text
    item.flag("text_excerpt")
    cut = text.rfind("\n", EXCERPT // 2, EXCERPT)
    return text[: cut if cut > 0 else EXCERPT]


def _from_path(rule: SourceRule, relative: str) -> dict[str, Any]:
    found = rule.from_path.search(relative) if rule.from_path else None
    groups: dict[str, Any] = {
        key: value.strip() for key, value in (found.groupdict() if found else {}).items() if value
    }
    settled = [
        f"{name}_from_file_name"
        for name in ("date", "author")
        if groups.get("person" if name == "author" else name)
    ]
    return {**groups, "settled": settled} if settled else groups


def _pinned(path: dict[str, Any], rule: SourceRule, kind: str) -> None:
    """Add what the mapping file says of author, date and title under ``set:`` to what the path tells."""
    told = dict(rule.constants)
    person = next((told[name] for name in _AUTHOR_FIELDS if told.get(name)), None)
    found = {"person": person, "date": told.get(DATE_FIELD.get(kind, "")), "title": told.get("title")}
    found |= {name: told.get(name) for name in BY_NAME}
    path |= {name: value for name, value in found.items() if value}
    settled = [
        f"{name}_{place}" for name in ("date", "author") for place in ("from_file_name", "from_folder")
    ]
    settled += ["author_conflict", "dates_differ"]
    path["settled"] = [
        *path.get("settled", ()),
        *(code for code in settled if found["person" if code.startswith("author") else "date"]),
        *(["file_name_says_another_kind", "kind_in_doubt"] if rule.one_file and rule.kind else ()),
    ]


def _title(item: Item, proposal: NoteProposal, path: dict[str, Any], relative: str) -> None:
    title = (
        path.get("title") or (proposal.title.value if proposal.title else "") or PurePosixPath(relative).stem
    )
    if re.fullmatch(r"(?:\S\s+)+\S", title):
        # 党 课 记 录: characters spread over the width of the page.
        title = "".join(title.split())
    item.fields["title"] = title.strip("《》") if title.startswith("《") and title.endswith("》") else title


def _date(item: Item, proposal: NoteProposal, path: dict[str, Any], desk: Desk) -> None:
    field = DATE_FIELD[item.kind]
    if item.kind == "nomination":
        return  # it has a year, which its title says
    # The day below a summary is when it was written: that it was approved then is for the clerk to say.
    written = item.kind == "stage_summary"
    value = proposal.date.value if proposal.date and not written else None
    if item.kind == "reading_note" and (value is None or "date_from_file_name" in proposal.flags):
        value = period_told(proposal.body.splitlines()) or value
    if path.get("date"):
        try:
            value = PartialDate.parse(path["date"])
        except ValueError:
            item.note("path_date_unreadable")
    if value is None and item.kind not in (*_RULING, "typical_model") and not told_by_year(item):
        question = item.paper_question("missing_date", field)
        told = desk.settle(item, question, fits=is_date)
        value = PartialDate.parse(told.value) if told is not None else None
    if value is None:
        return
    if "date_not_in_folder_year" in proposal.flags and not path.get("date"):
        choices = tuple(
            Candidate(each.start.isoformat(), each.display("zh"), sense=sense)
            for each, sense in zip(proposal.date_candidates, (PRINTED, FOLDER), strict=False)
        )
        question = Question(
            "date_not_in_folder_year", item.place, field, value.raw, choices, True, (item.evidence,)
        )
        answer = desk.settle(item, question, fits=is_date)
        if answer is None:
            return
        same = (each for each in proposal.date_candidates if each.start.isoformat() == answer.value)
        value = next(same, None) or PartialDate.parse(answer.value)
    settled = settled_date(desk, value, item, field, None)
    if settled is None:
        return
    if item.kind in ("experience_article", "research_report", "reading_note"):
        item.fields[field] = settled
    elif settled.precision == "day":
        day = settled.start
        item.fields[field] = datetime.combine(day, time()) if field == "start" else day
    else:
        item.want_day(field, settled)
    if item.kind == "study_plan":
        item.fields["year"] = settled.start.year
