"""Which kind a paper is of that nothing tells: asked of the operator, or told to be of none."""

from __future__ import annotations

from pathlib import PurePosixPath

from records.intake.desk import Desk
from records.intake.files.reading import Reading
from records.intake.mappings.mapping import ALSO_PAPERS, PAPER_KINDS
from records.intake.outcome import Candidate, Item, Question
from records.intake.papers.paper_name import is_unkept
from records.kind import Kinds

#: A table of so few rows in a notice is no list of people.
_SMALL = 3


def paper_kinds(kinds: Kinds) -> tuple[str, ...]:
    """The record kinds that papers may become."""
    return tuple(name for name in (*PAPER_KINDS, *ALSO_PAPERS) if name in kinds)


def of_no_kind(item: Item, desk: Desk, reading: Reading) -> bool:
    """Whether a paper is plainly of no kind that is kept, no list stands in it, and nobody said otherwise."""
    text = reading.text
    if text is None or any(len(table) > _SMALL for table in text.tables):
        return False
    answered = _what_it_is(item, desk, reading).id in desk.mapping.answers
    return not answered and is_unkept(str(item.cells[0]))


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
