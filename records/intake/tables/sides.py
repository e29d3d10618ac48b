"""Registers that keep several records of a person side by side: two papers, two tests, each over its 题目."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from records.intake.dates import dates_in
from records.intake.tables.layouts import period_of
from records.values import PartialDate, half_width

#: Kinds of which each side is a record of its own, told apart by its title.
TITLED = frozenset(("experience_article", "research_report", "book_reading"))

#: What stands in the cells of a side that nobody filled: it is no title.
NOT_GIVEN = re.compile(r"(?:未|没|没有|尚未)(?:交|上交|提交|写|撰写|完成|报)|无|免|缺|[-—－/／\\]*")

_NUMBERED = re.compile(r"第?(?:[一二三四五六]|[1-6])[次篇期季]|[一二三四五六][次篇]")


@dataclass(frozen=True)
class Side:
    """The columns under one of the wider headings, by index; ``day`` is the one that its heading says."""

    name: str
    columns: tuple[int, ...]
    day: PartialDate | None


def sides_of(headings: Sequence[str], year: int | None) -> list[Side]:
    """The sides of a head in two rows whose wider headings stand over the same parts, in their order.

    A wider heading is a period, a day or a number (上半年, 第一次(6月24日), 第二篇): 笔试 and 面试 over 得分
    are parts of one record. None for less than two.
    """
    parts: dict[str, list[tuple[int, str]]] = {}
    for index, heading in enumerate(headings):
        above, slash, below = re.sub(r"#\d+$", "", heading).partition("/")
        if slash:
            parts.setdefault(above, []).append((index, below))
    found = [
        Side(above, tuple(index for index, _ in under), _day(above, year))
        for above, under in parts.items()
        if _tells(above, year)
    ]
    kept = {tuple(below for _, below in parts[side.name]) for side in found}
    return found if len(found) >= 2 and len(kept) == 1 else []


def _tells(above: str, year: int | None) -> bool:
    text = re.sub(r"\s", "", half_width(above))
    bare = re.sub(r"\(.*?\)", "", text)
    return (
        period_of(bare, year or 2000) is not None
        or _NUMBERED.match(bare) is not None
        or _day(text, year) is not None
    )


def _day(above: str, year: int | None) -> PartialDate | None:
    days = {
        value
        for reading, _, _ in dates_in(half_width(above), year=year)
        if (value := reading.value) is not None and value.precision == "day"
    }
    return days.pop() if len(days) == 1 else None
