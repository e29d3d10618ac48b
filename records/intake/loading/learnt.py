"""What one process learns of units and people while it builds rows, for another that keeps the desk."""

from __future__ import annotations

from dataclasses import dataclass

from records.intake.desk import Desk
from records.intake.matching import Person
from records.intake.outcome import Question
from records.intake.unit_book import Unit


@dataclass(frozen=True)
class Learnt:
    """Units and people that were made or learnt of, and questions that belong to no single row."""

    units: list[Unit]
    people: list[Person]
    new_people: list[Person]
    questions: list[Question]
    heard: set[str]


class Learning:
    """Looks over a desk; what it knows at first is known to whoever asks."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._asked, self._heard = len(desk.general_questions), set(desk.heard)
        desk.units.touched.clear()
        desk.people.touched.clear()

    def since(self) -> Learnt:
        """What was learnt since this was asked last."""
        desk = self._desk
        made = set(map(id, desk.new_people))
        people = list(desk.people.touched.values())
        learnt = Learnt(
            list(desk.units.touched.values()),
            [person for person in people if id(person) not in made],
            [person for person in people if id(person) in made],
            desk.general_questions[self._asked :],
            desk.heard - self._heard,
        )
        self._asked, self._heard = len(desk.general_questions), set(desk.heard)
        desk.units.touched.clear()
        desk.people.touched.clear()
        return learnt


def tell(desk: Desk, learnt: Learnt) -> None:
    """Let a desk know what was learnt at its copy."""
    for unit in learnt.units:
        desk.units.take(unit)
    for person in learnt.people:
        desk.people.take(person)
    for person in learnt.new_people:
        known = desk.people.get(person.id)
        taken = desk.people.take(person)
        if known is None:
            desk.new_people.append(taken)
    desk.heard |= learnt.heard
    for question in learnt.questions:
        desk.ask_generally(question)
