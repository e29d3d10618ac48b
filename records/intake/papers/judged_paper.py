"""One paper while it is judged: its title and body, which kind it is, who signed it and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from records.intake.dates import DateReading, dates_in
from records.intake.files.reading import TextDocument
from records.intake.names import clean_name, looks_like_name
from records.intake.papers.adopted import adopted_told
from records.intake.papers.masthead import is_briefing, masthead_of
from records.intake.papers.minutes.book import meeting_day, no_day, reading_told, told_day_by_day
from records.intake.papers.minutes.evaluation import is_minutes
from records.intake.papers.note_time import days_alone
from records.intake.papers.paper_name import (
    PaperKind,
    PaperName,
    is_official,
    kind_of_words,
    kinds_of_words,
    subject_of,
)
from records.intake.papers.report_head import authors_told, done_first
from records.intake.papers.signature import (
    BOOK_KEYS,
    DOC_NO,
    TITLE_KEYS,
    Signature,
    labelled,
    office_above,
    pairs_of_line,
    signatures_at_end,
    signatures_under_title,
    signed_off,
    table_pairs,
)
from records.intake.papers.signature import is_read as signed_by
from records.values import PartialDate

T = TypeVar("T")
#: Kinds of which offices write, and which their papers' words tell beyond doubt.
OF_OFFICES = (
    *("evaluation_minutes", "session_minutes", "briefing", "study_plan", "commendation", "nomination"),
    *("implementation_plan", "rule_document", "stage_summary", "rectification", "typical_model"),
)
#: Papers that a subtitle tells better than their title: 抓学习促发展 over ——某村党支部典型材料.
_BY_SUBTITLE = ("party_class", "preaching", "typical_model", "rectification")
_GENERIC = re.compile(
    r"(?:个人|党员|干部|年度|\d{4}年度?)*(?:学习|读书|理论|调研|调查)*(?:笔记|报告|摘抄|文章|材料)(?:[（(].*[)）])?|读《.*》(?:笔记|摘抄|有感|心得)?"
)
_BOOK = re.compile(r"《([^》]{1,60})》")
_STRUCTURE: tuple[tuple[PaperKind, re.Pattern[str]], ...] = (
    (
        "research_report",
        re.compile(
            r"(?:基本情况|调研情况|现状|存在(?:的)?(?:主要)?问题|主要问题及原因|对策(?:与|和)?建议|几点建议|改进建议)$"
        ),
    ),
    ("reading_note", re.compile(r"^(?:摘抄|摘录|【?感想】?|书名[:：].*|读书体会|主要内容)$")),
)
#: Who read a book, in the lines above a note.
_READERS = (
    *("阅读人", "阅读者", "读书人", "读书者", "摘录人", "摘抄人", "摘录者", "摘抄者"),
    *("读者", "记录者", "笔记者", "学习者", "学员", "学员姓名", "干部姓名", "阅读人姓名", "学习人姓名"),
)
_HEAD = 8
_LONGEST_TITLE = 50
#: What stands over minutes before the name of the meeting itself.
_MARK = re.compile(r"(?:会议|学习|活动)?(?:纪要|记录)")
_ISSUE_LINE = re.compile(r"[（(]?(?:(?:19|20)\d{2}年?)?第\s*\S{1,4}\s*期.{0,12}")
#: How sure what stands in a place is.
HOW_SURE = {
    "table": 0.95,
    "first_line": 0.95,
    "under_title": 0.9,
    "end": 0.9,
    "text": 0.85,
    "file_name": 0.6,
    "folder": 0.5,
    "title": 0.9,
    "structure": 0.7,
    "signed": 0.5,
    "property": 0.3,
}


@dataclass(frozen=True)
class Evidence(Generic[T]):
    """A proposed value, ``raw`` as it is written, where from, and how sure: 0 to 1."""

    value: T
    from_: str
    confidence: float
    raw: str = ""


#: What stands over the title of an office's letter: 某某委员会文件, and its number.
_LETTERHEAD = re.compile(rf"[\u4e00-\u9fff]{{4,30}}文件|{DOC_NO.pattern}")


def is_meeting(line: str) -> bool:
    """Whether a line is the name of a meeting: …座谈会, …专题学习会."""
    return re.search(r"(?:会|会议|学习|党课|例会)$", re.sub(r"[\s（(].*$", "", line)) is not None


def is_read(label: str) -> bool:
    """Whether a label at the head of a paper is one that is read."""
    return label in (*_READERS, "调研地点", "调查地点") or signed_by(label)


def is_generic_title(title: str) -> bool:
    """Whether a title only names the kind of paper: 读书笔记, 学习笔记（8月份）, 调研报告, 读《…》笔记."""
    return _GENERIC.fullmatch(re.sub(r"\s", "", title)) is not None


class JudgedPaper:
    """What the lines, the tables, the file's name and the folder of a paper tell."""

    def __init__(self, document: TextDocument, name: PaperName) -> None:
        self._document = document
        self._name = name
        self._lines = [paragraph.text.strip() for paragraph in document.paragraphs if paragraph.text.strip()]
        self._pairs = table_pairs(document)
        self._first = pairs_of_line(self._lines[0]) if self._lines else {}
        self.title, self.title_from, self._below = self._find_title()
        self.body = self._find_body()
        self.date_flags: tuple[str, ...] = ()
        self._days_differ = False

    def _find_title(self) -> tuple[str | None, str, int]:
        """The title, where it stands, and the number of the line below it."""
        for key in TITLE_KEYS:
            if self._pairs.get(key):
                return self._pairs[key], "table", self._above_table()
        start = 1 if labelled(self._first, "first_line", None).authors else 0
        while start + 1 < len(self._lines) and _LETTERHEAD.fullmatch(re.sub(r"\s", "", self._lines[start])):
            start += 1
        if office_above(self._lines[start : start + 2]):
            # The name of the office stands over the title, as on its letter paper.
            start += 1
        if start + 1 < len(self._lines) and _MARK.fullmatch(re.sub(r"\s", "", self._lines[start])):
            below = self._lines[start + 1]
            if len(below) <= _LONGEST_TITLE and not re.search(r"[。；;：:]", below) and is_meeting(below):
                # 会 议 纪 要 over the name of the meeting.
                return re.sub(r"\s+", " ", below), "first_line", start + 2
        if start < len(self._lines):
            line = self._lines[start]
            named = self._labelled_title(start + 1) if is_generic_title(line) else None
            if named is not None:
                return named, "first_line", start + 1
            if len(line) <= _LONGEST_TITLE and not re.search(r"[。；;]$", line) and not pairs_of_line(line):
                return re.sub(r"\s+", " ", line), "first_line", start + 1
        if not self._lines and self._document.tables and self._document.tables[0]:
            cells = [cell.strip() for cell in self._document.tables[0][0] if cell.strip()]
            if len(cells) == 1:
                return cells[0], "table", 0
        return None, "first_line", start

    def _above_table(self) -> int:
        """How many lines stand over the small table that says the title, and only say what paper it is."""
        first = self._document.table_at[0] if self._document.table_at else 0
        above = [each.text for each in self._document.paragraphs[:first] if each.text.strip()]
        return len(above) if all(len(line) <= _LONGEST_TITLE and "。" not in line for line in above) else 0

    def _labelled_title(self, start: int) -> str | None:
        """题目：…, below a first line that only says what kind of paper it is."""
        for line in self._lines[start : start + 5]:
            pairs = pairs_of_line(line)
            for key in TITLE_KEYS:
                if pairs.get(key):
                    return pairs[key]
        return None

    def _find_body(self) -> str:
        if not self._lines:
            return "\n".join(
                cell for table in self._document.tables for row in table for cell in row[1:] if cell
            )
        lines = self._lines[self._below :]
        entries = days_alone(lines, self._name.year)
        while lines and self._is_signature(lines[0]) and lines[0] not in entries:
            lines = lines[1:]
        while lines and self._is_signature(lines[-1]) and lines[-1] not in entries:
            lines = lines[:-1]
        return "\n".join(lines)

    def _is_signature(self, line: str) -> bool:
        found = signatures_under_title([line], self._name.year)
        return not found.empty

    def kind(self) -> Evidence[PaperKind]:
        title = self.title or ""
        sent = kind_of_words(title) if subject_of(title) != title else None
        if sent in ("implementation_plan", "rule_document"):
            return Evidence(sent, "title", HOW_SURE["title"], title)
        subtitles = (line.strip("（）()—－- ") for line in self._lines[self._below : self._below + 2])
        below = next((kind for each in subtitles if (kind := kind_of_words(each)) in _BY_SUBTITLE), None)
        if below is not None:
            return Evidence(below, "title", HOW_SURE["title"], title)
        letters = ("commendation", "rectification", "nomination")
        if re.search(r"(?:通知|通报|批复|请示)$", title) and kind_of_words(title) not in letters:
            # 关于印发学习方案的通知 is the office's letter, whatever it sends round.
            return Evidence("experience_article", "guess", 0.2)
        # A form has its name over the table that says 题目.
        form = self._lines[:1] if self.title_from == "table" else []
        over = [*reversed(self._lines[max(0, self._below - 2) : self._below]), *form]
        kind = kind_of_words(title) or next((told for line in over if (told := kind_of_words(line))), None)
        in_articles = self._name.folder_kind == "experience_article"
        if kind == "reading_note" and in_articles and not ("笔记" in title and self._name.kind == kind):
            # 读《…》有感 may be either; the office has put it with the articles.
            return Evidence("experience_article", "folder", HOW_SURE["folder"], "experience_article")
        if kind:
            return Evidence(kind, "title", HOW_SURE["title"], title)
        if is_minutes(self._document) or told_day_by_day(self._document, self._name.year):
            return Evidence("session_minutes", "structure", HOW_SURE["structure"], title)
        if is_briefing(self._document):
            return Evidence("briefing", "structure", HOW_SURE["structure"], title)
        if self.book_label() is not None:
            return Evidence("reading_note", "structure", HOW_SURE["structure"])
        for kind, pattern in _STRUCTURE:
            heads = [line for line in self._lines if len(line) <= 25 and pattern.search(line)]
            if len(heads) >= 2:
                return Evidence(kind, "structure", HOW_SURE["structure"], heads[0])
        if self._name.kind:
            return Evidence(self._name.kind, "file_name", HOW_SURE["file_name"], self._name.kind)
        if self._name.folder_kind:
            return Evidence(self._name.folder_kind, "folder", HOW_SURE["folder"], self._name.folder_kind)
        return Evidence("experience_article", "guess", 0.2)

    def signatures(self) -> list[Signature]:
        """What each place says, the surest place first."""
        year = self._name.year
        below = self._lines[self._below :]
        while below and _ISSUE_LINE.fullmatch(below[0]):
            # 第3期 stands between the name of a briefing and the unit that it is of.
            below = below[1:]
        found = [
            labelled(self._pairs, "table", year),
            labelled(self._first, "first_line", year) if self._below >= 1 or not self.title else None,
            signatures_under_title(below, year),
            signatures_at_end(below[1:], year),
        ]
        return [signature for signature in found if signature is not None and not signature.empty]

    def _reader(self) -> str | None:
        """Who read the book of a note, where a label says so: 作者 beside it is who wrote the book."""
        for pairs in (self._pairs, *map(pairs_of_line, self._lines[:_HEAD])):
            for key, value in pairs.items():
                if key in _READERS and looks_like_name(value):
                    return clean_name(value).name
        return None

    def authors(self, signed: Sequence[Signature]) -> tuple[Evidence[str], ...]:
        if reader := self._reader():
            return (Evidence(reader, "under_title", HOW_SURE["under_title"], reader),)
        for signature in signed:
            if signature.authors:
                sure = HOW_SURE[signature.source]
                return tuple(Evidence(author, signature.source, sure, author) for author in signature.authors)
        if self._name.person:
            return (Evidence(self._name.person, "file_name", HOW_SURE["file_name"], self._name.person),)
        return ()

    def unit(self, signed: Sequence[Signature]) -> Evidence[str] | None:
        for signature in signed:
            if signature.unit:
                return Evidence(signature.unit, signature.source, HOW_SURE[signature.source], signature.unit)
        return (
            Evidence(self._name.unit, "folder", HOW_SURE["folder"], self._name.unit)
            if self._name.unit
            else None
        )

    def date(self, signed: Sequence[Signature], kind: PaperKind) -> Evidence[PartialDate] | None:
        if kind in ("implementation_plan", "rule_document", "study_plan"):
            adopted = adopted_told(self._lines, self._below, self._name.year)
            if adopted is not None:
                return _dated(adopted, "text")
        if kind in ("party_class", "preaching") and not any(each.exact for each in signed):
            told = (reading_told(line, self._name.year) for line in self._lines[:_HEAD])
            if (held := next((each for each in told if each is not None), None)) is not None:
                return _dated(held, "text")
        if kind in ("commendation", "implementation_plan", "rule_document", "rectification"):
            # Below the day stand those who are commended, or what the letter sends round.
            _, day = signed_off(self._lines, self._name.year)
            if day is not None and day.value is not None:
                return _dated(day, "end")
            if kind == "commendation" and not any(each.exact for each in signed):
                return None
        if kind == "briefing" and (printed := masthead_of(self._document, self._name.year).day) is not None:
            return _dated(printed, "under_title")
        values = [each.date.value for each in signed if each.date is not None]
        self._days_differ = len({day.start for day in values if day and day.precision == "day"}) > 1
        if kind == "session_minutes":
            if (day := meeting_day(self._lines, self._below, self._name.year)) is not None:
                return _dated(day, "text")
            if any(no_day(line, self._name.year) for line in self._lines[:_HEAD]):
                return None
        if kind == "research_report":
            signed = done_first(self._lines, signed, self._name.year)
        for signature in signed:
            if signature.date is not None and signature.date.value is not None:
                self.date_flags = signature.date.flags
                return _dated(signature.date, signature.source)
        titled = [each for each, _, _ in dates_in(self.title or "") if each.value is not None]
        if len(titled) == 1 and titled[0].value is not None and titled[0].value.precision in ("day", "month"):
            return _dated(titled[0], "title")
        if self._name.date is not None:
            return _dated(self._name.date, "file_name")
        period = self._name.period
        if period is not None and period.precision != "year":
            source = "file_name" if self._name.year_from != "folder" else "folder"
            return Evidence(period, source, HOW_SURE[source], period.raw)
        if self._name.year:
            whole = PartialDate.year_of(self._name.year)
            return Evidence(whole, self._name.year_from or "folder", HOW_SURE["folder"], str(self._name.year))
        return None

    def co_authors(self, authors: Sequence[Evidence[str]]) -> tuple[Evidence[str], ...]:
        """The authors of a report with those whom other labels name: 课题组成员：…, 执笔：…"""
        guessed = not authors or authors[0].from_ == "file_name"
        told = authors_told(self._lines, () if guessed else [each.value for each in authors])
        known = {} if guessed and told else {each.value: each for each in authors}
        beside = {name: Evidence(name, "under_title", HOW_SURE["under_title"], name) for name in told}
        return tuple({**beside, **known}.values())

    def book_label(self) -> str | None:
        pairs = {**self._first, **self._pairs}
        for line in self._lines[:6]:
            pairs = {**pairs_of_line(line), **pairs}
        return next((pairs[key] for key in BOOK_KEYS if pairs.get(key)), None)

    def book(self) -> str | None:
        """The title of the book a note is about, with its marks《》."""
        label = self.book_label()
        if label is not None:
            return label if "《" in label else f"《{label}》"
        match = _BOOK.search(self.title or "")
        return f"《{match[1]}》" if match else None

    def _of_two_kinds(self, kind: PaperKind) -> bool:
        """Whether the title tells of another kind as well, and neither file nor folder settles it."""
        title = self.title or ""
        if kind in (self._name.kind, self._name.folder_kind) or kind in (*OF_OFFICES, *_BY_SUBTITLE):
            return False
        told = kinds_of_words(title)
        # 调查与思考 is what reports are called.
        others = [each for each in told if each != kind and "思考" not in title]
        return bool(others) or (kind != "research_report" and is_official(title))

    def flags(
        self, kind: Evidence[PaperKind], authors: Sequence[Evidence[str]], found: Evidence[PartialDate] | None
    ) -> list[str]:
        flags: list[str] = []
        wants_author = kind.value in ("research_report", "reading_note", "experience_article")
        if wants_author and not authors:
            flags.append("no_author")
        if len(authors) > 1:
            flags.append("two_authors")
        if authors and authors[0].from_ == "file_name":
            flags.append("author_from_file_name")
        elif authors and self._name.person and self._name.person not in {author.value for author in authors}:
            flags.append("author_conflict")
        if self._name.kind and self._name.kind != kind.value:
            flags.append("file_name_says_another_kind")
        if kind.from_ in ("folder", "signed"):
            flags.append(f"kind_from_{kind.from_}")
        elif kind.from_ == "title" and self._of_two_kinds(kind.value):
            flags.append("kind_in_doubt")
        if kind.value != "research_report" and self._days_differ:
            flags.append("dates_differ")
        if found is None:
            flags.append("no_date")
        elif found.from_ in ("file_name", "folder"):
            flags.append(f"date_from_{found.from_}")
        return flags


def _dated(reading: DateReading, source: str) -> Evidence[PartialDate]:
    value = reading.value or PartialDate.day(date.min)
    return Evidence(value, source, HOW_SURE[source], reading.raw)
