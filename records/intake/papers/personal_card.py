"""A person's card kept in Word: whose it is at its head, and below it a table for each sort of record.

The archive card of a year is one: 姓名, 档案号, 年度, and below 一、读书情况 the books, 二、学习笔记 notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from records.intake.files.reading import Reading, Row, Sheet, TextDocument, cell_of
from records.intake.mappings.mapping import ImportMapping
from records.intake.names import clean_name, looks_like_name
from records.intake.papers.signature import pairs_of_line, pairs_of_table
from records.intake.tables.arrange import tables_of
from records.intake.tables.layouts import name_column
from records.intake.tables.recognition.aside import ASIDE
from records.intake.tables.recognition.headings import heading_text
from records.intake.tables.source import SourceTable
from records.intake.tables.text_tables import is_for_table
from records.kind import Kinds

_NAME = ("姓名", "党员姓名", "干部姓名")
#: What the head says of all tables below it.
_UNIT = (
    "单位",
    "支部",
    "党支部",
    "所在支部",
    "所在党支部",
    "所属支部",
    "所在单位",
    "工作单位",
    "党组织",
    "所在党组织",
)
_YEAR = ("年度", "年份", "档案年度", "建档年度")
#: Of the head only what tells more than whose the card is.
_WHOSE = frozenset((*_NAME, *_UNIT, *_YEAR))
_HEADING = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十]{1,3}[)）])\s*(.{2,12}?)[：:]?"
)
_TITLE = re.compile(r"档案|登记|台[账帐]|手册|卡$|卡片|一览|情况表")
#: Tables that belong to the paper in which they stand, and the roster, which no card is.
_NO_REGISTER = frozenset(
    ("democratic_evaluation", "rectification", "position", "study_plan", "person", "assessment", "session")
)
_COLUMNS = 2


@dataclass(frozen=True)
class _Card:
    """A card apart: titles, what its head says, registers with the lines above each, what stands below."""

    titles: tuple[str, ...]
    head: Mapping[str, str]
    registers: tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...]
    told: Mapping[str, str]


def as_personal_card(reading: Reading, kinds: Kinds, mapping: ImportMapping) -> Reading:
    """The reading as sheets, one for the head and for each of the tables; as it is when it is no such card.

    What the head or a part without a table says and no record takes is told with the file.
    """
    rule = mapping.rule_for(reading.relative)
    if reading.text is None or (rule.kind is not None and not is_for_table(rule)):
        return reading
    card = _card(reading.text)
    if card is None:
        return reading
    sheets = [
        Sheet(str(number), False, _rows([*_above(card), *([line] for line in lines), *table]))
        for number, (lines, table) in enumerate(card.registers, 2)
    ]
    known = [sheet for sheet in sheets if _register(reading, sheet, kinds) is not None]
    if not known or (len(known) == 1 and not any(map(_TITLE.search, card.titles))):
        return reading
    labels = {label: value for label, value in (*card.head.items(), *card.told.items()) if value}
    first = Sheet(
        "1", False, _rows([*([title] for title in card.titles), list(labels), list(labels.values())])
    )
    archive = _register(reading, first, kinds)
    if archive is not None and archive.kind.name == "study_archive" and archive.has("archive_no"):
        return replace(reading, text=None, sheets=(first, *sheets))
    unread = [label for label in labels if label not in _WHOSE and label not in ASIDE]
    warnings = (f"labels_unread:{'、'.join(unread)}",) if unread else ()
    return replace(reading, text=None, sheets=tuple(sheets), warnings=(*reading.warnings, *warnings))


def _card(paper: TextDocument) -> _Card | None:
    """The card apart; None where nobody is named at the head, or a table names people itself."""
    if not paper.tables:
        return None
    first = pairs_of_table(paper.tables[0])
    own = any(first.get(key) for key in _NAME)
    above = [each.text.strip() for each in paper.paragraphs[: paper.table_at[0]] if each.text.strip()]
    lines = {key: value for line in above for key, value in pairs_of_line(line).items()}
    head = {heading_text(label): value for label, value in (first if own else lines).items()}
    name = next((head[key] for key in _NAME if head.get(key)), "")
    tables = list(zip(paper.table_at, paper.tables, strict=True))[1 if own else 0 :]
    if not looks_like_name(clean_name(name).name) or not tables:
        return None
    titles = [line for line in above if not pairs_of_line(line) and not _HEADING.fullmatch(line)]
    begin = paper.table_at[0]
    if any(set(pairs_of_line(each.text)) & set(_NAME) for each in paper.paragraphs[begin:]):
        # Cards of several people, one below the other, each with its own head.
        return None
    registers: list[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]] = []
    told: dict[str, str] = {}
    for at, table in tables:
        if contents := _contents(table):
            # What the archive holds belongs to the archive itself.
            told["卷内目录"], begin = contents, at
            continue
        if said := _said_in(table):
            told, begin = told | said, at
            continue
        heads = [heading_text(text) for text in table[0]] if table else []
        if len([each for each in heads if each]) < _COLUMNS or name_column(heads) is not None:
            return None
        between = [each.text.strip() for each in paper.paragraphs[begin:at] if each.text.strip()]
        registers.append((tuple(between), tuple(tuple(row) for row in table)))
        begin = at
    if not registers:
        return None
    told |= dict(_told([each.text.strip() for each in paper.paragraphs[tables[-1][0] :]]))
    return _Card(tuple(titles), head, tuple(registers), told)


_TITLE_OF = re.compile(r"(?:文件|材料|卷内)?(?:题名|名称|标题|材料|文件)")
_PART_OF = (
    ("题名", _TITLE_OF),
    ("页数", re.compile(r"页[数码次]")),
    ("责任者", re.compile(r"责任者|责任人|作者")),
    ("文号", re.compile(r"文号|文件编号")),
    ("日期", re.compile(r"(?:文件|形成)?(?:日期|时间)")),
    ("备注", re.compile(r"备注|说明")),
)
_ORDER = re.compile(r"[件序顺]号|序号|顺序号|编号")


def _contents(table: Sequence[Sequence[str]]) -> str:
    """The list of what an archive holds (件号, 题名, 页数), a line each, its parts by name; else empty."""
    heads = [heading_text(text) for text in table[0]] if table else []
    names = [next((name for name, words in _PART_OF if words.fullmatch(head)), "") for head in heads]
    ordered = any(map(_ORDER.fullmatch, heads))
    if not ("题名" in names and "页数" in names and ordered):
        return ""
    rows = [dict(zip(names, row, strict=False)) for row in table[1:]]
    told = [
        [f"{name}：{' '.join(row[name].split())}" for name, _ in _PART_OF if row.get(name, "").strip()]
        for row in rows
    ]
    return "\n".join("\t".join((*parts, "")) for parts in told if parts)


#: What is said of a year's studies as a whole.
_SAID = re.compile(r"[\u4e00-\u9fff]{0,6}(?:评语|鉴定|总评|评价|意见|小结|总结)")


def _said_in(table: Sequence[Sequence[str]]) -> dict[str, str]:
    """What a table says at length beside its labels, 年度评语 | 该同志…; empty where it is anything else."""
    filled = [[text.strip() for text in row if text.strip()] for row in table]
    pairs = {heading_text(row[0]): row[1] for row in filled if len(row) == 2}
    alone = len(pairs) == len(filled) and all(map(_SAID.fullmatch, pairs))
    return pairs if alone else {}


def _told(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The parts below the last table that are text: 年度评语, and what stands under it."""
    label, said = "", list[str]()
    for line in (*filter(None, lines), ""):
        heading = _HEADING.fullmatch(line)
        pair = next(iter(pairs_of_line(line).items()), None) if heading is None else None
        if heading is None and pair is None and line:
            said.append(line)
            continue
        if label and said:
            yield label, "\n".join(said)
        label, said = "", []
        if heading is not None:
            label = heading_text(heading[1])
        elif pair is not None:
            label, said = pair[0], [pair[1]]


def _above(card: _Card) -> list[list[str]]:
    """The lines that say above each table whose it is and of which year."""
    said = [("姓名", _NAME), ("单位", _UNIT), ("年度", _YEAR)]
    told = [(label, next((card.head[key] for key in keys if card.head.get(key)), "")) for label, keys in said]
    return [*([title] for title in card.titles), *([f"{label}：{value}"] for label, value in told if value)]


def _register(reading: Reading, sheet: Sheet, kinds: Kinds) -> SourceTable | None:
    """The only table of a sheet, where it is a register of something."""
    found = tables_of(replace(reading, text=None, sheets=(sheet,)), kinds, ImportMapping())
    alone = found[0] if len(found) == 1 else None
    return alone if isinstance(alone, SourceTable) and alone.kind.name not in _NO_REGISTER else None


def _rows(lines: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    numbered = (Row(number, tuple(map(cell_of, line))) for number, line in enumerate(lines, 1))
    return tuple(row for row in numbered if not row.blank)
