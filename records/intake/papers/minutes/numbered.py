"""The numbered things below a heading of minutes: one a line, or several in a line or sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from records.intake.papers.minutes.parts import NUMBER_KINDS, parts_of_line
from records.numbers import chinese_number

#: The number before one of several things: 1. （一） ② 二是
ITEM_MARK = re.compile(
    r"^(?:\d{1,2}[.．、)）]|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳]|[一二三四五六七八九十]是)\s*"
)
_ENDS = "；;。 "
#: A line longer than this tells what was said, and is no subject.
_SUBJECT = 60


def numbered(lines: Sequence[str]) -> list[str]:
    """Numbered items, one a line or several in one, and what a line tells in turn (首先…，其次…)."""
    items: list[str] = []
    for line in lines:
        if ITEM_MARK.match(line):
            items += apart(line)
        elif line.startswith("首先"):
            items += parts_of_line(line)
    return items


def apart(line: str) -> list[str]:
    """The numbered things of a line; a number of another kind within one of them parts nothing.

    Commas part them where the numbers go on from one to the next: 一是学习文件，二是个人发言，三是测评.
    """
    first = ITEM_MARK.match(line)
    kind = next((kind for kind in NUMBER_KINDS if first is not None and kind.match(first[0])), None)
    if kind is None:
        return [ITEM_MARK.sub("", line).rstrip(_ENDS)]
    parts = re.split(rf"(?<=[；;。\s，,])\s*(?={kind.pattern})", line)
    counts = [_count(found[0]) for part in parts if (found := kind.match(part)) is not None]
    if any(after != before + 1 for before, after in pairwise(counts)):
        parts = re.split(rf"(?<=[；;。\s])\s*(?={kind.pattern})", line)
    return [
        text for part in parts if (text := ITEM_MARK.sub("", part).rstrip(_ENDS + "，," * (len(parts) > 1)))
    ]


def _count(mark: str) -> int:
    """The number that a mark says: 2 of （二）, 二是, 2. and ②."""
    bare = re.sub(r"[^\d①-⑳一二三四五六七八九十]", "", mark)
    if "①" <= bare[:1] <= "⑳":
        return ord(bare) - ord("①") + 1
    return int(bare) if bare.isdigit() else int(chinese_number(bare))


def goes_on(lines: Sequence[str], first: str) -> list[str]:
    """What the lines below go on to number behind a label with the first: 学习内容：1、党章 above 2、党史."""
    kind = next((kind for kind in NUMBER_KINDS if kind.match(first)), None)
    at = next((at for at, line in enumerate(lines) if line.endswith(first)), None)
    if kind is None or at is None or len(apart(first)) > 1:
        return []
    found: list[str] = []
    last = _count(mark[0]) if (mark := kind.match(first)) is not None else 0
    for line in lines[at + 1 :]:
        mark = kind.match(line)
        if mark is None or _count(mark[0]) != last + 1 or len(line) > _SUBJECT or "：" in line:
            break
        found.append(line[mark.end() :].strip(_ENDS + "，,"))
        last += 1
    return found


def listed(lines: Sequence[str]) -> list[str]:
    """The things of a part that stand in one line, parted by semicolons."""
    parts = re.split(r"[；;]", lines[0]) if len(lines) == 1 else ()
    return [text for part in parts if (text := part.strip(_ENDS))]


def gaps_told(lines: Sequence[str]) -> list[str]:
    """一是…；二是…, or numbered items, one a line or several: （一）…；（二）…."""
    parts: list[str] = []
    for line in lines:
        several = parts_of_line(line) if line.startswith("首先") else apart(line)
        parts += several if len(several) > 1 else re.split(r"[；;。]\s*(?=[二三四五六七八九]是|$)", line)
    parts = [part for part in parts if part]
    if len(parts) == 1 and not ITEM_MARK.match(parts[0]):
        parts = listed(parts)
    return [gap for part in parts if (gap := ITEM_MARK.sub("", part.strip()).rstrip("；;。"))]
