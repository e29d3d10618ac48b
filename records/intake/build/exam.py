"""Tests and contests: one record a table, its lines the results of people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from records.intake.build.rows import Repeats, find_context
from records.intake.build.values import take_plain
from records.intake.desk import Desk
from records.intake.doubted_dates import settled_date
from records.intake.files.reading import Cell
from records.intake.names import clean_name
from records.intake.outcome import Item, Place
from records.intake.tables.source import SourceRow, SourceTable
from records.numbers import NumberFault, parse_number
from records.values import half_width

#: 含补考, 及补考情况: not every result is of a test taken again.
_NOT_ALL = re.compile(r"含|包括|[及和与、]\s*补[考测]|补[考测](?:前|人员?名单|[及和与、])|无补[考测]")
#: What registers say of who was away, beside a score that is not there.
_MISSED = re.compile(r"缺考|未考|弃考|未参[加考]|未到|缺席|请假|[病事产公]假|因[病事公]|住院|外出|出差")
_MARK = re.compile(r"(\d{1,4}(?:\.\d)?)\s*(?:分|题|道题?|个)?(?:及?以上)?[。.]?")
#: Both results in one cell: 52（补考70）, 缺考，补考75分, 48/补70; the one of the test taken again counts.
_TAKEN_AGAIN = re.compile(
    r"(?:(?:\d+(?:\.\d+)?)分?|缺考|未考|未参加|缺)?\s*[(,;/、\s]?\s*补(?:[考测]|试)?(?:成绩|后|得分?|为|[:：])*\s*"
    r"(\d+(?:\.\d+)?)分?\s*\)?"
)
#: What a list of results is called behind the name of the test.
_LIST = re.compile(r"(?:成绩|得分)(?:登记|统计|公布)?(?:单|表|册|一览表|汇总表|花名册)$")
FULL_MARK, PASS_MARK = Decimal(100), Decimal(60)

#: The day and the marks that stand in brackets behind a title.
_TOLD_BEHIND = re.compile(r"\s*[（(][^（()）]*(?:\d+月\d+[日号]|满分|及格|\d+分|题)[^（()）]*[)）]$")


def _title(printed: str) -> str:
    """A title without the day and the marks behind it, which stand in fields of their own."""
    return _TOLD_BEHIND.sub("", printed) or printed


def build_exam(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """One exam with its results; the day, full and pass mark stand in the title rows."""
    find_context(table, desk)
    exam = Item("exam", Place(table.file, table.sheet, table.header_row), headings=table.headings)
    exam.cells = table.facts.lines
    own = table.given.get("title", "")
    title = table.rule.constants.get("title") or own or _title(table.facts.title) or table.sheet
    # 某某竞赛成绩单 is the list of what came of 某某竞赛.
    exam.fields["title"] = _LIST.sub("", title) or title
    # What a list of several tests is called says nothing of each.
    exam.fields["category"] = _category(" ".join((title, *(() if own else table.hints))))
    said = _said_for_all(table, exam)
    day = table.facts.date if "held_on" not in said else None
    if day is not None:
        day = settled_date(desk, day, exam, "held_on", None)
    if day is not None and day.precision == "day":
        exam.fields["held_on"] = day.start
    elif day is not None:
        exam.want_day("held_on", day)
    elif exam.outcome == "import" and "held_on" not in said:
        exam.reject("missing_date")
    full = _told_above(table, "满分", "总分", "卷面满分", "试卷满分", "卷面总分", "满分值") or FULL_MARK
    exam.fields["full_mark"] = full
    passed = _told_above(
        table, "及格", "及格分", "及格线", "合格", "合格分", "合格线", "及格分数", "合格分数", "及格分数线"
    )
    exam.fields["pass_mark"] = passed or PASS_MARK
    questions = _told_above(table, "题数", "题量", "试题数", "试题数量", "题目数", "总题数")
    if questions is not None:
        exam.fields["questions"] = int(questions)
    root = desk.units.root
    holder = table.unit or (root.id if root else None)
    if holder is not None:
        exam.fields["unit"] = holder
    exam.fields |= said
    exam.fields["results"] = _results(table, desk, exam, full)
    yield exam


def _said_of_makeup(table: SourceTable) -> str:
    """What the title, or the sheet's or file's name, says of a test taken again: ``all`` or ``some``.

    Empty when nothing does, or a column of the table tells for each row.
    """
    named = [hint for hint in table.hints if "补考" in hint or "补测" in hint]
    if not named or table.has("results.makeup"):
        return ""
    return "some" if any(_NOT_ALL.search(hint) for hint in named) else "all"


def _said_for_all(table: SourceTable, exam: Item) -> dict[str, Any]:
    """What the mapping file says of the test itself, read as a column of a register would be."""
    told = {name: Cell(text := str(value), text) for name, value in table.rule.constants.items()}
    row = SourceRow(table.header_row, told, ())
    read = Item(exam.kind, exam.place)
    for name in told:
        known = table.kind.field(name)
        if known is not None and known.type not in ("reference", "list"):
            take_plain(read, known, row)
    exam.flag(*read.flags)
    return read.fields


def _category(words: str) -> str:
    if "竞赛" in words:
        return "百题竞赛" if re.search(r"百题|知识竞赛", words) else "其他"
    return "业务测试" if "业务" in words else "理论测试"


def _told_above(table: SourceTable, *names: str) -> Decimal | None:
    """A figure that a line above the table gives, with its measure or without: 满分：100分, 题数：50."""
    for name in names:
        found = _MARK.fullmatch(half_width(table.facts.pairs.get(name, "")).strip())
        if found is not None:
            return Decimal(found[1])
    return None


def _results(table: SourceTable, desk: Desk, exam: Item, full: Decimal) -> list[dict[str, Any]]:
    repeats = Repeats(table)
    again_said = _said_of_makeup(table)
    results: dict[Any, dict[str, Any]] = {}
    for row in table.rows:
        line = table.item(row)
        line.kind = "exam_result"
        exam.lines.append(line)
        if repeats.again(row):
            line.repeat()
        if not line.taken:
            continue
        result = _line(table, row, line, desk, full)
        if result is None or not line.taken:
            continue
        if again_said == "all":
            result["makeup"] = True
        if again_said:
            line.flag("makeup_in_title:makeup")
        known = results.get(result["person"])
        if known is not None and known != result:
            line.reject("conflicting_row")
        results.setdefault(result["person"], result)
        line.fields = result
    return list(results.values())


def _line(table: SourceTable, row: SourceRow, line: Item, desk: Desk, full: Decimal) -> dict[str, Any] | None:
    printed = clean_name(row.text("results.person"))
    name = printed.name
    if not name:
        line.reject("missing_name")
        return None
    unit = table.unit
    root = desk.units.root
    if row.has("results.unit"):
        unit = desk.unit(row.text("results.unit"), line, "unit")
        if unit is None:
            return None
    elif row.group and (grouped := desk.unit_named(row.group)) is not None:
        unit = grouped.id
    elif unit is None or (root is not None and unit == root.id):
        unit = None
    person = desk.person(name, line, "results.person", unit=unit)
    if person is None:
        return None
    if table.has("results.unit") and not row.has("results.unit"):
        line.flag("unit_blank_name_unique")
    return _score(row, line, full, {"person": person.id}, printed.remark or "")


def _score(
    row: SourceRow, line: Item, full: Decimal, result: dict[str, Any], beside: str
) -> dict[str, Any] | None:
    """The result with its score, or that there is none; ``beside`` are the words behind the name."""
    cell = row.cell("results.score")
    if _made_up(row, line):
        result["makeup"] = True
        cell = row.cell("results.makeup") if re.search(r"\d", row.text("results.makeup")) else cell
    again = _TAKEN_AGAIN.fullmatch(half_width(cell.text).strip())
    if again is not None:
        result["makeup"] = True
    try:
        reading = parse_number(again[1] if again is not None else cell.value)
    except NumberFault:
        line.reject("score_not_a_number")
        return None
    words = row.text("remarks") + beside + (reading.note or "")
    if "补考" in words or "makeup" in reading.flags:
        result["makeup"] = True
    # Who missed the test may have it said in the column of a part of it, beside a blank total.
    missed = _MISSED.search(words) is not None or any("缺考" in text for text in row.texts)
    if "absent" in reading.flags or (reading.value is None and missed):
        return {**result, "absent": True}
    if reading.value is None:
        line.reject("score_not_a_number")
        return None
    if reading.value > full or reading.value < 0:
        line.reject("score_above_full_mark")
        return None
    line.note(*reading.flags)
    return {**result, "score": reading.value}


def _made_up(row: SourceRow, line: Item) -> bool:
    """Whether the test was taken again: 是, √, or its score in a column of its own, 补考成绩."""
    text = row.text("results.makeup")
    if not text or re.fullmatch(r"否|×|✗|未|没有?", text):
        return False
    if re.fullmatch(r"是|√|✓|已?补考?|\d+(?:\.\d+)?分?", half_width(text)):
        return True
    line.flag("value_left_out:makeup")
    return False
