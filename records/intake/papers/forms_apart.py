"""Forms told from registers: what of a file is a paper typed into cells, or one card of a register."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from records.intake.files.reading import Cell, Reading, Row, Sheet, TextDocument
from records.intake.mappings.mapping import ALSO_PAPERS, PAPER_KINDS, ImportMapping, SourceRule
from records.intake.papers.dated_notes import kind_of_notes
from records.intake.papers.forms import Form, form_of_paper, form_of_sheet
from records.intake.papers.judged_paper import is_read
from records.intake.papers.label_lines import card_of_lines
from records.intake.papers.letter_above import commends
from records.intake.papers.minutes.labels import is_read as is_read_of_minutes
from records.intake.papers.notes import propose
from records.intake.papers.said_forms import card_of, is_of_paper, said_form
from records.intake.tables.arrange import tables_of
from records.intake.tables.recognition.headings import heading_text
from records.intake.tables.recognition.recognise import known_headings
from records.intake.tables.source import SourceTable
from records.intake.tables.text_tables import is_for_table
from records.kind import Kinds

#: What tells a paper's kind for sure.
_SURE = ("title", "structure", "file_name", "folder")
#: Kinds of papers, tables and all, that are never a card of a register.
_OF_OFFICES = (
    *("evaluation_minutes", "commendation", "study_plan", "briefing"),
    *("implementation_plan", "rule_document", "stage_summary", "nomination"),
)
#: Who filled the form in, and when: nothing of what it tells.
_OF_THE_FORM = re.compile(r"(?:填[表报写]|制表|打印|录入)(?:单位|部门|人员?|时间|日期)?|制表人")
#: To whom a letter is, or what it tells in a sentence: 某村党支部：, 现要求限期整改。
_SENT = re.compile(r"^[\u4e00-\u9fff·]{2,20}[:：]$|。$")
#: A day alone, as it stands below whoever signs a letter.
_DAY = re.compile(
    r"(?:19|20)\d{2}年\d{1,2}月\d{1,2}日|[一二][〇○零OＯ0九][〇○零OＯ0一二][〇○零OＯ0一二三四五六七八九]年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日"
)
_PLAIN = ("Sheet", "工作表", "表")
#: A card has no more rows than these.
_CARD_ROWS = 30


def papers_apart(
    reading: Reading, kinds: Kinds, mapping: ImportMapping
) -> tuple[Reading, list[tuple[str, TextDocument]]]:
    """A workbook without the sheets that are papers, and those by name.

    A single card of a register becomes a table of one row.
    """
    kept: list[Sheet] = []
    papers: list[tuple[str, TextDocument]] = []
    unread: list[str] = []
    for sheet in reading.sheets or ():
        rule = mapping.rule_for(reading.relative, sheet.name)
        if rule.form and rule.kind != "skip" and (said := said_form(sheet, labels_of(kinds))) is not None:
            if is_of_paper(rule):
                papers.append((sheet.name, said.paper))
                unread += _unread(said, sheet.name)
            else:
                kept.append(card_of(said, sheet))
            continue
        free = not (is_for_table(rule) or rule.kind == "skip" or (sheet.hidden and not rule.sheets))
        form = form_of_sheet(sheet) if free else None
        if form is not None and not form.titles and not sheet.name.startswith(_PLAIN):
            form = replace(form, titles=(sheet.name,))
        if form is not None and _is_paper(form, reading.relative, rule.kind):
            papers.append((sheet.name, form.paper))
            unread += _unread(form, sheet.name)
        else:
            card = form_of_sheet(sheet, labels_of(kinds)) if free and _small(sheet) else None
            kept.append((card and _card(card, sheet, reading, kinds, mapping)) or sheet)
    return replace(reading, sheets=tuple(kept), warnings=(*reading.warnings, *unread)), papers


def as_card(reading: Reading, kinds: Kinds, mapping: ImportMapping) -> Reading:
    """A paper that is one card of a register, as a sheet, before its first row is read as headings."""
    rule = mapping.rule_for(reading.relative)
    table = is_for_table(rule)
    if reading.text is None or not reading.text.tables:
        return reading
    if rule.kind == "skip" or (rule.kind is not None and not table):
        return reading
    plain = form_of_paper(reading.text)
    if not table and (
        (plain is not None and _is_paper(plain, reading.relative, None)) or _is_of_office(reading)
    ):
        return reading
    form = form_of_paper(reading.text, labels_of(kinds))
    if form is None or (table and not _named_by(rule, form)):
        return reading
    card = _card(form, Sheet("", False, ()), reading, kinds, mapping)
    return replace(reading, text=None, sheets=(card,)) if card is not None else reading


def _is_of_office(reading: Reading) -> bool:
    """Whether a paper is minutes of an evaluation, a decision, a plan: all it says belongs to that."""
    kind = propose(reading.text, reading.relative).kind
    if kind.value == "rectification" and reading.text is not None and kind.from_ == "title":
        # A letter with a table in it; the card of a register addresses nobody, and nobody signs it.
        return any(_SENT.search(line) or _DAY.fullmatch(line) for line in _lines(reading.text))
    if kind.value == "nomination" and reading.text is not None:
        # The days of the public notice are read as a register's are.
        cells = (text for table in reading.text.tables for row in table for text in row)
        return not any("公示" in text for text in cells)
    return kind.from_ == "title" and kind.value in _OF_OFFICES


def _lines(paper: TextDocument) -> list[str]:
    return [re.sub(r"\s", "", each.text) for each in paper.paragraphs]


def _named_by(rule: SourceRule, form: Form) -> bool:
    """Whether a document of the mapping file names the labels of a card, where it names columns at all."""
    named = {heading_text(heading) for column in rule.columns for heading in column.headings}
    labels = {label for label, _ in form.card}
    return not named or 2 * len(named & labels) >= len(named)


def as_form(reading: Reading, kinds: Kinds, mapping: ImportMapping) -> Reading:
    """A paper of Word that is a form, as it is read; one that is a card of a register, as a sheet."""
    rule = mapping.rule_for(reading.relative)
    if reading.text is None or is_for_table(rule) or rule.kind == "skip" or commends(reading.text):
        return reading
    form = form_of_paper(reading.text)
    if form is not None and _is_paper(form, reading.relative, rule.kind):
        return replace(reading, text=form.paper, warnings=(*reading.warnings, *_unread(form)))
    if _is_of_office(reading):
        return reading
    form = form_of_paper(reading.text, labels_of(kinds))
    if form is None and (
        _of_notes(reading.text) or not _told(reading.text, reading.relative, ("typical_model",))
    ):
        form = card_of_lines(reading.text, labels_of(kinds))
    card = _card(form, Sheet("", False, ()), reading, kinds, mapping) if form is not None else None
    return replace(reading, text=None, sheets=(card,)) if card is not None else reading


def _of_notes(paper: TextDocument) -> bool:
    """Whether a paper is called as notes are that a register might hold: 入户走访笔记 is no notebook."""
    return any(kind_of_notes(line) for line in (each.text.strip() for each in paper.paragraphs[:1]))


def _unread(form: Form, sheet: str = "") -> list[str]:
    """What tells of labels that are filled in and of which nothing is read: 检查人, 页数."""
    labels = [
        label
        for label, _ in form.short
        if not (is_read(label) or is_read_of_minutes(label) or _OF_THE_FORM.fullmatch(label))
    ]
    return [f"labels_unread:{' · '.join(filter(None, (sheet, '、'.join(labels))))}"] if labels else []


def labels_of(kinds: Kinds) -> frozenset[str]:
    """Every heading that a register may have: what labels may be called beside those of papers."""
    return frozenset(heading_text(word) for word in known_headings(kinds))


def _small(sheet: Sheet) -> bool:
    """Whether a sheet has no more rows than a card."""
    return sum(1 for _ in islice(iter(sheet.rows), _CARD_ROWS + 1)) <= _CARD_ROWS


def _is_paper(form: Form, relative: str, kind: str | None) -> bool:
    """Whether the mapping file or the form itself says that it is a paper of a kind that is kept."""
    if kind is not None:
        return kind in (*PAPER_KINDS, "session_minutes")
    return _told(form.paper, relative, ALSO_PAPERS)


def _told(paper: TextDocument, relative: str, cards: Sequence[str]) -> bool:
    """Whether a paper tells that it is one, and of none of the kinds whose cards are rows of a register."""
    kind = propose(paper, relative).kind
    return kind.from_ in _SURE and kind.value not in cards


def _card(form: Form, sheet: Sheet, reading: Reading, kinds: Kinds, mapping: ImportMapping) -> Sheet | None:
    """A sheet whose labels are the headings and what is filled in the only row, where a kind fits that."""
    labels = [label for label, _ in form.card]
    if len(set(labels)) < len(labels):
        return None
    lines = [*([title] for title in form.titles), labels, [value for _, value in form.card]]
    rows = tuple(
        Row(number, tuple(Cell(text or None, text) for text in line)) for number, line in enumerate(lines, 1)
    )
    made = replace(sheet, rows=rows)
    found = tables_of(replace(reading, text=None, sheets=(made,)), kinds, mapping)
    before = tables_of(replace(reading, text=None, sheets=(sheet,)), kinds, mapping)
    # What is filled in stands among no headings.
    values = {heading_text(value) for _, value in form.card}
    read = any(isinstance(each, SourceTable) and not values & set(each.table.header) for each in before)
    return made if not read and all(isinstance(each, SourceTable) for each in found) else None
