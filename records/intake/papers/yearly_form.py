"""One table of Word that is a person's form of a year's studies, each part beside a label of its own.

集中学习 | 次数 | 26 | 学时 | 58; 读书情况 beside a table of 书名, 类别 and 读完时间; 个人小结 | 一年来….
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from records.intake.files.reading import Reading, Row, Sheet, cell_of
from records.intake.mappings.mapping import ImportMapping
from records.intake.names import clean_name, looks_like_name
from records.intake.tables.arrange import tables_of
from records.intake.tables.recognition.aside import ASIDE
from records.intake.tables.recognition.headings import heading_text
from records.intake.tables.source import SourceTable
from records.kind import Kinds

_TITLE = re.compile(r"学习.*(?:登记|档案|手册|情况|统计|汇总)|读书.*登记")
#: Forms that are papers, or of another matter.
_NO_TITLE = re.compile(r"推荐|审批|申报|考核|鉴定|测评|评议|整改|计划|通知")
_NAME = re.compile(r"(?:党员|干部|本人)?姓名")
_UNIT = re.compile(r"(?:所在|所属|工作)?(?:单位|党?支部|党组织)(?:名称)?")
#: Of the head only what the roster tells as well.
_ROSTER = re.compile(
    r"性别|民族|出生(?:年月|日期)|(?:现任)?职[务称]|(?:入党|转正|参加工作)(?:时间|年月|日期)|学历|文化程度"
)
_MEASURED = re.compile(r"(?:集中|集体)学习|笔记|撰写|文章|测试|考试|学习情况")
_DIGIT = re.compile(r"[0-9０-９]")
_COLUMNS = 2
_TALLY, _PARTS = "study_register", ("book_reading", "experience_article", "research_report", "reading_note")


@dataclass
class _Form:
    """A form apart: what its head says, the figures by heading, the small tables, what else stands in it."""

    head: dict[str, str] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    tables: list[list[list[str]]] = field(default_factory=list)
    told: dict[str, str] = field(default_factory=dict)


def as_yearly_form(reading: Reading, kinds: Kinds, mapping: ImportMapping) -> Reading:
    """The reading as a sheet for the figures and one for each small table; as it is when it is no such form.

    Nothing of it is taken apart unless every part is a register that is known.
    """
    paper = reading.text
    if paper is None or len(paper.tables) != 1 or mapping.rule_for(reading.relative).kind is not None:
        return reading
    above = [each.text.strip() for each in paper.paragraphs[: paper.table_at[0]] if each.text.strip()]
    title = " ".join(above)
    if not _TITLE.search(title) or _NO_TITLE.search(title):
        return reading
    form = _apart(paper.tables[0])
    if form is None or not (form.figures or form.tables):
        return reading
    whose = {
        label: text for label, text in form.head.items() if _NAME.fullmatch(label) or _UNIT.fullmatch(label)
    }
    made: list[Sheet] = []
    for number, table in enumerate(_registers(form, whose), 1):
        sheet = Sheet(str(number), False, _rows([*([line] for line in above), *table]))
        if not _known(reading, sheet, kinds, _TALLY if form.figures and number == 1 else ""):
            return reading
        made.append(sheet)
    rest = {**form.head, **form.told}
    unread = [
        label
        for label, text in rest.items()
        if text and label not in whose and label not in ASIDE and not _ROSTER.fullmatch(label)
    ]
    warnings = (f"labels_unread:{'、'.join(unread)}",) if unread else ()
    return replace(reading, text=None, sheets=tuple(made), warnings=(*reading.warnings, *warnings))


def _registers(form: _Form, whose: Mapping[str, str]) -> list[list[list[str]]]:
    """Each part as a table of its own in which every row says whose it is."""
    names, values = list(whose), list(whose.values())
    figures = [[[*names, *form.figures], [*values, *form.figures.values()]]] if form.figures else []
    return [
        *figures,
        *([[*names, *table[0]], *([*values, *row] for row in table[1:])] for table in form.tables),
    ]


def _apart(table: Sequence[Sequence[str]]) -> _Form | None:
    """The form apart; None where its head names nobody, or a row has another shape.

    Below a label that spans several rows their first cell is blank, or says the same again.
    """
    form = _Form()
    groups: list[list[list[str]]] = []
    for row in table:
        cells = [text.strip() for text in row]
        if groups and (not cells[0] or cells[0] == groups[-1][0][0]):
            groups[-1].append(cells)
        elif cells[0]:
            groups.append([cells])
        else:
            return None
    if not all(_table(rows, form) if len(rows) > 1 else _line(rows[0], form) for rows in groups):
        return None
    name = next((text for label, text in form.head.items() if _NAME.fullmatch(label)), "")
    return form if looks_like_name(clean_name(name).name) else None


def _table(rows: Sequence[Sequence[str]], form: _Form) -> bool:
    """A small table beside its label."""
    places = [at for at, text in enumerate(rows[0]) if text and at and text != rows[0][at - 1]]
    heads = [heading_text(rows[0][at]) for at in places]
    if len(heads) < _COLUMNS or len(set(heads)) != len(heads) or any(map(_DIGIT.search, heads)):
        return False
    lines = [[row[at] if at < len(row) else "" for at in places] for row in rows[1:]]
    for row in rows[1:]:
        if any(text and at and at not in places and text != row[at - 1] for at, text in enumerate(row)):
            return False
    if lines := [line for line in lines if any(line)]:
        form.tables.append([heads, *lines])
    return True


def _line(row: Sequence[str], form: _Form) -> bool:
    """A row of labels and values; measures stand behind what they are of, each with its figure or none."""
    label = heading_text(row[0])
    said = [text for at, text in enumerate(row) if text and at and text != row[at - 1]]
    figures = len(said) > 1 and not _DIGIT.search(said[0]) and bool(_DIGIT.search(said[1]))
    if len(said) < _COLUMNS and not (said and _MEASURED.search(label)):
        (form.told if form.head else form.head)[label] = said[0] if said else ""
    elif figures or _MEASURED.search(label):
        name = ""
        for text in said:
            if not _DIGIT.search(text):
                name = f"{label}/{heading_text(text)}"
                form.figures[name] = ""
            elif not name or form.figures[name]:
                return False
            else:
                form.figures[name] = text
    elif len(said) % 2:
        form.head |= {
            heading_text(each): text for each, text in zip([label, *said[1::2]], said[::2], strict=True)
        }
    else:
        return False
    return True


def _known(reading: Reading, sheet: Sheet, kinds: Kinds, kind: str) -> bool:
    found = tables_of(replace(reading, text=None, sheets=(sheet,)), kinds, ImportMapping())
    alone = found[0] if len(found) == 1 else None
    return isinstance(alone, SourceTable) and alone.kind.name in ((kind,) if kind else _PARTS)


def _rows(lines: Sequence[Sequence[str]]) -> tuple[Row, ...]:
    numbered = (Row(number, tuple(map(cell_of, line))) for number, line in enumerate(lines, 1))
    return tuple(row for row in numbered if not row.blank)
