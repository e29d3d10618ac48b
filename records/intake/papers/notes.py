"""What a paper is, told from its lines, its file's name and its folder: proposals with their evidence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from records.intake.files.reading import TextDocument
from records.intake.names import looks_like_name
from records.intake.papers.judged_paper import HOW_SURE, OF_OFFICES, Evidence, JudgedPaper
from records.intake.papers.minutes.evaluation import Minutes, read_minutes
from records.intake.papers.note_time import time_of_notes
from records.intake.papers.paper_name import (
    PaperKind,
    PaperName,
    has_surname,
    is_official,
    read_paper_name,
)
from records.intake.papers.title_first import with_title_first
from records.values import PartialDate, count_words

#: 张三同志学习笔记, 张三2011年3月笔记; 党员学习笔记 names nobody.
_OF_COMRADE = re.compile(
    r"(?!党|干部|机关|支部|个人|村|乡|镇|教师|职工|领导)([\u4e00-\u9fff·]{2,4}?)(?:同志)?的?"
    r"[\d年月份一二三四上下半季度]*(?:个人|政治|理论|业务|学习|读书)*笔记"
)
#: What is signed and has fewer characters than these, a form perhaps, is no article.
_SHORTEST_ARTICLE = 10


@dataclass(frozen=True)
class NoteProposal:
    """What a paper seems to be; None where nothing tells.

    ``kind`` names a record kind, or is ``scan`` for a picture and ``session_minutes`` for those of other
    meetings. ``words_body`` counts without title, signature and tables.

    Flags: ``no_author``, ``two_authors``, ``author_from_file_name``, ``author_conflict``, ``no_date``,
    ``date_from_file_name``, ``date_from_folder``, ``file_name_says_another_kind``, ``kind_from_folder``,
    ``kind_from_signed`` (an article, because somebody signed it), ``kind_in_doubt`` (the title tells of two),
    ``dates_differ`` (two places of the paper give two days), those of the
    date's reading, and ``date_not_in_folder_year``, when ``date_candidates`` holds both readings.
    """

    kind: Evidence[PaperKind]
    title: Evidence[str] | None
    authors: tuple[Evidence[str], ...]
    unit: Evidence[str] | None
    date: Evidence[PartialDate] | None
    book: str | None
    words_body: int
    body: str
    flags: tuple[str, ...]
    date_candidates: tuple[PartialDate, ...] = ()
    minutes: Minutes | None = None


def propose(document: TextDocument | None, relative: str, told: PaperKind | None = None) -> NoteProposal:
    """Judge a paper by its text and its path; ``document`` is None for a scan.

    ``told`` is the kind that a mapping file says: what only such papers hold is read of it.
    """
    name = read_paper_name(relative)
    if document is None:
        return _scan(name)
    document = with_title_first(document)
    paper = JudgedPaper(document, name)
    kind = paper.kind()
    minutes = (
        read_minutes(document, paper.title or "", year=name.year)
        if (told or kind.value) == "evaluation_minutes"
        else None
    )
    signed = paper.signatures()
    authors = () if kind.value in OF_OFFICES else paper.authors(signed)
    if kind.value == "research_report":
        authors = paper.co_authors(authors)
    told_at_length = count_words(paper.body) >= _SHORTEST_ARTICLE
    if kind.from_ == "guess" and authors and told_at_length and paper.title and not is_official(paper.title):
        # What a member signs and no other word explains is an article; the report says that it was guessed.
        kind = Evidence(kind.value, "signed", HOW_SURE["signed"], paper.title)
    held: PaperKind = "session_minutes" if told in ("session", "session_minutes") else kind.value
    date_found = _minutes_date(minutes) or paper.date(signed, held)
    beyond = False
    if held == "reading_note":
        printed, date_found = date_found, _time_of_notes(paper, name, date_found) or date_found
        # Entries of other months than the one that is told: a second month, or a slip of the pen.
        beyond = printed is not None and printed.value.precision == "month" and date_found is not printed
        authors = _named_in_title(paper.title or "", name, authors)
    flags = [*paper.flags(kind, authors, date_found)]
    flags += ["dates_differ"] if beyond and "dates_differ" not in flags else []
    if _signed_article(kind, authors, date_found, paper.title or ""):
        flags.remove("kind_from_folder")
    conflict, candidates = _year_conflict(date_found, name)
    if conflict:
        flags.append("date_not_in_folder_year")
    elif date_found is not None and name.year and date_found.from_ not in ("folder", "file_name"):
        flags += [flag for flag in paper.date_flags if flag not in flags]
    title = Evidence(paper.title, paper.title_from, HOW_SURE["title"], paper.title) if paper.title else None
    return NoteProposal(
        kind=kind,
        title=title,
        authors=authors,
        unit=paper.unit(signed),
        date=date_found,
        book=paper.book(),
        words_body=count_words(paper.body),
        body=paper.body,
        flags=tuple(flags),
        date_candidates=candidates,
        minutes=minutes,
    )


def _scan(name: PaperName) -> NoteProposal:
    when: Evidence[PartialDate] | None = None
    flags = []
    if name.date is not None and name.date.value is not None:
        when = Evidence(name.date.value, "file_name", HOW_SURE["file_name"], name.date.raw)
        flags.append("date_from_file_name")
    elif name.year:
        when = Evidence(
            PartialDate.year_of(name.year), name.year_from or "folder", HOW_SURE["folder"], str(name.year)
        )
        flags.append("date_from_folder")
    authors = (Evidence(name.person, "file_name", HOW_SURE["file_name"], name.person),) if name.person else ()
    flags.append("author_from_file_name" if authors else "no_author")
    unit = Evidence(name.unit, "folder", HOW_SURE["folder"], name.unit) if name.unit else None
    kind: Evidence[PaperKind] = Evidence("scan", "format", 1.0)
    return NoteProposal(kind, None, authors, unit, when, None, 0, "", tuple(flags))


def _signed_article(
    kind: Evidence[PaperKind],
    authors: tuple[Evidence[str], ...],
    found: Evidence[PartialDate] | None,
    title: str,
) -> bool:
    """Whether a folder of articles holds what a member has signed and dated: no other paper of theirs is."""
    if (kind.value, kind.from_) != ("experience_article", "folder") or found is None or is_official(title):
        return False
    told = {found.from_, *(each.from_ for each in authors)}
    return bool(authors) and not told & {"file_name", "folder"} and found.value.precision == "day"


def _time_of_notes(
    paper: JudgedPaper, name: PaperName, found: Evidence[PartialDate] | None
) -> Evidence[PartialDate] | None:
    told = time_of_notes(
        paper.title or "", paper.body.splitlines(), name, found.value if found is not None else None
    )
    return Evidence(told[0], told[1], HOW_SURE[told[1]], told[0].raw) if told is not None else None


def _named_in_title(
    title: str, name: PaperName, authors: tuple[Evidence[str], ...]
) -> tuple[Evidence[str], ...]:
    """Whose notes they are where their title says it: 张三同志学习笔记, as the file's name does."""
    if authors and authors[0].from_ != "file_name":
        return authors
    plain = re.sub(r"\s", "", title)
    told = _OF_COMRADE.match(plain)
    if told is not None and looks_like_name(told[1]) and has_surname(told[1]):
        return (Evidence(told[1], "title", HOW_SURE["title"], told[1]),)
    if authors and name.person and name.person in plain:
        return (Evidence(name.person, "title", HOW_SURE["title"], name.person),)
    return authors


def _minutes_date(minutes: Minutes | None) -> Evidence[PartialDate] | None:
    if minutes is None or minutes.date is None or minutes.date.value is None:
        return None
    return Evidence(minutes.date.value, "text", HOW_SURE["text"], minutes.date.raw)


def _year_conflict(
    found: Evidence[PartialDate] | None, name: PaperName
) -> tuple[bool, tuple[PartialDate, ...]]:
    """Whether the paper's date lies outside its folder's year: which of the two is wrong, nobody can tell."""
    if (
        found is None
        or name.year is None
        or name.year_from != "folder"
        or found.value.start.year == name.year
    ):
        return False, ()
    value = found.value
    try:
        other = PartialDate(
            value.start.replace(year=name.year), value.end.replace(year=name.year), value.precision, value.raw
        )
    except ValueError:
        return True, (value,)
    # Minutes of a year's evaluation are often written, and dated, in the January that follows.
    return True, (value, other)
