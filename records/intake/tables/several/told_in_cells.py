"""Wide tables of branches or people in which each cell under a month tells a whole record in words.

各支部集中学习情况一览表 with 4月, 5月, 6月 across, and below them 4月12日，学习党章。应到4人，实到4人.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from records.intake.files.reading import EMPTY, Cell, Reading
from records.intake.mappings.mapping import SourceRule
from records.intake.names import looks_like_name
from records.intake.papers.paper_name import has_surname, is_unit
from records.intake.tables.layouts import month_of, period_ahead
from records.intake.tables.recognition.columns import ColumnMatch, match_columns
from records.intake.tables.recognition.headings import heading_text, names_heading
from records.intake.tables.recognition.recognise import columns_told
from records.intake.tables.recognition.targets import CELL_KINDS, COMMON, EACH_CELL, name_of, target_of
from records.intake.tables.several.cell_clauses import IN_MARKS
from records.intake.tables.several.cell_texts import NO_YEAR, Told, records_in, tells_a_record
from records.intake.tables.several.parting import says_nothing
from records.intake.tables.several.titles import OF_ONE_TITLE, titles_in
from records.intake.tables.source import SourceTable
from records.intake.tables.tables import Table, TableRow
from records.kind import Kind, Kinds
from records.values import PartialDate, half_width

#: What columns beside papers and books say of each.
_OF_TITLES = frozenset(
    ("title", "category", "author", "words", "findings", "finished", "written_on", "finished_on")
)
#: What titles call such records; of several the one that ends last: 学习简报报送 are briefings.
_KIND_WORDS = (
    (
        "session",
        "集中学习|集体学习|学习(?:开展|活动|会议)?(?:情况|安排)?|会议|例会|三会一课|党员大会|组织生活|支部活动|讲座|辅导|远教|远程教育|学用|收看|活动",
    ),
    ("briefing", "简报|信息"),
    ("party_class", "党课"),
    ("household_visit", "走访|入户|民情"),
    ("talk", "谈心|谈话|约谈"),
    ("preaching", "宣讲"),
    ("inspection", "督查|督导|抽查"),
    ("theme_activity", "主题活动|主题实践"),
    ("experience_article", "心得|体会文章"),
    ("research_report", "调研"),
    ("book_reading", "读书|书目"),
    ("study_entry", "自学|个人学习"),
)
#: What a title tells of that no such cell does.
_OTHERS = re.compile("经费|支出|收支|预算|补[助贴]|考核|成绩|得分|积分|测评|评议|名册|工资|捐款")
_ASIDE = frozenset(("extra", "skip", "ordinal", "remarks"))
_WEEK = re.compile(r"第[一二三四五六七八九十\d]{1,3}周.*|[上中下]旬")
#: A column that counts the records beside it: 合计（期）, 次数.
_COUNTED = re.compile(
    r"(?:(?:19|20)\d{2}年|[上下]半年|[一二三四]季度|全年)?(?:合计|小计|总计|共计|累计)(?:[期次篇户人]数?)?|[总期次篇]+数|(?:学习|会议|开展|报送|走访)?[次期篇户]数"
)
_FIGURE = re.compile(r"\d{1,3}(?:\.0)?[期次篇户]?")
#: So many rows say whether their cells tell records.
_LOOKED_AT = 2_000


@dataclass(frozen=True)
class CellRecords:
    """The columns whose cells tell records, with the time over each, and those that count these."""

    kind: Kind
    when: Mapping[str, PartialDate | None]
    counted: tuple[str, ...] = ()
    year: int | None = None
    month: PartialDate | None = None
    #: The columns beside them that say something of all the records of their row, by target.
    beside: Mapping[str, str] = field(default_factory=dict)
    #: The column that gives each row its time, where branches stand across.
    time: str = ""

    def targets(self, table: Table) -> list[str]:
        """What the cells tell of, by target."""
        rows = (row for row in table.rows() if not row.skipped)
        found = {name for row in rows for part in self.parts(row) for name in part.cells}
        return sorted(target for name in found if (target := target_of(name)))

    def parts(self, row: TableRow) -> Iterator[TableRow]:
        """A row for each record of the row's cells, what the cell tells under the headings of ``name_of``."""
        topic = CELL_KINDS[self.kind.name][0]
        below = _time_of(row.cells.get(self.time, EMPTY).text, self.year) if self.time else None
        for heading, over in self.when.items():
            cell = row.cells.get(heading, EMPTY)
            if cell.blank or says_nothing(cell.text):
                continue
            others = {name: each for name, each in row.cells.items() if name not in self.when}
            for told in self._each(cell.text, over or below):
                parts = {name_of(target): Cell(text, text) for target, text in told.parts.items()}
                own = {heading: replace(cell, value=told.text, text=told.text)}
                shared = {name: row.cells.get(self.beside.get(name, ""), EMPTY) for name in told.parts}
                both = (f"value_unsure:{name}" for name, each in shared.items() if not each.blank)
                # What is merged down, or 同上, may be one meeting of several branches.
                again = [f"figure_shared:{topic}"] if heading in row.filled else []
                doubts = (*told.doubts, *both, *again)
                yield replace(row, cells=others | own | parts, doubts=doubts)

    def _each(self, text: str, when: PartialDate | None) -> Iterator[Told]:
        """The records of a cell, each title one where a record has no more."""
        topic = CELL_KINDS[self.kind.name][0]
        for told in records_in(self.kind, text, when or self.month, self.year):
            several = titles_in(told.parts.get(topic, "")) if self.kind.name in OF_ONE_TITLE else []
            for title in several:
                yield replace(told, text=title, parts={**told.parts, topic: title})
            if not several:
                yield told

    def figures(self, row: TableRow) -> TableRow:
        """The row with the number of records in place of what the cells tell, as totals count them."""
        counts: dict[str, int] = dict.fromkeys(self.when, 0)
        for part in self.parts(row):
            counts[next(name for name in self.when if name in part.cells)] += 1
        cells = {name: Cell(number, str(number)) for name, number in counts.items()}
        return replace(row, cells=row.cells | cells)


def table_told_in_cells(
    reading: Reading,
    table: Table,
    kinds: Kinds,
    rule: SourceRule,
    header: Sequence[str],
    year: int | None,
    titled: Mapping[str, Mapping[str, str]] | None = None,
) -> SourceTable | None:
    """The table whose cells under months, quarters or weeks tell a record each; None for any other.

    Without a mapping file that says so most of the cells must begin with a day, an issue or a title.
    ``titled`` are headings of titles with what each says of them, their sort among it.
    """
    named = {heading_text(name) for each in rule.columns if each.to == EACH_CELL for name in each.headings}
    hints = table.hints(reading.relative)
    kind = kinds.get(rule.kind) if rule.kind is not None else kind_named(kinds, hints)
    if kind is None or kind.name not in CELL_KINDS:
        return None
    # What a document of the mapping file sends elsewhere holds no records.
    topic = CELL_KINDS[kind.name][0]
    elsewhere = {
        heading_text(name)
        for each in rule.columns
        if each.to not in (EACH_CELL, topic)
        for name in each.headings
    }
    mine = [heading for heading in header if not names_heading(elsewhere, heading)]
    own = {heading: told for heading, told in (titled or {}).items() if heading in mine}
    across = _across(kind, table, mine, year, named, own)
    if len(across.when) < (1 if named else 2) or not (named or _tell_records(table, across.when)):
        return None
    counted = tuple(
        heading
        for heading in header
        if heading not in across.when and _counts(table, heading) and not _said(rule, heading)
    )
    apart = {*across.when, *counted, across.time}
    columns = _beside(kind, table, [heading if heading not in apart else "" for heading in header], rule)
    if kind.name in IN_MARKS and not named and any(each.target in _OF_TITLES for each in columns):
        # 一季度书目, 类别, 二季度书目, 类别: each has columns of its own.
        return None
    whose = {each.target for each in columns}.union(*across.said.values())
    if not named and not _owners(kind) & whose:
        return None
    return _source(reading, table, rule, kind, across, columns, counted, year)


def _source(
    reading: Reading,
    table: Table,
    rule: SourceRule,
    kind: Kind,
    across: _Across,
    columns: list[ColumnMatch],
    counted: tuple[str, ...],
    year: int | None,
) -> SourceTable:
    month = month_of(table.hints(reading.relative))
    whole = PartialDate.month(year, month) if year is not None and month is not None else None
    shared = {each.target: each.heading for each in columns if each.target not in _ASIDE}
    told = CellRecords(kind, across.when, counted, year, whole, shared, across.time)
    columns += [ColumnMatch(table.header.index(heading), heading, EACH_CELL) for heading in across.when]
    columns += [
        ColumnMatch(len(table.header) + at, name_of(target), target)
        for at, target in enumerate(told.targets(table))
    ]
    source = SourceTable(kind, reading.relative, table, tuple(columns), rule, 0.8)
    source.each = {heading: across.said.get(heading, {}) for heading in across.when}
    source.told = told
    source.sums = {heading: [tuple(across.when)] for heading in counted}
    return source


@dataclass(frozen=True)
class _Across:
    """The columns that hold records, with the time over each and what else its heading says of them; or
    ``time``, the column that gives each row its time, where branches or people stand across.
    """

    when: Mapping[str, PartialDate | None]
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    time: str = ""


def _across(
    kind: Kind,
    table: Table,
    header: Sequence[str],
    year: int | None,
    named: Collection[str],
    titled: Mapping[str, Mapping[str, str]],
) -> _Across:
    if titled:
        # What a heading of titles says beside their time: 政治理论书籍 of a quarter.
        sorts = {
            heading: {n: text for n, text in told.items() if n == "category"}
            for heading, told in titled.items()
        }
        return _Across({heading: _time_of(heading.replace("/", ""), year) for heading in titled}, sorts)
    when = _times(header, year, named)
    if when and (not named or len(when) >= 2):
        return _Across(when)
    return _branches_across(kind, table, header, year, named) or _Across(when)


def _branches_across(
    kind: Kind, table: Table, header: Sequence[str], year: int | None, named: Collection[str]
) -> _Across | None:
    """The columns of branches, or of people, beside a column that gives each row a month or a quarter."""
    for target, own in ((name, kind.field(name)) for name in kind.unit):
        inner = (own.of or own) if own is not None else None
        if inner is None:
            continue
        fits = is_unit if "unit" in inner.targets else _is_somebody
        mine = [heading for heading in header if (names_heading(named, heading) if named else fits(heading))]
        if len(mine) < 2 or not all(map(fits, mine)):
            continue
        # Only then is it worth a look at the cells.
        time = next((each for each in header if each not in mine and _are_times(table, each, year)), "")
        if time:
            return _Across(dict.fromkeys(mine), {heading: {target: heading} for heading in mine}, time)
    return None


def _is_somebody(text: str) -> bool:
    return looks_like_name(text) and has_surname(text)


def _are_times(table: Table, heading: str, year: int | None) -> bool:
    """Whether nothing but months, quarters or weeks stand in a column."""
    texts = _cells(table, (heading,))
    first = next(texts, None)
    return first is not None and all(_time_of(text, year) is not None for text in chain((first,), texts))


def _time_of(text: str, year: int | None) -> PartialDate | None:
    """The month, quarter or half-year that a heading or a cell names, in ``year`` where it says none."""
    whole = re.sub(r"#\d+$", "", half_width(text))
    own = re.search(r"((?:19|20)\d{2})年?", whole)
    last = whole.rsplit("/", 1)[-1]
    return period_ahead(last, int(own[1]) if own else year if year is not None else NO_YEAR)


def _times(header: Sequence[str], year: int | None, named: Collection[str]) -> dict[str, PartialDate | None]:
    """The headings of months, quarters or weeks, each with its time; none where two are of one."""
    found: dict[str, PartialDate | None] = {}
    for heading in header:
        last = re.sub(r"#\d+$", "", half_width(heading)).rsplit("/", 1)[-1]
        period = _time_of(heading, year)
        if named:
            if names_heading(named, heading):
                found[heading] = period
        elif period is not None and _COUNTED.fullmatch(last) is None:
            found[heading] = period
        elif _WEEK.fullmatch(last):
            found[heading] = None
    if named and found and not any(found.values()) and all(map(is_unit, found)):
        return {}
    times = [(each.start, each.end) for each in found.values() if each is not None]
    return found if named or len(set(times)) == len(times) else {}


def kind_named(kinds: Kinds, hints: Sequence[str]) -> Kind | None:
    """The kind of records that the titles name, the first of them that names any; the sheet's comes last."""
    name, *rest = hints
    for text in (*rest, name):
        plain = "".join(text.split())
        if _OTHERS.search(plain):
            return None
        ends = [
            (found.end(), kind)
            for kind, words in _KIND_WORDS
            if kind in kinds
            for found in re.finditer(words, plain)
        ]
        if ends:
            return kinds[max(ends)[1]]
    return None


def _cells(table: Table, headings: Sequence[str] | Mapping[str, object]) -> Iterator[str]:
    """What stands in columns, row by row, as far down as a look goes: a register may have a million rows."""
    rows = (row for row in islice(table.rows(), _LOOKED_AT) if not row.skipped)
    cells = (row.cells.get(heading, EMPTY) for row in rows for heading in headings)
    return (cell.text.strip() for cell in cells if not cell.blank)


def _tell_records(table: Table, when: Mapping[str, object]) -> bool:
    texts = [text for text in _cells(table, when) if not says_nothing(text)]
    return sum(map(tells_a_record, texts)) * 2 > len(texts)


def _counts(table: Table, heading: str) -> bool:
    """Whether a column counts what stands in the others."""
    last = re.sub(r"[()（）\[\]]|#\d+$", "", half_width(heading)).rsplit("/", 1)[-1]
    return _COUNTED.fullmatch(last) is not None and all(map(_FIGURE.fullmatch, _cells(table, (heading,))))


def _said(rule: SourceRule, heading: str) -> bool:
    return names_heading({heading_text(name) for each in rule.columns for name in each.headings}, heading)


def _beside(kind: Kind, table: Table, beside: Sequence[str], rule: SourceRule) -> list[ColumnMatch]:
    """The columns beside the records: whose they are, remarks. A corner names both ways: 支部/月份."""
    matched = match_columns(kind, beside)
    if not any(each.target in _owners(kind) for each in matched):
        matched = [_owner(kind, table, each) for each in matched]
    kept = columns_told(matched, beside, rule)
    return [each for each in kept if each.target != EACH_CELL]


def _owners(kind: Kind) -> set[str]:
    """Where a column goes that says whose the records of a row are."""
    return {*kind.unit, "unit", *(field.name for field in kind.fields if field.identify)}


def _owner(kind: Kind, table: Table, column: ColumnMatch) -> ColumnMatch:
    """A column that nobody knows by its heading, as the one of the branches or people below it."""
    words = [word for word in re.split(r"[/\\＼／、\s|]+", half_width(column.heading)) if word]
    units = bool(texts := list(_cells(table, (column.heading,)))) and all(map(is_unit, texts))
    if column.target not in ("extra", *COMMON) and len(words) < 2 and not units:
        return column
    for word in words:
        found = next(iter(match_columns(kind, (word,))), None)
        if found is not None and found.target in {*kind.unit, "unit"}:
            return replace(column, target=found.target, sure=True, fit=1.0)
    if units:
        mine = [name for name in kind.unit if (own := kind.field(name)) and "unit" in own.targets]
        return replace(column, target=(mine or ["unit"])[0], sure=True, fit=1.0)
    people = [name for name in kind.unit if (own := kind.field(name)) and "person" in (own.of or own).targets]
    if texts and people and all(map(looks_like_name, texts)):
        return replace(column, target=people[0], sure=True, fit=1.0)
    return column
