"""The votes of an evaluation meeting: how many ballots there were, and the table of what they said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from records.intake.names import clean_name, looks_like_name
from records.intake.papers.paper_name import has_surname
from records.numbers import NumberFault, parse_number
from records.values import half_width

_GRADES = {
    "优秀": "excellent",
    "合格": "qualified",
    "称职": "qualified",
    "良好": "qualified",
    "基本合格": "basic",
    "基本称职": "basic",
    "一般": "basic",
    "不合格": "unqualified",
    "不称职": "unqualified",
    "较差": "unqualified",
    "弃权": "abstain",
}
#: Ballots are counted in 份, 张 or 票, or in nothing where a colon stands before the figure: 收回：8.
_MANY = r"(?:[^，,。\d]{0,12}?(\d+)[份张票]|[^，,。\d]{0,8}[:：]\s*(\d+)(?=[\s，,、；;。)）]|$))"
_COUNTS = (
    ("issued", re.compile(rf"(?:发出|发放|共发|发票|印发){_MANY}")),
    ("returned", re.compile(rf"(?:收回|回收|收到){_MANY}")),
    ("valid", re.compile(rf"有效{_MANY}")),
)
_VOTE = r"(优秀|基本合格|基本称职|不合格|不称职|合格|称职|良好|弃权)(?:票数?)?[:：为]?\s*(\d{1,3})\s*票?"
#: 张三优秀2票、合格1票；李四合格3票: so many for each, in a sentence.
_VOTES_TOLD = re.compile(
    rf"(?:^|[，,。；;：:\s])([\u4e00-\u9fff·]{{2,4}}?)(?:同志)?[:：得]?((?:{_VOTE}[、，,]?)+)"
)
_NO_PERSON = re.compile(r"合计|小计|总计|平均|共计")
_RESULT = re.compile(r"评定|结果|等次|总评|综合")


@dataclass(frozen=True)
class TallyLine:
    """One person's votes. A grade that has no column, or whose cell is blank, is not in ``votes``."""

    name: str
    votes: dict[str, int]
    result: str | None
    raw: tuple[str, ...]


def count_of(text: str | None) -> int | None:
    """A whole number in words or figures; None for anything else."""
    if not text:
        return None
    try:
        value = parse_number(text).value
    except NumberFault:
        return None
    return int(value) if value is not None and value == int(value) else None


def ballot_counts(lines: Iterable[str]) -> dict[str, int]:
    """How many ballots were issued, returned and valid, where a line says two of these."""
    for line in lines:
        found = {name: match for name, pattern in _COUNTS if (match := pattern.search(half_width(line)))}
        if len(found) >= 2:
            return {name: int(match[1] or match[2]) for name, match in found.items()}
    return {}


def is_tally(table: Sequence[Sequence[str]]) -> bool:
    """Whether a table gives votes by grade for people."""
    return any(_columns(row)[0] is not None and len(_columns(row)[1]) >= 2 for row in table[:3])


def _columns(row: Sequence[str]) -> tuple[int | None, dict[int, str]]:
    """Where the names stand and which column is which grade."""
    texts = [re.sub(r"\s|[（(].*?[)）]", "", cell) for cell in row]
    name = next(
        (index for index, text in enumerate(texts) if text in ("姓名", "党员姓名", "评议对象", "被评议人")),
        None,
    )
    grades = {
        index: _GRADES[key]
        for index, text in enumerate(texts)
        if (key := re.sub(r"票数?$", "", text)) in _GRADES
    }
    return name, grades


def tally_of(table: Sequence[Sequence[str]]) -> list[TallyLine]:
    """The people of such a table, each with the votes."""
    lines: list[TallyLine] = []
    name: int | None = None
    grades: dict[int, str] = {}
    result: int | None = None
    for row in table:
        found, columns = _columns(row)
        if found is not None and len(columns) >= 2:
            name, grades = found, columns
            result = next((index for index, cell in enumerate(row) if _RESULT.search(cell)), None)
            continue
        if name is None or name >= len(row) or not row[name].strip():
            continue
        person = clean_name(row[name])
        votes = {grade: count_of(row[index]) for index, grade in grades.items() if index < len(row)}
        if (
            "not_a_name" in person.flags
            or _NO_PERSON.search(person.name)
            or not any(vote is not None for vote in votes.values())
        ):
            continue
        known = {grade: vote for grade, vote in votes.items() if vote is not None}
        text = row[result].strip() if result is not None and result < len(row) else ""
        lines.append(TallyLine(person.name, known, text or None, tuple(row)))
    return lines


def tally_told(lines: Iterable[str]) -> tuple[TallyLine, ...]:
    """The votes for each that sentences tell; none where fewer than two are named so."""
    found: list[TallyLine] = []
    for line in map(half_width, lines):
        for told in _VOTES_TOLD.finditer(line):
            name = clean_name(told[1]).name
            if looks_like_name(name) and has_surname(name) and "票" in told[2]:
                votes = {_GRADES[grade]: int(many) for grade, many in re.findall(_VOTE, told[2])}
                found.append(TallyLine(name, votes, None, (told[0],)))
    return tuple(found) if len(found) > 1 else ()
