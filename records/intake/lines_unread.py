"""Lines of a paper, or around a table, that name people, sums or days which no record of it has.

What a paper says beyond its known labels, and a sentence above a table, land nowhere: 交流发言人：甲、乙,
今年安排专项经费8000元. Who reads the report must learn that, or the record looks complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bson.objectid import ObjectId

from records.intake.desk import Desk
from records.intake.files.reading import TextDocument
from records.intake.names import looks_like_name, split_names
from records.intake.outcome import Item
from records.intake.papers.signature import pairs_of_line
from records.intake.tables.source import SourceTable
from records.values import half_width

#: Labels of those who had to do with the paper, not with what it tells of.
_CLERK = re.compile(
    r"(?:填|制|编|统计|汇总|审|校|核|打|印|复|联系|经办|负责|签|报|抄|登记|录入|保管|整理|分管|主管|单位|财务|会计|出纳|责任)\S*"
    r"|\S*(?:电话|签字|签名|盖章|落款|领导)|记录人?|姓名|名称"
)
_MONEY = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万)?元")
#: Words that a field of its own holds: 主讲人 may be somebody from elsewhere. Longer ones are texts.
_FEW_WORDS = 40
_LONGEST_LINE = 300


@dataclass
class _Held:
    """What the records of a source hold, however deep: whom they name, sums, and what they say in words."""

    whom: set[ObjectId] = field(default_factory=set)
    sums: set[Decimal] = field(default_factory=set)
    words: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, items: Sequence[Item]) -> _Held:
        held = cls()
        for item in items:
            for each in (item, *item.lines):
                held._add([*each.fields.values(), each.remarks])
                # What is asked about is told of already.
                held.words += [question.raw for question in each.questions]
        # 以上共计920元 says no more than the rows together.
        held.sums |= {sum(each, Decimal(0)) for each in _columns(items)}
        return held

    def _add(self, value: Any) -> None:
        if isinstance(value, ObjectId):
            self.whom.add(value)
        elif isinstance(value, str):
            self.words.append(value)
        elif isinstance(value, Decimal | int) and not isinstance(value, bool):
            self.sums.add(Decimal(value))
        elif isinstance(value, Mapping):
            self._add([*value.values()])
        elif isinstance(value, list | tuple):
            for each in value:
                self._add(each)

    def has(self, name: str, desk: Desk, *, in_texts: bool) -> bool:
        """Whether somebody is named: by reference, or in words (``in_texts``: also in those of a text)."""
        if any(person.id in self.whom for person in desk.people.named(name)):
            return True
        return any(name in each for each in self.words if in_texts or len(each) <= _FEW_WORDS)


def doubt_labels(text: TextDocument | None, built: Sequence[Item], desk: Desk) -> None:
    """Flag the records of a paper that names people behind a label, and in which they are not: 发言人：甲."""
    taken = [item for item in built if item.taken]
    if text is None or not taken:
        return
    held = _Held.of(built)
    for paragraph in text.paragraphs:
        for label, value in pairs_of_line(paragraph.text).items():
            names = _known(value, desk)
            if (
                not names
                or _CLERK.fullmatch(label)
                or all(held.has(name, desk, in_texts=False) for name in names)
            ):
                continue
            # Of a book of minutes the one meeting whose text has the line; else all that the paper gave.
            told = [item for item in taken if _says(item, value)]
            for item in told or taken:
                item.flag(f"label_unread:{label}")


def lines_unread(table: SourceTable, built: Sequence[Item], desk: Desk) -> Iterator[str]:
    """The sentences above a table, between its rows or below it that name people or sums no record has."""
    if table.long or not any(item.taken for item in built):
        return
    held = _Held.of(built)
    for line in dict.fromkeys((*table.facts.lines[1:], *table.notes)):
        if len(line) > _LONGEST_LINE or not re.search("[，,。；;]", line.strip("。")):
            continue
        pairs = pairs_of_line(line)
        if pairs and all(map(_CLERK.fullmatch, pairs)):
            continue
        people = {each.name for each in desk.people if each.name in line}
        sums = {_sum(*found) for found in _MONEY.findall(half_width(line))}
        if not sums <= held.sums or not all(held.has(name, desk, in_texts=True) for name in people):
            yield line


def _columns(items: Sequence[Item]) -> Iterator[list[Decimal]]:
    for name in {name for item in items for name in item.fields}:
        yield [value for item in items if isinstance(value := item.fields.get(name), Decimal)]


def _known(value: str, desk: Desk) -> list[str]:
    """The people whom a value names; none where it says anything else, or somebody is not known."""
    names = [desk.renamed(part.name) for part in split_names(value)]
    return names if all(looks_like_name(name) and desk.people.named(name) for name in names) else []


def _says(item: Item, value: str) -> bool:
    return any(isinstance(each, str) and value in each for each in item.fields.values())


def _sum(figure: str, measure: str) -> Decimal:
    return Decimal(figure.replace(",", "")) * (10_000 if measure else 1)
