"""Tables inside forms: votes, problems, points, marks, beside a label that spans rows or below headings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from records.intake.names import clean_name, looks_like_name
from records.intake.papers.minutes.tally import is_tally
from records.intake.papers.paper_name import has_surname
from records.intake.tables.recognition.headings import heading_text

Rows = Sequence[Sequence[str]]
#: Headings of tables that stand in forms, beside the labels that forms have.
_HEADING = re.compile(
    r"(?:优秀|称职|合格|良好|基本(?:合格|称职|满意)|不(?:合格|称职|满意)|较?满意|弃权|差)票?数?"
    r"|(?:是否|解决|办理|完成|落实)?(?:解决|落实|办结|完成|成效|效果|进展|结果)(?:情况)?|责任(?:人|领导)|(?:整改|采取的?)?措施|编号|序号|票数"
)
_GRADE = re.compile(r"优秀|良好|(?:基本|不)?(?:合格|称职|满意)|较满意|一般|较差|差")
_LONGEST, _LEAST = 8, 3
#: The five aspects of the yearly assessment, and under what the points for each stand.
_ASPECT = re.compile(r"[“\"]?([听写说考用])[”\"]?(?:[(（]\d+分?[)）])?")
_POINTS = re.compile(r"(?:考核|实际?|最[后终]|审定|评定|组织|考核组)?(?:得分|评分|分数|核定分|考核分|评定分)")
_OWN_POINTS = re.compile(r"(?:本人|个人)?自[评测](?:得分|分数?|评分)?")


_NAMES = ("姓名", "参加人员", "人员", "参会人员", "成员", "成员姓名")
_NOTES = ("备注", "说明", "原因", "缺席原因", "请假原因")
_SIGNS = re.compile(r"(?:本人)?(?:签[到名字]|到会|出席|出勤|考勤|到会情况|签到情况|出席情况)")
_HERE = ("√", "✓", "到", "是", "已到", "出席")


@dataclass(frozen=True)
class Inside:
    """A table that stands in a form, and the number of the row below it."""

    rows: tuple[tuple[str, ...], ...]
    end: int


def table_inside(rows: Rows, at: int, is_label: Callable[[str], bool]) -> Inside | None:
    """The table that begins in a row behind a label which spans all of its rows: 测评结果 | 姓名 | 优秀 …"""
    cells = rows[at]
    first = next((column for column, text in enumerate(cells) if text), None)
    if first is None:
        return None
    heads = [text for text in cells[first + 1 :] if text]
    if len(heads) < _LEAST or not _are_headings(heads, is_label):
        return None
    below = _while(rows[at + 1 :], lambda row: not any(row[: first + 1]) and sum(map(bool, row)) > 1)
    inside = tuple(tuple(row[first + 1 :]) for row in (cells, *below))
    return Inside(inside, at + 1 + len(below)) if below else None


def is_grade(text: str) -> bool:
    """Whether a cell says how good something is: a heading of votes, and what is filled in beside 等次."""
    return _GRADE.fullmatch(heading_text(text)) is not None


def _are_headings(texts: Sequence[str], is_label: Callable[[str], bool]) -> bool:
    if is_tally([texts]):
        return True
    names = [heading_text(text) for text in texts]
    known = sum(is_label(name) or _HEADING.fullmatch(name) is not None for name in names)
    return known == len(names) and all(len(name) <= _LONGEST for name in names)


def signed_across(rows: Rows, at: int) -> tuple[str, int] | None:
    """Whoever stands side by side over the marks of a meeting, with what they say, and the row below.

    签到 | 姓名 | 张三 | 李四 over 签到 | √ | 病假: 张三、李四（病假）
    """
    names = next((column for column, text in enumerate(rows[at]) if heading_text(text) in _NAMES), None)
    if names is None or at + 1 >= len(rows) or names >= len(rows[at + 1]):
        return None
    people = {
        column: clean_name(text).name
        for column, text in enumerate(rows[at])
        if column > names and text.strip()
    }
    marks = rows[at + 1]
    named = len(people) > 1 and all(looks_like_name(name) and has_surname(name) for name in people.values())
    if not named or _SIGNS.fullmatch(heading_text(marks[names])) is None:
        return None
    end = at + 2
    notes: Sequence[str] = ()
    if end < len(rows) and names < len(rows[end]) and heading_text(rows[end][names]) in _NOTES:
        notes, end = rows[end], end + 1
    told = []
    for column, name in people.items():
        mark = marks[column].strip() if column < len(marks) else ""
        note = notes[column].strip() if column < len(notes) else ""
        here = mark in _HERE or clean_name(mark).name == name
        why = "，".join(filter(None, ("" if here else mark or "缺席", note)))
        told.append(f"{name}（{why}）" if why else name)
    return "、".join(told), end


def points_inside(rows: Rows, at: int) -> tuple[list[tuple[str, str]], int] | None:
    """The points for each of the five aspects in the rows below their headings, and the row below those."""
    heads = [heading_text(text) for text in rows[at]]
    points = next((column for column, text in enumerate(heads) if _POINTS.fullmatch(text)), None)
    if points is None:
        return None
    own = next((column for column, text in enumerate(heads) if _OWN_POINTS.fullmatch(text)), None)
    told: list[tuple[str, str]] = []
    end = at + 1
    for row in rows[at + 1 :]:
        aspect = next((found[1] for text in row if (found := _ASPECT.fullmatch(heading_text(text)))), None)
        if aspect is None:
            break
        # Where a spanned cell is no cell of its own, columns are told from the last one on.
        shift = len(row) - len(heads)
        told += [
            (name, row[column + shift])
            for name, column in ((aspect, points), (f"{aspect}(自评)", own))
            if column is not None and 0 <= column + shift < len(row) and row[column + shift]
        ]
        end += 1
    return (told, end) if len(told) >= _LEAST else None


def _while(rows: Iterable[Sequence[str]], fits: Callable[[Sequence[str]], bool]) -> list[Sequence[str]]:
    found: list[Sequence[str]] = []
    for row in rows:
        if not fits(row):
            break
        found.append(row)
    return found


def problems_of_tables(tables: Sequence[Rows]) -> Iterator[dict[str, str]]:
    """The rows of tables of problems: what was wrong, what was done, whether and when it is solved."""
    for table in tables:
        names = [_problem_part(heading_text(text)) for text in table[0]] if table else []
        if "text" not in names or not {"action", "solved"} & set(names):
            continue
        for row in table[1:]:
            told = {
                name: text.strip() for name, text in zip(names, row, strict=False) if name and text.strip()
            }
            if told.get("text"):
                yield told


def _problem_part(heading: str) -> str:
    """What a column of such a table says of a problem."""
    parts = (
        ("solved_on", r".*(?:时间|日期|年月日)"),
        ("solved", r"是否(?:已)?(?:解决|办结|落实)|(?:解决|办理)(?:与否|情况)"),
        ("action", r".*(?:措施|办法|做法)"),
        ("effect", r".*(?:成效|效果|结果|实效)"),
        ("text", r".*(?:问题|困难|事项)(?:内容|名称)?"),
    )
    return next((name for name, words in parts if re.fullmatch(words, heading)), "")
