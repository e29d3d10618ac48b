"""What each stage still lacks: the rules of the stages that are not met yet, gathered from the standings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.language import current_language, translator
from records.programme import wording
from records.programme.calendar import Period
from records.programme.links import Lack
from records.programme.rules import Rule, rulebook
from records.programme.stages import Stage
from records.programme.standing import Standing

if TYPE_CHECKING:
    from records.archive import Archive
    from records.programme.book import Book

tr = translator("records")

#: So many units are named; the rest is a number.
_NAMED = 3
_OPEN = ("pace", "behind", "failed")


async def stage_lacks(archive: Archive, on: date) -> Mapping[int, Sequence[Lack]]:
    """What each stage lacks as of ``on``, by its number. Reads only what their rules rest on."""
    from records.programme.book import load_book

    return lacks_of(await load_book(archive, on, rules=[rule.id for rule in _rules()]))


def lacks_of(book: Book) -> dict[int, list[Lack]]:
    """The same from a book of standings: what the township lacks, then what its units lack, by rule."""
    found: dict[int, list[Lack]] = {stage.number: [] for stage in book.rulebook.stages}
    for rule in _rules():
        for period, standings in _open(book, rule).items():
            stage = _stage_of(period, book.rulebook.stages)
            if stage is not None:
                found[stage.number] += _lacks(book, rule, period, standings)
    return found


def _rules() -> list[Rule]:
    """The rules of the stages. The links (R36) are told one by one and need no telling twice."""
    return [rule for rule in rulebook().rules.values() if rule.group == "stages" and rule.how != "links"]


def _open(book: Book, rule: Rule) -> dict[Period, list[Standing]]:
    """The standings that are not met, by period, the oldest first. A summary is owed only afterwards."""
    states = _OPEN[1:] if rule.how == "summaries" else _OPEN
    found: dict[Period, list[Standing]] = defaultdict(list)
    subjects = [book.root_id] if rule.of_township and book.root_id else []
    subjects += [unit.id for unit in book.judged_units()] if rule.of_units else []
    for subject in subjects:
        for standing in book.of_unit(subject, rule.id):
            if standing.state in states:
                found[standing.period].append(standing)
    return dict(sorted(found.items(), key=lambda item: item[0].end))


def _stage_of(period: Period, stages: Sequence[Stage]) -> Stage | None:
    """The stage that a period ends in; of a stage, itself."""
    if period.kind == "stage":
        return next((stage for stage in stages if stage.number == period.code), None)
    return next((stage for stage in stages if stage.start <= period.end <= stage.end), None)


def _lacks(book: Book, rule: Rule, period: Period, standings: Sequence[Standing]) -> Iterator[Lack]:
    label = rule.label.text()
    if period.kind != "stage":
        label = f"{period.display()} {label}"
    others = []
    for standing in standings:
        if standing.subject == book.root_id:
            yield Lack(rule.id, _said(label, wording.missing(standing, book)), _ids([standing]))
        else:
            others.append(standing)
    if others:
        yield Lack(rule.id, _said(label, _names(book, others)), _ids(others))


def _ids(standings: Sequence[Standing]) -> tuple[ObjectId, ...]:
    return tuple(standing.subject for standing in standings if standing.subject is not None)


def _names(book: Book, standings: Sequence[Standing]) -> str:
    names = [wording.subject_name(standing, book) for standing in standings]
    comma = "、" if current_language() == "zh" else ", "
    if len(names) <= _NAMED + 1:
        return comma.join(names)
    return tr("{names} and {number} more", names=comma.join(names[:_NAMED]), number=len(names) - _NAMED)


def _said(label: str, what: str) -> str:
    return label + ("：" if current_language() == "zh" else ": ") + what
