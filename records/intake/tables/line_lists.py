"""Registers typed as lines whose parts stand apart by blanks: below a line of headings, or without one.

A list of briefings needs no headings: 第1期　某村党支部　《某某题目》　2011年3月4日收 says what each part is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

#: So many lines make a register, of so many parts each.
LINES, PARTS = 3, 3
_APART = re.compile(r"\t+|[ \u00a0]{2,}|[ \u00a0]*\u3000+[ \u00a0]*")
_NUMBER = re.compile(r"^\d{1,3}[.．、]\s*")
_HEADING = re.compile(r"[\u4e00-\u9fff（）()/]{1,10}")
_DAY = r"(?:(?:19|20)\d{2}[年.\-/])?\d{1,2}[月.\-/]\d{1,2}日?"
#: What the parts of a list of briefings are, by the headings that a register of them has.
_BRIEFING: Mapping[str, re.Pattern[str]] = {
    "期号": re.compile(r"(?:(?:19|20)\d{2}年)?第?[\d一二三四五六七八九十]{1,3}期(?:[(（]总第?\d+期[)）])?"),
    "标题": re.compile(r"《.+》"),
    "收到时间": re.compile(rf"({_DAY})\s*(?:收到?|签收|收件)"),
    "报送时间": re.compile(rf"({_DAY})\s*(?:报送?|上报|送|发|印发|编发)?"),
    "报送单位": re.compile(
        r"[\u4e00-\u9fff]{2,20}(?:支部|总支|党委|委员会|机关|学校|小学|中学|卫生院|[村站所办社])"
    ),
}
_NEEDED = frozenset(("标题", "报送单位"))


def listed_lines(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    """The lines as numbered rows of cells, the headings among them; empty when they are no register."""
    apart = [[part for part in _APART.split(line.strip()) if part] for line in lines]
    return list(enumerate(_below_headings(apart), 1)) or _briefings(lines, apart)


def _below_headings(apart: Sequence[Sequence[str]]) -> list[list[str]]:
    """Lines of as many parts each as the line of headings above them."""
    head = next((at for at, parts in enumerate(apart) if len(parts) >= PARTS), None)
    if head is None or not all(map(_HEADING.fullmatch, apart[head])):
        return []
    below = [parts for parts in apart[head + 1 :] if parts]
    full = [parts for parts in below if len(parts) == len(apart[head])]
    if len(full) < LINES or any(1 < len(parts) != len(apart[head]) for parts in below):
        return []
    return [list(parts) for parts in apart]


def _briefings(lines: Sequence[str], apart: Sequence[Sequence[str]]) -> list[tuple[int, list[str]]]:
    """A list of briefings without headings: each part of a line tells what it is, once a line.

    The headings take the place of the line above the first, and what stands there moves up: each briefing
    keeps the number of its line.
    """
    told = [_told(parts) for parts in apart]
    rows = [each for each in told if each]
    columns = [name for name in _BRIEFING if any(name in each for each in rows)]
    beside = sum(1 for parts, each in zip(apart, told, strict=True) if len(parts) > 1 and not each)
    when = {"收到时间", "报送时间"} & set(columns)
    if len(rows) < LINES or beside or "期号" not in columns or not when:
        return []
    first = next(at for at, each in enumerate(told) if each)
    above = [[line.strip()] for line in lines[:first] if line.strip()]
    below = [
        [each.get(name, "") for name in columns] if each else [line.strip()]
        for line, each in zip(lines[first:], told[first:], strict=True)
    ]
    return list(enumerate([*above, columns, *below], first - len(above)))


def _told(parts: Sequence[str]) -> dict[str, str]:
    """The parts of a line by the heading each belongs under; none where a part belongs under none."""
    told: dict[str, str] = {}
    for at, part in enumerate(parts):
        text = _NUMBER.sub("", part) if at == 0 else part
        if not text:
            continue
        name = next((name for name, shape in _BRIEFING.items() if shape.fullmatch(text)), None)
        if name is None or name in told:
            return {}
        found = _BRIEFING[name].fullmatch(text)
        told[name] = found[1] if found is not None and found.re.groups else text
    return told if set(told) >= _NEEDED else {}
