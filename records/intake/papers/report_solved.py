"""What a research report tells of problems that were solved because of it, below a head that says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from records.intake.dates import DateFault, parse_date
from records.intake.papers.report_parts import SOLVED, parts_of_report, parts_under
from records.values import PartialDate

_MARK = re.compile(
    r"^(?:\d{1,2}[.．、](?!\d)|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳]|[一二三四五六七八九十]是[，,]?)\s*"
)
_TOLD = re.compile(r"([^：:。；;]{4,40}?)[：:](.+)", re.DOTALL)
_DAY = re.compile(r"(?:((?:19|20)\d{2})年)?\d{1,2}月\d{1,2}日")
_DONE = re.compile(
    r"完毕|完成|完工|解决|办[结妥好]|到位|落实|[修建装铺疏换补]好|通[水电车路]|建成|竣工|交付|结束|发放|到账|签[订完]|恢复|验收|投入使用"
)
_OPEN = re.compile(r"未(?:能)?(?:解决|完成|落实|办结)|尚[未在]|正在|待")


def solved_in(body: str, year: int | None) -> list[dict[str, Any]]:
    """The problems below 三、已解决的问题, a line each: 田间路不通：协调铺砂石，4月10日完工，车能进地了。

    ``year`` is that of the report, for days that say none.
    """
    part = parts_under(body, {"solved": SOLVED}).get("solved", "")
    lines = [line.strip() for line in part.split("\n") if line.strip()]
    wanting = parts_of_report(body).findings.split("\n")
    if len(lines) == len(wanting) == 1 and wanting[0] and not _marked(lines[0]) and not _marked(wanting[0]):
        # One thing was found wanting, and the part tells how that was put right.
        row = _row(wanting[0], lines[0], year)
        return [row | {"solved": row["solved"] and _DONE.search(lines[0]) is not None}]
    return list(_read(lines, year))


def _marked(line: str) -> bool:
    """Whether a line numbers one of several things, or several of them."""
    return _MARK.match(line) is not None or _TOLD.fullmatch(line) is not None


def _read(lines: Iterable[str], year: int | None) -> Iterator[dict[str, Any]]:
    for line in lines:
        found = _TOLD.fullmatch(_MARK.sub("", line))
        if found is None:
            yield {"text": _MARK.sub("", line).rstrip("。；;")}
        else:
            yield _row(found[1].strip(), found[2], year)


def _row(text: str, told: str, year: int | None) -> dict[str, Any]:
    """A problem with what was done about it, when that was through, and what came of it."""
    clauses = [clause.strip() for clause in re.split(r"[，,；;。]", told) if clause.strip()]
    # 2012年9月20日，水池完工 is one clause.
    for number in range(len(clauses) - 2, -1, -1):
        if _DAY.fullmatch(clauses[number]):
            clauses[number : number + 2] = ["，".join(clauses[number : number + 2])]
    done = (at for at, clause in enumerate(clauses) if _DAY.search(clause) and _DONE.search(clause))
    at = next(done, None)
    row: dict[str, Any] = {"text": text, "solved": _OPEN.search(told) is None}
    if at is None:
        return {**row, "action": "，".join(clauses)}
    row["action"] = "，".join(clauses[:at] or [_DAY.sub("", clauses[at]).strip("，")])
    if clauses[at + 1 :]:
        row["effect"] = "，".join(clauses[at + 1 :])
    if row["solved"] and (day := _day(clauses[at], year)) is not None:
        row["solved_on"] = day.start
    return row


def _day(clause: str, year: int | None) -> PartialDate | None:
    told = _DAY.search(clause)
    try:
        value = parse_date(told[0], year=year).value if told is not None else None
    except DateFault:
        return None
    return value if value is not None and value.precision == "day" else None
