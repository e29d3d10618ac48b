"""Registers of who came, went, or moved from branch to branch: they are about people whom rosters list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath

from records.intake.tables.recognition.columns import ColumnMatch
from records.intake.tables.source import SourceTable
from records.values import half_width

#: What such registers are called.
_MOVES = re.compile(
    r"接转|转接|转移|转入|转出|转进|转走|迁入|迁出|调入|调出|调离|增减|变动|变更|减少|"
    r"去世|已故|死亡|病故|离世|(?<![外流])出党|退党|除名|停止党籍"
)
#: Lists of those who are away, which rosters of a branch repeat.
_FLOATING = re.compile(r"流动党员|外出党员|党员(?:外出|流动)")
_ROSTER = re.compile(r"花名|名册|名录|基本(?:信息|情况)|信息采集")
#: The columns that tell of a move, and those that say when it was.
_TELLING = ("moved_from", "moved_to", "change", "gained", "lost")
MOVED_WHEN = ("moved_on", "moved_in", "moved_out")


def tells_moves(table: SourceTable) -> bool:
    """Whether the rows of a table say that people came, went or moved, and not who belongs to a branch.

    Its title says so and a column tells when or where; or two columns tell where from and where to, or one
    of them and the day, in what is called no roster.
    """
    if table.kind.name != "person":
        return False
    telling = sum(map(table.has, _TELLING))
    dated = any(map(table.has, MOVED_WHEN))
    titles = list(titles_of(table))
    if any(map(_MOVES.search, titles)):
        return telling > 0 or dated
    roster = any(map(_ROSTER.search, titles))
    return (telling > 1 or (telling > 0 and dated)) and not roster


def of_roster(table: SourceTable) -> tuple[ColumnMatch, ...]:
    """The columns of a table that is no such register: what only those read is told as read by nothing."""
    if table.kind.name != "person" or tells_moves(table):
        return table.columns
    return tuple(
        replace(each, target="extra") if each.target in (*_TELLING, "moved_on", "why") else each
        for each in table.columns
    )


def about_the_known(table: SourceTable) -> bool:
    """Whether a roster repeats people of other rosters: of those who are away, who came or who left."""
    return any(_MOVES.search(title) or _FLOATING.search(title) for title in titles_of(table))


def titles_of(table: SourceTable) -> Iterator[str]:
    """What the table is called: the lines above it, the sheet's and the file's name."""
    for text in (*table.facts.lines, table.sheet, PurePosixPath(table.file).stem):
        yield re.sub(r"\s", "", half_width(text))
