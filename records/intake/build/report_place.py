"""Where a research report looked into things: the village that its title or its first lines name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from records.intake.desk import Desk

_VILLAGE = re.compile(r"^(?:中共)?(?:[\u4e00-\u9fff]{2,4}[乡镇])?([\u4e00-\u9fff]{2,5}(?:村|社区))")
#: How many lines below the title say where somebody went.
_FIRST_LINES = 3


def place_of_report(desk: Desk, title: str, lines: Sequence[str]) -> str:
    """The only known village or community that the title names, else the first lines; empty for none or two.

    Only places of units that are known: 新型农村 in a title is none.
    """
    found = {match[1] for unit in desk.units if (match := _VILLAGE.match(unit.name)) is not None}
    for words in (title, "\n".join(lines[:_FIRST_LINES])):
        named = {place for place in found if place in words}
        # 上营村 within 大上营村 is the longer one alone.
        named = {place for place in named if not any(place != other and place in other for other in named)}
        if named:
            return named.pop() if len(named) == 1 else ""
    return ""
