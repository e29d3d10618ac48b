"""How a person stands with the programme in a year, rule by rule, as a table of a paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bson.objectid import ObjectId

from records.kind import Label
from records.language import Language
from records.programme.book import Book
from records.programme.rules import Rule
from records.programme.standing import Standing
from records.programme.views.boards import RuleLine, rule_lines
from records.programme.views.matrix import together
from records.programme.wording import BASIS_LABELS, STATE_LABELS
from templates.contexts.text import number
from templates.spec import named

#: What several periods of a kind are counted in.
_PERIODS: Mapping[str, Label] = {
    "week": Label("周", "weeks"),
    "month": Label("个月", "months"),
    "quarter": Label("个季度", "quarters"),
    "half": Label("个半年", "half-years"),
    "event": Label("次", "occasions"),
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule that binds the person: what it asks, what was done in the year, how it stands."""

    number: int = named("序号", "its place in the list")
    item: str = named("项目", "the rule's name")
    required: str = named("要求", "what it asks")
    done: str = named("完成", "what was done")
    result: str = named("结果", "how it stands")


def rule_rows(book: Book, person: ObjectId, year: int, lang: Language) -> tuple[RuleRow, ...]:
    """The rules that bind a person in a year, as the book stands; none for whom it does not know."""
    if person not in book.roster.people:
        return ()
    lines = rule_lines(book, person, year)
    return tuple(_row(index, line, lang) for index, line in enumerate(lines, 1))


def _row(index: int, line: RuleLine, lang: Language) -> RuleRow:
    """A rule of periods within the year is told over all of them, as bad as the worst."""
    rule = line.rule
    whole = rule.period in ("year", "stage", "programme")
    standings = line.now if whole else line.history
    state = together(standings).state or "unjudged"
    done = _single(line.at_hand, rule, lang) if whole else _several(standings, rule, lang)
    return RuleRow(index, rule.label.text(lang), rule.text.text(lang), done, STATE_LABELS[state].text(lang))


def _single(standing: Standing, rule: Rule, lang: Language) -> str:
    measure = rule.measure.text(lang)
    done, required = number(standing.done, lang), number(standing.required, lang)
    basis = BASIS_LABELS[standing.basis].text(lang) if standing.basis and standing.done else ""
    if lang == "zh":
        asked = f"（应{required}{measure}）" if standing.required else ""
        return f"{done}{measure}{asked}{f'，据{basis}' if basis else ''}"
    asked = f" of {required}" if standing.required else ""
    return f"{done}{asked} {measure}{f', {basis}' if basis else ''}"


def _several(standings: Sequence[Standing], rule: Rule, lang: Language) -> str:
    """In how many of the periods that are judged it was met, and what was done in all."""
    cell, measure = together(standings), rule.measure.text(lang)
    total = number(sum(each.done for each in standings), lang)
    counted = _PERIODS[rule.period].text(lang)
    if not cell.judged:
        return f"{total}{measure}" if lang == "zh" else f"{total} {measure}"
    if lang == "zh":
        met = f"{cell.judged}{counted}中{cell.met}{counted}达到"
        return met if rule.period == "event" else f"{met}，共{total}{measure}"
    met = f"met in {cell.met} of {cell.judged} {counted}"
    return met if rule.period == "event" else f"{met}, {total} {measure}"
