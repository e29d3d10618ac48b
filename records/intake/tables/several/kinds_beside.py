"""Rows that tell of records of several kinds, each below a wider heading of its own.

A branch with its leading group (组长, 副组长, 成立时间) and its rules (名称, 文号, 通过时间); a visit with
what is to be put right until when (限期整改 over 通知时间, 整改要求, 整改期限).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from records.intake.columns_beside import find_columns_beside
from records.intake.files.reading import EMPTY
from records.intake.mappings.mapping import SourceRule
from records.intake.tables.recognition.columns import ColumnMatch, match_columns, missing_needed
from records.intake.tables.recognition.headings import heading_text, names_heading
from records.intake.tables.recognition.recognise import columns_told, recognise_table
from records.intake.tables.recognition.targets import COMMON
from records.intake.tables.several.sides import sort_of_books
from records.intake.tables.source import SourceTable, UnreadTable
from records.intake.tables.tables import Table
from records.kind import Kind, Kinds

#: What a wider heading says of the kind below it.
_BY_WORD = (
    (re.compile(r"整改"), "rectification"),
    (re.compile(r"制度|方案"), "rule_document"),
    (re.compile(r"读书|书目|书籍"), "book_reading"),
    (re.compile(r"心得"), "experience_article"),
    (re.compile(r"走访|入户"), "household_visit"),
    (re.compile(r"谈心|谈话"), "talk"),
    (re.compile(r"党课"), "party_class"),
    (re.compile(r"宣讲"), "preaching"),
)
_BODIES = (
    ("领导小组", re.compile(r"领导小组|工作小组|协调小组|工作组")),
    ("支委会", re.compile(r"支委会|支部委员会|支部班子|支委班子")),
    ("中心组", re.compile(r"中心组")),
    ("班子", re.compile(r"班子")),
)
#: Whose heading is the seat itself.
_SEATS = {
    **{seat: seat for seat in ("组长", "副组长", "成员", "主任", "副主任", "书记", "副书记")},
    **{seat: seat for seat in ("组织委员", "宣传委员", "纪检委员")},
    "组员": "成员",
    "小组成员": "成员",
    "领导小组成员": "成员",
}
_HEADS = frozenset(("组长", "书记"))
_PLAN = re.compile(r"方案")


@dataclass(frozen=True)
class _Group:
    """The columns below one of the wider headings, by index, with what each is called there."""

    name: str
    parts: Mapping[int, str]


def unsaid(rule: SourceRule) -> SourceRule:
    """A document of the mapping file without what it says of kind and columns."""
    return replace(rule, kind=None, columns=())


def kinds_beside(
    whole: SourceTable | UnreadTable,
    plain: SourceTable | UnreadTable,
    table: Table,
    kinds: Kinds,
    rule: SourceRule,
    hints: Sequence[str],
    file: str,
) -> list[SourceTable | UnreadTable]:
    """The tables of which a table is made, one for each kind that its wider headings tell; none for one kind.

    Only what the table's own kind takes no column of, or few, is looked at. ``plain`` is the table as it is
    without a mapping file: where that falls into several kinds, a document is about the one that it names.
    """
    apart = _apart(plain, table, kinds, unsaid(rule), hints, file) if rule.kind is not None else []
    mine = next(
        (each for each in apart if isinstance(each, SourceTable) and each.kind.name == rule.kind), None
    )
    if mine is None:
        return _apart(whole, table, kinds, rule, hints, file)
    named = {heading_text(name) for column in rule.columns for name in column.headings}
    own = {column.heading for column in mine.columns}
    if not all(heading in own for heading in table.header if names_heading(named, heading)):
        return _apart(whole, table, kinds, rule, hints, file)
    mine.columns = columns_told(mine.columns, table.header, rule)
    mine.rule = rule
    for each in apart:
        if isinstance(each, SourceTable):
            # Whose a record is the document may say for all of them.
            each.columns = _with_owner(each.kind, each.columns, whole)
    return apart


def _apart(
    whole: SourceTable | UnreadTable,
    table: Table,
    kinds: Kinds,
    rule: SourceRule,
    hints: Sequence[str],
    file: str,
) -> list[SourceTable | UnreadTable]:
    """As ``kinds_beside``, of a table as it was recognised, or as a mapping file says."""
    if rule.kind is not None and not isinstance(whole, SourceTable):
        return []
    # What a document of the mapping file says of a column, that column is.
    named = {heading_text(name) for column in rule.columns for name in column.headings}
    groups = [
        each
        for each in _groups(table.header)
        if _left_over(whole, each) and not any(names_heading(named, table.header[at]) for at in each.parts)
    ]
    found = [made for each in groups for made in _of_group(each, whole, table, kinds, rule, file)]
    if not found:
        return _only_seats(whole, table, kinds, rule, hints, file)
    inside = {index for made, group in found for index in group.parts}
    rest = [heading if index not in inside else "" for index, heading in enumerate(table.header)]
    told = [made for made, _ in found]
    return [
        *_main(whole, rest, table, kinds, rule, hints),
        *(each for made in told for each in plans_apart(made, kinds)),
    ]


def _groups(header: Sequence[str]) -> list[_Group]:
    parts: dict[str, dict[int, str]] = {}
    for index, heading in enumerate(header):
        above, slash, below = re.sub(r"#\d+$", "", heading).partition("/")
        if slash:
            parts.setdefault(above, {})[index] = below
    return [_Group(name, under) for name, under in parts.items() if len(under) > 1]


def _left_over(whole: SourceTable | UnreadTable, group: _Group) -> set[int]:
    """The columns of a group that go nowhere as the table stands."""
    if isinstance(whole, UnreadTable):
        return set(group.parts)
    return {column.index for column in whole.columns if column.target == "extra"} & set(group.parts)


def _of_group(
    group: _Group, whole: SourceTable | UnreadTable, table: Table, kinds: Kinds, rule: SourceRule, file: str
) -> Iterator[tuple[SourceTable, _Group]]:
    free = unsaid(rule)
    if (seats := _seats(group, whole, table, kinds, free, file)) is not None:
        yield seats, group
        return
    name = next((kind for pattern, kind in _BY_WORD if pattern.search(group.name)), None)
    if name is None or name not in kinds:
        return
    kind = kinds[name]
    columns = _with_owner(kind, _columns(kind, group, table), whole)
    taken = [column for column in columns if column.index in group.parts and column.target != "extra"]
    if missing_needed(kind, {column.target for column in columns}) or len(taken) * 2 < len(group.parts):
        return
    left = _left_over(whole, group)
    own = (column for column in taken if (field := kind.field(column.target)) and field.identify)
    # What tells one such record from another is read nowhere else.
    if not any(column.index in left for column in own) or (len(left) == 1 and len(group.parts) > 3):
        return
    source = SourceTable(kind, file, table, columns, free, 0.75)
    source.side = frozenset(table.header[index] for index in group.parts)
    if name == "book_reading" and not source.has("category") and (sort := sort_of_books(group.name)):
        source.given = {"category": sort}
    find_columns_beside(source)
    yield source, group


def _columns(kind: Kind, group: _Group, table: Table) -> tuple[ColumnMatch, ...]:
    """The columns of a kind below a heading, with those beside them that say whose it is."""
    shared = [
        "" if "/" in heading or index in group.parts else heading
        for index, heading in enumerate(table.header)
    ]
    names = [group.parts.get(index, heading) for index, heading in enumerate(shared)]
    found = (replace(column, heading=table.header[column.index]) for column in match_columns(kind, names))
    return tuple(
        column
        for column in found
        if column.index in group.parts or (column.sure and column.target not in ("extra", "remarks"))
    )


def _only_seats(
    whole: SourceTable | UnreadTable,
    table: Table,
    kinds: Kinds,
    rule: SourceRule,
    hints: Sequence[str],
    file: str,
) -> list[SourceTable | UnreadTable]:
    """A list of bodies, a line each: 组长, 副组长 and 成员 in a table whose title tells of leading groups."""
    if rule.kind is not None or rule.columns or not _may_be_seats(whole):
        return []
    parts = dict(enumerate(table.header))
    if sum(part in _SEATS for part in parts.values()) < 2:
        return []
    made = _seats(_Group(" ".join(hints), parts), whole, table, kinds, rule, file)
    return [made] if made is not None and not missing_needed(made.kind, _targets(made)) else []


def _may_be_seats(whole: SourceTable | UnreadTable) -> bool:
    """Whether a table reads like nothing else: a list of units tells more of them than who leads them."""
    if isinstance(whole, UnreadTable) or whole.kind.name == "position":
        return True
    told = {column.target for column in whole.columns} - {*COMMON, "extra"}
    return whole.kind.name == "unit" and told <= {"name", "secretary", "founded"}


def _targets(source: SourceTable) -> set[str]:
    return {column.target for column in source.columns} | set(source.given) | {source.spread_to}


def _with_owner(
    kind: Kind, columns: tuple[ColumnMatch, ...], whole: SourceTable | UnreadTable
) -> tuple[ColumnMatch, ...]:
    """The columns with the one that says whose it is, as the table as a whole calls it."""
    owner = kind.unit[0]
    if isinstance(whole, UnreadTable) or any(column.target == owner for column in columns):
        return columns
    own = {whole.kind.unit[0], "name" if whole.kind.name == "unit" else "unit"}
    told = next((column for column in whole.columns if column.target in own), None)
    mine = told is not None and all(column.index != told.index for column in columns)
    return (*columns, replace(told, target=owner)) if told is not None and mine else columns


def _seats(
    group: _Group,
    whole: SourceTable | UnreadTable,
    table: Table,
    kinds: Kinds,
    rule: SourceRule,
    file: str,
) -> SourceTable | None:
    """The seats of a body with a column each: 组长, 副组长 and 成员 below 领导小组."""
    body = next((name for name, pattern in _BODIES if pattern.search(group.name)), None)
    seats = {index: _SEATS[part] for index, part in group.parts.items() if part in _SEATS}
    if body is None or "position" not in kinds or not _HEADS & set(seats.values()):
        return None
    kind = kinds["position"]
    rest = _Group(group.name, {index: part for index, part in group.parts.items() if index not in seats})
    blank = _Group(group.name, {**rest.parts, **dict.fromkeys(seats, "")})
    columns = [
        column
        for column in _with_owner(kind, _columns(kind, blank, table), whole)
        if column.index not in seats and column.target != "person"
    ]
    columns += [ColumnMatch(index, table.header[index], "person") for index in seats]
    source = SourceTable(kind, file, table, tuple(sorted(columns, key=lambda each: each.index)), rule, 0.75)
    source.side = frozenset(table.header[index] for index in seats)
    source.spread = {table.header[index]: seat for index, seat in seats.items()}
    source.spread_to = "role"
    source.given = {"body": body}
    return source


def _main(
    whole: SourceTable | UnreadTable,
    rest: Sequence[str],
    table: Table,
    kinds: Kinds,
    rule: SourceRule,
    hints: Sequence[str],
) -> list[SourceTable | UnreadTable]:
    """What the table is apart from the kinds beside it; nothing where it only says whose those are."""
    if isinstance(whole, UnreadTable):
        return []
    guess = recognise_table(kinds, rest, hints, rule)
    own = [
        column
        for column in match_columns(whole.kind, rest)
        if column.target not in COMMON and column.target not in (whole.kind.key[0], "extra")
    ]
    if guess.kind is not whole.kind or guess.missing or not own:
        return []
    columns = {column.index: column for column in whole.columns}
    kept = tuple(column for column in columns.values() if rest[column.index])
    return [replace(whole, columns=kept)]


def plans_apart(source: SourceTable, kinds: Kinds) -> list[SourceTable]:
    """A list of rules once for the rules and once for the plans among them, as a column or the titles say."""
    if source.kind.name != "rule_document" or "implementation_plan" not in kinds:
        return [source]
    told = {column.target: column.heading for column in source.columns}
    heading = told.get("category") or told.get("title")
    if heading is None or source.long or source.rule.kind is not None:
        return [source]
    words = {row.cells.get(heading, EMPTY).text.strip() for row in source.table.rows() if not row.skipped}
    plans = frozenset(word for word in words if _PLAN.search(word))
    if not plans:
        return [source]
    kind = kinds["implementation_plan"]
    known = [column for column in source.columns if kind.field(column.target) or column.target in COMMON]
    made = SourceTable(kind, source.file, source.table, tuple(known), source.rule, source.confidence)
    made.side, made.only = source.side, (heading, plans, True)
    kept = replace(source)
    kept.only = (heading, plans, False)
    return [kept, made] if words - plans - {""} else [made]
