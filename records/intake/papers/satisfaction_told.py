"""How satisfied those who were asked are, as a sentence tells: 发出40份，收回38份，其中满意30份…"""

from __future__ import annotations

import re
from collections.abc import Sequence

from records.values import half_width

_COUNT = r"[^，,。；;\d]{0,8}?(\d+)\s*[份张票人户]"
_ASKED = (
    ("issued", re.compile(rf"(?:发出|发放|共发|下发|印发){_COUNT}")),
    ("returned", re.compile(rf"(?:收回|回收|收到){_COUNT}")),
)
_GRADES = (
    (
        "very",
        re.compile(
            r"(?<!基本)(?<![较不])(?:很|非常)?满意(?:的|票)?(?:有|为|占)?\s*[:：]?\s*(\d+)\s*[份张票人户]"
        ),
    ),
    ("fairly", re.compile(r"(?:比较|较)满意(?:的|票)?(?:有|为|占)?\s*[:：]?\s*(\d+)\s*[份张票人户]")),
    ("basic", re.compile(r"基本满意(?:的|票)?(?:有|为|占)?\s*[:：]?\s*(\d+)\s*[份张票人户]")),
    ("dissatisfied", re.compile(r"不(?:太)?满意(?:的|票)?(?:有|为|占)?\s*[:：]?\s*(\d+)\s*[份张票人户]")),
)


def satisfaction_in(lines: Sequence[str]) -> dict[str, int]:
    """The figures of the line that tells how many forms there were and what they said; empty without one."""
    for line in lines:
        plain = half_width(line)
        if "满意" not in plain:
            continue
        found = {name: int(told[1]) for name, mark in (*_ASKED, *_GRADES) if (told := mark.search(plain))}
        if "returned" in found and len(found.keys() & {name for name, _ in _GRADES}) >= 2:
            return found
    return {}
