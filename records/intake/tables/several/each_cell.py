"""Wide tables of people in which each filled cell is a record: hours of months, books of quarters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from records.intake.files.reading import Reading
from records.intake.mappings.mapping import SourceRule
from records.intake.tables.facts import Facts
from records.intake.tables.layouts import (
    PeriodColumn,
    bare_period_columns,
    name_column,
    period_parted,
    under_one_heading,
)
from records.intake.tables.recognition.columns import ColumnMatch, match_columns
from records.intake.tables.recognition.confidence import is_titled
from records.intake.tables.recognition.headings import heading_text, names_heading
from records.intake.tables.recognition.recognise import recognise_table
from records.intake.tables.recognition.targets import EACH_CELL
from records.intake.tables.several.parting import says_nothing
from records.intake.tables.several.sides import sort_of_books
from records.intake.tables.several.told_in_cells import table_told_in_cells
from records.intake.tables.source import SourceTable
from records.intake.tables.tables import Table
from records.intake.tables.under_periods import OWN_STUDY, added_up
from records.kind import DATE_TYPES, Kinds
from records.values import half_width

_NOTES, _ENTRY, _BOOK = "reading_note", "study_entry", "book_reading"
_WORDS, _LENGTHS = frozenset(("words", "pages", "period")), frozenset(("minutes", "class_hours", "started"))
#: Of the papers that are told by their titles, the date that a heading gives, and headings of both.
_TITLED = {
    "book_reading": ("finished", ("书名", "类别", "读完日期")),
    "experience_article": ("written_on", ("题目", "撰写日期")),
    "research_report": ("finished_on", ("题目", "完成日期")),
}
#: For headings of which only is asked whether they tell a time.
_ANY_YEAR = 2011
_LENGTH = re.compile(r"[学课]时|小时|分钟|时间|时长|时数")
_MEASURE = re.compile(r"[(\[](?:单位:?)?([字页]|[学课小]时|分钟?)[)\]]")
#: What several do together; where a title names that as well, nobody knows whose hours these are.
_TOGETHER = re.compile("集中|集体|会议|授课|党课|培训|讲座")
#: Ways of study that a title names, and what the records call them.
_WAYS = (("远程教育", re.compile(r"远程教育|远教")), ("网络学习", re.compile(r"网络学习|网上学习|在线学习")))
_BOOKS = re.compile(r"的?(?:所读|阅读|学习|必读|选读|在读|已读)?(?:书籍|书目|书名|图书|读物|书)?(?:名称)?")
_MARKED = re.compile(r"《[^《》]*》")
_IN_MARKS = re.compile(r"\s*《.+", re.S)


@dataclass(frozen=True)
class _Found:
    """The columns, by index, with what their headings say; ``target`` takes what stands in their cells.

    ``like`` are headings as such a register without the layout would have them; of the fields ``own`` no
    other column tells.
    """

    kind: str
    target: str
    said: Mapping[int, Mapping[str, str]]
    like: tuple[str, ...]
    own: frozenset[str]
    given: Mapping[str, str] = field(default_factory=dict)
    spread: Sequence[PeriodColumn] = ()


def table_of_cells(
    reading: Reading, table: Table, kinds: Kinds, rule: SourceRule, header: Sequence[str], year: int | None
) -> SourceTable | None:
    """The table whose filled cells are records; None where it is laid out otherwise."""
    hints = table.hints(reading.relative)
    by_cells = any(column.to == EACH_CELL for column in rule.columns)
    found = None
    if name_column(header) is not None and not by_cells:
        found = _amounts(kinds, rule, table.facts, hints, header, year)
        found = found or _titles(kinds, rule, table, hints, header, year)
    more = found is not None and found.target == "title" and _say_more(table, found.said)
    if found is None or more:
        sorts = {header[index]: told for index, told in found.said.items()} if found is not None else {}
        told = table_told_in_cells(reading, table, kinds, rule, header, year, sorts)
        if told is not None or found is None:
            return told
    if found.kind not in kinds:
        return None
    elsewhere = {name for column in rule.columns if column.to != found.target for name in column.headings}
    said = {index: told for index, told in found.said.items() if header[index] not in elsewhere}
    inside = {*found.said, *(column.index for column in found.spread)}
    common = [index for index in range(len(header)) if index not in inside]
    beside = [header[index] for index in common]
    if len(said) < 2 or any(each.target in found.own for each in match_columns(kinds[found.kind], beside)):
        # What has columns of its own for them is laid out otherwise: 书目, 读完时间 twice.
        return None
    guess = recognise_table(kinds, [*beside, *found.like], hints, replace(rule, kind=found.kind))
    if guess.missing:
        return None
    meant = {column.heading: column for column in guess.columns if column.heading not in found.like}
    columns = [replace(meant[header[index]], index=index) for index in common if header[index] in meant]
    columns += [ColumnMatch(index, header[index], found.target) for index in said]
    source = SourceTable(kinds[found.kind], reading.relative, table, tuple(columns), rule, guess.confidence)
    source.each = {header[index]: told for index, told in said.items()}
    source.given = dict(found.given)
    source.sums = {
        header[column.index]: added_up(header, column, found.spread)
        for column in found.spread
        if column.whole
    }
    source.months = [tuple(header[column.index] for column in found.spread if not column.whole)]
    return source


def _amounts(
    kinds: Kinds,
    rule: SourceRule,
    facts: Facts,
    hints: Sequence[str],
    header: Sequence[str],
    year: int | None,
) -> _Found | None:
    """Characters of notes, or the length of one's own study, under nothing but months or quarters."""
    above, bare = under_one_heading(header)
    spread = bare_period_columns(bare, year, above)
    if not spread or rule.kind not in (None, _NOTES, _ENTRY):
        return None
    texts = [re.sub(r"\s", "", half_width(text)) for text in (*hints, above)]
    measures = {value for key, value in facts.pairs.items() if key.endswith("单位") and len(value) <= 3}
    measures |= {measure for text in texts for measure in _MEASURE.findall(text)}
    own = any(OWN_STUDY.search(text) and not _TOGETHER.search(text) for text in texts)
    noted = rule.kind == _NOTES or (rule.kind is None and is_titled(kinds[_NOTES], (*hints, above)))
    if noted and measures <= {"字"}:
        return _Found(_NOTES, "words", _when(spread, "period"), ("字数", "期间"), _WORDS, spread=spread)
    if noted and measures == {"页"}:
        return _Found(_NOTES, "pages", _when(spread, "period"), ("页数", "期间"), _WORDS, spread=spread)
    counted = measures & {"小时", "学时", "课时", "分钟", "分", "时"}
    timed = bool(counted) or (not measures and any(map(_LENGTH.search, texts)))
    if rule.kind != _ENTRY and not (rule.kind is None and own and timed):
        return None
    measure = next(iter(counted), "") if len(counted) == 1 else ""
    way = next((word for word, pattern in _WAYS if any(map(pattern.search, texts))), "")
    target, like = ("minutes", "时长(分钟)") if measure in ("小时", "分钟", "分") else ("class_hours", "学时")
    return _Found(
        _ENTRY,
        target,
        _when(spread, "started"),
        (like, "学习日期"),
        _LENGTHS,
        {"subtype": way} if way else {},
        spread,
    )


def _when(spread: Sequence[PeriodColumn], to: str) -> dict[int, dict[str, str]]:
    return {each.index: {to: each.period.display("zh")} for each in spread if each.period is not None}


def _titles(
    kinds: Kinds,
    rule: SourceRule,
    table: Table,
    hints: Sequence[str],
    header: Sequence[str],
    year: int | None,
) -> _Found | None:
    """Books under their quarters, sorts or both (一季度 over 政治理论书籍, 业务书籍), papers under theirs."""
    named = [name for name in _TITLED if name in kinds and is_titled(kinds[name], hints)]
    kind = rule.kind or (named[0] if len(named) == 1 else "")
    if kind not in _TITLED:
        return None
    date, like = _TITLED[kind]
    said: dict[int, dict[str, str]] = {}
    for index, heading in enumerate(header):
        told = _over_titles(heading, year, date)
        if told is not None and (kind == _BOOK or told.keys() == {date}):
            said[index] = told
    if len({tuple(sorted(told.items())) for told in said.values()}) != len(said):
        return None
    own = frozenset(("title", "category", "author", "words", "findings", *_dates(kinds, kind)))
    sent = {heading_text(name) for each in rule.columns if each.to == "title" for name in each.headings}
    named_so = {at: words for at, words in said.items() if names_heading(sent, header[at])}
    if len(named_so) > 1:
        # Several of them are sent there: each is one, with titles in marks or without.
        said = named_so
    elif not _hold_titles(table, said):
        return None
    return _Found(kind, "title", said, like, own)


def a_record_each(kind: str, target: str, headings: Sequence[str]) -> bool:
    """Whether columns that are sent to one field are a record a cell, no parts of one: titles of months."""
    told = [_over_titles(heading, _ANY_YEAR, "when") for heading in headings]
    return kind in _TITLED and target == "title" and all(each is not None for each in told)


def _dates(kinds: Kinds, kind: str) -> Iterator[str]:
    return (field.name for field in kinds[kind].fields if field.type in DATE_TYPES)


def _over_titles(heading: str, year: int | None, date: str) -> dict[str, str] | None:
    """What the heading of a column of titles says of them; None for any other column."""
    period, rest = period_parted(heading_text(re.sub(r"#\d+$", "", heading)).replace("/", ""), year)
    sort = sort_of_books(rest)
    if not sort and _BOOKS.fullmatch(rest) is None:
        return None
    told = {date: period.display("zh")} if period is not None else {}
    told |= {"category": sort} if sort else {}
    return told or None


def _say_more(table: Table, said: Mapping[int, object]) -> bool:
    """Whether something stands beside the titles that a record keeps: 《…》1200字（6月5日）."""
    return any(re.search(r"\d", _MARKED.sub("", text)) for text in _texts(table, said))


def _hold_titles(table: Table, said: Mapping[int, object]) -> bool:
    """Whether titles stand in the columns: words, most of them in the marks of titles."""
    texts = [text for text in _texts(table, said) if text]
    marked = sum(_IN_MARKS.match(text) is not None for text in texts)
    return marked * 2 > len(texts)


def _texts(table: Table, at: Mapping[int, object]) -> Iterator[str]:
    for row in table.rows():
        if not row.skipped:
            yield from (
                cell.text.strip()
                for index in at
                if (cell := row.cells.get(table.header[index])) is not None
                and len(cell.text.strip()) > 1
                and not says_nothing(cell.text)
            )
