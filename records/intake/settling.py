"""What was answered and what is asked: the side of the desk that the operator sits at."""

from __future__ import annotations

from collections.abc import Callable

from records.intake.answers.alike import ALIKE, DROP, answer_for_all, key_for
from records.intake.mappings.mapping import ImportMapping
from records.intake.outcome import Candidate, Item, Question


class Settling:
    """The answers of a mapping file, and the questions that are put where there is none."""

    mapping: ImportMapping
    general_questions: list[Question]
    #: The keys of the mapping file's answers that answered something.
    heard: set[str]

    def settle(
        self, item: Item, question: Question, *, fits: Callable[[str], bool] | None = None
    ) -> Candidate | None:
        """The operator's answer to ``question``, or None when it is open or says to drop the record.

        An open question goes on the item; ``drop`` refuses the item, or leaves out what it can do without.
        Words that are no candidate's answer it only if ``fits`` says so (None: any words do).
        """
        answer = self.answer(question)
        known = answer is not None and (answer.value == DROP or answer in question.candidates)
        if answer is None or not (known or fits is None or fits(answer.value)):
            item.ask(question)
            return None
        if question.key_in(self.mapping.answers) is None:
            item.note(f"{ALIKE}:{key_for(question, self.mapping.alike)}")
        if answer.value != DROP:
            return answer
        if question.blocking:
            item.reject("dropped_by_answer")
        else:
            item.note(f"answered:{question.field}")
        return None

    def answer(self, question: Question) -> Candidate | None:
        """What the mapping file answers: a candidate's value, label or number, or words of its own.

        Words behind ``=`` are never taken for a candidate's number: ``=2`` is the figure 2. A bare 2 that
        may be either, a candidate's figure or another's number, answers nothing. Else that for all counts.
        """
        key = question.key_in(self.mapping.answers)
        if key is None:
            return answer_for_all(question, self.mapping.alike)
        self.heard.add(key)
        answer = self.mapping.answers[key]
        if question.is_another(answer):
            return None
        own = answer.removeprefix("=")
        for candidate in question.candidates:
            if own in (candidate.value, candidate.label):
                return candidate
        if answer.isdigit() and 1 <= int(answer) <= len(question.candidates):
            return question.candidates[int(answer) - 1]
        return Candidate(own, own)

    def ask_generally(self, question: Question) -> None:
        """A question about a whole table or folder; it keeps no record out."""
        if question.id not in {each.id for each in self.general_questions}:
            self.general_questions.append(question)


def is_offered(_text: str) -> bool:
    """For questions that only a candidate answers."""
    return False
