"""Standings in words: the state, the amounts, and what is still missing, in the user's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bson.objectid import ObjectId

from records.kind import Label
from records.language import current_language, translator
from records.programme.counting.facts import Number
from records.programme.rules import Rule
from records.programme.standing import Standing, State

if TYPE_CHECKING:
    from records.programme.book import Book

tr = translator("records")

STATE_LABELS: Mapping[State, Label] = {
    "met": Label("达到", "met"),
    "pace": Label("进度正常", "on pace"),
    "behind": Label("落后", "behind"),
    "failed": Label("未达到", "failed"),
    "exempt": Label("免除", "exempt"),
    "unjudged": Label("不考核", "not judged"),
}
BASIS_LABELS: Mapping[str, Label] = {
    "declared": Label("申报", "declared"),
    "measured": Label("材料", "kept papers"),
    "mixed": Label("申报与材料", "declared and kept"),
}
#: So many names of those who are missing are told; the rest is a number.
_NAMES = 3


def amount(value: Number, rule: Rule) -> str:
    """An amount with its measure: 12,400 字, 2 本, 1,320 minutes."""
    measure = rule.measure.text()
    if value == 1 and current_language() != "zh":
        measure = measure.removesuffix("ies") + "y" if measure.endswith("ies") else measure.removesuffix("s")
    return f"{_plain(value)} {measure}"


def progress(standing: Standing, rule: Rule) -> str:
    """What is done of what is required: 2/3 户; with what waits in brackets: 1/2 篇 (+1)."""
    text = f"{_plain(standing.done)}/{_plain(standing.required)}"
    waits = f" (+{_plain(standing.waiting)})" if standing.waiting else ""
    return f"{text} {rule.measure.text()}{waits}"


def _plain(value: Number) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"


def missing(standing: Standing, book: Book) -> str:
    """What is still to do: an amount, the parts or people that are missing, what waits; or nothing."""
    if standing.state in ("exempt", "unjudged"):
        return ""
    rule = book.rulebook.rules[standing.rule]
    found = []
    if standing.state != "met":
        if standing.lacking:
            found.append(tr("missing: {what}", what=_lacking(standing, book)))
        elif standing.missing:
            found.append(tr("{amount} to go", amount=amount(standing.missing, rule)))
    elif standing.target is not None and standing.done < standing.target:
        found.append(tr("{amount} short of the aim", amount=amount(standing.target - standing.done, rule)))
    if standing.waiting and standing.state != "met":
        found.append(tr("{amount} awaiting approval", amount=amount(standing.waiting, rule)))
    return ("；" if current_language() == "zh" else "; ").join(found)


def _lacking(standing: Standing, book: Book) -> str:
    names = [each.text() if isinstance(each, Label) else _name(each, book) for each in standing.lacking]
    comma = "、" if current_language() == "zh" else ", "
    shown = comma.join(names[:_NAMES] if len(names) > _NAMES + 1 else names)
    if len(names) > _NAMES + 1:
        shown = tr("{names} and {number} more", names=shown, number=len(names) - _NAMES)
    return shown


def _name(subject: ObjectId, book: Book) -> str:
    person = book.roster.people.get(subject)
    if person is not None:
        return person.name
    unit = book.units.get(subject)
    return (unit.short_name or unit.name) if unit is not None else "?"


def subject_name(standing: Standing, book: Book) -> str:
    """The name of the person or unit whose standing it is."""
    return _name(standing.subject, book) if standing.subject is not None else ""
