"""Figures that stand beside a list of those who came, 应到5人　实到4人, held against the list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from records.intake.outcome import Item
from records.intake.papers.minutes.tally import count_of
from records.values import half_width

_CAME = r"(?:到会?|参加|参会|出席|签到|参学|到课)"
_WHO = r"(?:会议|学习)?(?:党员|人员|干部|同志|会议)*(?:总?人数|总数)?"
_FIGURE = r"\s*[:：为]?\s*(?:共|计)?\s*(\d{1,4}|[一二三四五六七八九十]{1,3})(?!\d*[月日.])"
_EXPECTED = re.compile(rf"应(?:该|当)?{_CAME}{_WHO}{_FIGURE}")
_PRESENT = re.compile(rf"(?:实际?{_CAME}{_WHO}|(?<![应缺未]){_CAME}(?:党员|人员)?(?:总?人数)){_FIGURE}")


class Figures(NamedTuple):
    """How many were to come and how many came, as printed; None where nothing says so."""

    expected: int | None
    present: int | None


def figures_told(texts: Iterable[str]) -> Figures:
    """The first figures that the lines around a list tell."""
    expected: int | None = None
    present: int | None = None
    for text in map(half_width, texts):
        if expected is None and (found := _EXPECTED.search(text)) is not None:
            expected = count_of(found[1])
        if present is None and (found := _PRESENT.search(text)) is not None:
            present = count_of(found[1])
    return Figures(expected, present)


def tells_figures(text: str) -> bool:
    """Whether a text that stands where names do tells how many there were."""
    return figures_told([text]) != (None, None)


def compare_figures(item: Item, rows: Sequence[Mapping[str, Any]], told: Figures) -> None:
    """Flag printed figures that the list doesn't come to; without a list they are all there is."""
    if not rows:
        printed = {"expected": told.expected, "present": told.present}
        item.fields |= {name: figure for name, figure in printed.items() if figure is not None}
        return
    there = sum(row["state"] in ("到", "迟到") for row in rows)
    if told.expected not in (None, len(rows)) or told.present not in (None, there):
        item.flag("counts_differ")
