"""The papers of an import, and the document of a mapping file that says what one of them is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bson.objectid import ObjectId

from records.intake.build.paper.papers import DATE_FIELD
from records.intake.build.paper.said import can_be_said
from records.intake.mappings.mapping import ImportMapping, SourceRule
from records.intake.outcome import Item
from records.intake.report import ImportReport
from records.intake.tables.attendance_columns import fields_by_name
from records.intake.tables.table_rule import SKIP, exact_pattern, free_name
from records.kind import Field, Kind
from records.language import current_language
from records.values import PartialDate

Pin = Literal["author", "date", "title"]
#: Where a paper keeps who wrote it; papers of other kinds have no author.
_AUTHOR_FIELD = {
    "experience_article": "authors",
    "research_report": "authors",
    "reading_note": "person",
    "party_class": "lecturer",
    "preaching": "speaker",
    "typical_model": "subject",
    "nomination": "nominee",
}


#: Files that are papers and no record: left out by the mapping file, or of no kind that is kept.
_LEFT_OUT = (("ignored", "skipped"), ("ignored", "paper_not_kept"))
#: Formats of papers, which may hold registers as well.
_TEXTS = frozenset(("docx", "doc", "rtf", "txt"))


@dataclass(frozen=True, slots=True)
class PaperSummary:
    """What an import made of a paper. ``kind`` is empty when it is left out; ``who`` are its authors.

    ``doubts`` are the words for what is asked, doubted or why it was refused. A book of minutes gives a
    summary for each meeting, ``part`` counted from 1; a rule holds for the whole book. ``when`` is its day,
    or the time of which notes are.
    ``tables`` are the kinds of the tables that a file of Word or a text was taken for, and for no paper.
    """

    file: str
    kind: str = ""
    title: str = ""
    who: str = ""
    outcome: str = ""
    doubts: tuple[str, ...] = ()
    part: int = 0
    when: str = ""
    tables: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The file, and which of its meetings."""
        return f"{self.file} {self.part}" if self.part else self.file

    @property
    def needs_a_look(self) -> bool:
        return bool(self.kind) and self.outcome != "import"


def papers_of(report: ImportReport) -> list[PaperSummary]:
    """Each paper of an import, those that the mapping file leaves out as well; pictures are none.

    A book of minutes stands there with each of its meetings, other papers once. So do files of Word and
    texts that were taken for tables alone, last: one may be a paper all the same.
    """
    names = {
        item.record_id: str(item.fields.get("name", "")) for item in report.items if item.kind == "person"
    }
    found: dict[str, list[Item]] = {}
    for item in report.items:
        if item.attach == item.place.file and item.kind != "scan":
            beside = found.setdefault(item.place.file, [])
            if not beside or item.kind == beside[0].kind == "session":
                beside.append(item)
    papers = [
        replace(_summary(item, names, report), part=part if len(items) > 1 else 0)
        for items in found.values()
        for part, item in enumerate(items, 1)
    ]
    left_out = (each.file for each in report.files if (each.state, each.why) in _LEFT_OUT)
    texts = {each.file for each in report.files if each.format in _TEXTS} - found.keys()
    tables: dict[str, list[str]] = {}
    for table in report.tables:
        if table.file in texts:
            tables.setdefault(table.file, []).append(table.kind or table.guess)
    gone = [PaperSummary(file) for file in left_out if file not in found and file not in tables]
    taken = (PaperSummary(file, tables=tuple(dict.fromkeys(kinds))) for file, kinds in tables.items())
    return [*papers, *gone, *taken]


def _summary(item: Item, names: dict[ObjectId | None, str], report: ImportReport) -> PaperSummary:
    ids = item.fields.get("authors") or [item.fields.get("person")]
    known = [names[each] for each in ids if each is not None and each in names]
    codes: Iterable[str] = [question.code for question in item.questions] or item.flags
    if item.refused:
        codes = [item.why]
    return PaperSummary(
        item.place.file,
        item.kind,
        str(item.fields.get("title") or item.cells[0]),
        "、".join(known or item.cells[1:]),
        item.outcome,
        tuple(dict.fromkeys(report.reason(item, code) for code in codes)),
        when=_when(item),
    )


def _when(item: Item) -> str:
    """The day or the time that was read of a paper, as the screens show it."""
    value = item.fields.get(DATE_FIELD.get(item.kind, ""))
    if isinstance(value, PartialDate):
        return value.display(current_language())
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else ""


def rule_for_paper(file: str, mapping: ImportMapping) -> tuple[SourceRule, int | None]:
    """What the mapping file says about this paper alone, and its place in the file.

    Where nothing does, a document of its own with what a wider one says, and no place: it stands first.
    """
    exact = exact_pattern(file)
    for place, rule in enumerate(mapping.rules):
        if rule.covers(file):
            if rule.files == exact:
                return rule, place
            return replace(rule, id=free_name(file, mapping), files=exact, sheets=(), columns=()), None
    return SourceRule(free_name(file, mapping), exact), None


def takes(kind: str, what: Pin) -> bool:
    """Whether papers of the kind have it."""
    return {"author": kind in _AUTHOR_FIELD, "date": kind in DATE_FIELD, "title": kind != "reading_note"}[
        what
    ]


def with_paper_kind(rule: SourceRule, kind: str) -> SourceRule:
    """The rule for another kind of papers; author, date and title that were said of it stay said.

    What was said of its table does not: with that it would be read as one.
    """
    said: dict[Pin, str] = {"author": said_of(rule, "author"), "date": said_of(rule, "date")}
    said["title"] = said_of(rule, "title")
    bare = replace(rule, columns=(), header_row=None, must_have=(), fill_down=(), skip_rows=None)
    made = replace(bare, kind=kind, constants={}, parts={})
    for what, value in said.items():
        if value and kind != SKIP and takes(kind, what):
            made = with_pin(made, kind, what, value)
    return made


def with_pin(rule: SourceRule, kind: str, what: Pin, value: str, part: int = 0) -> SourceRule:
    """The rule saying who wrote the paper, when, or what it is called; nothing for an empty value.

    Of a book it says so of one ``part``.
    """
    return with_said(rule, kind, _field(kind, what), value, part)


def fields_beside(kind: Kind) -> list[Field]:
    """The fields of a kind of papers that can be said in a few words, beside what has an entry of its own."""
    own = {"title", DATE_FIELD.get(kind.name, ""), _AUTHOR_FIELD.get(kind.name, ""), *kind.unit}
    plain = [
        each for each in kind.fields if each.name not in own and each.type != "longtext" and can_be_said(each)
    ]
    return [*plain, *fields_by_name(kind)]


def said_beside(rule: SourceRule, kind: Kind, part: int = 0) -> dict[str, str]:
    """What the rule says of such fields, or of a part of a book."""
    said = rule.parts.get(part, {}) if part else rule.constants
    return {each.name: str(said[each.name]) for each in fields_beside(kind) if each.name in said}


def with_said(rule: SourceRule, kind: str, name: str, value: str, part: int = 0) -> SourceRule:
    """The rule saying what a field of the paper holds, or of a part of a book; nothing for no value."""
    said = dict(rule.parts.get(part, {}) if part else rule.constants)
    now = {**said, name: value} if value else {each: said[each] for each in said if each != name}
    if not part:
        return replace(rule, kind=kind, constants=now)
    parts = {**rule.parts, part: now}
    return replace(
        rule, kind=kind, parts={number: parts[number] for number in sorted(parts) if parts[number]}
    )


def said_of(rule: SourceRule, what: Pin, part: int = 0) -> str:
    """What the rule says of it, or of a part of a book; empty when nothing."""
    said = rule.parts.get(part, {}) if part else rule.constants
    return str(said.get(_field(rule.kind or "", what), ""))


def as_recognised(rule: SourceRule) -> SourceRule:
    """A rule that leaves everything about the paper to recognition."""
    return SourceRule(rule.id, rule.files)


def _field(kind: str, what: Pin) -> str:
    if what == "title":
        return "title"
    return (_AUTHOR_FIELD if what == "author" else DATE_FIELD).get(kind, "")
