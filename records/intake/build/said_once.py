"""What a table of notes says once for all of them: the month in its title, who looked them over and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from records.intake.dates import dates_in
from records.intake.tables.facts import pairs_in
from records.intake.tables.source import SourceTable

_CHECKED_BY = re.compile(r"(?:检查|抽查|查阅|审阅)(?:人|人员|者|领导)")
_HAND = re.compile(r"[（(](?:签字|签名|签章)[)）]")
_CHECKED_ON = re.compile(r"(?:检查|抽查|查阅|审阅)(?:日期|时间)")
_TEAM = re.compile(r"(?:督查|督导|检查|抽查|巡查)(?:组(?:成员|人员)?|人|人员)")
_ASIDE = ("group", "footer", "note")
#: How far down a line below the rows is looked for.
_LOOK_AT = 2000
#: 出差未交: nothing was written, or nothing shown.
NOT_GIVEN = re.compile(r"[未没欠缺](?:有|上|按时)?(?:交|写|记|完成|提供)")


def said_once(table: SourceTable) -> dict[str, str]:
    """Who checked and when, by the lines above and below the rows, where no column tells it."""
    wanted = [name for name in ("checked_by", "checked_on") if table.kind.field(name) and not table.has(name)]
    team = ["team"] if table.kind.name == "inspection" and not table.has("team") else []
    wanted += team
    told: dict[str, str] = {}
    for line in (_HAND.sub("", each) for each in _lines(table)) if wanted else ():
        pairs = {re.sub(r"\s", "", key): value for key, value in pairs_in([line]).items()}
        who = next((value for key, value in pairs.items() if _CHECKED_BY.fullmatch(key)), "")
        when = next((value for key, value in pairs.items() if _CHECKED_ON.fullmatch(key)), "")
        if team and (names := next((value for key, value in pairs.items() if _TEAM.fullmatch(key)), "")):
            told.setdefault("team", names)
        if who:
            days = [line[start:end] for _, start, end in dates_in(line)]
            told.setdefault("checked_by", re.split(r"[\s\u3000]|\d", who)[0])
            when = when or (days[0] if len(days) == 1 and len(pairs) == 1 else "")
        if when:
            told.setdefault("checked_on", when)
    return {name: told[name] for name in wanted if told.get(name)}


def _lines(table: SourceTable) -> Iterator[str]:
    yield from table.facts.lines
    for row in islice(table.table.rows(), _LOOK_AT):
        if row.skipped in _ASIDE:
            texts = (cell.text.strip() for cell in row.cells.values() if not cell.blank and not cell.merged)
            yield "\u3000".join(dict.fromkeys(texts))
