"""Registers that are kept as a table in a Word file, or as lines of a text parted by tabs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from records.intake.files.reading import Reading, Row, Sheet, TextDocument, cell_of
from records.intake.mappings.mapping import PAPER_KINDS, ImportMapping, SourceRule
from records.intake.papers.circular import circular_title
from records.intake.papers.dated_notes import dated_notes
from records.intake.papers.letter_above import commends
from records.intake.papers.minutes.evaluation import is_minutes
from records.intake.tables.arrange import tables_of
from records.intake.tables.card_above import with_card_above
from records.intake.tables.cards_in_lines import cards_in_lines, labels_of_cards
from records.intake.tables.form_above import is_signed
from records.intake.tables.line_lists import listed_lines
from records.intake.tables.one_test import as_one_test
from records.intake.tables.recognition.headings import heading_text
from records.intake.tables.source import SourceTable
from records.intake.tables.typed_results import about_a_test, typed_results, upright
from records.kind import Kinds

#: A register has its head and at least this many rows.
_ROWS = 2
_COLUMNS = 3
#: Cards have at least this many labels, each of a few words.
_LABELS = 4
_LONGEST_LABEL = 12
#: What stands beside the table may be titles and a footer, not a paper.
_WORDS_BESIDE = 200
_WORDS_OF_TITLE = 30
_WHEN = re.compile("时间|日期")
_OF_A_LIST = re.compile(
    r"(?:应|实|缺席|缺勤|请假|未到|未参加|到会|出席|参加)[^。]{0,60}[\d一二三四五六七八九十]|(?:缺席|请假|未到|未参加)\S{0,6}[:：]"
)
#: Minutes and papers hold tables of votes or answers, which go with the paper.
_IN_PAPERS = frozenset(("democratic_evaluation", "rectification", "position"))


def as_tables(reading: Reading, kinds: Kinds, mapping: ImportMapping) -> Reading:
    """The reading as sheets, when a paper is nothing but registers that are recognised; else as it is.

    A document of the mapping file that is about a table makes sheets of the paper; one that names a kind of
    papers keeps it a paper, unless it is a register of that kind by itself.
    """
    if reading.text is None:
        return reading
    made = with_sheets(reading)
    names = [sheet.name for sheet in made.sheets or ()]
    rules = [mapping.rule_for(reading.relative, name) for name in names]
    if any(map(is_for_table, rules)):
        return made
    whole = mapping.rule_for(reading.relative)
    if not names and is_for_table(whole):
        # Long texts beside a table, or few rows in it, count for nothing where somebody says it is one.
        return with_sheets(reading, strict=False)
    if not names:
        return _with_results(reading, kinds, mapping) if whole.kind is None else reading
    kind = next((rule.kind for rule in rules if rule.kind is not None), None)
    if kind == "skip":
        return reading
    found = tables_of(made, kinds, mapping if kind is None else ImportMapping())
    known = [each for each in found if isinstance(each, SourceTable) and not _of_a_paper(each)]
    if circular_title(reading.text) and any(each.kind.name == "inspection" for each in known):
        # What a circular says of all units stands in its text.
        return reading
    same = kind is None or all(each.kind.name == kind for each in known)
    if kind is None and commends(reading.text) and not all(each.has("certificate_no") for each in known):
        # 关于表彰读书活动先进个人的决定: its table is of those whom it commends, whatever its words.
        return reading
    if not (known and same and len(known) == len(found)):
        return reading
    return as_one_test(made, found) or made


def _with_results(reading: Reading, kinds: Kinds, mapping: ImportMapping) -> Reading:
    """The results of a test that a paper tells of, in a short table below a long text too; else as it is."""
    text = reading.text
    if text is None or not about_a_test(text) or is_minutes(text) or commends(text):
        return reading
    typed = _results(text, strict=False)
    for made in (with_sheets(reading, strict=False), replace(reading, text=None, sheets=tuple(typed))):
        found = tables_of(made, kinds, mapping) if made.sheets else []
        if found and all(isinstance(each, SourceTable) and each.kind.name == "exam" for each in found):
            return made
    return reading


def _of_a_paper(table: SourceTable) -> bool:
    """Whether a table belongs to the paper in which it stands: the months of a plan, what a meeting resolved.

    A register of papers says in each row which paper it is about; a list that people sign needs not.
    """
    told = {column.target for column in table.columns}
    of_papers = table.kind.name in PAPER_KINDS and table.kind.name != "session"
    parts_only = of_papers and not told & set(table.kind.key)
    # A register of notices says of each when it went out, and to whom; a notice's own table doesn't.
    of_notices = table.kind.name == "rectification" and {"issued_on", "target"} <= told
    return (table.kind.name in _IN_PAPERS and not of_notices) or parts_only or _is_plan(table)


def _is_plan(table: SourceTable) -> bool:
    return table.kind.name == "study_plan" and not table.has("owner")


def with_sheets(reading: Reading, *, strict: bool = True) -> Reading:
    """The reading of a paper with its tables as sheets; as it is when it is no register by its shape.

    ``strict`` leaves papers alone that have more to say than a register, and tables of a few rows.
    """
    if reading.text is None:
        return reading
    plain = _with_its_form(upright(reading.text))
    text = with_card_above(plain)
    # What stands below the card of one person is a register however short it is.
    least = _ROWS if text is plain else 1
    sheets = (
        _cards(text)
        or _cards_in_lines(text)
        or _sheets(text, least, strict=strict)
        or _tabbed(text)
        or _listed(text)
        or _results(text, strict=strict)
    )
    return replace(reading, text=None, sheets=tuple(sheets)) if sheets else reading


def _with_its_form(paper: TextDocument) -> TextDocument:
    """The paper with a form and the list that people sign below it as one table."""
    tables: list[tuple[tuple[str, ...], ...]] = []
    places: list[int] = []
    for at, table in zip(paper.table_at, paper.tables, strict=True):
        signed = bool(table) and is_signed(table[0])
        if signed and tables and not any(is_signed(row) for row in tables[-1]):
            tables[-1] = (*tables[-1], *table)
        else:
            tables.append(tuple(table))
            places.append(at)
    return replace(paper, tables=tuple(tables), table_at=tuple(places))


def is_for_table(rule: SourceRule) -> bool:
    """Whether a document of a mapping file is about a table: by its parts, or by a kind no paper is of."""
    parts = (rule.columns, rule.sheets, rule.header_row, rule.must_have, rule.fill_down, rule.skip_rows)
    return any(parts) or rule.kind not in (None, "skip", *PAPER_KINDS)


def _sheets(paper: TextDocument, least: int, *, strict: bool) -> list[Sheet]:
    beside = [paragraph.text for paragraph in paper.paragraphs]
    # Tables of the same headings are parts of one register, however short each is, each with its title.
    alike = len({tuple(map(heading_text, table[0])) for table in paper.tables if table}) == 1
    titles = _WORDS_OF_TITLE * (len(paper.tables) - 1) if alike else 0
    if not paper.tables or (strict and sum(map(len, beside)) > _WORDS_BESIDE + titles):
        return []
    rows = [
        sum(len(table) - 1 for table in paper.tables) + 1 if alike else len(table) for table in paper.tables
    ]
    sheets = []
    for number, (at, table) in enumerate(zip(paper.table_at, paper.tables, strict=True)):
        narrow = max(map(len, table)) < _COLUMNS and not any(map(is_signed, table))
        if strict and (rows[number] <= least or narrow):
            return []
        before = paper.table_at[number - 1] if number else 0
        above = [[text] for text in beside[before:at] if text.strip()]
        name = "" if len(paper.tables) == 1 else str(number + 1)
        # Below a list that people sign stands how many they were, and who was away.
        under = beside[at:] if any(map(is_signed, table)) and number + 1 == len(paper.tables) else []
        below = [[text.strip()] for text in under if _OF_A_LIST.match(text.strip())]
        sheets.append(Sheet(name, False, _rows([*above, *(list(cells) for cells in table), *below])))
    return sheets


def _cards(paper: TextDocument) -> list[Sheet]:
    """Cards, a table each, that print labels beside their values: one sheet with the labels as headings.

    The lines above the first card stand above; a card is a row. One form filled in once is no register.
    """
    cards = [_card(table) for table in paper.tables]
    labels = list(cards[0]) if cards else []
    if len(cards) < _ROWS or len(labels) < _LABELS or any(list(card) != labels for card in cards):
        return []
    titles = [paragraph.text for paragraph in paper.paragraphs[: paper.table_at[0]]]
    if sum(map(len, titles)) > _WORDS_BESIDE:
        return []
    above = [[text] for text in titles if text.strip()]
    return [Sheet("", False, _rows([*above, labels, *([card[each] for each in labels] for card in cards)]))]


def _cards_in_lines(paper: TextDocument) -> list[Sheet]:
    """Cards typed as lines, one below the other: one sheet with the labels as headings.

    Minutes look the same and are papers.
    """
    titles, cards = ([], []) if paper.tables else cards_in_lines(paper)
    labels = labels_of_cards(cards)
    if len(cards) < _ROWS or len(labels) < _LABELS or is_minutes(paper):
        return []
    if not any(map(_WHEN.search, labels)) and dated_notes(paper, "") is not None:
        # The day of each begins its line, and would be lost.
        return []
    above = [[title] for title in titles]
    told = ([card.get(label, "") for label in labels] for card in cards)
    return [Sheet("", False, _rows([*above, labels, *told]))]


def _card(table: Sequence[Sequence[str]]) -> dict[str, str]:
    """Labels with their values, of a table that has them side by side; empty when it is none."""
    card: dict[str, str] = {}
    for line in table:
        if len(line) % 2:
            return {}
        for label, value in zip(line[::2], line[1::2], strict=True):
            name = heading_text(label)
            if not name and not value.strip():
                continue
            if not name or len(name) > _LONGEST_LABEL or name in card:
                return {}
            # What a merged cell shows belongs to the label of its own.
            card[name] = str(value)
    return card


def _tabbed(paper: TextDocument) -> list[Sheet]:
    """Lines with as many tabs each, but for single lines above and below."""
    lines = [paragraph.text.split("\t") for paragraph in paper.paragraphs]
    wide = [len(line) for line in lines if len(line) >= _COLUMNS]
    filled = sum(1 for line in lines if any(cell.strip() for cell in line))
    if paper.tables or len(wide) <= _ROWS or len(wide) * 4 < filled * 3:
        return []
    return [Sheet("", False, _rows(lines))]


def _listed(paper: TextDocument) -> list[Sheet]:
    """Lines whose parts stand apart by blanks, or that say themselves what each part is."""
    lines = [] if paper.tables else listed_lines([paragraph.text for paragraph in paper.paragraphs])
    rows = (Row(number, tuple(map(cell_of, cells))) for number, cells in lines)
    return [Sheet("", False, tuple(row for row in rows if not row.blank))] if lines else []


def _results(paper: TextDocument, *, strict: bool) -> list[Sheet]:
    """Results of a test that are typed: 张三92分，李四88分."""
    lines = [] if strict else typed_results(paper)
    return [Sheet("", False, _rows(lines))] if lines else []


def _rows(lines: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    numbered = (Row(number, tuple(map(cell_of, line))) for number, line in enumerate(lines, 1))
    return tuple(row for row in numbered if not row.blank)
