"""Tables that somebody says are forms: one record, each label beside what is filled in.

What a form reads like does not matter then: cells stand in turn, a label and its value, whatever the labels
are; a label alone in a row is over what stands below it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import islice

from records.intake.files.reading import Cell, Reading, Row, Sheet, TextDocument
from records.intake.mappings.mapping import ALSO_PAPERS, PAPER_KINDS, SourceRule
from records.intake.names import split_names
from records.intake.papers.form_rows import cells_of, joined, named_together, stripped
from records.intake.papers.forms import Form, as_text, form_of_pairs, form_of_paper, form_of_sheet, is_label
from records.intake.papers.label_lines import card_of_lines
from records.intake.papers.paper_name import has_surname
from records.intake.tables.recognition.headings import heading_text

_ROWS = 400
#: A short word alone in a row, which stands over what is written below it.
_WORD = re.compile(r"[\u4e00-\u9fff]{2,8}[:：]?")
#: A cell that says both: 书名：《党章》.
_BOTH = re.compile(r"\s*([^:：，。]{2,12})[:：]\s*(\S.*)", re.S)


def is_of_paper(rule: SourceRule) -> bool:
    """Whether the document names a kind of which such a form is a paper, and no row of a register."""
    return rule.kind in (*PAPER_KINDS, *ALSO_PAPERS, "session_minutes")


def said_form(sheet: Sheet, known: Collection[str]) -> Form | None:
    """The form that a sheet is said to be; None where nothing stands beside anything, or it was read so."""
    if sheet.of_form:
        return None
    if (form := form_of_sheet(sheet, known)) is not None:
        return form
    rows = [cells_of(row, as_text) for row in islice(iter(sheet.rows), _ROWS)]
    return _read((), rows, (), known)


def said_form_of(paper: TextDocument, known: Collection[str]) -> Form | None:
    """The same of a paper of Word: all of its tables are one form, and lines may be labels with values."""
    if (form := form_of_paper(paper, known)) is not None:
        return form
    if not paper.tables:
        return card_of_lines(paper, known)
    first = paper.table_at[0]
    lines = [each.text.strip() for each in paper.paragraphs]
    rows = [cells for table in paper.tables for cells in map(stripped, table)]
    return _read(tuple(filter(None, lines[:first])), rows, tuple(filter(None, lines[first:])), known)


def card_of(form: Form, sheet: Sheet) -> Sheet:
    """A sheet whose labels are the headings, and what is filled in the only row."""
    labels = [label for label, _ in form.card]
    lines = [*([title] for title in form.titles), labels, [value for _, value in form.card]]
    rows = (
        Row(number, tuple(Cell(text or None, text) for text in line)) for number, line in enumerate(lines, 1)
    )
    return replace(sheet, rows=tuple(rows), of_form=True)


def paper_said(reading: Reading, rule: SourceRule, known: Collection[str]) -> Reading:
    """A paper of Word as the form that it is said to be, or as a card; as it is where it is none."""
    form = said_form_of(reading.text, known) if reading.text is not None else None
    if form is None:
        return reading
    if is_of_paper(rule):
        return replace(
            reading, text=replace(form.paper, author=reading.text.author if reading.text else None)
        )
    return replace(reading, text=None, sheets=(card_of(form, Sheet("", False, ())),))


def _read(
    titles: Sequence[str], rows: Iterable[Sequence[str]], below: Sequence[str], known: Collection[str]
) -> Form | None:
    found = _Pairs(list(titles), known)
    for cells in joined(rows, found.is_label):
        found.take([text for text in cells if text])
    return form_of_pairs(found.titles, found.pairs, below) if len(found.pairs) > 1 else None


def _all_people(names: str) -> bool:
    """Whether each of them has a surname; 难处 beside 去的同志 is a label."""
    return all(has_surname(part.name) for part in split_names(names))


class _Pairs:
    """Labels with what is filled in, in order; the lines above the first are titles."""

    def __init__(self, titles: list[str], known: Collection[str]) -> None:
        self.titles, self._known = titles, known
        self.pairs: list[tuple[str, str]] = []
        self._open = ""

    def is_label(self, text: str) -> bool:
        return is_label(text) or heading_text(text).rstrip("：:") in self._known

    def take(self, cells: Sequence[str]) -> None:
        """One row of the form."""
        cells = [part for text in cells for part in self._parted(text)]
        if len(cells) == 1:
            self._take_alone(cells[0])
            return
        self._close()
        if cells and (people := named_together(cells[0], cells[1:])) and _all_people(people):
            self.pairs.append((cells[0], people))
            return
        at = 0
        while at < len(cells):
            label, value = cells[at], cells[at + 1] if at + 1 < len(cells) else ""
            if at + 1 == len(cells) and not self.is_label(label):
                self._go_on(label)
            elif self.is_label(label) and self.is_label(value) and (len(cells) - at) % 2:
                # Nothing is filled in beside the first.
                self.pairs.append((label, ""))
                at -= 1
            else:
                self.pairs.append((label, value))
            at += 2

    def _take_alone(self, text: str) -> None:
        if self._open:
            self.pairs.append((self._open, text))
            self._open = ""
        elif self.pairs and (self.is_label(text) or _WORD.fullmatch(text.strip())):
            self._open = text
        elif not self.pairs:
            self.titles.append(text)
        else:
            self._go_on(text)

    def _go_on(self, text: str) -> None:
        """What stands alone goes on with what is filled in above it."""
        if self.pairs:
            label, value = self.pairs[-1]
            self.pairs[-1] = (label, f"{value}\n{text}" if value else text)

    def _close(self) -> None:
        if self._open:
            self.pairs.append((self._open, ""))
            self._open = ""

    def _parted(self, text: str) -> tuple[str, ...]:
        both = _BOTH.fullmatch(text)
        return (both[1], both[2]) if both and self.is_label(both[1]) else (text,)
