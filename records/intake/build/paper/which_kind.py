"""Which kind a paper is of that nothing tells: asked of the operator, or told to be of none."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from records.intake.desk import Desk
from records.intake.files.reading import Reading, TextDocument
from records.intake.mappings.mapping import ALSO_PAPERS, PAPER_KINDS
from records.intake.outcome import Candidate, Item, Question
from records.intake.papers.paper_name import is_unkept
from records.kind import Kinds

#: A table of so few rows in a notice is no list of people.
_SMALL = 3
#: What somebody writes for himself, and never to all units.
_OF_SOMEBODY = ("experience_article", "research_report", "reading_note")
#: Whom a letter to many addresses, what it asks, and how long such a slip is at most.
_TO_ALL = re.compile(r"(?:各|全体|有关|所有|机关各)[^，,。；;]{1,24}[:：]")
_PLEASE = re.compile(r"请(?!假|示)|务必|务请|望(?:各|你|按)|逾期|须于")
_FEW_LINES = 200
#: What a few lines are called that say what lies in a folder, or who keeps it.
_OF_FOLDER = re.compile(
    r"(?:文件夹?|资料|材料|档案|目录|归档|整理|存放|使用|填[表写]|查[找阅]|补充|必读|请先?阅?读?|本)*(?:说明|须知|目录|索引|备忘录?|注意事项|必读|readme)",
    re.IGNORECASE,
)


def paper_kinds(kinds: Kinds) -> tuple[str, ...]:
    """The record kinds that papers may become."""
    return tuple(name for name in (*PAPER_KINDS, *ALSO_PAPERS) if name in kinds)


def of_no_kind(item: Item, desk: Desk, reading: Reading, from_: str) -> bool:
    """Whether a paper is plainly of no kind that is kept, no list stands in it, and nobody said otherwise.

    ``from_`` tells how its kind was found. Words that name one (催交笔记) make no record of a few lines that
    ask others for something.
    """
    text = reading.text
    if text is None or any(len(table) > _SMALL for table in text.tables):
        return False
    asks = item.kind in _OF_SOMEBODY and _asks(text)
    stem = re.sub(r"[\s\d、.．_—-]", "", PurePosixPath(reading.relative).stem)
    slip = len(text.text) <= _FEW_LINES and not item.cells[1:] and _OF_FOLDER.fullmatch(stem) is not None
    if from_ == "guess" and slip:
        return _what_it_is(item, desk, reading).id not in desk.mapping.answers
    if not asks and (from_ != "guess" or not is_unkept(str(item.cells[0]))):
        return False
    return _what_it_is(item, desk, reading).id not in desk.mapping.answers


def _asks(text: TextDocument) -> bool:
    """Whether it is a few lines to all units that ask them for something: 各支部：请于6月25日前把…交到…"""
    lines = [each.text.strip() for each in text.paragraphs if each.text.strip()]
    addressed = any(_TO_ALL.fullmatch(line) for line in lines[:2])
    return addressed and sum(map(len, lines)) <= _FEW_LINES and any(map(_PLEASE.search, lines))


def settle_kind(item: Item, desk: Desk, reading: Reading) -> bool:
    """Ask what a paper is that nothing tells; True when the answer says it."""
    question = _what_it_is(item, desk, reading)
    answer = desk.settle(item, question)
    if answer is None:
        return False
    if answer.value not in paper_kinds(desk.kinds):
        item.ask(question)
        return False
    item.kind = answer.value
    return True


def _what_it_is(item: Item, desk: Desk, reading: Reading) -> Question:
    choices = tuple(
        Candidate(name, desk.kinds[name].label.text(), sense=name) for name in paper_kinds(desk.kinds)
    )
    name = PurePosixPath(reading.relative).name
    return Question("kind_unknown", item.place, "kind", name, choices, True, (reading.sha256,))
