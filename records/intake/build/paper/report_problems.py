"""The problems that stand in a table of a report's form: what was done about each, and whether it helped."""

from __future__ import annotations

import re
from typing import Any

from records.intake.dates import DateFault, parse_date
from records.intake.files.reading import TextDocument
from records.intake.outcome import Item
from records.intake.papers.form_tables import problems_of_tables

_SOLVED = re.compile(r"是|√|✓|已.*|(?:全部|基本)?(?:解决|办结|完成|落实)")
_OPEN = re.compile(r"否|×|✗|未.*|没有?.*|不.*|正在.*|待.*|尚.*")


def take_problems(item: Item, document: TextDocument, year: int | None) -> None:
    """Put the rows of such tables into ``problems``; what says neither yes nor no, and no day, is flagged."""
    rows = [_row(item, told, year) for told in problems_of_tables(document.tables)]
    if rows:
        item.fields["problems"] = [*item.fields.get("problems", ()), *rows]


def _row(item: Item, told: dict[str, str], year: int | None) -> dict[str, Any]:
    row: dict[str, Any] = {name: told[name] for name in ("text", "action", "effect") if name in told}
    solved = told.get("solved", "")
    if _OPEN.fullmatch(solved):
        row["solved"] = False
    elif _SOLVED.fullmatch(solved):
        row["solved"] = True
    elif solved:
        item.flag("value_left_out:problems")
    if "solved_on" in told:
        try:
            value = parse_date(told["solved_on"], year=year).value
        except DateFault:
            value = None
        if value is not None and value.precision == "day":
            row["solved_on"] = value.start
        else:
            item.flag("value_left_out:problems")
    return row
