"""Papers by which an office rules and accounts for itself: plans of a campaign, rules, summaries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bson.objectid import ObjectId

from records.intake.dates import dates_in
from records.intake.desk import Desk
from records.intake.files.reading import TextDocument
from records.intake.outcome import Item
from records.intake.papers.paper_name import subject_of
from records.intake.papers.report_parts import parts_under
from records.intake.papers.signature import DOC_NO, signed_off
from records.intake.tables.facts import period_in
from records.values import PartialDate

#: How far down a paper its number, and the time that it tells of, may stand.
_HEAD_LINES = 6
#: How far behind its day it may be said that something was passed.
_REACH = 25
_PASSED = re.compile(r"通过|审定|批准")
_RULES = (
    ("评价", re.compile(r"评价|评议|评学|评比|测评")),
    ("档案", re.compile(r"档案")),
    ("奖惩", re.compile(r"奖惩|奖励|激励|表彰|奖罚")),
    ("考核", re.compile(r"考核|考勤|考评|考试|考学")),
)
_PASSED_LINE = re.compile(r"^[（(][^（()）\n]{4,50}(?:通过|印发|发布|修订|实施|施行)[)）]\s*\n")
_STAGE = re.compile(r"第([一二三])阶段|([一二三])阶段")
_PARTS = {
    "overview": re.compile(r"基本情况|概况|总体情况"),
    "practices": re.compile(r"做法|开展情况|工作情况|主要工作|主要措施"),
    "results": re.compile(r"成效|成绩|效果|收获"),
    "problems": re.compile(r"问题|不足|困难|差距"),
    "next_steps": re.compile(
        r"打算|下步|下一步|今后|努力方向|工作思路|(?:明年|来年|下一?年度?|下阶段|20\d\d年度?)的?(?:工作)?(?:计划|安排|设想|思路|重点)"
    ),
}


def fill_document(item: Item, document: TextDocument, text: str, desk: Desk, unit: ObjectId | None) -> None:
    """Number, category, day and issuer of a plan or a rule; the parts of a summary."""
    lines = [each.text.strip() for each in document.paragraphs if each.text.strip()]
    title = subject_of(str(item.fields.get("title", "")))
    item.fields["title"] = title
    issuer, _ = signed_off(lines, None)
    known = desk.unit_known(issuer) if issuer else None
    owner = known.id if known is not None and unit is None else unit
    if item.kind == "stage_summary":
        _summary(item, lines, text, desk, owner)
        return
    if owner is not None:
        item.fields["unit"] = owner
    else:
        item.flag("value_left_out:unit")
    number = next(
        (found for line in lines[:_HEAD_LINES] if (found := DOC_NO.fullmatch(re.sub(r"\s", "", line)))), None
    )
    if number is not None:
        item.fields["doc_no"] = number[0]
    # （…支部党员大会通过） below the title says when, and is no word of what was passed.
    text = _PASSED_LINE.sub("", text, count=1)
    categories = _categories(item.kind, title)
    item.fields |= {"text": text, "category": categories[-1]}
    item.flag(*(["value_unsure:category"] if len(categories) > 1 else []))
    day = next(_passed(lines), None)
    if day is not None:
        item.fields["adopted_on"] = day.start
    elif "adopted_on" not in item.fields:
        item.flag("no_date:adopted_on")


def _categories(kind: str, title: str) -> list[str]:
    """What a plan or a rule is about as its title says, of several (考勤和奖惩制度) the last one behind."""
    if kind == "implementation_plan":
        return ["方案"]
    named = [(found.start(), category) for category, words in _RULES if (found := words.search(title))]
    return [category for _, category in sorted(named)] or ["其他"]


def _passed(lines: Sequence[str]) -> Iterator[PartialDate]:
    """The day on which it was passed: （2010年7月28日支部党员大会通过）."""
    for line in lines:
        for reading, _, end in dates_in(line):
            exact = reading.value is not None and reading.value.precision == "day"
            if exact and reading.value is not None and _PASSED.search(line[end : end + _REACH]):
                yield reading.value


def _summary(item: Item, lines: Sequence[str], text: str, desk: Desk, unit: ObjectId | None) -> None:
    title = item.fields.pop("title")
    if unit is None:
        unit = desk.asked_unit(item, item.paper_question("no_unit", "unit", title))
    if unit is not None:
        item.fields["unit"] = unit
    stage = next((found for line in (title, *lines[:3]) if (found := _STAGE.search(line))), None)
    if stage is not None:
        item.fields["stage"] = str("一二三".index(stage[1] or stage[2]) + 1)
    period = next(filter(None, map(_from_to, lines[:_HEAD_LINES])), None)
    if period is not None:
        item.fields |= {"period": period, "year": period.start.year}
    else:
        item.flag("no_date:period")
    if stage is None and not (period is not None and period.precision == "year"):
        # A summary is of a stage, or of a year.
        item.flag("value_left_out:stage")
    item.fields |= parts_under(text, _PARTS)


def _from_to(line: str) -> PartialDate | None:
    """From when to when: 2010年7月3日至7月31日; else the months or the half-year that a line names."""
    days = [
        reading.value
        for reading, _, _ in dates_in(line)
        if reading.value is not None and reading.value.precision == "day"
    ]
    if len(days) == 1 and (again := re.search(r"[至到—－-]\s*(\d{1,2}月\d{1,2}日)", line)):
        days += [
            reading.value for reading, _, _ in dates_in(again[1], year=days[0].start.year) if reading.value
        ]
    if len(days) >= 2 and days[0].start <= days[1].end:
        return PartialDate(days[0].start, days[1].end, "range", line[:40])
    return period_in(line)
