"""Working through the questions of an import: what each wants to know, and how an answer is written down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from records.errors import UsageFault
from records.intake.answers.alike import DROP, IN_WORDS, alike_key, key_for, sense_words, senses
from records.intake.mappings.mapping import ImportMapping
from records.intake.mappings.mapping_file import MappingFile, Section
from records.intake.matching import name_key
from records.intake.namesakes import namesake_key
from records.intake.outcome import Question
from records.intake.reasons import reason_text
from records.intake.tables.recognition.meanings import word_key
from records.language import translator
from records.masking import mask_within

tr = translator("records")
Wanted = Literal["person", "people", "unit", "either", "record", "text"]

#: Questions about a name or word that may be answered once for all rows that print it. Which of two people
#: of a name is meant may differ from row to row: there the answer holds for one column of one file.
_NAMES: dict[str, Section] = {
    "unknown_person": "people",
    "unknown_person_similar_name": "people",
    "absent_name_misprinted": "people",
    "person_of_another_unit": "people",
    "unknown_unit": "units",
    "homonym": "namesakes",
    "word_unknown": "words",
    "figure_unclear": "words",
    "item_not_in_list": "words",
}
#: Those where the printed name may be one that the person had before.
_MAY_BE_FORMER = frozenset(("unknown_person", "unknown_person_similar_name", "absent_name_misprinted"))
_WORDS = frozenset(("word_unknown", "item_not_in_list"))
_PEOPLE = frozenset(
    (
        *(_NAMES.keys() - _WORDS - {"figure_unclear"}),
        "no_author",
        "id_belongs_to_another_name",
        "absent_not_of_unit",
    )
)

#: Questions that only the answers they offer settle.
_CHOICES_ONLY = frozenset(
    (
        "conflicting_row",
        "changed_since",
        "kind_unknown",
        "number_taken",
        "in_two_units",
        "one_or_two_people",
        "gender_differs_from_id",
        "counts_differ",
        "near_duplicate",
        *_WORDS,
    )
)


@dataclass(frozen=True)
class Scope:
    """For which questions of its reason an answer may hold: ``path`` is "" for all files."""

    path: str
    count: int


def wanted(question: Question) -> Wanted:
    """What an answer that is none of the candidates names."""
    if question.code == "central_group":
        return "people"
    if question.code in ("unknown_unit", "no_unit"):
        return "unit"
    if question.or_unit:
        return "either"
    if question.code == "scan_unread":
        return "record"
    return "person" if question.code in _PEOPLE else "text"


def takes_others(question: Question) -> bool:
    """Whether an answer that is none of the candidates can settle it."""
    return question.code not in _CHOICES_ONLY


def can_be_dropped(question: Question) -> bool:
    """Whether the row may be left out: not where a whole table is asked about."""
    return question.code not in (
        "central_group",
        "attendance_mark",
        "word_unknown",
        "figure_unclear",
        "in_two_units",
        "one_or_two_people",
    )


def may_be_former(question: Question) -> bool:
    """Whether the printed name may be a former one of whoever is meant."""
    return question.code in _MAY_BE_FORMER


@dataclass
class Asked:
    """A question, the kind of record it is about, and the answer given so far ("" for none).

    ``before`` is what the mapping file answered when the question was asked all the same: it names nobody;
    that stands there under ``before_key``.
    ``where`` are the section and key of the mapping file under which the answer stands.
    """

    kind: str
    question: Question
    answer: str = ""
    before: str = ""
    where: tuple[Section, str] | None = None
    before_key: str = ""

    @property
    def answered(self) -> bool:
        return bool(self.answer)


class QuestionList:
    """The questions of a run, each once, with the answers as they are given."""

    def __init__(self, asked: Iterable[tuple[str, Question]], mapping: ImportMapping | None = None) -> None:
        known = mapping.answers if mapping is not None else {}
        self.asked: list[Asked] = []
        #: What the file said under the keys of answers for all before these went behind it.
        self._earlier: dict[str, str] = {}
        seen: set[str] = set()
        for kind, question in asked:
            if question.id not in seen:
                seen.add(question.id)
                key = question.key_in(known) or ""
                self.asked.append(Asked(kind, question, before=known.get(key, ""), before_key=key))

    def __len__(self) -> int:
        return len(self.asked)

    @property
    def answered(self) -> int:
        return sum(each.answered for each in self.asked)

    def after(self, place: int) -> int | None:
        """The next open question behind ``place``, or from the start; None when all are answered."""
        order = [*range(place + 1, len(self.asked)), *range(min(place + 1, len(self.asked)))]
        return next((index for index in order if not self.asked[index].answered), None)

    def alike(self, question: Question) -> list[Asked]:
        """The open questions about the same printed name, this one among them."""
        section = _NAMES.get(question.code)
        if section is None or not question.raw:
            return [each for each in self.asked if each.question.id == question.id]
        key = self._key(question)
        return [
            each
            for each in self.asked
            if _NAMES.get(each.question.code) == section
            and self._key(each.question) == key
            and (not each.answered or each.question.id == question.id)
        ]

    def of_reason(self, question: Question, said: str, path: str = "") -> list[Asked]:
        """The open questions of a reason that ``said`` answers, of the files that ``path`` names, if any."""
        one = {alike_key(question.code, path): said}
        return [
            each
            for each in self.asked
            if key_for(each.question, one) and (not each.answered or each.question.id == question.id)
        ]

    def scopes(self, question: Question, said: str) -> list[Scope]:
        """Where an answer may hold for more than its question: the file, its folder, all files.

        One that settles no more than the one before it is left out.
        """
        if not said:
            return []
        file = question.place.file
        folder = file.rpartition("/")[0]
        found: list[Scope] = []
        for path in (file, f"{folder}/**" if folder else "", ""):
            count = len(self.of_reason(question, said, path))
            if count > max((each.count for each in found), default=1):
                found.append(Scope(path, count))
        return found

    def give_alike(self, file: MappingFile, question: Question, said: str, path: str = "") -> int:
        """Say one thing of all questions of a reason; answers how many that settles."""
        self.take_back(file, question)
        settled = self.of_reason(question, said, path)
        for each in settled:
            if each.before:
                file.take_back("answers", each.before_key)  # an answer that could not be one goes before
        answer = sense_words(question.code, said)
        key = alike_key(question.code, path)
        earlier = file.said("alike", key)
        if earlier and question.code not in IN_WORDS:
            # What was said before didn't settle these: it holds first, and this where that can't.
            self._earlier[key] = earlier
            said = f"{earlier}, {said}"
        file.name("alike", key, said, reason_text(question.code))
        self._note([each.question for each in settled], answer, ("alike", key))
        return len(settled)

    def give(self, file: MappingFile, question: Question, value: str, label: str = "") -> None:
        """Answer one question, at once in the file.

        Raises UsageFault where only what is offered can settle it, and what ``MappingFile`` raises.
        """
        _refuse_others(question, value)
        if question.code in ("word_unknown", "figure_unclear"):
            # It is asked once for all rows, and what the word means reads better than a question's number.
            self.give_all(file, question, value, label)
            return
        self.take_back(file, question)
        note = mask_within(f"{question.place}: {question.raw} = {label or value}")
        file.answer(question.id, value, note)
        self._note([question], label or value, ("answers", question.id))

    def give_all(
        self,
        file: MappingFile,
        question: Question,
        value: str,
        label: str = "",
        *,
        former: bool = False,
        unit: bool = False,
    ) -> int:
        """Say what a printed name means wherever it stands; answers how many questions that settles.

        ``unit`` says that it is a unit's where people may be meant as well.
        """
        self.take_back(file, question)
        alike = [each.question for each in self.alike(question)]
        section: Section = "former_names" if former else "units" if unit else _NAMES[question.code]
        key = self._key(question) if section in ("words", "namesakes") else question.raw
        file.name(section, key, value, label if label != value else str(question.place))
        self._note(alike, label or value, (section, key))
        return len(alike)

    def _key(self, question: Question) -> str:
        """Under what an answer for all rows stands: a name, a word and its field, namesakes and the file."""
        match _NAMES.get(question.code):
            case "words":
                kind, _, field = question.field.rpartition(".")
                kind = kind or next(each.kind for each in self.asked if each.question.id == question.id)
                return word_key(kind, field, question.raw)
            case "namesakes":
                return namesake_key(question.place.file, question.field, question.raw)
        return name_key(question.raw)

    def seat(self, file: MappingFile, question: Question, names: tuple[str, ...]) -> None:
        """Answer who sits in the central group; it holds for every table that asks."""
        file.seat(names)
        self._note(
            [each.question for each in self.asked if each.question.code == question.code], "、".join(names)
        )

    def drop(self, file: MappingFile, question: Question) -> None:
        """Leave the row out."""
        self.give(file, question, DROP)

    def take_back(self, file: MappingFile, question: Question) -> None:
        """Take an answer out of the file again, and open all the questions that it settled."""
        where = next((each.where for each in self.asked if each.question.id == question.id), None)
        if where is not None:
            earlier = self._earlier.pop(where[1], "")
            if earlier:
                file.name(*where, earlier)
            else:
                file.take_back(*where)
            self._note([each.question for each in self.asked if each.where == where], "", None)

    def take_back_for_all(self, file: MappingFile, key: str) -> None:
        """Take an answer for all of a reason back; what it settled in this list is open again."""
        self._earlier.pop(key, None)
        file.take_back("alike", key)
        self._note([each.question for each in self.asked if each.where == ("alike", key)], "", None)

    def _note(
        self, questions: Iterable[Question], answer: str, where: tuple[Section, str] | None = None
    ) -> None:
        ids = {question.id for question in questions}
        for each in self.asked:
            if each.question.id in ids:
                each.answer, each.where = answer, where


def _refuse_others(question: Question, value: str) -> None:
    """Raise UsageFault for an answer that can't be one."""
    numbers = map(str, range(1, len(question.candidates) + 1))
    offered = {*numbers, *(word for each in question.candidates for word in (each.value, each.label)), DROP}
    if not takes_others(question) and value not in offered and value.removeprefix("=") not in offered:
        labels = "、".join(each.label for each in question.candidates)
        raise UsageFault(
            tr("{answer} is no answer here; possible are: {labels}.", answer=value, labels=labels)
        )


def said_by(question: Question, value: str) -> str:
    """What an answer says that may be said of all questions of its reason; "" where it may not."""
    if value == DROP:
        return DROP if DROP in senses(question.code) else ""
    own = value.removeprefix("=")
    offered = next((each for each in question.candidates if own in (each.value, each.label)), None)
    if offered is not None:
        return offered.sense
    return value if question.code in IN_WORDS else ""


def value_of(question: Question, number: int) -> str:
    """What is written for a candidate, counted from 0: its words, or its number where two have the same."""
    value = question.candidates[number].value
    same = [each for each in question.candidates if value in (each.value, each.label)]
    if question.is_another(value):
        return f"={value}"
    return value if len(same) == 1 else str(number + 1)


def can_be_for_all(question: Question) -> bool:
    """Whether an answer may hold for every row that prints the same name."""
    return question.code in _NAMES and bool(question.raw)


def value_of_words(question: Question, words: str) -> str:
    """What to write for an answer somebody typed: a figure must not be taken for a candidate's number."""
    known = any(words in (each.value, each.label) for each in question.candidates)
    number = words.isdigit() and 1 <= int(words) <= len(question.candidates)
    return f"={words}" if (number and not known) or question.is_another(words) else words
