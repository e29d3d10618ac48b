"""Registers of briefings: the issues that units sent in, with their items."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from bson.objectid import ObjectId

from records.intake.answers.alike import NEXT, WITHOUT
from records.intake.build.dates_beside import take_date_beside
from records.intake.build.rows import each_row, find_context, first_named, printed_once, unit_above
from records.intake.build.values import put_day, take_plain, take_row_date
from records.intake.desk import Desk
from records.intake.outcome import Candidate, Item, Question
from records.intake.papers.minutes.numbered import ITEM_MARK
from records.intake.tables.row_dates import RowDates
from records.intake.tables.source import SourceRow, SourceTable
from records.language import translator
from records.values import chinese_digits, half_width

tr = translator("records")
_ISSUE = re.compile(r"(?:(?:19|20)\d{2}年?[-—.第()〔〕【】\[\]]*)?(?<!\d)0*(\d{1,3})(?!\d)[期号]?")
_YEARLY = re.compile(r"(?:19|20)\d{2}\s*[-—.]\s*0*(\d{1,3})")
_OTHER_ISSUE = re.compile(
    r"[增专特号外副合补][刊期辑]|号外|增|[、,，/及和至~～]\s*\d|(?<!\d)\d{1,2}\s*[-—－]\s*\d+\s*期"
)
_ITEMS = re.compile(r"[；;\n]+|(?<=》)[、，,和及]?\s*(?=《)")
_IN_MARKS = re.compile(r"《([^《》]+)》")


@dataclass
class _Issues:
    """The issue numbers met so far, by unit and year."""

    used: dict[tuple[ObjectId, int], set[int]] = field(default_factory=dict)

    def of(self, unit: ObjectId, year: int) -> set[int]:
        return self.used.setdefault((unit, year), set())


def build_briefings(table: SourceTable, desk: Desk) -> Iterator[Item]:
    """One briefing a row; several titles in a cell are several items of the issue."""
    find_context(table, desk)
    target = "submitted_on" if table.has("submitted_on") else "received_on"
    dates = RowDates(table, target)
    issues, printed = _Issues(), {} if table.long else printed_once(table)

    def read(position: int, row: SourceRow, item: Item) -> None:
        if row.number in printed:
            item.flag("unit_from_above")
            row = replace(row, cells={**row.cells, "unit": printed[row.number]})
        _read(table, desk, dates, issues, position, row, item)

    yield from each_row(table, read)


def _read(
    table: SourceTable,
    desk: Desk,
    dates: RowDates,
    issues: _Issues,
    position: int,
    row: SourceRow,
    item: Item,
) -> None:
    titles = [title.strip() for title in _ITEMS.split(row.text("item_titles")) if title.strip()]
    if not titles:
        item.reject("missing_value")
        return
    if len(titles) > 1:
        item.note("several_items")
        if all(map(ITEM_MARK.match, titles)):
            titles = [ITEM_MARK.sub("", title) for title in titles]
    if all(map(_IN_MARKS.fullmatch, titles)):
        titles = [title.strip("《》") for title in titles]
    item.fields["items"] = [{"title": title} for title in titles]
    day = take_row_date(desk, table, dates, position, item, dates.target)
    if item.refused:
        return
    if day is None:
        return
    if (own := table.kind.field(dates.target)) is not None:
        put_day(item, own, day)
    for name in ("received_on", "accepted", "editor_note"):
        known = table.kind.field(name)
        if known is None or name == dates.target or not row.has(name):
            continue
        if known.type == "date":
            take_date_beside(item, known, row, table)
        else:
            take_plain(item, known, row)
    if row.has("remarks"):
        item.remarks = row.text("remarks")
    unit = desk.unit(row.text("unit"), item, "unit") if row.has("unit") else unit_above(table, row, desk)
    if unit is None and item.taken:
        unit = desk.asked_unit(item, Question("no_unit", item.place, "unit", "", (), True, item.cells))
    if unit is None:
        return
    item.fields["unit"] = unit
    for part in first_named(row.text("written_by"), item, "written_by"):
        person = desk.person(part.name, item, "written_by", unit=unit, blocking=False)
        if person is not None:
            item.fields["written_by"] = person.id
    _number(row, item, desk, issues.of(unit, day.start.year))
    if "issue" in item.fields:
        desk.issues.setdefault((unit, day.start.year, item.fields["issue"]), item)


def issue_number(text: str) -> int | None:
    """第1期, 2011-03, 〔2011〕3号, １２, 三, 第12期(总第40期): the number within the year."""
    plain = re.sub(r"\s", "", chinese_digits(half_width(text)))
    plain = re.sub(r"[(（\[]?总第?\d+期?[)）\]]?", "", plain)
    found = _YEARLY.fullmatch(plain) or _ISSUE.search(plain)
    return int(found[1]) if found else None


def says_more(text: str) -> bool:
    """Whether words beside the number tell of another issue than the one of that number: 3（增刊）."""
    return _OTHER_ISSUE.search(text) is not None


def _number(row: SourceRow, item: Item, desk: Desk, used: set[int]) -> None:
    number = issue_number(row.text("issue")) if row.has("issue") else None
    if says_more(row.text("issue")):
        number = None
    if number is None:
        following = str(max(used, default=0) + 1)
        choices = _numbers(following)
        number = _asked(item, desk, "issue_number_missing", row.text("issue"), choices)
    elif number in used:
        number = ask_repeated(item, desk, number, used)
    if number is not None:
        item.fields["issue"] = number
        used.add(number)


def ask_repeated(item: Item, desk: Desk, number: int, used: Collection[int]) -> int | None:
    """Another number for an issue: two of one number in a unit and year can't both be kept."""
    free = str(next(each for each in range(number + 1, number + 1000) if each not in used))
    return _asked(item, desk, "issue_number_repeated", str(number), _numbers(free))


def _numbers(free: str) -> tuple[Candidate, ...]:
    return (
        Candidate(free, free, sense=NEXT),
        Candidate(WITHOUT, tr("without a number"), sense=WITHOUT),
    )


def _asked(item: Item, desk: Desk, code: str, raw: str, choices: tuple[Candidate, ...]) -> int | None:
    question = Question(code, item.place, "issue", raw, choices, True, item.cells)
    answer = desk.settle(item, question, fits=str.isdecimal)
    if answer is not None:
        item.note("answered:issue")
    return None if answer is None or answer.value == WITHOUT else int(answer.value)
