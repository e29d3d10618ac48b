"""What an unmapped table or paper is: the record kind and the columns, with a confidence.

Tables are judged by their headings and by the words of their title, sheet and file name. The words
come from the kind files (``headings`` of a kind and of its fields); nothing here knows an office.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from records.intake.mappings.mapping import SourceRule
from records.intake.tables.layouts import name_column
from records.intake.tables.recognition.columns import (
    LEFT,
    ColumnMatch,
    is_aside,
    match_columns,
    missing_needed,
)
from records.intake.tables.recognition.headings import heading_text, names_heading
from records.intake.tables.recognition.hours_beside import completes_day
from records.intake.tables.recognition.targets import COMMON, is_target
from records.kind import Kind, Kinds

_SUMMARY = re.compile(r"汇总|统计表|一览表?合计|总表")
#: Lists of people who are no members: whoever wants them among the people of a branch says so in a mapping.
_OF_ONE = re.compile(r"(?:^|\s)(?:[学党]员|干部)?姓\s*名[:：]\s*\S")
#: How that one person was there: such rows are meetings after all.
_WAS_THERE = re.compile(
    r"(?:到会|出席|参会|参加|出勤|签到|考勤|到课|参学)(?:情况|状态|与否|否)?|是否(?:到会|参加|出席|参会)|考勤结果"
)
_NOT_YET = re.compile(r"积极分子|发展对象|入党申请|申请入党|培养对象")
#: Least share of a table's headings that must be known for it to be taken without a mapping file.
ENOUGH = 0.5


@dataclass(frozen=True)
class TableGuess:
    """The kind of a table. ``confidence`` from 0 to 1; ``summary`` marks totals of other sheets."""

    kind: Kind | None
    columns: tuple[ColumnMatch, ...]
    confidence: float
    summary: bool = False
    missing: tuple[str, ...] = ()
    #: The kind that fits but for ``missing``.
    likely: str | None = None


def known_headings(kinds: Kinds) -> frozenset[str]:
    """Every heading that any kind knows: what finds a table's head below its title rows."""
    from records.intake.tables.recognition.columns import synonyms

    return frozenset(word for kind in kinds.values() for word in synonyms(kind))


def recognise_table(
    kinds: Kinds, headings: Sequence[str], hints: Iterable[str], rule: SourceRule | None = None
) -> TableGuess:
    """The kind whose labels fit the headings best; ``hints`` are titles, the sheet's and the file's name."""
    words = [re.sub(r"\s+", "", hint) for hint in hints if hint]
    if rule is not None and rule.kind not in (None, "skip"):
        return _by_rule(kinds[str(rule.kind)], headings, rule)
    named = _named(kinds, words)
    guesses = [
        guess
        for kind in kinds.values()
        if (guess := _score(kind, headings, words, rule, named.get(kind.name, _Named()))).kind is not None
    ]
    # 主题教育活动记录表 says more of an activity than of a meeting, where the headings say as much of both.
    best = max(
        guesses,
        key=lambda guess: (
            round(guess.confidence, 3),
            named.get(guess.kind.name, _Named()).rank if guess.kind else _Named().rank,
        ),
        default=None,
    )
    # What sums up other sheets has no line a person; anything else that is not understood is told.
    summary = name_column(headings) is None and any(_SUMMARY.search(word) for word in words[:2])
    if best is None or (summary and best.missing):
        return TableGuess(None, (), 0.0, summary)
    if best.missing:
        likely = best.kind.name if best.kind is not None else None
        return TableGuess(None, best.columns, best.confidence, summary, best.missing, likely)
    return best


def _by_rule(kind: Kind, headings: Sequence[str], rule: SourceRule) -> TableGuess:
    columns = columns_told(match_columns(kind, headings), headings, rule)
    missing = missing_needed(kind, {column.target for column in columns} | set(rule.constants))
    return TableGuess(kind, columns, 1.0, missing=tuple("/".join(group) for group in missing))


def columns_told(
    matched: Iterable[ColumnMatch], headings: Sequence[str], rule: SourceRule
) -> tuple[ColumnMatch, ...]:
    """The columns of a table, those that the mapping file names going where it says."""
    columns = {column.index: column for column in matched}
    told: set[int] = set()
    for index, heading in enumerate(headings):
        for named in rule.columns:
            # 进（元） in the mapping is the heading 进(元), as tables give it.
            names = {heading_text(name) for name in named.headings}
            if names_heading(names, heading):
                claimed = [i for i, column in columns.items() if column.target == named.to and i != index]
                # Several that the mapping sends to one field fill it together; remarks do anyhow, and so do
                # the hour and the day.
                for other in (i for i in claimed if i not in told and named.to != "remarks"):
                    if not completes_day(heading, columns[other].heading):
                        columns[other] = ColumnMatch(other, columns[other].heading, "extra")
                columns[index] = ColumnMatch(index, heading, named.to)
                told.add(index)
    return tuple(columns.values())


def _fits(kind: Kind, rule: SourceRule) -> bool:
    """Whether a kind has all the columns that a document of the mapping file names without naming a kind."""
    return all(is_target(kind, column.to) for column in rule.columns)


@dataclass(frozen=True)
class _Named:
    """What titles say of a kind: the length of its longest name there; surely, if not just its label.

    ``here`` where the sheet or a title says so, not the name of the file alone.
    """

    length: int = 0
    surely: bool = False
    here: bool = False

    @property
    def rank(self) -> tuple[bool, int]:
        """What decides between kinds of which the headings say as much.

        A book of the year's 学习台账 holds sheets of tests, too: the title of a table goes before its file.
        """
        return self.here, self.length


def _named(kinds: Kinds, words: Sequence[str]) -> dict[str, _Named]:
    """The kinds that the titles name.

    What is only a part of another's longer name names nothing: 个人学习记录 are no 学习记录 of a branch.
    """
    # The last of several is the name of the file.
    here = words[:-1] or words
    # 学习登记表 says no more than 学习登记 does.
    found = [
        (kind.name, name.rstrip("表簿册"), word, word.index(name))
        for kind in kinds.values()
        for name in (*kind.headings, kind.label.zh)
        for word in words
        if name in word
    ]
    named: dict[str, _Named] = {}
    for kind, name, word, start in found:
        within = (
            other != kind
            and len(longer) > len(name)
            and at <= start
            and start + len(name) <= at + len(longer)
            for other, longer, where, at in found
            if where == word
        )
        if not any(within):
            old = named.get(kind, _Named())
            surely = old.surely or any(each.rstrip("表簿册") == name for each in kinds[kind].headings)
            named[kind] = _Named(max(old.length, len(name)), surely, old.here or word in here)
    return named


def _with_turnout(columns: tuple[ColumnMatch, ...]) -> tuple[ColumnMatch, ...]:
    """The columns of one person's meetings, that of how the person was there known in any words."""
    there = next((each for each in columns if _WAS_THERE.fullmatch(each.heading)), None)
    if there is None or any(each.target == "turnout" for each in columns):
        return columns
    return tuple(replace(each, target="turnout", fit=1.0) if each is there else each for each in columns)


def _score(
    kind: Kind, headings: Sequence[str], words: Sequence[str], rule: SourceRule | None, named: _Named
) -> TableGuess:
    columns = tuple(match_columns(kind, headings))
    if kind.name == "session" and any(_OF_ONE.search(word) for word in words):
        columns = _with_turnout(columns)
    if rule is not None:
        if not _fits(kind, rule):
            return TableGuess(None, (), 0.0)
        columns = columns_told(columns, headings, rule)
    own = [
        column
        for column in columns
        if column.target not in COMMON
        and column.target != "skip"
        and not (column.target == "extra" and is_aside(column.heading))
    ]
    hits = [column for column in own if column.target != "extra" and column.fit != LEFT]
    if kind.name == "person" and any(_NOT_YET.search(word) for word in words):
        return TableGuess(None, (), 0.0)
    of_one = kind.name == "session" and any(_OF_ONE.search(word) for word in words)
    if of_one and not any(column.target == "turnout" for column in columns):
        # 姓名：张三 above the rows: they are one person's study, at which nobody else was.
        return TableGuess(None, (), 0.0)
    telling = kind.register.telling
    if len(hits) < 2 or (
        telling and not named.surely and not any(column.target in telling for column in hits)
    ):
        return TableGuess(None, (), 0.0)
    share = sum(1.0 if column.sure else 0.7 for column in hits) / len(own)
    if len(hits) < 3 and not named.surely:
        # 姓名 and 职务 alone make a contact list as well as anything else.
        return TableGuess(None, (), 0.0)
    confidence = min(1.0, share * 0.75 + (0.25 if named.length else 0.0))
    if confidence < ENOUGH:
        return TableGuess(None, (), 0.0)
    given = set(rule.constants) if rule is not None else set()
    missing = missing_needed(kind, {column.target for column in columns} | given)
    if missing:
        confidence *= 0.6
    return TableGuess(kind, tuple(columns), confidence, missing=tuple("/".join(group) for group in missing))
