"""Where an answer holds: for its row, for a name wherever it stands, or for all questions of its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from textual.app import App

from records.intake.answers.alike import DROP, sense_words
from records.intake.answers.answering import QuestionList, can_be_for_all, may_be_former, said_by
from records.intake.outcome import Question
from records.intake.reasons import alike_words, reason_text
from records.masking import printed
from tui.cjk import one_line
from tui.screens.menu import choose
from tui.screens.prompts import ask_choice
from tui.words import tr


@dataclass(frozen=True)
class Holds:
    """Where an answer holds: ``one``, ``all`` of a name, ``former`` name, or ``alike`` for a reason.

    ``said`` and ``path`` are what is said of all questions of the reason, and of which files.
    """

    what: str
    said: str = ""
    path: str = ""


async def ask_scope(
    app: App[Any], asked: QuestionList, question: Question, value: str, label: str, *, unit: bool = False
) -> Holds | None:
    """Where the answer ``value`` holds; None when cancelled. Call it from a worker.

    ``unit`` says that a unit is meant, which was nobody's former name.
    """
    said = said_by(question, value)
    scopes = asked.scopes(question, said)
    alike = len(asked.alike(question))
    former = may_be_former(question) and label != DROP and not unit
    named_once = may_be_former(question) and unit
    named = can_be_for_all(question) and (alike > 1 or former or named_once)
    answer = tr("left out") if label == DROP else label
    if not scopes:
        return await _of_a_name(app, question, alike, former, answer) if named else Holds("one")
    items = [("one", tr("This one alone: {answer}", answer=answer))]
    if named:
        name = tr("“{name}” in all {count} rows", name=question.raw, count=alike)
        items.append(("all", name if alike > 1 else tr("Wherever it stands")))
    if former:
        items.append(("former", tr("It is a former name")))
    means = sense_words(question.code, said)
    for at, scope in enumerate(scopes):
        text = tr("All {count} with this reason: {answer}", count=f"{scope.count:,}", answer=means)
        if scope.path == question.place.file:
            text = tr("All {count} of this file and reason: {answer}", count=f"{scope.count:,}", answer=means)
        elif scope.path:
            text = tr(
                "All {count} of this folder and reason: {answer}", count=f"{scope.count:,}", answer=means
            )
        items.append((str(at), text))
    title = tr("Where does this hold? {reason}", reason=reason_text(question.code))
    picked = await choose(app, title, [(key, printed(text)) for key, text in items])
    if picked is None or not picked.isdigit():
        return Holds(picked) if picked else None
    return Holds("alike", said, scopes[int(picked)].path)


async def _of_a_name(
    app: App[Any], question: Question, alike: int, former: bool, answer: str
) -> Holds | None:
    text = tr("“{name}” means {answer}.", name=question.raw, answer=answer)
    everywhere = tr("In all {count} rows", count=alike) if alike > 1 else tr("Wherever it stands")
    answers = [("all", everywhere), ("one", tr("In this row only"))]
    if former:
        answers.append(("former", tr("It is a former name")))
    picked = await ask_choice(app, tr("Where does this hold?"), one_line(printed(text)), answers)
    return Holds(picked) if picked else None


async def choose_for_all(app: App[Any], answers: Mapping[str, str], rows: Mapping[str, int]) -> str | None:
    """The key of an answer for all of a reason that is to be taken back. Call it from a worker."""
    items = [
        (key, printed(f"{rows[key]:,} × {alike_words(key, said)}" if key in rows else alike_words(key, said)))
        for key, said in answers.items()
    ]
    return await choose(app, tr("Take back which answer for all?"), items)
