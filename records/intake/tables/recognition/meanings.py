"""What an office's own words mean in a field of choices, of yes and no, or of figures: 挂账 under 是否解决.

A word that the field doesn't know, and a figure that can't be read as one (46（5）), is asked about once for
all rows and files. The answer stands in the mapping file under ``words:``, as
``household_visit.solved/挂账: 否``, or under ``answers:`` like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from records.intake.outcome import Candidate, Item, Place, Question
from records.kind import NUMBER_TYPES, Choice, Field, Kind
from records.language import translator
from records.values import half_width

if TYPE_CHECKING:
    from records.intake.desk import Desk
    from records.intake.tables.source import SourceTable

tr = translator("records")
CODE, FIGURE_CODE = "word_unknown", "figure_unclear"
#: The answer that a word says nothing.
NOTHING = "—"
_YES_NO = {"是": "是", "否": "否", "yes": "是", "no": "否", "true": "是", "false": "否"}
#: So long a text is no word of a column of choices.
_LONGEST = 20
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass
class Meanings:
    """The words that a mapping file explains for one kind."""

    kind: Kind
    words: Mapping[str, str]
    answers: Mapping[str, str]
    _known: dict[tuple[str, str], str | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.words or self.answers)

    def of(self, target: str, text: str) -> str | None:
        """What is read in place of ``text``; None where nothing is said of it, nothing for an empty cell."""
        key = target, _plain(text)
        if key not in self._known:
            self._known[key] = self._find(*key)
        return self._known[key]

    def _find(self, target: str, plain: str) -> str | None:
        known = self.kind.field(target)
        if known is None or not plain or not (has_words(known) or known.type in NUMBER_TYPES):
            return None
        meant = self.words.get(word_key(self.kind.name, target, plain))
        if meant is None and has_words(known):
            question = word_question(self.kind, known, plain)
            meant = self.answers.get(question.id)
            if meant is not None and meant.isdigit() and 1 <= int(meant) <= len(question.candidates):
                meant = question.candidates[int(meant) - 1].value
        if meant is None:
            return None
        if known.type in NUMBER_TYPES:
            meant = meant.removeprefix("=")
        return "" if meant == NOTHING else _YES_NO.get(meant.lower(), meant)


def word_key(kind: str, target: str, word: str) -> str:
    """Under which key a mapping file explains a word."""
    return f"{kind}.{target}/{_plain(word)}"


def has_words(known: Field) -> bool:
    """Whether a field holds one of a few choices, or yes or no."""
    return known.type == "boolean" or bool(_choices(known))


def _choices(known: Field) -> tuple[Choice, ...]:
    """The choices of a field, or of each part of one that holds several."""
    one = known.of if known.type == "list" and known.of is not None else known
    return tuple(one.choices) if one.type == "choice" else ()


def figure_question(kind: Kind, known: Field, text: str, place: Place) -> Question:
    """Which figure is meant by a text that holds one or more of them: 46（5）, 3—5."""
    values = [Candidate(each, each) for each in dict.fromkeys(_FIGURE.findall(half_width(text)))]
    values.append(Candidate(NOTHING, tr("nothing: the field stays empty")))
    field_name, label = f"{kind.name}.{known.name}", known.label.text()
    return Question(
        FIGURE_CODE, Place(place.file), field_name, _plain(text), tuple(values), False, headings=(label,)
    )


def word_question(kind: Kind, known: Field, word: str, place: Place | None = None) -> Question:
    """What a word means; its number is the same wherever the word stands."""
    if known.type == "boolean":
        values = [Candidate("是", tr("yes")), Candidate("否", tr("no"))]
    else:
        values = [Candidate(choice.value, choice.label.text()) for choice in _choices(known)]
    values.append(Candidate(NOTHING, tr("nothing: the field stays empty")))
    where = Place(place.file if place is not None else "")
    field_name, label = f"{kind.name}.{known.name}", known.label.text()
    return Question(CODE, where, field_name, _plain(word), tuple(values), False, headings=(label,))


def ask_words(table: SourceTable, built: Iterable[Item], desk: Desk) -> None:
    """Put a question for each word or figure of ``table`` that its field could make nothing of."""
    left_out = [item for item in built if any(flag.startswith("value_left_out:") for flag in item.flags)]
    named = {
        each.name: each
        for each in (table.kind.fields if left_out else ())
        if (has_words(each) or each.type in NUMBER_TYPES) and table.has(each.name)
    }
    for item in left_out:
        for flag in item.flags:
            code, _, name = flag.partition(":")
            if code != "value_left_out" or name not in named or item.kind != table.kind.name:
                continue
            word = _plain(table.printed(item.cells, name))
            if not word or len(word) > _LONGEST:
                continue
            if has_words(named[name]):
                desk.ask_generally(word_question(table.kind, named[name], word, item.place))
            elif _FIGURE.search(word):
                desk.ask_generally(figure_question(table.kind, named[name], word, item.place))


def _plain(text: str) -> str:
    return "".join(half_width(text).split())
